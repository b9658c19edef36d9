// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/transportpacket.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <span>

namespace castdeck
{

/// One bit a block: which blocks of a content are there (multicast-application §5). Blocks are numbered
/// from 1.
class ReceivedBlocks
{
public:
    /// 90 TB in blocks of 1413 bytes; more is a server that talks nonsense.
    static constexpr uint64_t TotalMax = uint64_t(1) << 36;

    /// InvalidParameter above TotalMax, NoSystemResources when there is no memory for the bits.
    static Result<ReceivedBlocks> create(uint64_t total);

    uint64_t total() const { return m_total; }
    uint64_t count() const { return m_count; }
    bool isComplete() const { return m_count == m_total; }
    /// floor(100 × count / total), 100 for a content without blocks (Choice A05).
    uint8_t percent() const;

    /// False for a number outside 1…total.
    bool contains(uint64_t block) const;
    /// False if it was there already or does not exist.
    bool add(uint64_t block);

    /// False if it was missing already or does not exist.
    bool remove(uint64_t block);

    /// The first missing range at or behind block @p from, cut off before it; nothing if none is missing
    /// there.
    std::optional<wire::Range> nextMissing(uint64_t from) const;
    /// Fills @p out with the lowest missing ranges; the result is how many there are, at most out.size().
    size_t missing(std::span<wire::Range> out) const { return missing(out, 0); }
    /// The same; but if not all of them fit, neighbours with at most @p joinDistance blocks between them
    /// become one, the nearest first, until they fit (Choice A17).
    size_t missing(std::span<wire::Range> out, uint64_t joinDistance) const;

private:
    struct Free {
        void operator()(uint64_t *bits) const { std::free(bits); }
    };
    ReceivedBlocks(uint64_t total, uint64_t *bits) : m_total(total), m_bits(bits) {}
    template <class Visit>
    void forEachMissing(uint64_t from, Visit visit) const;
    bool bit(uint64_t index) const { return (m_bits.get()[index / 64] >> (index % 64)) & 1; }

    uint64_t m_total;
    uint64_t m_count = 0;
    uint64_t m_fullWords = 0; ///< words from the front that have every bit set
    std::unique_ptr<uint64_t, Free> m_bits;
};

} // namespace castdeck
