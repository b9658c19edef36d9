// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace castdeck
{

/// The loss rate a receiver reports (multicast-transport §4.3, Choice T13).
class LossEstimator
{
public:
    /// Packets up to @p judged are not counted (§6.3).
    void begin(uint64_t judged);
    void spm(uint64_t lead);
    void oData(uint64_t number);
    void rData(uint64_t number);

    double rate() const { return m_rate; } ///< 0…1
    uint64_t highestJudged() const { return m_highest; }
    uint64_t wireValue() const; ///< floor(rate × 10¹⁶)

private:
    void lost(uint64_t packets);

    double m_rate = 0;
    uint64_t m_highest = 0;
};

} // namespace castdeck
