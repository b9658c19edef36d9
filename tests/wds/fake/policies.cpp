// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/fake/policies.h"

namespace castdeck::wds::fake
{

namespace
{

constexpr auto invalidPorts = static_cast<HRESULT>(0xC1100111);

/// What a policy is beside its properties: the store's values, and those written over them.
template <class Interface>
class Policy : public Object<Interface>
{
public:
    explicit Policy(const char *name) : m_name(name) { read(); }

    HRESULT STDMETHODCALLTYPE get_Dirty(VARIANT_BOOL *dirty) override
    {
        *dirty = m_dirty ? VARIANT_TRUE : VARIANT_FALSE;
        return Scenario::instance().property("Policy.Dirty", m_name);
    }
    HRESULT STDMETHODCALLTYPE Discard() override
    {
        const HRESULT refused = Scenario::instance().enter("Policy.Discard", m_name);
        if (SUCCEEDED(refused) && m_dirty)
            read();
        return refused;
    }
    HRESULT STDMETHODCALLTYPE Refresh() override
    {
        const HRESULT refused = Scenario::instance().enter("Policy.Refresh", m_name);
        if (SUCCEEDED(refused) && m_dirty)
            return static_cast<HRESULT>(0xC110010F);
        if (SUCCEEDED(refused))
            read();
        return refused;
    }
    HRESULT STDMETHODCALLTYPE Commit() override
    {
        const HRESULT refused = Scenario::instance().enter("Policy.Commit", m_name);
        if (FAILED(refused))
            return refused;
        const HRESULT wrong = check();
        if (FAILED(wrong))
            return wrong;
        Scenario::instance().change([this](json &data) { data[m_name] = m_values; });
        m_dirty = false;
        return S_OK;
    }

protected:
    /// What a commit says of the values together.
    virtual HRESULT check() const { return S_OK; }

    ULONG number(const char *key, ULONG otherwise = 0) const
    {
        return m_values.contains(key) ? m_values.at(key).template get<ULONG>() : otherwise;
    }
    std::string text(const char *key) const { return m_values.value(key, ""); }
    HRESULT get(const char *key) const
    {
        return Scenario::instance().property((m_name + "." + key).c_str(), m_name);
    }
    HRESULT put(const char *key, const json &value)
    {
        const HRESULT refused = Scenario::instance().enter(
            (m_name + "." + key + "=").c_str(), value.is_string() ? value.get<std::string>() : value.dump());
        if (FAILED(refused))
            return refused;
        m_values[key] = value;
        m_dirty = true;
        return S_OK;
    }
    HRESULT getNumber(const char *key, ULONG *value) const
    {
        *value = number(key);
        return get(key);
    }
    HRESULT getFlag(const char *key, VARIANT_BOOL *value) const
    {
        *value = number(key) ? VARIANT_TRUE : VARIANT_FALSE;
        return get(key);
    }

private:
    void read()
    {
        m_values = Scenario::instance().data()->value(m_name, json::object());
        m_dirty = false;
    }

    std::string m_name;
    json m_values;
    bool m_dirty = false;
};

using Family = WDSTRANSPORT_IP_ADDRESS_TYPE;

class ServicePolicy : public Policy<IWdsTransportServicePolicy2>
{
public:
    ServicePolicy() : Policy("service") {}

    HRESULT STDMETHODCALLTYPE get_IpAddressSource(Family family,
                                                  WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE *type) override
    {
        *type = static_cast<WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE>(number(key("source", family).c_str()));
        return get(key("source", family).c_str());
    }
    HRESULT STDMETHODCALLTYPE put_IpAddressSource(Family family,
                                                  WDSTRANSPORT_IP_ADDRESS_SOURCE_TYPE type) override
    {
        if (family == WdsTptIpAddressIpv6 && type == WdsTptIpAddressSourceDhcp)
            return static_cast<HRESULT>(0xC110011A);
        return put(key("source", family).c_str(), ULONG(type));
    }
    HRESULT STDMETHODCALLTYPE get_StartIpAddress(Family family, BSTR *address) override
    {
        *address = bstrOf(text(key("start", family).c_str()));
        return get(key("start", family).c_str());
    }
    HRESULT STDMETHODCALLTYPE put_StartIpAddress(Family family, BSTR address) override
    {
        return put(key("start", family).c_str(), textOf(address));
    }
    HRESULT STDMETHODCALLTYPE get_EndIpAddress(Family family, BSTR *address) override
    {
        *address = bstrOf(text(key("end", family).c_str()));
        return get(key("end", family).c_str());
    }
    HRESULT STDMETHODCALLTYPE put_EndIpAddress(Family family, BSTR address) override
    {
        return put(key("end", family).c_str(), textOf(address));
    }
    HRESULT STDMETHODCALLTYPE get_StartPort(ULONG *port) override { return getNumber("startPort", port); }
    /// As strict as it may be: neither end may be beyond the other, not even for a moment.
    HRESULT STDMETHODCALLTYPE put_StartPort(ULONG port) override
    {
        return port == 0 || port > number("endPort") ? invalidPorts : put("startPort", port);
    }
    HRESULT STDMETHODCALLTYPE get_EndPort(ULONG *port) override { return getNumber("endPort", port); }
    HRESULT STDMETHODCALLTYPE put_EndPort(ULONG port) override
    {
        return port > 65'535 || port < number("startPort") ? invalidPorts : put("endPort", port);
    }
    HRESULT STDMETHODCALLTYPE get_NetworkProfile(WDSTRANSPORT_NETWORK_PROFILE_TYPE *profile) override
    {
        *profile = WdsTptNetworkProfileUnknown;
        return static_cast<HRESULT>(0xC110011F);
    }
    HRESULT STDMETHODCALLTYPE put_NetworkProfile(WDSTRANSPORT_NETWORK_PROFILE_TYPE) override
    {
        return static_cast<HRESULT>(0xC110011F);
    }
    HRESULT STDMETHODCALLTYPE get_UdpPortPolicy(WDSTRANSPORT_UDP_PORT_POLICY *policy) override
    {
        *policy = static_cast<WDSTRANSPORT_UDP_PORT_POLICY>(number("udpPortPolicy"));
        return get("udpPortPolicy");
    }
    HRESULT STDMETHODCALLTYPE put_UdpPortPolicy(WDSTRANSPORT_UDP_PORT_POLICY policy) override
    {
        return put("udpPortPolicy", ULONG(policy));
    }
    HRESULT STDMETHODCALLTYPE get_TftpMaximumBlockSize(ULONG *size) override
    {
        return getNumber("tftpBlock", size);
    }
    HRESULT STDMETHODCALLTYPE put_TftpMaximumBlockSize(ULONG size) override { return put("tftpBlock", size); }
    HRESULT STDMETHODCALLTYPE get_EnableTftpVariableWindowExtension(VARIANT_BOOL *enabled) override
    {
        return getFlag("tftpWindow", enabled);
    }
    HRESULT STDMETHODCALLTYPE put_EnableTftpVariableWindowExtension(VARIANT_BOOL enabled) override
    {
        return put("tftpWindow", enabled ? 1 : 0);
    }

private:
    static std::string key(const char *what, Family family)
    {
        return std::string(what) + (family == WdsTptIpAddressIpv6 ? "6" : "4");
    }
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportCacheable), CASTDECK_KNOWN(IWdsTransportServicePolicy),
                CASTDECK_KNOWN(IWdsTransportServicePolicy2)};
    }
    HRESULT check() const override
    {
        return text("start4").substr(0, 4) == "239." || text("start4").empty()
                   ? S_OK
                   : static_cast<HRESULT>(0xC1100117);
    }
};

class SessionPolicy : public Policy<IWdsTransportMulticastSessionPolicy>
{
public:
    SessionPolicy() : Policy("multicastSession") {}

    HRESULT STDMETHODCALLTYPE
    get_SlowClientHandling(WDSTRANSPORT_SLOW_CLIENT_HANDLING_TYPE *handling) override
    {
        *handling = static_cast<WDSTRANSPORT_SLOW_CLIENT_HANDLING_TYPE>(number("handling"));
        return get("handling");
    }
    HRESULT STDMETHODCALLTYPE put_SlowClientHandling(WDSTRANSPORT_SLOW_CLIENT_HANDLING_TYPE handling) override
    {
        return put("handling", ULONG(handling));
    }
    HRESULT STDMETHODCALLTYPE get_AutoDisconnectThreshold(ULONG *threshold) override
    {
        return getNumber("threshold", threshold);
    }
    HRESULT STDMETHODCALLTYPE put_AutoDisconnectThreshold(ULONG threshold) override
    {
        return threshold == 0 ? static_cast<HRESULT>(0xC110011C) : put("threshold", threshold);
    }
    HRESULT STDMETHODCALLTYPE get_MultistreamStreamCount(ULONG *count) override
    {
        return getNumber("streams", count);
    }
    HRESULT STDMETHODCALLTYPE put_MultistreamStreamCount(ULONG count) override
    {
        return count != 2 && count != 3 ? static_cast<HRESULT>(0xC110011B) : put("streams", count);
    }
    HRESULT STDMETHODCALLTYPE get_SlowClientFallback(VARIANT_BOOL *fallback) override
    {
        return getFlag("fallback", fallback);
    }
    HRESULT STDMETHODCALLTYPE put_SlowClientFallback(VARIANT_BOOL fallback) override
    {
        return put("fallback", fallback ? 1 : 0);
    }

private:
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportCacheable), CASTDECK_KNOWN(IWdsTransportMulticastSessionPolicy)};
    }
};

class DiagnosticsPolicy : public Policy<IWdsTransportDiagnosticsPolicy>
{
public:
    DiagnosticsPolicy() : Policy("diagnostics") {}

    HRESULT STDMETHODCALLTYPE get_Enabled(VARIANT_BOOL *enabled) override
    {
        return getFlag("enabled", enabled);
    }
    HRESULT STDMETHODCALLTYPE put_Enabled(VARIANT_BOOL enabled) override
    {
        return put("enabled", enabled ? 1 : 0);
    }
    HRESULT STDMETHODCALLTYPE get_Components(ULONG *components) override
    {
        return getNumber("components", components);
    }
    HRESULT STDMETHODCALLTYPE put_Components(ULONG components) override
    {
        return components > 0xF ? static_cast<HRESULT>(0xC110010E) : put("components", components);
    }

private:
    std::vector<Known> interfaces() const override
    {
        return {CASTDECK_KNOWN(IWdsTransportCacheable), CASTDECK_KNOWN(IWdsTransportDiagnosticsPolicy)};
    }
};

} // namespace

IWdsTransportServicePolicy *servicePolicy()
{
    return new ServicePolicy;
}

IWdsTransportMulticastSessionPolicy *sessionPolicy()
{
    return new SessionPolicy;
}

IWdsTransportDiagnosticsPolicy *diagnosticsPolicy()
{
    return new DiagnosticsPolicy;
}

} // namespace castdeck::wds::fake
