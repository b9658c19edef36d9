// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/requests.h"

namespace castdeck
{

/// A notice of that kind about the thing of that name; the ledger adds the time.
inline Notice noticeOf(Notice::Kind kind, const QString &subject, SessionId session = {},
                       ClientId client = {})
{
    Notice notice;
    notice.kind = kind;
    notice.subject = subject;
    notice.sessionId = session;
    notice.clientId = client;
    return notice;
}

/// By whom and why: the words of an order.
inline void addWords(Notice &notice, const DisconnectOrder &order)
{
    notice.by = order.by;
    notice.reason = order.reason;
}

} // namespace castdeck
