// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulatednetwork.h"

#include <algorithm>

namespace castdeck
{

namespace
{

// A crowd of hosts may act at one moment, but not without end.
constexpr uint64_t StepsAtOnceMax = 100'000;

} // namespace

void SimulatedNetwork::attach(SimulatedHost &host, const wire::Endpoint &endpoint)
{
    m_desks[&host].host = &host;
    m_addresses[endpoint] = &host;
    touch(host);
}

void SimulatedNetwork::detach(SimulatedHost &host)
{
    m_desks.erase(&host);
    for (auto &[group, members] : m_groups)
        std::erase(members, &host);
    std::erase_if(m_addresses, [&](const auto &entry) { return entry.second == &host; });
}

void SimulatedNetwork::post(Instant at, Kind kind, SimulatedHost *host, std::shared_ptr<const Flight> flight)
{
    m_events.push({std::max(at, m_now), ++m_order, kind, host, std::move(flight)});
}

void SimulatedNetwork::touch(SimulatedHost &host)
{
    const auto desk = m_desks.find(&host);
    if (desk == m_desks.end())
        return;
    const Instant next = host.deadline(m_now);
    if (next >= desk->second.wakeAt)
        return;
    desk->second.wakeAt = next;
    post(next, Kind::Wake, &host);
}

void SimulatedNetwork::send(SimulatedHost &from, const wire::Endpoint &source, std::span<const uint8_t> bytes,
                            const wire::Endpoint &to)
{
    if (!m_desks.contains(&from))
        return;
    Flight flight{std::make_shared<const std::vector<uint8_t>>(bytes.begin(), bytes.end()), source, to};
    travel(*from.out, flight, Kind::Switch, nullptr);
}

void SimulatedNetwork::travel(SimulatedPath &path, const Flight &flight, Kind next, SimulatedHost *host)
{
    ++path.packets;
    if ((m_now >= path.cutFrom && m_now < path.cutUntil) || chance(path.loss))
        return;
    Instant leaves = m_now;
    if (path.bandwidth > 0) {
        const double rate = static_cast<double>(path.bandwidth);
        const std::chrono::duration<double> waiting = std::max(path.busyUntil, m_now) - m_now;
        const double waits = waiting.count() * rate;
        if (waits + static_cast<double>(flight.bytes->size()) > static_cast<double>(path.queue)) {
            ++path.dropped;
            return;
        }
        const std::chrono::duration<double> time(static_cast<double>(flight.bytes->size()) / rate);
        leaves = std::max(path.busyUntil, m_now) + std::chrono::duration_cast<Duration>(time);
        path.busyUntil = leaves;
    }
    for (int copies = chance(path.duplication) ? 2 : 1; copies > 0; --copies) {
        auto copy = std::make_shared<Flight>(flight);
        // Once at most: two turned bits can give the same sum, which is known of a checksum.
        if (chance(path.corruption) && !flight.bytes->empty() && !flight.corrupted) {
            auto bytes = std::make_shared<std::vector<uint8_t>>(*flight.bytes);
            (*bytes)[m_random() % bytes->size()] ^= static_cast<uint8_t>(1U << (m_random() % 8));
            copy->bytes = bytes;
            copy->corrupted = true;
        }
        const auto jitter = std::chrono::duration_cast<Duration>(path.jitter * m_unit(m_random));
        post(leaves + path.delay + jitter, next, host, std::move(copy));
    }
}

bool SimulatedNetwork::step(Instant limit)
{
    if (m_events.empty() || m_events.top().at > limit)
        return false;
    const Event event = m_events.top();
    m_events.pop();
    ++m_steps;
    m_stepsAtOnce = event.at > m_now ? 0 : m_stepsAtOnce + 1;
    if (m_stepsAtOnce > StepsAtOnceMax)
        return false;
    m_now = event.at;

    if (event.kind == Kind::Switch) {
        const Flight &flight = *event.flight;
        if (const auto members = m_groups.find(flight.to); members != m_groups.end()) {
            for (SimulatedHost *host : members->second)
                travel(host->in, flight, Kind::Arrive, host);
        } else if (const auto host = m_addresses.find(flight.to); host != m_addresses.end()) {
            travel(host->second->in, flight, Kind::Arrive, host->second);
        }
        return true;
    }
    const auto found = m_desks.find(event.host);
    if (found == m_desks.end())
        return true;
    Desk &desk = found->second;
    switch (event.kind) {
    case Kind::Arrive:
        desk.inbox.push_back(event.flight);
        if (desk.inbox.size() == 1)
            post(m_now + desk.host->readDelay, Kind::Read, desk.host);
        break;
    case Kind::Read:
        read(desk);
        break;
    case Kind::Wake:
        if (event.at == desk.wakeAt)
            desk.wakeAt = Instant::max();
        if (desk.host->deadline(m_now) <= m_now)
            desk.host->advance(m_now);
        break;
    case Kind::Switch:
        break;
    }
    touch(*event.host);
    return true;
}

void SimulatedNetwork::read(Desk &desk)
{
    std::vector<std::shared_ptr<const Flight>> inbox;
    inbox.swap(desk.inbox);
    std::vector<SimulatedHost::Packet> packets;
    for (const auto &flight : inbox)
        packets.push_back({*flight->bytes, flight->from, flight->corrupted});
    desk.host->receive(packets, m_now);
}

} // namespace castdeck
