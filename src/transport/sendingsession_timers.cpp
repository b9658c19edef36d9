// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sendingsession.h"

#include "wire/text.h"

#include <algorithm>
#include <array>

// What a sending session says by itself: its packets, and the timers that bring them about.

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;
using Ms = std::chrono::milliseconds;

constexpr std::array<Ms, 4> KickTimes{0ms, 200ms, 700ms, 1700ms};  // Choice T43
constexpr std::array<Ms, 4> CloseTimes{0ms, 200ms, 500ms, 1000ms}; // §5.12, terminating
constexpr Ms CloseRepeat{1000};
// Chosen so that a KICK or DEMOTE with both texts fits an Ethernet packet in every mode.
constexpr size_t ClientsPerPacket = 100;
constexpr qsizetype ByMax = 64;
constexpr qsizetype ReasonMax = 380;
constexpr int StandstillsMax = 3;
constexpr Duration Never = std::chrono::hours(24 * 365);

uint16_t clampedMs(uint64_t value)
{
    return static_cast<uint16_t>(std::min<uint64_t>(value, 65535));
}

wire::Bytes view(const QByteArray &bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())};
}

} // namespace

void SendingSession::multicast(const wire::TransportBody &body, Instant now)
{
    std::array<uint8_t, 1500> packet;
    const size_t size =
        wire::encodeTransport(packet, m_outSecurity, m_settings.id.value(), senderTime(now), body);
    if (size > 0)
        m_control.send(std::span(packet).first(size), m_settings.group);
}

void SendingSession::sendJoinAck(SendingClient &client, Instant now)
{
    wire::JoinAck answer;
    answer.clientId = client.id.value();
    answer.minNackBackOff = m_minNackBackOff;
    answer.maxNackBackOff = m_maxNackBackOff;
    answer.rtt = m_master.isValid() ? m_masterRoundTrip.wireValue() : 0;
    answer.clientTime = client.clientTime;
    std::array<uint8_t, 128> packet;
    const size_t size =
        wire::encodeTransport(packet, m_outSecurity, m_settings.id.value(), senderTime(now), answer);
    m_control.send(std::span(packet).first(size), client.endpoint);
    if (client.joinAckTime == 0)
        client.joinAckTime = senderTime(now);
    if (client.list != List::Pending)
        return;
    ++client.joinAcksSent;
    client.joinAckDue = now + m_settings.parameters.joinAckInterval;
    m_joinTimer = std::min(m_joinTimer.value_or(client.joinAckDue), client.joinAckDue);
}

void SendingSession::sendQcc(Instant now)
{
    const uint16_t rtt = m_clients.largestRoundTrip();
    const uint64_t active = m_clients.count(List::Active);
    wire::Qcc qcc;
    qcc.qccSeqNo = ++m_qccSeqNo;
    if (sends()) {
        const auto interval = static_cast<uint64_t>(m_settings.parameters.qccInterval.count());
        qcc.qcrBackOff = clampedMs(std::max(interval, active) + rtt);
        m_qccTimer = now + Ms(qcc.qcrBackOff);
    } else {
        m_searchWait = std::min(2 * m_searchWait, m_settings.parameters.searchWaitMax);
        qcc.qcrBackOff = clampedMs(std::max(static_cast<uint64_t>(m_searchWait.count()), active) + rtt);
        m_qccTimer = now + Ms(qcc.qcrBackOff) + Ms(rtt) + 10ms;
    }
    m_qccTimes[qcc.qccSeqNo % m_qccTimes.size()] = senderTime(now);
    multicast(qcc, now);
}

void SendingSession::sendSpm(Instant now, bool counts)
{
    const uint16_t rtt = m_masterRoundTrip.wireValue();
    m_minNackBackOff = clampedMs(std::max<uint64_t>(2ULL * rtt, 1));
    m_maxNackBackOff = clampedMs(std::max<uint64_t>(m_minNackBackOff + m_clients.count(List::Active) / 5, 1));
    wire::Spm spm;
    spm.spmSeqNo = ++m_spmSeqNo;
    spm.masterClientId = m_master.value();
    spm.minNackBackOff = m_minNackBackOff;
    spm.maxNackBackOff = m_maxNackBackOff;
    spm.trailODataSeqNo = m_flow.trail();
    spm.leadODataSeqNo = m_flow.lead();
    spm.rtt = rtt;
    m_spmTime = senderTime(now);
    multicast(spm, now);
    if (!counts)
        return;
    ++m_unansweredSpms;
    m_spmTimer = now + std::max<Ms>(m_settings.parameters.spmIntervalMin, Ms(4 * rtt));
}

void SendingSession::sendKicks(Instant now)
{
    // Clients that were sent away with the same words share a packet.
    m_kickRepeatedAt = now;
    std::vector<const SendingClient *> kicked;
    for (const auto &[id, client] : m_clients) {
        if (client.list == List::Kicked)
            kicked.push_back(&client);
    }
    while (!kicked.empty()) {
        const DisconnectOrder order = kicked.front()->order;
        std::vector<wire::KickedClient> together;
        std::erase_if(kicked, [&](const SendingClient *client) {
            if (!(client->order == order) || together.size() >= ClientsPerPacket)
                return false;
            together.push_back({client->id.value(), client->kickReason});
            return true;
        });
        const QByteArray by = wire::utf16FromText(order.by.left(ByMax));
        const QByteArray reason = wire::utf16FromText(order.reason.left(ReasonMax));
        multicast(wire::Kick{std::span<const wire::KickedClient>(together), view(by), view(reason)}, now);
    }
}

void SendingSession::sendDemotes(Instant now)
{
    std::vector<const SendingClient *> demoted;
    for (const auto &[id, client] : m_clients) {
        if (client.list == List::Demoted)
            demoted.push_back(&client);
    }
    while (!demoted.empty()) {
        const LowerSession lower = demoted.front()->lower;
        const DisconnectOrder order = demoted.front()->order;
        std::vector<wire::DemotedClient> together;
        std::erase_if(demoted, [&](const SendingClient *client) {
            if (!(client->lower == lower && client->order == order) || together.size() >= ClientsPerPacket)
                return false;
            together.push_back({client->id.value()});
            return true;
        });
        const QByteArray by = wire::utf16FromText(order.by.left(ByMax));
        const QByteArray reason = wire::utf16FromText(order.reason.left(ReasonMax));
        multicast(wire::Demote{lower.id.value(), lower.group, lower.server,
                               std::span<const wire::DemotedClient>(together), view(by), view(reason)},
                  now);
    }
}

void SendingSession::runDemoteTimer(Instant now)
{
    m_demoteTimer.reset();
    if (m_clients.count(List::Demoted) == 0)
        return;
    sendDemotes(now);
    m_demoteTimer = now + m_settings.parameters.demoteRepeat;
}

void SendingSession::measureWaiting(Instant now)
{
    if (m_dataWaits)
        m_waited += now - m_lookedAt;
    if (SendingClient *const master = m_masterIsAwaited ? m_clients.find(m_master) : nullptr)
        master->stoodStill += now - m_lookedAt;
    m_lookedAt = now;
}

bool SendingSession::isGivenUp(const SendingClient &client) const
{
    return client.standstills >= StandstillsMax && client.id != m_master &&
           std::any_of(m_clients.begin(), m_clients.end(), [](const auto &entry) {
               return entry.second.list == List::Active && entry.second.standstills < StandstillsMax;
           });
}

Duration SendingSession::patienceWith(const SendingClient &client) const
{
    // Whoever is alone costs nobody anything but the session.
    if (m_clients.count(List::Active) == 1)
        return m_settings.parameters.loneStandstill;
    const SessionParameters &parameters = m_settings.parameters;
    const Duration first = m_slowClientsJudged ? parameters.judgedStandstill : parameters.standstill;
    return client.standstills < StandstillsMax ? first / (1 << client.standstills) : first;
}

void SendingSession::watchMaster(Instant now)
{
    SendingClient *const master = m_clients.find(m_master);
    if (!sends() || !master || master->stoodStill < patienceWith(*master))
        return;
    if (m_clients.count(List::Active) > 1)
        loseWindow(*master, now);
    else
        sendAway(*master,
                 QStringLiteral("acknowledged nothing new for %1 s, at %2 %")
                     .arg(std::chrono::duration_cast<std::chrono::seconds>(master->stoodStill).count())
                     .arg(master->progress),
                 now);
}

void SendingSession::sendAway(const SendingClient &client, const QString &reason, Instant now)
{
    kickClient(client.id, wire::KickFallback,
               {DisconnectType::Fallback, reason, QStringLiteral("sick-machine rule")}, now);
}

void SendingSession::loseWindow(SendingClient &master, Instant now)
{
    const auto stood = std::chrono::duration_cast<Ms>(master.stoodStill);
    ++master.standstills;
    master.stoodStill = {};
    if (!master.stuck)
        master.stuck = {now, master.progress, m_flow.counters().dataPackets};
    if (master.standstills <= StandstillsMax)
        m_output.troubled({SessionTrouble::Kind::ClientStuck, master.id, master.name,
                           QStringLiteral("acknowledged nothing new for %1 ms, at %2 %")
                               .arg(stood.count())
                               .arg(master.progress)});
    enterQcc(now);
}

/// Those that lost the window and then got nothing of a twentieth of the content, at least: to others it
/// came.
void SendingSession::sendStuckAway(Instant now)
{
    const uint64_t enough = m_flow.geometry().totalBlocks() / 20;
    // Where all are stuck nothing is sent to anybody: the session shall not last for ever.
    const bool allAre = std::all_of(m_clients.begin(), m_clients.end(), [](const auto &entry) {
        return entry.second.list != List::Active || entry.second.stuck;
    });
    std::vector<ClientId> stuck;
    for (auto &[id, client] : m_clients) {
        if (client.list != List::Active || !client.stuck)
            continue;
        const Duration time = now - client.stuck->since;
        const bool othersGoOn = m_flow.counters().dataPackets - client.stuck->blocksSent >= enough;
        if (client.progress > client.stuck->progress)
            client.stuck.reset();
        else if ((othersGoOn && time >= m_settings.parameters.stuckClient) ||
                 (allAre && time >= m_settings.parameters.loneStandstill))
            stuck.push_back(id);
    }
    for (const ClientId id : stuck) {
        const SendingClient &client = *m_clients.find(id);
        sendAway(
            client,
            QStringLiteral("does not get on: at %1 % for %2 s")
                .arg(client.progress)
                .arg(std::chrono::duration_cast<std::chrono::seconds>(now - client.stuck->since).count()),
            now);
    }
}

void SendingSession::runJoinTimers(Instant now)
{
    m_joinTimer.reset();
    std::vector<ClientId> silent;
    for (auto &[id, client] : m_clients) {
        if (client.list != List::Pending)
            continue;
        if (client.joinAckDue > now)
            m_joinTimer = std::min(m_joinTimer.value_or(client.joinAckDue), client.joinAckDue);
        else if (client.joinAcksSent < m_settings.parameters.joinAckSends)
            sendJoinAck(client, now);
        else
            silent.push_back(id);
    }
    for (const ClientId id : silent) {
        // It may have its JOINACK, while its QCR was lost: a later report brings it back (Choices T21, T60).
        m_clients.giveUp(id);
        ++m_membershipRevision;
        linger(now);
    }
}

void SendingSession::runQccTimer(Instant now)
{
    SendingClient *slowest = nullptr;
    for (auto &[id, client] : m_clients) {
        if (m_state != State::Qcc || client.list != List::Active || !client.answeredQcc)
            continue;
        // Whoever stood still is master only when nobody better answers.
        const bool isBetter = !slowest || client.standstills < slowest->standstills ||
                              (client.standstills == slowest->standstills &&
                               client.roundTrip.milliseconds() > slowest->roundTrip.milliseconds());
        if (isBetter)
            slowest = &client;
    }
    if (slowest)
        enterData(*slowest, now);
    else
        sendQcc(now);
}

void SendingSession::runSpmTimer(Instant now)
{
    if (m_unansweredSpms >= m_settings.parameters.unansweredSpms)
        enterQcc(now);
    else
        sendSpm(now, true);
}

void SendingSession::runCleanup(Instant now)
{
    m_cleanupTimer = now + m_settings.parameters.cleanupInterval;
    if (const auto unchanged = m_flow.checkContent(now); !unchanged)
        return fail(unchanged.error(), now);
    if (m_flow.release(now))
        sendSpm(now, true);
    sendStuckAway(now);
}

void SendingSession::runKickTimer(Instant now)
{
    const bool closing = m_state == State::Closing;
    const auto &times = closing ? CloseTimes : KickTimes;
    if (m_clients.count(List::Kicked) == 0) {
        m_kickTimer.reset();
        return;
    }
    sendKicks(now);
    ++m_kicksSent;
    if (m_kicksSent < times.size())
        m_kickTimer = now + (times[m_kicksSent] - times[m_kicksSent - 1]);
    else
        m_kickTimer = now + (closing ? CloseRepeat : m_settings.parameters.kickRepeat);
}

void SendingSession::removeDead(Instant now)
{
    m_deadScanTimer = now + m_settings.parameters.deadClientScan;
    std::vector<ClientId> dead;
    for (const auto &[id, client] : m_clients) {
        // Whoever was told to go is not kept for ever by going on to talk.
        const bool wasToldToGo = client.list == List::Kicked || client.list == List::Demoted;
        const Instant since = wasToldToGo ? client.orderedAt : client.lastHeard;
        if (client.list != List::Dead && now - since >= m_settings.parameters.deadClient)
            dead.push_back(id);
    }
    for (const ClientId id : dead)
        remove(id, ClientDeparture::Kind::Vanished, now);
}

void SendingSession::runLifeTimers(Instant now)
{
    if (m_state == State::Closing) {
        const bool anybody = std::any_of(m_clients.begin(), m_clients.end(), [](const auto &entry) {
            return entry.second.list == List::Kicked && entry.second.activeSince != Instant{};
        });
        if (anybody && !due(m_graceTimer, now))
            return;
        for (const auto &[id, client] : m_clients) {
            if (client.list == List::Kicked && client.activeSince != Instant{})
                m_closing.unansweredNames.append(client.name);
        }
        finish(now);
    } else if (due(m_inactivityTimer, now) || due(m_lingerTimer, now)) {
        m_closing.kind = SessionEnd::Kind::Finished;
        finish(now);
    }
}

void SendingSession::beginQuery(Instant now)
{
    static constexpr std::array<uint8_t, 3> Inquiry{0x00, 0x03, 0x01};
    if (const auto unchanged = m_flow.checkContent(now); !unchanged)
        return fail(unchanged.error(), now);
    wire::Poll poll;
    poll.pollSeqNo = ++m_pollSeqNo;
    poll.backOff = clampedMs(static_cast<uint64_t>(m_settings.parameters.pollBackOff.count()));
    poll.appData = Inquiry;
    m_rounds.beginQuery(now + Ms(poll.backOff) + Ms(m_clients.largestRoundTrip()) +
                        m_settings.parameters.clockSlack);
    multicast(poll, now);
}

void SendingSession::runRounds(Instant now)
{
    switch (m_rounds.state()) {
    case Rounds::State::Waiting:
        if (!m_waitsForStart && m_clients.count(List::Active) > 0 && (sends() || m_pollSeqNo > 0))
            beginQuery(now);
        break;
    case Rounds::State::Query: {
        bool all = m_rounds.hasAnswers();
        for (const auto &[id, client] : m_clients)
            all = all && (client.list != List::Active || client.missedQuery || m_rounds.hasAnswered(id));
        if (!all && now < m_rounds.queryEnds())
            break;
        for (auto &[id, client] : m_clients)
            client.missedQuery = client.list == List::Active && !m_rounds.hasAnswered(id);
        m_rounds.endQuery(now);
        break;
    }
    case Rounds::State::Pause:
        if (now >= m_rounds.pauseEnds())
            m_rounds.wait();
        break;
    case Rounds::State::Data:
        if (m_rounds.nothingUnsent() && m_flow.allAcknowledged() && !m_flow.hasRepairs() &&
            now >= m_flow.graceEnds())
            m_rounds.wait();
        break;
    }
}

void SendingSession::advance(Instant now)
{
    if (m_end)
        return;
    m_control.flush();
    measureWaiting(now);
    watchMaster(now);
    if (due(m_joinTimer, now))
        runJoinTimers(now);
    if (due(m_deadScanTimer, now))
        removeDead(now);
    if (due(m_qccTimer, now))
        runQccTimer(now);
    if (due(m_spmTimer, now))
        runSpmTimer(now);
    if (due(m_cleanupTimer, now))
        runCleanup(now);
    if (due(m_kickTimer, now))
        runKickTimer(now);
    if (due(m_demoteTimer, now))
        runDemoteTimer(now);
    if (due(m_probeTimer, now)) {
        m_probeTimer = now + Never; // one for each stall: the next ACK clears it
        sendSpm(now, false);
    }
    if (m_state != State::Closing && m_state != State::PreStart) {
        for (auto before = m_rounds.state();; before = m_rounds.state()) {
            runRounds(now);
            if (m_rounds.state() == before)
                break;
        }
    }
    if (sends() || m_state == State::Qcc) {
        if (const auto sent = m_flow.send(sends() ? &m_rounds : nullptr, now); !sent)
            fail(sent.error(), now);
    }
    if (sends()) {
        const bool stalled = !m_flow.allAcknowledged() && (m_flow.windowFull() || m_rounds.nothingUnsent());
        if (!sends() || !stalled)
            m_probeTimer.reset();
        else if (!m_probeTimer)
            m_probeTimer = now + std::max<Ms>(Ms(4 * m_masterRoundTrip.wireValue()), 20ms);
    }
    measureWaiting(now);
    m_dataWaits = sends() && m_rounds.state() == Rounds::State::Data && !m_rounds.nothingUnsent() &&
                  m_flow.rateOpensAt(now) <= now;
    m_masterIsAwaited = sends() && !m_flow.allAcknowledged() && !m_flow.blocked() &&
                        !(m_flow.hasRepairs() && m_flow.rateOpensAt(now) > now);
    runLifeTimers(now);
}

Instant SendingSession::deadline(Instant now) const
{
    Instant first = now + Never;
    for (const Timer &timer :
         {m_joinTimer, m_qccTimer, m_spmTimer, m_probeTimer, m_cleanupTimer, m_kickTimer, m_demoteTimer,
          m_deadScanTimer, m_inactivityTimer, m_lingerTimer, m_graceTimer})
        first = std::min(first, timer.value_or(first));
    const Rounds::State round = m_rounds.state();
    if (round == Rounds::State::Query)
        first = std::min(first, m_rounds.queryEnds());
    else if (round == Rounds::State::Pause)
        first = std::min(first, m_rounds.pauseEnds());
    else if (round == Rounds::State::Data && sends() && m_rounds.nothingUnsent() &&
             m_flow.allAcknowledged() && !m_flow.hasRepairs())
        first = std::min(first, m_flow.graceEnds());
    else if (round == Rounds::State::Data && sends() && !m_rounds.nothingUnsent() && m_flow.canSend())
        first = std::min(first, m_flow.rateOpensAt(now));
    if (m_flow.hasRepairs() && !m_flow.blocked() && (sends() || m_state == State::Qcc))
        first = std::min(first, m_flow.rateOpensAt(now));
    if (m_masterIsAwaited) {
        const auto master = m_clients.find(m_master);
        if (master)
            first = std::min(first, m_lookedAt + patienceWith(*master) - master->stoodStill);
    }
    return std::max(first, now);
}

} // namespace castdeck
