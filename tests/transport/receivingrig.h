// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/receiving/receivingsession.h"

#include "receivingbench.h"
#include "support/writable.h"

#include <deque>

namespace castdeck
{

/// A ReceivingSession on a virtual clock, with a server that is played by the test.
class ReceivingRig : public ReceivingOutput
{
public:
    static constexpr wire::ContentGeometry Geometry{1005, 10}; // 101 blocks, the last of 5 bytes
    static constexpr uint32_t SessionId = 0x6D19EE7E;
    static constexpr uint32_t ClientId = 7001;

    struct Sent {
        uint64_t at; ///< ms on the virtual clock
        uint32_t sessionId;
        wire::Endpoint server;
        std::vector<uint8_t> bytes; ///< what `packet` looks into
        wire::TransportPacket packet;

        template <class Body>
        const Body *as() const
        {
            return std::get_if<Body>(&packet.body);
        }
    };

    /// With @p other it writes there, else to `sink`.
    explicit ReceivingRig(const BlockWriter::Options &options = {}, uint64_t seed = 1,
                          ContentSink *other = nullptr, std::chrono::milliseconds noData = {})
        : content(testContent(Geometry))
        , writer(*BlockWriter::create(Geometry, other ? *other : sink, options))
        , session(settings(seed, noData), writer, *this)
    {
        session.start(now);
    }

    static ReceivingSettings settings(uint64_t seed, std::chrono::milliseconds noData = {})
    {
        ReceivingSettings settings;
        settings.sessionId = SessionId;
        settings.group = {{{239, 0, 0, 111}, 4}, 64132};
        settings.server = server();
        settings.clientName = QStringLiteral("TESTMACHINE");
        settings.clientAddress = {{192, 168, 0, 7}, 4};
        settings.macAddress = {0, 0x15, 0x5D, 1, 2, 3};
        settings.seed = seed;
        settings.parameters.noData = noData;
        return settings;
    }
    static wire::Endpoint server() { return {{{192, 168, 0, 200}, 4}, 64132}; }

    uint64_t ms() const
    {
        return static_cast<uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    }

    /// Lets time pass, running every timer at its moment.
    void pass(std::chrono::milliseconds time)
    {
        const Instant until = now + time;
        while (session.deadline() <= until) {
            now = std::max(now, session.deadline());
            session.advance(now);
        }
        now = until;
    }

    std::vector<uint8_t> packet(const wire::TransportBody &body, uint32_t sessionId = SessionId)
    {
        std::vector<uint8_t> bytes(4096);
        bytes.resize(wire::encodeTransport(bytes, security, sessionId, ms(), body));
        return bytes;
    }
    void deliver(const std::vector<std::vector<uint8_t>> &packets, const wire::Endpoint &from = server())
    {
        std::vector<ReceivingSession::Datagram> batch;
        for (const auto &bytes : packets)
            batch.push_back({writable(bytes), from});
        session.receive(batch, now);
    }
    void deliver(const wire::TransportBody &body) { deliver({packet(body)}); }

    /// ODATA or RDATA number n with block `block` (by default the same number).
    std::vector<uint8_t> data(uint64_t n, uint32_t master = 0, uint64_t block = 0, bool repair = false,
                              uint64_t trail = 1, std::optional<uint64_t> forwardLead = {})
    {
        std::vector<uint8_t> message(64);
        message.resize(wire::encode(message, blockOf(content, Geometry, block ? block : n)));
        wire::Data body;
        body.repair = repair;
        body.clientId = master;
        body.oDataSeqNo = n;
        body.trailODataSeqNo = trail;
        body.data = message;
        body.forwardLeadSeqNo = forwardLead;
        return packet(body);
    }
    void deliverSpm(uint64_t number, uint64_t trail, uint64_t lead, uint32_t master = 0, uint16_t least = 2,
                    uint16_t most = 2)
    {
        deliver(wire::Spm{number, master, least, most, trail, lead, 1});
    }

    /// JOIN is answered; what was sent meanwhile is forgotten.
    void joined()
    {
        deliver(wire::JoinAck{ClientId, 2, 2, 1, sent.front().packet.senderTime});
        sent.clear();
    }

    template <class Body>
    std::vector<const Sent *> all() const
    {
        std::vector<const Sent *> result;
        for (const Sent &one : sent)
            if (one.as<Body>())
                result.push_back(&one);
        return result;
    }
    template <class Body>
    const Body *last() const
    {
        const auto found = all<Body>();
        return found.empty() ? nullptr : found.back()->template as<Body>();
    }

    void send(wire::Bytes bytes, const wire::Endpoint &to) override
    {
        Sent one{ms(), 0, to, {bytes.begin(), bytes.end()}, {}};
        one.sessionId =
            uint32_t(bytes[9]) << 24 | uint32_t(bytes[10]) << 16 | uint32_t(bytes[11]) << 8 | bytes[12];
        sent.push_back(std::move(one));
        auto decoded =
            wire::decodeTransport(sent.back().bytes, security, sent.back().sessionId, wire::Receiver::Server);
        if (decoded)
            sent.back().packet = *decoded;
        else
            ++undecodable;
    }
    wire::Utilization utilization(Instant) override { return {uint8_t(12), uint8_t(34), {}}; }
    void moved(const ReceivingMove &move) override { moves.push_back(move); }

    QByteArray content;
    MemorySink sink;
    BlockWriter writer;
    wire::PacketSecurity security{wire::SecurityMode::Checksum};
    Instant now{std::chrono::hours(1)};
    std::deque<Sent> sent; ///< a deque: packets look into their own bytes
    int undecodable = 0;
    std::vector<ReceivingMove> moves;
    ReceivingSession session; ///< last: it sends while it is made
};

} // namespace castdeck
