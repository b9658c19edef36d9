// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/nacktimer.h"

#include <algorithm>

namespace castdeck
{

void NackTimer::restartAfterNack(Instant now, Duration delay)
{
    constexpr int DoublingsMax = 8; // from 1 ms this is beyond any cap
    const Duration gap = std::max<Duration>(delay, Ms(1));
    const Duration most = std::max<Duration>(gap, m_gapMax);
    start(now, std::min(gap * (1 << m_unanswered), most));
    m_unanswered = std::min(m_unanswered + 1, DoublingsMax);
}

} // namespace castdeck
