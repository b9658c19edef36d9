// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/signalwatcher.h"

#include <QSocketNotifier>
#include <csignal>
#include <sys/signalfd.h>

namespace castdeck
{

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent)
{
    std::signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_descriptor = Descriptor(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
    auto *const notifier = new QSocketNotifier(m_descriptor.value(), QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &SignalWatcher::takeSignals);
}

void SignalWatcher::takeSignals()
{
    signalfd_siginfo info;
    while (::read(m_descriptor.value(), &info, sizeof info) == ssize_t(sizeof info)) {
        if (info.ssi_signo == SIGHUP)
            Q_EMIT reloadRequested();
        else
            Q_EMIT stopRequested();
    }
}

} // namespace castdeck
