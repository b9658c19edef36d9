// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QIODevice>
#include <QTimer>
#include <chrono>
#include <memory>

namespace castdeck
{

/// It belongs to nobody any more but the thread: to its dispatcher, for a thread at its end deletes nothing
/// later any more, but what that owns.
inline void leaveToThread(QObject &left)
{
    left.disconnect();
    left.setParent(QAbstractEventDispatcher::instance());
}

/// The same of a socket of Qt, which ends at once if it is not @p sound, else when what was written has got
/// out, for which it has so long. @p goodbye: its call that waits for that.
template <class Socket, class Goodbye>
void leaveToThread(std::unique_ptr<Socket> owned, bool sound, std::chrono::milliseconds linger,
                   Goodbye goodbye)
{
    Socket *const socket = owned.release();
    leaveToThread(*socket);
    if (!sound) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    QObject::connect(socket, &Socket::disconnected, socket, &QObject::deleteLater);
    QTimer::singleShot(linger, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
    // What the other end still sends is thrown away; unread bytes would make the kernel cut our last ones
    // off.
    socket->setReadBufferSize(0);
    QObject::connect(socket, &QIODevice::readyRead, socket, [socket] { socket->readAll(); });
    goodbye(*socket);
}

} // namespace castdeck
