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

/// Utilisation that was never reported (management-api §4).
inline constexpr quint8 UtilizationUnknown = 0xFF;

/// Stable lowercase names, for JSON, logs and tests: "autocast", "abort", "sending", "nodata" …
QString toText(NamespaceType value);
QString toText(DisconnectType value);
QString toText(SessionState value);
QString toText(ClientState value);
std::optional<NamespaceType> namespaceTypeFromText(QStringView text);
std::optional<DisconnectType> disconnectTypeFromText(QStringView text);
std::optional<SessionState> sessionStateFromText(QStringView text);
std::optional<ClientState> clientStateFromText(QStringView text);

} // namespace castdeck
