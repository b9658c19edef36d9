// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace castdeck::wire
{

/// Which packets of one key came already. What is older than all that it remembers counts as having come.
class ReplayWindow
{
public:
    static constexpr uint64_t Size = 8192; ///< packets; a multiple of 64

    /// True the first time that @p counter comes.
    bool take(uint64_t counter)
    {
        if (counter == UINT64_MAX || (counter < m_end && m_end - counter > Size))
            return false;
        if (counter >= m_end)
            moveTo(counter);
        uint64_t &word = m_words[counter / 64 % m_words.size()];
        const uint64_t bit = uint64_t(1) << counter % 64;
        const bool isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

private:
    /// The words between are of packets that did not come. Whole words are forgotten, so there is one more
    /// than the size asks for.
    void moveTo(uint64_t counter)
    {
        const uint64_t last = m_end == 0 ? 0 : (m_end - 1) / 64;
        const uint64_t fresh = std::min<uint64_t>(counter / 64 - last, m_words.size());
        for (uint64_t i = 0; i < fresh; ++i)
            m_words[(counter / 64 - i) % m_words.size()] = 0;
        m_end = counter + 1;
    }

    std::array<uint64_t, Size / 64 + 1> m_words{};
    uint64_t m_end = 0; ///< behind the greatest that came
};

} // namespace castdeck::wire
