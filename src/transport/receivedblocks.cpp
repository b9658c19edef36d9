// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receivedblocks.h"

#include <bit>

namespace castdeck
{

Result<ReceivedBlocks> ReceivedBlocks::create(uint64_t total)
{
    if (total > TotalMax)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("%1 blocks").arg(total));
    // calloc hands out pages on first touch: a late joiner of a huge content does not pay for it at once.
    auto *bits = static_cast<uint64_t *>(std::calloc(total / 64 + 1, sizeof(uint64_t)));
    if (!bits)
        return failure(ErrorCode::NoSystemResources, QStringLiteral("%1 blocks").arg(total));
    return ReceivedBlocks(total, bits);
}

uint8_t ReceivedBlocks::percent() const
{
    return m_total == 0 ? 100 : static_cast<uint8_t>(100 * m_count / m_total);
}

bool ReceivedBlocks::contains(uint64_t block) const
{
    return block >= 1 && block <= m_total && bit(block - 1);
}

bool ReceivedBlocks::add(uint64_t block)
{
    if (block < 1 || block > m_total || bit(block - 1))
        return false;
    const uint64_t index = block - 1;
    m_bits.get()[index / 64] |= uint64_t(1) << (index % 64);
    ++m_count;
    while (m_fullWords < m_total / 64 && m_bits.get()[m_fullWords] == ~uint64_t(0))
        ++m_fullWords;
    return true;
}

size_t ReceivedBlocks::missing(std::span<wire::Range> out) const
{
    // The first bit from `index` on that has the value, or m_total.
    const auto find = [this](uint64_t index, bool value) {
        while (index < m_total) {
            const uint64_t word = value ? m_bits.get()[index / 64] : ~m_bits.get()[index / 64];
            const uint64_t rest = word >> (index % 64);
            if (rest != 0)
                return std::min<uint64_t>(index + static_cast<uint64_t>(std::countr_zero(rest)), m_total);
            index = (index / 64 + 1) * 64;
        }
        return m_total;
    };
    size_t count = 0;
    uint64_t first = find(m_fullWords * 64, false);
    while (first < m_total && count < out.size()) {
        const uint64_t behind = find(first, true);
        out[count++] = {first + 1, behind};
        first = find(behind, false);
    }
    return count;
}

} // namespace castdeck
