// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "core/verbs.h"
#include "management/role.h"
#include "management/tokenregistry.h"

#include <variant>

namespace castdeck
{

/// The protocol this program speaks, and the oldest it still understands.
inline constexpr quint32 ProtocolVersion = 1;
inline constexpr quint32 OldestProtocolVersion = 1;

/// Answer to hello: who serves, and what the asker may do from now on.
struct Welcome {
    quint32 protocol = ProtocolVersion;
    ServerInfo server;
    Role role = Role::Viewer;
    QString identity; ///< the name the server knows the asker by; it signs the asker's orders

    static void describe(auto &a, auto &v)
    {
        a("protocol", v.protocol);
        a("server", v.server);
        a("role", v.role);
        a("identity", v.identity);
    }
    friend bool operator==(const Welcome &, const Welcome &) = default;
};

// What is asked of the end of the channel itself, beyond the verbs of a transport server.

/// The first request on every channel. The token may be empty where the channel itself proves who asks.
struct Hello {
    using Reply = Welcome;
    static constexpr VerbInfo info{"hello", Right::Anything};
    quint32 protocol = ProtocolVersion;
    QString token;

    static void describe(auto &a, auto &v)
    {
        a("protocol", v.protocol);
        a.optional("token", v.token);
    }
    friend bool operator==(const Hello &, const Hello &) = default;
};

/// Asks for nothing but an answer: proves that the other end lives.
struct Ping {
    using Reply = Done;
    static constexpr VerbInfo info{"ping", Right::Anything};

    friend bool operator==(const Ping &, const Ping &) = default;
};

/// The snapshot, then every event after it. May be repeated to start anew from a fresh snapshot.
struct Subscribe {
    using Reply = Inventory;
    static constexpr VerbInfo info{"subscribe", Right::Read};
    bool measures = false; ///< what clients measure may come together, some times a second (ClientMeasures)

    static void describe(auto &a, auto &v) { a.optional("measures", v.measures); }
    friend bool operator==(const Subscribe &, const Subscribe &) = default;
};

struct InitiateSession {
    using Reply = InitiationGrant;
    static constexpr VerbInfo info{"session.initiate", Right::Initiate};
    InitiationAsk ask;

    static void describe(auto &a, auto &v) { InitiationAsk::describe(a, v.ask); }
    friend bool operator==(const InitiateSession &, const InitiateSession &) = default;
};

struct CreateToken {
    using Reply = NewToken;
    static constexpr VerbInfo info{"token.create", Right::Administer};
    QString name;
    Role role = Role::Viewer;
    std::optional<QDateTime> expiresAt{};

    static void describe(auto &a, auto &v)
    {
        a("name", v.name);
        a("role", v.role);
        a("expiresAt", v.expiresAt);
    }
    friend bool operator==(const CreateToken &, const CreateToken &) = default;
};

struct ListTokens {
    using Reply = QList<TokenInfo>;
    static constexpr VerbInfo info{"token.list", Right::Administer, Audited::No};

    friend bool operator==(const ListTokens &, const ListTokens &) = default;
};

struct RevokeToken {
    using Reply = Done;
    static constexpr VerbInfo info{"token.revoke", Right::Administer};
    QString id;

    static void describe(auto &a, auto &v) { a("id", v.id); }
    friend bool operator==(const RevokeToken &, const RevokeToken &) = default;
};

/// A request that could not be read, though it is clear which one it is: it is answered with the error, if
/// the asker may ask it at all. Made by a decoder, never sent.
struct UnreadableRequest {
    Error error;
    std::optional<size_t> verb{}; ///< its index in RequestBody; none: there is no such verb

    friend bool operator==(const UnreadableRequest &, const UnreadableRequest &) = default;
};

using Verbs = ServerVerbs::And<Hello, Ping, Subscribe, InitiateSession, CreateToken, ListTokens, RevokeToken>;

/// UnreadableRequest is what stands behind the last verb.
using RequestBody = Verbs::And<UnreadableRequest>::Apply<std::variant>;

struct Request {
    quint64 id = 0; ///< chosen by the asker, rising from 1
    RequestBody body;

    friend bool operator==(const Request &, const Request &) = default;
};

/// What the other end may be asked; without a value for what is no verb. Of what cannot be read what was
/// meant counts: what is wrong with it is for those who may ask it.
std::optional<VerbInfo> verbOf(const RequestBody &body);
/// Whether the role may ask this. What is no verb is open to all: they are told so.
bool allows(Role role, const RequestBody &body);

} // namespace castdeck
