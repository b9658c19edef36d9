// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulatedcast.h"

#include <deque>

namespace castdeck
{

/// Sessions and receivers in one network; whatever is not said is perfect but for a millisecond of way.
struct Casts {
    static constexpr uint32_t BlockSize = 1413;

    SimulatedNetwork network;
    SimulatedScript script{network};
    std::shared_ptr<ClientIds> ids = std::make_shared<ClientIds>(7001);
    QByteArray content;
    wire::ContentGeometry geometry{};
    std::deque<SimulatedSender> senders;
    std::deque<SimulatedReceiver> receivers;

    explicit Casts(uint64_t size, uint64_t seed = 1) : network(seed), geometry{size, BlockSize}
    {
        content = testContent(geometry);
    }

    static SendingSettings settings(uint8_t number, wire::SecurityMode mode = wire::SecurityMode::Checksum)
    {
        SendingSettings settings;
        settings.id = SessionId(1000u + number);
        settings.group = {{{239, 0, 0, number}, 4}, uint16_t(64000 + number)};
        settings.interface.address = {{10, 0, 0, 1}, 4};
        settings.blockSize = BlockSize;
        settings.mode = mode;
        return settings;
    }
    static wire::Member memberOf(uint8_t receiver) { return {receiver, wire::CipherKey{receiver, 0x17}}; }
    SimulatedSender &send(const SendingSettings &settings)
    {
        SimulatedSender &sender = senders.emplace_back(network, settings, content, ids);
        sender.in.delay = sender.ownOut.delay = std::chrono::microseconds(500);
        return sender;
    }
    SimulatedReceiver &receive(const SendingSettings &session, const BlockWriter::Options &disk = {})
    {
        const auto number = static_cast<uint8_t>(receivers.size() + 1);
        ReceivingSettings settings;
        settings.sessionId = session.id.value();
        settings.group = session.group;
        settings.server = {session.interface.address, session.group.port};
        settings.clientName = QStringLiteral("PC%1").arg(number);
        settings.clientAddress = {{10, 0, 1, number}, 4};
        settings.seed = number;
        settings.serverMode = settings.clientMode = session.mode;
        settings.member = memberOf(number);
        for (SimulatedSender &sender : senders)
            sender.session.admit(settings.member);
        SimulatedReceiver &receiver = receivers.emplace_back(
            network, settings, wire::Endpoint{{{10, 0, 1, number}, 4}, 40000}, geometry, disk);
        receiver.in.delay = receiver.ownOut.delay = std::chrono::microseconds(500);
        receiver.start();
        return receiver;
    }
    bool runUntilAllEnd(Duration most = std::chrono::minutes(10))
    {
        return network.run(network.now() + most,
                           [this] { return std::ranges::all_of(receivers, &SimulatedReceiver::isOver); });
    }
    void runFor(Duration time)
    {
        script.at(network.now() + time, [] {}); // the clock moves by events
        network.run(network.now() + time, [] { return false; });
    }
    Duration since(Instant start, const SimulatedReceiver &receiver) const
    {
        return receiver.completedAt ? *receiver.completedAt - start : Duration::max();
    }
};

} // namespace castdeck
