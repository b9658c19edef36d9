// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace castdeck::fuzz
{

using Bytes = std::span<const uint8_t>;

/// An assertion that stays in every build: the fuzzer takes the crash for a finding.
inline void require(bool condition)
{
    if (!condition)
        __builtin_trap();
}

/// A copy with nothing behind it.
inline std::vector<uint8_t> copyOf(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}

/// What was read and written again reads and writes the same from then on. @p decode gives a tl::expected,
/// and
/// @p encode a size, 0 for what may be read and not written.
template <class Decode, class Encode>
void checkStable(Bytes input, size_t largest, Decode decode, Encode encode)
{
    const auto first = decode(input);
    if (!first)
        return;
    std::vector<uint8_t> out(largest);
    const size_t size = encode(std::span(out), *first);
    if (size == 0)
        return;
    require(size <= largest);
    const std::vector<uint8_t> written = copyOf(Bytes(out).first(size));
    const auto second = decode(Bytes(written));
    require(second.has_value());
    require(encode(std::span(out), *second) == size);
    require(copyOf(Bytes(out).first(size)) == written);
}

} // namespace castdeck::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
