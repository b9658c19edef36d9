// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/policies.h"

#include "apps/wds/codes.h"
#include "apps/wds/parameters.h"

#include <functional>
#include <memory>

namespace castdeck::wds
{

namespace
{

using Pointer = json::json_pointer;

/// A property, where it is in the JSON, and both ways between it and the object.
struct Property {
    const char *path; ///< "/ipv4/startIpAddress"
    std::function<json(Calls &)> read;
    std::function<void(Calls &, const json &)> write;
    json otherwise; ///< what an older Windows, which has not this property, does
};

/// A policy's object and its properties. An older Windows may have no such object.
struct PolicyObject {
    const char *name = "";
    Ref<IWdsTransportCacheable> cacheable;
    std::uint32_t missing = 0; ///< the code that says so of a write
    std::vector<Property> properties;
};

struct Word {
    ULONG value;
    const char *text;
};

constexpr Word sources[] = {{WdsTptIpAddressSourceUnknown, "unknown"},
                            {WdsTptIpAddressSourceDhcp, "dhcp"},
                            {WdsTptIpAddressSourceRange, "range"}};
constexpr Word portPolicies[] = {{WdsTptUdpPortPolicyDynamic, "dynamic"},
                                 {WdsTptUdpPortPolicyFixed, "fixed"}};
constexpr Word handlings[] = {{WdsTptSlowClientHandlingUnknown, "unknown"},
                              {WdsTptSlowClientHandlingNone, "none"},
                              {WdsTptSlowClientHandlingAutoDisconnect, "autodisconnect"},
                              {WdsTptSlowClientHandlingMultistream, "multistream"}};

template <std::size_t N>
json wordOf(ULONG value, const Word (&words)[N])
{
    for (const Word &word : words) {
        if (word.value == value)
            return word.text;
    }
    return words[0].text;
}

/// Refused if it is none of them.
template <std::size_t N>
ULONG valueOf(Calls &calls, const char *path, const json &text, const Word (&words)[N])
{
    for (const Word &word : words) {
        if (text == word.text)
            return word.value;
    }
    calls.refuse(code::InvalidParameter, std::string(path) + " must be one of the known words");
    return 0;
}

template <class Object>
Property number(const char *path, const Ref<Object> &object, HRESULT (Object::*get)(ULONG *),
                HRESULT (Object::*put)(ULONG), ULONG otherwise)
{
    return {path, [=](Calls &calls) -> json { return calls.number(path, object, get); },
            [=](Calls &calls, const json &value) { calls.run(path, object, put, value.get<ULONG>()); },
            otherwise};
}

template <class Object>
Property flag(const char *path, const Ref<Object> &object, HRESULT (Object::*get)(VARIANT_BOOL *),
              HRESULT (Object::*put)(VARIANT_BOOL), bool otherwise)
{
    return {path, [=](Calls &calls) -> json { return calls.flag(path, object, get); },
            [=](Calls &calls, const json &value) {
                calls.run(path, object, put, variantBool(value.get<bool>()));
            },
            otherwise};
}

template <class Object, class Value, std::size_t N>
Property word(const char *path, const Ref<Object> &object, HRESULT (Object::*get)(Value *),
              HRESULT (Object::*put)(Value), const Word (&words)[N], const char *otherwise)
{
    return {path,
            [=, &words](Calls &calls) {
                Value value{};
                calls.run(path, object, get, &value);
                return wordOf(static_cast<ULONG>(value), words);
            },
            [=, &words](Calls &calls, const json &text) {
                const auto value = static_cast<Value>(valueOf(calls, path, text, words));
                calls.run(path, object, put, value);
            },
            otherwise};
}

using Service = Ref<IWdsTransportServicePolicy>;
using Family = WDSTRANSPORT_IP_ADDRESS_TYPE;

Property source(const char *path, const Service &object, Family family)
{
    return {path,
            [=](Calls &calls) {
                WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE value = WdsTptIpAddressSourceRange;
                calls.run(path, object, &IWdsTransportServicePolicy::get_IpAddressSource, family, &value);
                return wordOf(static_cast<ULONG>(value), sources);
            },
            [=](Calls &calls, const json &text) {
                const auto value =
                    static_cast<WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE>(valueOf(calls, path, text, sources));
                calls.run(path, object, &IWdsTransportServicePolicy::put_IpAddressSource, family, value);
            },
            "range"};
}

Property address(const char *path, const Service &object, Family family,
                 HRESULT (IWdsTransportServicePolicy::*get)(Family, BSTR *),
                 HRESULT (IWdsTransportServicePolicy::*put)(Family, BSTR))
{
    return {path,
            [=](Calls &calls) -> json {
                Bstr text;
                calls.run(path, object, get, family, text.out());
                return shortened(text.view());
            },
            [=](Calls &calls, const json &value) {
                const Bstr text(value.get<std::string>());
                calls.run(path, object, put, family, text.get());
            },
            ""};
}

Result<PolicyObject> servicePolicy(const WdsServer &server)
{
    using P = IWdsTransportServicePolicy;
    Calls calls("service policy");
    const Service object = calls.object("ServicePolicy", server.configuration,
                                        &IWdsTransportConfigurationManager::get_ServicePolicy);
    if (calls.failed())
        return calls.unexpected();
    const auto newer = object.as<IWdsTransportServicePolicy2>();
    PolicyObject policy{"service", object.as<IWdsTransportCacheable>(), 0, {}};
    const auto family = [&](const char *from, const char *start, const char *end, Family type) {
        policy.properties.push_back(source(from, object, type));
        policy.properties.push_back(
            address(start, object, type, &P::get_StartIpAddress, &P::put_StartIpAddress));
        policy.properties.push_back(address(end, object, type, &P::get_EndIpAddress, &P::put_EndIpAddress));
    };
    family("/ipv4/ipAddressSource", "/ipv4/startIpAddress", "/ipv4/endIpAddress", WdsTptIpAddressIpv4);
    family("/ipv6/ipAddressSource", "/ipv6/startIpAddress", "/ipv6/endIpAddress", WdsTptIpAddressIpv6);
    policy.properties.push_back(number("/startPort", object, &P::get_StartPort, &P::put_StartPort, 0));
    policy.properties.push_back(number("/endPort", object, &P::get_EndPort, &P::put_EndPort, 0));
    if (newer) {
        policy.properties.push_back(
            word("/udpPortPolicy", newer, &IWdsTransportServicePolicy2::get_UdpPortPolicy,
                 &IWdsTransportServicePolicy2::put_UdpPortPolicy, portPolicies, "fixed"));
    } else {
        policy.properties.push_back({"/udpPortPolicy", [](Calls &) -> json { return "fixed"; },
                                     [](Calls &write, const json &) {
                                         write.refuse(code::UdpPortPolicyNotSupported, "/udpPortPolicy");
                                     },
                                     "fixed"});
    }
    return policy;
}

Result<PolicyObject> sessionPolicy(const WdsServer &server)
{
    using P = IWdsTransportMulticastSessionPolicy;
    Calls calls("multicast session policy");
    Ref<P> object;
    if (server.configuration2) {
        object = calls.object("MulticastSessionPolicy", server.configuration2,
                              &IWdsTransportConfigurationManager2::get_MulticastSessionPolicy);
    }
    if (calls.failed() && calls.failure().code != code::SessionPolicyNotSupported)
        return calls.unexpected();
    PolicyObject policy{"multicastSession",
                        object.template as<IWdsTransportCacheable>(),
                        code::SessionPolicyNotSupported,
                        {}};
    policy.properties = {
        word("/slowClientHandling", object, &P::get_SlowClientHandling, &P::put_SlowClientHandling, handlings,
             "none"),
        number("/autoDisconnectThreshold", object, &P::get_AutoDisconnectThreshold,
               &P::put_AutoDisconnectThreshold, 256),
        number("/multistreamStreamCount", object, &P::get_MultistreamStreamCount,
               &P::put_MultistreamStreamCount, 3),
        flag("/slowClientFallback", object, &P::get_SlowClientFallback, &P::put_SlowClientFallback, true),
    };
    return policy;
}

Result<PolicyObject> diagnosticsPolicy(const WdsServer &server)
{
    using P = IWdsTransportDiagnosticsPolicy;
    Calls calls("diagnostics policy");
    const Ref<P> object = calls.object("DiagnosticsPolicy", server.configuration,
                                       &IWdsTransportConfigurationManager::get_DiagnosticsPolicy);
    if (calls.failed())
        return calls.unexpected();
    PolicyObject policy{"diagnostics", object.as<IWdsTransportCacheable>(), 0, {}};
    policy.properties = {flag("/enabled", object, &P::get_Enabled, &P::put_Enabled, false),
                         number("/components", object, &P::get_Components, &P::put_Components, 0)};
    return policy;
}

/// FNV-1a, in as many bits as a number of JSON has.
std::uint64_t versionOf(const json &policy)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : dumped(policy))
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return (hash & ((1ULL << 53U) - 1)) | 1U;
}

/// What the store has now. Changes that somebody left in the object are not in it.
Result<json> stored(const PolicyObject &policy)
{
    json values;
    if (!policy.cacheable) {
        for (const Property &property : policy.properties)
            values[Pointer(property.path)] = property.otherwise;
        return values;
    }
    Calls calls(std::string("policy ") + policy.name);
    if (calls.flag("Dirty", policy.cacheable, &IWdsTransportCacheable::get_Dirty))
        calls.run("Discard", policy.cacheable, &IWdsTransportCacheable::Discard);
    calls.run("Refresh", policy.cacheable, &IWdsTransportCacheable::Refresh);
    if (calls.failed())
        return calls.unexpected();
    for (const Property &property : policy.properties) {
        json value = property.read(calls);
        const bool isMissing =
            calls.failed() && (calls.failure().code == code::Ipv6NotSupported ||
                               calls.failure().code == static_cast<std::uint32_t>(E_NOTIMPL));
        if (isMissing) {
            value = property.otherwise;
            calls.forgive();
        }
        if (calls.failed())
            return calls.unexpected();
        values[Pointer(property.path)] = std::move(value);
    }
    return values;
}

/// "/ipv4/startIpAddress" as Castdeck calls a property: "ipv4.startIpAddress".
std::string propertyName(const char *path)
{
    std::string name = path + 1;
    for (char &c : name)
        c = c == '/' ? '.' : c;
    return name;
}

/// The properties of a policy as they were sent, each of the kind that it has here.
Result<json> wantedOf(const PolicyObject &policy, const json &given)
{
    json wanted;
    for (const Property &property : policy.properties) {
        const Pointer at(property.path);
        const std::string what = std::string("params.") + policy.name + "." + propertyName(property.path);
        // A pointer into something that is no object throws.
        const bool isInside =
            given.is_object() && (at.parent_pointer().empty() || (given.contains(at.parent_pointer()) &&
                                                                  given.at(at.parent_pointer()).is_object()));
        if (!isInside || !given.contains(at))
            return failure(code::InvalidParameter, what + " is missing");
        const json &value = given.at(at);
        const bool fits = property.otherwise.is_boolean() ? value.is_boolean()
                          : property.otherwise.is_number()
                              ? value.is_number_unsigned() && value <= 0xFFFFFFFFU
                              : value.is_string();
        if (!fits)
            return failure(code::InvalidParameter, what + " is of another kind");
        wanted[at] = value;
    }
    return wanted;
}

bool isRange(const Failure &failure)
{
    return failure.code == code::InvalidServicePortRange ||
           failure.code == code::InvalidServiceIpAddressRange;
}

/// Writes those properties. One end of a range may be refused as long as the other is the old one, so it is
/// tried again when the others are written.
Result<void> write(const PolicyObject &policy, const std::vector<const Property *> &changed,
                   const json &wanted)
{
    std::vector<const Property *> again;
    for (const bool isLast : {false, true}) {
        for (const Property *property : isLast ? again : changed) {
            Calls calls(std::string("policy ") + policy.name);
            property->write(calls, wanted.at(Pointer(property->path)));
            if (calls.failed() && (isLast || !isRange(calls.failure())))
                return calls.unexpected();
            if (calls.failed())
                again.push_back(property);
        }
    }
    Calls calls(std::string("policy ") + policy.name);
    if (!calls.run("Commit", policy.cacheable, &IWdsTransportCacheable::Commit))
        return calls.unexpected();
    return {};
}

Result<json> commit(const PolicyObject &policy, const json &given)
{
    Parameters base(given, std::string("params.") + policy.name);
    const std::uint64_t version = base.version("version");
    if (base.failed())
        return base.unexpected();
    const auto wanted = wantedOf(policy, given);
    if (!wanted)
        return tl::unexpected(wanted.error());
    const auto before = stored(policy);
    if (!before)
        return tl::unexpected(before.error());
    if (version != versionOf(*before))
        return failure(code::PolicyConflict, std::string("policy ") + policy.name);

    std::vector<const Property *> changed;
    json names = json::array();
    for (const Property &property : policy.properties) {
        if (wanted->at(Pointer(property.path)) != before->at(Pointer(property.path))) {
            changed.push_back(&property);
            names.push_back(propertyName(property.path));
        }
    }
    if (!changed.empty() && !policy.cacheable)
        return failure(policy.missing, std::string("policy ") + policy.name);
    if (!changed.empty()) {
        if (const auto written = write(policy, changed, *wanted); !written) {
            Calls calls(std::string("policy ") + policy.name);
            calls.run("Discard", policy.cacheable, &IWdsTransportCacheable::Discard);
            return tl::unexpected(written.error());
        }
    }
    const auto after = stored(policy);
    if (!after)
        return tl::unexpected(after.error());
    return json{{"version", versionOf(*after)}, {"changed", names}};
}

using MakePolicy = Result<PolicyObject> (*)(const WdsServer &);
constexpr MakePolicy makers[] = {servicePolicy, sessionPolicy, diagnosticsPolicy};

} // namespace

Result<json> readPolicies(const WdsServer &server)
{
    json all;
    for (const MakePolicy make : makers) {
        const auto policy = make(server);
        if (!policy)
            return tl::unexpected(policy.error());
        auto values = stored(*policy);
        if (!values)
            return tl::unexpected(values.error());
        const std::uint64_t version = versionOf(*values);
        (*values)["version"] = version;
        all[policy->name] = std::move(*values);
    }
    return all;
}

Result<json> commitPolicy(const WdsServer &server, const json &params)
{
    for (const MakePolicy make : makers) {
        const auto policy = make(server);
        if (!policy)
            return tl::unexpected(policy.error());
        if (const auto given = params.find(policy->name); given != params.end())
            return commit(*policy, *given);
    }
    return failure(code::InvalidParameter, "params.service is missing");
}

} // namespace castdeck::wds
