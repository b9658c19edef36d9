// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/connectionwatch.h"

#include "management/peeraddress.h"

#include <sys/socket.h>
#include <system_error>

namespace castdeck
{

namespace
{

/// Empty if the peer is gone already.
QString networkOfPeer(int socket)
{
    sockaddr_storage storage = {};
    auto *const address = reinterpret_cast<sockaddr *>(&storage);
    socklen_t length = sizeof storage;
    if (::getpeername(socket, address, &length) != 0)
        return {};
    return networkOf(peerAddress(QHostAddress(address)));
}

} // namespace

ConnectionWatch::ConnectionWatch(const Limits &limits)
    : m_doorstep(limits.doorstep), m_transfers(limits.transfers)
{
}

Result<void> ConnectionWatch::start()
{
    try {
        m_thread = std::thread([this] { run(); });
    } catch (const std::system_error &) {
        return failure(ErrorCode::NoSystemResources, QStringLiteral("thread"));
    }
    return {};
}

ConnectionWatch::~ConnectionWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void ConnectionWatch::add(int socket, Duration patience)
{
    const QString network = networkOfPeer(socket);
    const Instant now = monotonicNow();
    const std::lock_guard lock(m_mutex);
    while (cutInTheWay(network, now)) {
    }
    m_doorstep.enter(quint64(socket), network, now);
    Connection &connection = m_connections[socket] = {network, now + patience};
    if (m_closed)
        cut(socket, connection);
    m_changed.notify_all();
}

void ConnectionWatch::extend(int socket, Duration patience)
{
    const std::lock_guard lock(m_mutex);
    // The thread looks again when the old moment has come.
    if (const auto found = m_connections.find(socket); found != m_connections.end())
        found->second.deadline = monotonicNow() + patience;
}

void ConnectionWatch::forget(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_connections.erase(socket);
    m_doorstep.leave(quint64(socket));
    m_transfers.giveBack(socket);
}

bool ConnectionWatch::beginTransfer(int socket, const QString &tokenId)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(socket);
    if (found == m_connections.end() || !m_transfers.take(socket, found->second.network, tokenId))
        return false;
    m_doorstep.leave(quint64(socket));
    return true;
}

void ConnectionWatch::endTransfer(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_transfers.giveBack(socket);
    // Its next question has to come soon, as from one that has just come.
    if (const auto found = m_connections.find(socket); found != m_connections.end() && !found->second.isCut)
        m_doorstep.enter(quint64(socket), found->second.network, monotonicNow());
}

void ConnectionWatch::makeRoom()
{
    const Instant now = monotonicNow();
    const std::lock_guard lock(m_mutex);
    if (m_doorstep.isFull()) {
        cutInTheWay({}, now);
    } else if (const auto other = m_doorstep.foremost()) {
        // There are fewer threads than there should be.
        cut(int(*other), m_connections.at(int(*other)));
    }
}

void ConnectionWatch::cutAll()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    for (auto &[socket, connection] : m_connections)
        cut(socket, connection);
}

size_t ConnectionWatch::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_connections.size();
}

/// Whoever serves it finds it at its end, and forgets it.
void ConnectionWatch::cut(int socket, Connection &connection)
{
    ::shutdown(socket, SHUT_RDWR);
    connection.isCut = true;
    connection.deadline = Instant::max();
    m_doorstep.leave(quint64(socket));
}

bool ConnectionWatch::cutInTheWay(const QString &network, Instant now)
{
    const auto other = m_doorstep.inTheWay(network, now);
    if (other)
        cut(int(*other), m_connections.at(int(*other)));
    return other.has_value();
}

void ConnectionWatch::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        const Instant now = monotonicNow();
        Instant next = Instant::max();
        for (auto &[socket, connection] : m_connections) {
            if (connection.deadline <= now)
                cut(socket, connection);
            next = std::min(next, connection.deadline);
        }
        if (next == Instant::max())
            m_changed.wait(lock);
        else
            m_changed.wait_until(lock, next);
    }
}

} // namespace castdeck
