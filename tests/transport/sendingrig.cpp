// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sendingrig.h"

#include "support/writable.h"

#include <QRandomGenerator>
#include <array>

namespace castdeck
{

SendingRig::SendingRig(qint64 contentSize, SessionParameters parameters)
{
    QRandomGenerator random(7);
    content.resize(contentSize);
    for (char &byte : content)
        byte = static_cast<char>(random.bounded(256));
    if (!file.open() || file.write(content) != contentSize || !file.flush())
        qFatal("cannot write the content of the test");

    settings.id = SessionId(0x6D19EE7E);
    settings.group = {{{239, 1, 2, 3}, 4}, 64001};
    settings.interface.address = {{127, 0, 0, 1}, 4};
    settings.blockSize = 1413;
    settings.parameters = parameters;
    auto source = ContentSource::fromPath(file.fileName());
    if (!source)
        qFatal("cannot open the content of the test");
    session = std::make_unique<SendingSession>(settings, std::make_unique<WaitingReader>(std::move(*source)),
                                               std::make_shared<ClientIds>(7001), *this, now);
}

size_t SendingRig::send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to)
{
    size_t taken = 0;
    while (taken < bytes.size()) {
        const size_t length = std::min(segmentSize, bytes.size() - taken);
        if (length > room)
            break;
        room -= room == SIZE_MAX ? 0 : length;
        sent.push_back(
            {to,
             QByteArray(reinterpret_cast<const char *>(bytes.data() + taken), static_cast<qsizetype>(length)),
             now});
        taken += length;
    }
    return taken;
}

std::vector<SendingRig::Packet> SendingRig::packets() const
{
    std::vector<Packet> result;
    for (size_t i = m_firstShown; i < sent.size(); ++i) {
        const wire::Bytes bytes(reinterpret_cast<const uint8_t *>(sent[i].bytes.constData()),
                                static_cast<size_t>(sent[i].bytes.size()));
        const auto packet =
            wire::decodeTransport(writable(bytes), m_security, settings.id.value(), wire::Receiver::Client);
        if (!packet)
            qFatal("the session sent a packet that a client refuses: %s", wire::name(packet.error()));
        result.push_back({sent[i].at, packet->senderTime, packet->body, sent[i].to});
    }
    return result;
}

void SendingRig::pass(Duration time)
{
    const Instant end = now + time;
    while (!session->end()) {
        const Instant next = session->deadline(now);
        if (next > end)
            break;
        now = next;
        session->advance(now);
    }
    now = end;
}

void SendingRig::raw(QByteArray datagram, const wire::Endpoint &from)
{
    session->receive({reinterpret_cast<uint8_t *>(datagram.data()), static_cast<size_t>(datagram.size())},
                     from, now);
    session->advance(now);
}

void SendingRig::say(const wire::TransportBody &body, const wire::Endpoint &from, uint64_t senderTime)
{
    std::array<uint8_t, 4096> buffer;
    wire::PacketSecurity security(wire::SecurityMode::Checksum);
    const size_t size = wire::encodeTransport(buffer, security, settings.id.value(), senderTime, body);
    raw(QByteArray(reinterpret_cast<const char *>(buffer.data()), static_cast<qsizetype>(size)), from);
}

wire::Join SendingRig::joinPacket(std::u16string_view name)
{
    wire::Join join;
    join.clientName = name;
    join.ipAddress = {{10, 0, 0, 99}, 4}; // a client may write anything here (Choice T11)
    join.macAddress = {2, 0, 0, 0, 0, 1};
    join.macLength = 6;
    return join;
}

uint32_t SendingRig::join(const wire::Endpoint &from, std::u16string_view name, bool canBeDemoted)
{
    static constexpr uint8_t capabilities[] = {wire::CapabilityMultistream};
    wire::Join packet = joinPacket(name);
    if (canBeDemoted)
        packet.capabilities = wire::Bytes(capabilities);
    say(packet, from);
    const auto answer = last<wire::JoinAck>();
    if (!answer)
        return 0;
    wire::Qcr qcr;
    qcr.clientId = std::get<wire::JoinAck>(answer->body).clientId;
    qcr.serverTime = answer->senderTime;
    say(qcr, from);
    return qcr.clientId;
}

void SendingRig::answerQcc(uint32_t id, const wire::Endpoint &from)
{
    const auto qcc = last<wire::Qcc>();
    wire::Qcr qcr;
    qcr.clientId = id;
    qcr.qccSeqNo = std::get<wire::Qcc>(qcc->body).qccSeqNo;
    qcr.serverTime = qcc->senderTime;
    say(qcr, from);
}

uint32_t SendingRig::master(const wire::Endpoint &from, bool canBeDemoted)
{
    using namespace std::chrono_literals;
    const uint32_t id = join(from, u"PC", canBeDemoted);
    answerQcc(id, from);
    pass(30ms);
    return id;
}

void SendingRig::answerPoll(uint32_t id, const wire::Endpoint &from, std::vector<wire::Range> missing,
                            uint32_t time)
{
    std::array<uint8_t, 2048> data;
    wire::ClientAnswer answer;
    answer.timeInSession = time;
    answer.ranges = std::span<const wire::Range>(missing);
    wire::PollAck pollAck;
    pollAck.clientId = id;
    pollAck.pollSeqNo = std::get<wire::Poll>(last<wire::Poll>()->body).pollSeqNo;
    pollAck.appData = std::span(data).first(wire::encode(data, answer));
    say(pollAck, from);
}

void SendingRig::ack(uint32_t id, const wire::Endpoint &from, uint64_t seqNo)
{
    wire::Ack ack;
    ack.clientId = id;
    ack.oDataSeqNo = seqNo;
    ack.hiODataSeqNo = seqNo;
    ack.serverTime = senderTime(now);
    say(ack, from);
}

void SendingRig::nack(uint32_t id, const wire::Endpoint &from, std::vector<wire::Range> missing,
                      uint64_t lossRate)
{
    wire::Nack nack;
    nack.clientId = id;
    nack.lossRate = lossRate;
    nack.ranges = std::span<const wire::Range>(missing);
    say(nack, from);
}

void SendingRig::leave(uint32_t id, const wire::Endpoint &from, uint8_t reason)
{
    say(wire::Leave{id, reason}, from);
}

QByteArray SendingRig::block(uint64_t number) const
{
    return content.mid(static_cast<qsizetype>((number - 1) * settings.blockSize), settings.blockSize);
}

wire::Endpoint SendingRig::client(uint8_t host, uint16_t port)
{
    return {{{10, 0, 0, host}, 4}, port};
}

} // namespace castdeck
