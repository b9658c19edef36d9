// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"
#include "engine/common/enginesettings.h"

namespace castdeck
{

/// Where sessions may be, as the service policy says.
struct SessionRanges {
    std::optional<GroupRange> ipv4; ///< nothing: derived from the interface
    std::optional<GroupRange> ipv6;
    PortRange ports;

    /// Of a policy that was check()ed. UdpPortPolicy::Dynamic means the dynamic ports of RFC 6335, 49152 to
    /// 65535, of which the ones in use are passed over.
    static SessionRanges from(const ServicePolicy &policy);
    const std::optional<GroupRange> &groups(uint8_t addressLength) const
    {
        return addressLength == 16 ? ipv6 : ipv4;
    }
    bool contains(const wire::Endpoint &endpoint) const;
};

} // namespace castdeck
