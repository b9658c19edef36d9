// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/enums.h"
#include "core/error.h"
#include "core/ids.h"

#include <QDateTime>
#include <QString>
#include <QStringList>
#include <optional>

namespace castdeck
{

// The properties of the WDS transport objects, in the units of WDS (management-api §1 and §3): sizes in
// bytes, rates in bytes per second, progress and utilisation in percent, times in UTC. Plain values: copy
// them freely.

struct ServerInfo {
    QString name;               ///< as the server calls itself
    QString version;            ///< of the program that serves
    QStringList addresses{};    ///< unicast, of the interfaces that receivers may ask at; the usual one first
    bool serviceRunning = true; ///< receivers are let in
    bool serviceEnabled = true; ///< it starts with the program
    bool serviceDraining = false; ///< not running, its last sessions still finish
    quint16 initiationPort = 0;   ///< where receivers ask over UDP; 0: they do not, or it did not say
    quint16 fallbackPort = 0;     ///< where they get over HTTPS what multicast does not bring; 0: as above
    std::optional<Error> initiationError{}; ///< why receivers cannot ask, though they should
    std::optional<Error> error{}; ///< why what it says of itself may be old: what it asks does not answer it
    QString kind{};               ///< "wds": one of WDS, behind a program that speaks for it; empty: ours
    QStringList lacks{};          ///< verbs and parts of others that it cannot do (management-protocol.md)

    static void describe(auto &a, auto &v)
    {
        a("name", v.name);
        a("version", v.version);
        a.optional("addresses", v.addresses);
        a.assumed("serviceRunning", v.serviceRunning);
        a.assumed("serviceEnabled", v.serviceEnabled);
        a.optional("serviceDraining", v.serviceDraining);
        a.optional("initiationPort", v.initiationPort);
        a.optional("fallbackPort", v.fallbackPort);
        a("initiationError", v.initiationError);
        a("error", v.error);
        a.optional("kind", v.kind);
        a.optional("lacks", v.lacks);
    }
    friend bool operator==(const ServerInfo &, const ServerInfo &) = default;
};

/// A published name: "transmission" in the console of WDS.
struct NamespaceInfo {
    NamespaceId id;
    NamespaceType type = NamespaceType::AutoCast;
    QString name;
    QString friendlyName;
    QString description;
    QString contentProvider = QStringLiteral("WDS");
    QString configuration;             ///< belongs to the provider; for "WDS" a folder
    bool tombstoned = false;           ///< deregistered, its last sessions still run
    bool allowUnauthenticated = false; ///< UDP initiation may ask for its contents
    QString fallbackUrl{};             ///< template (fallbackurl.h); empty: the server's own, if it has one
    quint32 minimumClients = 0;        ///< automatic start: begins with so many; 0: no such criterion
    QDateTime startTime{};             ///< automatic start: begins then; invalid: no such criterion
    QDateTime tombstoneTime{};         ///< when it was deregistered; invalid: it never was
    bool transmissionStarted = false;  ///< a scheduled cast was let go
    bool startMissed = false;     ///< its start time passed while the server was down, or with nobody there
    quint32 waitingClients = 0;   ///< scheduled and not started: who has joined and waits
    std::optional<Error> error{}; ///< why it cannot be served now: provider missing, folder gone

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("type", v.type);
        a("name", v.name);
        a.optional("friendlyName", v.friendlyName);
        a.optional("description", v.description);
        a("contentProvider", v.contentProvider);
        a("configuration", v.configuration);
        a("tombstoned", v.tombstoned);
        a("allowUnauthenticated", v.allowUnauthenticated);
        a.optional("fallbackUrl", v.fallbackUrl);
        a.optional("minimumClients", v.minimumClients);
        a.optional("startTime", v.startTime);
        a.optional("tombstoneTime", v.tombstoneTime);
        a.optional("transmissionStarted", v.transmissionStarted);
        a.optional("startMissed", v.startMissed);
        a.optional("waitingClients", v.waitingClients);
        a("error", v.error);
    }
    friend bool operator==(const NamespaceInfo &, const NamespaceInfo &) = default;
};

/// One file of a namespace that at least one session carries now.
struct ContentInfo {
    ContentId id;
    NamespaceId namespaceId;
    QString name; ///< in the provider's notation
    quint64 size = 0;
    DigestState digestState = DigestState::None;
    // Known: at least one of them, "sha256:" and 64 hex digits.
    QString digest{}; ///< of its bytes, one behind the other
    QString root{};   ///< of its hash tree

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("namespaceId", v.namespaceId);
        a("name", v.name);
        a("size", v.size);
        a.optional("digestState", v.digestState);
        a.optional("digest", v.digest);
        a.optional("root", v.root);
    }
    friend bool operator==(const ContentInfo &, const ContentInfo &) = default;
};

/// One group and port on one interface, carrying one content.
struct SessionInfo {
    SessionId id;
    ContentId contentId;
    SessionState state = SessionState::Waiting;
    QString interfaceName;
    QString interfaceMac;
    QString serverAddress; ///< unicast address the clients answer to
    QString groupAddress;
    quint16 port = 0;             ///< of the group and of the server address alike
    quint8 tier = 0;              ///< 0: takes whoever comes; 1, 2: takes those too slow for the one above
    quint64 rateLimit = 0;        ///< its own, payload bytes per second; 0: none
    quint64 transferRate = 0;     ///< payload acknowledged by the master, mean of the last 5 s (A14)
    quint8 percentCompletion = 0; ///< mean of its clients
    ClientId masterClientId;      ///< invalid while there is none
    quint64 rejectedPackets = 0;  ///< forged, corrupt or foreign datagrams dropped so far
    std::optional<Error> error;   ///< set in SessionState::Failed
    QDateTime startedAt{};        ///< server's clock; invalid: not said
    QDateTime stalledSince{};     ///< data wait, and nobody has taken any since; invalid: it gets on
    bool encrypted = false;       ///< only those who were let in over TLS can read its packets

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("contentId", v.contentId);
        a("state", v.state);
        a("networkInterfaceName", v.interfaceName);
        a("networkInterfaceAddress", v.interfaceMac);
        a("serverAddress", v.serverAddress);
        a("groupAddress", v.groupAddress);
        a("port", v.port);
        a.optional("tier", v.tier);
        a.optional("rateLimit", v.rateLimit);
        a("transferRate", v.transferRate);
        a("percentCompletion", v.percentCompletion);
        a("masterClientId", v.masterClientId);
        a("rejectedPackets", v.rejectedPackets);
        a("error", v.error);
        a.optional("startedAt", v.startedAt);
        a.optional("stalledSince", v.stalledSince);
        a.optional("encrypted", v.encrypted);
    }
    friend bool operator==(const SessionInfo &, const SessionInfo &) = default;
};

/// One machine in one session.
struct ClientInfo {
    ClientId id;
    SessionId sessionId;
    ClientState state = ClientState::Joining;
    QString name; ///< at most 15 characters on the wire
    QString macAddress;
    QString ipAddress; ///< source address of its JOIN
    quint8 percentCompletion = 0;
    QDateTime joinedAt; ///< server's clock; join duration = now − joinedAt (A13)
    quint8 cpuUtilization = UtilizationUnknown;
    quint8 memoryUtilization = UtilizationUnknown;
    quint8 networkUtilization = UtilizationUnknown;
    double lossRate = 0;   ///< 0…1, as the client reports it
    quint32 roundTrip = 0; ///< ms, 0: not measured yet
    QString userIdentity;  ///< what the initiation authenticated
    // Server's clock. Said when it begins and when it is over, so that a healthy client costs no event.
    QDateTime silentSince{};   ///< it owes answers, and was last heard then; invalid: it answers
    QDateTime stalledSince{};  ///< others wait for it, and it has taken nothing since; invalid: it gets on
    bool byUnicast = false;    ///< it has left the group and gets the rest from the server; no state, which
                               ///< older consoles would not know
    bool writesSlowly = false; ///< it keeps asking to slow down, since it cannot write as fast as it gets

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("sessionId", v.sessionId);
        a("state", v.state);
        a("name", v.name);
        a("macAddress", v.macAddress);
        a("ipAddress", v.ipAddress);
        a("percentCompletion", v.percentCompletion);
        a("joinedAt", v.joinedAt);
        a("cpuUtilization", v.cpuUtilization);
        a("memoryUtilization", v.memoryUtilization);
        a("networkUtilization", v.networkUtilization);
        a("lossRate", v.lossRate);
        a("roundTrip", v.roundTrip);
        a.optional("userIdentity", v.userIdentity);
        a.optional("silentSince", v.silentSince);
        a.optional("stalledSince", v.stalledSince);
        a.optional("byUnicast", v.byUnicast);
        a.optional("writesSlowly", v.writesSlowly);
    }
    friend bool operator==(const ClientInfo &, const ClientInfo &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::NamespaceInfo)
Q_DECLARE_METATYPE(castdeck::SessionInfo)
Q_DECLARE_METATYPE(castdeck::ClientInfo)
