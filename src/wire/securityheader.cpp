// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/securityheader.h"

#include "wire/bytes.h"
#include "wire/packetcipher.h"
#include "wire/replaywindow.h"
#include "wire/transportlayout.h"

#include <QtGlobal>
#include <map>
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
constexpr uint8_t TypesOfTheProtocol = 4; // 0 to 3

/// Of an encrypted packet: key number and count, which together are the nonce, and the tag.
constexpr size_t NonceAt = FixedSize;
constexpr size_t SealAt = NonceAt + PacketCipher::NonceSize;
constexpr size_t SealedHeaderSize = SealAt + PacketCipher::TagSize;
constexpr size_t TextAt = SealedHeaderSize + SessionHeaderSize;

/// n of §2.1. Signatures are never written, so they have no size.
uint16_t dataSize(SecurityMode mode)
{
    switch (mode) {
    case SecurityMode::Hash:
        return TagSize;
    case SecurityMode::Checksum:
        return 4;
    case SecurityMode::Encrypted:
        return SealedHeaderSize - FixedSize;
    case SecurityMode::None:
    case SecurityMode::Sign:
        break;
    }
    return 0;
}

/// What is not encrypted and cannot be changed either: everything before the text but the tag itself.
std::array<uint8_t, SealAt + SessionHeaderSize> plainPart(std::span<const uint8_t> packet)
{
    std::array<uint8_t, SealAt + SessionHeaderSize> part;
    const auto behind = std::ranges::copy(packet.first<SealAt>(), part.begin()).out;
    std::ranges::copy(packet.subspan<SealedHeaderSize, SessionHeaderSize>(), behind);
    return part;
}

} // namespace

std::optional<KeyId> keyIdOf(std::span<const uint8_t> packet)
{
    if (packet.size() < SealedHeaderSize || packet[0] != 'W' || packet[1] != 'D')
        return std::nullopt;
    const auto kind = static_cast<KeyId::Kind>(packet[2]);
    if (kind != KeyId::Kind::Group && kind != KeyId::Kind::Member)
        return std::nullopt;
    return KeyId{kind, qFromBigEndian<uint32_t>(packet.data() + NonceAt)};
}

/// The key that seals, and those that open; each is prepared when it is needed first, for a server knows the
/// keys of many members that never come.
struct PacketSecurity::Cipher {
    struct Opening {
        CipherKey key{};
        std::optional<PacketCipher> cipher;
        ReplayWindow came;
    };
    std::optional<PacketCipher> sealing;
    KeyId sealingWith;
    uint64_t sealed = 0;
    std::map<KeyId, std::unique_ptr<Opening>> opening;
    KeyId openedWith;
};

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
    : m_mode(mode)
    , m_hmac(mode == SecurityMode::Hash ? std::make_unique<Hmac>(key) : nullptr)
    , m_cipher(mode == SecurityMode::Encrypted ? std::make_unique<Cipher>() : nullptr)
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
    if (m_cipher)
        return encrypt(packet);
    Writer header(packet.first(headerSize()));
    header(uint8_t{'W'}, uint8_t{'D'}, static_cast<uint8_t>(m_mode), dataSize(m_mode));
    if (m_mode == SecurityMode::Checksum)
        header(~coveredSum);
    else if (m_hmac && !m_hmac->tag(packet.subspan(headerSize()), header.reserve(TagSize)))
        std::ranges::fill(packet.subspan(FixedSize, TagSize), uint8_t{0});
}

void PacketSecurity::encrypt(std::span<uint8_t> packet)
{
    Writer header(packet.first(SealedHeaderSize));
    header(uint8_t{'W'}, uint8_t{'D'}, static_cast<uint8_t>(m_cipher->sealingWith.kind), dataSize(m_mode),
           m_cipher->sealingWith.number, m_cipher->sealed);
    const auto text = packet.subspan(TextAt);
    const bool mayBeSealed = m_cipher->sealing && m_cipher->sealed < PacketsPerKeyMax;
    m_cipher->sealed += mayBeSealed;
    if (mayBeSealed &&
        m_cipher->sealing->seal(packet.subspan<NonceAt, PacketCipher::NonceSize>(), plainPart(packet), text,
                                packet.subspan<SealAt, PacketCipher::TagSize>()))
        return;
    std::ranges::fill(text, uint8_t{0});
    std::ranges::fill(packet.subspan<SealAt, PacketCipher::TagSize>(), uint8_t{0});
}

Decoded<size_t> PacketSecurity::decrypt(std::span<uint8_t> packet)
{
    using enum Rejection;
    const auto found = m_cipher->opening.find(*keyIdOf(packet));
    if (found == m_cipher->opening.end())
        return tl::unexpected(UnknownKey);
    Cipher::Opening &opening = *found->second;
    if (!opening.cipher)
        opening.cipher.emplace(PacketCipher::Use::Open, opening.key);
    if (!opening.cipher->open(packet.subspan<NonceAt, PacketCipher::NonceSize>(), plainPart(packet),
                              packet.subspan(TextAt), packet.subspan<SealAt, PacketCipher::TagSize>()))
        return tl::unexpected(BadSeal);
    if (!opening.came.take(qFromBigEndian<uint64_t>(packet.data() + NonceAt + sizeof(uint32_t))))
        return tl::unexpected(Replayed);
    m_cipher->openedWith = found->first;
    return SealedHeaderSize;
}

void PacketSecurity::sealWith(KeyId id, const CipherKey &key)
{
    m_cipher->sealing.emplace(PacketCipher::Use::Seal, key);
    m_cipher->sealingWith = id;
    m_cipher->sealed = 0;
}

uint64_t PacketSecurity::sealed() const
{
    return m_cipher->sealed;
}

void PacketSecurity::openWith(KeyId id, const CipherKey &key)
{
    auto &opening = m_cipher->opening[id];
    if (!opening) {
        opening = std::make_unique<Cipher::Opening>();
        opening->key = key;
    }
}

void PacketSecurity::forget(KeyId id)
{
    m_cipher->opening.erase(id);
}

KeyId PacketSecurity::openedWith() const
{
    return m_cipher->openedWith;
}

Decoded<size_t> PacketSecurity::open(std::span<uint8_t> packet)
{
    using enum Rejection;
    if (packet.size() < FixedSize)
        return tl::unexpected(TooShort);
    if (packet[0] != 'W' || packet[1] != 'D')
        return tl::unexpected(BadMagic);
    const uint8_t type = packet[2];
    const bool isSealed = m_cipher && (type == static_cast<uint8_t>(KeyId::Kind::Group) ||
                                       type == static_cast<uint8_t>(KeyId::Kind::Member));
    if (type >= TypesOfTheProtocol && !isSealed)
        return tl::unexpected(BadSecurityType);
    if (type != static_cast<uint8_t>(m_mode) && !isSealed)
        return tl::unexpected(SecurityModeMismatch);
    if (m_mode == SecurityMode::Sign)
        return tl::unexpected(UnsupportedSecurity);
    if (qFromBigEndian<uint16_t>(packet.data() + 3) != dataSize(m_mode))
        return tl::unexpected(BadSecurityLength);
    if (packet.size() < headerSize() + SessionHeaderSize)
        return tl::unexpected(TooShort);
    if (m_cipher)
        return decrypt(packet);

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
