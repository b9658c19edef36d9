// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/progresspace.h"

#include <algorithm>
#include <cmath>

namespace castdeck
{

namespace
{

constexpr double MemorySeconds = 20;
/// Reports that come closer than this are one.
constexpr qint64 LeastMs = 1'000;

} // namespace

void ProgressPace::see(int percent, qint64 nowMs)
{
    percent = std::clamp(percent, 0, 100);
    if (m_movedAt == 0 || percent < m_percent || nowMs < m_movedAt) {
        // It has begun, or begun anew.
        m_movedAt = nowMs;
        m_percent = static_cast<qint8>(percent);
        m_rate = -1;
        return;
    }
    const qint64 ms = nowMs - m_movedAt;
    if (percent == m_percent || ms < LeastMs)
        return;
    const double seconds = static_cast<double>(ms) / 1000;
    const double rate = (percent - m_percent) / seconds;
    const double weight = m_rate < 0 ? 1 : 1 - std::exp(-seconds / MemorySeconds);
    m_rate = static_cast<float>(std::max(m_rate, 0.F) * (1 - weight) + rate * weight);
    m_movedAt = nowMs;
    m_percent = static_cast<qint8>(percent);
}

std::optional<double> ProgressPace::percentPerSecond(qint64 nowMs) const
{
    if (m_rate <= 0)
        return std::nullopt;
    // The next percent is due after 1/rate; twice that late, it comes at half the rate at best.
    const double seconds = static_cast<double>(std::max<qint64>(nowMs - m_movedAt, 0)) / 1000;
    return seconds * m_rate <= 2 ? m_rate : 2 / seconds;
}

std::optional<qint64> ProgressPace::secondsLeft(int percent, qint64 nowMs) const
{
    const auto rate = percentPerSecond(nowMs);
    if (!rate || percent >= 100)
        return std::nullopt;
    constexpr double longest = 30.0 * 24 * 3600; // longer is no answer
    const double seconds = (100 - percent) / *rate;
    return seconds < longest ? std::optional(static_cast<qint64>(seconds)) : std::nullopt;
}

} // namespace castdeck
