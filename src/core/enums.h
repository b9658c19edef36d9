// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace castdeck
{

/// WDSTRANSPORT_NAMESPACE_TYPE
enum class NamespaceType : quint8 {
    Unknown = 0,
    AutoCast = 1,
    ScheduledCastManualStart = 2,
    ScheduledCastAutoStart = 3
};

/// WDSTRANSPORT_DISCONNECT_TYPE. Fallback: leave and get the rest another way. Abort: leave, give up on this
/// server.
enum class DisconnectType : quint8 { Unknown = 0, Fallback = 1, Abort = 2 };

/// Where a session is in its life (multicast-transport §5.2), as an administrator sees it.
enum class SessionState : quint8 {
    Waiting,     ///< PreStart or QCC: no client, or no master yet
    Sending,     ///< Data
    Terminating, ///< Closing: clients are being told
    Failed,      ///< could not start or go on; SessionInfo::error says why
};

/// Where a client is, as an administrator sees it.
enum class ClientState : quint8 {
    Joining,   ///< JOIN seen, no report yet
    Receiving, ///< active
    NoData,    ///< active, yet it has seen no data packet while data were sent: multicast does not reach it
    Disconnecting, ///< told to go, LEAVE not seen yet
};

/// What is known of a content's SHA-256.
enum class DigestState : quint8 {
    None,      ///< nobody needed it yet
    Computing, ///< the content is being read
    Known,
};

/// WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE. Dhcp is MADCAP (RFC 2730).
enum class IpAddressSource : quint8 { Unknown = 0, Dhcp = 1, Range = 2 };

/// WDSTRANSPORT_UDP_PORT_POLICY. Dynamic: any free port, as the system chooses. Fixed: one from the range.
enum class UdpPortPolicy : quint8 { Dynamic = 0, Fixed = 1 };

/// WDSTRANSPORT_SLOW_CLIENT_HANDLING_TYPE
enum class SlowClientHandling : quint8 { Unknown = 0, None = 1, AutoDisconnect = 2, Multistream = 3 };

/// Utilisation that was never reported (management-api §4).
inline constexpr quint8 UtilizationUnknown = 0xFF;

/// Stable lowercase names, for JSON, logs and tests: "autocast", "abort", "sending", "nodata" …
QString toText(NamespaceType value);
QString toText(DisconnectType value);
QString toText(SessionState value);
QString toText(ClientState value);
QString toText(DigestState value);
QString toText(IpAddressSource value);
QString toText(UdpPortPolicy value);
QString toText(SlowClientHandling value);
std::optional<NamespaceType> namespaceTypeFromText(QStringView text);
std::optional<DisconnectType> disconnectTypeFromText(QStringView text);
std::optional<SessionState> sessionStateFromText(QStringView text);
std::optional<ClientState> clientStateFromText(QStringView text);
std::optional<DigestState> digestStateFromText(QStringView text);
std::optional<IpAddressSource> ipAddressSourceFromText(QStringView text);
std::optional<UdpPortPolicy> udpPortPolicyFromText(QStringView text);
std::optional<SlowClientHandling> slowClientHandlingFromText(QStringView text);

} // namespace castdeck
