// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/transportpacket.h"

#include <cstdint>
#include <map>

namespace castdeck
{

/// The packets a receiver has not got (multicast-transport §6.4, Choice T50): everything in start…end is
/// either received or in one of the ranges, which are sorted, disjoint and never touch. A gap costs one entry
/// however wide it is. Numbers up to UINT64_MAX − 1.
class MissingRanges
{
public:
    using Ranges = std::map<uint64_t, uint64_t>; ///< first number → last number

    void begin(uint64_t number);
    /// What lies below @p number is of no interest any more.
    void start(uint64_t number);
    /// The stream reaches up to @p number.
    void end(uint64_t number);
    void received(uint64_t number);
    /// Both of them; what comes in order is never among the missing on the way.
    void arrived(uint64_t number);

    uint64_t start() const { return m_start; }
    uint64_t end() const { return m_end; }
    /// Everything from start() up to here was received.
    uint64_t contiguous() const { return m_ranges.empty() ? m_end : m_ranges.begin()->first - 1; }
    const Ranges &ranges() const { return m_ranges; }
    bool empty() const { return m_ranges.empty(); }

    /// Fills @p out with the lowest ranges, cut so that they hold at most @p packets numbers together; the
    /// result is how many ranges were filled in.
    size_t lowest(std::span<wire::Range> out, uint64_t packets) const;

private:
    uint64_t m_start = 1;
    uint64_t m_end = 0;
    Ranges m_ranges;
};

} // namespace castdeck
