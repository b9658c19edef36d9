// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/aead.h"
#include "wire/cipherkey.h"
#include "wire/wideunits.h"

#include <memory>

namespace castdeck::wire
{

/// AES-256-GCM with one key for one direction. The key is prepared once, which costs more than a packet does;
/// each packet changes the nonce only. Not thread-safe.
class PacketCipher
{
public:
    enum class Use : uint8_t { Seal, Open };
    static constexpr size_t NonceSize = Aead::NonceSize;
    static constexpr size_t TagSize = Aead::TagSize;
    using Nonce = Aead::Nonce;

    PacketCipher(Use use, const CipherKey &key, CryptoLibrary library = CryptoLibrary::Fastest);

    /// As those of Aead.
    [[nodiscard]] bool seal(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                            std::span<uint8_t, TagSize> tag)
    {
        return m_aead->seal(nonce, header, text, tag);
    }
    [[nodiscard]] bool open(Nonce nonce, std::span<const uint8_t> header, std::span<uint8_t> text,
                            std::span<const uint8_t, TagSize> tag)
    {
        return m_aead->open(nonce, header, text, tag);
    }

private:
    std::unique_ptr<Aead> m_aead;
};

} // namespace castdeck::wire
