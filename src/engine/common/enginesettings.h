// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/hostport.h"
#include "core/policies.h"
#include "transport/sending/sessionvalues.h"

#include <QString>
#include <chrono>
#include <optional>

namespace castdeck
{

/// Group addresses that sessions may use, both ends included. They differ in their last four bytes at most.
struct GroupRange {
    wire::Address first;
    wire::Address last;
};

/// UDP ports that sessions may use, both ends included.
struct PortRange {
    uint16_t first = 64001;
    uint16_t last = 65000;
};

/// All that a transport server is told at its start.
struct EngineSettings {
    QString serverName;    ///< empty: the machine's name
    QString interfaceName; ///< name or address; empty: the one towards each asker
    std::optional<uint16_t> initiationPort = InitiationPort; ///< 0: any free one; nothing: no UDP initiation
    std::optional<GroupRange> groups; ///< nothing: derived from the interface (AddressPool)
    PortRange ports;
    uint64_t rateLimit = 0; ///< payload bytes per second and session, 0: none
    int hopLimit = 32;      ///< 1…255 (Choice T02)
    /// No packet of a session is longer than this, nor than its interface's MTU; bytes, 576…9000. Whoever has
    /// a larger one on every way to every receiver may say so: packets that do not fit are lost without a
    /// word.
    int packetMtu = 1500;
    /// Of both directions, for askers that the carrier authenticated (Choice I15). Encrypted, Hash, Checksum,
    /// None. Whoever cannot decrypt gets Hash instead of Encrypted.
    wire::SecurityMode authenticatedMode = wire::SecurityMode::Encrypted;
    SessionParameters parameters;
    /// Where contents are kept that are made before they are sent; empty: such contents cannot be published.
    QString cacheDirectory;
    uint64_t cacheMax = uint64_t(32) << 30U; ///< bytes
    /// Where the hash trees of contents are kept; empty: they are made anew after each start.
    QString treeDirectory;
    /// How long whoever asks for what is on a disk waits for its answer.
    std::chrono::milliseconds diskPatience = std::chrono::seconds(10);
    /// How long a session that failed stays in sight.
    std::chrono::milliseconds failedSessionKept = std::chrono::minutes(10);

    /// The first setting that cannot be used: InvalidServicePortRange, InvalidServiceIpAddressRange,
    /// InvalidIpv4MulticastAddress, InvalidIpv6MulticastAddress, InvalidParameter.
    Result<void> check() const;
    /// The policies that hold until an administrator commits others.
    Policies policies() const;
};

} // namespace castdeck
