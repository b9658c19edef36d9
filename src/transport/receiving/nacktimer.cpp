// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/nacktimer.h"

#include <algorithm>

namespace castdeck
{

void NackTimer::restartAfterNack(Instant now, Duration delay)
{
    constexpr int DoublingsMax = 8; // from 1 ms this is beyond any cap
    m_gap = std::max<Duration>(delay, Ms(1));
    const Duration most = std::max<Duration>(m_gap, m_gapMax);
    start(now, std::min(m_gap * (1 << m_unanswered), most));
    m_unanswered = std::min(m_unanswered + 1, DoublingsMax);
}

void NackTimer::dataArrived(Instant now)
{
    if (m_unanswered > 1 && isRunning())
        m_deadline = std::min(m_deadline, now + m_gap);
    m_unanswered = 0;
}

} // namespace castdeck
