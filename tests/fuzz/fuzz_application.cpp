// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "wire/applicationmessage.h"

using namespace castdeck::wire;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // The contents of the vectors, a single block of any length, and one too large to be counted in 32 bits.
    const ContentGeometry contents[]{{3000, 1385},
                                     {457472 * uint64_t{1385}, 1385},
                                     {uint64_t{size} * 7, static_cast<uint32_t>(size) + 1},
                                     {UINT64_MAX, 1}};
    const Bytes input(data, size);
    const auto write = [](std::span<uint8_t> out, const auto &message) { return encode(out, message); };
    const auto check = [&](auto decode) { castdeck::fuzz::checkStable(input, UINT16_MAX, decode, write); };
    check(decodeInquiry);
    check(decodeProgress);
    for (const ContentGeometry &content : contents) {
        check([&content](Bytes bytes) { return decodeAnswer(bytes, content); });
        check([&content](Bytes bytes) { return decodeBlock(bytes, content); });
    }
    return 0;
}
