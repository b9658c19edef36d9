// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <algorithm>
#include <cstdint>

namespace castdeck
{

/// Token bucket that spreads a session's bytes over time. A rate of 0 means no limit.
class Pacer
{
public:
    Pacer(uint64_t bytesPerSecond, Instant now) : m_rate(bytesPerSecond), m_filledAt(now) {}

    void setRate(uint64_t bytesPerSecond, Instant now)
    {
        fill(now);
        m_rate = bytesPerSecond;
        // A debt made at another rate is no debt any more.
        m_tokens = std::clamp(m_tokens, 0.0, depth());
    }

    uint64_t rate() const { return m_rate; }

    /// True when something may go out now; it may be a whole burst, what exceeds the tokens is waited for
    /// later.
    bool allows(Instant now)
    {
        fill(now);
        return m_rate == 0 || m_tokens >= 0;
    }
    void spend(uint64_t bytes)
    {
        if (m_rate > 0)
            m_tokens = std::max(m_tokens - static_cast<double>(bytes), -debtMax(m_rate));
    }
    /// No debt is greater than a second's worth, or one burst.
    static double debtMax(uint64_t bytesPerSecond)
    {
        constexpr double burst = 65'536;
        return std::max(static_cast<double>(bytesPerSecond), burst);
    }
    /// When allows() will be true again; @p now if it is already.
    Instant opensAt(Instant now) const
    {
        if (m_rate == 0 || m_tokens >= 0)
            return now;
        const std::chrono::duration<double> wait(-m_tokens / static_cast<double>(m_rate));
        return m_filledAt + std::chrono::duration_cast<Duration>(wait) + std::chrono::microseconds(1);
    }

private:
    // Ten milliseconds' worth: short enough that no queue on the way fills.
    double depth() const { return static_cast<double>(m_rate) / 100; }
    void fill(Instant now)
    {
        const std::chrono::duration<double> elapsed = now - m_filledAt;
        m_filledAt = now;
        m_tokens = std::min(m_tokens + elapsed.count() * static_cast<double>(m_rate), depth());
    }

    uint64_t m_rate;
    double m_tokens = 0;
    Instant m_filledAt;
};

} // namespace castdeck
