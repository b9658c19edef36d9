// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/servicenotifier.h"

#include <ctime>
#include <systemd/sd-daemon.h>

namespace castdeck
{

void ServiceNotifier::ready(const QString &status)
{
    sd_notifyf(0, "READY=1\nSTATUS=%s", qUtf8Printable(status));
}

void ServiceNotifier::reloading()
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    const auto microseconds =
        std::chrono::seconds(now.tv_sec) / std::chrono::microseconds(1) + now.tv_nsec / 1000;
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", static_cast<long long>(microseconds));
}

void ServiceNotifier::stopping()
{
    sd_notify(0, "STOPPING=1\nSTATUS=ending sessions");
}

void ServiceNotifier::alive()
{
    sd_notify(0, "WATCHDOG=1");
}

std::chrono::microseconds ServiceNotifier::watchdogInterval()
{
    uint64_t patience = 0;
    return sd_watchdog_enabled(0, &patience) > 0 ? std::chrono::microseconds(patience / 2)
                                                 : std::chrono::microseconds(0);
}

} // namespace castdeck
