// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentreader.h"
#include "transport/net/pacer.h"
#include "transport/net/ratemeter.h"
#include "transport/sending/congestionwindow.h"
#include "transport/sending/flight.h"
#include "transport/sending/repaircache.h"
#include "transport/sending/rounds.h"
#include "transport/sending/sendingoutput.h"
#include "wire/datapacket.h"

namespace castdeck
{

/// SenderTime: monotonic milliseconds, never 0 (Choice T06).
uint64_t senderTime(Instant now);

/// The data of a sending session: numbers, window, bursts, repairs (multicast-transport §4.5, §5.6 to §5.9).
/// Blocks are read into the send buffer where their packets are built, many packets a call.
class DataFlow
{
public:
    DataFlow(const SendingSettings &settings, std::unique_ptr<ContentReader> reader,
             wire::PacketSecurity &security, SendingOutput &output, Instant now);

    const wire::ContentGeometry &geometry() const { return m_geometry; }
    /// ContentChanged; FolderNotAnswering when a burst has waited too long for its bytes.
    Result<void> checkContent(Instant now);

    /// MCLead and MCTrail of §4.5; Trail as SPM and data packets carry it (Choice T15).
    uint64_t lead() const { return m_cache.lead(); }
    uint64_t trail() const { return m_cache.size() > 0 ? m_cache.trail() : lead(); }
    bool windowFull() const { return roomInWindow() == 0; }
    /// Neither window, memory, disk nor the system's buffer stands against sending.
    bool canSend() const { return !blocked() && !windowFull() && !m_cache.isFull(); }
    bool allAcknowledged() const { return lead() == m_acknowledged; }

    void setMaster(ClientId master) { m_master = master; }
    void resetWindow() { m_window.reset(); }
    void setRateLimit(uint64_t bytesPerSecond, Instant now) { m_pacer.setRate(bytesPerSecond, now); }
    uint64_t rateLimit() const { return m_pacer.rate(); }

    /// Sends the repairs that were asked for and what the window allows of @p round, in turns, a repair
    /// first; both as far as the rates, the disk and the system's buffer let it. A read error ends it.
    Result<void> send(Rounds *round, Instant now);
    /// Part of a burst waits for room in the system's buffer.
    bool waitsForRoom() const { return m_burstSent < m_burst.size(); }
    /// A burst waits for that, or for its bytes.
    bool blocked() const { return m_readingSince || waitsForRoom(); }
    /// Repairs wait for their turn.
    bool hasRepairs() const { return m_cache.hasQueued(); }
    /// Nothing is sent any more: forgets what waits.
    void stop()
    {
        m_burst = {};
        m_burstSent = 0;
        m_readingSince.reset();
    }
    /// What was sealed with the key before and waits for room since then does not go out any more: to the
    /// receivers it is lost.
    void keyReplaced(Instant now);
    /// What the least of the rates allows, 0: anything.
    uint64_t packetsPerSecond() const
    {
        const uint64_t rate = leastRate();
        return rate == 0 ? 0 : std::max<uint64_t>(rate / m_settings.blockSize, 1);
    }
    /// When every rate allows more.
    Instant rateOpensAt(Instant now) const;
    /// When the next of the repairs that wait may go, as far as rate and window are concerned.
    Instant repairsOpenAt(Instant now) const;

    /// The earliest SenderTime that an ACK can truly echo: of what it is the first to tell of. 0 if that is
    /// not known, nothing if there is no such thing.
    std::optional<uint64_t> earliestCause(const wire::Ack &ack) const
    {
        const uint64_t highest = std::min(ack.hiODataSeqNo, lead());
        if (highest <= m_passed && ack.oDataSeqNo <= m_acknowledged)
            return std::nullopt;
        const uint64_t news = highest > m_passed ? highest : ack.oDataSeqNo;
        return m_cache.holds(news) ? senderTime(m_cache.sentAt(news)) : 0;
    }
    /// ACK of the master, which is @p roundTrip away, for what was sent (§5.7). True if it acknowledges
    /// anything new.
    bool acknowledge(const wire::Ack &ack, Duration roundTrip, Instant now);
    /// One NACK with ranges (§5.9 steps 2 and 3): takes at most @p most of what it names into the queue of
    /// repairs. How many those were.
    size_t repair(const wire::Nack &nack, Duration guard, size_t most, Instant now);
    /// Cut once per loss event, by the share of packets that a receiver loses: if its NACK names what was
    /// sent after the last cut, for each window that has gone out since then.
    void cutFor(wire::ListView<wire::Range> ranges, double share);
    /// A receiver that cannot keep up: cut at most once per @p spacing.
    void slowDown(Duration spacing, Instant now);
    /// Releases what is acknowledged and old enough; true if anything was.
    bool release(Instant now);
    /// The last data, not repairs, which somebody may want for ever; long ago before the first.
    Instant lastSentAt() const { return m_cache.holds(lead()) ? m_cache.sentAt(lead()) : Instant{}; }

    uint64_t bytesPerSecond(Instant now) { return m_rate.bytesPerSecond(now); }
    const SendingCounters &counters() const { return m_counters; }

private:
    struct Place {
        uint64_t seqNo;
        uint64_t block;
    };
    uint64_t onItsWay() const;
    uint64_t roomInWindow() const;
    uint64_t roomForRepairs() const;
    void beginBurst(bool repair, Instant now);
    Result<bool> finishBurst(Instant now);
    Result<bool> readBurst();
    bool flush();
    void takeData(Rounds &round, Instant now);
    void takeRepairs(Instant now);
    void announce(std::span<const Place> places, Instant now);
    bool rateAllows(Instant now);
    uint64_t leastRate() const;
    uint64_t packetsAtOnce() const;
    void spend(uint64_t bytes);

    SendingSettings m_settings;
    std::unique_ptr<ContentReader> m_reader;
    wire::ContentGeometry m_geometry;
    wire::PacketSecurity &m_security;
    SendingOutput &m_output;
    wire::DataPacketWriter m_writer;
    CongestionWindow m_window;
    RepairCache m_cache;
    Pacer m_pacer;
    std::vector<SharedRate::Part> m_sharedRates;
    RateMeter m_rate;
    SendingCounters m_counters;

    ClientId m_master;
    uint64_t m_acknowledged = 0;
    uint64_t m_passed = 0; ///< the highest that the master has seen: what lies below has come or is lost
    Duration m_roundTrip = std::chrono::milliseconds(1); ///< of the master
    Flight m_repairs;
    uint64_t m_cutLead = 0; ///< MCLead at the last cut (Choice T33)
    Instant m_slowedDownAt = Instant::min();

    size_t m_perBurst;
    std::vector<uint8_t> m_buffer;
    std::span<const uint8_t> m_burst; ///< what of m_buffer is a burst under way
    size_t m_burstSent = 0;
    size_t m_burstSegment = 1;
    Instant m_burstSealedAt{};
    std::vector<Place> m_places;           ///< of the next burst
    std::optional<Instant> m_readingSince; ///< the blocks of m_places
    size_t m_placesRead = 0;
    bool m_readsRepairs = false;
    bool m_repairsTurn = true;
    std::vector<iovec> m_vectors;
};

} // namespace castdeck
