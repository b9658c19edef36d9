// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/rejection.h"

#include <array>
#include <memory>
#include <span>

namespace castdeck::wire
{

/// How packets of one direction are protected (multicast-transport §2.1); the numbers are those of the wire.
enum class SecurityMode : uint8_t { None = 0, Hash = 1, Sign = 2, Checksum = 3 };

/// A session key: 24 bytes, used by HMAC as they are (Choice T04, I16).
using SessionKey = std::array<uint8_t, 24>;

/// Inverted 32-bit sum of the bytes (multicast-transport §2.1).
uint32_t checksum(std::span<const uint8_t> covered);

/// Writes and checks the security header of one direction of one session. Not thread-safe (it keeps the HMAC
/// context between packets); cheap to make one per thread. SecurityMode::Sign can be expected, never
/// produced.
class PacketSecurity
{
public:
    /// The key is used by SecurityMode::Hash only, and copied.
    explicit PacketSecurity(SecurityMode mode, std::span<const uint8_t> key = {});
    ~PacketSecurity();
    PacketSecurity(PacketSecurity &&) noexcept;
    PacketSecurity &operator=(PacketSecurity &&) noexcept;

    SecurityMode mode() const;
    /// S of §2.1: bytes before the session header.
    size_t headerSize() const;
    static size_t headerSize(SecurityMode mode);
    /// Fills the first headerSize() bytes of @p packet; the bytes behind them must be final.
    void seal(std::span<uint8_t> packet);
    /// As seal() in mode None or Checksum, for a packet whose covered bytes sum up (as unsigned bytes, mod
    /// 2³²) to @p coveredSum: saves reading the payload a second time. In mode Hash the same as seal().
    void sealWithSum(std::span<uint8_t> packet, uint32_t coveredSum);
    /// Steps 1 to 8 of §2.4; the result is the offset S of the session header.
    Decoded<size_t> open(std::span<const uint8_t> packet);

private:
    struct Hmac;
    SecurityMode m_mode;
    std::unique_ptr<Hmac> m_hmac;
};

} // namespace castdeck::wire
