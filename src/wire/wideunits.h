// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/aead.h"
#include "wire/cipherkey.h"

#include <memory>

/// What Intel's Multi-Buffer Crypto library makes of the wide units of a processor (AVX-512, vector AES):
/// packets are sealed, and many messages hashed side by side, at a multiple of the rate of OpenSSL 3.0. Where
/// library or units are not there nothing comes back, and OpenSSL does the work.
namespace castdeck::wire
{

/// Which library does the work: OpenSSL too where the fastest is not there.
enum class CryptoLibrary : uint8_t { Fastest, OpenSsl };

/// Null without the units. For both directions.
std::unique_ptr<Aead> wideAead(const CipherKey &key);

/// SHA-256 of many messages at once. One thread at a time.
class WideDigests
{
public:
    /// With fewer messages one after the other is faster.
    static constexpr size_t Fewest = 8;
    using Value = std::array<uint8_t, 32>;

    /// Null without the units.
    static std::unique_ptr<WideDigests> create();
    virtual ~WideDigests() = default;
    /// One value for each message; fastest where they are about equally long. False when the library fails.
    [[nodiscard]] virtual bool hash(std::span<const std::span<const uint8_t>> messages,
                                    std::span<Value> values) = 0;
};

} // namespace castdeck::wire
