// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "core/transportserver.h"
#include "engine/contentprovider.h"
#include "engine/enginesettings.h"
#include "engine/sessiontable.h"

#include <memory>
#include <vector>

namespace castdeck
{

/// The transport server itself: publishes namespaces, lets receivers in, ends what an administrator ends.
/// Lives in one thread with an event loop (EngineHost); sessions have threads of their own.
///
/// Contracts beyond TransportServer: a session's removal is raised before the reply to whoever ended it, and
/// the reply's revision includes it. Ending what is already being ended waits for the same end and gets the
/// same report. Ending a session that failed dismisses its row. DisconnectType::Unknown is an
/// InvalidParameter.
class TransportEngine : public TransportServer, public SessionInitiator
{
    Q_OBJECT
public:
    using Providers = std::vector<std::unique_ptr<ContentProvider>>;
    /// @p settings as check()ed. Without @p providers only the folder provider "WDS".
    explicit TransportEngine(const EngineSettings &settings, QObject *parent = nullptr);
    TransportEngine(const EngineSettings &settings, Providers providers, QObject *parent = nullptr);
    /// Sessions that still run stop at once, pending futures finish with Cancelled; shutDown() first is
    /// kinder.
    ~TransportEngine() override;

    QFuture<Result<Inventory>> inventory() override;
    QFuture<Result<NamespaceReport>> registerNamespace(const NamespaceInfo &what) override;
    QFuture<Result<NamespaceReport>> deregisterNamespace(NamespaceId id, bool terminate,
                                                         const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> terminateContent(ContentId id, const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> terminateSession(SessionId id, const DisconnectOrder &order) override;
    QFuture<Result<DisconnectReport>> disconnectClient(ClientId id, const DisconnectOrder &order) override;

    /// For askers that the carrier authenticated, or in process.
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) override;
    /// The same for askers nobody vouches for (UDP): only namespaces that allow it, always checksum mode. At
    /// once.
    Result<InitiationGrant> initiateUnauthenticated(const InitiationAsk &ask);

    /// Ends every session, tells the clients and lets nobody in any more. Finishes when the last session has
    /// ended.
    QFuture<Result<DisconnectReport>> shutDown(const DisconnectOrder &order);

private:
    Result<InitiationGrant> admit(const InitiationAsk &ask, wire::SecurityMode mode, bool authenticated);
    Result<InitiationGrant> newSession(const NamespaceInfo &owner, const InitiationAsk &ask, SessionKind kind,
                                       const Result<NetworkInterface> &interface);
    Result<void> checkNamespace(const NamespaceInfo &what) const;
    Result<NetworkInterface> interfaceFor(const InitiationAsk &ask) const;
    const ContentProvider *provider(const QString &name) const;
    void removeIfDrained(NamespaceId id);

    EngineSettings m_settings;
    Providers m_providers;
    InventoryLedger m_ledger;
    SessionTable *m_sessions;
    quint32 m_lastNamespaceId = 0;
    bool m_shuttingDown = false;
};

} // namespace castdeck
