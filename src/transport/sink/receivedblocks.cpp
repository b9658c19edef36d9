// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/receivedblocks.h"

#include <algorithm>
#include <bit>
#include <vector>

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

bool ReceivedBlocks::remove(uint64_t block)
{
    if (!contains(block))
        return false;
    const uint64_t index = block - 1;
    m_bits.get()[index / 64] &= ~(uint64_t(1) << (index % 64));
    --m_count;
    m_fullWords = std::min(m_fullWords, index / 64);
    return true;
}

/// From block @p from on, until @p visit returns false.
template <class Visit>
void ReceivedBlocks::forEachMissing(uint64_t from, Visit visit) const
{
    enum class Block : uint8_t { Missing, Present };
    // The first such block from `index` on, or m_total.
    const auto find = [this](uint64_t index, Block wanted) {
        while (index < m_total) {
            const uint64_t present = m_bits.get()[index / 64];
            const uint64_t word = wanted == Block::Present ? present : ~present;
            const uint64_t rest = word >> (index % 64);
            if (rest != 0)
                return std::min<uint64_t>(index + static_cast<uint64_t>(std::countr_zero(rest)), m_total);
            index = (index / 64 + 1) * 64;
        }
        return m_total;
    };
    for (uint64_t first = find(std::max(m_fullWords * 64, from - 1), Block::Missing); first < m_total;) {
        const uint64_t behind = find(first, Block::Present);
        if (!visit(wire::Range{first + 1, behind}))
            return;
        first = find(behind, Block::Missing);
    }
}

std::optional<wire::Range> ReceivedBlocks::nextMissing(uint64_t from) const
{
    std::optional<wire::Range> found;
    forEachMissing(std::max<uint64_t>(from, 1), [&](wire::Range range) {
        found = range;
        return false;
    });
    return found;
}

size_t ReceivedBlocks::missing(std::span<wire::Range> out, uint64_t joinDistance) const
{
    // How many neighbours are how far apart says up to which distance they have to be joined.
    std::vector<uint64_t> apart(joinDistance + 1);
    uint64_t excess = 0;
    if (joinDistance > 0) {
        uint64_t ranges = 0;
        uint64_t end = 0;
        forEachMissing(1, [&](wire::Range range) {
            if (const uint64_t distance = range.start - end - 1; ranges++ > 0 && distance <= joinDistance)
                ++apart[distance];
            end = range.end;
            return true;
        });
        excess = ranges - std::min<uint64_t>(ranges, out.size());
    }
    uint64_t whole = 0; // what is nearer than this is joined …
    while (whole <= joinDistance && apart[whole] <= excess)
        excess -= apart[whole++];
    uint64_t more = excess; // … and so many of those that are just so far apart

    size_t count = 0;
    forEachMissing(1, [&](wire::Range range) {
        const uint64_t distance = count > 0 ? range.start - out[count - 1].end - 1 : 0;
        const bool isNear =
            count > 0 && distance <= joinDistance && (distance < whole || (distance == whole && more > 0));
        if (isNear) {
            more -= distance == whole;
            out[count - 1].end = range.end;
            return true;
        }
        if (count == out.size())
            return false;
        out[count++] = range;
        return true;
    });
    return count;
}

} // namespace castdeck
