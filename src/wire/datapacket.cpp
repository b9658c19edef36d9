// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/datapacket.h"

#include "wire/applicationheader.h"
#include "wire/applicationmessage.h"
#include "wire/transportlayout.h"

namespace castdeck::wire
{

namespace
{

constexpr size_t DataFieldsSize = 22;
constexpr size_t OptionsCountSize = 2;
constexpr uint32_t UdpHeaderSize = 8;

} // namespace

DataPacketWriter::DataPacketWriter(PacketSecurity &security, uint32_t sessionId)
    : m_security(&security)
    , m_sessionId(sessionId)
    , m_blockOffset(security.headerSize() + SessionHeaderSize + DataFieldsSize + BlockHeaderSize)
{
}

void DataPacketWriter::finish(std::span<uint8_t> packet, const Fields &fields)
{
    const auto length = static_cast<uint16_t>(packet.size() - packetSize(0));
    const auto messageSize = static_cast<uint16_t>(BlockHeaderSize + length);
    const auto opCode = fields.repair ? OpCode::RData : OpCode::OData;

    Writer writer(packet);
    writer.reserve(m_security->headerSize());
    writer(m_sessionId, static_cast<uint8_t>(opCode), fields.senderTime);
    writer(fields.masterClientId, fields.seqNo, fields.trailSeqNo, messageSize);
    writeMessageHeader(writer, messageSize, MessageCode::Block);
    writer(fields.blockNumber, length);
    writer.reserve(length);
    writer.beginOptions();
    m_security->seal(packet);
}

size_t dataOverhead(SecurityMode mode)
{
    return PacketSecurity::headerSize(mode) + SessionHeaderSize + DataFieldsSize + BlockHeaderSize +
           OptionsCountSize;
}

uint32_t largestBlock(SecurityMode mode, uint32_t mtu, bool ipv6)
{
    const uint32_t headers = (ipv6 ? 40 : 20) + UdpHeaderSize;
    const size_t datagram = std::min<size_t>(mtu - std::min(mtu, headers), MaxDatagram);
    return static_cast<uint32_t>(datagram - std::min(datagram, dataOverhead(mode)));
}

} // namespace castdeck::wire
