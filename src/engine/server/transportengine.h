// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"
#include "engine/common/inventoryledger.h"
#include "engine/content/contentproviders.h"
#include "engine/server/admission.h"
#include "engine/server/namespacebook.h"
#include "engine/server/policykeeper.h"
#include "engine/server/ratebook.h"
#include "engine/server/scheduler.h"
#include "engine/server/serviceswitch.h"
#include "engine/server/treepreparation.h"
#include "engine/session/sessiontable.h"
#include "engine/store/historykeeper.h"

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
    /// @p settings as check()ed. Without @p providers all that this program has and this machine can serve.
    explicit TransportEngine(const EngineSettings &settings, QObject *parent = nullptr);
    TransportEngine(const EngineSettings &settings, ContentProviders::List providers,
                    QObject *parent = nullptr);
    /// Sessions that still run stop at once, pending futures finish with Cancelled; shutDown() first is
    /// kinder.
    ~TransportEngine() override;

    /// Where a server keeps what it must know again, and what it remembers.
    struct Memory {
        QString store;
        QString history; ///< empty: it ends with the program
        HistoryLimits limits{};
    };
    /// Opens them (Store::open(), HistoryStore::open()), publishes what the store holds, as far as it can be
    /// served now or not, takes its policies, and from now on keeps there what is changed: a verb fails if
    /// the store does, with FolderNotAnswering if that says nothing in time; should the change turn out to
    /// have been kept all the same, it is shown then. A service that is disabled there does not run. Once,
    /// before anything is registered; without it the server forgets. A history that cannot be had now is no
    /// failure, but one of a later program is.
    QFuture<Result<void>> restore(const Memory &memory);
    /// That hold now.
    const Policies &currentPolicies() const { return m_policies.current(); }
    /// What it remembers of sessions that ended and of who asked for what.
    HistoryKeeper &history() { return m_history; }
    /// Where both are kept.
    Databases &databases() { return m_databases; }
    /// Whoever lets receivers ask over UDP beside the engine says where, or why they cannot: the server's row
    /// tells it.
    void showInitiation(quint16 port, const std::optional<Error> &error = {});
    /// Whoever lets receivers finish by unicast beside the engine says so, and at which port of this machine,
    /// if at one: setup() and the server's row tell it.
    void offerUnicast(quint16 port);
    /// All that whoever does so is sending now.
    void showUnicast(const QList<UnicastTransfer> &transfers) { m_sessions->unicast().show(transfers); }
    /// As it calls itself.
    QString name() const { return m_ledger.inventory().server.name; }
    /// Of every session that was not given a limit of its own; payload bytes per second, 0: none.
    void setDefaultRateLimit(uint64_t limit) { m_sessions->setDefaultRateLimit(limit); }
    /// Null for an unknown id and for a session that failed.
    const Session *runningSession(SessionId id) const { return m_sessions->running(id); }
    /// Whether a session's content is for anybody who asks.
    bool takesUnauthenticated(SessionId id) const;

    QFuture<Result<Inventory>> ask(const RetrieveInventory &verb) override;

    using NamespaceAnswer = QFuture<Result<NamespaceReport>>;
    NamespaceAnswer ask(const RegisterNamespace &verb) override { return m_namespaces->add(verb.what); }
    NamespaceAnswer ask(const DeregisterNamespace &verb) override { return m_namespaces->remove(verb); }
    NamespaceAnswer ask(const ReplaceNamespace &verb) override { return m_namespaces->replace(verb); }
    NamespaceAnswer ask(const StartTransmission &verb) override { return m_namespaces->start(verb.id); }
    NamespaceAnswer ask(const SetMinimumClients &verb) override { return m_namespaces->edit(verb); }
    NamespaceAnswer ask(const RearmNamespace &verb) override { return m_namespaces->edit(verb); }
    NamespaceAnswer ask(const RefreshNamespace &verb) override { return m_namespaces->refresh(verb.id); }
    QFuture<Result<QList<NamespaceInfo>>> ask(const RetrieveNamespaces &verb) override
    {
        return answered<QList<NamespaceInfo>>(m_namespaces->find(verb.filter));
    }

    QFuture<Result<Offering>> ask(const ListOffering &verb) override;
    QFuture<Result<BlockMap>> ask(const RetrieveBlocks &verb) override;

    QFuture<Result<Policies>> ask(const RetrievePolicies &) override
    {
        return answered<Policies>(m_policies.current());
    }
    QFuture<Result<PolicyReport>> ask(const CommitPolicy &verb) override;
    QFuture<Result<QList<RateLimit>>> ask(const RetrieveRateLimits &) override
    {
        return answered<QList<RateLimit>>(m_sessions->rateLimits());
    }
    QFuture<Result<QList<RateLimit>>> ask(const SetRateLimit &verb) override
    {
        return m_rates->set(verb.limit);
    }

    using DisconnectAnswer = QFuture<Result<DisconnectReport>>;
    DisconnectAnswer ask(const StartService &) override { return m_service->start(); }
    DisconnectAnswer ask(const StopService &verb) override { return m_service->stop(verb); }
    DisconnectAnswer ask(const RestartService &verb) override { return m_service->restart(verb); }
    DisconnectAnswer ask(const SetServiceEnabled &verb) override { return m_service->enable(verb); }
    DisconnectAnswer ask(const ReadSettings &verb) override;
    QFuture<Result<SetupInfo>> ask(const RetrieveSetup &verb) override;
    DisconnectAnswer ask(const TerminateContent &verb) override;
    DisconnectAnswer ask(const TerminateSession &verb) override;
    DisconnectAnswer ask(const DisconnectClient &verb) override;

    QFuture<Result<SessionHistory>> ask(const RetrieveSessionHistory &verb) override
    {
        return m_history.sessions(verb.filter);
    }
    QFuture<Result<AuditHistory>> ask(const RetrieveAudit &verb) override
    {
        return m_history.audit(verb.filter);
    }

    /// The hash tree of what a session carries, for those whose grant says that there is one; null for
    /// others.
    std::shared_ptr<const ContentTree> treeOf(SessionId id) const;
    /// For askers that the carrier authenticated, or in process. The grant of who does not verify by the hash
    /// tree has the content's digest, so it takes as long as the content is read from end to end when nobody
    /// asked for it before.
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) override
    {
        return m_admission->initiate(ask);
    }
    /// The same for askers nobody vouches for (UDP): only namespaces that allow it, always checksum mode. At
    /// once.
    Result<InitiationGrant> initiateUnauthenticated(const InitiationAsk &ask)
    {
        return m_admission->initiateUnauthenticated(ask);
    }

    /// Ends every session, tells the clients and lets nobody in any more. Finishes when the last session has
    /// ended.
    DisconnectAnswer shutDown(const DisconnectOrder &order) { return m_service->shutDown(order); }

Q_SIGNALS:
    /// For whoever writes the log.
    void diagnosticsChanged(const castdeck::DiagnosticsPolicy &policy);

    // Somebody decided (DisconnectType::Abort) that these get no content any more, in whatever way.
    void clientCut(castdeck::SessionId session, const QString &address, const QString &name);
    void sessionCut(castdeck::SessionId session);
    void namespaceCut(castdeck::NamespaceId owner);
    void serviceCut();

private:
    struct Stored;
    static Result<Stored> readStore(Databases::Open &open, const QString &path);
    void openHistory(const Memory &memory, const PendingReply<void> &reply);
    DisconnectAnswer end(const QList<SessionId> &sessions, const DisconnectOrder &order);
    DisconnectAnswer cutUnicast(const ClientInfo &client, const DisconnectOrder &order);
    PolicyReport show(const Policy &policy);
    void applyPolicies();

    EngineSettings m_settings;
    ContentProviders m_providers;
    Databases m_databases; ///< outlives all that keeps something
    ChangeQueue m_changes{m_databases};
    InventoryLedger m_ledger;
    HistoryKeeper m_history{m_ledger.inventory(), m_databases};
    SessionTable *m_sessions;
    Scheduler *m_scheduler;
    ServiceSwitch *m_service;
    NamespaceBook *m_namespaces;
    Admission *m_admission;
    TreePreparation *m_preparation = nullptr; ///< null while nothing else is there
    RateBook *m_rates;
    PolicyKeeper m_policies;
    quint32 m_protocols = ProtocolMulticast;
};

} // namespace castdeck
