// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/missingranges.h"

#include <algorithm>

namespace castdeck
{

void MissingRanges::begin(uint64_t number)
{
    m_start = number;
    m_end = number - 1;
    m_ranges.clear();
}

void MissingRanges::start(uint64_t number)
{
    if (number <= m_start)
        return;
    while (!m_ranges.empty() && m_ranges.begin()->first < number) {
        const uint64_t last = m_ranges.begin()->second;
        m_ranges.erase(m_ranges.begin());
        if (last >= number)
            m_ranges.emplace(number, last);
    }
    m_start = number;
    m_end = std::max(m_end, number - 1);
}

void MissingRanges::end(uint64_t number)
{
    if (number <= m_end)
        return;
    if (!m_ranges.empty() && m_ranges.rbegin()->second == m_end)
        m_ranges.rbegin()->second = number;
    else
        m_ranges.emplace_hint(m_ranges.end(), m_end + 1, number);
    m_end = number;
}

void MissingRanges::received(uint64_t number)
{
    // Repairs come lowest first and new packets last: both ends are at hand.
    auto range = m_ranges.upper_bound(number);
    if (range == m_ranges.begin())
        return;
    --range;
    const auto [first, last] = *range;
    if (number > last)
        return;
    if (number == first) {
        const auto next = m_ranges.erase(range);
        if (number < last)
            m_ranges.emplace_hint(next, number + 1, last);
        return;
    }
    range->second = number - 1;
    if (number < last)
        m_ranges.emplace_hint(std::next(range), number + 1, last);
}

void MissingRanges::arrived(uint64_t number)
{
    if (number == m_end + 1) {
        m_end = number;
        return;
    }
    end(number);
    received(number);
}

size_t MissingRanges::lowest(std::span<wire::Range> out, uint64_t packets) const
{
    size_t count = 0;
    for (const auto &[first, last] : m_ranges) {
        if (count == out.size() || packets == 0)
            break;
        const uint64_t length = std::min(last - first, packets - 1) + 1;
        out[count++] = {first, first + (length - 1)};
        packets -= length;
    }
    return count;
}

} // namespace castdeck
