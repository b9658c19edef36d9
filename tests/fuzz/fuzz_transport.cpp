// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "support/writable.h"
#include "wire/transportpacket.h"

#include <algorithm>

using namespace castdeck::wire;

namespace
{

constexpr size_t SessionIdSize = 4;

/// The session that the packet is of, so that the reader gets beyond the question whether it is ours.
uint32_t sessionOf(Bytes packet, size_t headerSize)
{
    uint32_t id = 0;
    for (size_t i = headerSize; i < headerSize + SessionIdSize && i < packet.size(); ++i)
        id = id << 8 | packet[i];
    return id;
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static PacketSecurity securities[]{
        PacketSecurity(SecurityMode::None), PacketSecurity(SecurityMode::Hash, SessionKey{}),
        PacketSecurity(SecurityMode::Sign), PacketSecurity(SecurityMode::Checksum)};
    const Bytes input(data, size);
    for (PacketSecurity &security : securities) {
        const uint32_t session = sessionOf(input, security.headerSize());
        for (const Receiver receiver : {Receiver::Server, Receiver::Client}) {
            castdeck::fuzz::checkStable(
                input, MaxDatagram,
                [&](Bytes bytes) {
                    return decodeTransport(castdeck::writable(bytes), security, session, receiver);
                },
                [&](std::span<uint8_t> out, const TransportPacket &packet) {
                    return encodeTransport(out, security, session, packet.senderTime, packet.body);
                });
        }
    }
    return 0;
}
