// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "core/inventory.h"
#include "core/namespacerules.h"
#include "core/policies.h"
#include "core/ratelimit.h"
#include "core/requests.h"
#include "core/setup.h"

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
    /// Edit…: registers @p what and deregisters @p old, as one: if the new one is refused the old one stays
    /// untouched. The report names the new one.
    virtual QFuture<Result<NamespaceReport>> replaceNamespace(NamespaceId old, const NamespaceInfo &what,
                                                              bool terminate,
                                                              const DisconnectOrder &order) = 0;
    /// Lets a scheduled cast go with those who wait. NamespaceStartFailedNoClients, NamespaceAlreadyStarted;
    /// InvalidOperation for an Auto-Cast.
    virtual QFuture<Result<NamespaceReport>> startTransmission(NamespaceId id) = 0;
    /// Of an automatic start that still waits; 0 takes the criterion away. NamespaceAlreadyStarted;
    /// NamespaceReadOnly for other types; InvalidNamespaceStartParameters if no criterion would be left.
    virtual QFuture<Result<NamespaceReport>> setMinimumClients(NamespaceId id, quint32 minimumClients) = 0;
    /// A new start time for an automatic start that missed its own. InvalidOperation if it did not,
    /// StartTimeInPast.
    virtual QFuture<Result<NamespaceReport>> rearmNamespace(NamespaceId id, const QDateTime &startTime) = 0;
    /// In order of id.
    virtual QFuture<Result<QList<NamespaceInfo>>> retrieveNamespaces(const NamespaceFilter &filter) = 0;

    virtual QFuture<Result<Policies>> policies() = 0;
    /// PolicyConflict if the policy has another version than the one this is based on; else as check().
    virtual QFuture<Result<PolicyReport>> commitPolicy(const Policy &policy) = 0;

    /// What limits the sending now: of the server, of namespaces and of running sessions, those that are not
    /// 0.
    virtual QFuture<Result<QList<RateLimit>>> rateLimits() = 0;
    /// Holds at once, also for what runs; those of server and namespaces are kept, that of a session ends
    /// with it. The answer is as of rateLimits(). NamespaceNotFound, SessionNotFound.
    virtual QFuture<Result<QList<RateLimit>>> setRateLimit(const RateLimit &limit) = 0;

    /// Receivers are let in from now on. One that runs: nothing done.
    virtual QFuture<Result<DisconnectReport>> startService() = 0;
    /// Nobody is let in any more (SessionShutdownInProgress); management goes on. With @p terminate the
    /// sessions end now, and that is what the future waits for; without they run out behind it.
    virtual QFuture<Result<DisconnectReport>> stopService(bool terminate, const DisconnectOrder &order) = 0;
    /// Stop, and start again when the last session has ended. One that does not run: nothing done.
    virtual QFuture<Result<DisconnectReport>> restartService(bool terminate,
                                                             const DisconnectOrder &order) = 0;
    /// Whether the service starts with the program; neither starts nor stops it.
    virtual QFuture<Result<DisconnectReport>> setServiceEnabled(bool enabled) = 0;
    /// NotifyWdsTransportServices(ReadSettings): takes the stored policies anew.
    virtual QFuture<Result<DisconnectReport>> readSettings() = 0;
    virtual QFuture<Result<SetupInfo>> setup() = 0;

    /// Ends every session of a content.
    virtual QFuture<Result<DisconnectReport>> terminateContent(ContentId id,
                                                               const DisconnectOrder &order) = 0;
    /// Ends one session and disconnects every client in it. The future finishes when that is done: the
    /// session is removed, its socket closed, its group and port are free.
    virtual QFuture<Result<DisconnectReport>> terminateSession(SessionId id,
                                                               const DisconnectOrder &order) = 0;
    /// Removes one client from whatever session holds it. Finishes when it has left or is given up.
    virtual QFuture<Result<DisconnectReport>> disconnectClient(ClientId id, const DisconnectOrder &order) = 0;

    /// Sessions that ended. InvalidParameter for a limit out of range, here and below.
    virtual QFuture<Result<SessionHistory>> sessionHistory(const HistoryFilter &filter) = 0;
    /// Administrative verbs that were asked for.
    virtual QFuture<Result<AuditHistory>> auditHistory(const HistoryFilter &filter) = 0;

Q_SIGNALS:
    /// In order of revision, without gaps.
    void eventRaised(const castdeck::InventoryEvent &event);
};

} // namespace castdeck
