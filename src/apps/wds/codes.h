// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/failure.h"

namespace castdeck::wds::code
{

// Those that this program uses itself; codes.cpp knows the names of all. The values are those of
// core/error.h.
inline constexpr std::uint32_t InvalidParameter = 0x00000057;
inline constexpr std::uint32_t Busy = 0x000000AA;
inline constexpr std::uint32_t InvalidProperty = 0xC1100100;
inline constexpr std::uint32_t InvalidOperation = 0xC1100101;
inline constexpr std::uint32_t RoleNotConfigured = 0xC1100106;
inline constexpr std::uint32_t NamespaceNotRegistered = 0xC1100108;
inline constexpr std::uint32_t NamespaceReadOnly = 0xC110010C;
inline constexpr std::uint32_t InvalidServiceIpAddressRange = 0xC1100110;
inline constexpr std::uint32_t InvalidServicePortRange = 0xC1100111;
inline constexpr std::uint32_t ServerUnavailable = 0xC1100113;
inline constexpr std::uint32_t NamespaceNotOnServer = 0xC1100114;
inline constexpr std::uint32_t NamespaceRemovedFromServer = 0xC1100115;
inline constexpr std::uint32_t Ipv6NotSupported = 0xC1100119;
inline constexpr std::uint32_t SessionPolicyNotSupported = 0xC110011D;
inline constexpr std::uint32_t UdpPortPolicyNotSupported = 0xC1100120;
inline constexpr std::uint32_t SessionShutdownInProgress = 0xC1210100;
inline constexpr std::uint32_t IncompatibleVersion = 0xC1210102;
inline constexpr std::uint32_t ContentNotFound = 0xC1210103;
inline constexpr std::uint32_t ClientNotFound = 0xC1210104;
inline constexpr std::uint32_t NamespaceNotFound = 0xC1210105;
inline constexpr std::uint32_t NamespaceShutdownInProgress = 0xC1210108;
inline constexpr std::uint32_t TimedOut = 0xE4CD0002;
inline constexpr std::uint32_t ProtocolViolation = 0xE4CD0003;
inline constexpr std::uint32_t UnknownVerb = 0xE4CD0007;
inline constexpr std::uint32_t SessionNotFound = 0xE4CD0008;
inline constexpr std::uint32_t PolicyConflict = 0xE4CD0028;
inline constexpr std::uint32_t Internal = 0xE4CD00FF;

} // namespace castdeck::wds::code

namespace castdeck::wds
{

/// As WDS, Windows or this product call it; "0x8000FFFF" for a code that is not in the table.
std::string codeName(std::uint32_t code);

/// The row was there a moment ago, and is not any more, or is about to go.
bool saysVanished(std::uint32_t code);

/// It is the whole server that does not answer, or not us, not one thing on it.
bool concernsServer(std::uint32_t code);

} // namespace castdeck::wds
