// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bounds.h"
#include "core/reply.h"
#include "core/sessioninitiator.h"
#include "core/sourcequota.h"
#include "core/transportserver.h"
#include "engine/contentprovider.h"
#include "engine/digestcache.h"
#include "engine/enginesettings.h"
#include "engine/historykeeper.h"
#include "engine/policykeeper.h"
#include "engine/scheduler.h"
#include "engine/sessiontable.h"

#include <memory>
#include <vector>

namespace castdeck
{

class Store;

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
    /// @p settings as check()ed. Without @p providers all that this program has and this machine can serve.
    explicit TransportEngine(const EngineSettings &settings, QObject *parent = nullptr);
    TransportEngine(const EngineSettings &settings, Providers providers, QObject *parent = nullptr);
    /// Sessions that still run stop at once, pending futures finish with Cancelled; shutDown() first is
    /// kinder.
    ~TransportEngine() override;

    /// Publishes what the store holds, as far as it can be served now or not, takes its policies, and from
    /// now on keeps there what is changed: a verb fails if the store does. A service that is disabled there
    /// does not run. Once, before anything is registered; @p store outlives the verbs. Without it the server
    /// forgets.
    Result<void> restore(Store *store);
    /// That hold now.
    const Policies &currentPolicies() const { return m_policies.current(); }
    /// What it remembers of sessions that ended and of who asked for what.
    HistoryKeeper &history() { return m_history; }
    /// Whoever lets receivers finish by unicast beside the engine says so: setup() tells it.
    void offerUnicast() { m_protocols |= ProtocolUnicast; }
    /// As it calls itself.
    QString name() const { return m_ledger.inventory().server.name; }
    /// Of every session that was not given a limit of its own; payload bytes per second, 0: none.
    void setDefaultRateLimit(uint64_t limit) { m_sessions->setDefaultRateLimit(limit); }
    /// Null for an unknown id and for a session that failed.
    const Session *runningSession(SessionId id) const { return m_sessions->running(id); }
    /// Whether a session's content is for anybody who asks.
    bool takesUnauthenticated(SessionId id) const;

    QFuture<Result<Inventory>> ask(const RetrieveInventory &verb) override;
    QFuture<Result<NamespaceReport>> ask(const RegisterNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const DeregisterNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const ReplaceNamespace &verb) override;
    QFuture<Result<NamespaceReport>> ask(const StartTransmission &verb) override;
    QFuture<Result<NamespaceReport>> ask(const SetMinimumClients &verb) override;
    QFuture<Result<NamespaceReport>> ask(const RearmNamespace &verb) override;
    QFuture<Result<QList<NamespaceInfo>>> ask(const RetrieveNamespaces &verb) override;
    QFuture<Result<Policies>> ask(const RetrievePolicies &verb) override;
    QFuture<Result<PolicyReport>> ask(const CommitPolicy &verb) override;
    QFuture<Result<QList<RateLimit>>> ask(const RetrieveRateLimits &verb) override;
    QFuture<Result<QList<RateLimit>>> ask(const SetRateLimit &verb) override;
    QFuture<Result<DisconnectReport>> ask(const StartService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const StopService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const RestartService &verb) override;
    QFuture<Result<DisconnectReport>> ask(const SetServiceEnabled &verb) override;
    QFuture<Result<DisconnectReport>> ask(const ReadSettings &verb) override;
    QFuture<Result<SetupInfo>> ask(const RetrieveSetup &verb) override;
    QFuture<Result<DisconnectReport>> ask(const TerminateContent &verb) override;
    QFuture<Result<DisconnectReport>> ask(const TerminateSession &verb) override;
    QFuture<Result<DisconnectReport>> ask(const DisconnectClient &verb) override;

    QFuture<Result<SessionHistory>> ask(const RetrieveSessionHistory &verb) override;
    QFuture<Result<AuditHistory>> ask(const RetrieveAudit &verb) override;

    /// For askers that the carrier authenticated, or in process. The grant has the content's digest, so it
    /// takes as long as the content is read from end to end when nobody asked for it before.
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) override;
    /// The same for askers nobody vouches for (UDP): only namespaces that allow it, always checksum mode. At
    /// once.
    Result<InitiationGrant> initiateUnauthenticated(const InitiationAsk &ask);

    /// Ends every session, tells the clients and lets nobody in any more. Finishes when the last session has
    /// ended.
    QFuture<Result<DisconnectReport>> shutDown(const DisconnectOrder &order);

Q_SIGNALS:
    /// For whoever writes the log.
    void diagnosticsChanged(const castdeck::DiagnosticsPolicy &policy);

    // Somebody decided (DisconnectType::Abort) that these get no content any more, in whatever way.
    void clientCut(castdeck::SessionId session, const QString &address, const QString &name);
    void sessionCut(castdeck::SessionId session);
    void namespaceCut(castdeck::NamespaceId owner);
    void serviceCut();

private:
    struct Admission {
        InitiationGrant grant;
        std::shared_ptr<const ContentSource> source; ///< what the session carries
    };
    /// Why an asker is not let in.
    struct Refusal {
        Refusal(Error what, bool room = false) : error(std::move(what)), forWantOfRoom(room) {}
        Error error;
        bool forWantOfRoom; ///< Busy: another session will make room; else its content is in the making
    };
    using Admitted = tl::expected<Admission, Refusal>;
    Admitted admit(const InitiationAsk &ask, wire::SecurityMode mode, bool authenticated);
    Admitted lookUp(const InitiationAsk &ask, wire::SecurityMode mode, bool authenticated);
    Admitted newSession(const NamespaceInfo &owner, const InitiationAsk &ask, const SessionKind &kind,
                        const Result<NetworkInterface> &interface, Result<ContentSource> opened);
    void grantLater(const InitiationAsk &ask, wire::SecurityMode mode, bool forWantOfRoom,
                    const PendingReply<InitiationGrant> &reply);
    void grantWithDigest(const InitiationAsk &ask, wire::SecurityMode mode,
                         const PendingReply<InitiationGrant> &reply);
    using Obstacle = std::optional<Error>;
    Obstacle obstacleOf(const NamespaceInfo &row) const;
    void whenLookedAt(const NamespaceInfo &row, const std::function<void(const Obstacle &)> &go);
    void showObstacle(NamespaceId id);
    Result<void> mayRegister(const NamespaceInfo &what, NamespaceId replaced, const Obstacle &obstacle) const;
    Result<NamespaceInfo> keep(const NamespaceInfo &what, NamespaceId replaced, const Obstacle &obstacle);
    void show(const NamespaceInfo &row);
    void entomb(const NamespaceInfo &row, bool terminate, const DisconnectOrder &order);
    void answerWhenGone(NamespaceId gone, NamespaceId named, bool terminate, const DisconnectOrder &order,
                        const PendingReply<NamespaceReport> &reply);
    QFuture<Result<NamespaceReport>> changeSchedule(const NamespaceInfo &row);
    void showDigest(SessionId session, DigestState state, const QString &digest);

    void setService(bool running, bool draining);
    void takeIdle();
    QFuture<Result<DisconnectReport>> endService(bool terminate, bool startsAgain,
                                                 const DisconnectOrder &order);
    void applyPolicies();
    Result<NetworkInterface> interfaceFor(const InitiationAsk &ask) const;
    ContentProvider *provider(const QString &name) const;
    void removeIfDrained(NamespaceId id);
    bool isServing() const { return !m_shuttingDown && m_ledger.inventory().server.serviceRunning; }
    Result<void> restoreRateLimits();
    void inheritRateLimit(NamespaceId heir, NamespaceId from);

    EngineSettings m_settings;
    Providers m_providers;
    InventoryLedger m_ledger;
    SessionTable *m_sessions;
    Scheduler *m_scheduler;
    PolicyKeeper m_policies;
    Store *m_store = nullptr;
    DigestCache m_digests;
    SourceQuota m_refusals{
        {.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}}; ///< in the log
    HistoryKeeper m_history{m_ledger.inventory()};
    quint32 m_lastNamespaceId = 0;
    bool m_shuttingDown = false;
    quint32 m_protocols = ProtocolMulticast;
    bool m_startsAgain = false; ///< once it has drained
};

} // namespace castdeck
