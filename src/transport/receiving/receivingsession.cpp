// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/receivingsession.h"

#include "wire/text.h"

#include <algorithm>

namespace castdeck
{

namespace
{

using std::chrono::milliseconds;

/// Texts of a KICK: more is cut off.
constexpr size_t TextBytesMax = 1024;
constexpr size_t NackRangesMax = 64; // Choice T54
constexpr uint64_t HoleLeast = 32;   // to be asked for on and on

uint64_t toMilliseconds(Instant now)
{
    const auto ms = std::chrono::duration_cast<milliseconds>(now.time_since_epoch()).count();
    return std::max<uint64_t>(static_cast<uint64_t>(ms), 1); // 0 means "no echo" (Choice T06)
}

QString spokenText(wire::Bytes bytes)
{
    return wire::textFromUtf16(bytes.first(std::min(bytes.size(), TextBytesMax)));
}

} // namespace

ReceivingSession::ReceivingSession(const ReceivingSettings &settings, BlockWriter &writer,
                                   ReceivingOutput &output)
    : m_parameters(settings.parameters)
    , m_clientName(settings.clientName)
    , m_clientAddress(settings.clientAddress)
    , m_macAddress(settings.macAddress)
    , m_userSid(settings.userSid)
    , m_keys(settings)
    , m_writer(&writer)
    , m_output(&output)
    , m_random(settings.seed)
    , m_sessionId(settings.sessionId)
    , m_group(settings.group)
    , m_server(settings.server)
    , m_nackTimer(settings.parameters.nackGapMax)
{
    m_macAddress.resize(std::min<size_t>(m_macAddress.size(), 32));
}

void ReceivingSession::start(Instant now)
{
    enterJoin(now);
}

void ReceivingSession::enterJoin(Instant now)
{
    // What the last session taught (numbers, delays, the master) means nothing in this one; the blocks stay.
    m_state = ReceivingState::Join;
    m_clientId = 0;
    m_masterId = 0;
    m_packetsBefore = m_counters.groupPackets;
    m_heardGroup = false;
    m_dataMissedSince = Instant::max();
    m_dataLead = 0;
    m_joinTimes.clear();
    m_lastSpm = 0;
    m_qcr = {};
    m_pollAck = {};
    m_forceReport = Instant::max();
    m_backOffMin = m_backOffMax = Ms(0);
    m_stream = {};
    m_nackTimer.reset();
    m_nackWanted = false;
    m_askedFor = m_repaired = 0;
    m_unacknowledged = 0;
    join(now);
}

void ReceivingSession::join(Instant now)
{
    if (m_joinTimes.size() >= static_cast<size_t>(m_parameters.joinAttempts)) {
        // Nobody knows us there, so there is nobody to say LEAVE to.
        m_end = {ReceivingEnd::Kind::NoAnswer, {}, {}, {}};
        m_state = ReceivingState::Ended;
        return;
    }
    static constexpr uint8_t Capabilities[] = {wire::CapabilityMultistream};
    const std::u16string name = m_clientName.toStdU16String();
    wire::Join packet;
    packet.clientName = name;
    packet.ipAddress = m_clientAddress;
    packet.macLength = static_cast<uint8_t>(m_macAddress.size());
    std::ranges::copy(m_macAddress, packet.macAddress.begin());
    packet.userSid = m_userSid;
    packet.capabilities = wire::Bytes(Capabilities);
    send(packet, now);
    m_joinTimes.push_back(toMilliseconds(now));
    m_nextJoin = now + m_parameters.joinInterval;
}

void ReceivingSession::take(std::span<const Datagram> batch, Way way, Instant now)
{
    for (const Datagram &datagram : batch) {
        if (m_state != ReceivingState::Join && m_state != ReceivingState::Regular)
            break;
        take(datagram, way, now);
    }
    finishBatch(now);
}

void ReceivingSession::take(const Datagram &datagram, Way way, Instant now)
{
    if (datagram.from.address != m_server.address) {
        ++m_counters.strangers;
        return;
    }
    const auto packet =
        wire::decodeTransport(datagram.bytes, m_keys.incoming(), m_sessionId, wire::Receiver::Client);
    if (!packet) {
        ++m_counters.rejected[static_cast<size_t>(packet.error())];
        if (packet.error() == wire::Rejection::UnknownKey && m_state == ReceivingState::Regular &&
            m_keys.wantsKey(datagram.bytes, now))
            askForKey(now);
        return;
    }
    if (!mayCome(packet->body, way)) {
        ++m_counters.strangers;
        return;
    }
    const bool answer = std::holds_alternative<wire::JoinAck>(packet->body);
    const bool ofGroup = !answer && !m_keys.wasForUsAlone();
    m_counters.groupPackets += ofGroup;
    m_heardGroup = m_heardGroup || ofGroup;
    m_lastHeard = now;
    if (m_state == ReceivingState::Regular || answer)
        std::visit([&](const auto &body) { handle(body, packet->senderTime, now); }, packet->body);
}

/// In an encrypted session every member could forge what is sealed with the key of the group, so what is said
/// to one is sealed for that one. In others an order by unicast is somebody's who may not be able to send to
/// the group.
bool ReceivingSession::mayCome(const wire::TransportBody &body, Way way) const
{
    const bool answer = std::holds_alternative<wire::JoinAck>(body);
    if (!m_keys.isEncrypted())
        return way == Way::Group || answer;
    const bool isForOne = answer || std::holds_alternative<wire::Kick>(body) ||
                          std::holds_alternative<wire::Demote>(body) ||
                          std::holds_alternative<wire::Keys>(body);
    return m_keys.wasForUsAlone() ? isForOne : !isForOne && way == Way::Group;
}

void ReceivingSession::finishBatch(Instant now)
{
    m_writer->settle(now);
    if (m_writer->error())
        fail(*m_writer->error(), now);
    if (m_state != ReceivingState::Regular)
        return;
    if (m_unacknowledged > 0)
        acknowledge(now, m_ackTime);
    if (m_nackWanted)
        considerNack(now);
    m_nackWanted = false;
}

void ReceivingSession::store(uint16_t minBackOff, uint16_t maxBackOff)
{
    m_backOffMin = Ms(minBackOff);
    m_backOffMax = Ms(std::max(minBackOff, maxBackOff));
}

void ReceivingSession::handle(const wire::JoinAck &packet, uint64_t senderTime, Instant now)
{
    if (packet.clientId == 0 || std::ranges::find(m_joinTimes, packet.clientTime) == m_joinTimes.end())
        return;
    if (m_state == ReceivingState::Regular && packet.clientId != m_clientId)
        return;
    m_keys.learn(packet.keys);
    if (m_state == ReceivingState::Join) {
        // The server counts us in from the report below on.
        m_state = ReceivingState::Regular;
        m_clientId = packet.clientId;
        m_joinedAt = now;
        m_nextJoin = Instant::max();
        store(packet.minNackBackOff, packet.maxNackBackOff);
    }
    // The first form of the QCR holds nothing but the echo (§3); in Regular a JOINACK means that it was lost.
    wire::Qcr report;
    report.clientId = m_clientId;
    report.serverTime = senderTime;
    report.utilization = m_output->utilization(now);
    send(report, now);
    m_forceReport = nextForcedReport(now);
    if (m_keys.isEncrypted())
        sayWhichKey(now);
}

void ReceivingSession::handle(const wire::Spm &packet, uint64_t senderTime, Instant now)
{
    if (packet.spmSeqNo <= m_lastSpm)
        return;
    m_lastSpm = packet.spmSeqNo;
    m_masterId = packet.masterClientId;
    store(packet.minNackBackOff, packet.maxNackBackOff);
    m_stream.spm(packet.trailODataSeqNo, packet.leadODataSeqNo);
    missData(packet.leadODataSeqNo, now);
    m_nackWanted = true;
    if (isMaster())
        acknowledge(now, senderTime);
}

void ReceivingSession::handle(const wire::Qcc &packet, uint64_t senderTime, Instant now)
{
    if (packet.qccSeqNo <= m_qcr.number)
        return;
    m_qcr = {now + random(Ms(0), Ms(packet.qcrBackOff)), now, packet.qccSeqNo, senderTime};
}

void ReceivingSession::handle(const wire::Poll &packet, uint64_t senderTime, Instant now)
{
    if (packet.pollSeqNo <= m_pollAck.number)
        return;
    if (const auto inquiry = wire::decodeInquiry(packet.appData); !inquiry) {
        ++m_counters.rejected[static_cast<size_t>(inquiry.error())];
        return;
    }
    m_pollAck = {now + random(Ms(0), Ms(packet.backOff)), now, packet.pollSeqNo, senderTime};
}

/// Offers the payload; false if the block is neither taken nor there.
bool ReceivingSession::offer(const wire::Data &packet, Instant now)
{
    const auto block = wire::decodeBlock(packet.data, m_writer->geometry());
    if (!block) {
        ++m_counters.rejected[static_cast<size_t>(block.error())];
        return false;
    }
    const auto answer = m_writer->offer(*block, now);
    // The short one at the end gets through where no other does, again and again.
    const bool isFull = block->data.size() == m_writer->geometry().blockSize;
    m_counters.fullBlocks += isFull;
    if (answer == BlockWriter::Answer::Taken || isFull) {
        m_dataMissedSince = Instant::max();
        m_dataLead = std::max(m_dataLead, packet.oDataSeqNo);
    }
    m_counters.duplicates += answer == BlockWriter::Answer::Present;
    m_counters.refusals += answer == BlockWriter::Answer::Full;
    m_refused = m_refused || answer == BlockWriter::Answer::Full;
    if (answer == BlockWriter::Answer::Full || m_writer->isNearlyFull())
        m_counters.slowDowns += zeroNack(now);
    return answer != BlockWriter::Answer::Full;
}

void ReceivingSession::handle(const wire::Data &packet, uint64_t senderTime, Instant now)
{
    ++(packet.repair ? m_counters.repairPackets : m_counters.dataPackets);
    m_masterId = packet.clientId;
    m_nackTimer.dataArrived(now);
    if (!m_stream.data(packet.oDataSeqNo, packet.trailODataSeqNo, packet.repair)) {
        offer(packet, now);
        return;
    }
    if (offer(packet, now)) { // taken first, acknowledged afterwards (Choice T52)
        m_stream.received(packet.oDataSeqNo);
        m_repaired += packet.repair;
    } else {
        m_stream.refused(packet.oDataSeqNo);
    }
    m_nackWanted = true;
    if (!isMaster() || (packet.forwardLeadSeqNo && *packet.forwardLeadSeqNo < packet.oDataSeqNo))
        return;
    m_ackTime = senderTime;
    if (++m_unacknowledged >= m_parameters.packetsPerAck)
        acknowledge(now, senderTime);
}

void ReceivingSession::handle(const wire::Kick &packet, uint64_t, Instant now)
{
    for (const wire::KickedClient client : packet.clients) {
        if (client.clientId != m_clientId)
            continue;
        const auto kind = client.reason == wire::KickPolicy     ? ReceivingEnd::Kind::KickedPolicy
                          : client.reason == wire::KickFallback ? ReceivingEnd::Kind::KickedFallback
                                                                : ReceivingEnd::Kind::KickedFail;
        leave({kind, spokenText(packet.by), spokenText(packet.reason), {}}, wire::LeaveCancelled, now);
        return;
    }
}

void ReceivingSession::handle(const wire::Demote &packet, uint64_t, Instant now)
{
    bool meant = false;
    for (const wire::DemotedClient client : packet.clients)
        meant = meant || client.clientId == m_clientId;
    if (!packet.isUsable() || !meant)
        return;
    scheduleFarewell(wire::LeaveCancelled, now);
    m_sessionId = packet.lowerSessionId;
    m_keys.moveTo(m_sessionId);
    m_group = packet.group;
    m_server = packet.server;
    m_output->moved({m_sessionId, m_group, spokenText(packet.by), spokenText(packet.reason)});
    enterJoin(now);
}

void ReceivingSession::handle(const wire::Keys &packet, uint64_t, Instant now)
{
    m_keys.learn(packet.keys);
    sayWhichKey(now);
}

/// A server that has given us up, as our first reports were lost, tells no key before another one (Choice
/// T21).
void ReceivingSession::askForKey(Instant now)
{
    sayWhichKey(now);
    if (now - m_lastHeard >= m_parameters.earlyReport)
        m_forceReport = std::min(m_forceReport, std::max(now, m_reportedAt + m_parameters.earlyReport));
}

void ReceivingSession::sayWhichKey(Instant now)
{
    send(wire::KeyAck{m_clientId, m_keys.newest()}, now);
}

void ReceivingSession::acknowledge(Instant now, uint64_t serverTime)
{
    m_unacknowledged = 0;
    send(wire::Ack{m_clientId, m_stream.contiguous(), serverTime, m_stream.highest(),
                   m_stream.loss().wireValue()},
         now);
}

void ReceivingSession::send(const wire::TransportBody &body, Instant now)
{
    send(body, now, m_sessionId, m_server);
}

void ReceivingSession::send(const wire::TransportBody &body, Instant now, uint32_t sessionId,
                            const wire::Endpoint &server)
{
    std::array<uint8_t, 4096> packet; // a CNTCIR or NACK with 64 ranges has some 1100 bytes
    if (m_keys.isUsedUp())
        return; // to the server it is as if we fell silent
    const size_t size =
        wire::encodeTransport(packet, m_keys.outgoing(sessionId), sessionId, toMilliseconds(now), body);
    if (size > 0)
        m_output->send({packet.data(), size}, server);
}

Duration ReceivingSession::random(Ms least, Ms most)
{
    using std::chrono::microseconds;
    std::uniform_int_distribution<int64_t> delay(microseconds(least).count(),
                                                 microseconds(std::max(least, most)).count());
    return microseconds(delay(m_random));
}

Instant ReceivingSession::deadline() const
{
    const Instant farewell = m_farewell.deadline();
    switch (m_state) {
    case ReceivingState::Ended:
        return Instant::max();
    case ReceivingState::Leaving:
        return farewell;
    case ReceivingState::Join:
        return std::min({farewell, m_nextJoin, m_writer->deadline()});
    case ReceivingState::Regular:
        break;
    }
    return std::min({farewell, m_writer->deadline(), m_qcr.due, m_pollAck.due, m_nackTimer.deadline(),
                     m_forceReport, silenceEnds()});
}

bool ReceivingSession::hearsNothing() const
{
    return m_parameters.noData > Ms(0) && m_counters.groupPackets == m_packetsBefore;
}

Instant ReceivingSession::silenceEnds() const
{
    Instant ends = m_lastHeard + m_parameters.inactivity;
    if (hearsNothing())
        ends = std::min(ends, m_joinedAt + m_parameters.noData);
    if (m_dataMissedSince != Instant::max())
        ends = std::min(ends, m_dataMissedSince + m_parameters.noData);
    return ends;
}

/// The server has sent data up to @p lead.
void ReceivingSession::missData(uint64_t lead, Instant now)
{
    if (m_parameters.noData > Ms(0) && m_dataMissedSince == Instant::max() && lead > m_dataLead &&
        !m_writer->blocks().isComplete())
        m_dataMissedSince = now;
}

/// Why it is over, now that silenceEnds(); nothing if it goes on.
std::optional<ReceivingEnd::Kind> ReceivingSession::silence(Instant now)
{
    if (hearsNothing())
        return ReceivingEnd::Kind::NoData;
    if (m_lastHeard + m_parameters.inactivity <= now)
        return ReceivingEnd::Kind::Inactive;
    // With everything silent it is not the data that have a hole to fall into.
    if (m_lastHeard + m_parameters.noData / 2 > now)
        return ReceivingEnd::Kind::NoBlocks;
    m_dataMissedSince = Instant::max();
    return std::nullopt;
}

void ReceivingSession::advance(Instant now)
{
    if (m_farewell.deadline() <= now) {
        send(m_farewell.packet(), now, m_farewell.sessionId(), m_farewell.server());
        m_farewell.said(now + m_parameters.leaveRepeat);
        // Nothing confirms a LEAVE: having said it twice is all that can be done.
        if (m_farewell.isOver() && m_state == ReceivingState::Leaving)
            m_state = ReceivingState::Ended;
    }
    if (m_state == ReceivingState::Join && m_nextJoin <= now)
        join(now);
    if (m_state == ReceivingState::Leaving || m_state == ReceivingState::Ended)
        return;
    if (m_writer->deadline() <= now)
        m_writer->settle(now);
    if (m_writer->error())
        fail(*m_writer->error(), now);
    if (m_state != ReceivingState::Regular)
        return;

    if (const auto kind = silenceEnds() <= now ? silence(now) : std::nullopt) {
        leave({*kind, {}, {}, {}}, wire::LeaveInactive, now);
        return;
    }
    if (m_nackTimer.deadline() <= now)
        sendNack(now);
    if (m_pollAck.due <= now)
        answerPoll(now);
    if (m_qcr.due <= now) {
        m_qcr.due = Instant::max();
        report(now, m_qcr.number, m_qcr.serverTime, std::chrono::duration_cast<Ms>(now - m_qcr.asked));
    }
    if (m_forceReport <= now)
        report(now, 0, 0, Ms(0));
}

/// A server that never got our first QCR says nothing to the group if nobody else is there. A further report
/// brings us in (Choice T60), long before either end gives up.
Instant ReceivingSession::nextForcedReport(Instant now) const
{
    return now + (m_heardGroup ? m_parameters.forceReport : m_parameters.earlyReport);
}

void ReceivingSession::report(Instant now, uint64_t number, uint64_t serverTime, Ms waited)
{
    std::array<uint8_t, 16> progress;
    const size_t size = wire::encode(progress, wire::Progress{secondsInSession(now), m_writer->percent()});
    wire::Qcr packet;
    packet.clientId = m_clientId;
    packet.qccSeqNo = number;
    packet.backOff = static_cast<uint16_t>(std::clamp<int64_t>(waited.count(), 0, UINT16_MAX));
    packet.serverTime = serverTime;
    packet.hiODataSeqNo = m_stream.highest();
    packet.lossRate = m_stream.loss().wireValue();
    packet.appData = {progress.data(), size};
    packet.utilization = m_output->utilization(now);
    send(packet, now);
    m_reportedAt = now;
    m_forceReport = nextForcedReport(now);
}

void ReceivingSession::answerPoll(Instant now)
{
    m_pollAck.due = Instant::max();
    std::array<wire::Range, wire::AnswerRangesMax> missing;
    const size_t count = m_writer->blocks().missing(missing, m_parameters.joinGaps);
    wire::ClientAnswer answer;
    answer.progress = m_writer->percent();
    answer.timeInSession = secondsInSession(now);
    answer.ranges = wire::ListView<wire::Range>(std::span<const wire::Range>(missing.data(), count));
    std::array<uint8_t, 2048> bytes;
    const size_t size = wire::encode(bytes, answer);
    send(wire::PollAck{m_clientId, m_pollAck.number, {bytes.data(), size}}, now);
}

/// After a batch: starts the NACK timer unless it runs; the master does not wait (§6.6), and in a large hole,
/// for which everybody waits, asks for more while the second half of what it asked for is on its way.
void ReceivingSession::considerNack(Instant now)
{
    const bool goesOn = isMaster() && m_askedFor >= HoleLeast && m_repaired >= m_askedFor / 2;
    if (m_stream.missing().empty() || (m_nackTimer.isRunning() && !goesOn))
        return;
    if (isMaster())
        sendNack(now);
    else
        m_nackTimer.start(now, std::max<Duration>(random(m_backOffMin, m_backOffMax), Ms(1)));
}

void ReceivingSession::sendNack(Instant now)
{
    m_nackTimer.stop();
    if (m_stream.missing().empty())
        return;
    const size_t held = m_writer->bytesHeld();
    const size_t cache = m_writer->cacheBytes();
    m_refused = m_refused && held > cache / 2;
    const uint64_t room = held < cache ? (cache - held) / m_writer->geometry().blockSize : 0;
    const Duration delay = random(m_backOffMin, m_backOffMax);
    if (m_refused || room == 0) { // repairs could not be taken: ask when they can
        m_nackTimer.start(now, std::max<Duration>(delay, Ms(1)));
        return;
    }
    std::array<wire::Range, NackRangesMax> ranges;
    const size_t count = m_stream.missing().lowest(ranges, room);
    send(wire::Nack{m_clientId, m_stream.highest(), m_stream.loss().wireValue(),
                    wire::ListView<wire::Range>(std::span<const wire::Range>(ranges.data(), count))},
         now);
    m_nackTimer.restartAfterNack(now, delay);
    m_repaired = m_askedFor = 0;
    for (size_t i = 0; i < count; ++i)
        m_askedFor = std::min(m_askedFor + (ranges[i].end - ranges[i].start + 1), wire::RepairsPerNack);
}

/// False if that was said just now.
bool ReceivingSession::zeroNack(Instant now)
{
    if (now < m_nextZeroNack)
        return false;
    m_nextZeroNack = now + std::max(m_backOffMin, m_parameters.zeroNackGapMin);
    send(wire::Nack{m_clientId, m_stream.highest(), m_stream.loss().wireValue(), {}}, now);
    return true;
}

void ReceivingSession::fallBehind(Instant now)
{
    if (m_state == ReceivingState::Regular)
        zeroNack(now);
}

void ReceivingSession::completed(Instant now)
{
    leave({ReceivingEnd::Kind::Complete, {}, {}, {}}, wire::LeaveComplete, now);
}

void ReceivingSession::cancel(Instant now)
{
    leave({ReceivingEnd::Kind::Cancelled, {}, {}, {}}, wire::LeaveCancelled, now);
}

void ReceivingSession::fail(Error error, Instant now)
{
    leave({ReceivingEnd::Kind::Failed, {}, {}, std::move(error)}, wire::LeaveCancelled, now);
}

void ReceivingSession::leave(ReceivingEnd end, uint8_t reason, Instant now)
{
    if (m_state == ReceivingState::Leaving || m_state == ReceivingState::Ended)
        return;
    m_end = std::move(end);
    // Without an id there is nothing to take back: the server forgets a JOIN by itself.
    m_state = m_clientId != 0 ? ReceivingState::Leaving : ReceivingState::Ended;
    if (m_clientId != 0)
        scheduleFarewell(reason, now);
}

void ReceivingSession::scheduleFarewell(uint8_t reason, Instant now)
{
    const Duration delay = random(Ms(0), m_backOffMax > Ms(0) ? m_backOffMax : m_parameters.leaveDelayMax);
    m_farewell = Farewell(m_clientId, reason, m_sessionId, m_server, now + delay);
}

uint32_t ReceivingSession::secondsInSession(Instant now) const
{
    return static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now - m_joinedAt).count());
}

} // namespace castdeck
