// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/net/networkinterface.h"
#include "wire/transportpacket.h"

#include <QByteArrayView>
#include <optional>

namespace castdeck
{

/// How busy this machine is (multicast-transport §4.4, Choice T14), from /proc and /sys. Not thread-safe.
class UtilizationMeter
{
public:
    /// The roots are parameters so that a test can bring its own.
    explicit UtilizationMeter(const NetworkInterface &interface, QString proc = QStringLiteral("/proc"),
                              const QString &sys = QStringLiteral("/sys"));

    /// Processor and network: since the previous call, unknown at the first one. Whatever the system does not
    /// tell is unknown.
    wire::Utilization sample(Instant now);

private:
    struct Ticks {
        uint64_t busy = 0;
        uint64_t total = 0;
    };
    static std::optional<Ticks> processorTicks(const QByteArray &stat);
    static std::optional<uint8_t> memoryInUse(const QByteArray &memInfo);
    std::optional<uint64_t> networkBytes() const;

    QString m_proc;
    QString m_statistics; ///< folder of the interface's counters
    uint64_t m_linkSpeed; ///< bit/s, 0: unknown
    std::optional<Ticks> m_ticks;
    std::optional<uint64_t> m_bytes;
    Instant m_sampledAt{};
};

} // namespace castdeck
