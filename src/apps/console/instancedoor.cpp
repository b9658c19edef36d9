// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/instancedoor.h"

#include "core/descriptor.h"
#include "core/localaddress.h"

#include <QFile>
#include <QLocalSocket>
#include <QTimer>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// For a line to come, and for its answer.
constexpr std::chrono::seconds DoorPatience{5};
/// Between attempts to reach a console that has only just been started.
constexpr std::chrono::milliseconds DoorPause{50};
constexpr int CallersMost = 8;

bool isOurs(qintptr socket)
{
    ucred peer = {};
    socklen_t length = sizeof peer;
    return ::getsockopt(static_cast<int>(socket), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
           peer.uid == ::geteuid();
}

Result<Descriptor> dial(const QString &path)
{
    const auto address = localAddress(QFile::encodeName(path));
    if (!address)
        return failure(ErrorCode::InvalidParameter, path);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isValid() || ::connect(socket.value(), plain(*address), sizeof *address) != 0)
        return systemFailure(path, ErrorCode::ConnectionLost);
    if (!isOurs(socket.value()))
        return failure(ErrorCode::FileAccessDenied, path);
    return socket;
}

using Deadline = std::chrono::steady_clock::time_point;

bool isReady(const Descriptor &socket, short what, Deadline end)
{
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd waiting{socket.value(), what, 0};
    return left > 0 && ::poll(&waiting, 1, static_cast<int>(left)) > 0;
}

bool sendAll(const Descriptor &socket, QByteArrayView bytes, Deadline end)
{
    while (!bytes.isEmpty()) {
        const ssize_t sent =
            ::send(socket.value(), bytes.data(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
        if (sent > 0)
            bytes = bytes.sliced(sent);
        else if (errno != EAGAIN || !isReady(socket, POLLOUT, end))
            return false;
    }
    return true;
}

} // namespace

InstanceDoor::InstanceDoor(Take take, QObject *parent) : QObject(parent), m_take(std::move(take))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    m_server.setMaxPendingConnections(CallersMost);
    connect(&m_server, &QLocalServer::newConnection, this, &InstanceDoor::admit);
}

Result<void> InstanceDoor::open(const QString &socket)
{
    QLocalServer::removeServer(socket);
    if (!m_server.listen(socket))
        return failure(ErrorCode::NetworkFailure, socket + QStringLiteral(": ") + m_server.errorString());
    return {};
}

void InstanceDoor::admit()
{
    while (QLocalSocket *peer = m_server.nextPendingConnection()) {
        peer->setReadBufferSize(Handover::LineMost + 1);
        connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
        // Whoever stands there and says nothing.
        QTimer::singleShot(DoorPatience, peer, [peer] {
            peer->abort();
            peer->deleteLater();
        });
        const bool isCrowded = m_server.findChildren<QLocalSocket *>().size() > CallersMost;
        if (!isOurs(peer->socketDescriptor()) || isCrowded) {
            peer->abort();
            peer->deleteLater();
            continue;
        }
        connect(peer, &QLocalSocket::readyRead, this, [this, peer] { read(*peer); });
        read(*peer);
    }
}

void InstanceDoor::read(QLocalSocket &peer)
{
    const bool isWhole = peer.canReadLine();
    if (!isWhole && peer.bytesAvailable() <= Handover::LineMost)
        return;
    peer.disconnect(this); // one line each
    if (!isWhole)
        return answer(peer, failure(ErrorCode::ProtocolViolation, QStringLiteral("too long")));
    const auto handover = Handover::fromLine(peer.readLine());
    answer(peer, handover ? m_take(*handover) : tl::unexpected(handover.error()));
}

void InstanceDoor::answer(QLocalSocket &peer, const Result<void> &answer)
{
    peer.write(handoverReply(answer));
    peer.disconnectFromServer();
}

Result<void> handOver(const QString &path, const Handover &handover)
{
    const Deadline end = std::chrono::steady_clock::now() + DoorPatience;
    auto socket = dial(path);
    while (!socket && socket.error().code != ErrorCode::InvalidParameter &&
           std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(DoorPause);
        socket = dial(path);
    }
    if (!socket)
        return tl::unexpected(socket.error());
    if (!sendAll(*socket, handover.line(), end))
        return failure(ErrorCode::ConnectionLost, path);
    QByteArray said;
    char part[4096];
    while (isReady(*socket, POLLIN, end) && said.size() <= Handover::LineMost) {
        const ssize_t length = ::recv(socket->value(), part, sizeof part, 0);
        if (length <= 0)
            break;
        said.append(part, length);
        if (said.endsWith('\n'))
            return handoverAnswer(said);
    }
    return failure(std::chrono::steady_clock::now() < end ? ErrorCode::ConnectionLost : ErrorCode::TimedOut,
                   path);
}

} // namespace castdeck
