// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/blocksmissing.h"

#include <algorithm>

namespace castdeck
{

BlocksMissing blocksMissing(const BlockRanges &ranges, uint64_t blocks)
{
    if (blocks == 0)
        return {};
    std::array<uint64_t, BlockMap::Parts> counts{};
    uint64_t counted = 0; // all before this
    for (const wire::Range &range : unionOf(ranges)) {
        const uint64_t end = std::min(range.end, blocks - 1) + 1;
        counted = std::max(counted, range.start);
        while (counted < end) {
            // Where rounding put it may be one beside.
            uint64_t part = std::min<uint64_t>(counted * BlockMap::Parts / blocks, BlockMap::Parts - 1);
            while (part + 1 < BlockMap::Parts && BlockMap::begin(part + 1, blocks) <= counted)
                ++part;
            const uint64_t upTo = std::min<uint64_t>(end, BlockMap::begin(part + 1, blocks));
            counts.at(part) += upTo - counted;
            counted = upTo;
        }
    }
    BlocksMissing missing{};
    for (uint64_t part = 0; part < BlockMap::Parts; ++part) {
        const uint64_t size = BlockMap::begin(part + 1, blocks) - BlockMap::begin(part, blocks);
        if (const uint64_t count = counts.at(part))
            missing.at(part) = uint8_t(std::max<uint64_t>(count * 100 / size, 1));
    }
    return missing;
}

BlocksMissing stillMissing(const BlocksMissing &asked, const BlocksMissing &unsent)
{
    BlocksMissing still{};
    std::ranges::transform(asked, unsent, still.begin(), [](uint8_t a, uint8_t b) { return std::min(a, b); });
    return still;
}

} // namespace castdeck
