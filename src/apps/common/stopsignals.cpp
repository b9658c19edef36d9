// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/common/stopsignals.h"

#include "core/filesizesignal.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

std::atomic<int> writeEnd = -1; // a signal handler reaches nothing else

/// Time to say goodbye; those who stop a program often send the signal twice.
constexpr time_t GraceSeconds = 2;
std::atomic<time_t> firstAt = 0;

void onSignal(int number)
{
    const int kept = errno;
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    time_t none = 0;
    if (!firstAt.compare_exchange_strong(none, now.tv_sec) && now.tv_sec - none > GraceSeconds) {
        std::signal(number,
                    SIG_DFL); // NOLINT(bugprone-signal-handler,cert-sig30-c): async-signal-safe in POSIX
        raise(number);
    }
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(writeEnd, &byte, 1);
    errno = kept;
}

} // namespace

StopSignals::StopSignals()
{
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
        m_read = ends[0];
        writeEnd = ends[1];
    }
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    struct sigaction known = {};
    if (sigaction(SIGHUP, nullptr, &known) == 0 && known.sa_handler != SIG_IGN) // as nohup does
        sigaction(SIGHUP, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    ignoreFileSizeSignal();
}

} // namespace castdeck
