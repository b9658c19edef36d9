// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/setup.h"
#include "management/request.h"
#include "management/tokenregistry.h"

namespace castdeck
{

/// Answer to hello: who serves, and what the asker may do from now on.
struct HelloReply {
    quint32 protocol = ProtocolVersion;
    ServerInfo server;
    Role role = Role::Viewer;
    QString identity; ///< the name the server knows the asker by; it signs the asker's orders

    friend bool operator==(const HelloReply &, const HelloReply &) = default;
};

/// It is done, and there is nothing to say about it.
struct Done {
    friend bool operator==(const Done &, const Done &) = default;
};

using ReplyBody = std::variant<HelloReply, Done, Inventory, NamespaceReport, DisconnectReport,
                               InitiationGrant, NewToken, QList<TokenInfo>, QList<NamespaceInfo>, Policies,
                               PolicyReport, SetupInfo, SessionHistory, AuditHistory, QList<RateLimit>>;

struct Reply {
    quint64 id = 0; ///< of the request
    Result<ReplyBody> body;

    friend bool operator==(const Reply &, const Reply &) = default;
};

/// What the answering end says unasked.
using Event = std::variant<InventoryEvent>;

/// The last message of an end that closes, so that the other end knows why.
struct Goodbye {
    Error reason;

    friend bool operator==(const Goodbye &, const Goodbye &) = default;
};

using Message = std::variant<Request, Reply, Event, Goodbye>;

} // namespace castdeck
