// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/cipherkey.h"

#include <QtGlobal>
#include <span>
#include <utility>

struct evp_cipher_ctx_st;

namespace castdeck::wire
{

/// AES-256-GCM with one key for one direction. The key is prepared once, which costs more than a packet does;
/// each packet changes the nonce only. Not thread-safe.
class PacketCipher
{
public:
    enum class Use : uint8_t { Seal, Open };
    static constexpr size_t NonceSize = 12;
    static constexpr size_t TagSize = 16;
    using Nonce = std::span<const uint8_t, NonceSize>;

    PacketCipher(Use use, const CipherKey &key);
    ~PacketCipher();
    PacketCipher(PacketCipher &&other) noexcept : m_context(std::exchange(other.m_context, nullptr)) {}
    PacketCipher &operator=(PacketCipher &&other) noexcept
    {
        std::swap(m_context, other.m_context);
        return *this;
    }
    PacketCipher(const PacketCipher &) = delete;
    PacketCipher &operator=(const PacketCipher &) = delete;

    /// Encrypts @p text where it is. False when the cryptographic library fails: @p text is worth nothing
    /// then, and may still be readable.
    [[nodiscard]] bool seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                            std::span<uint8_t, TagSize> tag);
    /// Decrypts @p text where it is. False if anything is not as it was sealed: @p text is worth nothing
    /// then.
    [[nodiscard]] bool open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                            std::span<const uint8_t, TagSize> tag);

private:
    bool pass(std::span<const uint8_t> header, std::span<uint8_t> text);

    evp_cipher_ctx_st *m_context;
};

} // namespace castdeck::wire
