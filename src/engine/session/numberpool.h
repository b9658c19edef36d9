// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_set>

namespace castdeck
{

/// Hands out the numbers of a range, one holder each, going round: a number that was given back is the last
/// to be used again, so that packets still under way for its old holder find nobody.
class NumberPool
{
public:
    /// @p count numbers from @p first on, beginning with the one @p start behind the first.
    NumberPool(uint32_t first, uint32_t count, uint32_t start = 0);

    /// Nothing when every number is held.
    std::optional<uint32_t> take();
    void giveBack(uint32_t number) { m_held.erase(number); }
    /// Holds one that was taken before there was this pool; one that is not of the range is no error.
    void hold(uint32_t number)
    {
        if (number >= m_first && number - m_first < m_count)
            m_held.insert(number);
    }

    uint32_t first() const { return m_first; }
    uint32_t last() const { return m_first + (m_count - 1); }
    /// What take() looks at first.
    uint32_t next() const { return m_first + m_next; }
    size_t held() const { return m_held.size(); }

private:
    uint32_t m_first;
    uint32_t m_count;
    uint32_t m_next;
    std::unordered_set<uint32_t> m_held;
};

} // namespace castdeck
