// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faketransportserver.h"

namespace castdeck
{

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
