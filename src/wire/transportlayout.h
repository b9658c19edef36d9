// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/bytes.h"
#include "wire/transportpacket.h"

#include <limits>

// The fields of the packets in the order of multicast-transport §3, for either direction of the codec.
// Internal to the wire library.

namespace castdeck::wire
{

inline constexpr size_t SessionHeaderSize = 13;
inline constexpr size_t NoLimit = std::numeric_limits<uint16_t>::max();

/// The options of §2.3, and our own.
namespace option
{
inline constexpr Option CpuUtilization{0x0101};
inline constexpr Option MemoryUtilization{0x0102};
inline constexpr Option NetworkUtilization{0x0103};
inline constexpr Option ForwardLeadSeqNo{0x0406};
inline constexpr Option UserSid{0x0504};
inline constexpr Option Capabilities{0x0505};
inline constexpr Option Keys{OptionKeys};
inline constexpr Option By{OptionBy};
inline constexpr Option Reason{OptionReason};
} // namespace option

template <class Codec, class T>
using FieldOf = typename Codec::template Field<T>;

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Range> range)
{
    codec(range.start, range.end);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, KickedClient> client)
{
    codec(client.clientId, client.reason);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, DemotedClient> client)
{
    codec(client.clientId);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, GroupKey> key)
{
    codec(key.number);
    codec.raw(key.key, key.key.size());
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Address> address)
{
    codec(address.length);
    codec.require(address.length == 4 || address.length == 16, Rejection::BadAddressLength);
    codec.raw(address.bytes, address.length);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Endpoint> endpoint)
{
    layout(codec, endpoint.address);
    codec(endpoint.port);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Spm> spm)
{
    codec(spm.spmSeqNo, spm.masterClientId, spm.minNackBackOff, spm.maxNackBackOff, spm.trailODataSeqNo,
          spm.leadODataSeqNo, spm.rtt);
}

/// Behind the name, which the two directions treat differently.
template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Join> join)
{
    layout(codec, join.ipAddress);
    codec(join.macLength);
    codec.require(join.macLength <= join.macAddress.size(), Rejection::BadAddressLength);
    codec.raw(join.macAddress, join.macLength);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, JoinAck> ack)
{
    codec(ack.clientId);
    codec.require(ack.clientId != 0, Rejection::BadValue);
    codec(ack.minNackBackOff, ack.maxNackBackOff, ack.rtt, ack.clientTime);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Qcc> qcc)
{
    codec(qcc.qccSeqNo, qcc.qcrBackOff);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Qcr> qcr)
{
    codec(qcr.clientId, qcr.qccSeqNo, qcr.backOff, qcr.serverTime, qcr.hiODataSeqNo, qcr.lossRate);
    codec.counted(qcr.appData);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Data> data)
{
    codec(data.clientId, data.oDataSeqNo);
    codec.require(data.oDataSeqNo != 0, Rejection::BadValue);
    codec(data.trailODataSeqNo);
    codec.counted(data.data);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Ack> ack)
{
    codec(ack.clientId, ack.oDataSeqNo, ack.serverTime, ack.hiODataSeqNo, ack.lossRate);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Nack> nack)
{
    codec(nack.clientId, nack.hiODataSeqNo, nack.lossRate);
    codec.list(nack.ranges, NoLimit);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Ncf> ncf)
{
    codec.list(ncf.ranges, NoLimit);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Leave> leave)
{
    codec(leave.clientId, leave.reason);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Poll> poll)
{
    codec(poll.pollSeqNo, poll.backOff);
    codec.counted(poll.appData);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, PollAck> ack)
{
    codec(ack.clientId, ack.pollSeqNo);
    codec.counted(ack.appData);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Kick> kick)
{
    codec.list(kick.clients, Codec::writes ? KickClientsMax : NoLimit);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Demote> demote)
{
    codec(demote.lowerSessionId);
    layout(codec, demote.group);
    layout(codec, demote.server);
    codec.list(demote.clients, DemoteClientsMax);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, Keys> keys)
{
    codec.list(keys.keys, GroupKeysMax);
}

template <class Codec>
void layout(Codec &codec, FieldOf<Codec, KeyAck> ack)
{
    codec(ack.clientId, ack.keyNumber);
}

} // namespace castdeck::wire
