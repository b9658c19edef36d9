// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace castdeck::wire
{

/// An IPv4 or IPv6 address as it stands in a packet: network order, 4 or 16 bytes.
struct Address {
    std::array<uint8_t, 16> bytes{};
    uint8_t length = 0; ///< 4, 16, or 0 for "none"

    std::span<const uint8_t> view() const { return {bytes.data(), length}; }
    bool isMulticast() const
    {
        return length == 4 ? (bytes[0] & 0xF0) == 0xE0 : length == 16 && bytes[0] == 0xFF;
    }
    /// fe80::/10, which means something together with an interface only.
    bool isLinkLocal() const { return length == 16 && bytes[0] == 0xFE && (bytes[1] & 0xC0) == 0x80; }

    friend bool operator==(const Address &, const Address &) = default;
    friend auto operator<=>(const Address &, const Address &) = default;
};

/// Address and UDP port.
struct Endpoint {
    Address address;
    uint16_t port = 0; ///< host order

    friend bool operator==(const Endpoint &, const Endpoint &) = default;
    friend auto operator<=>(const Endpoint &, const Endpoint &) = default;
};

} // namespace castdeck::wire
