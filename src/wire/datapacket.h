// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/transportpacket.h"

namespace castdeck::wire
{

/// Builds ODATA and RDATA packets around blocks that are already in place: the one copy of a block is the
/// read from the file into the send buffer. Layout: security header, session header, data part, DATA header,
/// block, OptionsCount (multicast-transport §2.6, multicast-application §3).
class DataPacketWriter
{
public:
    DataPacketWriter(PacketSecurity &security, uint32_t sessionId);

    /// Bytes before the block.
    size_t blockOffset() const { return m_blockOffset; }
    /// Bytes of a packet that carries @p blockLength bytes.
    size_t packetSize(size_t blockLength) const { return m_blockOffset + blockLength + 2; }

    struct Fields {
        bool repair = false;
        uint64_t senderTime = 0;
        uint32_t masterClientId = 0;
        uint64_t seqNo = 0;
        uint64_t trailSeqNo = 0;
        uint64_t blockNumber = 0;
    };
    /// Finishes the packet: @p packet is packetSize(length) long and holds the block at blockOffset().
    void finish(std::span<uint8_t> packet, const Fields &fields);

private:
    PacketSecurity *m_security;
    uint32_t m_sessionId;
    size_t m_blockOffset;
};

/// Bytes of a data packet that are not block: 55, 59 or 87 (multicast-transport §2.6).
size_t dataOverhead(SecurityMode mode);
/// The largest block that fits an MTU without fragments (Choice A03).
uint32_t largestBlock(SecurityMode mode, uint32_t mtu, bool ipv6);

} // namespace castdeck::wire
