// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/common/enginesettings.h"
#include "engine/session/numberpool.h"

namespace castdeck
{

/// Groups and ports of one server's sessions: each session has one of either that no other session of the
/// server uses (Choice I22).
class AddressPool
{
public:
    /// Without a configured range the groups are those of 239.192.0.0/14 (organisation-local scope, RFC
    /// 2365), or ff18::/96 for an IPv6 interface, going round from a point that a hash of the interface's
    /// address and MAC chooses: two servers on one network meet only if their points are closer than the
    /// number of their sessions.
    AddressPool(const EngineSettings &settings, const NetworkInterface &interface);

    /// A free group with a free port. NoSystemResources names the range that is used up.
    Result<wire::Endpoint> take();
    /// Another port for a group that is held: the one in @p group stays held.
    Result<wire::Endpoint> takeOtherPort(const wire::Endpoint &group);
    void giveBack(const wire::Endpoint &endpoint);
    /// Of a session that is older than this pool.
    void hold(const wire::Endpoint &endpoint);
    void giveBackPort(uint16_t port) { m_ports.giveBack(port); }

    /// What take() would give next, held by nobody: for an answer that needs addresses but no session.
    wire::Endpoint sample() const;
    /// 4 or 16: bytes of its addresses.
    uint8_t addressLength() const { return m_base.length; }

private:
    wire::Address group(uint32_t number) const;

    wire::Address m_base; ///< its last four bytes are those of the number
    NumberPool m_groups;
    NumberPool m_ports;
};

} // namespace castdeck
