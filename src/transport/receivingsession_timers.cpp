// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The half of ReceivingSession that time drives: reports, NACKs, leaving.

#include "transport/receivingsession.h"

#include <algorithm>

namespace castdeck
{

namespace
{
constexpr size_t NackRangesMax = 64; // Choice T54
}

Instant ReceivingSession::deadline() const
{
    const Instant farewell = m_farewell.left > 0 ? m_farewell.next : Instant::max();
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
    if (m_farewell.left > 0 && m_farewell.next <= now)
        sayFarewell(now);
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
    const size_t size =
        wire::encode(progress, wire::Progress{secondsInSession(now), m_writer->blocks().percent()});
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
    m_forceReport = nextForcedReport(now);
}

void ReceivingSession::answerPoll(Instant now)
{
    m_pollAck.due = Instant::max();
    std::array<wire::Range, wire::AnswerRangesMax> missing;
    const size_t count = m_writer->blocks().missing(missing, m_parameters.joinGaps);
    wire::ClientAnswer answer;
    answer.progress = m_writer->blocks().percent();
    answer.timeInSession = secondsInSession(now);
    answer.ranges = wire::ListView<wire::Range>(std::span<const wire::Range>(missing.data(), count));
    std::array<uint8_t, 2048> bytes;
    const size_t size = wire::encode(bytes, answer);
    send(wire::PollAck{m_clientId, m_pollAck.number, {bytes.data(), size}}, now);
}

/// After a batch: starts the NACK timer unless it runs; the master does not wait (§6.6).
void ReceivingSession::considerNack(Instant now)
{
    if (m_stream.missing().empty() || m_nackTimer.isRunning())
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
}

void ReceivingSession::zeroNack(Instant now)
{
    if (now < m_nextZeroNack)
        return;
    ++m_counters.slowDowns;
    m_nextZeroNack = now + std::max(m_backOffMin, m_parameters.zeroNackGapMin);
    send(wire::Nack{m_clientId, m_stream.highest(), m_stream.loss().wireValue(), {}}, now);
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
    m_farewell = {now + delay, 2, m_server, m_sessionId, m_clientId, reason};
}

void ReceivingSession::sayFarewell(Instant now)
{
    send(wire::Leave{m_farewell.clientId, m_farewell.reason}, now, m_farewell.sessionId, m_farewell.server);
    m_farewell.next = now + m_parameters.leaveRepeat;
    if (--m_farewell.left == 0 && m_state == ReceivingState::Leaving)
        m_state = ReceivingState::Ended;
}

uint32_t ReceivingSession::secondsInSession(Instant now) const
{
    return static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(now - m_joinedAt).count());
}

} // namespace castdeck
