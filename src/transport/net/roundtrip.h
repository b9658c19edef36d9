// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace castdeck
{

/// Smoothed round-trip time of one client in milliseconds (multicast-transport §4.2, Choice T12). It rules
/// the session's timers, and it is made of what a peer echoes: no sample counts for more than `Max`.
class RoundTrip
{
public:
    static constexpr double Max = 500;

    /// @p serverTime is our own SenderTime as the client echoed it, @p backOff what it waited on purpose.
    void sample(uint64_t nowMs, uint64_t serverTime, uint64_t backOff)
    {
        if (serverTime == 0 || serverTime > nowMs)
            return;
        const uint64_t elapsed = nowMs - serverTime;
        const double value = static_cast<double>(elapsed > backOff ? elapsed - backOff : 1);
        const double sample = std::clamp(value, 1.0, Max);
        m_value = m_value > 0 ? m_value + (sample - m_value) / 8 : sample;
    }

    /// 0 before the first sample.
    double milliseconds() const { return m_value; }
    /// As on the wire: whole, rounded up, 1…Max.
    uint16_t wireValue() const { return static_cast<uint16_t>(std::clamp(m_value + 0.999, 1.0, Max)); }

private:
    double m_value = 0;
};

} // namespace castdeck
