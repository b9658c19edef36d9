// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sendingsession.h"

#include "transport/masterchoice.h"
#include "transport/socketaddress.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;
using Ms = std::chrono::milliseconds;

constexpr std::array<Ms, 4> KickTimes{0ms, 200ms, 700ms, 1700ms};  // Choice T43
constexpr std::array<Ms, 4> CloseTimes{0ms, 200ms, 500ms, 1000ms}; // §5.12, terminating
constexpr Ms CloseRepeat{1000};
constexpr Ms KickOnPacketSpacing{100};
constexpr Ms ZeroNackWindow{1000}; // Choice T36
constexpr Ms NoDataAfter{5000};
constexpr size_t DeadKept = 1000;
// Chosen so that a KICK with both texts fits an Ethernet packet in every mode.
constexpr size_t KickClientsPerPacket = 100;
constexpr qsizetype KickByMax = 64;
constexpr qsizetype KickReasonMax = 380;
constexpr Duration Never = std::chrono::hours(24 * 365);

double lossRate(uint64_t wireValue)
{
    return static_cast<double>(std::min(wireValue, wire::LossRateOne)) /
           static_cast<double>(wire::LossRateOne);
}

uint16_t clampedMs(uint64_t value)
{
    return static_cast<uint16_t>(std::min<uint64_t>(value, 65535));
}

QString macText(const wire::Join &join)
{
    const QByteArray bytes(reinterpret_cast<const char *>(join.macAddress.data()), join.macLength);
    return QString::fromLatin1(bytes.toHex(':'));
}

QByteArray optionText(const QString &text)
{
    // UTF-16LE whatever this machine is.
    QByteArray bytes;
    for (const QChar unit : text) {
        bytes.append(static_cast<char>(unit.unicode() & 0xFF));
        bytes.append(static_cast<char>(unit.unicode() >> 8));
    }
    return bytes;
}

wire::Bytes view(const QByteArray &bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.constData()), static_cast<size_t>(bytes.size())};
}

ClientDeparture::Kind departureKind(const SendingClient &client, uint8_t leaveReason)
{
    if (client.list == SendingClient::List::Kicked)
        return ClientDeparture::Kind::Disconnected;
    if (leaveReason == wire::LeaveComplete)
        return ClientDeparture::Kind::Completed;
    return leaveReason == wire::LeaveInactive ? ClientDeparture::Kind::Inactive : ClientDeparture::Kind::Left;
}

} // namespace

SendingSession::SendingSession(const SendingSettings &settings, ContentSource source,
                               std::shared_ptr<ClientIds> clientIds, SendingOutput &output, Instant now)
    : m_settings(settings)
    , m_clientIds(std::move(clientIds))
    , m_output(output)
    , m_outSecurity(settings.mode, settings.key)
    , m_inSecurity(settings.mode, settings.key)
    , m_flow(settings, std::move(source), m_outSecurity, output, now)
    , m_deadScanTimer(now + settings.parameters.deadClientScan)
    , m_inactivityTimer(now + settings.parameters.inactivity)
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
        ++m_received.strangers;
        return nullptr;
    }
    if (client->list == List::Dead) {
        if (!isQcr || client->endpoint != from || m_state == State::Closing) {
            ++m_received.strangers;
            return nullptr;
        }
        client->list = List::Pending;
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
    if (client.list == List::Pending && m_state != State::Closing)
        activate(client, now);
    client.roundTrip.sample(senderTime(now), qcr.serverTime, qcr.backOff);
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
    client.roundTrip.sample(senderTime(now), ack.serverTime, 0);
    m_unansweredSpms = 0;
    m_masterRoundTrip = client.roundTrip;
    m_masterLossRate = client.lossRate;
    m_probeTimer.reset();
    m_flow.acknowledge(ack.oDataSeqNo, now);
}

void SendingSession::handle(const wire::Nack &nack, SendingClient &client, Instant now)
{
    if (client.list != List::Active || (m_state != State::Data && m_state != State::Qcc))
        return;
    client.heardMulticast = true;
    client.lossRate = lossRate(nack.lossRate);
    client.hiODataSeqNo = nack.hiODataSeqNo;
    const double masterRtt = std::max(m_masterRoundTrip.milliseconds(), 1.0);
    if (nack.ranges.empty()) {
        m_flow.slowDown(
            std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(masterRtt)), now);
        const bool again =
            client.lastZeroNack != Instant::min() && now - client.lastZeroNack <= ZeroNackWindow;
        client.lastZeroNack = now;
        if (again && sends() && client.id != m_master && masterMayChange(now))
            changeMaster(client, now);
        return;
    }
    if (client.id == m_master)
        m_masterLossRate = client.lossRate;
    else if (sends() && masterMayChange(now) &&
             shouldReplaceMaster(masterRtt, m_masterLossRate, client.roundTrip.milliseconds(),
                                 client.lossRate, m_settings.parameters.masterChange))
        changeMaster(client, now);
    const auto fourRtt =
        std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(4 * masterRtt));
    const Duration guard = std::max<Duration>(fourRtt, m_settings.parameters.repairGuardMin);
    if (const auto repaired = m_flow.repair(nack.ranges, guard, now); !repaired)
        fail(repaired.error(), now);
}

void SendingSession::handle(const wire::PollAck &answer, SendingClient &client, Instant)
{
    if (client.list != List::Active || answer.pollSeqNo != m_pollSeqNo)
        return;
    client.heardMulticast = true;
    const auto decoded = wire::decodeAnswer(answer.appData, m_flow.geometry());
    if (!decoded) {
        ++m_received.rejected[static_cast<size_t>(decoded.error())];
        return;
    }
    client.progress = decoded->progress;
    if (m_rounds.state() == Rounds::State::Query)
        m_rounds.addAnswer(client.id, *decoded);
}

void SendingSession::handle(const wire::Leave &leave, SendingClient &client, Instant now)
{
    const ClientDeparture::Kind kind = departureKind(client, leave.reason);
    if (kind == ClientDeparture::Kind::Completed) {
        client.progress = 100;
        if (const auto unchanged = m_flow.source().checkUnchanged(); !unchanged)
            fail(unchanged.error(), now);
    }
    remove(client.id, kind, now);
}

void SendingSession::activate(SendingClient &client, Instant now)
{
    client.list = List::Active;
    client.activeSince = now;
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
    const ClientDeparture departure{kind, id, client->name};
    if (m_state == State::Closing && client->activeSince != Instant{})
        ++m_closing.disconnected;
    if (kind == ClientDeparture::Kind::Vanished && m_clients.count(List::Dead) < DeadKept)
        client->list = List::Dead;
    else
        m_clients.remove(id);
    m_rounds.forget(id);
    ++m_membershipRevision;
    m_output.clientDeparted(departure);
    if (m_state == State::Closing)
        return;
    if (wasActive && id == m_master)
        enterQcc(now);
    if (m_clients.present() == 0)
        m_lingerTimer = now + m_settings.parameters.linger;
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

bool SendingSession::masterMayChange(Instant now) const
{
    return now - m_masterChangedAt >= m_settings.parameters.masterChangeSpacing;
}

void SendingSession::multicast(const wire::TransportBody &body, Instant now)
{
    std::array<uint8_t, 1500> packet;
    const size_t size =
        wire::encodeTransport(packet, m_outSecurity, m_settings.id.value(), senderTime(now), body);
    if (size > 0)
        m_output.send(std::span(packet).first(size), size, m_settings.group);
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
    m_output.send(std::span(packet).first(size), size, client.endpoint);
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
            if (!(client->order == order) || together.size() >= KickClientsPerPacket)
                return false;
            together.push_back({client->id.value(), client->kickReason});
            return true;
        });
        const QByteArray by = optionText(order.by.left(KickByMax));
        const QByteArray reason = optionText(order.reason.left(KickReasonMax));
        multicast(wire::Kick{std::span<const wire::KickedClient>(together), view(by), view(reason)}, now);
    }
}

void SendingSession::kick(SendingClient &client, uint8_t reason, const DisconnectOrder &order)
{
    client.list = List::Kicked;
    client.kickReason = reason;
    client.order = order;
    m_rounds.forget(client.id);
    ++m_membershipRevision;
}

void SendingSession::disconnectClient(ClientId id, const DisconnectOrder &order, Instant now)
{
    SendingClient *client = m_clients.find(id);
    if (m_end || m_state == State::Closing || !client || client->list == List::Kicked ||
        client->list == List::Dead)
        return;
    kick(*client, order.type == DisconnectType::Fallback ? wire::KickFallback : wire::KickFail, order);
    m_kicksSent = 0;
    runKickTimer(now);
    if (id == m_master)
        enterQcc(now);
}

void SendingSession::terminate(const DisconnectOrder &order, Instant now)
{
    if (!m_end && m_state != State::Closing)
        close(SessionEnd::Kind::Terminated, order, now);
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
            kick(client, reason, order);
    }
    m_state = State::Closing;
    m_master = {};
    m_rounds.wait();
    for (Timer *timer : {&m_joinTimer, &m_qccTimer, &m_spmTimer, &m_probeTimer, &m_cleanupTimer,
                         &m_deadScanTimer, &m_lingerTimer, &m_inactivityTimer})
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
        m_clients.remove(id);
        ++m_membershipRevision;
        if (m_clients.present() == 0 && m_state != State::PreStart)
            m_lingerTimer = now + m_settings.parameters.linger;
    }
}

void SendingSession::runQccTimer(Instant now)
{
    SendingClient *slowest = nullptr;
    for (auto &[id, client] : m_clients) {
        if (m_state == State::Qcc && client.list == List::Active && client.answeredQcc &&
            (!slowest || client.roundTrip.milliseconds() > slowest->roundTrip.milliseconds()))
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
    if (const auto unchanged = m_flow.source().checkUnchanged(); !unchanged)
        return fail(unchanged.error(), now);
    if (m_flow.release(now))
        sendSpm(now, true);
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
        if (client.list != List::Dead && now - client.lastHeard >= m_settings.parameters.deadClient)
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
    if (const auto unchanged = m_flow.source().checkUnchanged(); !unchanged)
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
        if (m_clients.count(List::Active) > 0 && (sends() || m_pollSeqNo > 0))
            beginQuery(now);
        break;
    case Rounds::State::Query: {
        const bool all = std::all_of(m_clients.begin(), m_clients.end(), [&](const auto &entry) {
            return entry.second.list != List::Active || m_rounds.hasAnswered(entry.first);
        });
        if (all || now >= m_rounds.queryEnds())
            m_rounds.endQuery(now);
        break;
    }
    case Rounds::State::Pause:
        if (now >= m_rounds.pauseEnds())
            m_rounds.wait();
        break;
    case Rounds::State::Data:
        if (m_rounds.nothingUnsent() && m_flow.allAcknowledged() && now >= m_flow.graceEnds())
            m_rounds.wait();
        break;
    }
}

void SendingSession::advance(Instant now)
{
    if (m_end)
        return;
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
    if (sends()) {
        if (const auto sent = m_flow.send(m_rounds, now); !sent)
            fail(sent.error(), now);
        const bool stalled = !m_flow.allAcknowledged() && (m_flow.windowFull() || m_rounds.nothingUnsent());
        if (!sends() || !stalled)
            m_probeTimer.reset();
        else if (!m_probeTimer)
            m_probeTimer = now + std::max<Ms>(Ms(4 * m_masterRoundTrip.wireValue()), 20ms);
    }
    runLifeTimers(now);
}

Instant SendingSession::deadline(Instant now) const
{
    Instant first = now + Never;
    for (const Timer &timer : {m_joinTimer, m_qccTimer, m_spmTimer, m_probeTimer, m_cleanupTimer, m_kickTimer,
                               m_deadScanTimer, m_inactivityTimer, m_lingerTimer, m_graceTimer})
        first = std::min(first, timer.value_or(first));
    const Rounds::State round = m_rounds.state();
    if (round == Rounds::State::Query)
        first = std::min(first, m_rounds.queryEnds());
    else if (round == Rounds::State::Pause)
        first = std::min(first, m_rounds.pauseEnds());
    else if (round == Rounds::State::Data && sends() && m_rounds.nothingUnsent() && m_flow.allAcknowledged())
        first = std::min(first, m_flow.graceEnds());
    else if (round == Rounds::State::Data && sends() && !m_rounds.nothingUnsent() && m_flow.canSend())
        first = std::min(first, m_flow.rateOpensAt(now));
    return std::max(first, now);
}

SessionSnapshot SendingSession::snapshot(Instant now)
{
    SessionSnapshot result;
    result.state = m_state == State::Closing ? SessionState::Terminating
                   : sends()                 ? SessionState::Sending
                                             : SessionState::Waiting;
    result.masterClientId = m_master;
    result.transferRate = m_flow.bytesPerSecond(now);
    result.counters = m_flow.counters();
    result.counters.rejected = m_received.rejected;
    result.counters.strangers = m_received.strangers;
    result.counters.rounds = m_rounds.roundsBegun();
    for (const auto &[id, client] : m_clients) {
        if (client.list == List::Dead)
            continue;
        ClientSnapshot shown;
        shown.id = id;
        shown.name = client.name;
        shown.macAddress = client.macAddress;
        shown.endpoint = client.endpoint;
        shown.percentCompletion = client.progress;
        shown.joinedAt = client.list == List::Pending ? now : client.activeSince;
        shown.cpuUtilization = client.utilization.cpu.value_or(UtilizationUnknown);
        shown.memoryUtilization = client.utilization.memory.value_or(UtilizationUnknown);
        shown.networkUtilization = client.utilization.network.value_or(UtilizationUnknown);
        shown.lossRate = client.lossRate;
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
