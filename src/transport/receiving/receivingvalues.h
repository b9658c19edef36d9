// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/applicationmessage.h"
#include "wire/rejection.h"
#include "wire/securityheader.h"

#include <QString>
#include <array>
#include <chrono>
#include <optional>
#include <vector>

namespace castdeck
{

/// The numbers of a receiving session (multicast-transport §7).
struct ReceivingParameters {
    using Ms = std::chrono::milliseconds;

    Ms joinInterval{500};
    int joinAttempts = 60;
    Ms inactivity{30'000};
    /// Leave when multicast does not work for so long: no packet of the group since joining, or none with
    /// data although others come and say that data were sent. 0: stay.
    Ms noData{0};
    Ms forceReport{20'000};
    Ms earlyReport{2'000}; ///< instead, while only JOINACK was heard: the QCR may have been lost
    Ms leaveDelayMax{200}; ///< when the server announced no NACK delay
    Ms leaveRepeat{20};
    Ms nackGapMax{250};
    Ms zeroNackGapMin{10};
    int packetsPerAck = 16;
    uint64_t joinGaps = 0; ///< blocks between gaps that may be asked for as one (A17); 0: none are joined
};

/// All that a receiving session needs to know at its start.
struct ReceivingSettings {
    uint32_t sessionId = 0;
    wire::Endpoint group;
    wire::Endpoint server;
    wire::SecurityMode serverMode = wire::SecurityMode::Checksum; ///< of packets from the server
    wire::SecurityMode clientMode = wire::SecurityMode::Checksum;
    wire::SessionKey key{};          ///< of mode Hash
    wire::Member member{};           ///< of mode Encrypted
    QString clientName;              ///< the first 15 UTF-16 units are sent
    wire::Address clientAddress;     ///< of the interface; for display at the server
    std::vector<uint8_t> macAddress; ///< at most 32 bytes
    std::vector<uint8_t> userSid{};  ///< as the initiation gave it; repeated in JOIN
    uint64_t seed = 0;               ///< of every random number; different on every machine
    ReceivingParameters parameters;
};

enum class ReceivingState : uint8_t { Join, Regular, Leaving, Ended };

/// Why a receiving session is over.
struct ReceivingEnd {
    enum class Kind : uint8_t {
        Complete,
        Cancelled,      ///< by the person or program here
        KickedPolicy,   ///< by a policy of the server
        KickedFallback, ///< get the rest another way
        KickedFail,     ///< by an administrator; do not try another way
        NoAnswer,       ///< no JOINACK
        Inactive,       ///< the server fell silent
        NoData,         ///< the server hears us, and nothing came from the group
        NotOpened,      ///< this system does not let the group be received; see error
        NoBlocks,       ///< the group is heard, but for its data: they do not fit the way
        Failed,         ///< something here went wrong; see error
    };
    Kind kind = Kind::Complete;
    QString by;     ///< Kicked…: who did it, if the server says; not fit for a terminal as it is
    QString reason; ///< Kicked…: in that person's words, likewise
    std::optional<Error> error;
};

/// The server sent this receiver to a slower session of the same content.
struct ReceivingMove {
    uint32_t sessionId = 0;
    wire::Endpoint group;
    QString by;     ///< as in ReceivingEnd
    QString reason; ///< as in ReceivingEnd
};

/// What a session has received so far.
struct ReceivingCounters {
    uint64_t dataPackets = 0;
    uint64_t repairPackets = 0;
    uint64_t fullBlocks = 0;   ///< data packets of the full size, which the last block may not have
    uint64_t duplicates = 0;   ///< data packets whose block was there
    uint64_t refusals = 0;     ///< data packets for which the cache had no room
    uint64_t slowDowns = 0;    ///< times that it asked to slow down, with a cache that is full or nearly
    uint64_t strangers = 0;    ///< datagrams of other senders
    uint64_t groupPackets = 0; ///< valid packets that only multicast brings
    std::array<uint64_t, wire::RejectionCount> rejected{};

    /// Without those that came again: the network may have doubled them.
    uint64_t rejectedTotal() const
    {
        uint64_t sum = 0;
        for (const uint64_t count : rejected)
            sum += count;
        return sum - rejected[static_cast<size_t>(wire::Rejection::Replayed)];
    }
};

} // namespace castdeck
