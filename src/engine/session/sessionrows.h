// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "core/inventory.h"
#include "transport/sending/sessionvalues.h"

namespace castdeck
{

/// What an administrator sees of the machine that a snapshot describes. @p known is its row so far, if there
/// is one: what was decided once (when it joined, who it is) stays.
ClientInfo clientRow(const ClientSnapshot &client, SessionId session, const ClientInfo *known,
                     const QString &identity);

/// @p row brought up to date with a snapshot of its session. A session that is being terminated stays so,
/// whatever a snapshot from before says.
SessionInfo sessionRow(SessionInfo row, const SessionSnapshot &snapshot);

/// The fact a departure is, with the words of the @p order that caused it, if one did.
Notice departureNotice(const ClientDeparture &departure, SessionId session, const DisconnectOrder *order);

/// What became of a client, @p departure being what will be remembered of it; @p row is its last one, if
/// there is one.
RowEnding clientEnding(const ClientDeparture &departure, const ClientInfo *row);
/// What became of a session that is over and @p record tells of.
RowEnding sessionEnding(const EndedSession &record, quint32 disconnected);

} // namespace castdeck
