// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/jsonarchive.h"
#include "management/jsonhistory.h"
#include "management/jsonpolicies.h"
#include "management/message.h"

/// The JSON fields of the inventory, of orders, initiation and tokens, and of the requests about them.
namespace castdeck::json
{

/// Of what has none.
template <class A, class T>
requires std::is_empty_v<std::remove_cvref_t<T>>
void fields(A &, T &&) {}

template <class A>
void fields(A &a, typename A::template Ref<Error> v)
{
    quint32 code = quint32(v.code);
    a("code", code);
    a.optional("detail", v.detail);
    if constexpr (std::is_same_v<A, Reader>)
        v.code = ErrorCode(code);
}

template <class A>
void fields(A &a, typename A::template Ref<ServerInfo> v)
{
    a("name", v.name);
    a("version", v.version);
    if constexpr (std::is_same_v<A, Reader>) { // true if it is not said
        a.optional("serviceRunning", v.serviceRunning);
        a.optional("serviceEnabled", v.serviceEnabled);
    } else {
        a("serviceRunning", v.serviceRunning);
        a("serviceEnabled", v.serviceEnabled);
    }
    a.optional("serviceDraining", v.serviceDraining);
}

template <class A>
void fields(A &a, typename A::template Ref<NamespaceInfo> v)
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

template <class A>
void fields(A &a, typename A::template Ref<ContentInfo> v)
{
    a("id", v.id);
    a("namespaceId", v.namespaceId);
    a("name", v.name);
    a("size", v.size);
    a.optional("digestState", v.digestState);
    a.optional("digest", v.digest);
}

template <class A>
void fields(A &a, typename A::template Ref<SessionInfo> v)
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
}

template <class A>
void fields(A &a, typename A::template Ref<ClientInfo> v)
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
}

template <class A>
void fields(A &a, typename A::template Ref<Notice> v)
{
    a("kind", v.kind);
    a("time", v.time);
    a.optional("subject", v.subject);
    a("sessionId", v.sessionId);
    a("clientId", v.clientId);
    a.optional("by", v.by);
    a.optional("reason", v.reason);
    a("count", v.count);
    a.optional("names", v.names);
    a("error", v.error);
}

template <class A>
void fields(A &a, typename A::template Ref<Inventory> v)
{
    a("revision", v.revision);
    a("server", v.server);
    a("namespaces", v.namespaces);
    a("contents", v.contents);
    a("sessions", v.sessions);
    a("clients", v.clients);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectOrder> v)
{
    a("type", v.type);
    a.optional("reason", v.reason);
    a.optional("by", v.by);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectReport> v)
{
    a("revision", v.revision);
    a("disconnected", v.disconnected);
    a("unanswered", v.unanswered);
    a("unansweredNames", v.unansweredNames);
}

template <class A>
void fields(A &a, typename A::template Ref<NamespaceReport> v)
{
    a("revision", v.revision);
    a("id", v.id);
}

// Keys of session-initiation §3.6. Who asks from where is not the asker's to say, so it is not sent.
template <class A>
void fields(A &a, typename A::template Ref<InitiationAsk> v)
{
    a("namespace", v.namespaceName);
    a("content", v.content);
    a("client", v.client);
    a.optional("capabilities", v.capabilities);
}

template <class A>
void fields(A &a, typename A::template Ref<InitiationGrant> v)
{
    a("multicastAddress", v.multicastAddress);
    a("multicastPort", v.multicastPort);
    a("unicastAddress", v.unicastAddress);
    a("unicastPort", v.unicastPort);
    a("sessionId", v.sessionId);
    a("contentSize", v.contentSize);
    a("blockSize", v.blockSize);
    a("totalBlocks", v.totalBlocks);
    a.optional("contentMetadata", v.contentMetadata);
    a.optional("symKey", v.symKey);
    a.optional("signKey", v.signKey);
    a.optional("hashAlgId", v.hashAlgId);
    a.optional("hmacAlgId", v.hmacAlgId);
    a.optional("secMode", v.secMode);
    a.optional("userSid", v.userSid);
    a.optional("contentDigest", v.contentDigest);
    a.optional("fallbackUrl", v.fallbackUrl);
    a.optional("fallbackPort", v.fallbackPort);
    a.optional("fallbackTicket", v.fallbackTicket);
}

template <class A>
void fields(A &a, typename A::template Ref<TokenInfo> v)
{
    a("id", v.id);
    a("name", v.name);
    a("role", v.role);
    a("createdAt", v.createdAt);
    a("expiresAt", v.expiresAt);
}

template <class A>
void fields(A &a, typename A::template Ref<NewToken> v)
{
    a("info", v.info);
    a("secret", v.secret);
}

template <class A>
void fields(A &a, typename A::template Ref<Hello> v)
{
    a("protocol", v.protocol);
    a.optional("token", v.token);
}

template <class A>
void fields(A &a, typename A::template Ref<Welcome> v)
{
    a("protocol", v.protocol);
    a("server", v.server);
    a("role", v.role);
    a("identity", v.identity);
}

template <class A>
void fields(A &a, typename A::template Ref<RegisterNamespace> v)
{
    a("namespace", v.what);
}

template <class A>
void fields(A &a, typename A::template Ref<DeregisterNamespace> v)
{
    a("id", v.id);
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<ReplaceNamespace> v)
{
    a("id", v.old);
    a("namespace", v.what);
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<StartTransmission> v)
{
    a("id", v.id);
}

template <class A>
void fields(A &a, typename A::template Ref<SetMinimumClients> v)
{
    a("id", v.id);
    a("minimumClients", v.minimumClients);
}

template <class A>
void fields(A &a, typename A::template Ref<RearmNamespace> v)
{
    a("id", v.id);
    a("startTime", v.startTime);
}

template <class A>
void fields(A &a, typename A::template Ref<RetrieveNamespaces> v)
{
    a.optional("contentProvider", v.filter.contentProvider);
    a.optional("name", v.filter.name);
    a.optional("includeTombstones", v.filter.includeTombstones);
}

template <class A>
void fields(A &a, typename A::template Ref<RateLimit> v)
{
    a("scope", v.scope);
    a.optional("id", v.id);
    a("bytesPerSecond", v.bytesPerSecond);
}

template <class A>
void fields(A &a, typename A::template Ref<SetRateLimit> v)
{
    fields(a, v.limit);
}

template <class A>
void fields(A &a, typename A::template Ref<TerminateContent> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<TerminateSession> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<DisconnectClient> v)
{
    a("id", v.id);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<InitiateSession> v)
{
    fields(a, v.ask);
}

template <class A>
void fields(A &a, typename A::template Ref<CreateToken> v)
{
    a("name", v.name);
    a("role", v.role);
    a("expiresAt", v.expiresAt);
}

template <class A>
void fields(A &a, typename A::template Ref<RevokeToken> v)
{
    a("id", v.id);
}

template <class A>
void fields(A &a, typename A::template Ref<Goodbye> v)
{
    a("reason", v.reason);
}

} // namespace castdeck::json
