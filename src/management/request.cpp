// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/request.h"

#include <array>

namespace castdeck
{

namespace
{

enum class Right : quint8 { Anything, Read, Operate, Administer, Initiate };

template <class Body, class... Bodies>
constexpr bool isOneOf = (std::is_same_v<Body, Bodies> || ...);

template <class Body>
constexpr Right rightOf()
{
    if (isOneOf<Body, HelloRequest, PingRequest, UnreadableRequest>)
        return Right::Anything;
    if (isOneOf<Body, InventoryRequest, SubscribeRequest, RetrieveNamespacesRequest, PoliciesRequest,
                SetupRequest, SessionHistoryRequest, RateLimitsRequest>)
        return Right::Read;
    if (isOneOf<Body, TerminateContentRequest, TerminateSessionRequest, DisconnectClientRequest,
                StartTransmissionRequest>)
        return Right::Operate;
    if (isOneOf<Body, InitiateRequest>)
        return Right::Initiate;
    return Right::Administer;
}

template <size_t... I>
constexpr auto rightsOf(std::index_sequence<I...>)
{
    return std::array{rightOf<std::variant_alternative_t<I, RequestBody>>()...};
}

constexpr auto rights = rightsOf(std::make_index_sequence<std::variant_size_v<RequestBody>>());

/// What is asked counts, not whether it can be read: what is wrong with it is for those who may ask it.
Right rightFor(const RequestBody &body)
{
    const auto *unreadable = std::get_if<UnreadableRequest>(&body);
    return rights.at(unreadable ? unreadable->verb.value_or(body.index()) : body.index());
}

} // namespace

bool allows(Role role, const RequestBody &body)
{
    switch (rightFor(body)) {
    case Right::Anything:
        return true;
    case Right::Read:
        return role != Role::Receiver;
    case Right::Operate:
        return role == Role::Operator || role == Role::Admin;
    case Right::Administer:
        return role == Role::Admin;
    case Right::Initiate:
        return role == Role::Receiver || role == Role::Admin;
    }
    return false;
}

bool isAdministrative(const RequestBody &body)
{
    const Right right = rights.at(body.index());
    const bool onlyLooks =
        std::holds_alternative<ListTokensRequest>(body) || std::holds_alternative<AuditHistoryRequest>(body);
    return (right == Right::Operate || right == Right::Administer) && !onlyLooks;
}

} // namespace castdeck
