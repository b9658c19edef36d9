// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/text.h"
#include "wire/transportlayout.h"

namespace castdeck::wire
{

namespace
{

// What §3 says about acceptable but odd values that need no state to be put right.

template <class T>
void normalize(T &)
{
}

template <class T>
void normalizeBackOff(T &packet)
{
    packet.maxNackBackOff = std::max(packet.maxNackBackOff, packet.minNackBackOff);
}

void normalize(Spm &spm)
{
    normalizeBackOff(spm);
    if (spm.trailODataSeqNo > spm.leadODataSeqNo)
        spm.trailODataSeqNo = spm.leadODataSeqNo + 1;
}

void normalize(JoinAck &ack)
{
    normalizeBackOff(ack);
}

void normalize(Data &data)
{
    data.trailODataSeqNo = std::min(data.trailODataSeqNo, data.oDataSeqNo);
}

template <class T>
void normalizeLossRate(T &packet)
{
    packet.lossRate = std::min(packet.lossRate, LossRateOne);
}

void normalize(Qcr &qcr)
{
    normalizeLossRate(qcr);
}

void normalize(Ack &ack)
{
    normalizeLossRate(ack);
}

void normalize(Nack &nack)
{
    normalizeLossRate(nack);
}

/// The name up to its first zero unit, at most 15 units.
void readName(Reader &reader, Join &join)
{
    const Bytes text = reader.take(2 * join.nameUnits.size(), Rejection::Truncated);
    const size_t most = text.empty() ? 0 : join.nameUnits.size() - 1;
    size_t length = 0;
    for (; length < most; ++length) {
        const int unit = text[2 * length] | text[2 * length + 1] << 8; // little-endian
        if (unit == 0)
            break;
        join.nameUnits[length] = static_cast<char16_t>(unit);
    }
    join.nameLength = static_cast<uint8_t>(length);
    replaceLoneSurrogates(std::span(join.nameUnits).first(length));
}

template <class T>
void readFields(Reader &reader, T &body)
{
    layout(reader, body);
}

void readFields(Reader &reader, Join &join)
{
    readName(reader, join);
    layout(reader, join);
}

// A known option whose value cannot be right is as good as absent (Choice T08).

template <class T>
void readOptions(const Reader &, T &)
{
}

void readOptions(const Reader &reader, Join &join)
{
    join.userSid = reader.option(option::UserSid).value_or(Bytes());
    join.capabilities = reader.option(option::Capabilities);
}

void readOptions(const Reader &reader, JoinAck &ack)
{
    const Bytes value = reader.option(option::Keys).value_or(Bytes());
    const size_t count = value.size() / GroupKey::wireSize;
    if (count <= GroupKeysMax && value.size() % GroupKey::wireSize == 0)
        ack.keys = ListView<GroupKey>::fromBytes(value.data(), count);
}

std::optional<uint8_t> percentOption(const Reader &reader, Option id)
{
    const auto value = reader.option(id);
    return value && value->size() == 1 && value->front() <= 100 ? std::optional(value->front())
                                                                : std::nullopt;
}

void readOptions(const Reader &reader, Qcr &qcr)
{
    qcr.utilization = {percentOption(reader, option::CpuUtilization),
                       percentOption(reader, option::MemoryUtilization),
                       percentOption(reader, option::NetworkUtilization)};
}

void readOptions(const Reader &reader, Data &data)
{
    if (data.repair)
        return;
    const auto value = reader.option(option::ForwardLeadSeqNo);
    if (value && value->size() == sizeof(uint64_t))
        data.forwardLeadSeqNo = qFromBigEndian<uint64_t>(value->data());
}

Bytes textOption(const Reader &reader, Option id)
{
    const Bytes value = reader.option(id).value_or(Bytes());
    return value.size() % 2 == 0 ? value : Bytes();
}

template <class T>
void readWords(const Reader &reader, T &packet)
{
    packet.by = textOption(reader, option::By);
    packet.reason = textOption(reader, option::Reason);
}

void readOptions(const Reader &reader, Kick &kick)
{
    readWords(reader, kick);
}

void readOptions(const Reader &reader, Demote &demote)
{
    readWords(reader, demote);
}

template <class T>
void readBody(Reader &reader, T &body)
{
    readFields(reader, body);
    if (reader.failure())
        return;
    reader.beginOptions();
    readOptions(reader, body);
    normalize(body);
}

template <class T>
void readInto(Reader &reader, TransportBody &body)
{
    readBody(reader, body.emplace<T>());
}

void readRepair(Reader &reader, TransportBody &body)
{
    Data &data = body.emplace<Data>();
    data.repair = true;
    readBody(reader, data);
}

struct PacketKind {
    Receiver receiver;
    void (*read)(Reader &, TransportBody &);
};

// By OpCode − 1.
constexpr PacketKind kinds[] = {
    {Receiver::Client, readInto<Spm>},     {Receiver::Server, readInto<Join>},
    {Receiver::Client, readInto<JoinAck>}, {Receiver::Client, readInto<Qcc>},
    {Receiver::Server, readInto<Qcr>},     {Receiver::Client, readInto<Data>},
    {Receiver::Client, readRepair},        {Receiver::Server, readInto<Ack>},
    {Receiver::Server, readInto<Nack>},    {Receiver::Client, readInto<Ncf>},
    {Receiver::Server, readInto<Leave>},   {Receiver::Client, readInto<Poll>},
    {Receiver::Server, readInto<PollAck>}, {Receiver::Client, readInto<Kick>},
    {Receiver::Client, readInto<Demote>},
};
static_assert(std::size(kinds) == static_cast<size_t>(OpCode::Demote));
constexpr PacketKind keysKind{Receiver::Client, readInto<Keys>};
constexpr PacketKind keyAckKind{Receiver::Server, readInto<KeyAck>};

/// Null if there is none in that mode.
const PacketKind *kindOf(uint8_t opCode, SecurityMode mode)
{
    const bool isEncrypted = mode == SecurityMode::Encrypted;
    if (isEncrypted && opCode == static_cast<uint8_t>(OpCode::Keys))
        return &keysKind;
    if (isEncrypted && opCode == static_cast<uint8_t>(OpCode::KeyAck))
        return &keyAckKind;
    return opCode < 1 || opCode > std::size(kinds) ? nullptr : &kinds[opCode - 1];
}

} // namespace

Decoded<TransportPacket> decodeTransport(std::span<uint8_t> datagram, PacketSecurity &security,
                                         uint32_t sessionId, Receiver receiver)
{
    const auto start = security.open(datagram);
    if (!start)
        return tl::unexpected(start.error());

    Decoded<TransportPacket> packet;
    Reader reader(Bytes(datagram).subspan(*start));
    uint32_t session = 0;
    uint8_t opCode = 0;
    reader(session, opCode, packet->senderTime);
    if (session != sessionId)
        return tl::unexpected(Rejection::WrongSession);
    const PacketKind *const kind = kindOf(opCode, security.mode());
    if (!kind)
        return tl::unexpected(Rejection::UnknownOpcode);
    if (kind->receiver != receiver)
        return tl::unexpected(Rejection::WrongDirection);
    kind->read(reader, packet->body);
    if (const auto failure = reader.failure())
        packet = tl::unexpected(*failure);
    return packet;
}

} // namespace castdeck::wire
