// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sendingclient.h"

#include <algorithm>

namespace castdeck
{

SendingClient &SendingClients::add(ClientId id, const wire::Endpoint &endpoint, Instant now)
{
    const auto [at, isNew] = m_clients.try_emplace(id);
    SendingClient &client = at->second;
    countOf(List::Pending) += isNew;
    client.id = id;
    client.endpoint = endpoint;
    client.lastHeard = now;
    return client;
}

void SendingClients::remove(ClientId id)
{
    constexpr size_t leftMax = 16'384; // a flood of JOINs must not become one of memory
    const auto found = m_clients.find(id);
    if (found == m_clients.end())
        return;
    if (m_left.size() >= leftMax)
        m_left.clear();
    m_left[id] = found->second.endpoint.address;
    if (found->second.standstills > 0 && m_standstills.size() < leftMax)
        m_standstills[found->second.endpoint.address] = found->second.standstills;
    --countOf(found->second.list);
    m_clients.erase(found);
}

void SendingClients::giveUp(ClientId id)
{
    constexpr size_t deadMax = 1000;
    SendingClient *const client = find(id);
    if (!client || count(List::Dead) >= deadMax)
        return remove(id);
    const bool wasToldToGo = client->list == List::Kicked || client->list == List::Demoted;
    client->before = wasToldToGo ? client->list : List::Pending;
    move(*client, List::Dead);
}

int SendingClients::standstillsOf(const wire::Address &address) const
{
    const auto found = m_standstills.find(address);
    return found == m_standstills.end() ? 0 : found->second;
}

bool SendingClients::hasLeft(ClientId id, const wire::Address &address) const
{
    const auto found = m_left.find(id);
    return found != m_left.end() && found->second == address;
}

const SendingClient *SendingClients::find(ClientId id) const
{
    const auto found = m_clients.find(id);
    return found == m_clients.end() ? nullptr : &found->second;
}

SendingClient *SendingClients::find(ClientId id)
{
    const auto found = m_clients.find(id);
    return found == m_clients.end() ? nullptr : &found->second;
}

SendingClient *SendingClients::find(const wire::Endpoint &endpoint, uint32_t member)
{
    const auto found = std::find_if(m_clients.begin(), m_clients.end(), [&](const auto &entry) {
        return entry.second.list != List::Dead && entry.second.endpoint == endpoint &&
               entry.second.member == member;
    });
    return found == m_clients.end() ? nullptr : &found->second;
}

const SendingClient *SendingClients::findMember(uint32_t member) const
{
    const auto found = std::find_if(m_clients.begin(), m_clients.end(), [&](const auto &entry) {
        return entry.second.list != List::Dead && entry.second.member == member;
    });
    return found == m_clients.end() ? nullptr : &found->second;
}

void SendingClients::move(SendingClient &client, List to)
{
    --countOf(client.list);
    client.list.m_list = to;
    ++countOf(to);
}

uint16_t SendingClients::largestRoundTrip() const
{
    uint16_t largest = 0;
    for (const auto &[id, client] : m_clients) {
        if (client.list == List::Active && client.roundTrip.milliseconds() > 0)
            largest = std::max(largest, client.roundTrip.wireValue());
    }
    return largest;
}

ClientSnapshot snapshotOf(const SendingClient &client, Duration silence, Instant now)
{
    constexpr std::chrono::milliseconds NoDataAfter{5000};
    ClientSnapshot shown;
    shown.id = client.id;
    shown.member = client.member;
    shown.name = client.name;
    shown.macAddress = client.macAddress;
    shown.endpoint = client.endpoint;
    shown.percentCompletion = client.progress;
    shown.canBeDemoted = client.canBeDemoted;
    shown.joinedAt = client.list == SendingClient::List::Pending ? now : client.activeSince;
    shown.cpuUtilization = client.utilization.cpu.value_or(UtilizationUnknown);
    shown.memoryUtilization = client.utilization.memory.value_or(UtilizationUnknown);
    shown.networkUtilization = client.utilization.network.value_or(UtilizationUnknown);
    shown.lossRate = client.lossRate;
    shown.slowDowns = client.slowDowns;
    shown.roundTrip = client.roundTrip.milliseconds() > 0 ? client.roundTrip.wireValue() : 0;
    if (client.list == SendingClient::List::Kicked || client.list == SendingClient::List::Demoted)
        shown.state = ClientState::Disconnecting;
    if (client.list != SendingClient::List::Active)
        return shown;
    shown.state = !client.heardMulticast && now - client.activeSince >= NoDataAfter ? ClientState::NoData
                                                                                    : ClientState::Receiving;
    // Whoever hears no query owes no answer: that is NoData.
    if (client.heardMulticast && now - client.lastHeard >= silence)
        shown.silentSince = client.lastHeard;
    shown.stalledSince = client.stalledSince;
    return shown;
}

} // namespace castdeck
