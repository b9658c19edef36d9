// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

namespace castdeck
{

/// When the next NACK is due (multicast-transport §6.6, Choice T54).
class NackTimer
{
public:
    using Ms = std::chrono::milliseconds;

    explicit NackTimer(Ms gapMax = Ms(250)) : m_gapMax(gapMax) {}

    bool isRunning() const { return m_deadline != Instant::max(); }
    Instant deadline() const { return m_deadline; } ///< Instant::max() when it does not run
    void start(Instant now, Duration delay) { m_deadline = now + delay; }
    void stop() { m_deadline = Instant::max(); }
    /// As new.
    void reset() { *this = NackTimer(m_gapMax); }

    /// A NACK went out; @p delay is random from the announced interval. It doubles with each NACK that no
    /// data followed.
    void restartAfterNack(Instant now, Duration delay);
    /// The interval is normal again, that which runs included.
    void dataArrived(Instant now);

private:
    Ms m_gapMax;
    Duration m_gap = Ms(1); ///< as announced
    Instant m_deadline = Instant::max();
    int m_unanswered = 0; ///< NACKs since the last data packet
};

} // namespace castdeck
