// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/receiving/receivingsession.h"
#include "transport/sending/sendingsession.h"

#include "receivingbench.h"
#include "sickness.h"
#include "simulatednetwork.h"

#include <functional>

namespace castdeck
{

/// Acts at given moments: the people and accidents of a scenario.
class SimulatedScript : public SimulatedHost
{
public:
    explicit SimulatedScript(SimulatedNetwork &network) : m_network(network)
    {
        network.attach(*this, {{{10, 255, 255, 255}, 4}, 1});
    }
    void at(Instant when, std::function<void()> act)
    {
        m_acts.emplace(when, std::move(act));
        m_network.touch(*this);
    }

    void receive(std::span<const Packet>, Instant) override {}
    void advance(Instant now) override
    {
        while (!m_acts.empty() && m_acts.begin()->first <= now) {
            const auto act = std::move(m_acts.begin()->second);
            m_acts.erase(m_acts.begin());
            act();
        }
    }
    Instant deadline(Instant) const override
    {
        return m_acts.empty() ? Instant::max() : m_acts.begin()->first;
    }

private:
    SimulatedNetwork &m_network;
    std::multimap<Instant, std::function<void()>> m_acts;
};

/// A SendingSession with its machine.
class SimulatedSender : public SimulatedHost, private SendingOutput
{
public:
    SimulatedSender(SimulatedNetwork &network, const SendingSettings &settings, const QByteArray &content,
                    std::shared_ptr<ClientIds> clientIds);

    void receive(std::span<const Packet> packets, Instant now) override;
    void advance(Instant now) override { session.advance(now); }
    Instant deadline(Instant now) const override;
    bool isOver() const { return session.end().has_value(); }

    /// Sees every packet before the session does.
    std::function<void(const Packet &)> tap;
    std::vector<ClientDeparture> departures;
    std::vector<SessionTrouble> troubles;
    uint64_t corrupted = 0; ///< packets that came damaged while the session lived
    size_t refuseEvery = 0; ///< the system's buffer is full at every n-th call, 0: never

private:
    size_t send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to) override;
    void clientDeparted(const ClientDeparture &departure) override { departures.push_back(departure); }
    void troubled(const SessionTrouble &trouble) override { troubles.push_back(trouble); }

    SimulatedNetwork &m_network;
    wire::Endpoint m_endpoint;
    size_t m_calls = 0;

public:
    SendingSession session; ///< last: it sends through what is above
};

/// A ReceivingSession with its machine and its disk.
class SimulatedReceiver : public SimulatedHost, private ReceivingOutput
{
public:
    SimulatedReceiver(SimulatedNetwork &network, const ReceivingSettings &settings,
                      const wire::Endpoint &endpoint, const wire::ContentGeometry &geometry,
                      const BlockWriter::Options &disk);

    void start();
    /// It is switched off.
    void vanish();
    /// Until then it neither hears nor says anything.
    void sleepUntil(Instant end);
    void sicken(Sickness sickness) { m_nerves = SickNerves(sickness, m_settings); }
    Sickness sickness() const { return m_nerves.sickness(); }

    void receive(std::span<const Packet> packets, Instant now) override;
    void advance(Instant now) override;
    Instant deadline(Instant now) const override;
    bool isStarted() const { return m_started; }
    bool isOver() const { return m_vanished || session.state() == ReceivingState::Ended; }
    bool hasVanished() const { return m_vanished; }

    /// Sees every packet that comes to the machine; false: it is lost.
    std::function<bool(const Packet &)> tap;
    MemorySink sink;
    BlockWriter writer;
    wire::Endpoint endpoint;
    uint64_t corrupted = 0; ///< packets that came damaged while the session took any
    std::optional<Instant> completedAt;

private:
    void send(wire::Bytes packet, const wire::Endpoint &server) override;
    wire::Utilization utilization(Instant) override { return {uint8_t(5), {}, {}}; }
    void afterwards(Instant now);

    SimulatedNetwork &m_network;
    ReceivingSettings m_settings;
    SickNerves m_nerves;
    wire::Endpoint m_joined;
    Instant m_asleepUntil{};
    bool m_started = false;
    bool m_vanished = false;

public:
    ReceivingSession session;
};

/// A content in memory that a session can send.
ContentSource sourceOf(const QByteArray &content);

} // namespace castdeck
