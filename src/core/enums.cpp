// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/enums.h"

#include "core/texttable.h"

namespace castdeck
{

namespace
{

constexpr TextRow<NamespaceType> namespaceTypes[] = {
    {NamespaceType::Unknown, "unknown"},
    {NamespaceType::AutoCast, "autocast"},
    {NamespaceType::ScheduledCastManualStart, "scheduledcastmanualstart"},
    {NamespaceType::ScheduledCastAutoStart, "scheduledcastautostart"},
};

constexpr TextRow<DisconnectType> disconnectTypes[] = {
    {DisconnectType::Unknown, "unknown"},
    {DisconnectType::Fallback, "fallback"},
    {DisconnectType::Abort, "abort"},
};

constexpr TextRow<SessionState> sessionStates[] = {
    {SessionState::Waiting, "waiting"},
    {SessionState::Sending, "sending"},
    {SessionState::Terminating, "terminating"},
    {SessionState::Failed, "failed"},
};

constexpr TextRow<ClientState> clientStates[] = {
    {ClientState::Joining, "joining"},
    {ClientState::Receiving, "receiving"},
    {ClientState::NoData, "nodata"},
    {ClientState::Disconnecting, "disconnecting"},
};

constexpr TextRow<DigestState> digestStates[] = {
    {DigestState::None, "none"},
    {DigestState::Computing, "computing"},
    {DigestState::Known, "known"},
};

constexpr TextRow<IpAddressSource> ipAddressSources[] = {
    {IpAddressSource::Unknown, "unknown"},
    {IpAddressSource::Dhcp, "dhcp"},
    {IpAddressSource::Range, "range"},
};

constexpr TextRow<UdpPortPolicy> udpPortPolicies[] = {
    {UdpPortPolicy::Dynamic, "dynamic"},
    {UdpPortPolicy::Fixed, "fixed"},
};

constexpr TextRow<SlowClientHandling> slowClientHandlings[] = {
    {SlowClientHandling::Unknown, "unknown"},
    {SlowClientHandling::None, "none"},
    {SlowClientHandling::AutoDisconnect, "autodisconnect"},
    {SlowClientHandling::Multistream, "multistream"},
};

} // namespace

QString toText(NamespaceType value)
{
    return textOf(namespaceTypes, value);
}

QString toText(DisconnectType value)
{
    return textOf(disconnectTypes, value);
}

QString toText(SessionState value)
{
    return textOf(sessionStates, value);
}

QString toText(ClientState value)
{
    return textOf(clientStates, value);
}

std::optional<NamespaceType> namespaceTypeFromText(QStringView text)
{
    return valueOf(namespaceTypes, text);
}

std::optional<DisconnectType> disconnectTypeFromText(QStringView text)
{
    return valueOf(disconnectTypes, text);
}

std::optional<SessionState> sessionStateFromText(QStringView text)
{
    return valueOf(sessionStates, text);
}

std::optional<ClientState> clientStateFromText(QStringView text)
{
    return valueOf(clientStates, text);
}

QString toText(DigestState value)
{
    return textOf(digestStates, value);
}

std::optional<DigestState> digestStateFromText(QStringView text)
{
    return valueOf(digestStates, text);
}

QString toText(IpAddressSource value)
{
    return textOf(ipAddressSources, value);
}

std::optional<IpAddressSource> ipAddressSourceFromText(QStringView text)
{
    return valueOf(ipAddressSources, text);
}

QString toText(UdpPortPolicy value)
{
    return textOf(udpPortPolicies, value);
}

std::optional<UdpPortPolicy> udpPortPolicyFromText(QStringView text)
{
    return valueOf(udpPortPolicies, text);
}

QString toText(SlowClientHandling value)
{
    return textOf(slowClientHandlings, value);
}

std::optional<SlowClientHandling> slowClientHandlingFromText(QStringView text)
{
    return valueOf(slowClientHandlings, text);
}

} // namespace castdeck
