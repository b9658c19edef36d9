// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"
#include "core/history.h"
#include "core/inventory.h"
#include "core/namespacerules.h"
#include "core/offering.h"
#include "core/policies.h"
#include "core/ratelimit.h"
#include "core/requests.h"
#include "core/setup.h"
#include "core/verblist.h"

namespace castdeck
{

// What a transport server can be asked, each with what it answers. The names are those of the wire
// (docs/management-protocol.md); an `order` is signed by the end that knows who asks, whatever the asker
// wrote there.

/// The whole state as of one revision. Every event raised later has a greater revision.
struct RetrieveInventory {
    using Reply = Inventory;
    static constexpr VerbInfo info{"inventory", Right::Read};

    friend bool operator==(const RetrieveInventory &, const RetrieveInventory &) = default;
};

/// Register: publishes the namespace (its id is ignored) under a name that must be free.
struct RegisterNamespace {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.register", Right::Administer};
    NamespaceInfo what;

    static void describe(auto &a, auto &v) { a("namespace", v.what); }
    friend bool operator==(const RegisterNamespace &, const RegisterNamespace &) = default;
};

/// Deregister: with `terminate` its sessions end now, without they run out and nobody new joins.
struct DeregisterNamespace {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.deregister", Right::Administer};
    NamespaceId id;
    bool terminate = false;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("terminate", v.terminate);
        a("order", v.order);
    }
    friend bool operator==(const DeregisterNamespace &, const DeregisterNamespace &) = default;
};

/// Edit…: registers `what` and deregisters `old`, as one: if the new one is refused the old one stays
/// untouched. The report names the new one.
struct ReplaceNamespace {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.replace", Right::Administer};
    NamespaceId old;
    NamespaceInfo what;
    bool terminate = false;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("id", v.old);
        a("namespace", v.what);
        a("terminate", v.terminate);
        a("order", v.order);
    }
    friend bool operator==(const ReplaceNamespace &, const ReplaceNamespace &) = default;
};

/// Lets a scheduled cast go with those who wait. NamespaceStartFailedNoClients, NamespaceAlreadyStarted;
/// InvalidOperation for an Auto-Cast.
struct StartTransmission {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.startTransmission", Right::Operate};
    NamespaceId id;

    static void describe(auto &a, auto &v) { a("id", v.id); }
    friend bool operator==(const StartTransmission &, const StartTransmission &) = default;
};

/// Of an automatic start that still waits; 0 takes the criterion away. NamespaceAlreadyStarted;
/// NamespaceReadOnly for other types; InvalidNamespaceStartParameters if no criterion would be left.
struct SetMinimumClients {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.setMinimumClients", Right::Administer};
    NamespaceId id;
    quint32 minimumClients = 0;

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("minimumClients", v.minimumClients);
    }
    friend bool operator==(const SetMinimumClients &, const SetMinimumClients &) = default;
};

/// A new start time for an automatic start that missed its own. InvalidOperation if it did not,
/// StartTimeInPast.
struct RearmNamespace {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.rearm", Right::Administer};
    NamespaceId id;
    QDateTime startTime;

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("startTime", v.startTime);
    }
    friend bool operator==(const RearmNamespace &, const RearmNamespace &) = default;
};

/// Cacheable.Refresh: looks now whether it can be served, as it does by itself when it is asked for its
/// contents; the row's error says what it found. NamespaceNotFound, NamespaceNotRegistered for a tombstone.
struct RefreshNamespace {
    using Reply = NamespaceReport;
    static constexpr VerbInfo info{"namespace.refresh", Right::Operate, Audited::No};
    NamespaceId id;

    static void describe(auto &a, auto &v) { a("id", v.id); }
    friend bool operator==(const RefreshNamespace &, const RefreshNamespace &) = default;
};

/// In order of id.
struct RetrieveNamespaces {
    using Reply = QList<NamespaceInfo>;
    static constexpr VerbInfo info{"namespace.retrieve", Right::Read};
    NamespaceFilter filter{};

    static void describe(auto &a, auto &v) { NamespaceFilter::describe(a, v.filter); }
    friend bool operator==(const RetrieveNamespaces &, const RetrieveNamespaces &) = default;
};

/// What can be asked for in it, as its provider finds it now. NamespaceNotFound, NamespaceNotRegistered for a
/// tombstone, ContentProviderNotFound, and whatever keeps the provider from looking.
struct ListOffering {
    using Reply = Offering;
    static constexpr VerbInfo info{"namespace.contents", Right::Read};
    NamespaceId id;

    static void describe(auto &a, auto &v) { a("id", v.id); }
    friend bool operator==(const ListOffering &, const ListOffering &) = default;
};

struct RetrievePolicies {
    using Reply = Policies;
    static constexpr VerbInfo info{"policy.get", Right::Read};

    friend bool operator==(const RetrievePolicies &, const RetrievePolicies &) = default;
};

/// PolicyConflict if the policy has another version than the one this is based on; else as check().
struct CommitPolicy {
    using Reply = PolicyReport;
    static constexpr VerbInfo info{"policy.commit", Right::Administer};
    Policy policy;

    static void describe(auto &a, auto &v) { a.oneOf(v.policy); }
    friend bool operator==(const CommitPolicy &, const CommitPolicy &) = default;
};

/// Receivers are let in from now on. One that runs: nothing done.
struct StartService {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"service.start", Right::Administer};

    friend bool operator==(const StartService &, const StartService &) = default;
};

/// Nobody is let in any more (SessionShutdownInProgress); management goes on. With `terminate` the sessions
/// end now, and that is what the answer waits for; without they run out behind it.
struct StopService {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"service.stop", Right::Administer};
    bool terminate = false;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("terminate", v.terminate);
        a("order", v.order);
    }
    friend bool operator==(const StopService &, const StopService &) = default;
};

/// Stop, and start again when the last session has ended. One that does not run: nothing done.
struct RestartService {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"service.restart", Right::Administer};
    bool terminate = false;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("terminate", v.terminate);
        a("order", v.order);
    }
    friend bool operator==(const RestartService &, const RestartService &) = default;
};

/// Whether the service starts with the program; neither starts nor stops it.
struct SetServiceEnabled {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"service.setEnabled", Right::Administer};
    bool enabled = true;

    static void describe(auto &a, auto &v) { a("enabled", v.enabled); }
    friend bool operator==(const SetServiceEnabled &, const SetServiceEnabled &) = default;
};

/// NotifyWdsTransportServices(ReadSettings): takes the stored policies anew.
struct ReadSettings {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"service.readSettings", Right::Administer};

    friend bool operator==(const ReadSettings &, const ReadSettings &) = default;
};

struct RetrieveSetup {
    using Reply = SetupInfo;
    static constexpr VerbInfo info{"setup.get", Right::Read};

    friend bool operator==(const RetrieveSetup &, const RetrieveSetup &) = default;
};

/// What limits the sending now: of the server, of namespaces and of running sessions, those that are not 0.
struct RetrieveRateLimits {
    using Reply = QList<RateLimit>;
    static constexpr VerbInfo info{"rate.get", Right::Read};

    friend bool operator==(const RetrieveRateLimits &, const RetrieveRateLimits &) = default;
};

/// Holds at once, also for what runs; those of server and namespaces are kept, that of a session ends with
/// it. The answer is as of RetrieveRateLimits. NamespaceNotFound, SessionNotFound.
struct SetRateLimit {
    using Reply = QList<RateLimit>;
    static constexpr VerbInfo info{"rate.set", Right::Administer};
    RateLimit limit;

    static void describe(auto &a, auto &v) { RateLimit::describe(a, v.limit); }
    friend bool operator==(const SetRateLimit &, const SetRateLimit &) = default;
};

/// Ends every session of a content.
struct TerminateContent {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"content.terminate", Right::Operate};
    ContentId id;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("order", v.order);
    }
    friend bool operator==(const TerminateContent &, const TerminateContent &) = default;
};

/// Ends one session and disconnects every client in it. The answer comes when that is done: the session is
/// removed, its socket closed, its group and port are free.
struct TerminateSession {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"session.terminate", Right::Operate};
    SessionId id;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("order", v.order);
    }
    friend bool operator==(const TerminateSession &, const TerminateSession &) = default;
};

/// Removes one client from whatever session holds it. The answer comes when it has left or is given up.
struct DisconnectClient {
    using Reply = DisconnectReport;
    static constexpr VerbInfo info{"client.disconnect", Right::Operate};
    ClientId id;
    DisconnectOrder order{};

    static void describe(auto &a, auto &v)
    {
        a("id", v.id);
        a("order", v.order);
    }
    friend bool operator==(const DisconnectClient &, const DisconnectClient &) = default;
};

/// What a machine in a running session still misses. ClientNotFound for one that is in none.
struct RetrieveBlocks {
    using Reply = BlockMap;
    static constexpr VerbInfo info{"client.blocks", Right::Read};
    ClientId id;

    static void describe(auto &a, auto &v) { a("id", v.id); }
    friend bool operator==(const RetrieveBlocks &, const RetrieveBlocks &) = default;
};

/// Sessions that ended. InvalidParameter for a limit out of range, here and below.
struct RetrieveSessionHistory {
    using Reply = SessionHistory;
    static constexpr VerbInfo info{"session.history", Right::Read};
    HistoryFilter filter{};

    static void describe(auto &a, auto &v) { HistoryFilter::describe(a, v.filter); }
    friend bool operator==(const RetrieveSessionHistory &, const RetrieveSessionHistory &) = default;
};

/// Administrative verbs that were asked for.
struct RetrieveAudit {
    using Reply = AuditHistory;
    static constexpr VerbInfo info{"audit.list", Right::Administer, Audited::No};
    HistoryFilter filter{};

    static void describe(auto &a, auto &v) { HistoryFilter::describe(a, v.filter); }
    friend bool operator==(const RetrieveAudit &, const RetrieveAudit &) = default;
};

using ServerVerbs =
    VerbList<RetrieveInventory, RegisterNamespace, DeregisterNamespace, ReplaceNamespace, StartTransmission,
             SetMinimumClients, RearmNamespace, RefreshNamespace, RetrieveNamespaces, ListOffering,
             RetrievePolicies, CommitPolicy, StartService, StopService, RestartService, SetServiceEnabled,
             ReadSettings, RetrieveSetup, RetrieveRateLimits, SetRateLimit, TerminateContent,
             TerminateSession, DisconnectClient, RetrieveBlocks, RetrieveSessionHistory, RetrieveAudit>;

} // namespace castdeck
