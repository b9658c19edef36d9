// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/connectionwatch.h"

#include <sys/socket.h>
#include <system_error>

namespace castdeck
{

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
    const std::lock_guard lock(m_mutex);
    m_deadlines[socket] = monotonicNow() + patience;
    if (m_closed)
        ::shutdown(socket, SHUT_RDWR);
    m_changed.notify_all();
}

void ConnectionWatch::extend(int socket, Duration patience)
{
    const std::lock_guard lock(m_mutex);
    // The thread looks again when the old moment has come.
    if (const auto found = m_deadlines.find(socket); found != m_deadlines.end())
        found->second = monotonicNow() + patience;
}

void ConnectionWatch::forget(int socket)
{
    const std::lock_guard lock(m_mutex);
    m_deadlines.erase(socket);
}

void ConnectionWatch::cutAll()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    for (const auto &[socket, deadline] : m_deadlines)
        ::shutdown(socket, SHUT_RDWR);
}

size_t ConnectionWatch::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_deadlines.size();
}

void ConnectionWatch::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        const Instant now = monotonicNow();
        Instant next = Instant::max();
        for (auto &[socket, deadline] : m_deadlines) {
            if (deadline <= now) {
                ::shutdown(socket, SHUT_RDWR);
                deadline = Instant::max();
            }
            next = std::min(next, deadline);
        }
        if (next == Instant::max())
            m_changed.wait(lock);
        else
            m_changed.wait_until(lock, next);
    }
}

} // namespace castdeck
