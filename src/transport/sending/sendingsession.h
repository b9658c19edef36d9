// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/clientids.h"
#include "transport/sending/dataflow.h"
#include "transport/sending/sendingvoice.h"
#include "transport/sending/sessionkeys.h"
#include "transport/sending/standstill.h"
#include "transport/sending/timertable.h"

#include <memory>
#include <optional>

namespace castdeck
{

/// The server's side of one multicast session (multicast-transport §5, multicast-application §4) as a state
/// machine: it is given datagrams and the time, it gives packets to a SendingOutput. It owns no socket, clock
/// or thread.
class SendingSession
{
public:
    SendingSession(const SendingSettings &settings, std::unique_ptr<ContentReader> reader,
                   std::shared_ptr<ClientIds> clientIds, SendingOutput &output, Instant now);

    /// One datagram from the session's socket, which may be changed. Nothing a peer sends is an error here.
    void receive(std::span<uint8_t> datagram, const wire::Endpoint &from, Instant now);
    /// Runs the timers that are due and sends what may be sent. To be called after each batch of datagrams,
    /// when deadline() has come, when the reader has something new, and when the socket can be written again
    /// after waitsForRoom().
    void advance(Instant now);
    /// When advance() has something to do at the latest.
    Instant deadline(Instant now) const;
    bool waitsForRoom() const { return m_flow.waitsForRoom() || m_voice.blocked(); }

    /// The initiation let it into this session; in other modes than Encrypted there is no need to say so.
    void admit(const wire::Member &member) { m_keys.admit(member); }
    void terminate(const DisconnectOrder &order, Instant now);
    /// Somebody was led here who may come until then: while it is empty the session ends no sooner, and no
    /// later than its lingering lasts.
    void expectClients(Instant until, Instant now);
    /// Nobody is expected any more, and its place is needed: it ends now unless somebody is there.
    void endIfEmpty(Instant now);
    void disconnectClient(ClientId id, const DisconnectOrder &order, Instant now);
    /// Lets go a session that waitsForStart; any other is not touched.
    void startTransmission() { m_waitsForStart = false; }
    /// As disconnectClient(), with the reason that the KICK carries (wire::KickPolicy …).
    void kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order, Instant now);
    /// Tells a client to go on in a slower session. One that cannot (it did not say that it can, or has not
    /// joined wholly) stays.
    void demoteClient(ClientId id, const LowerSession &lower, const DisconnectOrder &order, Instant now);
    /// The system refused to send, and not for want of room. Said at once, and when it goes on the session
    /// fails; its clients are told to get the content another way.
    void cannotSend(const Error &error, Instant now);
    void setRateLimit(uint64_t bytesPerSecond, Instant now) { m_flow.setRateLimit(bytesPerSecond, now); }
    /// Slow clients are judged by a policy: a master that pauses is waited for longer, so that it can be
    /// judged.
    void setSlowClientsJudged(bool judged) { m_standstill.setJudged(judged); }

    SessionSnapshot snapshot(Instant now);
    /// Grows with every client that comes, goes or changes its list.
    uint64_t membershipRevision() const { return m_membershipRevision; }

    /// Set when the session is over; nothing is sent any more.
    const std::optional<SessionEnd> &end() const { return m_end; }

private:
    enum class State { PreStart, Qcc, Data, Closing };
    using List = SendingClient::List;
    enum class Timer {
        Join,
        Qcc,
        Spm,
        Probe,
        Cleanup,
        Kick,
        Demote,
        DeadScan,
        Inactivity,
        Linger,
        Grace,
        Count
    };

    void handle(const wire::Join &join, const wire::Endpoint &from, uint64_t senderTime, Instant now);
    void handle(const wire::Qcr &qcr, SendingClient &client, Instant now);
    void handle(const wire::Ack &ack, SendingClient &client, Instant now);
    void handle(const wire::Nack &nack, SendingClient &client, Instant now);
    void handle(const wire::PollAck &answer, SendingClient &client, Instant now);
    void handle(const wire::Leave &leave, SendingClient &client, Instant now);
    void handle(const wire::KeyAck &ack, SendingClient &client, Instant now);
    SendingClient *sender(ClientId id, const wire::Endpoint &from, bool isQcr, Instant now);

    void activate(SendingClient &client, Instant now);
    void remove(ClientId id, ClientDeparture::Kind kind, Instant now);
    void linger(Instant now);
    void enterQcc(Instant now);
    void enterData(SendingClient &master, Instant now);
    void changeMaster(SendingClient &client, Instant now);
    bool masterMayChange(Instant now) const;
    bool allAnsweredQcc() const;

    void sendJoinAck(SendingClient &client, Instant now);
    void sendQcc(Instant now);
    void sendSpm(Instant now);
    void askMaster(Instant now);
    void sendKicks(Instant now);

    void runKeys(Instant now);
    void runJoinTimers(Instant now);
    void runQccTimer(Instant now);
    void runSpmTimer(Instant now);
    void runCleanup(Instant now);
    void runKickTimer(Instant now);
    void runDemoteTimer(Instant now);
    void watchMaster(Instant now);
    void loseWindow(SendingClient &master, Instant now);
    void sendStuckAway(Instant now);
    void sendAway(const SendingClient &client, const QString &reason, Instant now);
    void removeDead(Instant now);
    void runLifeTimers(Instant now);
    void runRounds(Instant now);
    bool mayBeginQuery(Instant now) const;
    void beginQuery(Instant now);
    Duration settling() const;
    void kick(SendingClient &client, uint8_t reason, const DisconnectOrder &order, Instant now);
    void close(SessionEnd::Kind kind, const DisconnectOrder &order, Instant now);
    void fail(const Error &error, Instant now);
    void finish(Instant now);

    bool isStalled(const SendingClient &client, Instant now) const;
    bool sends() const { return m_state == State::Data; }

    SendingSettings m_settings;
    std::shared_ptr<ClientIds> m_clientIds;
    SendingOutput &m_output;
    SessionKeys m_keys;
    SendingVoice m_voice;
    DataFlow m_flow;
    Standstill m_standstill;
    Rounds m_rounds;
    Gathering m_gathering;
    SendingClients m_clients;
    SendingCounters m_received; ///< the counters of what came in

    State m_state = State::PreStart;
    bool m_waitsForStart = false;
    ClientId m_master;
    RoundTrip m_masterRoundTrip;
    double m_masterLossRate = 0;
    Instant m_masterChangedAt = Instant::min();
    uint64_t m_searchFirstQcc = 0; ///< the first QCC since the state was entered (Choice T22)
    int m_unansweredSpms = 0;
    std::chrono::milliseconds m_searchWait{0};
    Instant m_qccAskedAt{};

    TimerTable<Timer> m_timers; ///< Probe: Choice T39
    Instant m_expectsUntil = Instant::min();
    size_t m_kicksSent = 0;
    Instant m_kickRepeatedAt = Instant::min();

    std::optional<Instant> m_cannotSendSince;
    Instant m_cannotSendAt = Instant::min(); ///< the last time

    SessionEnd m_closing; ///< what will be reported
    uint64_t m_membershipRevision = 0;
    std::optional<SessionEnd> m_end;
};

} // namespace castdeck
