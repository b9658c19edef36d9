// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/receiving/receivingvalues.h"
#include "wire/transportpacket.h"

namespace castdeck
{

/// How a receiving session opens and seals its packets, in any mode; in encrypted sessions also which keys of
/// the group it knows (docs/protocol.md, Encrypted sessions).
class ReceivingKeys
{
public:
    explicit ReceivingKeys(const ReceivingSettings &settings);

    bool isEncrypted() const { return m_incoming.mode() == wire::SecurityMode::Encrypted; }
    wire::PacketSecurity &incoming() { return m_incoming; }
    wire::PacketSecurity &outgoing() { return m_outgoing; }
    /// Of the session that it has left and still says LEAVE to.
    wire::PacketSecurity &outgoing(uint32_t sessionId);
    /// No packet may be sent any more: this member has said all that its key is good for.
    bool isUsedUp() const { return isEncrypted() && m_outgoing.sealed() >= wire::PacketsPerKeyMax; }

    /// The session goes on under another id: with keys of its own for the member, and none of the group yet.
    void moveTo(uint32_t sessionId);
    /// Whether the packet that was opened last was for this member alone, which only the server can say.
    bool wasForUsAlone() const;

    void learn(wire::ListView<wire::GroupKey> keys);
    /// The newest that it knows; 0 if none.
    uint32_t newest() const { return m_newest; }
    /// A packet that could not be opened was sealed with a key that came after the newest; once a tenth of a
    /// second.
    bool wantsKey(wire::Bytes packet, Instant now);

private:
    void useMemberKeys(uint32_t sessionId);

    wire::Member m_member;
    uint32_t m_sessionId;
    wire::PacketSecurity m_incoming;
    wire::PacketSecurity m_outgoing;
    std::optional<wire::PacketSecurity> m_left;
    uint32_t m_newest = 0;
    std::vector<uint32_t> m_known; ///< the oldest first
    Instant m_asksAt{};            ///< not before
};

} // namespace castdeck
