// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sendingsession.h"

#include "transport/sending/masterchoice.h"

#include <algorithm>
#include <array>
#include <type_traits>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;
using Ms = std::chrono::milliseconds;

constexpr Ms KickOnPacketSpacing{100};
constexpr Ms ZeroNackWindow{1000}; // Choice T36
constexpr Ms CannotSendMax{3000};
constexpr std::array<Ms, 4> KickTimes{0ms, 200ms, 700ms, 1700ms};  // Choice T43
constexpr std::array<Ms, 4> CloseTimes{0ms, 200ms, 500ms, 1000ms}; // §5.12, terminating
constexpr Ms CloseRepeat{1000};
constexpr Duration Never = std::chrono::hours(24 * 365);

/// A millisecond before the first sample.
std::chrono::duration<double, std::milli> timeOf(const RoundTrip &measured)
{
    return std::chrono::duration<double, std::milli>(std::max(measured.milliseconds(), 1.0));
}

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
    , m_keys(settings)
    , m_voice(settings, m_keys, output)
    , m_flow(settings, std::move(reader), m_keys.group(), output, now)
    , m_standstill(settings.parameters, now)
    , m_waitsForStart(settings.waitsForStart)
{
    m_timers.set(Timer::DeadScan, now + settings.parameters.deadClientScan);
    m_timers.set(Timer::Inactivity, now + settings.parameters.inactivity);
}

void SendingSession::receive(std::span<uint8_t> datagram, const wire::Endpoint &from, Instant now)
{
    if (m_end)
        return;
    const auto packet =
        wire::decodeTransport(datagram, m_keys.incoming(), m_settings.id.value(), wire::Receiver::Server);
    if (!packet) {
        ++m_received.rejected[static_cast<size_t>(packet.error())];
        return;
    }
    std::visit(
        [&](const auto &body) {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, wire::Join>) {
                m_timers.set(Timer::Inactivity, now + m_settings.parameters.inactivity);
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
    if (!client || client->endpoint.address != from.address || client->member != m_keys.sender()) {
        m_received.strangers += client || !m_clients.hasLeft(id, from.address);
        return nullptr;
    }
    if (client->list == List::Dead) {
        if (!isQcr || client->endpoint != from || m_state == State::Closing)
            return nullptr;
        m_clients.move(*client, client->before);
        client->orderedAt = now;
        m_keys.lookAgain();
        ++m_membershipRevision;
        if (client->list == List::Demoted)
            m_timers.set(Timer::Demote, now);
        if (client->list == List::Kicked) {
            m_kicksSent = 0;
            m_timers.set(Timer::Kick, now);
        }
    }
    client->lastHeard = now;
    m_timers.set(Timer::Inactivity, now + m_settings.parameters.inactivity);
    return client;
}

void SendingSession::handle(const wire::Join &join, const wire::Endpoint &from, uint64_t senderTime,
                            Instant now)
{
    if (m_state == State::Closing)
        return;
    const uint32_t member = m_keys.sender();
    if (!m_keys.mayJoin(member))
        return;
    SendingClient *known = m_clients.find(from, member);
    if (known && (known->list == List::Kicked || known->list == List::Demoted))
        return;
    if (!known) {
        m_gathering.comes(now);
        // A member is in one place; whoever moves is somebody who shares its secret.
        if (m_clients.present() >= static_cast<size_t>(m_settings.parameters.clientsMax) ||
            (member != 0 && m_clients.findMember(member)))
            return;
        known = &m_clients.add(m_clientIds->next(), from, now);
        known->member = member;
        known->standstills = m_clients.standstillsOf(from.address);
        known->name = QString::fromUtf16(join.name().data(), static_cast<qsizetype>(join.name().size()));
        known->macAddress = macText(join);
        known->canBeDemoted =
            join.capabilities && std::find(join.capabilities->begin(), join.capabilities->end(),
                                           wire::CapabilityMultistream) != join.capabilities->end();
        m_timers.clear(Timer::Linger);
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
    m_voice.sampleRoundTrip(qcr, isFirst, client, now);
    client.lossRate = lossRate(qcr.lossRate);
    client.hiODataSeqNo = qcr.hiODataSeqNo;
    if (qcr.utilization.cpu)
        client.utilization.cpu = qcr.utilization.cpu;
    if (qcr.utilization.memory)
        client.utilization.memory = qcr.utilization.memory;
    if (qcr.utilization.network)
        client.utilization.network = qcr.utilization.network;
    if (qcr.qccSeqNo > 0 && qcr.qccSeqNo <= m_voice.qccSeqNo()) {
        client.heardMulticast = true;
        client.answeredQcc = client.answeredQcc || qcr.qccSeqNo >= m_searchFirstQcc;
        // Nobody is left to wait for.
        if (m_state == State::Qcc && client.list == List::Active && allAnsweredQcc())
            m_timers.set(Timer::Qcc, now);
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
    client.acknowledged = std::max(client.acknowledged, ack.oDataSeqNo);
    client.lossRate = lossRate(ack.lossRate);
    m_voice.sampleRoundTrip(ack, m_flow.earliestCause(ack), client, now);
    m_unansweredSpms = 0;
    m_masterRoundTrip = client.roundTrip;
    m_masterLossRate = client.lossRate;
    const auto oneRtt = std::chrono::duration_cast<Duration>(timeOf(m_masterRoundTrip));
    if (!m_flow.acknowledge(ack, oneRtt, now))
        return;
    m_timers.clear(Timer::Probe);
    client.stoodStill = {};
}

void SendingSession::handle(const wire::Nack &nack, SendingClient &client, Instant now)
{
    if (client.list != List::Active || (m_state != State::Data && m_state != State::Qcc))
        return;
    client.heardMulticast = true;
    client.lossRate = lossRate(nack.lossRate);
    client.hiODataSeqNo = nack.hiODataSeqNo;
    if (Standstill::isGivenUp(client, m_master, m_clients))
        return;
    const auto masterRtt = timeOf(m_masterRoundTrip);
    const auto oneRtt = std::chrono::duration_cast<Duration>(masterRtt);
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
    const size_t share = client.repairs.available({m_flow.counters().dataPackets, client.acknowledged},
                                                  client.id == m_master, m_flow.packetsPerSecond(), now);
    if (client.id == m_master)
        m_masterLossRate = client.lossRate;
    else if (sends() && masterMayChange(now) &&
             (share == 0 ||
              shouldReplaceMaster(masterRtt.count(), m_masterLossRate, client.roundTrip.milliseconds(),
                                  client.lossRate, m_settings.parameters.masterChange)))
        changeMaster(client, now);
    // Who loses so much that the others have to be slowed down is master by now.
    if (client.id == m_master)
        m_flow.cutFor(nack.ranges, client.lossRate);
    const Duration guard = std::max<Duration>(4 * oneRtt, m_settings.parameters.repairGuardMin);
    client.repairs.use(m_flow.repair(nack, guard, share, now));
}

void SendingSession::handle(const wire::PollAck &answer, SendingClient &client, Instant now)
{
    if (client.list != List::Active || answer.pollSeqNo != m_voice.pollSeqNo())
        return;
    client.heardMulticast = true;
    client.missedQuery = false;
    const auto decoded = wire::decodeAnswer(answer.appData, m_flow.geometry());
    if (!decoded) {
        ++m_received.rejected[static_cast<size_t>(decoded.error())];
        return;
    }
    client.progress = decoded->progress;
    BlockRanges missing;
    for (const wire::Range range : decoded->ranges)
        missing.push_back(range);
    client.missing = blocksMissing(missing, m_flow.geometry().totalBlocks());
    if (m_rounds.state() == Rounds::State::Query)
        m_rounds.addAnswer(client.id, *decoded,
                           {now - client.activeSince,
                            Standstill::isGivenUp(client, m_master, m_clients) || client.stuck.has_value()});
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

void SendingSession::handle(const wire::KeyAck &ack, SendingClient &client, Instant now)
{
    // It says nothing of the data: a machine that gets no further may still hear what is said to it alone.
    m_keys.acknowledged(client, ack.keyNumber, now);
}

void SendingSession::activate(SendingClient &client, Instant now)
{
    m_clients.move(client, List::Active);
    client.activeSince = now;
    m_gathering.isThere(now);
    // Whoever comes after a question may not have heard it.
    client.missedQuery = m_rounds.state() == Rounds::State::Query;
    client.stoodStill = {};
    client.stuck.reset();
    ++m_membershipRevision;
    m_timers.clear(Timer::Linger);
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
    if (wasActive || client->list == List::Pending)
        m_keys.leaveOut(*client, now);
    if (kind == ClientDeparture::Kind::Vanished)
        m_clients.giveUp(id);
    else
        m_clients.remove(id);
    m_rounds.forget(id);
    ++m_membershipRevision;
    m_output.clientDeparted(departure);
    if (m_state == State::Closing)
        return;
    if (m_clients.count(List::Active) == 0)
        m_gathering = {};
    // Nobody acknowledges any more, so the window would stand still: the next slowest is looked for.
    if (wasActive && id == m_master)
        enterQcc(now);
    linger(now);
}

void SendingSession::linger(Instant now)
{
    if (m_clients.present() == 0)
        m_timers.set(Timer::Linger, std::max(now + m_settings.parameters.linger, m_expectsUntil));
}

void SendingSession::expectClients(Instant until, Instant now)
{
    if (until > m_expectsUntil)
        m_gathering.comes(now);
    m_expectsUntil = until;
    if (!m_end && m_state != State::Closing)
        linger(now);
}

void SendingSession::endIfEmpty(Instant now)
{
    if (!m_end && m_state != State::Closing && m_clients.present() == 0)
        m_timers.set(Timer::Linger, now);
}

void SendingSession::enterQcc(Instant now)
{
    // Data of the window go nowhere without a master; repairs go on, which need none.
    m_state = State::Qcc;
    m_master = {};
    m_flow.setMaster({});
    m_timers.clear(Timer::Spm);
    m_timers.clear(Timer::Probe);
    m_timers.clear(Timer::Cleanup);
    m_searchWait = 5ms;
    m_searchFirstQcc = m_voice.qccSeqNo() + 1;
    for (auto &[id, client] : m_clients)
        client.answeredQcc = false;
    sendQcc(now);
}

void SendingSession::enterData(SendingClient &master, Instant now)
{
    // A new master has acknowledged nothing yet: what the old one proved about the way says nothing of its
    // own.
    m_state = State::Data;
    m_unansweredSpms = 0;
    m_flow.resetWindow();
    m_timers.set(Timer::Cleanup, now + m_settings.parameters.cleanupInterval);
    m_timers.set(Timer::Qcc, now + m_settings.parameters.qccInterval);
    changeMaster(master, now);
}

void SendingSession::changeMaster(SendingClient &client, Instant now)
{
    m_master = client.id;
    m_flow.setMaster(client.id);
    m_masterRoundTrip = client.roundTrip;
    m_masterLossRate = client.lossRate;
    m_masterChangedAt = now;
    // What is on its way names the one before, who is not listened to any more: without a word the window
    // would stand still.
    askMaster(now);
}

/// All who were there when it was asked.
bool SendingSession::allAnsweredQcc() const
{
    return std::all_of(m_clients.begin(), m_clients.end(), [this](const auto &entry) {
        const SendingClient &client = entry.second;
        return client.list != List::Active || client.answeredQcc || client.activeSince > m_qccAskedAt;
    });
}

bool SendingSession::masterMayChange(Instant now) const
{
    return now - m_masterChangedAt >= m_settings.parameters.masterChangeSpacing;
}

void SendingSession::kick(SendingClient &client, uint8_t reason, const DisconnectOrder &order, Instant now)
{
    if (client.list != List::Demoted)
        m_keys.bar(client, now);
    m_clients.move(client, List::Kicked);
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
    // Whoever was told to go is not waited for.
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
    // Told until it leaves, for a DEMOTE may get lost; meanwhile nothing waits for it.
    m_keys.bar(*client, now);
    m_clients.move(*client, List::Demoted);
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
    // From here on nobody joins and nothing is sent but KICKs: what remains is to hear who confirms.
    m_state = State::Closing;
    m_master = {};
    m_flow.stop();
    m_rounds.wait();
    m_timers.clearAll();
    m_timers.set(Timer::Grace, now + m_settings.parameters.terminationGrace);
    m_kicksSent = 0;
    runKickTimer(now);
}

void SendingSession::finish(Instant now)
{
    m_end = m_closing;
    m_end->counters = snapshot(now).counters;
    ++m_membershipRevision;
}

void SendingSession::sendJoinAck(SendingClient &client, Instant now)
{
    m_voice.joinAck(client, m_master.isValid() ? m_masterRoundTrip.wireValue() : 0, now);
    m_keys.lookAgain();
    if (client.list != List::Pending)
        return;
    ++client.joinAcksSent;
    client.joinAckDue = now + m_settings.parameters.joinAckInterval;
    m_timers.setSooner(Timer::Join, client.joinAckDue);
}

void SendingSession::sendQcc(Instant now)
{
    const uint16_t rtt = m_clients.largestRoundTrip();
    const uint64_t active = m_clients.count(List::Active);
    const auto backOffOf = [&](Ms least) {
        return SendingVoice::clampedMs(std::max(static_cast<uint64_t>(least.count()), active) + rtt);
    };
    uint16_t backOff = 0;
    if (sends()) {
        backOff = backOffOf(m_settings.parameters.qccInterval);
        m_timers.set(Timer::Qcc, now + Ms(backOff));
    } else {
        m_searchWait = std::min(2 * m_searchWait, m_settings.parameters.searchWaitMax);
        backOff = backOffOf(m_searchWait);
        m_timers.set(Timer::Qcc, now + Ms(backOff) + Ms(rtt) + 10ms);
    }
    m_voice.qcc(backOff, now);
    m_qccAskedAt = now;
}

void SendingSession::sendSpm(Instant now)
{
    m_voice.spm(m_master, m_masterRoundTrip.wireValue(), m_clients.count(List::Active), m_flow.trail(),
                m_flow.lead(), now);
}

/// One that the master owes an answer to: without answers to some of them another master is looked for.
void SendingSession::askMaster(Instant now)
{
    sendSpm(now);
    ++m_unansweredSpms;
    m_timers.set(Timer::Spm, now + std::max<Ms>(m_settings.parameters.spmIntervalMin,
                                                Ms(4 * m_masterRoundTrip.wireValue())));
}

void SendingSession::sendKicks(Instant now)
{
    m_voice.kicks(m_clients, now);
    m_kickRepeatedAt = now;
}

void SendingSession::runDemoteTimer(Instant now)
{
    m_timers.clear(Timer::Demote);
    if (m_clients.count(List::Demoted) == 0)
        return;
    m_voice.demotes(m_clients, now);
    m_timers.set(Timer::Demote, now + m_settings.parameters.demoteRepeat);
}

void SendingSession::watchMaster(Instant now)
{
    SendingClient *const master = m_clients.find(m_master);
    const size_t active = m_clients.count(List::Active);
    if (!sends() || !master || master->stoodStill < m_standstill.patienceWith(*master, active))
        return;
    if (active > 1)
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
    if (master.standstills <= Standstill::Most)
        m_output.troubled({SessionTrouble::Kind::ClientStuck, master.id, master.name,
                           QStringLiteral("acknowledged nothing new for %1 ms, at %2 %")
                               .arg(stood.count())
                               .arg(master.progress)});
    enterQcc(now);
}

void SendingSession::sendStuckAway(Instant now)
{
    const std::vector<ClientId> stuck =
        m_standstill.stuck(m_clients, m_flow.counters().dataPackets, m_flow.geometry().totalBlocks(), now);
    for (const ClientId id : stuck) {
        const SendingClient &client = *m_clients.find(id);
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - client.stuck->since);
        sendAway(
            client,
            QStringLiteral("does not get on: at %1 % for %2 s").arg(client.progress).arg(seconds.count()),
            now);
    }
}

void SendingSession::runKeys(Instant now)
{
    if (m_state == State::Closing)
        return;
    const uint32_t before = m_keys.keyNumber();
    if (!m_keys.advance(m_clients, now, [&](SendingClient &client) { m_voice.keys(client, now); }))
        fail({ErrorCode::NoSystemResources, QStringLiteral("no more keys for this session")}, now);
    if (m_keys.keyNumber() != before)
        m_flow.keyReplaced(now);
}

void SendingSession::runJoinTimers(Instant now)
{
    m_timers.clear(Timer::Join);
    std::vector<ClientId> silent;
    for (auto &[id, client] : m_clients) {
        if (client.list != List::Pending)
            continue;
        if (client.joinAckDue > now)
            m_timers.setSooner(Timer::Join, client.joinAckDue);
        else if (client.joinAcksSent < m_settings.parameters.joinAckSends)
            sendJoinAck(client, now);
        else
            silent.push_back(id);
    }
    for (const ClientId id : silent) {
        // It may have its JOINACK, while its QCR was lost: a later report brings it back (Choices T21, T60).
        m_keys.leaveOut(*m_clients.find(id), now);
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
    // It may be gone, or the way to it: somebody else can carry the window meanwhile.
    if (m_unansweredSpms >= m_settings.parameters.unansweredSpms)
        enterQcc(now);
    else
        askMaster(now);
}

void SendingSession::runCleanup(Instant now)
{
    m_timers.set(Timer::Cleanup, now + m_settings.parameters.cleanupInterval);
    if (const auto unchanged = m_flow.checkContent(now); !unchanged)
        return fail(unchanged.error(), now);
    if (m_flow.release(now))
        askMaster(now);
    sendStuckAway(now);
}

void SendingSession::runKickTimer(Instant now)
{
    const bool closing = m_state == State::Closing;
    const auto &times = closing ? CloseTimes : KickTimes;
    if (m_clients.count(List::Kicked) == 0) {
        m_timers.clear(Timer::Kick);
        return;
    }
    sendKicks(now);
    ++m_kicksSent;
    if (m_kicksSent < times.size())
        m_timers.set(Timer::Kick, now + (times[m_kicksSent] - times[m_kicksSent - 1]));
    else
        m_timers.set(Timer::Kick, now + (closing ? CloseRepeat : m_settings.parameters.kickRepeat));
}

void SendingSession::removeDead(Instant now)
{
    m_timers.set(Timer::DeadScan, now + m_settings.parameters.deadClientScan);
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
        if (anybody && !m_timers.isDue(Timer::Grace, now))
            return;
        // All have confirmed, or their time is over: the report names those of whom it is not known.
        for (const auto &[id, client] : m_clients) {
            if (client.list == List::Kicked && client.activeSince != Instant{})
                m_closing.unansweredNames.append(client.name);
        }
        finish(now);
    } else if (m_timers.isDue(Timer::Inactivity, now) || m_timers.isDue(Timer::Linger, now)) {
        // Nobody is there, and nobody is expected: there is nobody to tell.
        m_closing.kind = SessionEnd::Kind::Finished;
        finish(now);
    }
}

bool SendingSession::mayBeginQuery(Instant now) const
{
    if (m_waitsForStart || m_clients.count(List::Active) == 0)
        return false;
    return (sends() || m_voice.pollSeqNo() > 0) && m_gathering.ends() <= now;
}

/// How long after the last data whoever lost something has asked for it, as long as his NACK is not lost:
/// what is missing then is for the next round (Choice T32).
Duration SendingSession::settling() const
{
    const Ms asked = Ms(m_voice.maxNackBackOff()) + 2 * Ms(m_clients.largestRoundTrip()) +
                     m_settings.parameters.clockSlack;
    return std::min(asked, m_settings.parameters.holdTime);
}

void SendingSession::beginQuery(Instant now)
{
    if (const auto unchanged = m_flow.checkContent(now); !unchanged)
        return fail(unchanged.error(), now);
    const auto most = static_cast<uint64_t>(m_settings.parameters.pollBackOff.count());
    const uint16_t backOff = SendingVoice::clampedMs(std::min<uint64_t>(most, m_clients.count(List::Active)));
    m_voice.poll(backOff, now);
    // An answer that comes too late is none: who is farther away than is known has more time with each
    // question.
    constexpr int DoublingsMost = 5;
    const Ms slack = m_settings.parameters.clockSlack * (1 << std::min(m_rounds.unanswered(), DoublingsMost));
    m_rounds.beginQuery(now + Ms(backOff) + Ms(m_clients.largestRoundTrip()) + slack);
}

void SendingSession::runRounds(Instant now)
{
    switch (m_rounds.state()) {
    case Rounds::State::Waiting:
        if (mayBeginQuery(now))
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
            now >= m_flow.lastSentAt() + settling())
            m_rounds.wait();
        break;
    }
}

void SendingSession::advance(Instant now)
{
    if (m_end)
        return;
    m_voice.flush();
    m_standstill.measure(m_clients.find(m_master), now);
    watchMaster(now);
    runKeys(now);
    if (m_timers.isDue(Timer::Join, now))
        runJoinTimers(now);
    if (m_timers.isDue(Timer::DeadScan, now))
        removeDead(now);
    if (m_timers.isDue(Timer::Qcc, now))
        runQccTimer(now);
    if (m_timers.isDue(Timer::Spm, now))
        runSpmTimer(now);
    if (m_timers.isDue(Timer::Cleanup, now))
        runCleanup(now);
    if (m_timers.isDue(Timer::Kick, now))
        runKickTimer(now);
    if (m_timers.isDue(Timer::Demote, now))
        runDemoteTimer(now);
    if (m_timers.isDue(Timer::Probe, now)) {
        m_timers.set(Timer::Probe, now + Never); // one for each stall: the next ACK clears it
        sendSpm(now);
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
            m_timers.clear(Timer::Probe);
        else if (!m_timers.isSet(Timer::Probe))
            m_timers.set(Timer::Probe, now + std::max<Ms>(Ms(4 * m_masterRoundTrip.wireValue()), 20ms));
    }
    m_standstill.measure(m_clients.find(m_master), now);
    const bool dataWaits = sends() && m_rounds.state() == Rounds::State::Data && !m_rounds.nothingUnsent() &&
                           m_flow.rateOpensAt(now) <= now;
    const bool masterIsAwaited = sends() && !m_flow.allAcknowledged() && !m_flow.blocked() &&
                                 !(m_flow.hasRepairs() && m_flow.rateOpensAt(now) > now);
    m_standstill.expect(dataWaits, masterIsAwaited);
    runLifeTimers(now);
}

Instant SendingSession::deadline(Instant now) const
{
    Instant first = std::min(now + Never, m_timers.next());
    if (m_state != State::Closing)
        first = std::min(first, m_keys.deadline());
    const Rounds::State round = m_rounds.state();
    if (round == Rounds::State::Waiting && sends() && !m_waitsForStart)
        first = std::min(first, m_gathering.ends());
    else if (round == Rounds::State::Query)
        first = std::min(first, m_rounds.queryEnds());
    else if (round == Rounds::State::Pause)
        first = std::min(first, m_rounds.pauseEnds());
    else if (round == Rounds::State::Data && sends() && m_rounds.nothingUnsent() &&
             m_flow.allAcknowledged() && !m_flow.hasRepairs())
        first = std::min(first, m_flow.lastSentAt() + settling());
    else if (round == Rounds::State::Data && sends() && !m_rounds.nothingUnsent() && m_flow.canSend())
        first = std::min(first, m_flow.rateOpensAt(now));
    if (m_flow.hasRepairs() && !m_flow.blocked() && (sends() || m_state == State::Qcc))
        first = std::min(first, m_flow.repairsOpenAt(now));
    first = std::min(first, m_standstill.deadline(m_clients.find(m_master), m_clients.count(List::Active)));
    return std::max(first, now);
}

/// Whether others wait for it in vain: as master, or since it lost the window for that, while at least two
/// hundredths of the content were sent, of which it must show one.
bool SendingSession::isStalled(const SendingClient &client, Instant now) const
{
    constexpr Duration least = 3s;
    if (client.list != List::Active)
        return false;
    if (client.id == m_master && client.stoodStill >= least)
        return true;
    const auto &stuck = client.stuck;
    return stuck && now - stuck->since >= least && client.progress == stuck->progress &&
           (m_flow.counters().dataPackets - stuck->blocksSent) * 50 >= m_flow.geometry().totalBlocks();
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
    result.counters.waited = std::chrono::duration_cast<Ms>(m_standstill.waited());
    // Each answers every query of the Data state, so three of them without an answer are worth telling.
    const Ms interval =
        std::max(m_settings.parameters.qccInterval, Ms(static_cast<int64_t>(m_clients.count(List::Active))));
    const Duration silence = 3 * (interval + Ms(m_clients.largestRoundTrip()));
    const bool isInData = m_rounds.state() == Rounds::State::Data;
    const BlocksMissing unsent =
        isInData ? blocksMissing(m_rounds.unsent(), m_flow.geometry().totalBlocks()) : BlocksMissing{};
    for (auto &[id, client] : m_clients) {
        if (client.list == List::Dead)
            continue;
        if (!isStalled(client, now))
            client.stalledSince.reset();
        else if (!client.stalledSince)
            client.stalledSince = client.stuck ? client.stuck->since : now - client.stoodStill;
        ClientSnapshot shown = snapshotOf(client, silence, now);
        if (client.missing) {
            const BlocksMissing still = isInData ? stillMissing(*client.missing, unsent) : *client.missing;
            shown.missing = QList<quint8>(still.begin(), still.end());
        }
        result.clients.append(shown);
    }
    std::sort(result.clients.begin(), result.clients.end(),
              [](const ClientSnapshot &a, const ClientSnapshot &b) { return a.id < b.id; });
    return result;
}

} // namespace castdeck
