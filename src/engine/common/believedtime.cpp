// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/believedtime.h"

#include <algorithm>
#include <ctime>

namespace castdeck
{

ClockReading ClockReading::now()
{
    timespec time = {};
    clock_gettime(CLOCK_BOOTTIME, &time);
    return {QDateTime::currentDateTimeUtc(),
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                  std::chrono::nanoseconds(time.tv_nsec))};
}

QDateTime BelievedTime::at(const ClockReading &now)
{
    if (!m_last) {
        m_steadySince = now.running;
        m_believed = m_believed.value_or(now.wall);
    } else {
        const auto passed = now.running - m_last->running;
        const std::chrono::milliseconds jump(m_last->wall.addMSecs(passed.count()).msecsTo(now.wall));
        if (jump > Tolerance || jump < -Tolerance)
            m_steadySince = now.running;
        m_believed = m_believed->addMSecs(passed.count());
    }
    m_last = now;
    if (now.running - m_steadySince >= m_settling)
        m_believed = now.wall;
    m_believed = std::min(*m_believed, now.wall);
    return *m_believed;
}

} // namespace castdeck
