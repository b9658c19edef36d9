// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <algorithm>
#include <cstdint>

namespace castdeck
{

/// How many repairs a client may still ask for. Every packet of new data adds a part of one; time adds a
/// little, so that nobody is locked out when no data flow. To the master, whom everybody waits for, every
/// packet that it acknowledges adds two: however much it lost, and repairs of that with it, it is sent ever
/// more as long as it gets on. What is not used is kept for a quarter of a second's worth at most: it covers
/// a burst that was lost, and a client that never stops asking takes no more than that and its part.
class RepairShare
{
public:
    static constexpr double LeastKept = 8;
    static constexpr double MostKept = 256;
    static constexpr double MostKeptByMaster = 512; ///< the greatest window

    /// Packets of data in all.
    struct Flow {
        uint64_t sent = 0;
        uint64_t acknowledged = 0; ///< by this client
    };
    /// @p packetsPerSecond is what the session's rate limit allows, 0: anything.
    size_t available(const Flow &flow, bool isMaster, uint64_t packetsPerSecond, Instant now)
    {
        const double bound = isMaster ? MostKeptByMaster : MostKept;
        const double quarter = static_cast<double>(packetsPerSecond) / 4;
        const double most = packetsPerSecond > 0 ? std::clamp(quarter, LeastKept, bound) : bound;
        const auto sent = double(flow.sent - m_flow.sent);
        const auto acknowledged = double(flow.acknowledged - m_flow.acknowledged);
        if (m_lookedAt == Instant::min())
            m_left = most;
        else
            m_left += (isMaster ? acknowledged * MastersPart : sent * OthersPart) +
                      std::chrono::duration<double>(now - m_lookedAt).count() * most / RefillSeconds;
        m_left = std::min(m_left, most);
        m_flow = flow;
        m_lookedAt = now;
        return static_cast<size_t>(std::max(m_left, 0.0));
    }
    void use(size_t repairs) { m_left -= double(repairs); }

private:
    static constexpr double OthersPart = 0.25;
    static constexpr double MastersPart = 2;
    static constexpr double RefillSeconds = 4;

    double m_left = 0;
    Flow m_flow; ///< at the last look
    Instant m_lookedAt = Instant::min();
};

} // namespace castdeck
