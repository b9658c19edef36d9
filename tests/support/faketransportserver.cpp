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

void FakeTransportServer::raise(const Change &change, const std::optional<RowEnding> &ending)
{
    const InventoryEvent event{m_state.revision + 1, change, 0, ending};
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

QFuture<Result<Inventory>> FakeTransportServer::ask(const RetrieveInventory &)
{
    ++m_snapshotsTaken;
    return answer<Inventory>(m_state);
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const RegisterNamespace &verb)
{
    m_calls.append({QStringLiteral("registerNamespace"), 0, false, {}, verb.what});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    NamespaceInfo added = verb.what;
    added.id = NamespaceId(m_state.namespaces.isEmpty() ? 1 : m_state.namespaces.last().id.value() + 1);
    raise(added);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, added.id});
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const DeregisterNamespace &verb)
{
    m_calls.append({QStringLiteral("deregisterNamespace"), verb.id.value(), verb.terminate, verb.order, {}});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    if (!m_state.find(verb.id))
        return answer<NamespaceReport>(failure(ErrorCode::NamespaceNotFound));
    raise(verb.id);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, verb.id});
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

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const ReplaceNamespace &verb)
{
    m_calls.append(
        {QStringLiteral("replaceNamespace"), verb.old.value(), verb.terminate, verb.order, verb.what});
    if (m_failure)
        return answer<NamespaceReport>(tl::unexpected(*m_failure));
    if (!m_state.find(verb.old))
        return answer<NamespaceReport>(failure(ErrorCode::NamespaceNotFound));
    NamespaceInfo added = verb.what;
    added.id = NamespaceId(m_state.namespaces.last().id.value() + 1);
    raise(verb.old);
    raise(added);
    return answer<NamespaceReport>(NamespaceReport{m_state.revision, added.id});
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const StartTransmission &verb)
{
    return changeNamespace({QStringLiteral("startTransmission"), verb.id.value(), false, {}, {}},
                           [](NamespaceInfo &row) { row.transmissionStarted = true; });
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const RefreshNamespace &verb)
{
    return changeNamespace({QStringLiteral("refreshNamespace"), verb.id.value(), false, {}, {}},
                           [](NamespaceInfo &row) { row.error.reset(); });
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const SetMinimumClients &verb)
{
    return changeNamespace(
        {QStringLiteral("setMinimumClients"), verb.id.value(), false, {}, {}, verb.minimumClients},
        [&](NamespaceInfo &row) { row.minimumClients = verb.minimumClients; });
}

QFuture<Result<NamespaceReport>> FakeTransportServer::ask(const RearmNamespace &verb)
{
    return changeNamespace({QStringLiteral("rearmNamespace"), verb.id.value(), false, {}, {}, verb.startTime},
                           [&](NamespaceInfo &row) {
                               row.startTime = verb.startTime;
                               row.startMissed = false;
                           });
}

QFuture<Result<QList<NamespaceInfo>>> FakeTransportServer::ask(const RetrieveNamespaces &verb)
{
    if (m_failure)
        return answer<QList<NamespaceInfo>>(tl::unexpected(*m_failure));
    QList<NamespaceInfo> rows = m_state.namespaces;
    rows.removeIf([&](const NamespaceInfo &row) { return !verb.filter.matches(row); });
    return answer<QList<NamespaceInfo>>(rows);
}

QFuture<Result<Policies>> FakeTransportServer::ask(const RetrievePolicies &)
{
    return m_failure ? answer<Policies>(tl::unexpected(*m_failure)) : answer<Policies>(m_policies);
}

QFuture<Result<PolicyReport>> FakeTransportServer::ask(const CommitPolicy &verb)
{
    m_calls.append({QStringLiteral("commitPolicy"), 0, false, {}, {}, policyName(verb.policy)});
    if (m_failure)
        return answer<PolicyReport>(tl::unexpected(*m_failure));
    if (const auto usable = check(verb.policy, m_madcap); !usable)
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
        verb.policy);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const StartService &)
{
    return changeService({QStringLiteral("startService"), 0, false, {}, {}},
                         [](ServerInfo &server) { server.serviceRunning = true; });
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const StopService &verb)
{
    return changeService({QStringLiteral("stopService"), 0, verb.terminate, verb.order, {}},
                         [this, verb](ServerInfo &server) {
                             server.serviceRunning = false;
                             server.serviceDraining = !verb.terminate && !m_state.clients.isEmpty();
                         });
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const RestartService &verb)
{
    return changeService({QStringLiteral("restartService"), 0, verb.terminate, verb.order, {}},
                         [](ServerInfo &) {});
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const SetServiceEnabled &verb)
{
    return changeService({QStringLiteral("setServiceEnabled"), 0, false, {}, {}, verb.enabled},
                         [&](ServerInfo &server) { server.serviceEnabled = verb.enabled; });
}

QFuture<Result<QList<RateLimit>>> FakeTransportServer::ask(const RetrieveRateLimits &)
{
    return m_failure ? answer<QList<RateLimit>>(tl::unexpected(*m_failure))
                     : answer<QList<RateLimit>>(m_rateLimits);
}

QFuture<Result<QList<RateLimit>>> FakeTransportServer::ask(const SetRateLimit &verb)
{
    m_calls.append({QStringLiteral("setRateLimit"), verb.limit.id, false, {}, {}, verb.limit.bytesPerSecond});
    if (m_failure)
        return answer<QList<RateLimit>>(tl::unexpected(*m_failure));
    m_rateLimits.removeIf(
        [&](const RateLimit &other) { return other.scope == verb.limit.scope && other.id == verb.limit.id; });
    if (verb.limit.bytesPerSecond > 0)
        m_rateLimits.append(verb.limit);
    return answer<QList<RateLimit>>(m_rateLimits);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const ReadSettings &)
{
    return changeService({QStringLiteral("readSettings"), 0, false, {}, {}}, [](ServerInfo &) {});
}

QFuture<Result<BlockMap>> FakeTransportServer::ask(const RetrieveBlocks &verb)
{
    if (m_failure)
        return answer<BlockMap>(tl::unexpected(*m_failure));
    return answer<BlockMap>(m_state.find(verb.id) ? Result<BlockMap>(m_blocks)
                                                  : failure(ErrorCode::ClientNotFound));
}

QFuture<Result<Offering>> FakeTransportServer::ask(const ListOffering &)
{
    return m_failure ? answer<Offering>(tl::unexpected(*m_failure)) : answer<Offering>(m_offering);
}

QFuture<Result<SetupInfo>> FakeTransportServer::ask(const RetrieveSetup &)
{
    return m_failure ? answer<SetupInfo>(tl::unexpected(*m_failure)) : answer<SetupInfo>(m_setup);
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const TerminateContent &verb)
{
    m_calls.append({QStringLiteral("terminateContent"), verb.id.value(), false, verb.order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(verb.id))
        return answer<DisconnectReport>(failure(ErrorCode::ContentNotFound));
    quint32 clients = 0;
    const auto sessions = m_state.sessions;
    for (const SessionInfo &session : sessions) {
        if (session.contentId == verb.id) {
            clients += clientsOf(session.id);
            raise(session.id);
        }
    }
    raise(verb.id);
    return answer<DisconnectReport>(report(clients));
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const TerminateSession &verb)
{
    m_calls.append({QStringLiteral("terminateSession"), verb.id.value(), false, verb.order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(verb.id))
        return answer<DisconnectReport>(failure(ErrorCode::SessionNotFound));
    const quint32 clients = clientsOf(verb.id);
    raise(verb.id);
    return answer<DisconnectReport>(report(clients));
}

QFuture<Result<DisconnectReport>> FakeTransportServer::ask(const DisconnectClient &verb)
{
    m_calls.append({QStringLiteral("disconnectClient"), verb.id.value(), false, verb.order, {}});
    if (m_failure)
        return answer<DisconnectReport>(tl::unexpected(*m_failure));
    if (!m_state.find(verb.id))
        return answer<DisconnectReport>(failure(ErrorCode::ClientNotFound));
    raise(verb.id);
    return answer<DisconnectReport>(report(1));
}

QFuture<Result<SessionHistory>> FakeTransportServer::ask(const RetrieveSessionHistory &verb)
{
    return m_failure ? answer<SessionHistory>(tl::unexpected(*m_failure))
                     : answer<SessionHistory>(pageOf(m_ended, verb.filter));
}

QFuture<Result<AuditHistory>> FakeTransportServer::ask(const RetrieveAudit &verb)
{
    return m_failure ? answer<AuditHistory>(tl::unexpected(*m_failure))
                     : answer<AuditHistory>(pageOf(m_audit, verb.filter));
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
        return answered<T>(std::move(result));
    const PendingReply<T> reply;
    if (m_replies == Replies::Held)
        m_heldReplies.push_back([reply, result] { reply.answerNow(result); });
    else
        m_neverReplied.push_back(std::make_shared<PendingReply<T>>(reply));
    return reply.future();
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
