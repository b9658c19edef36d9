// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/receivingloop.h"

#include <array>
#include <cerrno>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>

namespace castdeck
{

namespace
{

constexpr int GroupReceiveBuffer = 8 * 1024 * 1024; // multicast-transport §7
/// Of that, what may wait before the server is asked to slow down: until it does, more comes.
constexpr double BacklogMost = 0.5;
/// A writer that is out of breath for so long is waited for, and what comes meanwhile waits with the system.
/// For one that is slow nobody waits: what does not fit is refused, and the server hears of it.
constexpr std::chrono::milliseconds BreathMost{20};
/// Reads from one socket before timers and the other socket get their turn.
constexpr int ReadsInARow = 8;

timespec toTimespec(Duration duration)
{
    const auto nanoseconds = std::max<int64_t>(std::chrono::nanoseconds(duration).count(), 0);
    return {nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
}

} // namespace

Result<std::unique_ptr<ReceivingLoop>> ReceivingLoop::open(const ReceivingSettings &settings,
                                                           const NetworkInterface &interface,
                                                           BlockWriter &writer, ContentSink &sink)
{
    auto own = DatagramSocket::bind({interface.address, 0}, {.interfaceIndex = interface.index});
    if (!own)
        return tl::unexpected(own.error());
    auto group = openGroup(settings.group, interface.index);
    if (!group)
        return tl::unexpected(group.error());
    Descriptor finished(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!finished.isValid())
        return systemFailure(QStringLiteral("eventfd"), ErrorCode::NoSystemResources);
    return std::unique_ptr<ReceivingLoop>(new ReceivingLoop(
        settings, interface, writer, sink, std::move(*own), std::move(*group), std::move(finished)));
}

ReceivingLoop::ReceivingLoop(const ReceivingSettings &settings, const NetworkInterface &interface,
                             BlockWriter &writer, ContentSink &sink, DatagramSocket own, DatagramSocket group,
                             Descriptor finished)
    : m_writer(&writer)
    , m_sink(&sink)
    , m_interfaceIndex(interface.index)
    , m_meter(interface)
    , m_own(std::move(own))
    , m_group(std::move(group))
    , m_joined(settings.group)
    , m_session(settings, writer, *this)
    , m_finished(std::move(finished))
{
}

ReceivingLoop::~ReceivingLoop()
{
    if (m_finisher.joinable())
        m_finisher.join();
}

Result<DatagramSocket> ReceivingLoop::openGroup(const wire::Endpoint &group, unsigned interfaceIndex)
{
    auto socket = DatagramSocket::bind(
        group, {.interfaceIndex = interfaceIndex, .shareAddress = true, .receiveBuffer = GroupReceiveBuffer});
    if (!socket)
        return socket;
    if (auto joined = socket->joinGroup(group.address, interfaceIndex); !joined)
        return tl::unexpected(joined.error());
    return socket;
}

void ReceivingLoop::send(wire::Bytes packet, const wire::Endpoint &server)
{
    if (packet.size() != m_gatheredSize || server != m_gatheredFor)
        sendGathered();
    m_gatheredSize = packet.size();
    m_gatheredFor = server;
    m_gathered.insert(m_gathered.end(), packet.begin(), packet.end());
}

void ReceivingLoop::sendGathered()
{
    // What the system does not take is lost, as on the way.
    if (!m_gathered.empty())
        m_own.send(m_gathered, m_gatheredSize, m_gatheredFor);
    m_gathered.clear();
}

/// DEMOTE leads to another group.
void ReceivingLoop::followGroup()
{
    if (m_session.group() == m_joined)
        return;
    m_joined = m_session.group();
    auto group = openGroup(m_joined, m_interfaceIndex);
    if (group)
        m_group = std::move(*group);
    else
        m_session.fail(group.error(), monotonicNow());
}

/// A device may take minutes to swallow what the system holds for it; the session goes on answering
/// meanwhile.
void ReceivingLoop::startFinishing()
{
    m_finishing = true;
    const auto finish = [this] {
        m_finishResult = m_sink->finish();
        eventfd_write(m_finished.value(), 1);
    };
    try {
        m_finisher = std::thread(finish);
    } catch (const std::system_error &) {
        finish(); // without a thread the server has to do without us for so long
    }
}

template <class Take>
void ReceivingLoop::read(DatagramSocket &socket, Take take)
{
    for (int i = 0; i < ReadsInARow; ++i) {
        const auto batch = socket.receive();
        if (batch.empty())
            return;
        const bool mayGoOn = take(batch);
        sendGathered();
        if (!mayGoOn || socket.wasDrained())
            return;
    }
}

void ReceivingLoop::wait(int stopDescriptor, pollfd sink, Instant until)
{
    const bool waitsForWriter = m_writer->isNearlyFull() && monotonicNow() - m_groupRead < BreathMost;
    if (waitsForWriter)
        until = std::min<Instant>(until, m_groupRead + BreathMost);
    std::array<pollfd, 5> wanted{
        pollfd{waitsForWriter ? -1 : m_group.descriptor(), POLLIN, 0},
        pollfd{m_own.descriptor(), POLLIN, 0},
        pollfd{m_stopped ? -1 : stopDescriptor, POLLIN, 0},
        pollfd{m_finishing ? m_finished.value() : -1, POLLIN, 0},
        sink,
    };
    timespec timeout = toTimespec(until == Instant::max() ? std::chrono::seconds(1) : until - monotonicNow());
    if (ppoll(wanted.data(), wanted.size(), &timeout, nullptr) <= 0)
        return;
    if (wanted[0].revents)
        read(m_group, [this](const auto &batch) {
            m_groupRead = monotonicNow();
            m_session.receive(batch, m_groupRead);
            if (!m_group.wasDrained() && m_group.backlog() > BacklogMost)
                m_session.fallBehind(m_groupRead);
            return !m_writer->isNearlyFull();
        });
    if (wanted[1].revents)
        read(m_own, [this](const auto &batch) {
            m_session.receiveUnicast(batch, monotonicNow());
            return true;
        });
    if (wanted[2].revents) {
        m_stopped = true;
        if (!m_finishing)
            m_session.cancel(monotonicNow());
    }
    eventfd_t count = 0;
    if (wanted[3].revents && eventfd_read(m_finished.value(), &count) == 0) {
        if (m_finisher.joinable())
            m_finisher.join();
        if (m_finishResult)
            m_session.completed(monotonicNow());
        else
            m_session.fail(m_finishResult.error(), monotonicNow());
    }
    if (wanted[4].revents) {
        if (auto pumped = m_writer->pump(); !pumped)
            m_session.fail(pumped.error(), monotonicNow());
    }
}

ReceivingEnd ReceivingLoop::run(const Options &options)
{
    m_moved = options.moved;
    Instant nextReport = monotonicNow();
    m_session.start(nextReport);
    sendGathered();
    while (m_session.state() != ReceivingState::Ended) {
        followGroup();
        // Asked before isComplete(): a sink that becomes ready in between is noticed by the one or the other.
        const pollfd sink = m_writer->waitsFor();
        if (m_session.isComplete() && !m_finishing)
            startFinishing();
        wait(options.stopDescriptor, sink, std::min(m_session.deadline(), nextReport));
        const Instant now = monotonicNow();
        if (m_session.deadline() <= now)
            m_session.advance(now);
        sendGathered();
        if (nextReport <= now) {
            if (options.report)
                options.report(status());
            nextReport = now + options.reportInterval;
        }
    }
    if (options.report)
        options.report(status());
    ReceivingEnd end = m_session.end();
    if (m_finisher.joinable())
        m_finisher.join();
    if (m_finishing && m_finishResult)
        return {ReceivingEnd::Kind::Complete, {}, {}, {}};
    if (m_finishing)
        return {ReceivingEnd::Kind::Failed, {}, {}, m_finishResult.error()};
    return end;
}

ReceivingStatus ReceivingLoop::status() const
{
    ReceivingStatus status;
    status.state = m_session.state();
    status.finishing = m_finishing;
    status.master = m_session.isMaster();
    status.verifying = m_writer->isVerifying();
    status.percent = m_writer->percent();
    status.bytesWritten = m_writer->bytesWritten();
    status.lossRate = m_session.stream().loss().rate();
    if (m_session.state() != ReceivingState::Join && m_session.clientId() != 0)
        status.inSession = monotonicNow() - m_session.joinedAt();
    status.counters = m_session.counters();
    return status;
}

} // namespace castdeck
