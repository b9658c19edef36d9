// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "wire/initiation.h"

using namespace castdeck::wire;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Bytes input(data, size);
    castdeck::fuzz::checkStable(
        input, 4096, decodeInitiationRequest,
        [](std::span<uint8_t> out, const auto &request) { return encode(out, request); });
    castdeck::fuzz::checkStable(
        input, 1200, decodeInitiationReply, [](std::span<uint8_t> out, const auto &answer) {
            return std::visit([out](const auto &message) { return encode(out, message); }, answer);
        });
    return 0;
}
