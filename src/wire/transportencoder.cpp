// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/transportlayout.h"

namespace castdeck::wire
{

namespace
{

constexpr size_t NameUnits = 16; // the last one is always zero

void writeName(Writer &writer, std::u16string_view name)
{
    name = name.substr(0, name.find(u'\0'));
    if (name.size() >= NameUnits) {
        const bool splitsPair = (name[NameUnits - 2] & 0xFC00) == 0xD800;
        name = name.substr(0, NameUnits - (splitsPair ? 2 : 1));
    }
    for (size_t i = 0; i < NameUnits; ++i) {
        const char16_t unit = i < name.size() ? name[i] : u'\0';
        writer(static_cast<uint8_t>(unit), static_cast<uint8_t>(unit >> 8)); // little-endian
    }
}

template <class T>
void writeFields(Writer &writer, const T &body)
{
    layout(writer, body);
}

void writeFields(Writer &writer, const Join &join)
{
    writeName(writer, join.name());
    layout(writer, join);
}

template <class T>
void writeOptions(Writer &, const T &)
{
}

void writeOptions(Writer &writer, const Join &join)
{
    if (!join.userSid.empty())
        writer.option(option::UserSid, join.userSid);
    if (join.capabilities)
        writer.option(option::Capabilities, *join.capabilities);
}

void writeOptions(Writer &writer, const JoinAck &ack)
{
    if (ack.keys.empty())
        return;
    std::array<uint8_t, GroupKeysMax * GroupKey::wireSize> bytes;
    Writer keys(bytes);
    for (const GroupKey &key : ack.keys)
        layout(keys, key);
    writer.require(keys.size() > 0, Rejection::BadCount);
    writer.option(option::Keys, Bytes(bytes).first(keys.size()));
}

void writeOptions(Writer &writer, const Qcr &qcr)
{
    if (qcr.utilization.cpu)
        writer.option(option::CpuUtilization, *qcr.utilization.cpu);
    if (qcr.utilization.memory)
        writer.option(option::MemoryUtilization, *qcr.utilization.memory);
    if (qcr.utilization.network)
        writer.option(option::NetworkUtilization, *qcr.utilization.network);
}

void writeOptions(Writer &writer, const Data &data)
{
    if (data.forwardLeadSeqNo && !data.repair)
        writer.option(option::ForwardLeadSeqNo, *data.forwardLeadSeqNo);
}

template <class T>
void writeWords(Writer &writer, const T &packet)
{
    if (!packet.by.empty())
        writer.option(option::By, packet.by);
    if (!packet.reason.empty())
        writer.option(option::Reason, packet.reason);
}

void writeOptions(Writer &writer, const Kick &kick)
{
    writeWords(writer, kick);
}

void writeOptions(Writer &writer, const Demote &demote)
{
    writeWords(writer, demote);
}

// By the index in TransportBody; the repair of Data is the one packet that shares its struct.
constexpr OpCode opCodes[] = {
    OpCode::Spm,  OpCode::Join,   OpCode::JoinAck, OpCode::Qcc,    OpCode::Qcr,  OpCode::OData,
    OpCode::Ack,  OpCode::Nack,   OpCode::Ncf,     OpCode::Leave,  OpCode::Poll, OpCode::PollAck,
    OpCode::Kick, OpCode::Demote, OpCode::Keys,    OpCode::KeyAck,
};
static_assert(std::size(opCodes) == std::variant_size_v<TransportBody>);

OpCode opCodeOf(const TransportBody &body)
{
    const auto *data = std::get_if<Data>(&body);
    return data && data->repair ? OpCode::RData : opCodes[body.index()];
}

} // namespace

size_t encodeTransport(std::span<uint8_t> out, PacketSecurity &security, uint32_t sessionId,
                       uint64_t senderTime, const TransportBody &body)
{
    if (security.mode() == SecurityMode::Sign)
        return 0;
    out = out.first(std::min(out.size(), MaxDatagram));
    Writer writer(out);
    writer.reserve(security.headerSize());
    writer(sessionId, static_cast<uint8_t>(opCodeOf(body)), senderTime);
    std::visit(
        [&writer](const auto &fields) {
            writeFields(writer, fields);
            writer.beginOptions();
            writeOptions(writer, fields);
        },
        body);
    if (writer.size() > 0)
        security.seal(out.first(writer.size()));
    return writer.size();
}

} // namespace castdeck::wire
