// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/cipherkey.h"
#include "wire/rejection.h"

#include <array>
#include <memory>
#include <span>

namespace castdeck::wire
{

/// How packets of one direction are protected (multicast-transport §2.1); the numbers are those of the wire.
/// Encrypted is our own (docs/protocol.md, Encrypted sessions).
enum class SecurityMode : uint8_t { None = 0, Hash = 1, Sign = 2, Checksum = 3, Encrypted = 0x45 };

/// A session key: 24 bytes, used by HMAC as they are (Choice T04, I16).
using SessionKey = std::array<uint8_t, 24>;

/// Inverted 32-bit sum of the bytes (multicast-transport §2.1).
uint32_t checksum(std::span<const uint8_t> covered);

/// The key that an encrypted packet says it was sealed with; nothing if it is none. Not checked.
std::optional<KeyId> keyIdOf(std::span<const uint8_t> packet);

/// Writes and checks the security header of one direction of one session. Not thread-safe (it keeps the
/// contexts of its keys between packets); cheap to make one per thread. SecurityMode::Sign can be expected,
/// never produced. In mode Encrypted it also encrypts and decrypts, each packet where it is.
class PacketSecurity
{
public:
    /// The key is used by SecurityMode::Hash only, and copied. In mode Encrypted nothing can be sealed before
    /// sealWith(), nor opened before openWith().
    explicit PacketSecurity(SecurityMode mode, std::span<const uint8_t> key = {});
    ~PacketSecurity();
    PacketSecurity(PacketSecurity &&) noexcept;
    PacketSecurity &operator=(PacketSecurity &&) noexcept;

    SecurityMode mode() const;
    /// S of §2.1: bytes before the session header.
    size_t headerSize() const;
    static size_t headerSize(SecurityMode mode);
    /// Fills the first headerSize() bytes of @p packet; the bytes behind them must be final. In mode
    /// Encrypted those behind the session header are encrypted; what cannot be is made zero.
    void seal(std::span<uint8_t> packet);
    /// As seal() in mode None or Checksum, for a packet whose covered bytes sum up (as unsigned bytes, mod
    /// 2³²) to @p coveredSum: saves reading the payload a second time. In other modes the same as seal().
    void sealWithSum(std::span<uint8_t> packet, uint32_t coveredSum);
    /// Steps 1 to 8 of §2.4; the result is the offset S of the session header. In mode Encrypted the packet
    /// is decrypted, and is good for nothing if that fails.
    Decoded<size_t> open(std::span<uint8_t> packet);

    // Of mode Encrypted:

    /// From now on packets are sealed with this key, which has never sealed any: its count starts at 0.
    void sealWith(KeyId id, const CipherKey &key);
    /// How many were sealed with the present key.
    uint64_t sealed() const;
    /// Packets of that key are opened from now on. A key that is known already stays as it is.
    void openWith(KeyId id, const CipherKey &key);
    void forget(KeyId id);
    /// The key of the last packet that open() took.
    KeyId openedWith() const;

private:
    struct Hmac;
    struct Cipher;
    void encrypt(std::span<uint8_t> packet);
    Decoded<size_t> decrypt(std::span<uint8_t> packet);

    SecurityMode m_mode;
    std::unique_ptr<Hmac> m_hmac;
    std::unique_ptr<Cipher> m_cipher;
};

/// No key seals more packets than this: what is known of AES-GCM's limits (RFC 9001, appendix B) has a wide
/// margin then.
inline constexpr uint64_t PacketsPerKeyMax = uint64_t(1) << 28U;

} // namespace castdeck::wire
