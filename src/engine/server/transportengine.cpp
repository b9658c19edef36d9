// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/transportengine.h"

#include "engine/common/logcategories.h"
#include "engine/common/notices.h"
#include "transport/net/networkinterface.h"
#include "transport/net/socketaddress.h"

#include <QSysInfo>
#include <algorithm>

namespace castdeck
{

namespace
{

QFuture<Result<DisconnectReport>> refused(ErrorCode code, const QString &detail)
{
    return answered<DisconnectReport>(failure(code, detail));
}

/// Those that another machine can use; IPv4 first, since every machine has that.
QStringList addressesOf(const QString &interfaceName)
{
    QList<NetworkInterface> all = interfacesOf(interfaceName);
    std::ranges::stable_sort(
        all, {}, [](const NetworkInterface &one) { return std::pair(one.loopback, one.address.length); });
    QStringList addresses;
    for (const NetworkInterface &one : std::as_const(all)) {
        const bool isOfOneLink = one.address.length == 16 && one.address.bytes[0] == 0xFE;
        if (!isOfOneLink && !addresses.contains(toText(one.address)))
            addresses << toText(one.address);
    }
    constexpr qsizetype most = 8;
    return addresses.first(std::min(addresses.size(), most));
}

} // namespace

TransportEngine::TransportEngine(const EngineSettings &settings, QObject *parent)
    : TransportEngine(settings, ContentProviders::builtIn(settings), parent)
{
}

TransportEngine::TransportEngine(const EngineSettings &settings, ContentProviders::List providers,
                                 QObject *parent)
    : TransportServer(parent)
    , m_settings(settings)
    , m_providers(std::move(providers))
    , m_databases(settings.diskPatience)
    , m_ledger([this](const InventoryEvent &event) {
        if (m_scheduler)
            m_scheduler->notice(event.change);
        if (m_preparation)
            m_preparation->notice(event.change);
        Q_EMIT eventRaised(event);
    })
    , m_sessions(new SessionTable(settings, m_ledger, this))
    , m_scheduler(new Scheduler(m_ledger, *m_sessions, m_changes, this))
    , m_service(new ServiceSwitch(m_ledger, *m_sessions, m_changes, this))
    , m_namespaces(
          new NamespaceBook({m_ledger, *m_sessions, *m_scheduler, m_changes, m_providers, *m_service}, this))
    , m_admission(
          new Admission({m_settings, m_ledger, *m_sessions, *m_namespaces, m_providers, *m_service}, this))
    , m_preparation(new TreePreparation(m_providers, m_admission->trees(), this))
    , m_rates(new RateBook(m_ledger, *m_sessions, m_changes, this))
    , m_policies(settings.policies())
{
    connect(m_sessions, &SessionTable::sessionOver, this,
            [this](const EndedSession &session) { m_history.append(session); });
    connect(m_sessions, &SessionTable::sessionNoted, this,
            [this](const EndedSession &soFar) { m_history.note(soFar); });
    connect(m_sessions, &SessionTable::contentGone, m_namespaces, &NamespaceBook::removeIfDrained);
    connect(m_sessions, &SessionTable::clientCut, this, &TransportEngine::clientCut);
    connect(m_sessions, &SessionTable::sessionCut, this, &TransportEngine::sessionCut);
    connect(m_namespaces, &NamespaceBook::namespaceCut, this, &TransportEngine::namespaceCut);
    connect(m_service, &ServiceSwitch::serviceCut, this, &TransportEngine::serviceCut);
    m_ledger.write(ServerInfo{
        .name = settings.serverName.isEmpty() ? QSysInfo::machineHostName() : settings.serverName,
        .version = QStringLiteral(CASTDECK_VERSION),
        .addresses = addressesOf(settings.interfaceName),
    });
}

void TransportEngine::showInitiation(quint16 port, const std::optional<Error> &error)
{
    ServerInfo server = m_ledger.inventory().server;
    server.initiationPort = port;
    server.initiationError = error;
    m_ledger.write(server);
}

void TransportEngine::offerUnicast(quint16 port)
{
    m_protocols |= ProtocolUnicast;
    ServerInfo server = m_ledger.inventory().server;
    server.fallbackPort = port;
    m_ledger.write(server);
}

TransportEngine::~TransportEngine()
{
    // They work with members, which go before children do; and those that know others go first.
    delete std::exchange(m_preparation, nullptr);
    delete m_admission;
    delete m_rates;
    delete m_namespaces;
    delete m_service;
    delete m_sessions;
    delete std::exchange(m_scheduler, nullptr);
}

/// What a store holds, all of it.
struct TransportEngine::Stored {
    bool isEnabled = true;
    QList<NamespaceInfo> namespaces;
    NamespaceId lastNamespaceId;
    Store::Settings rates;
    PolicyKeeper::Stored policies;
};

Result<TransportEngine::Stored> TransportEngine::readStore(Databases::Open &open, const QString &path)
{
    auto opened = Store::open(path);
    if (!opened)
        return tl::unexpected(opened.error());
    if (!opened->setAside.isEmpty())
        qCCritical(storeLog).noquote() << "the store" << path << "is damaged; it is kept as"
                                       << opened->setAside << "and an empty one takes its place";
    open.store = std::move(opened->store);
    Store &store = *open.store;
    const bool isSound = store.isSound();
    // What was enabled, limited or forbidden is not known for sure.
    if (!isSound) {
        qCCritical(engineLog)
            << "the store is not as it was written: the service starts disabled. Look at the "
               "namespaces, policies and limits, then enable it";
        if (const auto saved = ServiceSwitch::saveIn(store, {.enabled = false}); !saved)
            qCCritical(engineLog) << errorName(saved.error().code) << saved.error().detail;
    }
    Stored stored;
    const auto put = [](auto &place) { return [&place](const auto &value) { place = value; }; };
    return store.namespaces()
        .map(put(stored.namespaces))
        .and_then([&] { return store.lastNamespaceId(); })
        .map(put(stored.lastNamespaceId))
        .and_then([&] { return ServiceSwitch::readFrom(store); })
        .map([&](bool isEnabled) { stored.isEnabled = isSound && isEnabled; })
        .and_then([&] { return store.settings(Store::rateSection()); })
        .map(put(stored.rates))
        .and_then([&] { return PolicyKeeper::readFrom(store); })
        .map(put(stored.policies))
        .map([&] { return stored; });
}

QFuture<Result<void>> TransportEngine::restore(const Memory &memory)
{
    const PendingReply<void> reply;
    m_databases.ask<Stored>(
        memory.store, Databases::OpeningPatience,
        [path = memory.store](Databases::Open &open) { return readStore(open, path); },
        [this, memory, reply](const Result<Stored> &stored) {
            if (!stored)
                return reply.answerNow(tl::unexpected(stored.error()));
            m_changes.keepIn(memory.store);
            m_policies.restore(stored->policies);
            applyPolicies();
            m_service->restore(stored->isEnabled);
            m_namespaces->restore(stored->namespaces, stored->lastNamespaceId);
            m_rates->restore(stored->rates);
            openHistory(memory, reply);
        });
    return reply.future();
}

void TransportEngine::openHistory(const Memory &memory, const PendingReply<void> &reply)
{
    if (memory.history.isEmpty())
        return reply.answerNow({});
    const auto opener = [memory]() -> Result<std::unique_ptr<HistoryStore>> {
        auto found = HistoryStore::open(memory.history, memory.limits, HistoryStore::Access::Alone);
        if (const auto taken = found ? (*found)->takeOver(memory.store) : Result<void>(); !taken)
            return tl::unexpected(taken.error());
        return found;
    };
    m_history.open(memory.history, opener, [reply](const Result<void> &opened) {
        const bool isForeign = !opened && opened.error().code == ErrorCode::IncompatibleVersion;
        if (!opened && !isForeign)
            qCCritical(historyLog).noquote()
                << "there is no history now, it waits in memory:" << opened.error().detail;
        reply.answerNow(isForeign ? opened : Result<void>());
    });
}

bool TransportEngine::takesUnauthenticated(SessionId id) const
{
    const Inventory &inventory = m_ledger.inventory();
    const SessionInfo *const session = inventory.find(id);
    const ContentInfo *const content = session ? inventory.find(session->contentId) : nullptr;
    const NamespaceInfo *const owner = content ? inventory.find(content->namespaceId) : nullptr;
    return owner && owner->allowUnauthenticated;
}

QFuture<Result<Inventory>> TransportEngine::ask(const RetrieveInventory &)
{
    // Taken when the future finishes: what was raised before is in it, what is raised later is not.
    const PendingReply<Inventory> reply;
    QMetaObject::invokeMethod(
        this, [this, reply] { reply.answerNow(m_ledger.inventory()); }, Qt::QueuedConnection);
    return reply.future();
}

TransportEngine::DisconnectAnswer TransportEngine::end(const QList<SessionId> &sessions,
                                                       const DisconnectOrder &order)
{
    const PendingReply<DisconnectReport> reply;
    m_sessions->terminate(sessions, order, [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

TransportEngine::DisconnectAnswer TransportEngine::ask(const TerminateContent &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_ledger.inventory().find(verb.id))
        return refused(ErrorCode::ContentNotFound, QString::number(verb.id.value()));
    return end(m_sessions->of(verb.id), verb.order);
}

TransportEngine::DisconnectAnswer TransportEngine::ask(const TerminateSession &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    if (!m_sessions->contains(verb.id))
        return refused(ErrorCode::SessionNotFound, QString::number(verb.id.value()));
    return end({verb.id}, verb.order);
}

TransportEngine::DisconnectAnswer TransportEngine::ask(const DisconnectClient &verb)
{
    if (verb.order.type == DisconnectType::Unknown)
        return refused(ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
    const ClientInfo *const client = m_ledger.inventory().find(verb.id);
    if (client && m_sessions->unicast().contains(verb.id))
        return cutUnicast(*client, verb.order);
    Session *const session = client ? m_sessions->running(client->sessionId) : nullptr;
    if (!session)
        return refused(ErrorCode::ClientNotFound, QString::number(verb.id.value()));
    if (session->isClosing())
        return refused(ErrorCode::SessionShutdownInProgress, QString::number(session->id().value()));
    const PendingReply<DisconnectReport> reply;
    session->disconnectClient(verb.id, verb.order,
                              [this, reply](const auto &report) { reply.answer(this, report); });
    return reply.future();
}

/// One that has left multicast: to send it there once more changes nothing.
TransportEngine::DisconnectAnswer TransportEngine::cutUnicast(const ClientInfo &client,
                                                              const DisconnectOrder &order)
{
    DisconnectReport report;
    if (order.type == DisconnectType::Abort) {
        const ClientInfo row = client;
        m_sessions->unicast().remove(row.id, order);
        Q_EMIT clientCut(row.sessionId, row.ipAddress, row.name);
        report.disconnected = 1;
    }
    report.revision = m_ledger.revision();
    return answered<DisconnectReport>(report);
}

TransportEngine::DisconnectAnswer TransportEngine::ask(const ReadSettings &)
{
    const PendingReply<DisconnectReport> reply;
    const auto stored = std::make_shared<PolicyKeeper::Stored>();
    // In its turn: what is read must not be older than what was committed before.
    m_changes.add(reply, [this, stored, reply] {
        return ChangeQueue::Change{[stored](Store &store) {
                                       return PolicyKeeper::readFrom(store).map(
                                           [&](const auto &read) { *stored = read; });
                                   },
                                   [this, stored, reply] {
                                       if (m_changes.isKept()) {
                                           m_policies.restore(*stored);
                                           applyPolicies();
                                       }
                                       m_namespaces->lookAgain();
                                       reply.answer(this, DisconnectReport{m_ledger.revision(), 0, 0, {}});
                                   }};
    });
    return reply.future();
}

QFuture<Result<PolicyReport>> TransportEngine::ask(const CommitPolicy &verb)
{
    const PendingReply<PolicyReport> reply;
    m_changes.add(reply, [this, policy = verb.policy, reply] {
        return m_policies.next(policy).map([&](const Policy &next) {
            return ChangeQueue::Change{[next](Store &store) { return PolicyKeeper::saveIn(store, next); },
                                       [this, next, reply] { reply.answer(this, show(next)); }};
        });
    });
    return reply.future();
}

PolicyReport TransportEngine::show(const Policy &policy)
{
    const QStringList changed = m_policies.take(policy);
    applyPolicies();
    m_ledger.announce(noticeOf(Notice::Kind::PolicyChanged, policyName(policy)));
    PolicyReport report;
    report.version = std::visit([](const auto &p) { return p.version; }, policy);
    const bool isKeptBySessions =
        std::holds_alternative<ServicePolicy>(policy) && m_sessions->hasStrays() && !changed.isEmpty();
    if (isKeptBySessions) {
        report.needsRestart = changed;
        const auto isJoined = [](const ClientInfo &client) { return !client.byUnicast; };
        report.clientsCut = quint32(std::ranges::count_if(m_ledger.inventory().clients, isJoined));
    } else {
        report.live = changed;
    }
    return report;
}

void TransportEngine::applyPolicies()
{
    const Policies &now = m_policies.current();
    m_sessions->setRanges(SessionRanges::from(now.service));
    m_sessions->setSlowClientRules(slowClientRules(now.multicastSession, m_settings.parameters));
    Q_EMIT diagnosticsChanged(now.diagnostics);
}

std::shared_ptr<const ContentTree> TransportEngine::treeOf(SessionId id) const
{
    const Session *const session = m_sessions->running(id);
    return session ? m_admission->trees().find(session->source()->version()) : nullptr;
}

QFuture<Result<Offering>> TransportEngine::ask(const ListOffering &verb)
{
    const NamespaceInfo *const row = m_ledger.inventory().find(verb.id);
    const QString number = QString::number(verb.id.value());
    if (!row)
        return answered<Offering>(failure(ErrorCode::NamespaceNotFound, number));
    if (row->tombstoned)
        return answered<Offering>(failure(ErrorCode::NamespaceNotRegistered, row->name));
    const ContentProvider *const provider = m_providers.find(row->contentProvider);
    if (!provider)
        return answered<Offering>(failure(ErrorCode::ContentProviderNotFound, row->contentProvider));
    const PendingReply<Offering> reply;
    provider->list(row->configuration,
                   [this, reply](const Result<Offering> &found) { reply.answer(this, found); });
    return reply.future();
}

QFuture<Result<BlockMap>> TransportEngine::ask(const RetrieveBlocks &verb)
{
    const ClientInfo *const row = m_ledger.inventory().find(verb.id);
    const Session *const session = row ? m_sessions->running(row->sessionId) : nullptr;
    const auto blocks = session ? session->blocksOf(verb.id) : std::nullopt;
    return answered<BlockMap>(
        blocks ? Result<BlockMap>(*blocks)
               : failure(ErrorCode::ClientNotFound, QStringLiteral("client %1").arg(verb.id.value())));
}

QFuture<Result<SetupInfo>> TransportEngine::ask(const RetrieveSetup &)
{
    return answered<SetupInfo>(SetupInfo{m_ledger.inventory().server.version, FeatureTransportServer,
                                         m_protocols, m_providers.infos()});
}

} // namespace castdeck
