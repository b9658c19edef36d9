// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "wds/fake/tree.h"

#include <algorithm>

namespace castdeck::wds::fake
{

namespace
{

constexpr auto namespaceNotFound = static_cast<HRESULT>(0xC1210105);
constexpr auto contentNotFound = static_cast<HRESULT>(0xC1210103);

WDSTRANSPORT_NAMESPACE_TYPE typeOf(const json &word)
{
    if (word == "autocast")
        return WdsTptNamespaceTypeAutoCast;
    if (word == "scheduledcastmanualstart")
        return WdsTptNamespaceTypeScheduledCastManualStart;
    return word == "scheduledcastautostart" ? WdsTptNamespaceTypeScheduledCastAutoStart
                                            : WdsTptNamespaceTypeUnknown;
}

class Client : public Object<IWdsTransportClient>
{
public:
    explicit Client(Row row) : m_row(std::move(row)) {}

    HRESULT STDMETHODCALLTYPE get_Session(IWdsTransportSession **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE get_Id(ULONG *id) override
    {
        return numberProperty("Client.Id", m_row, "id", id);
    }
    HRESULT STDMETHODCALLTYPE get_Name(BSTR *name) override
    {
        return textProperty("Client.Name", m_row, "name", name);
    }
    HRESULT STDMETHODCALLTYPE get_MacAddress(BSTR *address) override
    {
        return textProperty("Client.MacAddress", m_row, "macAddress", address);
    }
    HRESULT STDMETHODCALLTYPE get_IpAddress(BSTR *address) override
    {
        return textProperty("Client.IpAddress", m_row, "ipAddress", address);
    }
    HRESULT STDMETHODCALLTYPE get_PercentCompletion(ULONG *percent) override
    {
        return numberProperty("Client.PercentCompletion", m_row, "percentCompletion", percent);
    }
    HRESULT STDMETHODCALLTYPE get_JoinDuration(ULONG *seconds) override
    {
        return numberProperty("Client.JoinDuration", m_row, "joinDuration", seconds);
    }
    HRESULT STDMETHODCALLTYPE get_CpuUtilization(ULONG *percent) override
    {
        return numberProperty("Client.CpuUtilization", m_row, "cpuUtilization", percent, 0xFF);
    }
    HRESULT STDMETHODCALLTYPE get_MemoryUtilization(ULONG *percent) override
    {
        return numberProperty("Client.MemoryUtilization", m_row, "memoryUtilization", percent, 0xFF);
    }
    HRESULT STDMETHODCALLTYPE get_NetworkUtilization(ULONG *percent) override
    {
        return numberProperty("Client.NetworkUtilization", m_row, "networkUtilization", percent, 0xFF);
    }
    HRESULT STDMETHODCALLTYPE get_UserIdentity(BSTR *identity) override
    {
        return textProperty("Client.UserIdentity", m_row, "userIdentity", identity);
    }
    HRESULT STDMETHODCALLTYPE Disconnect(WDSTRANSPORT_DISCONNECT_TYPE) override
    {
        return Scenario::instance().enter("Client.Disconnect", m_row.id());
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportClient)}; }

    Row m_row;
};

class Session : public Object<IWdsTransportSession>
{
public:
    explicit Session(Row row) : m_row(std::move(row)) {}

    HRESULT STDMETHODCALLTYPE get_Content(IWdsTransportContent **) override { return E_NOTIMPL; }
    HRESULT STDMETHODCALLTYPE get_Id(ULONG *id) override
    {
        return numberProperty("Session.Id", m_row, "id", id);
    }
    HRESULT STDMETHODCALLTYPE get_NetworkInterfaceName(BSTR *name) override
    {
        return textProperty("Session.NetworkInterfaceName", m_row, "networkInterfaceName", name);
    }
    HRESULT STDMETHODCALLTYPE get_NetworkInterfaceAddress(BSTR *address) override
    {
        return textProperty("Session.NetworkInterfaceAddress", m_row, "networkInterfaceAddress", address);
    }
    HRESULT STDMETHODCALLTYPE get_TransferRate(ULONG *rate) override
    {
        return numberProperty("Session.TransferRate", m_row, "transferRate", rate);
    }
    HRESULT STDMETHODCALLTYPE get_MasterClientId(ULONG *id) override
    {
        return numberProperty("Session.MasterClientId", m_row, "masterClientId", id);
    }
    HRESULT STDMETHODCALLTYPE RetrieveClients(IWdsTransportCollection **clients) override
    {
        *clients = nullptr;
        const HRESULT refused = check("Session.RetrieveClients");
        if (FAILED(refused))
            return refused;
        *clients =
            childrenOf("clients", "sessionId", m_row, [](Row row) { return new Client(std::move(row)); });
        Scenario::instance().leave("Session.RetrieveClients", m_row.id());
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Terminate() override
    {
        const HRESULT refused = check("Session.Terminate");
        if (FAILED(refused))
            return refused;
        Scenario::instance().change([this](json &data) {
            endSessions(data, [this](const json &session) { return session.at("id") == m_row.at("id"); });
        });
        return S_OK;
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportSession)}; }
    HRESULT check(const char *method) const
    {
        const HRESULT refused = Scenario::instance().enter(method, m_row.id());
        const bool isThere = rowOf(*Scenario::instance().data(), "sessions", m_row.number("id")) != nullptr;
        return SUCCEEDED(refused) && !isThere ? contentNotFound : refused;
    }

    Row m_row;
};

class Content : public Object<IWdsTransportContent>
{
public:
    explicit Content(Row row) : m_row(std::move(row)) {}

    HRESULT STDMETHODCALLTYPE get_Namespace(IWdsTransportNamespace **) override { return E_NOTIMPL; }
    /// "shownId": what it is called outside, if that is not unique.
    HRESULT STDMETHODCALLTYPE get_Id(ULONG *id) override
    {
        return numberProperty("Content.Id", m_row, m_row.row->contains("shownId") ? "shownId" : "id", id);
    }
    HRESULT STDMETHODCALLTYPE get_Name(BSTR *name) override
    {
        return textProperty("Content.Name", m_row, "name", name);
    }
    HRESULT STDMETHODCALLTYPE RetrieveSessions(IWdsTransportCollection **sessions) override
    {
        *sessions = nullptr;
        const HRESULT refused = check("Content.RetrieveSessions");
        if (FAILED(refused))
            return refused;
        *sessions =
            childrenOf("sessions", "contentId", m_row, [](Row row) { return new Session(std::move(row)); });
        Scenario::instance().leave("Content.RetrieveSessions", m_row.id());
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Terminate() override
    {
        const HRESULT refused = check("Content.Terminate");
        if (FAILED(refused))
            return refused;
        Scenario::instance().change([this](json &data) {
            endSessions(data,
                        [this](const json &session) { return session.at("contentId") == m_row.at("id"); });
        });
        return S_OK;
    }

private:
    std::vector<Known> interfaces() const override { return {CASTDECK_KNOWN(IWdsTransportContent)}; }
    HRESULT check(const char *method) const
    {
        const HRESULT refused = Scenario::instance().enter(method, m_row.id());
        const bool isThere = rowOf(*Scenario::instance().data(), "contents", m_row.number("id")) != nullptr;
        return SUCCEEDED(refused) && !isThere ? contentNotFound : refused;
    }

    Row m_row;
};

/// Of any type: which one shows in the interfaces it has.
class Namespace : public Object<IWdsTransportNamespaceScheduledCastAutoStart>
{
public:
    Namespace(Row row, bool isRegistered) : m_row(std::move(row)), m_isRegistered(isRegistered) {}

    HRESULT STDMETHODCALLTYPE get_Type(WDSTRANSPORT_NAMESPACE_TYPE *type) override
    {
        *type = typeOf(m_row.at("type"));
        return Scenario::instance().property("Namespace.Type", m_row.id());
    }
    HRESULT STDMETHODCALLTYPE get_Id(ULONG *id) override
    {
        return numberProperty("Namespace.Id", m_row, "id", id);
    }
    HRESULT STDMETHODCALLTYPE get_Name(BSTR *text) override
    {
        return textProperty("Namespace.Name", m_row, "name", text);
    }
    HRESULT STDMETHODCALLTYPE put_Name(BSTR text) override
    {
        return put("Namespace.Name", "name", textOf(text));
    }
    HRESULT STDMETHODCALLTYPE get_FriendlyName(BSTR *text) override
    {
        return textProperty("Namespace.FriendlyName", m_row, "friendlyName", text);
    }
    HRESULT STDMETHODCALLTYPE put_FriendlyName(BSTR text) override
    {
        return put("Namespace.FriendlyName", "friendlyName", textOf(text));
    }
    HRESULT STDMETHODCALLTYPE get_Description(BSTR *text) override
    {
        return textProperty("Namespace.Description", m_row, "description", text);
    }
    HRESULT STDMETHODCALLTYPE put_Description(BSTR text) override
    {
        return put("Namespace.Description", "description", textOf(text));
    }
    HRESULT STDMETHODCALLTYPE get_ContentProvider(BSTR *text) override
    {
        return textProperty("Namespace.ContentProvider", m_row, "contentProvider", text);
    }
    HRESULT STDMETHODCALLTYPE put_ContentProvider(BSTR text) override
    {
        return put("Namespace.ContentProvider", "contentProvider", textOf(text));
    }
    HRESULT STDMETHODCALLTYPE get_Configuration(BSTR *text) override
    {
        return textProperty("Namespace.Configuration", m_row, "configuration", text);
    }
    HRESULT STDMETHODCALLTYPE put_Configuration(BSTR text) override
    {
        return put("Namespace.Configuration", "configuration", textOf(text));
    }
    HRESULT STDMETHODCALLTYPE get_Registered(VARIANT_BOOL *registered) override
    {
        *registered = m_isRegistered ? VARIANT_TRUE : VARIANT_FALSE;
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE get_Tombstoned(VARIANT_BOOL *tombstoned) override
    {
        return flagProperty("Namespace.Tombstoned", m_row, "tombstoned", tombstoned);
    }
    HRESULT STDMETHODCALLTYPE get_TombstoneTime(DATE *time) override
    {
        *time = dateFromTime(
            timeFromIso(m_row.at("tombstoneTime").is_string() ? m_row.at("tombstoneTime") : "").value_or(0));
        return m_row.at("tombstoneTime").is_string() ? S_OK : static_cast<HRESULT>(0xC1100101);
    }
    HRESULT STDMETHODCALLTYPE get_TransmissionStarted(VARIANT_BOOL *started) override
    {
        return flagProperty("Namespace.TransmissionStarted", m_row, "transmissionStarted", started);
    }
    HRESULT STDMETHODCALLTYPE Register() override;
    HRESULT STDMETHODCALLTYPE Deregister(VARIANT_BOOL terminate) override;
    HRESULT STDMETHODCALLTYPE Clone(IWdsTransportNamespace **clone) override
    {
        json row = *m_row.row;
        row["id"] = 0;
        *clone = newNamespace(std::move(row));
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Refresh() override { return check("Namespace.Refresh"); }
    HRESULT STDMETHODCALLTYPE RetrieveContents(IWdsTransportCollection **contents) override
    {
        *contents = nullptr;
        const HRESULT refused = check("Namespace.RetrieveContents");
        if (FAILED(refused))
            return refused;
        *contents =
            childrenOf("contents", "namespaceId", m_row, [](Row row) { return new Content(std::move(row)); });
        Scenario::instance().leave("Namespace.RetrieveContents", m_row.id());
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE StartTransmission() override;
    HRESULT STDMETHODCALLTYPE get_MinimumClients(ULONG *clients) override
    {
        return numberProperty("Namespace.MinimumClients", m_row, "minimumClients", clients);
    }
    HRESULT STDMETHODCALLTYPE put_MinimumClients(ULONG clients) override;
    HRESULT STDMETHODCALLTYPE get_StartTime(DATE *time) override
    {
        const json &text = m_row.at("startTime");
        *time = text.is_string() ? dateFromTime(timeFromIso(text).value_or(0)) : 0;
        return Scenario::instance().property("Namespace.StartTime", m_row.id());
    }
    HRESULT STDMETHODCALLTYPE put_StartTime(DATE time) override
    {
        const auto wanted = timeFromDate(time);
        return wanted ? put("Namespace.StartTime", "startTime", isoText(*wanted))
                      : static_cast<HRESULT>(0xC110010D);
    }

private:
    std::vector<Known> interfaces() const override
    {
        std::vector<Known> all{CASTDECK_KNOWN(IWdsTransportNamespace)};
        const auto type = typeOf(m_row.at("type"));
        if (type == WdsTptNamespaceTypeAutoCast)
            all.push_back(CASTDECK_KNOWN(IWdsTransportNamespaceAutoCast));
        if (type == WdsTptNamespaceTypeScheduledCastManualStart ||
            type == WdsTptNamespaceTypeScheduledCastAutoStart)
            all.push_back(CASTDECK_KNOWN(IWdsTransportNamespaceScheduledCast));
        if (type == WdsTptNamespaceTypeScheduledCastManualStart)
            all.push_back(CASTDECK_KNOWN(IWdsTransportNamespaceScheduledCastManualStart));
        if (type == WdsTptNamespaceTypeScheduledCastAutoStart)
            all.push_back(CASTDECK_KNOWN(IWdsTransportNamespaceScheduledCastAutoStart));
        return all;
    }
    HRESULT check(const char *method) const
    {
        const HRESULT refused = Scenario::instance().enter(method, m_row.id());
        const bool isThere = rowOf(*Scenario::instance().data(), "namespaces", m_row.number("id")) != nullptr;
        if (SUCCEEDED(refused) && !m_isRegistered)
            return static_cast<HRESULT>(0xC1100108);
        return SUCCEEDED(refused) && !isThere ? static_cast<HRESULT>(0xC1100115) : refused;
    }
    /// Changes what is not registered yet.
    HRESULT put(const char *method, const char *key, const json &value)
    {
        const HRESULT refused = Scenario::instance().enter((std::string(method) + "=").c_str(), m_row.id());
        if (FAILED(refused))
            return refused;
        if (m_isRegistered)
            return static_cast<HRESULT>(0xC110010C);
        set(key, value);
        return S_OK;
    }
    void set(const char *key, const json &value)
    {
        json row = *m_row.row;
        row[key] = value;
        const auto own = std::make_shared<json>(std::move(row));
        m_row = Row{own, own.get()};
    }
    /// The row in the store, while it is written.
    static json &stored(json &data, std::uint32_t id)
    {
        return *std::find_if(data["namespaces"].begin(), data["namespaces"].end(),
                             [id](const json &row) { return row.at("id") == id; });
    }

    Row m_row;
    bool m_isRegistered;
};

HRESULT Namespace::Register()
{
    const HRESULT refused =
        Scenario::instance().enter("Namespace.Register", m_row.at("name").get<std::string>());
    if (FAILED(refused))
        return refused;
    if (m_isRegistered)
        return static_cast<HRESULT>(0xC1100107);
    const auto data = Scenario::instance().data();
    const auto has = [&](const char *list, const char *key) {
        const json rows = data->value(list, json::array());
        return std::any_of(rows.begin(), rows.end(), [&](const json &row) {
            return row.at("name") == m_row.at(key) && !row.value("tombstoned", false);
        });
    };
    if (!has("contentProviders", "contentProvider"))
        return static_cast<HRESULT>(0xC1210106);
    if (has("namespaces", "name"))
        return static_cast<HRESULT>(0xC1210107);
    const json &start = m_row.at("startTime");
    if (m_row.at("type") == "scheduledcastautostart" && start.is_null() &&
        m_row.number("minimumClients") == 0)
        return static_cast<HRESULT>(0xC1100112);
    if (start.is_string() && timeFromIso(start).value_or(0) < now())
        return static_cast<HRESULT>(0xC121010B);
    std::uint32_t id = 1;
    for (const json &row : data->value("namespaces", json::array()))
        id = std::max(id, row.at("id").get<std::uint32_t>() + 1);
    set("id", id);
    m_isRegistered = true;
    Scenario::instance().change([this](json &changed) { changed["namespaces"].push_back(*m_row.row); });
    return S_OK;
}

HRESULT Namespace::Deregister(VARIANT_BOOL terminate)
{
    const HRESULT refused =
        check(terminate == VARIANT_TRUE ? "Namespace.DeregisterAndTerminate" : "Namespace.Deregister");
    if (FAILED(refused))
        return refused;
    Scenario::instance().change([&](json &data) {
        json &row = stored(data, m_row.number("id"));
        row["tombstoned"] = true;
        row["tombstoneTime"] = isoText(now());
        endSessions(data, [&](const json &session) {
            const json *content = rowOf(data, "contents", session.at("contentId"));
            return terminate == VARIANT_TRUE && content && content->at("namespaceId") == m_row.at("id");
        });
    });
    return S_OK;
}

HRESULT Namespace::StartTransmission()
{
    const HRESULT refused = check("Namespace.StartTransmission");
    if (FAILED(refused))
        return refused;
    if (m_row.at("transmissionStarted") == true)
        return static_cast<HRESULT>(0xC1210109);
    const json contents = Scenario::instance().data()->value("contents", json::array());
    const bool isWaitedFor = std::any_of(contents.begin(), contents.end(), [this](const json &row) {
        return row.at("namespaceId") == m_row.at("id");
    });
    if (!isWaitedFor)
        return static_cast<HRESULT>(0xC121010A);
    Scenario::instance().change(
        [this](json &data) { stored(data, m_row.number("id"))["transmissionStarted"] = true; });
    return S_OK;
}

/// "minimumClients": "written", "ignored", or refused as the other properties of what is registered.
HRESULT Namespace::put_MinimumClients(ULONG clients)
{
    const std::string how = Scenario::instance().data()->value("minimumClients", "");
    if (!m_isRegistered || how.empty())
        return put("Namespace.MinimumClients", "minimumClients", clients);
    const HRESULT refused = check("Namespace.MinimumClients=");
    if (SUCCEEDED(refused) && how == "written")
        Scenario::instance().change(
            [&](json &data) { stored(data, m_row.number("id"))["minimumClients"] = clients; });
    return refused;
}

} // namespace

IWdsTransportNamespace *registeredNamespace(const Row &row)
{
    return new Namespace(row, true);
}

IWdsTransportNamespace *newNamespace(json row)
{
    const auto own = std::make_shared<json>(std::move(row));
    return new Namespace(Row{own, own.get()}, false);
}

} // namespace castdeck::wds::fake
