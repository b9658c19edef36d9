// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/receivingkeys.h"

#include <algorithm>

namespace castdeck
{

namespace
{

using Kind = wire::KeyId::Kind;

constexpr std::chrono::milliseconds AskSpacing{100};
/// The next, the present, and the one before, whose packets may still be on their way.
constexpr size_t KnownMax = 3;

} // namespace

ReceivingKeys::ReceivingKeys(const ReceivingSettings &settings)
    : m_member(settings.member)
    , m_sessionId(settings.sessionId)
    , m_incoming(settings.serverMode, settings.key)
    , m_outgoing(settings.clientMode, settings.key)
{
    useMemberKeys(settings.sessionId);
}

void ReceivingKeys::useMemberKeys(uint32_t sessionId)
{
    m_sessionId = sessionId;
    if (!isEncrypted())
        return;
    const wire::KeyId id{Kind::Member, m_member.number};
    m_incoming.openWith(id, memberCipherKey(m_member, wire::Direction::ServerToMember, sessionId));
    m_outgoing.sealWith(id, memberCipherKey(m_member, wire::Direction::MemberToServer, sessionId));
}

wire::PacketSecurity &ReceivingKeys::outgoing(uint32_t sessionId)
{
    return m_left && sessionId != m_sessionId ? *m_left : m_outgoing;
}

void ReceivingKeys::moveTo(uint32_t sessionId)
{
    if (!isEncrypted() || sessionId == m_sessionId)
        return; // the same keys, which go on counting
    m_left.emplace(std::move(m_outgoing));
    m_incoming = wire::PacketSecurity(wire::SecurityMode::Encrypted);
    m_outgoing = wire::PacketSecurity(wire::SecurityMode::Encrypted);
    m_newest = 0;
    m_known.clear();
    useMemberKeys(sessionId);
}

bool ReceivingKeys::wasForUsAlone() const
{
    return isEncrypted() && m_incoming.openedWith().kind == Kind::Member;
}

void ReceivingKeys::learn(wire::ListView<wire::GroupKey> keys)
{
    for (const wire::GroupKey &key : keys) {
        if (std::ranges::find(m_known, key.number) != m_known.end() || key.number < m_newest)
            continue;
        m_incoming.openWith({Kind::Group, key.number}, key.key);
        m_newest = key.number;
        m_known.push_back(key.number);
        if (m_known.size() > KnownMax) {
            m_incoming.forget({Kind::Group, m_known.front()});
            m_known.erase(m_known.begin());
        }
    }
}

bool ReceivingKeys::wantsKey(wire::Bytes packet, Instant now)
{
    const auto id = wire::keyIdOf(packet);
    if (!id || id->kind != Kind::Group || id->number <= m_newest || now < m_asksAt)
        return false;
    m_asksAt = now + AskSpacing;
    return true;
}

} // namespace castdeck
