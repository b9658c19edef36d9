// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/words.h"

namespace castdeck
{

/// WDSTRANSPORT_NAMESPACE_TYPE
enum class NamespaceType : quint8 {
    Unknown = 0,
    AutoCast = 1,
    ScheduledCastManualStart = 2,
    ScheduledCastAutoStart = 3
};

template <>
inline constexpr auto Words<NamespaceType> = std::to_array<Word<NamespaceType>>({
    {NamespaceType::Unknown, "unknown"},
    {NamespaceType::AutoCast, "autocast"},
    {NamespaceType::ScheduledCastManualStart, "scheduledcastmanualstart"},
    {NamespaceType::ScheduledCastAutoStart, "scheduledcastautostart"},
});

/// WDSTRANSPORT_DISCONNECT_TYPE. Fallback: leave and get the rest another way. Abort: leave, give up on this
/// server.
enum class DisconnectType : quint8 { Unknown = 0, Fallback = 1, Abort = 2 };

template <>
inline constexpr auto Words<DisconnectType> = std::to_array<Word<DisconnectType>>({
    {DisconnectType::Unknown, "unknown"},
    {DisconnectType::Fallback, "fallback"},
    {DisconnectType::Abort, "abort"},
});

/// Where a session is in its life (multicast-transport §5.2), as an administrator sees it.
enum class SessionState : quint8 {
    Waiting,     ///< PreStart or QCC: no client, or no master yet
    Sending,     ///< Data
    Terminating, ///< Closing: clients are being told
    Failed,      ///< could not start or go on; SessionInfo::error says why
};

template <>
inline constexpr auto Words<SessionState> = std::to_array<Word<SessionState>>({
    {SessionState::Waiting, "waiting"},
    {SessionState::Sending, "sending"},
    {SessionState::Terminating, "terminating"},
    {SessionState::Failed, "failed"},
});

/// Where a client is, as an administrator sees it.
enum class ClientState : quint8 {
    Joining,   ///< JOIN seen, no report yet
    Receiving, ///< active
    NoData,    ///< active, yet it has seen no data packet while data were sent: multicast does not reach it
    Disconnecting, ///< told to go, LEAVE not seen yet
};

template <>
inline constexpr auto Words<ClientState> = std::to_array<Word<ClientState>>({
    {ClientState::Joining, "joining"},
    {ClientState::Receiving, "receiving"},
    {ClientState::NoData, "nodata"},
    {ClientState::Disconnecting, "disconnecting"},
});

/// How a session ended.
enum class SessionOutcome : quint8 {
    Finished,   ///< nobody needed anything any more
    Terminated, ///< by an order: `by` and `reason` say whose and why
    Failed,     ///< `error` says why
};

template <>
inline constexpr auto Words<SessionOutcome> = std::to_array<Word<SessionOutcome>>({
    {SessionOutcome::Finished, "finished"},
    {SessionOutcome::Terminated, "terminated"},
    {SessionOutcome::Failed, "failed"},
});

enum class ClientOutcome : quint8 {
    Completed,
    Left,         ///< cancelled at the client
    Disconnected, ///< by an administrator or a policy, or with its session
    Demoted,      ///< too slow: went on in a slower session of the same content
    Vanished,     ///< not heard any more, also when it was told to go
};

template <>
inline constexpr auto Words<ClientOutcome> = std::to_array<Word<ClientOutcome>>({
    {ClientOutcome::Completed, "completed"},
    {ClientOutcome::Left, "left"},
    {ClientOutcome::Disconnected, "disconnected"},
    {ClientOutcome::Demoted, "demoted"},
    {ClientOutcome::Vanished, "vanished"},
});

/// What is known of a content's SHA-256.
enum class DigestState : quint8 {
    None,      ///< nobody needed it yet
    Computing, ///< the content is being read
    Known,
};

template <>
inline constexpr auto Words<DigestState> = std::to_array<Word<DigestState>>({
    {DigestState::None, "none"},
    {DigestState::Computing, "computing"},
    {DigestState::Known, "known"},
});

/// WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE. Dhcp is MADCAP (RFC 2730).
enum class IpAddressSource : quint8 { Unknown = 0, Dhcp = 1, Range = 2 };

template <>
inline constexpr auto Words<IpAddressSource> = std::to_array<Word<IpAddressSource>>({
    {IpAddressSource::Unknown, "unknown"},
    {IpAddressSource::Dhcp, "dhcp"},
    {IpAddressSource::Range, "range"},
});

/// WDSTRANSPORT_UDP_PORT_POLICY. Dynamic: any free port, as the system chooses. Fixed: one from the range.
enum class UdpPortPolicy : quint8 { Dynamic = 0, Fixed = 1 };

template <>
inline constexpr auto Words<UdpPortPolicy> = std::to_array<Word<UdpPortPolicy>>({
    {UdpPortPolicy::Dynamic, "dynamic"},
    {UdpPortPolicy::Fixed, "fixed"},
});

/// WDSTRANSPORT_SLOW_CLIENT_HANDLING_TYPE
enum class SlowClientHandling : quint8 { Unknown = 0, None = 1, AutoDisconnect = 2, Multistream = 3 };

template <>
inline constexpr auto Words<SlowClientHandling> = std::to_array<Word<SlowClientHandling>>({
    {SlowClientHandling::Unknown, "unknown"},
    {SlowClientHandling::None, "none"},
    {SlowClientHandling::AutoDisconnect, "autodisconnect"},
    {SlowClientHandling::Multistream, "multistream"},
});

/// Utilisation that was never reported (management-api §4).
inline constexpr quint8 UtilizationUnknown = 0xFF;

} // namespace castdeck
