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
    // What the other end still sends is thrown away, and the end waits until it is quiet: bytes that nobody
    // reads any more would make the kernel cut our last ones off.
    constexpr std::chrono::milliseconds aMoment{20};
    auto *const quiet = new QTimer(socket);
    quiet->setSingleShot(true);
    quiet->setInterval(aMoment);
    QObject::connect(quiet, &QTimer::timeout, socket, [socket, goodbye] { goodbye(*socket); });
    socket->setReadBufferSize(0);
    QObject::connect(socket, &QIODevice::readyRead, socket, [socket, quiet] {
        socket->readAll();
        if (quiet->isActive())
            quiet->start();
    });
    socket->flush();
    quiet->start();
}

} // namespace castdeck
