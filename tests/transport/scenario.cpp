// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenario.h"

#include "wire/datapacket.h"

#include <QSet>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;

constexpr uint64_t BlocksMax = 250;
constexpr uint64_t CrowdBlocksMax = 30;
constexpr uint64_t CrowdMax = 200;
constexpr auto VirtualTimeMax = 20min;

const wire::Endpoint Group{{{239, 0, 0, 111}, 4}, 64132};
const wire::Endpoint Forger{{{10, 9, 9, 9}, 4}, 64132};

wire::Endpoint endpointOf(size_t index)
{
    return {{{10, 0, uint8_t(1 + index / 200), uint8_t(1 + index % 200)}, 4}, uint16_t(40000 + index)};
}

QByteArray randomBytes(std::mt19937_64 &random, uint64_t size)
{
    QByteArray bytes(static_cast<qsizetype>(size), '\0');
    for (char &byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

QString text(ReceivingEnd::Kind kind)
{
    static const char *const names[] = {"complete",          "cancelled",     "kicked (policy)",
                                        "kicked (fallback)", "kicked (fail)", "no answer",
                                        "inactive",          "no data",       "failed"};
    return QString::fromLatin1(names[static_cast<size_t>(kind)]);
}

} // namespace

Scenario::Scenario(uint64_t seed)
    : m_seed(seed), m_random(seed), m_network(seed + 1), m_script(m_network), m_forger(m_network)
{
    m_clean = oneIn(3);
    m_start = m_network.now();
    drawSession();
    drawMachines();
    if (!m_clean) {
        drawAdministrator();
        drawForger();
    }
    m_script.at(m_start, [this] { look(); });
}

void Scenario::drawSession()
{
    static constexpr wire::SecurityMode modes[] = {wire::SecurityMode::None, wire::SecurityMode::Checksum,
                                                   wire::SecurityMode::Hash, wire::SecurityMode::Encrypted};
    m_settings.id = SessionId(static_cast<quint32>(m_random() | 1));
    m_settings.group = Group;
    m_settings.interface.address = {{10, 0, 0, 1}, 4};
    m_settings.mode = modes[below(4)];
    for (uint8_t &byte : m_settings.key)
        byte = static_cast<uint8_t>(m_random());
    const uint32_t largest = wire::largestBlock(m_settings.mode, 1500, false);
    const uint32_t sizes[] = {1, 7, 64, 512, largest};
    m_settings.blockSize = sizes[below(std::size(sizes))];
    if (oneIn(3))
        m_settings.rateLimit = uint64_t(m_settings.blockSize) * (20 + below(200));

    const uint64_t block = m_settings.blockSize;
    const uint64_t edges[] = {0, 1, block - 1, block, block + 1, 2 * block, 64 * block};
    const uint64_t size = oneIn(5) ? edges[below(std::size(edges))] : 1 + below(block * BlocksMax);
    m_content = randomBytes(m_random, size);
    m_geometry = {size, m_settings.blockSize};
}

SimulatedPath Scenario::drawPath()
{
    SimulatedPath path;
    path.delay = upTo(2ms);
    if (m_clean)
        return path;
    if (!oneIn(3))
        path.loss = static_cast<double>(below(oneIn(4) ? 300 : 50)) / 1000;
    if (oneIn(4))
        path.duplication = static_cast<double>(below(100)) / 1000;
    if (oneIn(4) && m_settings.mode != wire::SecurityMode::None)
        path.corruption = static_cast<double>(below(50)) / 1000;
    if (oneIn(4))
        path.delay = upTo(100ms);
    if (oneIn(3))
        path.jitter = upTo(20ms);
    return path;
}

void Scenario::drawMachines()
{
    const bool crowd = oneIn(50);
    if (crowd && m_geometry.totalBlocks() > CrowdBlocksMax) {
        m_content.truncate(static_cast<qsizetype>(CrowdBlocksMax * m_settings.blockSize));
        m_geometry.contentSize = static_cast<uint64_t>(m_content.size());
    }
    m_sender = std::make_unique<SimulatedSender>(
        m_network, m_settings, m_content, std::make_shared<ClientIds>(static_cast<quint32>(m_random())));
    m_sender->ownOut = drawPath();
    if (!m_clean && oneIn(3))
        m_sender->ownOut.bandwidth = uint64_t(100'000) << below(8);
    m_sender->in = drawPath();
    m_sender->readDelay = upTo(1ms);
    m_sender->refuseEvery = !m_clean && oneIn(8) ? 2 + below(20) : 0;

    const size_t count = crowd ? 30 + below(CrowdMax - 29) : 1 + below(8);
    for (size_t i = 0; i < count; ++i)
        drawMachine(i, Sickness::None);
    m_sick = crowd ? 0 : 1 + below(2);
    for (size_t i = 0; i < m_sick; ++i)
        drawMachine(count + i, AllSicknesses[below(AllSicknesses.size())]);
}

void Scenario::drawMachine(size_t i, Sickness sickness)
{
    ReceivingSettings settings;
    settings.sessionId = m_settings.id.value();
    settings.group = Group;
    settings.server = {m_settings.interface.address, Group.port};
    settings.serverMode = settings.clientMode = m_settings.mode;
    settings.key = m_settings.key;
    settings.member.number = static_cast<uint32_t>(i + 1);
    for (uint8_t &byte : settings.member.secret)
        byte = static_cast<uint8_t>(m_random());
    m_sender->session.admit(settings.member);
    settings.clientName = QStringLiteral("PC%1").arg(i);
    settings.clientAddress = endpointOf(i).address;
    settings.macAddress = {2, 0, 0, 0, 0, static_cast<uint8_t>(i)};
    settings.seed = m_random();
    BlockWriter::Options disk;
    if (!m_clean && oneIn(8)) {
        disk.limit = m_settings.blockSize * (20 + below(400));
        disk.cacheBytes = m_settings.blockSize * (4 + below(40));
    }
    Machine &machine = m_machines.emplace_back();
    machine.receiver =
        std::make_unique<SimulatedReceiver>(m_network, settings, endpointOf(i), m_geometry, disk);
    machine.receiver->in = drawPath();
    machine.receiver->ownOut = drawPath();
    machine.receiver->readDelay = oneIn(3) ? upTo(5ms) : Duration{};
    const Instant joins = m_network.now() + upTo(oneIn(4) ? 20s : 300ms);
    machine.joins = machine.gotAt = joins;
    machine.receiver->sicken(sickness);
    m_script.at(joins, [receiver = machine.receiver.get()] { receiver->start(); });
    if (sickness != Sickness::None)
        drawOnset(*machine.receiver, joins);
    else if (!m_clean)
        drawAccidents(machine, joins);
}

void Scenario::drawOnset(SimulatedReceiver &receiver, Instant joins)
{
    const Instant wakes = joins + upTo(90s);
    m_script.at(joins + upTo(6s), [this, &receiver, wakes] {
        if (receiver.sickness() == Sickness::Freezes)
            receiver.vanish();
        else if (receiver.sickness() == Sickness::Sleeps)
            receiver.sleepUntil(wakes);
        else if (receiver.sickness() == Sickness::IgnoresKick)
            m_sender->session.disconnectClient(ClientId(receiver.session.clientId()), {}, m_network.now());
        m_network.touch(*m_sender);
    });
}

/// Every twentieth of a second.
void Scenario::look()
{
    const Instant now = m_network.now();
    if (m_settings.rateLimit > 0) {
        const SendingCounters counters = m_sender->session.snapshot(now).counters;
        const double most =
            std::chrono::duration<double>(now - m_start).count() * double(m_settings.rateLimit);
        m_overRate = std::max(m_overRate, double(counters.dataBytes + counters.repairBytes) - most);
    }
    for (Machine &machine : m_machines) {
        const uint64_t blocks = machine.receiver->writer.blocks().count();
        if (blocks != machine.blocks || machine.receiver->completedAt || now <= machine.joins)
            machine.gotAt = now;
        machine.blocks = blocks;
        machine.silence = std::max(machine.silence, now - machine.gotAt);
    }
    if (!m_endedAt)
        m_script.at(now + 50ms, [this] { look(); });
}

void Scenario::drawAccidents(Machine &machine, Instant joins)
{
    SimulatedReceiver *const receiver = machine.receiver.get();
    if (oneIn(7)) {
        // Shorter than the 30 s after which a receiver gives up.
        const Instant from = joins + upTo(5s);
        const Instant until = from + upTo(oneIn(2) ? 2s : 25s);
        for (SimulatedPath *path : {&receiver->in, &receiver->ownOut}) {
            if (oneIn(4))
                continue;
            path->cutFrom = from;
            path->cutUntil = until;
        }
    }
    if (oneIn(10))
        m_script.at(joins + upTo(6s), [receiver] { receiver->vanish(); });
    else if (oneIn(15))
        m_script.at(joins + upTo(6s), [this, receiver, &machine] {
            machine.cancelled = true;
            receiver->session.cancel(m_network.now());
            m_network.touch(*receiver);
        });
}

void Scenario::drawAdministrator()
{
    const auto type = oneIn(2) ? DisconnectType::Abort : DisconnectType::Fallback;
    if (oneIn(10))
        m_script.at(m_network.now() + upTo(15s), [this, type] {
            Machine &machine = m_machines[below(m_machines.size())];
            machine.disconnected = true;
            m_sender->session.disconnectClient(ClientId(machine.receiver->session.clientId()),
                                               {type, QStringLiteral("reason"), QStringLiteral("admin")},
                                               m_network.now());
            m_network.touch(*m_sender);
        });
    if (oneIn(12))
        m_script.at(m_network.now() + upTo(15s), [this] { terminate(); });
}

void Scenario::terminate()
{
    if (m_sender->isOver())
        return;
    m_terminated = true;
    for (const ClientSnapshot &client : m_sender->session.snapshot(m_network.now()).clients)
        m_presentAtTermination += client.state != ClientState::Joining;
    m_sender->session.terminate({DisconnectType::Abort, QStringLiteral("enough"), QStringLiteral("admin")},
                                m_network.now());
    m_network.touch(*m_sender);
}

void Scenario::drawForger()
{
    if (!oneIn(6))
        return;
    // Says what clients say, from an address that is none of theirs. A JOIN may come from anywhere.
    m_sender->tap = [this](const SimulatedHost::Packet &packet) {
        if (packet.corrupted || packet.from == Forger || m_sender->isOver() || !oneIn(20))
            return;
        // What kind of packet it is can be read in every mode.
        const size_t opCodeAt = wire::PacketSecurity::headerSize(m_settings.mode) + sizeof(uint32_t);
        if (packet.bytes[opCodeAt] == static_cast<uint8_t>(wire::OpCode::Join))
            return;
        ++m_forged;
        std::vector<uint8_t> copy(packet.bytes.begin(), packet.bytes.end());
        m_sender->session.receive(copy, Forger, m_network.now());
    };
}

QStringList Scenario::run()
{
    const Instant limit = m_network.now() + VirtualTimeMax;
    const bool ended = m_network.run(limit, [this] {
        if (m_sender->isOver() && !m_endedAt)
            m_endedAt = m_network.now();
        return m_sender->isOver() && std::ranges::all_of(m_machines, [](const Machine &machine) {
                   return machine.receiver->isOver();
               });
    });
    QStringList wrong;
    if (!ended)
        wrong.append(
            QStringLiteral("not over after %1 steps, at %2 s")
                .arg(m_network.steps())
                .arg(std::chrono::duration<double>(m_network.now() - limit + VirtualTimeMax).count()));
    for (const Machine &machine : m_machines)
        wrong += checkMachine(machine);
    wrong += checkLimits();
    if (m_sender->isOver())
        wrong += checkDepartures() + checkCounters() + checkEnd();
    return wrong;
}

QStringList Scenario::checkMachine(const Machine &machine) const
{
    using Kind = ReceivingEnd::Kind;
    const SimulatedReceiver &receiver = *machine.receiver;
    const QString name = QStringLiteral("PC at %1").arg(receiver.endpoint.port);
    if (receiver.completedAt && receiver.sink.content != m_content)
        return {name + QStringLiteral(" is complete with wrong bytes")};
    if (!receiver.isOver())
        return {name + QStringLiteral(" never ended, at %1 %").arg(receiver.writer.blocks().percent())};
    if (receiver.hasVanished() || receiver.sickness() != Sickness::None)
        return {};
    const Kind kind = receiver.session.end().kind;
    const bool kicked = kind == Kind::KickedFail || kind == Kind::KickedFallback;
    const bool alone = kind == Kind::NoAnswer || kind == Kind::Inactive;
    // A session that ended before somebody came is not there for it, nor for one that was cut off just then
    // and had not been let in.
    const auto cutAtTheEnd = [this](const SimulatedPath &path) {
        return m_endedAt && path.cutFrom <= *m_endedAt && *m_endedAt < path.cutUntil;
    };
    const bool missedTheEnd =
        kind == Kind::Inactive && (cutAtTheEnd(receiver.in) || cutAtTheEnd(receiver.ownOut));
    // One that was cut off or froze while all waited for it, and did not get on afterwards.
    const bool sentAway = kind == Kind::KickedFallback &&
                          std::ranges::any_of(m_sender->troubles, [&](const SessionTrouble &trouble) {
                              return trouble.client.value() == receiver.session.clientId();
                          });
    const bool explained = kind == Kind::Complete || (machine.cancelled && kind == Kind::Cancelled) ||
                           sentAway || (kicked && (machine.disconnected || m_terminated)) ||
                           (alone && m_terminated) || kind == Kind::NoAnswer || missedTheEnd;
    if (!explained)
        return {name + QStringLiteral(" ended as ") + text(kind)};
    return {};
}

QStringList Scenario::checkLimits() const
{
    QStringList wrong;
    // Ten milliseconds' worth are kept, and a burst of as much, or one packet, may go out with them.
    const double burst = double(m_settings.rateLimit) / 50 + 2 * double(m_settings.blockSize);
    if (m_overRate > burst)
        wrong.append(QStringLiteral("%1 bytes beyond the rate limit").arg(m_overRate));
    // A joiner may come in the pause behind a round and wait for the query; each sick machine may cost two.
    const Duration most = 1500ms + 2s * static_cast<int>(m_sick);
    for (const Machine &machine : m_machines) {
        if (m_clean && machine.receiver->sickness() == Sickness::None && machine.silence > most)
            wrong.append(QStringLiteral("PC at %1 got nothing for %2 s")
                             .arg(machine.receiver->endpoint.port)
                             .arg(std::chrono::duration<double>(machine.silence).count()));
    }
    return wrong;
}

QStringList Scenario::checkDepartures() const
{
    QStringList wrong;
    QHash<ClientId, int> finals;
    QHash<ClientId, ClientDeparture::Kind> last;
    for (const ClientDeparture &departure : m_sender->departures) {
        finals[departure.id] += departure.kind != ClientDeparture::Kind::Vanished;
        last[departure.id] = departure.kind;
    }
    for (auto it = finals.cbegin(); it != finals.cend(); ++it) {
        if (it.value() > 1)
            wrong.append(QStringLiteral("client %1 left %2 times").arg(it.key().value()).arg(it.value()));
    }
    for (const Machine &machine : m_machines) {
        const ClientId id(machine.receiver->session.clientId());
        const auto departed = last.constFind(id);
        if (departed == last.constEnd())
            continue;
        const bool complete = machine.receiver->completedAt.has_value();
        if (!complete && *departed == ClientDeparture::Kind::Completed)
            wrong.append(QStringLiteral("client %1 counts as complete and is not").arg(id.value()));
        if (complete &&
            (*departed == ClientDeparture::Kind::Left || *departed == ClientDeparture::Kind::Inactive))
            wrong.append(QStringLiteral("client %1 is complete and counts as gone").arg(id.value()));
    }
    return wrong;
}

QStringList Scenario::checkCounters() const
{
    QStringList wrong;
    const SendingCounters &counters = m_sender->session.end()->counters;
    const uint64_t rejected = counters.rejectedTotal() - counters.strangers;
    if (rejected != m_sender->corrupted)
        wrong.append(QStringLiteral("%1 packets came damaged, %2 were refused")
                         .arg(m_sender->corrupted)
                         .arg(rejected));
    // What was forged from a packet that the network had doubled before came twice.
    const uint64_t replayed = counters.rejected[static_cast<size_t>(wire::Rejection::Replayed)];
    if (counters.strangers > m_forged || counters.strangers + replayed < m_forged)
        wrong.append(QStringLiteral("%1 packets were forged, %2 were strangers'")
                         .arg(m_forged)
                         .arg(counters.strangers));
    return wrong;
}

QStringList Scenario::checkEnd() const
{
    const SessionEnd &end = *m_sender->session.end();
    if (end.kind != (m_terminated ? SessionEnd::Kind::Terminated : SessionEnd::Kind::Finished))
        return {QStringLiteral("the session ended as %1").arg(static_cast<int>(end.kind))};
    const qsizetype told = qsizetype(end.disconnected) + end.unansweredNames.size();
    if (m_terminated && told != m_presentAtTermination)
        return {QStringLiteral("%1 clients were there, %2 are accounted for")
                    .arg(m_presentAtTermination)
                    .arg(told)};
    return {};
}

QString Scenario::describe() const
{
    const SendingCounters &counters =
        m_sender->session.end() ? m_sender->session.end()->counters : SendingCounters{};
    QString sick = m_clean ? QStringLiteral("; clean") : QString();
    for (const Machine &machine : m_machines) {
        if (machine.receiver->sickness() != Sickness::None)
            sick += QStringLiteral("; %1 at %2")
                        .arg(QString::fromLatin1(name(machine.receiver->sickness())))
                        .arg(machine.receiver->endpoint.port);
    }
    return QStringLiteral("seed %1: %2 machines, %3 bytes in blocks of %4, mode %5; %6 steps, %7 packets, "
                          "%8 repairs, %9 rounds")
               .arg(m_seed)
               .arg(m_machines.size())
               .arg(m_content.size())
               .arg(m_settings.blockSize)
               .arg(static_cast<int>(m_settings.mode))
               .arg(m_network.steps())
               .arg(counters.dataPackets)
               .arg(counters.repairPackets)
               .arg(counters.rounds) +
           sick;
}

} // namespace castdeck
