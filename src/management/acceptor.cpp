// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/acceptor.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr std::chrono::milliseconds pauseLength{100};
/// Taken in one go, so that a flood does not starve those who are inside.
constexpr int connectionsPerTurn = 64;

bool isShortage(int error)
{
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

} // namespace

Acceptor::Acceptor(int listening, int reserve, Services services, QObject *parent)
    : QObject(parent)
    , m_listening(listening)
    , m_wanted(size_t(reserve))
    , m_services(std::move(services))
    , m_notifier(listening, QSocketNotifier::Read)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseLength);
    connect(&m_pause, &QTimer::timeout, this, &Acceptor::lookAgain);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Acceptor::accept);
    refill();
}

Acceptor::~Acceptor()
{
    for (const int descriptor : m_reserve)
        close(descriptor);
}

void Acceptor::refill()
{
    while (m_reserve.size() < m_wanted) {
        const int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
        if (descriptor < 0)
            return;
        m_reserve.push_back(descriptor);
    }
}

bool Acceptor::isShort()
{
    refill();
    return m_reserve.size() < m_wanted;
}

void Acceptor::pause()
{
    m_notifier.setEnabled(false);
    m_pause.start();
}

void Acceptor::lookAgain()
{
    m_pause.stop();
    refill();
    m_notifier.setEnabled(true);
}

void Acceptor::accept()
{
    for (int i = 0; i < connectionsPerTurn; ++i) {
        if (!m_services.hasRoom()) {
            pause();
            return;
        }
        const int descriptor = accept4(m_listening, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (descriptor >= 0) {
            m_services.take(descriptor);
        } else if (isShortage(errno)) {
            m_services.makeRoom();
            if (m_reserve.empty()) {
                pause();
                return;
            }
            close(m_reserve.back());
            m_reserve.pop_back();
        } else if (errno != EINTR && errno != ECONNABORTED) {
            return; // all were taken, or the socket is closed
        }
    }
}

} // namespace castdeck
