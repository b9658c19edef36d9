// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/enginesettings.h"

#include "transport/net/socketaddress.h"

#include <algorithm>

namespace castdeck
{

namespace
{

Result<void> checkGroups(const GroupRange &range)
{
    for (const wire::Address &end : {range.first, range.last}) {
        if (!end.isMulticast())
            return failure(end.length == 16 ? ErrorCode::InvalidIpv6MulticastAddress
                                            : ErrorCode::InvalidIpv4MulticastAddress,
                           toText(end));
    }
    const auto prefix = [](const wire::Address &address) {
        return address.view().first(address.length - 4u);
    };
    if (range.first.length != range.last.length || range.last < range.first ||
        !std::ranges::equal(prefix(range.first), prefix(range.last)))
        return failure(ErrorCode::InvalidServiceIpAddressRange,
                       toText(range.first) % QStringLiteral(" - ") % toText(range.last));
    return {};
}

} // namespace

Result<void> EngineSettings::check() const
{
    if (ports.first == 0 || ports.last < ports.first)
        return failure(ErrorCode::InvalidServicePortRange,
                       QStringLiteral("%1 - %2").arg(ports.first).arg(ports.last));
    if (packetMtu < 576 || packetMtu > 9000)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("packet MTU %1").arg(packetMtu));
    if (hopLimit < 1 || hopLimit > 255)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("hop limit %1").arg(hopLimit));
    if (authenticatedMode == wire::SecurityMode::Sign)
        return failure(ErrorCode::InvalidParameter, QStringLiteral("security mode sign"));
    return groups ? checkGroups(*groups) : Result<void>();
}

Policies EngineSettings::policies() const
{
    Policies initial;
    initial.service.startPort = ports.first;
    initial.service.endPort = ports.last;
    if (groups) {
        AddressPolicy &family = groups->first.length == 16 ? initial.service.ipv6 : initial.service.ipv4;
        family.startAddress = toText(groups->first);
        family.endAddress = toText(groups->last);
    }
    return initial;
}

} // namespace castdeck
