// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "fallback/transferplaces.h"
#include "management/doorstep.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace castdeck
{

/// Cuts connections that take too long, and those that are too many. Each has a moment by which it must get
/// on, and who serves it moves that moment; a peer that drips bytes gets nowhere by it. While it gets no
/// content it stands on the Doorstep and makes way for newcomers; a content on its way has one of the
/// TransferPlaces and is left alone. Thread-safe.
class ConnectionWatch
{
public:
    struct Limits {
        TransferPlaces::Limits transfers{};
        Doorstep::Limits doorstep{};
    };
    explicit ConnectionWatch(const Limits &limits);
    ~ConnectionWatch();
    ConnectionWatch(const ConnectionWatch &) = delete;
    ConnectionWatch &operator=(const ConnectionWatch &) = delete;

    /// Before that nobody is cut for being slow. NoSystemResources if the system has no thread for it.
    Result<void> start();
    /// @p socket is watched until forget(), which has to come before it is closed. Whoever is in its way is
    /// cut.
    void add(int socket, Duration patience);
    /// It got on: the time begins anew.
    void extend(int socket, Duration patience);
    void forget(int socket);

    /// A content is about to be sent. False: there is no place for it, ask again later.
    bool beginTransfer(int socket, const QString &tokenId);
    void endTransfer(int socket);

    /// Somebody waits outside for want of a thread: cuts one, if there is one that can be cut.
    void makeRoom();
    /// Now, and whoever comes later as well.
    void cutAll();
    size_t count() const;

private:
    struct Connection {
        QString network;
        Instant deadline;
        bool isCut = false;
    };
    void run();
    void cut(int socket, Connection &connection);
    bool cutInTheWay(const QString &network, Instant now);

    mutable std::mutex m_mutex; ///< for all that follows
    std::condition_variable m_changed;
    std::map<int, Connection> m_connections;
    Doorstep m_doorstep;
    TransferPlaces m_transfers;
    bool m_closed = false;
    bool m_ending = false;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace castdeck
