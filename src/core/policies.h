// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enums.h"
#include "core/error.h"

#include <variant>

namespace castdeck
{

// The three policies of a transport server (management-api §3). Each carries the version that was read; a
// commit says with it what it is based on. Here they start at 1 and rise by one with each commit; those of a
// WDS server are made of the values, and only tell apart.

/// Where the groups of one address family come from.
struct AddressPolicy {
    IpAddressSource source = IpAddressSource::Range;
    /// Both ends included. Both empty: a range that the server derives from its interface, so that two
    /// servers on one network do not share it.
    QString startAddress;
    QString endAddress;

    static void describe(auto &a, auto &v)
    {
        a("ipAddressSource", v.source);
        a("startIpAddress", v.startAddress);
        a("endIpAddress", v.endAddress);
    }
    friend bool operator==(const AddressPolicy &, const AddressPolicy &) = default;
};

struct ServicePolicy {
    static constexpr char Name[] = "service";
    quint64 version = 1;
    AddressPolicy ipv4{};
    AddressPolicy ipv6{};
    quint32 startPort = 64001; ///< UDP, both ends included; of UdpPortPolicy::Fixed
    quint32 endPort = 65000;
    UdpPortPolicy udpPortPolicy = UdpPortPolicy::Fixed;

    static void describe(auto &a, auto &v)
    {
        a("version", v.version);
        a("ipv4", v.ipv4);
        a("ipv6", v.ipv6);
        a("startPort", v.startPort);
        a("endPort", v.endPort);
        a("udpPortPolicy", v.udpPortPolicy);
    }
    friend bool operator==(const ServicePolicy &, const ServicePolicy &) = default;
};

/// What becomes of clients that are slower than their session could be. Values that belong to another
/// handling are kept.
struct MulticastSessionPolicy {
    static constexpr char Name[] = "multicastSession";
    quint64 version = 1;
    SlowClientHandling slowClientHandling = SlowClientHandling::None;
    quint32 autoDisconnectThreshold = 256; ///< kB/s of 1024 bytes: who would slow its session below it goes
    quint32 multistreamStreamCount = 3;    ///< 2 or 3
    bool slowClientFallback = true;        ///< automatic disconnects say: finish another way; false: give up

    static void describe(auto &a, auto &v)
    {
        a("version", v.version);
        a("slowClientHandling", v.slowClientHandling);
        a("autoDisconnectThreshold", v.autoDisconnectThreshold);
        a("multistreamStreamCount", v.multistreamStreamCount);
        a("slowClientFallback", v.slowClientFallback);
    }
    friend bool operator==(const MulticastSessionPolicy &, const MulticastSessionPolicy &) = default;
};

/// WDSTRANSPORT_DIAGNOSTICS_COMPONENT_FLAGS
enum DiagnosticsComponent : quint32 {
    DiagnosticsPxe = 0x1,
    DiagnosticsTftp = 0x2,
    DiagnosticsImageServer = 0x4,
    DiagnosticsMulticast = 0x8,
    DiagnosticsAll = 0xF,
};

struct DiagnosticsPolicy {
    static constexpr char Name[] = "diagnostics";
    quint64 version = 1;
    bool enabled = false;
    quint32 components = DiagnosticsAll; ///< DiagnosticsComponent

    static void describe(auto &a, auto &v)
    {
        a("version", v.version);
        a("enabled", v.enabled);
        a("components", v.components);
    }
    friend bool operator==(const DiagnosticsPolicy &, const DiagnosticsPolicy &) = default;
};

struct Policies {
    ServicePolicy service;
    MulticastSessionPolicy multicastSession;
    DiagnosticsPolicy diagnostics;

    static void describe(auto &a, auto &v)
    {
        a("service", v.service);
        a("multicastSession", v.multicastSession);
        a("diagnostics", v.diagnostics);
    }
    friend bool operator==(const Policies &, const Policies &) = default;
};

/// Any one of them.
using Policy = std::variant<ServicePolicy, MulticastSessionPolicy, DiagnosticsPolicy>;

/// "service", "multicastSession", "diagnostics"
QString policyName(const Policy &policy);

/// Whether a server has IPv4 groups from a MADCAP server. Ours asks none.
enum class Madcap : bool { Unknown, Known };

/// The first property that cannot be; the same where it is typed and on the server. The codes are those of
/// management-api §6.1; InvalidProperty for Dhcp with IPv4 without it.
Result<void> check(const AddressPolicy &policy, quint8 addressLength, Madcap madcap = Madcap::Unknown);
Result<void> check(const ServicePolicy &policy, Madcap madcap = Madcap::Unknown);
Result<void> check(const MulticastSessionPolicy &policy);
Result<void> check(const DiagnosticsPolicy &policy);
Result<void> check(const Policy &policy, Madcap madcap = Madcap::Unknown);

} // namespace castdeck
