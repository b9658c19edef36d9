// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <chrono>
#include <optional>

namespace castdeck
{

/// What the clocks say at one moment.
struct ClockReading {
    QDateTime wall;                    ///< UTC; may be set by anybody, to anything
    std::chrono::milliseconds running; ///< goes on by itself, also while the machine sleeps

    static ClockReading now();
};

/// The time that is acted by where acting by a wrong one does harm. When the wall clock jumps ahead, time
/// goes on as before until the clock has gone by itself for so long that it is believed; a jump back is
/// followed at once, because waiting does none.
class BelievedTime
{
public:
    /// What a clock may be corrected by without having jumped.
    static constexpr std::chrono::milliseconds Tolerance{60'000};

    /// @p settling: how long a clock that jumped has to go by itself.
    explicit BelievedTime(std::chrono::milliseconds settling) : m_settling(settling) {}

    /// What was believed when it was last known. Without it, the first reading is believed.
    void resume(const QDateTime &believed) { m_believed = believed; }
    /// Readings come in their order.
    QDateTime at(const ClockReading &now);

private:
    std::chrono::milliseconds m_settling;
    std::optional<QDateTime> m_believed;
    std::optional<ClockReading> m_last;
    std::chrono::milliseconds m_steadySince{};
};

} // namespace castdeck
