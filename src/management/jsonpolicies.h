// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"
#include "core/requests.h"
#include "core/setup.h"
#include "management/jsonarchive.h"
#include "management/jsonenums.h"
#include "management/request.h"

/// The JSON fields of policies, service verbs and setup.
namespace castdeck::json
{

template <class A>
void fields(A &a, typename A::template Ref<AddressPolicy> v)
{
    a("ipAddressSource", v.source);
    a("startIpAddress", v.startAddress);
    a("endIpAddress", v.endAddress);
}

template <class A>
void fields(A &a, typename A::template Ref<ServicePolicy> v)
{
    a("version", v.version);
    a("ipv4", v.ipv4);
    a("ipv6", v.ipv6);
    a("startPort", v.startPort);
    a("endPort", v.endPort);
    a("udpPortPolicy", v.udpPortPolicy);
}

template <class A>
void fields(A &a, typename A::template Ref<MulticastSessionPolicy> v)
{
    a("version", v.version);
    a("slowClientHandling", v.slowClientHandling);
    a("autoDisconnectThreshold", v.autoDisconnectThreshold);
    a("multistreamStreamCount", v.multistreamStreamCount);
    a("slowClientFallback", v.slowClientFallback);
}

template <class A>
void fields(A &a, typename A::template Ref<DiagnosticsPolicy> v)
{
    a("version", v.version);
    a("enabled", v.enabled);
    a("components", v.components);
}

template <class A>
void fields(A &a, typename A::template Ref<Policies> v)
{
    a("service", v.service);
    a("multicastSession", v.multicastSession);
    a("diagnostics", v.diagnostics);
}

// One member, called as the policy is.
template <class A>
requires(!std::is_same_v<A, Reader>) void fields(A &a, const CommitPolicy &v)
{
    const QByteArray name = policyName(v.policy).toLatin1();
    std::visit([&](const auto &policy) { a(name.constData(), policy); }, v.policy);
}

template <class P>
bool takePolicy(Reader &a, Policy &policy)
{
    std::optional<P> found;
    a(policyName(P{}).toLatin1().constData(), found);
    if (found)
        policy = *found;
    return found.has_value();
}

inline void fields(Reader &a, CommitPolicy &v)
{
    if (takePolicy<MulticastSessionPolicy>(a, v.policy) || takePolicy<DiagnosticsPolicy>(a, v.policy))
        return;
    a("service", std::get<ServicePolicy>(v.policy));
}

template <class A>
void fields(A &a, typename A::template Ref<PolicyReport> v)
{
    a("version", v.version);
    a("live", v.live);
    a("needsRestart", v.needsRestart);
    a("clientsCut", v.clientsCut);
}

template <class A>
void fields(A &a, typename A::template Ref<ContentProviderInfo> v)
{
    a("name", v.name);
    a("description", v.description);
    a("allowUnauthenticated", v.allowUnauthenticated);
}

template <class A>
void fields(A &a, typename A::template Ref<SetupInfo> v)
{
    a("version", v.version);
    a("features", v.features);
    a("protocols", v.protocols);
    a("contentProviders", v.contentProviders);
}

template <class A>
void fields(A &a, typename A::template Ref<StopService> v)
{
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<RestartService> v)
{
    a("terminate", v.terminate);
    a("order", v.order);
}

template <class A>
void fields(A &a, typename A::template Ref<SetServiceEnabled> v)
{
    a("enabled", v.enabled);
}

} // namespace castdeck::json
