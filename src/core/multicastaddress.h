// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <array>

namespace castdeck
{

/// An IP address in network order; of IPv4 the first four bytes. Compares by value within a family.
struct MulticastAddress {
    std::array<quint8, 16> bytes{};
    quint8 length = 0; ///< 4 or 16

    friend auto operator<=>(const MulticastAddress &, const MulticastAddress &) = default;
};

/// InvalidIpAddress for what is no address of that family (@p length 4 or 16), InvalidIpv4MulticastAddress
/// (not 224–239) or InvalidIpv6MulticastAddress (not ff00::/8) for one that is no group.
Result<MulticastAddress> multicastAddressFromText(const QString &text, quint8 length);

} // namespace castdeck
