// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "core/namespacerules.h"
#include "core/policies.h"
#include "core/ratelimit.h"
#include "core/requests.h"
#include "core/sessioninitiator.h"
#include "management/role.h"

#include <variant>

namespace castdeck
{

/// The protocol this program speaks, and the oldest it still understands.
inline constexpr quint32 ProtocolVersion = 1;
inline constexpr quint32 OldestProtocolVersion = 1;

/// The first request on every channel. The token may be empty where the channel itself proves who asks.
struct HelloRequest {
    quint32 protocol = ProtocolVersion;
    QString token;

    friend bool operator==(const HelloRequest &, const HelloRequest &) = default;
};

/// Asks for nothing but an answer: proves that the other end lives.
struct PingRequest {
    friend bool operator==(const PingRequest &, const PingRequest &) = default;
};

/// The snapshot alone.
struct InventoryRequest {
    friend bool operator==(const InventoryRequest &, const InventoryRequest &) = default;
};

/// The snapshot, then every event after it. May be repeated to start anew from a fresh snapshot.
struct SubscribeRequest {
    friend bool operator==(const SubscribeRequest &, const SubscribeRequest &) = default;
};

struct RegisterNamespaceRequest {
    NamespaceInfo what;

    friend bool operator==(const RegisterNamespaceRequest &, const RegisterNamespaceRequest &) = default;
};

struct DeregisterNamespaceRequest {
    NamespaceId id;
    bool terminate = false;
    DisconnectOrder order;

    friend bool operator==(const DeregisterNamespaceRequest &, const DeregisterNamespaceRequest &) = default;
};

struct ReplaceNamespaceRequest {
    NamespaceId old;
    NamespaceInfo what;
    bool terminate = false;
    DisconnectOrder order;

    friend bool operator==(const ReplaceNamespaceRequest &, const ReplaceNamespaceRequest &) = default;
};

struct StartTransmissionRequest {
    NamespaceId id;

    friend bool operator==(const StartTransmissionRequest &, const StartTransmissionRequest &) = default;
};

struct SetMinimumClientsRequest {
    NamespaceId id;
    quint32 minimumClients = 0;

    friend bool operator==(const SetMinimumClientsRequest &, const SetMinimumClientsRequest &) = default;
};

struct RearmNamespaceRequest {
    NamespaceId id;
    QDateTime startTime;

    friend bool operator==(const RearmNamespaceRequest &, const RearmNamespaceRequest &) = default;
};

struct RetrieveNamespacesRequest {
    NamespaceFilter filter;

    friend bool operator==(const RetrieveNamespacesRequest &, const RetrieveNamespacesRequest &) = default;
};

struct PoliciesRequest {
    friend bool operator==(const PoliciesRequest &, const PoliciesRequest &) = default;
};

struct CommitPolicyRequest {
    Policy policy;

    friend bool operator==(const CommitPolicyRequest &, const CommitPolicyRequest &) = default;
};

struct RateLimitsRequest {
    friend bool operator==(const RateLimitsRequest &, const RateLimitsRequest &) = default;
};

struct SetRateLimitRequest {
    RateLimit limit;

    friend bool operator==(const SetRateLimitRequest &, const SetRateLimitRequest &) = default;
};

struct StartServiceRequest {
    friend bool operator==(const StartServiceRequest &, const StartServiceRequest &) = default;
};

struct StopServiceRequest {
    bool terminate = false;
    DisconnectOrder order;

    friend bool operator==(const StopServiceRequest &, const StopServiceRequest &) = default;
};

struct RestartServiceRequest {
    bool terminate = false;
    DisconnectOrder order;

    friend bool operator==(const RestartServiceRequest &, const RestartServiceRequest &) = default;
};

struct SetServiceEnabledRequest {
    bool enabled = true;

    friend bool operator==(const SetServiceEnabledRequest &, const SetServiceEnabledRequest &) = default;
};

struct ReadSettingsRequest {
    friend bool operator==(const ReadSettingsRequest &, const ReadSettingsRequest &) = default;
};

struct SetupRequest {
    friend bool operator==(const SetupRequest &, const SetupRequest &) = default;
};

struct TerminateContentRequest {
    ContentId id;
    DisconnectOrder order;

    friend bool operator==(const TerminateContentRequest &, const TerminateContentRequest &) = default;
};

struct TerminateSessionRequest {
    SessionId id;
    DisconnectOrder order;

    friend bool operator==(const TerminateSessionRequest &, const TerminateSessionRequest &) = default;
};

struct DisconnectClientRequest {
    ClientId id;
    DisconnectOrder order;

    friend bool operator==(const DisconnectClientRequest &, const DisconnectClientRequest &) = default;
};

struct InitiateRequest {
    InitiationAsk ask;

    friend bool operator==(const InitiateRequest &, const InitiateRequest &) = default;
};

struct CreateTokenRequest {
    QString name;
    Role role = Role::Viewer;
    std::optional<QDateTime> expiresAt;

    friend bool operator==(const CreateTokenRequest &, const CreateTokenRequest &) = default;
};

struct ListTokensRequest {
    friend bool operator==(const ListTokensRequest &, const ListTokensRequest &) = default;
};

struct RevokeTokenRequest {
    QString id;

    friend bool operator==(const RevokeTokenRequest &, const RevokeTokenRequest &) = default;
};

struct SessionHistoryRequest {
    HistoryFilter filter;

    friend bool operator==(const SessionHistoryRequest &, const SessionHistoryRequest &) = default;
};

struct AuditHistoryRequest {
    HistoryFilter filter;

    friend bool operator==(const AuditHistoryRequest &, const AuditHistoryRequest &) = default;
};

/// A request that could not be read, though it is clear which one it is: it is answered with the error, if
/// the asker may ask it at all. Made by a decoder, never sent.
struct UnreadableRequest {
    Error error;
    std::optional<size_t> verb{}; ///< its index in RequestBody; none: there is no such verb

    friend bool operator==(const UnreadableRequest &, const UnreadableRequest &) = default;
};

using RequestBody =
    std::variant<HelloRequest, PingRequest, InventoryRequest, SubscribeRequest, RegisterNamespaceRequest,
                 DeregisterNamespaceRequest, ReplaceNamespaceRequest, StartTransmissionRequest,
                 SetMinimumClientsRequest, RearmNamespaceRequest, RetrieveNamespacesRequest, PoliciesRequest,
                 CommitPolicyRequest, StartServiceRequest, StopServiceRequest, RestartServiceRequest,
                 SetServiceEnabledRequest, ReadSettingsRequest, SetupRequest, RateLimitsRequest,
                 SetRateLimitRequest, TerminateContentRequest, TerminateSessionRequest,
                 DisconnectClientRequest, InitiateRequest, CreateTokenRequest, ListTokensRequest,
                 RevokeTokenRequest, SessionHistoryRequest, AuditHistoryRequest, UnreadableRequest>;

struct Request {
    quint64 id = 0; ///< chosen by the asker, rising from 1
    RequestBody body;

    friend bool operator==(const Request &, const Request &) = default;
};

/// Whether the role may ask this. Hello, and what is no verb, are open to all.
bool allows(Role role, const RequestBody &body);
/// Whether it changes something on the server on somebody's order: what the audit is about.
bool isAdministrative(const RequestBody &body);

} // namespace castdeck
