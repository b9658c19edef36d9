// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/securityheader.h"

#include <algorithm>
#include <cstring>

namespace castdeck::wire
{

// Every byte of the data path comes through here, so eight are added at a time: four sums of 16 bits hold the
// even bytes' and the odd bytes' totals of a stretch that is too short to overflow them.
uint32_t checksum(std::span<const uint8_t> covered)
{
    constexpr uint64_t EvenBytes = 0x00FF00FF00FF00FF;
    constexpr size_t Stretch = 128 * sizeof(uint64_t); // 128 × (255 + 255) < 2¹⁶

    uint32_t sum = 0;
    const uint8_t *at = covered.data();
    const uint8_t *const end = at + covered.size();
    while (end - at >= static_cast<ptrdiff_t>(sizeof(uint64_t))) {
        const size_t words = std::min<size_t>(end - at, Stretch) / sizeof(uint64_t);
        uint64_t lanes = 0;
        for (size_t i = 0; i < words; ++i, at += sizeof(uint64_t)) {
            uint64_t word;
            std::memcpy(&word, at, sizeof(word));
            lanes += (word & EvenBytes) + ((word >> 8) & EvenBytes);
        }
        for (; lanes; lanes >>= 16)
            sum += lanes & 0xFFFF;
    }
    while (at != end)
        sum += *at++;
    return ~sum;
}

} // namespace castdeck::wire
