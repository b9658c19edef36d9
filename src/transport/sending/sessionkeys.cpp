// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sessionkeys.h"

#include <algorithm>

namespace castdeck
{

namespace
{

using Kind = wire::KeyId::Kind;
using List = SendingClient::List;
using namespace std::chrono_literals;

constexpr auto TellFirst = 40ms; ///< after that a key is told again, then after twice as long each time
constexpr Duration TellMax = 1s;
constexpr auto TellOnAsking = 20ms; ///< between two answers to one who asks

bool isPresent(const SendingClient &client)
{
    return client.list == List::Active || client.list == List::Pending;
}

} // namespace

SessionKeys::SessionKeys(const SendingSettings &settings)
    : m_sessionId(settings.id.value())
    , m_packetsPerKey(std::min<uint64_t>(settings.parameters.packetsPerKey, wire::PacketsPerKeyMax / 2))
    , m_incoming(settings.mode, settings.key)
    , m_group(settings.mode, settings.key)
{
    if (!isEncrypted())
        return;
    m_keys.emplace(settings.firstKeyNumber);
    m_group.sealWith({Kind::Group, m_keys->current().number}, m_keys->current().key);
    m_deadline = Instant::min();
}

wire::PacketSecurity *SessionKeys::of(const SendingClient &client)
{
    if (!isEncrypted())
        return &m_group;
    const auto found = m_members.find(client.member);
    if (found == m_members.end())
        return nullptr;
    Known &known = found->second;
    if (!known.voice) {
        known.voice = std::make_unique<wire::PacketSecurity>(wire::SecurityMode::Encrypted);
        known.voice->sealWith(
            {Kind::Member, known.member.number},
            wire::memberCipherKey(known.member, wire::Direction::ServerToMember, m_sessionId));
    }
    return known.voice.get();
}

void SessionKeys::admit(const wire::Member &member)
{
    if (!isEncrypted() || member.number == 0 || m_members.contains(member.number))
        return;
    if (m_members.size() >= MembersMax)
        forgetOne();
    m_members[member.number].member = member;
    m_incoming.openWith({Kind::Member, member.number},
                        wire::memberCipherKey(member, wire::Direction::MemberToServer, m_sessionId));
}

void SessionKeys::forgetOne()
{
    auto oldest = std::ranges::find_if(m_members, [](const auto &entry) { return !entry.second.hasJoined; });
    if (oldest == m_members.end())
        oldest = m_members.begin();
    m_incoming.forget({Kind::Member, oldest->first});
    m_members.erase(oldest);
}

bool SessionKeys::mayJoin(uint32_t member) const
{
    const auto found = m_members.find(member);
    return !isEncrypted() || (found != m_members.end() && !found->second.isBarred);
}

void SessionKeys::leaveOut(const SendingClient &client, Instant now)
{
    if (!m_keys || client.joinAckTime == 0)
        return; // it was told none
    m_keys->leaveOut(now);
    lookAgain();
}

void SessionKeys::bar(const SendingClient &client, Instant now)
{
    leaveOut(client, now);
    if (const auto found = m_members.find(client.member); found != m_members.end())
        found->second.isBarred = true;
}

std::vector<wire::GroupKey> SessionKeys::toTell() const
{
    if (!m_keys)
        return {};
    std::vector<wire::GroupKey> keys{m_keys->current()};
    if (m_keys->next())
        keys.push_back(*m_keys->next());
    return keys;
}

void SessionKeys::told(SendingClient &client, Instant now)
{
    const bool isFirst = client.keyDue == Instant::min();
    client.keyGap = isFirst ? Duration(TellFirst) : std::min(2 * client.keyGap, TellMax);
    client.keyTold = now;
    client.keyDue = now + client.keyGap;
}

void SessionKeys::acknowledged(SendingClient &client, uint32_t number, Instant now)
{
    if (!m_keys || number > m_keys->newest())
        return;
    client.keyKnown = std::max(client.keyKnown, number);
    // It lacks one, and knows that it does: it need not wait for its turn.
    if (number < m_keys->newest())
        client.keyDue = std::min(client.keyDue, std::max(now, client.keyTold + TellOnAsking));
    lookAgain();
}

bool SessionKeys::allKnow(const SendingClients &clients) const
{
    return std::ranges::all_of(clients, [&](const auto &entry) {
        return entry.second.list != List::Active || entry.second.keyKnown >= m_keys->newest();
    });
}

bool SessionKeys::advance(SendingClients &clients, Instant now,
                          const std::function<void(SendingClient &)> &tell)
{
    if (!m_keys || !m_keys->isGood()) {
        m_deadline = Instant::max();
        return !m_keys;
    }
    if (m_group.sealed() >= m_packetsPerKey && !m_keys->next()) {
        m_keys->replace(now);
        lookAgain();
    }
    if (now < m_deadline)
        return true;
    for (;;) {
        const auto step = m_keys->advance(m_keys->next() && allKnow(clients), now);
        if (!m_keys->isGood())
            return advance(clients, now, tell);
        if (step == GroupKeys::Step::None)
            break;
        if (step == GroupKeys::Step::Used) {
            m_group.sealWith({Kind::Group, m_keys->current().number}, m_keys->current().key);
            continue;
        }
        for (auto &[id, client] : clients)
            client.keyDue = Instant::min();
    }
    m_deadline = m_keys->deadline();
    for (auto &[id, client] : clients) {
        if (!isPresent(client) || client.keyKnown >= m_keys->newest())
            continue;
        if (client.keyDue <= now) {
            tell(client);
            told(client, now);
        }
        m_deadline = std::min(m_deadline, client.keyDue);
    }
    return true;
}

} // namespace castdeck
