// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/request.h"

namespace castdeck
{

using ReplyBody = std::variant<Welcome, Done, Inventory, NamespaceReport, DisconnectReport, InitiationGrant,
                               NewToken, QList<TokenInfo>, QList<NamespaceInfo>, Policies, PolicyReport,
                               SetupInfo, SessionHistory, AuditHistory, QList<RateLimit>, Offering, BlockMap>;

struct Reply {
    quint64 id = 0; ///< of the request
    Result<ReplyBody> body;

    friend bool operator==(const Reply &, const Reply &) = default;
};

/// What a verb is answered with; ProtocolViolation if it is something else.
template <class T>
Result<T> replyAs(Result<ReplyBody> body)
{
    if (!body)
        return tl::unexpected(body.error());
    if (auto *value = std::get_if<T>(&*body))
        return std::move(*value);
    return failure(ErrorCode::ProtocolViolation, QStringLiteral("the reply is of another kind"));
}

/// What the answering end says unasked.
using Event = std::variant<InventoryEvent>;

/// The last message of an end that closes, so that the other end knows why.
struct Goodbye {
    Error reason;

    static void describe(auto &a, auto &v) { a("reason", v.reason); }
    friend bool operator==(const Goodbye &, const Goodbye &) = default;
};

using Message = std::variant<Request, Reply, Event, Goodbye>;

} // namespace castdeck
