// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "core/requests.h"

#include <QFuture>
#include <QObject>

namespace castdeck
{

/// What a transport server can be asked, whether it lives in this process or behind a connection.
///
/// Thread: call the verbs and take the signals in the thread the object lives in. Every future finishes
/// exactly once, with a value or an error, and always from a queued call: never inside the verb.
class TransportServer : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    /// The whole state as of one revision. Every event raised later has a greater revision.
    virtual QFuture<Result<Inventory>> inventory() = 0;

    /// Register: publishes the namespace (its id is ignored) under a name that must be free.
    virtual QFuture<Result<NamespaceReport>> registerNamespace(const NamespaceInfo &what) = 0;
    /// Deregister: with @p terminate its sessions end now, without they run out and nobody new joins.
    virtual QFuture<Result<NamespaceReport>> deregisterNamespace(NamespaceId id, bool terminate,
                                                                 const DisconnectOrder &order) = 0;
    /// Ends every session of a content.
    virtual QFuture<Result<DisconnectReport>> terminateContent(ContentId id,
                                                               const DisconnectOrder &order) = 0;
    /// Ends one session and disconnects every client in it. The future finishes when that is done: the
    /// session is removed, its socket closed, its group and port are free.
    virtual QFuture<Result<DisconnectReport>> terminateSession(SessionId id,
                                                               const DisconnectOrder &order) = 0;
    /// Removes one client from whatever session holds it. Finishes when it has left or is given up.
    virtual QFuture<Result<DisconnectReport>> disconnectClient(ClientId id, const DisconnectOrder &order) = 0;

Q_SIGNALS:
    /// In order of revision, without gaps.
    void eventRaised(const castdeck::InventoryEvent &event);
};

} // namespace castdeck
