// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <functional>
#include <vector>

namespace castdeck
{

/// Takes the connections that come to a listening socket, as long as there is room for them; those that are
/// not taken wait in the kernel. A few descriptors are kept back: when the process has no others left, they
/// are what the next connections get, and whoever takes them can ask isShort(). It neither spins nor goes
/// deaf. Thread: any with an event loop. It owns neither the listening socket nor what it hands out.
class Acceptor : public QObject
{
    Q_OBJECT
public:
    struct Services {
        std::function<bool()> hasRoom;  ///< for one more
        std::function<void(int)> take;  ///< a connection's descriptor, which is the taker's now
        std::function<void()> makeRoom; ///< out of descriptors: some connection has to end, if one can
    };
    Acceptor(int listening, int reserve, Services services, QObject *parent = nullptr);
    ~Acceptor() override;

    /// There may be room again.
    void lookAgain();
    /// Whether the process was short of descriptors, and is as far as is known.
    bool isShort();

private:
    void accept();
    void pause();
    void refill();

    int m_listening;
    size_t m_wanted;
    Services m_services;
    QSocketNotifier m_notifier;
    QTimer m_pause;
    std::vector<int> m_reserve;
};

} // namespace castdeck
