// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

namespace castdeck
{

/// Tells systemd how the service is; does nothing where there is none.
class ServiceNotifier
{
public:
    static void ready(const QString &status);
    static void reloading();
    static void stopping();
    /// Sign of life for the watchdog.
    static void alive();
    /// How often alive() is due, half of what the watchdog waits; 0: there is no watchdog.
    static std::chrono::microseconds watchdogInterval();
};

} // namespace castdeck
