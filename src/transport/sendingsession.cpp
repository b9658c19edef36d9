// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sendingsession.h"

#include "transport/masterchoice.h"

#include <algorithm>
#include <type_traits>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;
using Ms = std::chrono::milliseconds;

constexpr Ms KickOnPacketSpacing{100};
constexpr Ms ZeroNackWindow{1000}; // Choice T36
constexpr Ms NoDataAfter{5000};
constexpr Ms CannotSendMax{3000};

double lossRate(uint64_t wireValue)
{
    return static_cast<double>(std::min(wireValue, wire::LossRateOne)) /
           static_cast<double>(wire::LossRateOne);
}

QString macText(const wire::Join &join)
{
    const QByteArray bytes(reinterpret_cast<const char *>(join.macAddress.data()), join.macLength);
    return QString::fromLatin1(bytes.toHex(':'));
}

ClientDeparture::Kind departureKind(const SendingClient &client, uint8_t leaveReason)
{
    if (client.list == SendingClient::List::Kicked)
        return ClientDeparture::Kind::Disconnected;
    if (leaveReason == wire::LeaveComplete)
        return ClientDeparture::Kind::Completed;
    if (client.list == SendingClient::List::Demoted)
        return ClientDeparture::Kind::Demoted;
    return leaveReason == wire::LeaveInactive ? ClientDeparture::Kind::Inactive : ClientDeparture::Kind::Left;
}

} // namespace

SendingSession::SendingSession(const SendingSettings &settings, std::unique_ptr<ContentReader> reader,
                               std::shared_ptr<ClientIds> clientIds, SendingOutput &output, Instant now)
    : m_settings(settings)
    , m_clientIds(std::move(clientIds))
    , m_output(output)
    , m_control(output)
    , m_outSecurity(settings.mode, settings.key)
    , m_inSecurity(settings.mode, settings.key)
    , m_flow(settings, std::move(reader), m_outSecurity, output, now)
    , m_waitsForStart(settings.waitsForStart)
    , m_deadScanTimer(now + settings.parameters.deadClientScan)
    , m_inactivityTimer(now + settings.parameters.inactivity)
    , m_lookedAt(now)
{
}

void SendingSession::receive(std::span<const uint8_t> datagram, const wire::Endpoint &from, Instant now)
{
    if (m_end)
        return;
    const auto packet =
        wire::decodeTransport(datagram, m_inSecurity, m_settings.id.value(), wire::Receiver::Server);
    if (!packet) {
        ++m_received.rejected[static_cast<size_t>(packet.error())];
        return;
    }
    std::visit(
        [&](const auto &body) {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, wire::Join>) {
                m_inactivityTimer = now + m_settings.parameters.inactivity;
                handle(body, from, packet->senderTime, now);
            } else if constexpr (requires(SendingClient & client) { this->handle(body, client, now); }) {
                constexpr bool isQcr = std::is_same_v<Body, wire::Qcr>;
                SendingClient *client = sender(ClientId(body.clientId), from, isQcr, now);
                if (!client)
                    return;
                constexpr bool isLeave = std::is_same_v<Body, wire::Leave>;
                if (!isLeave && client->list == List::Kicked && now - m_kickRepeatedAt >= KickOnPacketSpacing)
                    sendKicks(now);
                handle(body, *client, now);
            }
        },
        packet->body);
}

SendingClient *SendingSession::sender(ClientId id, const wire::Endpoint &from, bool isQcr, Instant now)
{
    SendingClient *client = m_clients.find(id);
    if (!client || client->endpoint.address != from.address) {
        m_received.strangers += client || !m_clients.hasLeft(id, from.address);
        return nullptr;
    }
    if (client->list == List::Dead) {
        if (!isQcr || client->endpoint != from || m_state == State::Closing)
            return nullptr;
        client->list = client->before;
        client->orderedAt = now;
        ++m_membershipRevision;
        if (client->list == List::Demoted)
            m_demoteTimer = now;
        if (client->list == List::Kicked) {
            m_kicksSent = 0;
            m_kickTimer = now;
        }
    }
    client->lastHeard = now;
    m_inactivityTimer = now + m_settings.parameters.inactivity;
    return client;
}

void SendingSession::handle(const wire::Join &join, const wire::Endpoint &from, uint64_t senderTime,
                            Instant now)
{
    if (m_state == State::Closing)
        return;
    SendingClient *known = m_clients.find(from);
    if (known && (known->list == List::Kicked || known->list == List::Demoted))
        return;
    if (!known) {
        if (m_clients.present() >= static_cast<size_t>(m_settings.parameters.clientsMax))
            return;
        known = &m_clients.add(m_clientIds->next(), from, now);
        known->standstills = m_clients.standstillsOf(from.address);
        known->name = QString::fromUtf16(join.name().data(), static_cast<qsizetype>(join.name().size()));
        known->macAddress = macText(join);
        known->canBeDemoted =
            join.capabilities && std::find(join.capabilities->begin(), join.capabilities->end(),
                                           wire::CapabilityMultistream) != join.capabilities->end();
        m_lingerTimer.reset();
        ++m_membershipRevision;
    }
    known->clientTime = senderTime;
    known->lastHeard = now;
    if (known->list == List::Active || known->joinAcksSent < m_settings.parameters.joinAckSends)
        sendJoinAck(*known, now);
}

void SendingSession::handle(const wire::Qcr &qcr, SendingClient &client, Instant now)
{
    const bool isFirst = client.list == List::Pending;
    if (isFirst && m_state != State::Closing)
        activate(client, now);
    sampleRoundTrip(qcr, client, isFirst, now);
    client.lossRate = lossRate(qcr.lossRate);
    client.hiODataSeqNo = qcr.hiODataSeqNo;
    if (qcr.utilization.cpu)
        client.utilization.cpu = qcr.utilization.cpu;
    if (qcr.utilization.memory)
        client.utilization.memory = qcr.utilization.memory;
    if (qcr.utilization.network)
        client.utilization.network = qcr.utilization.network;
    if (qcr.qccSeqNo > 0 && qcr.qccSeqNo <= m_qccSeqNo) {
        client.heardMulticast = true;
        client.answeredQcc = client.answeredQcc || qcr.qccSeqNo >= m_searchFirstQcc;
        // Nobody is left to wait for.
        if (m_state == State::Qcc && client.list == List::Active && allAnsweredQcc())
            m_qccTimer = now;
    }
    if (qcr.appData.empty())
        return;
    if (const auto progress = wire::decodeProgress(qcr.appData))
        client.progress = progress->progress;
    else
        ++m_received.rejected[static_cast<size_t>(progress.error())];
}

void SendingSession::handle(const wire::Ack &ack, SendingClient &client, Instant now)
{
    if (!sends() || client.list != List::Active || client.id != m_master || ack.oDataSeqNo > m_flow.lead())
        return;
    client.heardMulticast = true;
    client.hiODataSeqNo = ack.hiODataSeqNo;
    client.lossRate = lossRate(ack.lossRate);
    sampleRoundTrip(ack, now);
    m_unansweredSpms = 0;
    m_masterRoundTrip = client.roundTrip;
    m_masterLossRate = client.lossRate;
    if (ack.oDataSeqNo <= m_flow.acknowledgedUpTo())
        return;
    m_probeTimer.reset();
    client.stoodStill = {};
    m_flow.acknowledge(ack.oDataSeqNo, now);
}

/// What an ACK echoes is the time of a packet that can have caused it: one that acknowledges anew, of what it
/// acknowledges or later; any other, of the last SPM or later. So a wrong echo makes nobody slower than it
/// is.
void SendingSession::sampleRoundTrip(const wire::Ack &ack, Instant now)
{
    const bool advances = ack.oDataSeqNo > m_flow.acknowledgedUpTo();
    const uint64_t earliest = advances ? m_flow.earliestCause(ack.oDataSeqNo) : m_spmTime;
    const uint64_t current = senderTime(now);
    RoundTrip &roundTrip = m_clients.find(ClientId(ack.clientId))->roundTrip;
    if (ack.serverTime >= earliest && ack.serverTime <= current)
        roundTrip.sample(current, ack.serverTime, 0);
    else if (advances)
        roundTrip.sample(current, earliest, 0);
}

/// A report echoes the QCC that it answers, the first one a JOINACK. What was waited on purpose is known from
/// its sender alone, so a long time without any wait is taken for one that it does not tell.
void SendingSession::sampleRoundTrip(const wire::Qcr &qcr, SendingClient &client, bool isFirst,
                                     Instant now) const
{
    constexpr uint64_t untoldWait = 100; // ms
    const bool answers =
        qcr.qccSeqNo > 0 && qcr.qccSeqNo <= m_qccSeqNo && m_qccSeqNo - qcr.qccSeqNo < m_qccTimes.size();
    const uint64_t current = senderTime(now);
    const uint64_t asked = answers ? m_qccTimes[qcr.qccSeqNo % m_qccTimes.size()] : client.joinAckTime;
    if (!(answers || isFirst) || qcr.serverTime < asked || qcr.serverTime > current)
        return;
    if (answers && qcr.backOff == 0 && current - qcr.serverTime > untoldWait)
        return;
    client.roundTrip.sample(current, qcr.serverTime, qcr.backOff);
}

void SendingSession::handle(const wire::Nack &nack, SendingClient &client, Instant now)
{
    if (client.list != List::Active || (m_state != State::Data && m_state != State::Qcc))
        return;
    client.heardMulticast = true;
    client.lossRate = lossRate(nack.lossRate);
    client.hiODataSeqNo = nack.hiODataSeqNo;
    if (isGivenUp(client))
        return;
    const double masterRtt = std::max(m_masterRoundTrip.milliseconds(), 1.0);
    const auto oneRtt =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(masterRtt));
    if (nack.ranges.empty()) {
        m_flow.slowDown(oneRtt, now);
        const bool again =
            client.lastZeroNack != Instant::min() && now - client.lastZeroNack <= ZeroNackWindow;
        client.lastZeroNack = now;
        ++client.slowDowns;
        if (again && sends() && client.id != m_master && masterMayChange(now))
            changeMaster(client, now);
        return;
    }
    const size_t share = client.repairs.available(m_flow.counters().dataPackets, client.id == m_master,
                                                  m_flow.packetsPerSecond(), now);
    if (client.id == m_master)
        m_masterLossRate = client.lossRate;
    else if (sends() && masterMayChange(now) &&
             (share == 0 || shouldReplaceMaster(masterRtt, m_masterLossRate, client.roundTrip.milliseconds(),
                                                client.lossRate, m_settings.parameters.masterChange)))
        changeMaster(client, now);
    m_flow.cutFor(nack.ranges, oneRtt, now);
    const Duration guard = std::max<Duration>(4 * oneRtt, m_settings.parameters.repairGuardMin);
    client.repairs.use(m_flow.repair(nack.ranges, guard, share, now));
}

void SendingSession::handle(const wire::PollAck &answer, SendingClient &client, Instant now)
{
    if (client.list != List::Active || answer.pollSeqNo != m_pollSeqNo)
        return;
    client.heardMulticast = true;
    client.missedQuery = false;
    const auto decoded = wire::decodeAnswer(answer.appData, m_flow.geometry());
    if (!decoded) {
        ++m_received.rejected[static_cast<size_t>(decoded.error())];
        return;
    }
    client.progress = decoded->progress;
    if (m_rounds.state() == Rounds::State::Query)
        m_rounds.addAnswer(client.id, *decoded,
                           {now - client.activeSince, isGivenUp(client) || client.stuck.has_value()});
}

void SendingSession::handle(const wire::Leave &leave, SendingClient &client, Instant now)
{
    const ClientDeparture::Kind kind = departureKind(client, leave.reason);
    if (kind == ClientDeparture::Kind::Completed) {
        client.progress = 100;
        if (const auto unchanged = m_flow.checkContent(now); !unchanged)
            fail(unchanged.error(), now);
    }
    remove(client.id, kind, now);
}

void SendingSession::activate(SendingClient &client, Instant now)
{
    client.list = List::Active;
    client.activeSince = now;
    client.missedQuery = false;
    client.stoodStill = {};
    client.stuck.reset();
    ++m_membershipRevision;
    m_lingerTimer.reset();
    // The first one starts the search; it also restarts one that has slowed down while nobody was there.
    if (m_state == State::PreStart || (m_state == State::Qcc && m_clients.count(List::Active) == 1))
        enterQcc(now);
}

void SendingSession::remove(ClientId id, ClientDeparture::Kind kind, Instant now)
{
    SendingClient *client = m_clients.find(id);
    const bool wasActive = client->list == List::Active;
    const ClientDeparture departure{
        kind, id, client->name, client->endpoint.address, client->order, client->activeSince != Instant{}};
    if (m_state == State::Closing && client->activeSince != Instant{})
        ++m_closing.disconnected;
    if (kind == ClientDeparture::Kind::Vanished)
        m_clients.giveUp(id);
    else
        m_clients.remove(id);
    m_rounds.forget(id);
    ++m_membershipRevision;
    m_output.clientDeparted(departure);
    if (m_state == State::Closing)
        return;
    if (wasActive && id == m_master)
        enterQcc(now);
    linger(now);
}

void SendingSession::linger(Instant now)
{
    if (m_clients.present() == 0)
        m_lingerTimer = std::max(now + m_settings.parameters.linger, m_expectsUntil);
}

void SendingSession::expectClients(Instant until, Instant now)
{
    m_expectsUntil = until;
    if (!m_end && m_state != State::Closing)
        linger(now);
}

void SendingSession::endIfEmpty(Instant now)
{
    if (!m_end && m_state != State::Closing && m_clients.present() == 0)
        m_lingerTimer = now;
}

void SendingSession::enterQcc(Instant now)
{
    m_state = State::Qcc;
    m_master = {};
    m_flow.setMaster({});
    m_spmTimer.reset();
    m_probeTimer.reset();
    m_cleanupTimer.reset();
    m_searchWait = 5ms;
    m_searchFirstQcc = m_qccSeqNo + 1;
    for (auto &[id, client] : m_clients)
        client.answeredQcc = false;
    sendQcc(now);
}

void SendingSession::enterData(SendingClient &master, Instant now)
{
    m_state = State::Data;
    m_unansweredSpms = 0;
    m_flow.resetWindow();
    m_cleanupTimer = now + m_settings.parameters.cleanupInterval;
    m_qccTimer = now + m_settings.parameters.qccInterval;
    changeMaster(master, now);
    sendSpm(now, true);
}

void SendingSession::changeMaster(SendingClient &client, Instant now)
{
    m_master = client.id;
    m_flow.setMaster(client.id);
    m_masterRoundTrip = client.roundTrip;
    m_masterLossRate = client.lossRate;
    m_masterChangedAt = now;
}

bool SendingSession::allAnsweredQcc() const
{
    return std::all_of(m_clients.begin(), m_clients.end(), [](const auto &entry) {
        return entry.second.list != List::Active || entry.second.answeredQcc;
    });
}

bool SendingSession::masterMayChange(Instant now) const
{
    return now - m_masterChangedAt >= m_settings.parameters.masterChangeSpacing;
}

void SendingSession::kick(SendingClient &client, uint8_t reason, const DisconnectOrder &order, Instant now)
{
    client.list = List::Kicked;
    client.kickReason = reason;
    client.order = order;
    client.orderedAt = now;
    m_rounds.forget(client.id);
    ++m_membershipRevision;
}

void SendingSession::disconnectClient(ClientId id, const DisconnectOrder &order, Instant now)
{
    kickClient(id, order.type == DisconnectType::Fallback ? wire::KickFallback : wire::KickFail, order, now);
}

void SendingSession::kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order, Instant now)
{
    SendingClient *client = m_clients.find(id);
    if (m_end || m_state == State::Closing || !client || client->list == List::Kicked ||
        client->list == List::Dead)
        return;
    kick(*client, reason, order, now);
    m_kicksSent = 0;
    runKickTimer(now);
    if (id == m_master)
        enterQcc(now);
}

void SendingSession::demoteClient(ClientId id, const LowerSession &lower, const DisconnectOrder &order,
                                  Instant now)
{
    SendingClient *client = m_clients.find(id);
    if (m_end || m_state == State::Closing || !client || client->list != List::Active ||
        !client->canBeDemoted)
        return;
    client->list = List::Demoted;
    client->lower = lower;
    client->order = order;
    client->orderedAt = now;
    m_rounds.forget(id);
    ++m_membershipRevision;
    runDemoteTimer(now);
    if (id == m_master)
        enterQcc(now);
}

void SendingSession::terminate(const DisconnectOrder &order, Instant now)
{
    if (!m_end && m_state != State::Closing)
        close(SessionEnd::Kind::Terminated, order, now);
}

void SendingSession::cannotSend(const Error &error, Instant now)
{
    if (m_end || m_state == State::Closing)
        return;
    // Some packet goes out every two or three seconds: after a longer peace it is another trouble.
    if (!m_cannotSendSince || now - m_cannotSendAt >= CannotSendMax) {
        m_cannotSendSince = now;
        m_output.troubled({SessionTrouble::Kind::CannotSend, {}, {}, error.detail});
    }
    m_cannotSendAt = now;
    if (now - *m_cannotSendSince >= CannotSendMax)
        fail(error, now);
}

void SendingSession::fail(const Error &error, Instant now)
{
    if (m_end || m_state == State::Closing)
        return;
    m_closing.error = error;
    close(SessionEnd::Kind::Failed, {DisconnectType::Fallback, error.detail, {}}, now);
}

void SendingSession::close(SessionEnd::Kind kind, const DisconnectOrder &order, Instant now)
{
    m_closing.kind = kind;
    const uint8_t reason = order.type == DisconnectType::Fallback ? wire::KickFallback : wire::KickFail;
    for (auto &[id, client] : m_clients) {
        if (client.list != List::Kicked && client.list != List::Dead)
            kick(client, reason, order, now);
    }
    m_state = State::Closing;
    m_master = {};
    m_flow.stop();
    m_rounds.wait();
    for (Timer *timer : {&m_joinTimer, &m_qccTimer, &m_spmTimer, &m_probeTimer, &m_cleanupTimer,
                         &m_demoteTimer, &m_deadScanTimer, &m_lingerTimer, &m_inactivityTimer})
        timer->reset();
    m_graceTimer = now + m_settings.parameters.terminationGrace;
    m_kicksSent = 0;
    runKickTimer(now);
}

void SendingSession::finish(Instant now)
{
    m_end = m_closing;
    m_end->counters = snapshot(now).counters;
    ++m_membershipRevision;
}

SessionSnapshot SendingSession::snapshot(Instant now)
{
    SessionSnapshot result;
    result.state = m_state == State::Closing     ? SessionState::Terminating
                   : sends() && !m_waitsForStart ? SessionState::Sending
                                                 : SessionState::Waiting;
    result.masterClientId = m_master;
    result.transferRate = m_flow.bytesPerSecond(now);
    result.counters = m_flow.counters();
    result.counters.rejected = m_received.rejected;
    result.counters.strangers = m_received.strangers;
    result.counters.rounds = m_rounds.roundsBegun();
    result.counters.waited = std::chrono::duration_cast<Ms>(m_waited);
    for (const auto &[id, client] : m_clients) {
        if (client.list == List::Dead)
            continue;
        ClientSnapshot shown;
        shown.id = id;
        shown.name = client.name;
        shown.macAddress = client.macAddress;
        shown.endpoint = client.endpoint;
        shown.percentCompletion = client.progress;
        shown.canBeDemoted = client.canBeDemoted;
        shown.joinedAt = client.list == List::Pending ? now : client.activeSince;
        shown.cpuUtilization = client.utilization.cpu.value_or(UtilizationUnknown);
        shown.memoryUtilization = client.utilization.memory.value_or(UtilizationUnknown);
        shown.networkUtilization = client.utilization.network.value_or(UtilizationUnknown);
        shown.lossRate = client.lossRate;
        shown.slowDowns = client.slowDowns;
        shown.roundTrip = client.roundTrip.milliseconds() > 0 ? client.roundTrip.wireValue() : 0;
        if (client.list == List::Kicked || client.list == List::Demoted)
            shown.state = ClientState::Disconnecting;
        else if (client.list == List::Active)
            shown.state = !client.heardMulticast && now - client.activeSince >= NoDataAfter
                              ? ClientState::NoData
                              : ClientState::Receiving;
        result.clients.append(shown);
    }
    std::sort(result.clients.begin(), result.clients.end(),
              [](const ClientSnapshot &a, const ClientSnapshot &b) { return a.id < b.id; });
    return result;
}

} // namespace castdeck
