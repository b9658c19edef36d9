// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faketransportserver.h"

namespace castdeck
{

namespace
{

template <class Record>
HistoryPage<Record> pageOf(const QList<Record> &all, const HistoryFilter &filter)
{
    HistoryPage<Record> page;
    for (auto it = all.crbegin(); it != all.crend(); ++it) {
        if (filter.before > 0 && it->number >= filter.before)
            continue;
        if (page.records.size() == filter.limit) {
            page.next = page.records.last().number;
            break;
        }
        page.records.append(*it);
    }
    return page;
}

} // namespace

void FakeTransportServer::raise(const Change &change)
{
    const InventoryEvent event{m_state.revision + 1, change};
    m_state.apply(event);
    if (m_holdEvents)
        m_heldEvents.append(event);
    else
        Q_EMIT eventRaised(event);
}

void FakeTransportServer::raiseUnseen(const Change &change)
{
    m_state.apply({m_state.revision + 1, change});
}

void FakeTransportServer::releaseEvents()
{
    m_holdEvents = false;
    const auto events = std::exchange(m_heldEvents, {});
    for (const InventoryEvent &event : events)
        Q_EMIT eventRaised(event);
}

void FakeTransportServer::releaseReplies()
{
    const auto replies = std::exchange(m_heldReplies, {});
    for (const auto &reply : replies)
        later(reply);
}

QFuture<Result<Inventory>> FakeTransportServer::inventory()
{
    ++m_snapshotsTaken;
    return answer<Inventory>(m_state);
}

QFuture<Result<NamespaceReport>> FakeTransportServer::registerNamespace(const NamespaceInfo &what)
{
    m_calls.append({QStringLiteral("registerNamespace"), 0, false, {}, what});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    NamespaceInfo added = what;
    added.id = NamespaceId(m_state.namespaces.isEmpty() ? 1 : m_state.namespaces.last().id.value() + 1);
    raise(added);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, added.id});
}

QFuture<Result<NamespaceReport>> FakeTransportServer::deregisterNamespace(NamespaceId id, bool terminate,
                                                                          const DisconnectOrder &order)
{
    m_calls.append({QStringLiteral("deregisterNamespace"), id.value(), terminate, order, {}});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    if (!m_state.find(id))
        return answer<NamespaceReport>(failure(ErrorCode::NamespaceNotFound));
    raise(id);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, id});
}

template <class Change>
QFuture<Result<NamespaceReport>> FakeTransportServer::changeNamespace(const Call &call, Change change)
{
    m_calls.append(call);
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    const NamespaceInfo *const known = m_state.find(NamespaceId(call.id));
    if (!known)
        return answer<NamespaceReport>(failure(ErrorCode::NamespaceNotFound));
    NamespaceInfo row = *known;
    change(row);
    raise(row);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, row.id});
}

template <class Change>
QFuture<Result<DisconnectReport>> FakeTransportServer::changeService(const Call &call, Change change)
{
    m_calls.append(call);
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    ServerInfo server = m_state.server;
    change(server);
    quint32 clients = 0;
    if (call.terminate) {
        clients = quint32(m_state.clients.size());
        const auto sessions = m_state.sessions;
        for (const SessionInfo &session : sessions)
            raise(session.id);
    }
    raise(server);
    return answer<DisconnectReport>(report(clients));
}

QFuture<Result<NamespaceReport>> FakeTransportServer::replaceNamespace(NamespaceId old,
                                                                       const NamespaceInfo &what,
                                                                       bool terminate,
                                                                       const DisconnectOrder &order)
{
    m_calls.append({QStringLiteral("replaceNamespace"), old.value(), terminate, order, what});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    if (!m_state.find(old))
        return answer<NamespaceReport>(failure(ErrorCode::NamespaceNotFound));
    NamespaceInfo added = what;
    added.id = NamespaceId(m_state.namespaces.last().id.value() + 1);
    raise(old);
    raise(added);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, added.id});
}

QFuture<Result<NamespaceReport>> FakeTransportServer::startTransmission(NamespaceId id)
{
    return changeNamespace({QStringLiteral("startTransmission"), id.value(), false, {}, {}},
                           [](NamespaceInfo &row) { row.transmissionStarted = true; });
}

QFuture<Result<NamespaceReport>> FakeTransportServer::setMinimumClients(NamespaceId id,
                                                                        quint32 minimumClients)
{
    return changeNamespace({QStringLiteral("setMinimumClients"), id.value(), false, {}, {}, minimumClients},
                           [&](NamespaceInfo &row) { row.minimumClients = minimumClients; });
}

QFuture<Result<NamespaceReport>> FakeTransportServer::rearmNamespace(NamespaceId id,
                                                                     const QDateTime &startTime)
{
    return changeNamespace({QStringLiteral("rearmNamespace"), id.value(), false, {}, {}, startTime},
                           [&](NamespaceInfo &row) {
                               row.startTime = startTime;
                               row.startMissed = false;
                           });
}

QFuture<Result<QList<NamespaceInfo>>> FakeTransportServer::retrieveNamespaces(const NamespaceFilter &filter)
{
    if (m_failure)
        return answer<QList<NamespaceInfo>>(tl::unexpected(*m_failure));
    QList<NamespaceInfo> rows = m_state.namespaces;
    rows.removeIf([&](const NamespaceInfo &row) { return !filter.matches(row); });
    return answer<QList<NamespaceInfo>>(rows);
}

QFuture<Result<Policies>> FakeTransportServer::policies()
{
    return m_failure ? answer<Policies>(tl::unexpected(*m_failure)) : answer<Policies>(m_policies);
}

QFuture<Result<PolicyReport>> FakeTransportServer::commitPolicy(const Policy &policy)
{
    m_calls.append({QStringLiteral("commitPolicy"), 0, false, {}, {}, policyName(policy)});
    if (m_failure)
        return answer<PolicyReport>(tl::unexpected(*m_failure));
    if (const auto usable = check(policy); !usable)
        return answer<PolicyReport>(tl::unexpected(usable.error()));
    return std::visit(
        [this]<class P>(const P &wanted) {
            P &stored = std::get<P &>(
                std::tie(m_policies.service, m_policies.multicastSession, m_policies.diagnostics));
            if (wanted.version != stored.version)
                return answer<PolicyReport>(failure(ErrorCode::PolicyConflict));
            stored = wanted;
            m_policyReport.version = ++stored.version;
            return answer<PolicyReport>(m_policyReport);
        },
        policy);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::startService()
{
    return changeService({QStringLiteral("startService"), 0, false, {}, {}},
                         [](ServerInfo &server) { server.serviceRunning = true; });
}

QFuture<Result<DisconnectReport>> FakeTransportServer::stopService(bool terminate,
                                                                   const DisconnectOrder &order)
{
    return changeService({QStringLiteral("stopService"), 0, terminate, order, {}},
                         [this, terminate](ServerInfo &server) {
                             server.serviceRunning = false;
                             server.serviceDraining = !terminate && !m_state.clients.isEmpty();
                         });
}

QFuture<Result<DisconnectReport>> FakeTransportServer::restartService(bool terminate,
                                                                      const DisconnectOrder &order)
{
    return changeService({QStringLiteral("restartService"), 0, terminate, order, {}}, [](ServerInfo &) {});
}

QFuture<Result<DisconnectReport>> FakeTransportServer::setServiceEnabled(bool enabled)
{
    return changeService({QStringLiteral("setServiceEnabled"), 0, false, {}, {}, enabled},
                         [&](ServerInfo &server) { server.serviceEnabled = enabled; });
}

QFuture<Result<QList<RateLimit>>> FakeTransportServer::rateLimits()
{
    return m_failure ? answer<QList<RateLimit>>(tl::unexpected(*m_failure))
                     : answer<QList<RateLimit>>(m_rateLimits);
}

QFuture<Result<QList<RateLimit>>> FakeTransportServer::setRateLimit(const RateLimit &limit)
{
    m_calls.append({QStringLiteral("setRateLimit"), limit.id, false, {}, {}, limit.bytesPerSecond});
    if (m_failure)
        return answer<QList<RateLimit>>(tl::unexpected(*m_failure));
    m_rateLimits.removeIf(
        [&](const RateLimit &other) { return other.scope == limit.scope && other.id == limit.id; });
    if (limit.bytesPerSecond > 0)
        m_rateLimits.append(limit);
    return answer<QList<RateLimit>>(m_rateLimits);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::readSettings()
{
    return changeService({QStringLiteral("readSettings"), 0, false, {}, {}}, [](ServerInfo &) {});
}

QFuture<Result<SetupInfo>> FakeTransportServer::setup()
{
    return m_failure ? answer<SetupInfo>(tl::unexpected(*m_failure)) : answer<SetupInfo>(m_setup);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::terminateContent(ContentId id,
                                                                        const DisconnectOrder &order)
{
    m_calls.append({QStringLiteral("terminateContent"), id.value(), false, order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(id))
        return answer<DisconnectReport>(failure(ErrorCode::ContentNotFound));
    quint32 clients = 0;
    const auto sessions = m_state.sessions;
    for (const SessionInfo &session : sessions) {
        if (session.contentId == id) {
            clients += clientsOf(session.id);
            raise(session.id);
        }
    }
    raise(id);
    return answer<DisconnectReport>(report(clients));
}

QFuture<Result<DisconnectReport>> FakeTransportServer::terminateSession(SessionId id,
                                                                        const DisconnectOrder &order)
{
    m_calls.append({QStringLiteral("terminateSession"), id.value(), false, order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(id))
        return answer<DisconnectReport>(failure(ErrorCode::SessionNotFound));
    const quint32 clients = clientsOf(id);
    raise(id);
    return answer<DisconnectReport>(report(clients));
}

QFuture<Result<DisconnectReport>> FakeTransportServer::disconnectClient(ClientId id,
                                                                        const DisconnectOrder &order)
{
    m_calls.append({QStringLiteral("disconnectClient"), id.value(), false, order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(id))
        return answer<DisconnectReport>(failure(ErrorCode::ClientNotFound));
    raise(id);
    return answer<DisconnectReport>(report(1));
}

QFuture<Result<SessionHistory>> FakeTransportServer::sessionHistory(const HistoryFilter &filter)
{
    return m_failure ? answer<SessionHistory>(tl::unexpected(*m_failure))
                     : answer<SessionHistory>(pageOf(m_ended, filter));
}

QFuture<Result<AuditHistory>> FakeTransportServer::auditHistory(const HistoryFilter &filter)
{
    return m_failure ? answer<AuditHistory>(tl::unexpected(*m_failure))
                     : answer<AuditHistory>(pageOf(m_audit, filter));
}

void FakeTransportServer::append(const AuditRecord &record)
{
    m_audit.append(record);
    m_audit.last().number = quint64(m_audit.size());
    m_audit.last().time = QDateTime::currentDateTimeUtc();
}

template <class T>
QFuture<Result<T>> FakeTransportServer::answer(Result<T> result)
{
    if (m_replies == Replies::Immediate)
        return settledLater<T>(std::move(result));
    const auto promise = startPromise<T>();
    if (m_replies == Replies::Held)
        m_heldReplies.push_back([promise, result] { settle<T>(promise, result); });
    else
        m_neverReplied.push_back(promise);
    return promise->future();
}

DisconnectReport FakeTransportServer::report(quint32 disconnected) const
{
    const auto unanswered = quint32(m_unanswered.size());
    return {m_state.revision, disconnected - std::min(unanswered, disconnected), unanswered, m_unanswered};
}

quint32 FakeTransportServer::clientsOf(SessionId id) const
{
    return quint32(std::ranges::count(m_state.clients, id, &ClientInfo::sessionId));
}

} // namespace castdeck
