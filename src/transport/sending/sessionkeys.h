// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/groupkeys.h"
#include "transport/sending/sendingclient.h"

#include <functional>
#include <map>

namespace castdeck
{

/// How a sending session opens and seals its packets, in any mode; in encrypted sessions also who its members
/// are and which of them must be told a key (docs/protocol.md, Encrypted sessions).
class SessionKeys
{
public:
    /// More members than this are not remembered: whoever asks may never join.
    static constexpr size_t MembersMax = 16'384;

    SessionKeys(const SendingSettings &settings);

    bool isEncrypted() const { return m_group.mode() == wire::SecurityMode::Encrypted; }
    /// Of what comes in.
    wire::PacketSecurity &incoming() { return m_incoming; }
    /// Of what goes to all.
    wire::PacketSecurity &group() { return m_group; }
    /// Of what goes to one; that of the group where members have no keys of their own. Null: it is not known
    /// any more, and is told nothing.
    wire::PacketSecurity *of(const SendingClient &client);
    /// The member that the last packet came from, 0 in other modes.
    uint32_t sender() const { return isEncrypted() ? m_incoming.openedWith().number : 0; }

    /// The initiation let it in.
    void admit(const wire::Member &member);
    bool mayJoin(uint32_t member) const;
    /// The client is present no more: what is sent from some time later on it cannot read.
    void leaveOut(const SendingClient &client, Instant now);
    /// As leaveOut(), and it cannot join again unless it is let in again.
    void bar(const SendingClient &client, Instant now);

    /// The present key, and the next if there is one.
    std::vector<wire::GroupKey> toTell() const;
    /// The client was told them.
    static void told(SendingClient &client, Instant now);
    void acknowledged(SendingClient &client, uint32_t number, Instant now);
    /// Of the key in use, 0 in other modes.
    uint32_t keyNumber() const { return m_keys ? m_keys->current().number : 0; }
    /// Somebody may have to be told now.
    void lookAgain() { m_deadline = Instant::min(); }
    Instant deadline() const { return m_deadline; }
    /// Draws and uses keys as they are due, and has @p tell tell them. False if no packet may be sent any
    /// more.
    bool advance(SendingClients &clients, Instant now, const std::function<void(SendingClient &)> &tell);

private:
    struct Known {
        wire::Member member;
        bool isBarred = false;
        bool hasJoined = false;
        std::unique_ptr<wire::PacketSecurity> voice;
    };
    bool allKnow(const SendingClients &clients) const;
    void forgetOne();

    uint32_t m_sessionId;
    uint64_t m_packetsPerKey;
    wire::PacketSecurity m_incoming;
    wire::PacketSecurity m_group;
    std::optional<GroupKeys> m_keys;
    std::map<uint32_t, Known> m_members; ///< the oldest first
    Instant m_deadline = Instant::max();
};

} // namespace castdeck
