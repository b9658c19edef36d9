// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/localstream.h"

#include "management/leavetothread.h"

namespace castdeck
{

LocalStream::LocalStream(std::unique_ptr<QLocalSocket> socket) : m_socket(std::move(socket))
{
    m_socket->setParent(nullptr);
}

LocalStream::~LocalStream() = default;

void LocalStream::start()
{
    connect(m_socket.get(), &QLocalSocket::connected, this, &LocalStream::takeConnected);
    connect(m_socket.get(), &QIODevice::readyRead, this, &ByteStream::arrived);
    connect(m_socket.get(), &QIODevice::bytesWritten, this, &ByteStream::written);
    connect(m_socket.get(), &QLocalSocket::errorOccurred, this, &LocalStream::takeFailure);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &LocalStream::takeFailure);
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_socket->state() == QLocalSocket::ConnectedState)
                takeConnected();
            else if (m_socket->state() == QLocalSocket::UnconnectedState)
                takeFailure();
        },
        Qt::QueuedConnection);
}

void LocalStream::takeConnected()
{
    if (std::exchange(m_open, true))
        return;
    Q_EMIT opened();
}

void LocalStream::takeFailure()
{
    Q_EMIT ended({m_open ? ErrorCode::ConnectionLost : ErrorCode::TransportServerUnavailable,
                  m_socket->errorString()});
}

void LocalStream::release(std::chrono::milliseconds linger)
{
    const bool isSound = m_open && m_socket->state() == QLocalSocket::ConnectedState;
    leaveToThread(std::move(m_socket), isSound, linger,
                  [](QLocalSocket &socket) { socket.disconnectFromServer(); });
}

} // namespace castdeck
