// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/dataflow.h"

#include <algorithm>
#include <array>

namespace castdeck
{

namespace
{

constexpr size_t BurstBytesMax = 65'000; // one segmented write
constexpr size_t BurstPacketsMax = 64;
constexpr size_t LooksPerNack = 4096; // what a hostile NACK can make us look at
/// A burst that waits for that long for room is as good as lost, and whoever may no longer read it may have
/// gone meanwhile.
constexpr std::chrono::milliseconds BurstAge{100};
/// So many windows of packets may wait for one that is lost before nothing new is sent.
constexpr uint64_t WindowsHeldUp = 4;
constexpr size_t NcfRangesMax = 80; // fits the smallest MTU of an Ethernet in every mode
/// By then every receiver has gone another way, if it has one.
constexpr std::chrono::seconds ReadPatience{30};

} // namespace

uint64_t senderTime(Instant now)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
    return ms > 0 ? static_cast<uint64_t>(ms) : 1;
}

DataFlow::DataFlow(const SendingSettings &settings, std::unique_ptr<ContentReader> reader,
                   wire::PacketSecurity &security, SendingOutput &output, Instant now)
    : m_settings(settings)
    , m_reader(std::move(reader))
    , m_geometry{m_reader->source().size(), settings.blockSize}
    , m_security(security)
    , m_output(output)
    , m_writer(security, settings.id.value())
    , m_window(settings.parameters)
    , m_pacer(settings.rateLimit, now)
    , m_rate(now)
    , m_perBurst(
          std::clamp<size_t>(BurstBytesMax / m_writer.packetSize(settings.blockSize), 1, BurstPacketsMax))
    , m_buffer(m_perBurst * m_writer.packetSize(settings.blockSize))
{
    m_sharedRates.reserve(settings.sharedRates.size());
    for (const auto &shared : settings.sharedRates)
        m_sharedRates.emplace_back(shared);
}

bool DataFlow::rateAllows(Instant now)
{
    return m_pacer.allows(now) &&
           std::ranges::all_of(m_sharedRates, [&](SharedRate::Part &part) { return part.allows(now); });
}

uint64_t DataFlow::leastRate() const
{
    uint64_t rate = m_pacer.rate();
    for (const SharedRate::Part &part : m_sharedRates) {
        const uint64_t shared = part.rate();
        rate = rate == 0 || (shared > 0 && shared < rate) ? shared : rate;
    }
    return rate;
}

/// A burst, or less where that would be more than ten milliseconds' worth of the least rate.
uint64_t DataFlow::packetsAtOnce() const
{
    const uint64_t rate = leastRate();
    return rate == 0 ? m_perBurst : std::clamp<uint64_t>(rate / 100 / m_settings.blockSize, 1, m_perBurst);
}

void DataFlow::spend(uint64_t bytes)
{
    m_pacer.spend(bytes);
    for (SharedRate::Part &part : m_sharedRates)
        part.spend(bytes);
}

Instant DataFlow::rateOpensAt(Instant now) const
{
    Instant opens = m_pacer.opensAt(now);
    for (const SharedRate::Part &part : m_sharedRates)
        opens = std::max(opens, part.opensAt(now));
    return opens;
}

Result<void> DataFlow::checkContent(Instant now)
{
    if (m_readingSince && now - *m_readingSince >= ReadPatience)
        return failure(ErrorCode::FolderNotAnswering, m_reader->source().name());
    return m_reader->checkUnchanged();
}

void DataFlow::keyReplaced(Instant now)
{
    if (!waitsForRoom() || now - m_burstSealedAt < BurstAge)
        return;
    m_burst = {};
    m_burstSent = 0;
}

bool DataFlow::flush()
{
    while (waitsForRoom()) {
        const size_t taken = m_output.send(m_burst.subspan(m_burstSent), m_burstSegment, m_settings.group);
        if (taken == 0)
            return false;
        m_burstSent += taken;
    }
    return true;
}

Result<void> DataFlow::send(Rounds *round, Instant now)
{
    m_repairs.land(now - m_roundTrip);
    while (true) {
        const auto nothingWaits = finishBurst(now);
        if (!nothingWaits)
            return tl::unexpected(nothingWaits.error());
        if (!*nothingWaits)
            break;
        const bool hasData = round && canSend() && !round->nothingUnsent();
        const bool mayRepair = hasRepairs() && roomForRepairs() > 0;
        if (!(hasData || mayRepair) || !rateAllows(now))
            break;
        // They take turns, so that no number of NACKs keeps new data from going out.
        m_repairsTurn = mayRepair && (m_repairsTurn || !hasData);
        if (m_repairsTurn)
            takeRepairs(now);
        else if (hasData)
            takeData(*round, now);
        if (!m_places.empty()) {
            // Members of an encrypted session are Castdeck's own, which take no notice of it (T35).
            if (m_repairsTurn && m_security.mode() != wire::SecurityMode::Encrypted)
                announce(m_places, now);
            beginBurst(m_repairsTurn, now);
        }
        m_repairsTurn = !m_repairsTurn;
    }
    return {};
}

/// A hole that is waited for closes no window.
uint64_t DataFlow::onItsWay() const
{
    return lead() - m_passed + m_repairs.packets();
}

uint64_t DataFlow::roomInWindow() const
{
    const uint64_t window = m_window.packets();
    const uint64_t heldUp = lead() - m_acknowledged;
    if (onItsWay() >= window || heldUp >= WindowsHeldUp * window)
        return 0;
    return std::min(window - onItsWay(), WindowsHeldUp * window - heldUp);
}

/// They share the window with the data, but a quarter of it is always theirs.
uint64_t DataFlow::roomForRepairs() const
{
    const auto left = [](uint64_t all, uint64_t used) { return all - std::min(all, used); };
    const uint64_t window = m_window.packets();
    return std::max(left(window, onItsWay()), left((window + 3) / 4, m_repairs.packets()));
}

Instant DataFlow::repairsOpenAt(Instant now) const
{
    const Instant rateOpens = rateOpensAt(now);
    return roomForRepairs() > 0 ? rateOpens : std::max(rateOpens, m_repairs.oldest() + m_roundTrip);
}

void DataFlow::takeData(Rounds &round, Instant now)
{
    m_places.clear();
    const uint64_t room = std::min(roomInWindow(), packetsAtOnce());
    while (m_places.size() < room && !round.nothingUnsent()) {
        const wire::Range run = round.take(room - m_places.size());
        for (uint64_t block = run.start; block <= run.end; ++block) {
            m_cache.push(block, now);
            m_places.push_back({lead(), block});
        }
    }
}

/// A burst has packets of one size but for the last: the short block ends it.
void DataFlow::takeRepairs(Instant now)
{
    m_places.clear();
    const uint64_t most = std::min(roomForRepairs(), packetsAtOnce());
    while (m_places.size() < most &&
           (m_places.empty() || m_geometry.length(m_places.back().block) == m_settings.blockSize)) {
        const auto next = m_cache.takeQueued(now);
        if (!next)
            break;
        m_places.push_back({next->seqNo, next->block});
    }
    if (!m_places.empty())
        m_repairs.add(m_places.size(), now);
}

void DataFlow::beginBurst(bool repair, Instant now)
{
    m_readsRepairs = repair;
    m_placesRead = 0;
    m_readingSince = now;
}

/// True when all blocks of the burst are in their packets.
Result<bool> DataFlow::readBurst()
{
    const size_t slot = m_writer.packetSize(m_settings.blockSize);
    while (m_placesRead < m_places.size()) {
        size_t to = m_placesRead;
        m_vectors.clear();
        do {
            m_vectors.push_back({m_buffer.data() + to * slot + m_writer.blockOffset(),
                                 m_geometry.length(m_places[to].block)});
            ++to;
        } while (to < m_places.size() && m_places[to].block == m_places[to - 1].block + 1);
        auto read = m_reader->read(m_geometry.offset(m_places[m_placesRead].block), m_vectors);
        if (!read || !*read)
            return read;
        m_placesRead = to;
    }
    return true;
}

/// Goes on with a burst that waited for its bytes or for room in the system's buffer; true when nothing of it
/// is left.
Result<bool> DataFlow::finishBurst(Instant now)
{
    if (!m_readingSince)
        return flush();
    if (auto read = readBurst(); !read || !*read)
        return read;
    m_readingSince.reset();
    const bool repair = m_readsRepairs;
    const std::span<const Place> places = m_places;
    const size_t slot = m_writer.packetSize(m_settings.blockSize);
    uint64_t payload = 0;
    wire::DataPacketWriter::Fields fields;
    fields.repair = repair;
    fields.senderTime = senderTime(now);
    fields.masterClientId = m_master.value();
    size_t end = 0;
    for (size_t i = 0; i < places.size(); ++i) {
        fields.seqNo = places[i].seqNo;
        fields.trailSeqNo = std::min(trail(), places[i].seqNo);
        fields.blockNumber = places[i].block;
        const size_t length = m_geometry.length(places[i].block);
        m_writer.finish(std::span(m_buffer).subspan(i * slot, m_writer.packetSize(length)), fields);
        payload += length;
        end = i * slot + m_writer.packetSize(length);
    }
    (repair ? m_counters.repairPackets : m_counters.dataPackets) += places.size();
    (repair ? m_counters.repairBytes : m_counters.dataBytes) += payload;
    spend(payload);
    m_burst = std::span(m_buffer).first(end);
    m_burstSent = 0;
    m_burstSegment = slot;
    m_burstSealedAt = now;
    return flush();
}

bool DataFlow::acknowledge(const wire::Ack &ack, Duration roundTrip, Instant now)
{
    m_roundTrip = roundTrip;
    m_passed = std::max({m_passed, ack.oDataSeqNo, std::min(ack.hiODataSeqNo, lead())});
    if (ack.oDataSeqNo <= m_acknowledged)
        return false;
    const uint64_t k = ack.oDataSeqNo - m_acknowledged;
    m_acknowledged = ack.oDataSeqNo;
    m_window.acknowledged(k);
    m_rate.add(k * m_settings.blockSize, now);
    m_counters.acknowledgedBytes += k * m_settings.blockSize;
    return true;
}

size_t DataFlow::repair(const wire::Nack &nack, Duration guard, size_t most, Instant now)
{
    most = std::min<size_t>(most, wire::RepairsPerNack);
    size_t queued = 0;
    size_t looks = 0;
    for (const wire::Range range : nack.ranges) {
        if (range.start == 0 || range.start > range.end || m_cache.size() == 0)
            continue;
        const uint64_t last = std::min(range.end, m_cache.lead());
        for (uint64_t seqNo = std::max(range.start, m_cache.trail()); seqNo <= last; ++seqNo) {
            if (queued >= most || ++looks > LooksPerNack)
                return queued;
            queued += m_cache.queue(seqNo, now, guard, nack.hiODataSeqNo);
        }
    }
    return queued;
}

void DataFlow::cutFor(wire::ListView<wire::Range> ranges, double share)
{
    bool lossEvent = false;
    for (const wire::Range range : ranges) {
        const uint64_t last = std::min(range.end, m_cache.lead());
        lossEvent = lossEvent || (range.start > 0 && m_cache.size() > 0 && last > m_cutLead &&
                                  std::max(range.start, m_cache.trail()) <= last);
    }
    if (!lossEvent)
        return;
    m_window.cut(share, double(m_cache.lead() - m_cutLead) / m_window.size());
    m_cutLead = m_cache.lead();
}

void DataFlow::announce(std::span<const Place> places, Instant now)
{
    std::vector<wire::Range> ranges;
    for (const Place &place : places) {
        if (!ranges.empty() && ranges.back().end + 1 == place.seqNo)
            ranges.back().end = place.seqNo;
        else
            ranges.push_back({place.seqNo, place.seqNo});
    }
    std::array<uint8_t, 1500> packet;
    for (std::span<const wire::Range> rest = ranges; !rest.empty();) {
        const auto part = rest.first(std::min(rest.size(), NcfRangesMax));
        const size_t size = wire::encodeTransport(packet, m_security, m_settings.id.value(), senderTime(now),
                                                  wire::Ncf{wire::ListView<wire::Range>(part)});
        m_output.send(std::span(packet).first(size), size, m_settings.group);
        rest = rest.subspan(part.size());
    }
}

void DataFlow::slowDown(Duration spacing, Instant now)
{
    if (m_slowedDownAt != Instant::min() && now - m_slowedDownAt < spacing)
        return;
    m_slowedDownAt = now;
    m_window.cut();
}

bool DataFlow::release(Instant now)
{
    return m_cache.release(m_acknowledged, now, m_settings.parameters.holdTime);
}

} // namespace castdeck
