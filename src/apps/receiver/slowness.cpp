// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/slowness.h"

#include "apps/receiver/sentences.h"

namespace castdeck
{

namespace
{

constexpr std::chrono::seconds SlownessWindow(3);
constexpr uint64_t SlowDownsLeast = 3; ///< in the window
constexpr double LossLeast = 0.01;

} // namespace

void Slowness::startAnew(const ReceivingStatus &status, Instant now)
{
    m_since = now;
    m_slowDowns = status.counters.slowDowns;
    m_reports = 0;
    m_asMaster = 0;
}

std::optional<QString> Slowness::reasonOf(const ProgressReport &report) const
{
    const ReceivingStatus &status = report.status;
    if (status.counters.slowDowns - m_slowDowns >= SlowDownsLeast)
        return QStringLiteral("it writes no faster than %1/s").arg(sizeText(report.rate));
    if (status.lossRate >= LossLeast)
        return QStringLiteral("%1 % of the packets do not arrive here").arg(status.lossRate * 100, 0, 'f', 1);
    return std::nullopt;
}

std::optional<QString> Slowness::look(const ProgressReport &report, Instant now)
{
    const ReceivingStatus &status = report.status;
    // A slower session begins its counters anew.
    if (!m_since || status.state != ReceivingState::Regular || status.counters.slowDowns < m_slowDowns)
        startAnew(status, now);
    ++m_reports;
    m_asMaster += status.master;
    if (m_told || now - *m_since < SlownessWindow)
        return std::nullopt;
    const auto reason = m_asMaster > m_reports / 2 ? reasonOf(report) : std::nullopt;
    startAnew(status, now);
    m_told = reason.has_value();
    return m_told ? std::optional(QStringLiteral("the session waits for this machine: ") + *reason)
                  : std::nullopt;
}

} // namespace castdeck
