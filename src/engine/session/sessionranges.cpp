// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessionranges.h"

#include "transport/net/socketaddress.h"

namespace castdeck
{

namespace
{

constexpr PortRange dynamicPorts{49152, 65535};

std::optional<GroupRange> rangeOf(const AddressPolicy &policy)
{
    const auto first = addressFromText(policy.startAddress);
    const auto last = addressFromText(policy.endAddress);
    return first && last ? std::optional(GroupRange{*first, *last}) : std::nullopt;
}

} // namespace

SessionRanges SessionRanges::from(const ServicePolicy &policy)
{
    const bool isDynamic = policy.udpPortPolicy == UdpPortPolicy::Dynamic;
    const PortRange fixed{uint16_t(policy.startPort), uint16_t(policy.endPort)};
    return {rangeOf(policy.ipv4), rangeOf(policy.ipv6), isDynamic ? dynamicPorts : fixed};
}

bool SessionRanges::contains(const wire::Endpoint &endpoint) const
{
    const auto &range = groups(endpoint.address.length);
    const bool isGroup = !range || (!(endpoint.address < range->first) && !(range->last < endpoint.address));
    return isGroup && endpoint.port >= ports.first && endpoint.port <= ports.last;
}

} // namespace castdeck
