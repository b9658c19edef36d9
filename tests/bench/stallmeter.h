// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <vector>

namespace castdeck
{

/// How long somebody who comes at any moment would wait for the thread: a heart beats each millisecond, and
/// one that is late is counted once for each beat it is late by.
class StallMeter
{
public:
    StallMeter()
    {
        m_beat.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
            const double gap = double(m_clock.nsecsElapsed()) / 1e6;
            m_clock.restart();
            for (double late = gap - 1; late > -1; late -= 1)
                m_waits.push_back(std::max(late, 0.0));
        });
    }

    void start()
    {
        m_waits.clear();
        m_clock.start();
        m_beat.start(1);
    }
    void stop() { m_beat.stop(); }
    /// Milliseconds that so large a share of all would not wait longer than.
    double wait(double share)
    {
        if (m_waits.empty())
            return 0;
        std::ranges::sort(m_waits);
        return m_waits[std::min(m_waits.size() - 1, size_t(share * double(m_waits.size())))];
    }
    double longest() { return wait(1); }

private:
    QTimer m_beat;
    QElapsedTimer m_clock;
    std::vector<double> m_waits;
};

} // namespace castdeck
