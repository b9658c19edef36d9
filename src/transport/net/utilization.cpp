// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/utilization.h"

#include <QFile>
#include <algorithm>

namespace castdeck
{

namespace
{

/// Files of /proc and /sys have no size: read until the end, within reason.
QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(65536) : QByteArray();
}

uint8_t percent(double share)
{
    return static_cast<uint8_t>(std::clamp(100 * share, 0.0, 100.0));
}

} // namespace

UtilizationMeter::UtilizationMeter(const NetworkInterface &interface, QString proc, const QString &sys)
    : m_proc(std::move(proc))
    , m_statistics(sys + QStringLiteral("/class/net/") + interface.name + QStringLiteral("/statistics/"))
    , m_linkSpeed(interface.linkSpeed)
{
}

std::optional<UtilizationMeter::Ticks> UtilizationMeter::processorTicks(const QByteArray &stat)
{
    // cpu user nice system idle iowait irq softirq steal guest guest_nice; guest is part of user.
    const QList<QByteArray> fields = stat.left(stat.indexOf('\n')).simplified().split(' ');
    if (fields.size() < 6 || fields.first() != "cpu")
        return std::nullopt;
    Ticks ticks;
    for (qsizetype i = 1; i < std::min<qsizetype>(fields.size(), 9); ++i) {
        const uint64_t value = fields[i].toULongLong();
        ticks.total += value;
        ticks.busy += i == 4 || i == 5 ? 0 : value;
    }
    return ticks;
}

std::optional<uint8_t> UtilizationMeter::memoryInUse(const QByteArray &memInfo)
{
    double total = 0;
    double available = -1;
    for (const QByteArray &line : memInfo.split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() < 2)
            continue;
        if (fields[0] == "MemTotal:")
            total = fields[1].toDouble();
        else if (fields[0] == "MemAvailable:")
            available = fields[1].toDouble();
    }
    if (total <= 0 || available < 0)
        return std::nullopt;
    return percent((total - available) / total);
}

std::optional<uint64_t> UtilizationMeter::networkBytes() const
{
    bool inOk = false;
    bool outOk = false;
    const uint64_t in = contentOf(m_statistics + QStringLiteral("rx_bytes")).trimmed().toULongLong(&inOk);
    const uint64_t out = contentOf(m_statistics + QStringLiteral("tx_bytes")).trimmed().toULongLong(&outOk);
    return inOk && outOk ? std::optional(in + out) : std::nullopt;
}

wire::Utilization UtilizationMeter::sample(Instant now)
{
    wire::Utilization result;
    const auto ticks = processorTicks(contentOf(m_proc + QStringLiteral("/stat")));
    if (ticks && m_ticks && ticks->total > m_ticks->total && ticks->busy >= m_ticks->busy)
        result.cpu = percent(static_cast<double>(ticks->busy - m_ticks->busy) /
                             static_cast<double>(ticks->total - m_ticks->total));
    result.memory = memoryInUse(contentOf(m_proc + QStringLiteral("/meminfo")));
    const auto bytes = networkBytes();
    const double seconds = std::chrono::duration<double>(now - m_sampledAt).count();
    if (bytes && m_bytes && m_linkSpeed > 0 && seconds > 0 && *bytes >= *m_bytes)
        result.network = percent(8 * static_cast<double>(*bytes - *m_bytes) /
                                 (seconds * static_cast<double>(m_linkSpeed)));
    m_ticks = ticks;
    m_bytes = bytes;
    m_sampledAt = now;
    return result;
}

} // namespace castdeck
