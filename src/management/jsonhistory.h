// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "management/jsonarchive.h"
#include "management/jsonenums.h"
#include "management/request.h"

/// The JSON fields of the history and the audit.
namespace castdeck
{

inline bool fromText(const QString &text, SessionOutcome &value)
{
    return assign(value, sessionOutcomeFromText(text));
}

inline bool fromText(const QString &text, ClientOutcome &value)
{
    return assign(value, clientOutcomeFromText(text));
}

} // namespace castdeck

namespace castdeck::json
{

template <class A>
void fields(A &a, typename A::template Ref<EndedClient> v)
{
    a("id", v.id);
    a("name", v.name);
    a("macAddress", v.macAddress);
    a("ipAddress", v.ipAddress);
    a.optional("userIdentity", v.userIdentity);
    a("outcome", v.outcome);
    a("percentCompletion", v.percentCompletion);
    a("joinedAt", v.joinedAt);
    a("leftAt", v.leftAt);
    a.optional("by", v.by);
    a.optional("reason", v.reason);
}

template <class A>
void fields(A &a, typename A::template Ref<EndedSession> v)
{
    a("number", v.number);
    a("id", v.id);
    a("namespaceName", v.namespaceName);
    a("contentName", v.contentName);
    a("contentSize", v.contentSize);
    a("networkInterfaceName", v.interfaceName);
    a("serverAddress", v.serverAddress);
    a("groupAddress", v.groupAddress);
    a("port", v.port);
    a("startedAt", v.startedAt);
    a("endedAt", v.endedAt);
    a("bytesSent", v.bytesSent);
    a("meanRate", v.meanRate);
    a("outcome", v.outcome);
    a.optional("by", v.by);
    a.optional("reason", v.reason);
    a("error", v.error);
    a("clients", v.clients);
    a.optional("clientsOmitted", v.clientsOmitted);
}

template <class A>
void fields(A &a, typename A::template Ref<AuditRecord> v)
{
    a("number", v.number);
    a("time", v.time);
    a("who", v.who);
    a("role", v.role);
    a.optional("address", v.address);
    a("verb", v.verb);
    a.optional("subject", v.subject);
    a.optional("reason", v.reason);
    a("error", v.error);
}

template <class A>
void fields(A &a, typename A::template Ref<HistoryFilter> v)
{
    a("since", v.since);
    a("until", v.until);
    a.optional("before", v.before);
    a("limit", v.limit);
}

template <class A>
void fields(A &a, typename A::template Ref<SessionHistory> v)
{
    a("records", v.records);
    a.optional("next", v.next);
}

template <class A>
void fields(A &a, typename A::template Ref<AuditHistory> v)
{
    a("records", v.records);
    a.optional("next", v.next);
}

template <class A>
void fields(A &a, typename A::template Ref<RetrieveSessionHistory> v)
{
    fields(a, v.filter);
}

template <class A>
void fields(A &a, typename A::template Ref<RetrieveAudit> v)
{
    fields(a, v.filter);
}

} // namespace castdeck::json
