// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "models/connectionstatus.h"
#include "models/health.h"

#include <QMetaType>
#include <QString>

namespace castdeck
{

/// What is over and is still shown for a while is of a kind of its own: nothing can be done to it, and nobody
/// counts it.
enum class RowKind : quint8 { Server, Session, Namespace, Client, PastSession, PastClient };

/// Names a row for as long as the object lives, whatever happens to row numbers. id is 0 for a server.
struct RowKey {
    ServerId server;
    RowKind kind = RowKind::Server;
    quint32 id = 0;

    friend bool operator==(const RowKey &, const RowKey &) = default;
    friend size_t qHash(const RowKey &key, size_t seed = 0)
    {
        return qHashMulti(seed, key.server, static_cast<int>(key.kind), key.id);
    }
};

/// An order that was given for a row and has not been answered.
enum class Pending : quint8 { None, Ending, Disconnecting, Bypassing, Unpublishing, Starting };

/// What an action has to know about a row, captured by value when it is triggered.
struct RowFacts {
    RowKey key;
    QString name; ///< of the object itself
    QString serverName;
    NamespaceId namespaceId; ///< of a session or published folder
    QString namespaceName;
    SessionId sessionId;    ///< of a session or client
    int clients = 0;        ///< of a session; of a published folder: 0
    bool reachable = false; ///< its server is connected
    Powers powers;
    bool tombstoned = false; ///< its namespace is not published any more
    Pending pending = Pending::None;
    Health health = Health::Good;
    bool failed = false; ///< a session that could not start or go on: to end it is to dismiss it
    RowKey master;       ///< of a session: the client that paces it; without a server if there is none

    friend bool operator==(const RowFacts &, const RowFacts &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::RowKey)
Q_DECLARE_METATYPE(castdeck::RowFacts)
