// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"

#include "wire/transportpacket.h"

#include <algorithm>

using namespace castdeck::wire;

namespace
{

constexpr uint32_t Session = 0x6D19EE7E;
constexpr CipherKey Key{1, 2, 3};
constexpr KeyId Group{KeyId::Kind::Group, 1};
constexpr KeyId Member{KeyId::Kind::Member, 7};
constexpr size_t HeaderSize = 33;

PacketSecurity opening()
{
    PacketSecurity security(SecurityMode::Encrypted);
    security.openWith(Group, Key);
    security.openWith(Member, Key);
    return security;
}

/// Whatever somebody without the key makes of it is refused.
void forged(castdeck::fuzz::Bytes input)
{
    PacketSecurity security = opening();
    std::vector<uint8_t> packet = castdeck::fuzz::copyOf(input);
    for (const Receiver receiver : {Receiver::Server, Receiver::Client})
        castdeck::fuzz::require(!decodeTransport(packet, security, Session, receiver));
}

/// Whatever a member seals is read or refused, and what was read is written again as it was.
void sealed(castdeck::fuzz::Bytes input)
{
    if (input.size() < HeaderSize + 13 || input.size() > MaxDatagram)
        return;
    for (const KeyId id : {Group, Member}) {
        PacketSecurity sealer(SecurityMode::Encrypted);
        sealer.sealWith(id, Key);
        PacketSecurity opener = opening();
        for (const Receiver receiver : {Receiver::Server, Receiver::Client}) {
            std::vector<uint8_t> packet = castdeck::fuzz::copyOf(input);
            sealer.seal(packet);
            const auto first = decodeTransport(packet, opener, Session, receiver);
            if (!first)
                continue;
            std::vector<uint8_t> out(MaxDatagram);
            out.resize(encodeTransport(out, sealer, Session, first->senderTime, first->body));
            if (out.empty())
                continue;
            const auto second = decodeTransport(out, opener, Session, receiver);
            castdeck::fuzz::require(second.has_value());
            castdeck::fuzz::require(second->body.index() == first->body.index());
            // Once more it is a replay.
            castdeck::fuzz::require(!decodeTransport(out, opener, Session, receiver));
        }
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    forged({data, size});
    sealed({data, size});
    return 0;
}
