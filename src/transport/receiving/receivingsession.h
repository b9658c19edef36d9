// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/net/datagramsocket.h"
#include "transport/receiving/farewell.h"
#include "transport/receiving/nacktimer.h"
#include "transport/receiving/receivedstream.h"
#include "transport/receiving/receivingkeys.h"
#include "transport/receiving/receivingoutput.h"
#include "transport/receiving/receivingvalues.h"
#include "transport/sink/blockwriter.h"

#include <random>

namespace castdeck
{

/// The receiving half of a multicast session (multicast-transport §6, multicast-application §5) without
/// sockets, clock or threads: it is given datagrams and the time, sends through a ReceivingOutput, and says
/// when it wants to be called next. The same calls with the same seed give the same packets. Not thread-safe.
///
/// The owner: start(); receive() with what its two sockets hold; advance() when deadline() has come; then
/// look at group() (DEMOTE may have changed it: join that one instead), isComplete() (finish the sink, then
/// completed()) and state() (Ended: see end()).
class ReceivingSession
{
public:
    using Datagram = DatagramSocket::Datagram;

    /// @p writer and @p output must outlive the session.
    ReceivingSession(const ReceivingSettings &settings, BlockWriter &writer, ReceivingOutput &output);

    void start(Instant now);
    /// Everything that one read brought, in order: one ACK for up to 16 data packets (Choice T53), one NACK.
    /// The bytes are changed, and not needed any more when it returns.
    void receive(std::span<const Datagram> batch, Instant now) { take(batch, Way::Group, now); }
    /// More waits to be received than there may be room for soon: the server is asked to slow down.
    void fallBehind(Instant now);
    /// The same for what came to this receiver alone: nothing but JOINACK does (§1), and in encrypted
    /// sessions what is sealed for it; everything else there is somebody's who may not be able to send to the
    /// group.
    void receiveUnicast(std::span<const Datagram> batch, Instant now) { take(batch, Way::Unicast, now); }
    void advance(Instant now);
    /// Instant::max() if there is nothing to wait for.
    Instant deadline() const;

    /// The content is finished: LEAVE 0.
    void completed(Instant now);
    /// A person or program gives up: LEAVE 1.
    void cancel(Instant now);
    /// Something here went wrong: LEAVE 1.
    void fail(Error error, Instant now);

    ReceivingState state() const { return m_state; }
    /// Valid in Leaving and Ended.
    const ReceivingEnd &end() const { return m_end; }
    /// Every block is written and the content waits to be finished.
    bool isComplete() const { return m_state == ReceivingState::Regular && m_writer->isComplete(); }

    const wire::Endpoint &group() const { return m_group; }
    const wire::Endpoint &server() const { return m_server; }
    uint32_t sessionId() const { return m_sessionId; }
    uint32_t clientId() const { return m_clientId; }
    bool isMaster() const { return m_clientId != 0 && m_masterId == m_clientId; }
    /// When the server gave the id; meaningless in Join.
    Instant joinedAt() const { return m_joinedAt; }
    const ReceivingCounters &counters() const { return m_counters; }
    const ReceivedStream &stream() const { return m_stream; }

private:
    using Ms = std::chrono::milliseconds;

    /// A report that waits out its random delay.
    struct Owed {
        Instant due = Instant::max();
        Instant asked{};
        uint64_t number = 0;     ///< the last one seen
        uint64_t serverTime = 0; ///< its SenderTime
    };

    enum class Way : uint8_t { Group, Unicast };
    void take(std::span<const Datagram> batch, Way way, Instant now);
    void take(const Datagram &datagram, Way way, Instant now);
    void handle(const wire::Spm &packet, uint64_t senderTime, Instant now);
    void handle(const wire::JoinAck &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Qcc &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Poll &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Data &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Kick &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Demote &packet, uint64_t senderTime, Instant now);
    void handle(const wire::Keys &packet, uint64_t senderTime, Instant now);
    template <class Other>
    void handle(const Other &, uint64_t, Instant)
    {
    }

    bool offer(const wire::Data &packet, Instant now);
    void store(uint16_t minBackOff, uint16_t maxBackOff);
    bool mayCome(const wire::TransportBody &body, Way way) const;
    void askForKey(Instant now);
    void sayWhichKey(Instant now);
    void finishBatch(Instant now);
    void join(Instant now);
    void report(Instant now, uint64_t number, uint64_t serverTime, Ms waited);
    void answerPoll(Instant now);
    void acknowledge(Instant now, uint64_t serverTime);
    void considerNack(Instant now);
    void sendNack(Instant now);
    bool zeroNack(Instant now);
    void leave(ReceivingEnd end, uint8_t reason, Instant now);
    void scheduleFarewell(uint8_t reason, Instant now);
    void enterJoin(Instant now);

    void send(const wire::TransportBody &body, Instant now);
    void send(const wire::TransportBody &body, Instant now, uint32_t sessionId, const wire::Endpoint &server);
    Duration random(Ms least, Ms most);
    Instant nextForcedReport(Instant now) const;
    uint32_t secondsInSession(Instant now) const;
    bool hearsNothing() const;
    void missData(uint64_t lead, Instant now);
    std::optional<ReceivingEnd::Kind> silence(Instant now);
    Instant silenceEnds() const;

    ReceivingParameters m_parameters;
    QString m_clientName;
    wire::Address m_clientAddress;
    std::vector<uint8_t> m_macAddress;
    std::vector<uint8_t> m_userSid;
    ReceivingKeys m_keys;
    BlockWriter *m_writer;
    ReceivingOutput *m_output;
    std::mt19937_64 m_random;

    ReceivingState m_state = ReceivingState::Join;
    ReceivingEnd m_end;
    ReceivingCounters m_counters;

    // What a session with one server holds; DEMOTE starts it anew.
    uint32_t m_sessionId;
    wire::Endpoint m_group;
    wire::Endpoint m_server;
    uint32_t m_clientId = 0;
    uint32_t m_masterId = 0;
    Instant m_joinedAt{};
    Instant m_lastHeard{};
    uint64_t m_packetsBefore = 0;      ///< of other groups
    bool m_heardGroup = false;         ///< something other than JOINACK
    std::vector<uint64_t> m_joinTimes; ///< SenderTime of every JOIN sent
    Instant m_nextJoin = Instant::max();
    Instant m_dataMissedSince = Instant::max(); ///< the server says that it sent some that did not come
    uint64_t m_dataLead = 0;                    ///< of those that came
    uint64_t m_lastSpm = 0;
    Owed m_qcr;
    Owed m_pollAck;
    Instant m_forceReport = Instant::max();
    Instant m_reportedAt{};
    Ms m_backOffMin{0};
    Ms m_backOffMax{0};
    ReceivedStream m_stream;
    NackTimer m_nackTimer;
    Instant m_nextZeroNack{};
    bool m_refused = false; ///< a payload was refused and the cache is not yet half empty (Choice T55)
    bool m_nackWanted = false;
    uint64_t m_askedFor = 0;  ///< repairs, by the last NACK
    uint64_t m_repaired = 0;  ///< packets since then
    int m_unacknowledged = 0; ///< data packets of this batch
    uint64_t m_ackTime = 0;   ///< SenderTime of the last of them

    Farewell m_farewell;
};

} // namespace castdeck
