// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/request.h"

namespace castdeck
{

namespace
{

enum class Right : quint8 { Anything, Read, Operate, Administer, Initiate };

template <class... Bodies>
bool isOneOf(const RequestBody &body)
{
    return (std::holds_alternative<Bodies>(body) || ...);
}

Right rightFor(const RequestBody &body)
{
    if (isOneOf<HelloRequest, PingRequest, UnreadableRequest>(body))
        return Right::Anything;
    if (isOneOf<InventoryRequest, SubscribeRequest, RetrieveNamespacesRequest, PoliciesRequest, SetupRequest,
                SessionHistoryRequest, RateLimitsRequest>(body))
        return Right::Read;
    if (isOneOf<TerminateContentRequest, TerminateSessionRequest, DisconnectClientRequest,
                StartTransmissionRequest>(body))
        return Right::Operate;
    if (isOneOf<InitiateRequest>(body))
        return Right::Initiate;
    return Right::Administer;
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
    const Right right = rightFor(body);
    return (right == Right::Operate || right == Right::Administer) &&
           !isOneOf<ListTokensRequest, AuditHistoryRequest>(body);
}

} // namespace castdeck
