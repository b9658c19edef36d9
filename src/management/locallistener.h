// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "management/acceptor.h"
#include "management/linechannel.h"
#include "management/serverendpoint.h"

#include <optional>

namespace castdeck
{

/// The way in for those who are on the server's machine already, through a LocalDoor. The system says who
/// they are: root, the user that the server runs as, and the members of one group, all of whom are
/// administrators and need no token. Thread: that of the services, which outlive it, as the door does.
class LocalListener final : public QObject
{
    Q_OBJECT
public:
    struct Options {
        std::optional<gid_t> group{};
        int most = bounds::AdministratorsPerToken; ///< connections
        ServerEndpoint::Limits limits{.idle = std::chrono::milliseconds(bounds::Idle)};
        LineChannel::Limits channel{};
    };
    /// @p door: a listening socket.
    LocalListener(int door, ServerEndpoint::Services services, Options options, QObject *parent = nullptr);

    /// Takes nobody new.
    void stop();
    /// The same, and sends everybody away with the reason.
    void shutDown(const Error &reason);
    int connectionCount() const { return int(m_endpoints.size()); }

Q_SIGNALS:
    /// As those of TlsListener.
    void admitted(const castdeck::Identity &identity);
    void refused(const QString &who, const castdeck::Error &reason);
    void finished(const QString &who, const castdeck::Error &reason);

private:
    void takeConnection(int descriptor);
    ServerEndpoint::Admission admission(uid_t user, bool isLetIn);

    ServerEndpoint::Services m_services;
    Options m_options;
    FileSystemCalls m_names; ///< of users: who knows them may be far away
    std::shared_ptr<SnapshotCache> m_snapshots = std::make_shared<SnapshotCache>();
    std::unique_ptr<Acceptor> m_acceptor;
    QList<ServerEndpoint *> m_endpoints;
};

} // namespace castdeck
