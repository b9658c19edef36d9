// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/error.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace castdeck
{

/// Cuts connections that take too long. Each has a moment by which it must get on, and who serves it moves
/// that moment; a peer that drips bytes gets nowhere by it. Thread-safe.
class ConnectionWatch
{
public:
    ConnectionWatch() = default;
    ~ConnectionWatch();
    ConnectionWatch(const ConnectionWatch &) = delete;
    ConnectionWatch &operator=(const ConnectionWatch &) = delete;

    /// Before that nobody is cut. NoSystemResources if the system has no thread for it.
    Result<void> start();
    /// @p socket is watched until forget(), which has to come before it is closed.
    void add(int socket, Duration patience);
    /// It got on: the time begins anew.
    void extend(int socket, Duration patience);
    void forget(int socket);
    /// Now, and whoever comes later as well.
    void cutAll();
    size_t count() const;

private:
    void run();

    mutable std::mutex m_mutex; ///< for all that follows
    std::condition_variable m_changed;
    std::map<int, Instant> m_deadlines;
    bool m_closed = false;
    bool m_ending = false;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace castdeck
