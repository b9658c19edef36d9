// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/requests.h"
#include "core/values.h"
#include "transport/net/networkinterface.h"
#include "transport/net/sharedrate.h"
#include "wire/applicationmessage.h"
#include "wire/securityheader.h"

#include <QList>
#include <QMetaType>
#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace castdeck
{

/// The tunable numbers of a sending session with the defaults of multicast-transport §7.
struct SessionParameters {
    using Ms = std::chrono::milliseconds;

    Ms inactivity{300'000};
    Ms joinAckInterval{500};
    int joinAckSends = 3;
    Ms pollBackOff{200}; ///< at most; one for each client (docs/protocol.md, A07)
    Ms kickRepeat{15'000};
    Ms searchWaitMax{500};
    Ms qccInterval{2'000};
    Ms deadClient{60'000};
    Ms deadClientScan{5'000};
    Ms spmIntervalMin{220};
    int unansweredSpms = 5;
    Ms cleanupInterval{200};
    Ms holdTime{1'000};
    Ms repairGuardMin{4};
    int clientsMax = 200;
    int windowExpMax = 64; ///< packets
    int windowMax = 512;   ///< packets
    double windowCut = 0.75;
    double masterChange = 0.75;
    Ms masterChangeSpacing{100};
    Ms standstill{500}; ///< how long a master may acknowledge nothing new the first time; each time half
    Ms judgedStandstill{2'000}; ///< the same where a policy judges slow clients
    Ms loneStandstill{30'000};  ///< the same for one that is alone; it is sent away then
    Ms stuckClient{10'000};     ///< one that lost the window and does not get on for that long is sent away
    Ms demoteRepeat{500};
    Ms linger{10'000};
    uint64_t packetsPerKey = uint64_t(1) << 23U; ///< then another key is taken, in encrypted sessions
    Ms joinPatience{30'000}; ///< a client may take that long to join from when it was told where
    Ms terminationGrace{5'000};
    Ms clockSlack{50};             ///< query timer beyond back-off and round trip (A07)
    Ms slowClientWindow{10'000};   ///< the rate is measured over that (T46)
    Ms slowClientPatience{10'000}; ///< and low for that
};

/// Where a client is told to go instead: a slower session of the same content.
struct LowerSession {
    SessionId id;
    wire::Endpoint group;
    wire::Endpoint server;

    friend bool operator==(const LowerSession &, const LowerSession &) = default;
};

/// All that a sending session needs to know at its start.
struct SendingSettings {
    SessionId id;
    NetworkInterface interface;
    wire::Endpoint group; ///< the server address is the interface's, with the same port
    wire::SecurityMode mode = wire::SecurityMode::Checksum; ///< of both directions
    wire::SessionKey key{};                                 ///< of mode Hash
    uint32_t firstKeyNumber = 1;                            ///< of mode Encrypted
    uint32_t blockSize = 1413;                              ///< bytes
    uint64_t rateLimit = 0;                                 ///< payload bytes per second, 0: none
    std::vector<std::shared_ptr<SharedRate>> sharedRates{}; ///< that hold as well
    int hopLimit = 32;
    /// Clients gather, but the first query is not asked before startTransmission() (Choice A06).
    bool waitsForStart = false;
    SessionParameters parameters;
};

struct ClientSnapshot {
    ClientId id;
    uint32_t member = 0; ///< of an encrypted session
    ClientState state = ClientState::Joining;
    QString name;
    QString macAddress;
    wire::Endpoint endpoint;
    uint8_t percentCompletion = 0;
    bool canBeDemoted = false; ///< it said so when it joined
    Instant joinedAt{};
    uint8_t cpuUtilization = UtilizationUnknown;
    uint8_t memoryUtilization = UtilizationUnknown;
    uint8_t networkUtilization = UtilizationUnknown;
    double lossRate = 0;
    uint32_t roundTrip = 0;                ///< ms
    uint64_t slowDowns = 0;                ///< so often it asked to slow down: too much waits at its end
    std::optional<Instant> silentSince{};  ///< it owes answers, and was last heard then
    std::optional<Instant> stalledSince{}; ///< it holds the others up, and has taken nothing since
    QList<quint8> missing{};               ///< as in BlockMap

    /// It takes part: it has said what it has, and was not told to go.
    bool isActive() const { return state == ClientState::Receiving || state == ClientState::NoData; }

    friend bool operator==(const ClientSnapshot &, const ClientSnapshot &) = default;
};

/// What a session has sent so far.
struct SendingCounters {
    uint64_t dataPackets = 0;   ///< ODATA
    uint64_t dataBytes = 0;     ///< payload of ODATA
    uint64_t repairPackets = 0; ///< RDATA
    uint64_t repairBytes = 0;   ///< payload of RDATA
    uint64_t rounds = 0;
    uint64_t acknowledgedBytes = 0; ///< payload that the master has
    /// How long data waited for the clients, not for a rate limit or for being asked for.
    std::chrono::milliseconds waited{0};
    std::array<uint64_t, wire::RejectionCount> rejected{}; ///< received packets that were refused, by reason
    uint64_t strangers = 0; ///< packets with a client id that was never given here, or not from its address

    /// Without those that came again: the network may have doubled them.
    uint64_t rejectedTotal() const;

    friend bool operator==(const SendingCounters &, const SendingCounters &) = default;
};

struct SessionSnapshot {
    SessionState state = SessionState::Waiting;
    ClientId masterClientId;
    uint64_t transferRate = 0; ///< bytes per second (A14)
    SendingCounters counters;
    QList<ClientSnapshot> clients; ///< by id

    friend bool operator==(const SessionSnapshot &, const SessionSnapshot &) = default;
};

/// Why a client is no longer in a session.
struct ClientDeparture {
    enum class Kind : quint8 { Completed, Left, Inactive, Disconnected, Demoted, Vanished };
    Kind kind = Kind::Left;
    ClientId id;
    QString name;
    wire::Address address{};
    DisconnectOrder order{}; ///< by whom and why it was told to go, if it was
    bool wasActive = true;   ///< false: all that is known of it is a JOIN
};

/// Something that goes wrong in a session which goes on.
struct SessionTrouble {
    enum class Kind : quint8 {
        ClientStuck, ///< held everybody up, and does so no longer
        CannotSend,  ///< the system refuses to send
    };
    Kind kind = Kind::ClientStuck;
    ClientId client{}; ///< ClientStuck: who, likewise the name
    QString name{};
    QString reason{};
};

/// Why a session is over. When it is reported the socket is closed: group and port are free.
struct SessionEnd {
    enum class Kind : quint8 { Finished, Terminated, Failed };
    Kind kind = Kind::Finished;
    uint32_t disconnected = 0;   ///< Terminated, Failed: clients that confirmed with LEAVE
    QStringList unansweredNames; ///< Terminated, Failed: clients that never answered
    std::optional<Error> error;  ///< Failed
    SendingCounters counters;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::SessionSnapshot)
Q_DECLARE_METATYPE(castdeck::ClientDeparture)
Q_DECLARE_METATYPE(castdeck::SessionTrouble)
Q_DECLARE_METATYPE(castdeck::SessionEnd)
