// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace castdeck::wire
{

/// AES-256-GCM with one key, as some library has it. One thread at a time.
class Aead
{
public:
    static constexpr size_t NonceSize = 12;
    static constexpr size_t TagSize = 16;
    using Nonce = std::span<const uint8_t, NonceSize>;

    virtual ~Aead() = default;
    /// Encrypts @p text where it is. False when the library fails: @p text is worth nothing then, and may
    /// still be readable.
    [[nodiscard]] virtual bool seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                                    std::span<uint8_t, TagSize> tag) = 0;
    /// Decrypts @p text where it is. False if anything is not as it was sealed: @p text is worth nothing
    /// then.
    [[nodiscard]] virtual bool open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                                    std::span<const uint8_t, TagSize> tag) = 0;
};

} // namespace castdeck::wire
