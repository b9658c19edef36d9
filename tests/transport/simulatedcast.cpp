// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulatedcast.h"

#include <deque>
#include <sys/mman.h>
#include <unistd.h>

namespace castdeck
{

using namespace std::chrono_literals;

ContentSource sourceOf(const QByteArray &content)
{
    const int descriptor = memfd_create("content", MFD_CLOEXEC);
    if (descriptor < 0 || ::write(descriptor, content.constData(), size_t(content.size())) != content.size())
        qFatal("cannot keep the content of the test");
    auto source = ContentSource::fromDescriptor(descriptor, QStringLiteral("content"));
    if (!source)
        qFatal("cannot open the content of the test");
    return std::move(*source);
}

SimulatedSender::SimulatedSender(SimulatedNetwork &network, const SendingSettings &settings,
                                 const QByteArray &content, std::shared_ptr<ClientIds> clientIds)
    : m_network(network)
    , m_endpoint{settings.interface.address, settings.group.port}
    , session(settings, std::make_unique<WaitingReader>(sourceOf(content)), std::move(clientIds), *this,
              network.now())
{
    network.attach(*this, m_endpoint);
}

size_t SimulatedSender::send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to)
{
    if (refuseEvery > 0 && ++m_calls % refuseEvery == 0)
        return 0;
    for (size_t at = 0; at < bytes.size(); at += segmentSize)
        m_network.send(*this, m_endpoint, bytes.subspan(at, std::min(segmentSize, bytes.size() - at)), to);
    return bytes.size();
}

void SimulatedSender::receive(std::span<const Packet> packets, Instant now)
{
    for (const Packet &packet : packets) {
        if (tap)
            tap(packet);
        corrupted += packet.corrupted && !isOver();
        // Others get the same bytes, and a session may change its own.
        std::vector<uint8_t> own(packet.bytes.begin(), packet.bytes.end());
        session.receive(own, packet.from, now);
    }
    session.advance(now);
}

Instant SimulatedSender::deadline(Instant now) const
{
    if (isOver())
        return Instant::max();
    // The system makes room for more before long.
    return session.waitsForRoom() ? std::min(session.deadline(now), now + 1ms) : session.deadline(now);
}

SimulatedReceiver::SimulatedReceiver(SimulatedNetwork &network, const ReceivingSettings &settings,
                                     const wire::Endpoint &ownEndpoint, const wire::ContentGeometry &geometry,
                                     const BlockWriter::Options &disk)
    : writer(*BlockWriter::create(geometry, sink, disk))
    , endpoint(ownEndpoint)
    , m_network(network)
    , m_settings(settings)
    , m_joined(settings.group)
    , session(settings, writer, *this)
{
    network.attach(*this, endpoint);
}

void SimulatedReceiver::start()
{
    m_started = true;
    m_network.join(*this, m_joined);
    session.start(m_network.now());
    m_network.touch(*this);
}

void SimulatedReceiver::vanish()
{
    m_vanished = true;
    m_network.detach(*this);
}

void SimulatedReceiver::send(wire::Bytes packet, const wire::Endpoint &server)
{
    if (m_nerves.sickness() == Sickness::None)
        return m_network.send(*this, endpoint, packet, server);
    const auto said = m_nerves.spoil(packet);
    if (!said.empty())
        m_network.send(*this, endpoint, said, server);
}

void SimulatedReceiver::sleepUntil(Instant end)
{
    m_asleepUntil = end;
    m_network.touch(*this);
}

void SimulatedReceiver::receive(std::span<const Packet> packets, Instant now)
{
    if (!m_started || now < m_asleepUntil)
        return;
    std::deque<std::vector<uint8_t>> own; // others get the same bytes, and a session may change its own
    std::vector<ReceivingSession::Datagram> batch;
    for (const Packet &packet : packets) {
        if (tap && !tap(packet))
            continue;
        if (!m_nerves.hears(packet.bytes))
            continue;
        if (const auto cry = m_nerves.outcry(now); !cry.empty() && !isOver())
            m_network.send(*this, endpoint, cry, {m_settings.server.address, m_settings.server.port});
        corrupted += packet.corrupted &&
                     (session.state() == ReceivingState::Join || session.state() == ReceivingState::Regular);
        batch.push_back({own.emplace_back(packet.bytes.begin(), packet.bytes.end()), packet.from});
    }
    session.receive(batch, now);
    afterwards(now);
}

void SimulatedReceiver::advance(Instant now)
{
    session.advance(now);
    afterwards(now);
}

Instant SimulatedReceiver::deadline(Instant) const
{
    return m_started && !isOver() ? std::max(session.deadline(), m_asleepUntil) : Instant::max();
}

void SimulatedReceiver::afterwards(Instant now)
{
    if (session.group() != m_joined) {
        m_network.leave(*this, m_joined);
        m_joined = session.group();
        m_network.join(*this, m_joined);
    }
    if (session.isComplete()) {
        completedAt = now;
        session.completed(now);
    }
}

} // namespace castdeck
