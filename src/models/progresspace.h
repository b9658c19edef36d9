// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <optional>

namespace castdeck
{

/// How fast a percentage grows, as its reports tell. Whole percents say little at a time, so it is the mean
/// of about the last 20 seconds, and what has not moved for longer than it should have is slower than it was.
/// Times are milliseconds of any one clock.
class ProgressPace
{
public:
    void see(int percent, qint64 nowMs);
    /// Nothing before it has been seen to grow.
    std::optional<double> percentPerSecond(qint64 nowMs) const;
    std::optional<qint64> secondsLeft(int percent, qint64 nowMs) const;

private:
    qint64 m_movedAt = 0; ///< when m_percent was seen first; 0: never
    float m_rate = -1;    ///< percent per second; negative: not known
    qint8 m_percent = 0;
};

} // namespace castdeck
