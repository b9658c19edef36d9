// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/locallistener.h"

#include "core/textlength.h"
#include "management/localchannel.h"

#include <algorithm>
#include <cerrno>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace castdeck
{

namespace
{

/// Those that the asker had when it came.
std::vector<gid_t> groupsOf(int descriptor)
{
    std::vector<gid_t> groups(64);
    for (int i = 0; i < 2; ++i) {
        auto size = socklen_t(groups.size() * sizeof(gid_t));
        const bool isTold = ::getsockopt(descriptor, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0;
        const bool isLarger = !isTold && errno == ERANGE;
        groups.resize(isTold || isLarger ? size / sizeof(gid_t) : 0);
        if (!isLarger)
            return groups;
    }
    return {};
}

bool isLetIn(const ucred &peer, int descriptor, const std::optional<gid_t> &group)
{
    if (peer.uid == 0 || peer.uid == ::geteuid())
        return true;
    const std::vector<gid_t> groups = groupsOf(descriptor);
    return group && (peer.gid == *group || std::ranges::find(groups, *group) != groups.end());
}

QString numbered(uid_t user)
{
    return QStringLiteral("uid:%1").arg(user);
}

/// Asks whoever knows the users of this machine.
QString nameOf(uid_t user)
{
    std::vector<char> buffer(size_t{64} * 1024);
    passwd entry = {};
    passwd *found = nullptr;
    getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
    return found ? QString::fromLocal8Bit(found->pw_name) : numbered(user);
}

} // namespace

LocalListener::LocalListener(int door, ServerEndpoint::Services services, Options options, QObject *parent)
    : QObject(parent), m_services(std::move(services)), m_options(options)
{
    Acceptor::Services acceptor;
    acceptor.hasRoom = [this] { return connectionCount() < m_options.most; };
    acceptor.take = [this](int descriptor) { takeConnection(descriptor); };
    acceptor.makeRoom = [] {}; // whoever came by the network makes room
    m_acceptor = std::make_unique<Acceptor>(door, 0, std::move(acceptor));
}

void LocalListener::stop()
{
    m_acceptor.reset();
}

void LocalListener::shutDown(const Error &reason)
{
    stop();
    const auto endpoints = m_endpoints;
    for (ServerEndpoint *endpoint : endpoints)
        endpoint->dismiss(reason);
}

void LocalListener::takeConnection(int descriptor)
{
    ucred peer = {};
    socklen_t size = sizeof peer;
    auto socket = std::make_unique<QLocalSocket>();
    const bool isKnown = ::getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    if (!isKnown || !socket->setSocketDescriptor(descriptor)) {
        ::close(descriptor);
        return;
    }
    auto channel = std::make_unique<LocalChannel>(LineChannel::End::Answering, std::move(socket),
                                                  m_options.channel, m_snapshots);
    const bool isFriend = isLetIn(peer, descriptor, m_options.group);
    auto *endpoint = new ServerEndpoint(std::move(channel), m_services, admission(peer.uid, isFriend),
                                        m_options.limits, this);
    m_endpoints.append(endpoint);
    const auto who = [endpoint, user = peer.uid] {
        return endpoint->identity() ? numbered(user) + QLatin1Char(' ') + endpoint->identity()->name
                                    : numbered(user);
    };
    connect(endpoint, &ServerEndpoint::admitted, this, &LocalListener::admitted);
    connect(endpoint, &ServerEndpoint::refused, this,
            [this, who](const Error &reason) { Q_EMIT refused(who(), reason); });
    connect(endpoint, &ServerEndpoint::dropped, this,
            [this, who](const Error &reason) { Q_EMIT refused(who(), reason); });
    connect(endpoint, &ServerEndpoint::finished, this, [this, who, endpoint](const Error &reason) {
        m_endpoints.removeOne(endpoint);
        Q_EMIT finished(who(), reason);
        endpoint->deleteLater();
        if (m_acceptor)
            m_acceptor->lookAgain();
    });
}

ServerEndpoint::Admission LocalListener::admission(uid_t user, bool isLetIn)
{
    return [this, user, isLetIn](const Hello &) -> QFuture<Result<Identity>> {
        if (!isLetIn)
            return answered<Identity>(failure(ErrorCode::NotAuthorised, numbered(user)));
        const PendingReply<Identity> pending;
        const std::function<Result<QString>()> ask = [user]() -> Result<QString> { return nameOf(user); };
        m_names.ask<QString>(QStringLiteral("users"), ask, [pending, user](const Result<QString> &found) {
            const QString name = found.value_or(numbered(user));
            pending.answerLater(Identity{
                cutToJsonLength(name, bounds::textBytes("name")), Role::Admin, numbered(user), {}, {}});
        });
        return pending.future();
    };
}

} // namespace castdeck
