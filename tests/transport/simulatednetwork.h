// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "wire/address.h"

#include <map>
#include <memory>
#include <queue>
#include <random>
#include <span>
#include <vector>

namespace castdeck
{

/// One direction of a cable: what it does to the packets that go through it.
struct SimulatedPath {
    double loss = 0; ///< share of the packets, likewise the next two
    double duplication = 0;
    double corruption = 0; ///< one bit of the packet is turned over
    Duration delay{};
    Duration jitter{};        ///< at random on top of the delay: packets overtake each other
    uint64_t bandwidth = 0;   ///< bytes per second, 0: no limit
    size_t queue = 64 * 1024; ///< bytes that wait for their turn; what does not fit is lost
    Instant cutFrom = Instant::max();
    Instant cutUntil = Instant::max();

    Instant busyUntil{};  ///< its state, for the network
    uint64_t packets = 0; ///< taken in, likewise
    uint64_t dropped = 0; ///< because the queue was full
};

/// A machine in a SimulatedNetwork.
class SimulatedHost
{
public:
    struct Packet {
        std::span<const uint8_t> bytes;
        wire::Endpoint from;
        bool corrupted = false;
    };

    virtual ~SimulatedHost() = default;
    /// All that came since the last reading.
    virtual void receive(std::span<const Packet> packets, Instant now) = 0;
    virtual void advance(Instant now) = 0;
    /// Instant::max(): nothing to do until a packet comes.
    virtual Instant deadline(Instant now) const = 0;

    SimulatedPath in;
    SimulatedPath *out = &ownOut; ///< machines may share one
    SimulatedPath ownOut;
    Duration readDelay{}; ///< between a packet's arrival and its reading: gathers batches
};

/// A network on a virtual clock with a switch that multicasts. The same seed and the same hosts give the same
/// packets at the same moments.
class SimulatedNetwork
{
public:
    explicit SimulatedNetwork(uint64_t seed) : m_random(seed) {}

    Instant now() const { return m_now; }
    /// The host outlives the network.
    void attach(SimulatedHost &host, const wire::Endpoint &endpoint);
    void join(SimulatedHost &host, const wire::Endpoint &group) { m_groups[group].push_back(&host); }
    void leave(SimulatedHost &host, const wire::Endpoint &group) { std::erase(m_groups[group], &host); }
    /// The host is switched off: nothing reaches it or leaves it any more.
    void detach(SimulatedHost &host);

    void send(SimulatedHost &from, const wire::Endpoint &source, std::span<const uint8_t> bytes,
              const wire::Endpoint &to);
    /// Looks at the host's deadline again; to be called after it was changed from outside.
    void touch(SimulatedHost &host);

    /// Runs until @p done or until the clock would pass @p limit. False for the latter, and when a host does
    /// not let time pass any more.
    template <class Done>
    bool run(Instant limit, Done done)
    {
        while (!done()) {
            if (!step(limit))
                return false;
        }
        return true;
    }
    uint64_t steps() const { return m_steps; }

private:
    using Bytes = std::shared_ptr<const std::vector<uint8_t>>;
    struct Flight {
        Bytes bytes;
        wire::Endpoint from;
        wire::Endpoint to;
        bool corrupted = false;
    };
    enum class Kind { Switch, Arrive, Read, Wake };
    struct Event {
        Instant at;
        uint64_t order;
        Kind kind;
        SimulatedHost *host;
        std::shared_ptr<const Flight> flight;

        bool operator<(const Event &other) const
        {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    struct Desk {
        SimulatedHost *host;
        std::vector<std::shared_ptr<const Flight>> inbox;
        Instant wakeAt = Instant::max();
    };

    bool step(Instant limit);
    void post(Instant at, Kind kind, SimulatedHost *host, std::shared_ptr<const Flight> flight = {});
    void travel(SimulatedPath &path, const Flight &flight, Kind next, SimulatedHost *host);
    void read(Desk &desk);
    bool chance(double share) { return share > 0 && m_unit(m_random) < share; }

    std::mt19937_64 m_random;
    std::uniform_real_distribution<double> m_unit{0, 1};
    Instant m_now = Instant{} + std::chrono::hours(1);
    uint64_t m_steps = 0;
    uint64_t m_order = 0;
    uint64_t m_stepsAtOnce = 0; ///< since the clock moved
    std::priority_queue<Event> m_events;
    std::map<SimulatedHost *, Desk> m_desks;
    std::map<wire::Endpoint, SimulatedHost *> m_addresses;
    std::map<wire::Endpoint, std::vector<SimulatedHost *>> m_groups; ///< in the order they joined
};

} // namespace castdeck
