// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policies.h"

#include "core/multicastaddress.h"

#include <algorithm>

namespace castdeck
{

namespace
{

// Above it the rate in bytes per second has no 32 bits any more.
constexpr quint32 thresholdMax = 0xFFFFFFFF / 1024;

tl::unexpected<Error> badRange(const AddressPolicy &policy)
{
    return failure(ErrorCode::InvalidServiceIpAddressRange,
                   policy.startAddress % QStringLiteral(" - ") % policy.endAddress);
}

} // namespace

QString policyName(const Policy &policy)
{
    return std::visit([]<class P>(const P &) { return QString::fromLatin1(P::Name); }, policy);
}

Result<void> check(const AddressPolicy &policy, quint8 addressLength, Madcap madcap)
{
    if (policy.source == IpAddressSource::Dhcp) {
        if (addressLength == 16)
            return failure(ErrorCode::InvalidIpv6MulticastAddressSource, toText(policy.source));
        return madcap == Madcap::Known ? Result<void>()
                                       : failure(ErrorCode::InvalidProperty, QStringLiteral("ipv4 dhcp"));
    }
    if (policy.source != IpAddressSource::Range)
        return failure(ErrorCode::InvalidProperty, QStringLiteral("address source"));
    if (policy.startAddress.isEmpty() && policy.endAddress.isEmpty())
        return {};
    const auto first = multicastAddressFromText(policy.startAddress, addressLength);
    if (!first)
        return tl::unexpected(first.error());
    const auto last = multicastAddressFromText(policy.endAddress, addressLength);
    if (!last)
        return tl::unexpected(last.error());
    // The server counts in the last four bytes only.
    if (*last < *first ||
        !std::equal(first->bytes.begin(), first->bytes.begin() + addressLength - 4, last->bytes.begin()))
        return badRange(policy);
    return {};
}

Result<void> check(const ServicePolicy &policy, Madcap madcap)
{
    if (auto ipv4 = check(policy.ipv4, 4, madcap); !ipv4)
        return ipv4;
    if (auto ipv6 = check(policy.ipv6, 16); !ipv6)
        return ipv6;
    if (policy.startPort == 0 || policy.endPort > 65535 || policy.endPort < policy.startPort)
        return failure(ErrorCode::InvalidServicePortRange,
                       QStringLiteral("%1 - %2").arg(policy.startPort).arg(policy.endPort));
    return {};
}

Result<void> check(const MulticastSessionPolicy &policy)
{
    if (toText(policy.slowClientHandling).isEmpty() ||
        policy.slowClientHandling == SlowClientHandling::Unknown)
        return failure(ErrorCode::InvalidSlowClientHandlingType, toText(policy.slowClientHandling));
    if (policy.autoDisconnectThreshold == 0 || policy.autoDisconnectThreshold > thresholdMax)
        return failure(ErrorCode::InvalidAutoDisconnectThreshold,
                       QString::number(policy.autoDisconnectThreshold));
    if (policy.multistreamStreamCount != 2 && policy.multistreamStreamCount != 3)
        return failure(ErrorCode::InvalidMultistreamStreamCount,
                       QString::number(policy.multistreamStreamCount));
    return {};
}

Result<void> check(const DiagnosticsPolicy &policy)
{
    if ((policy.components & ~quint32(DiagnosticsAll)) != 0)
        return failure(ErrorCode::InvalidDiagnosticsComponents,
                       QStringLiteral("0x%1").arg(policy.components, 0, 16));
    return {};
}

Result<void> check(const Policy &policy, Madcap madcap)
{
    if (const auto *service = std::get_if<ServicePolicy>(&policy))
        return check(*service, madcap);
    return std::visit([](const auto &one) { return check(one); }, policy);
}

} // namespace castdeck
