// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/cipherkey.h"

#include <QtEndian>
#include <algorithm>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string_view>

namespace castdeck::wire
{

std::optional<CipherKey> randomCipherKey()
{
    CipherKey key;
    return RAND_priv_bytes(key.data(), int(key.size())) == 1 ? std::optional(key) : std::nullopt;
}

/// HKDF-Expand of RFC 5869 with SHA-256; one step of it makes as many bytes as a key has.
CipherKey memberCipherKey(const Member &member, Direction direction, uint32_t sessionId)
{
    const std::string_view name =
        direction == Direction::MemberToServer ? "castdeck member to server" : "castdeck server to member";
    std::array<uint8_t, 25 + 4 + 4 + 1> information;
    uint8_t *at = std::ranges::copy(name, information.begin()).out;
    qToBigEndian(sessionId, at);
    qToBigEndian(member.number, at + 4);
    information.back() = 1;
    CipherKey key{};
    size_t size = 0;
    // Without a key there must be none that somebody could guess.
    if (!EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, member.secret.data(), member.secret.size(),
                   information.data(), information.size(), key.data(), key.size(), &size) ||
        size != key.size())
        qFatal("no HMAC in the cryptographic library");
    return key;
}

} // namespace castdeck::wire
