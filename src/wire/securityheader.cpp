// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/securityheader.h"

#include "wire/bytes.h"
#include "wire/transportlayout.h"

#include <QtGlobal>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace castdeck::wire
{

namespace
{

constexpr size_t FixedSize = 5;
constexpr size_t TagSize = 32;

/// n of §2.1, by the number of the mode. Signatures are never written, so they have no size.
constexpr uint16_t dataSizes[] = {0, TagSize, 0, 4};

uint16_t dataSize(SecurityMode mode)
{
    return dataSizes[static_cast<size_t>(mode)];
}

} // namespace

/// Keeps the keyed context, which is started anew for each packet instead of being made anew.
struct PacketSecurity::Hmac {
    explicit Hmac(std::span<const uint8_t> key)
    {
        EVP_MAC *algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
        context = EVP_MAC_CTX_new(algorithm);
        EVP_MAC_free(algorithm);
        char digest[] = "SHA256";
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end(),
        };
        keyed = context && EVP_MAC_init(context, key.data(), key.size(), parameters) == 1;
    }
    ~Hmac() { EVP_MAC_CTX_free(context); }
    Q_DISABLE_COPY_MOVE(Hmac)

    /// False when the cryptographic library fails; then the packet is as good as forged.
    bool tag(std::span<const uint8_t> covered, uint8_t *out)
    {
        size_t size = 0;
        return keyed && EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&
               EVP_MAC_update(context, covered.data(), covered.size()) == 1 &&
               EVP_MAC_final(context, out, &size, TagSize) == 1 && size == TagSize;
    }

    EVP_MAC_CTX *context = nullptr;
    bool keyed = false;
};

PacketSecurity::PacketSecurity(SecurityMode mode, std::span<const uint8_t> key)
    : m_mode(mode), m_hmac(mode == SecurityMode::Hash ? std::make_unique<Hmac>(key) : nullptr)
{
}

PacketSecurity::~PacketSecurity() = default;
PacketSecurity::PacketSecurity(PacketSecurity &&) noexcept = default;
PacketSecurity &PacketSecurity::operator=(PacketSecurity &&) noexcept = default;

SecurityMode PacketSecurity::mode() const
{
    return m_mode;
}

size_t PacketSecurity::headerSize() const
{
    return headerSize(m_mode);
}

size_t PacketSecurity::headerSize(SecurityMode mode)
{
    return FixedSize + dataSize(mode);
}

void PacketSecurity::seal(std::span<uint8_t> packet)
{
    sealWithSum(packet, m_mode == SecurityMode::Checksum ? ~checksum(packet.subspan(headerSize())) : 0);
}

void PacketSecurity::sealWithSum(std::span<uint8_t> packet, uint32_t coveredSum)
{
    Writer header(packet.first(headerSize()));
    header(uint8_t{'W'}, uint8_t{'D'}, static_cast<uint8_t>(m_mode), dataSize(m_mode));
    if (m_mode == SecurityMode::Checksum)
        header(~coveredSum);
    else if (m_hmac && !m_hmac->tag(packet.subspan(headerSize()), header.reserve(TagSize)))
        std::ranges::fill(packet.subspan(FixedSize, TagSize), uint8_t{0});
}

Decoded<size_t> PacketSecurity::open(std::span<const uint8_t> packet)
{
    using enum Rejection;
    if (packet.size() < FixedSize)
        return tl::unexpected(TooShort);
    if (packet[0] != 'W' || packet[1] != 'D')
        return tl::unexpected(BadMagic);
    const uint8_t type = packet[2];
    if (type >= std::size(dataSizes))
        return tl::unexpected(BadSecurityType);
    if (type != static_cast<uint8_t>(m_mode))
        return tl::unexpected(SecurityModeMismatch);
    if (m_mode == SecurityMode::Sign)
        return tl::unexpected(UnsupportedSecurity);
    if (qFromBigEndian<uint16_t>(packet.data() + 3) != dataSize(m_mode))
        return tl::unexpected(BadSecurityLength);
    if (packet.size() < headerSize() + SessionHeaderSize)
        return tl::unexpected(TooShort);

    const auto covered = packet.subspan(headerSize());
    if (m_mode == SecurityMode::Checksum &&
        qFromBigEndian<uint32_t>(packet.data() + FixedSize) != checksum(covered))
        return tl::unexpected(BadChecksum);
    if (m_hmac) {
        std::array<uint8_t, TagSize> expected;
        if (!m_hmac->tag(covered, expected.data()) ||
            CRYPTO_memcmp(expected.data(), packet.data() + FixedSize, TagSize) != 0)
            return tl::unexpected(BadHmac);
    }
    return headerSize();
}

} // namespace castdeck::wire
