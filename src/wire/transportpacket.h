// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/address.h"
#include "wire/listview.h"
#include "wire/securityheader.h"

#include <optional>
#include <span>
#include <string_view>
#include <variant>

namespace castdeck::wire
{

// The fifteen packets of the multicast transport (multicast-transport §3), with the fields' names of the
// specification, and two of our own (docs/protocol.md, Encrypted sessions). Byte spans and lists look into
// the datagram they were read from.

using Bytes = std::span<const uint8_t>;

enum class OpCode : uint8_t {
    Spm = 0x01,
    Join = 0x02,
    JoinAck = 0x03,
    Qcc = 0x04,
    Qcr = 0x05,
    OData = 0x06,
    RData = 0x07,
    Ack = 0x08,
    Nack = 0x09,
    Ncf = 0x0A,
    Leave = 0x0B,
    Poll = 0x0C,
    PollAck = 0x0D,
    Kick = 0x0E,
    Demote = 0x0F,
    Keys = 0x40, ///< in encrypted sessions only, likewise the next
    KeyAck = 0x41,
};

/// Which end takes the packet.
enum class Receiver : uint8_t { Server, Client };

/// LossRate on the wire is the rate times this (§4.3).
inline constexpr uint64_t LossRateOne = 10'000'000'000'000'000;

/// No more repairs are sent for one NACK (Choice T34).
inline constexpr uint64_t RepairsPerNack = 256;

/// Inclusive range of sequence or block numbers, as received: start may exceed end or be 0.
struct Range {
    uint64_t start = 0;
    uint64_t end = 0;

    static constexpr size_t wireSize = 16;
    static Range read(const uint8_t *bytes);
    friend bool operator==(const Range &, const Range &) = default;
};

struct Spm {
    uint64_t spmSeqNo = 0;
    uint32_t masterClientId = 0;
    uint16_t minNackBackOff = 0; ///< ms
    uint16_t maxNackBackOff = 0; ///< ms
    uint64_t trailODataSeqNo = 0;
    uint64_t leadODataSeqNo = 0;
    uint16_t rtt = 0; ///< ms
};

struct Join {
    std::u16string_view clientName;       ///< writing: cut at 15 units, never inside a surrogate pair
    std::array<char16_t, 16> nameUnits{}; ///< reading: the units up to the first zero; see name()
    uint8_t nameLength = 0;
    Address ipAddress;
    std::array<uint8_t, 32> macAddress{};
    uint8_t macLength = 0;
    Bytes userSid;                     ///< option USER_SID, empty if absent
    std::optional<Bytes> capabilities; ///< option CAPABILITIES

    /// What was read, or what is to be written. Undecodable units are replaced by U+FFFD when read.
    std::u16string_view name() const
    {
        return nameLength > 0 ? std::u16string_view(nameUnits.data(), nameLength) : clientName;
    }
};
/// Capability byte: the client can be demoted.
inline constexpr uint8_t CapabilityMultistream = 0x01;

/// A key of the group, as it is told to a member.
struct GroupKey {
    uint32_t number = 0;
    CipherKey key{};

    static constexpr size_t wireSize = 36;
    static GroupKey read(const uint8_t *bytes);
    friend bool operator==(const GroupKey &, const GroupKey &) = default;
};
inline constexpr size_t GroupKeysMax = 2; ///< the present one, and the next
/// The option of our own in JOINACK that holds them, in encrypted sessions only.
inline constexpr uint16_t OptionKeys = 0x05CD;

struct JoinAck {
    uint32_t clientId = 0;
    uint16_t minNackBackOff = 0;
    uint16_t maxNackBackOff = 0;
    uint16_t rtt = 0;
    uint64_t clientTime = 0;   ///< SenderTime of the JOIN
    ListView<GroupKey> keys{}; ///< option 0x05CD
};

struct Qcc {
    uint64_t qccSeqNo = 0;
    uint16_t qcrBackOff = 0; ///< ms
};

/// Percent, 0…100; absent options are nullopt.
struct Utilization {
    std::optional<uint8_t> cpu;
    std::optional<uint8_t> memory;
    std::optional<uint8_t> network;

    friend bool operator==(const Utilization &, const Utilization &) = default;
};

struct Qcr {
    uint32_t clientId = 0;
    uint64_t qccSeqNo = 0;
    uint16_t backOff = 0; ///< ms waited
    uint64_t serverTime = 0;
    uint64_t hiODataSeqNo = 0;
    uint64_t lossRate = 0;
    Bytes appData;
    Utilization utilization;
};

/// ODATA and RDATA.
struct Data {
    bool repair = false; ///< RDATA
    uint32_t clientId = 0;
    uint64_t oDataSeqNo = 0;
    uint64_t trailODataSeqNo = 0;
    Bytes data;
    std::optional<uint64_t> forwardLeadSeqNo; ///< option ODATA_FW_LEAD_SEQ_NO, ODATA only
};

struct Ack {
    uint32_t clientId = 0;
    uint64_t oDataSeqNo = 0;
    uint64_t serverTime = 0;
    uint64_t hiODataSeqNo = 0;
    uint64_t lossRate = 0;
};

struct Nack {
    uint32_t clientId = 0;
    uint64_t hiODataSeqNo = 0;
    uint64_t lossRate = 0;
    ListView<Range> ranges;
};

struct Ncf {
    ListView<Range> ranges;
};

struct Leave {
    uint32_t clientId = 0;
    uint8_t reason = 0;
};
inline constexpr uint8_t LeaveComplete = 0;
inline constexpr uint8_t LeaveCancelled = 1;
inline constexpr uint8_t LeaveInactive = 2;

struct Poll {
    uint64_t pollSeqNo = 0;
    uint16_t backOff = 0; ///< ms
    Bytes appData;
};

struct PollAck {
    uint32_t clientId = 0;
    uint64_t pollSeqNo = 0;
    Bytes appData;
};

struct KickedClient {
    uint32_t clientId = 0;
    uint8_t reason = 0;

    static constexpr size_t wireSize = 5;
    static KickedClient read(const uint8_t *bytes);
    friend bool operator==(const KickedClient &, const KickedClient &) = default;
};
inline constexpr uint8_t KickPolicy = 0;
inline constexpr uint8_t KickFallback = 1;
inline constexpr uint8_t KickFail = 2;
inline constexpr size_t KickClientsMax = 200;

/// The two texts of KICK and DEMOTE are options of our own, which every other reader skips (Choice T08):
/// UTF-16LE without a zero unit, written only when not empty. They let a receiver say by whom and why it was
/// sent away.
inline constexpr uint16_t OptionBy = 0x06CD;
inline constexpr uint16_t OptionReason = 0x06CE;

struct Kick {
    ListView<KickedClient> clients;
    Bytes by;     ///< option 0x06CD
    Bytes reason; ///< option 0x06CE
};

struct DemotedClient {
    uint32_t clientId = 0;

    static constexpr size_t wireSize = 4;
    static DemotedClient read(const uint8_t *bytes);
    friend bool operator==(const DemotedClient &, const DemotedClient &) = default;
};
inline constexpr size_t DemoteClientsMax = 250;

struct Demote {
    uint32_t lowerSessionId = 0;
    Endpoint group;
    Endpoint server;
    ListView<DemotedClient> clients;
    Bytes by{};     ///< as in KICK
    Bytes reason{}; ///< as in KICK

    /// False: ignore the packet (§3, DEMOTE). The decoder lets it pass, for it is well-formed.
    bool isUsable() const
    {
        return group.address.isMulticast() && group.address.length == server.address.length &&
               group.port != 0 && server.port != 0;
    }
};

/// Keys of the group, for the member that it is sealed for.
struct Keys {
    ListView<GroupKey> keys;
};

/// The newest key that the client knows: it has been told, or asks for what came after it.
struct KeyAck {
    uint32_t clientId = 0;
    uint32_t keyNumber = 0;
};

using TransportBody = std::variant<Spm, Join, JoinAck, Qcc, Qcr, Data, Ack, Nack, Ncf, Leave, Poll, PollAck,
                                   Kick, Demote, Keys, KeyAck>;

struct TransportPacket {
    uint64_t senderTime = 0; ///< ms on the sender's clock
    TransportBody body;
};

/// Checks and reads one datagram that the end @p receiver got, in the order of §2.4. Odd values for which §3
/// names another to use instead, whatever the state, are already replaced: back-off bounds, loss rates, trail
/// numbers. In mode Encrypted the datagram is decrypted where it is.
Decoded<TransportPacket> decodeTransport(std::span<uint8_t> datagram, PacketSecurity &security,
                                         uint32_t sessionId, Receiver receiver);

/// Writes one packet and seals it. The result is its size, 0 if @p out is too small, a list is above its
/// limit, or a value is one that every reader refuses. A buffer of MaxDatagram bytes always suffices.
size_t encodeTransport(std::span<uint8_t> out, PacketSecurity &security, uint32_t sessionId,
                       uint64_t senderTime, const TransportBody &body);

inline constexpr size_t MaxDatagram = 65507;

} // namespace castdeck::wire
