// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/look.h"

#include "apps/wds/codes.h"

#include <algorithm>
#include <cstdlib>

namespace castdeck::wds
{

namespace
{

constexpr Time joinedTolerance = 10'000;
/// Where ids begin that this program gives.
constexpr Id ownIds = 0xF0000000;

const char *typeWord(WDSTRANSPORT_NAMESPACE_TYPE type)
{
    switch (type) {
    case WdsTptNamespaceTypeAutoCast:
        return "autocast";
    case WdsTptNamespaceTypeScheduledCastManualStart:
        return "scheduledcastmanualstart";
    case WdsTptNamespaceTypeScheduledCastAutoStart:
        return "scheduledcastautostart";
    default:
        return "unknown";
    }
}

json errorOf(const Failure &failure)
{
    return {{"code", failure.code}, {"detail", failure.detail}};
}

void setIfAny(json &row, const char *key, const std::string &text)
{
    if (!text.empty())
        row[key] = text;
}

/// "namespace 7"
std::string called(const char *kind, Id id)
{
    return std::string(kind) + " " + std::to_string(id);
}

/// Reads what is below the namespaces into one snapshot.
class Look
{
public:
    Look(const WdsServer &server, const Snapshot &before) : m_server(server), m_before(before), m_now(now())
    {
    }

    Result<Snapshot> run();

private:
    /// What is to become of the look after calls that may have failed: on, or not, for that reason. Whoever
    /// has a row of its own keeps the failure there.
    bool goesOn(const Calls &calls, json *row);
    void readNamespace(const Ref<IWdsTransportNamespace> &object, json row);
    void readContent(const Ref<IWdsTransportContent> &object, json &space);
    void readSession(const Ref<IWdsTransportSession> &object, Id content, json &space);
    void readClient(const Ref<IWdsTransportClient> &object, Id session, json &space);
    json sessionRow(Calls &calls, const Ref<IWdsTransportSession> &object) const;
    std::string joinedAt(const json &row, std::uint32_t duration) const;

    const WdsServer &m_server;
    const Snapshot &m_before;
    Time m_now;
    Snapshot m_found;
    Failure m_failure;
    Id m_ownId = ownIds;
};

bool Look::goesOn(const Calls &calls, json *row)
{
    if (!calls.failed())
        return true;
    const Failure &failure = calls.failure();
    if (concernsServer(failure.code))
        m_failure = failure;
    else if (!saysVanished(failure.code) && row)
        (*row)["error"] = errorOf(failure);
    return false;
}

Result<Snapshot> Look::run()
{
    m_found.server = m_before.server;
    Calls calls("server");
    VARIANT_BOOL running = VARIANT_FALSE;
    if (!calls.run("WdsTransportServicesRunning", m_server.configuration,
                   &IWdsTransportConfigurationManager::get_WdsTransportServicesRunning, VARIANT_TRUE,
                   &running))
        return calls.unexpected();
    m_found.server["serviceRunning"] = running != VARIANT_FALSE;

    const auto objects = namespacesOf(m_server);
    if (!objects)
        return tl::unexpected(objects.error());
    // In the order of their ids, so that whoever is first to have the id of a content stays it.
    std::vector<std::pair<json, Ref<IWdsTransportNamespace>>> found;
    for (const auto &object : *objects) {
        auto row = namespaceRow(object);
        if (!row)
            return tl::unexpected(row.error());
        if (*row)
            found.emplace_back(std::move(**row), object);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto &a, const auto &b) { return a.first.at("id") < b.first.at("id"); });
    for (auto &[row, object] : found) {
        readNamespace(object, std::move(row));
        if (m_failure.code)
            return tl::unexpected(m_failure);
    }
    return std::move(m_found);
}

void Look::readNamespace(const Ref<IWdsTransportNamespace> &object, json row)
{
    const Id id = row.at("id");
    if (!row.contains("error")) {
        Calls calls(called("namespace", id));
        const auto contents =
            calls.object("RetrieveContents", object, &IWdsTransportNamespace::RetrieveContents);
        const auto all = calls.all<IWdsTransportContent>("RetrieveContents", contents);
        // It goes on without its contents only if there is something to be said of that.
        if (!goesOn(calls, &row) && !row.contains("error"))
            return;
        for (const auto &content : all)
            readContent(content, row);
    }
    const bool waits = row.at("type") != "autocast" && !row.value("transmissionStarted", false);
    std::size_t waiting = 0;
    for (const Id content : m_found.contentsOf(id)) {
        for (const Id session : m_found.sessionsOf(content)) {
            if (waits)
                m_found.sessions[session]["state"] = "waiting";
            waiting += m_found.clientsOf(session).size();
        }
    }
    if (waits && waiting > 0)
        row["waitingClients"] = waiting;
    m_found.namespaces.insert_or_assign(id, std::move(row));
}

void Look::readContent(const Ref<IWdsTransportContent> &object, json &space)
{
    if (m_failure.code)
        return;
    Calls identity("content of " + called("namespace", space.at("id")));
    const Id there = identity.number("Id", object, &IWdsTransportContent::get_Id);
    Calls calls(called("content", there));
    const std::string name = calls.text("Name", object, &IWdsTransportContent::get_Name);
    const auto sessions = calls.object("RetrieveSessions", object, &IWdsTransportContent::RetrieveSessions);
    const auto all = calls.all<IWdsTransportSession>("RetrieveSessions", sessions);
    if (!goesOn(identity, &space) || !goesOn(calls, &space))
        return;
    const bool isTaken = m_found.contents.count(there) > 0;
    const Id id = isTaken ? m_ownId++ : there;
    if (isTaken)
        m_found.contentIds[id] = there;
    m_found.contents.emplace(id,
                             json{{"id", id}, {"namespaceId", space.at("id")}, {"name", name}, {"size", 0}});
    for (const auto &session : all)
        readSession(session, id, space);
}

json Look::sessionRow(Calls &calls, const Ref<IWdsTransportSession> &object) const
{
    json row;
    row["networkInterfaceName"] =
        calls.text("NetworkInterfaceName", object, &IWdsTransportSession::get_NetworkInterfaceName);
    row["networkInterfaceAddress"] =
        calls.text("NetworkInterfaceAddress", object, &IWdsTransportSession::get_NetworkInterfaceAddress);
    row["transferRate"] = calls.number("TransferRate", object, &IWdsTransportSession::get_TransferRate);
    row["masterClientId"] = calls.number("MasterClientId", object, &IWdsTransportSession::get_MasterClientId);
    // What WDS does not tell.
    row["serverAddress"] = "";
    row["groupAddress"] = "";
    row["port"] = 0;
    row["rejectedPackets"] = 0;
    return row;
}

void Look::readSession(const Ref<IWdsTransportSession> &object, Id content, json &space)
{
    if (m_failure.code)
        return;
    Calls identity("session of " + called("content", content));
    const Id id = identity.number("Id", object, &IWdsTransportSession::get_Id);
    Calls calls(called("session", id));
    json row = sessionRow(calls, object);
    const auto clients = calls.object("RetrieveClients", object, &IWdsTransportSession::RetrieveClients);
    const auto all = calls.all<IWdsTransportClient>("RetrieveClients", clients);
    if (!goesOn(identity, &space) || !goesOn(calls, &space))
        return;
    row["id"] = id;
    row["contentId"] = content;
    for (const auto &client : all)
        readClient(client, id, space);
    std::uint64_t percent = 0;
    std::uint64_t count = 0;
    for (const Id client : m_found.clientsOf(id)) {
        percent += m_found.clients.at(client).at("percentCompletion").get<std::uint64_t>();
        ++count;
    }
    row["percentCompletion"] = count > 0 ? percent / count : 0;
    row["state"] = row.at("masterClientId") == 0 && row.at("transferRate") == 0 ? "waiting" : "sending";
    m_found.sessions.insert_or_assign(id, std::move(row));
}

void Look::readClient(const Ref<IWdsTransportClient> &object, Id session, json &space)
{
    if (m_failure.code)
        return;
    Calls identity("client of " + called("session", session));
    const Id id = identity.number("Id", object, &IWdsTransportClient::get_Id);
    Calls calls(called("client", id));
    json row{{"id", id}, {"sessionId", session}, {"state", "receiving"}, {"lossRate", 0}, {"roundTrip", 0}};
    row["name"] = calls.text("Name", object, &IWdsTransportClient::get_Name);
    row["macAddress"] = calls.text("MacAddress", object, &IWdsTransportClient::get_MacAddress);
    row["ipAddress"] = calls.text("IpAddress", object, &IWdsTransportClient::get_IpAddress);
    const std::uint32_t percent =
        calls.number("PercentCompletion", object, &IWdsTransportClient::get_PercentCompletion);
    row["percentCompletion"] = std::min<std::uint32_t>(percent, 100);
    const std::uint32_t duration =
        calls.number("JoinDuration", object, &IWdsTransportClient::get_JoinDuration);
    if (!goesOn(identity, &space) || !goesOn(calls, &space))
        return;
    row["joinedAt"] = joinedAt(row, duration);

    const auto utilization = [&](const char *name, HRESULT (IWdsTransportClient::*get)(ULONG *)) {
        Calls one(called("client", id));
        const std::uint32_t value = one.number(name, object, get);
        return one.failed() || value > 100 ? WDSTRANSPORT_RESOURCE_UTILIZATION_UNKNOWN : value;
    };
    const bool isMeasured = m_server.clientsAreMeasured();
    constexpr std::uint32_t unknown = WDSTRANSPORT_RESOURCE_UTILIZATION_UNKNOWN;
    row["cpuUtilization"] =
        isMeasured ? utilization("CpuUtilization", &IWdsTransportClient::get_CpuUtilization) : unknown;
    row["memoryUtilization"] =
        isMeasured ? utilization("MemoryUtilization", &IWdsTransportClient::get_MemoryUtilization) : unknown;
    row["networkUtilization"] =
        isMeasured ? utilization("NetworkUtilization", &IWdsTransportClient::get_NetworkUtilization)
                   : unknown;
    if (isMeasured) {
        Calls one(called("client", id));
        setIfAny(row, "userIdentity",
                 one.text("UserIdentity", object, &IWdsTransportClient::get_UserIdentity));
    }
    m_found.clients.insert_or_assign(id, std::move(row));
}

/// WDS tells how long ago in whole seconds, which would make another time at each look.
std::string Look::joinedAt(const json &row, std::uint32_t duration) const
{
    const Time joined = (m_now / 1'000 - duration) * 1'000;
    const auto known = m_before.clients.find(row.at("id").get<Id>());
    if (known != m_before.clients.end() && known->second.at("macAddress") == row.at("macAddress") &&
        known->second.at("sessionId") == row.at("sessionId")) {
        const std::string before = known->second.at("joinedAt");
        if (std::abs(timeFromIso(before).value_or(0) - joined) <= joinedTolerance)
            return before;
    }
    return isoText(joined);
}

} // namespace

Result<Snapshot> lookAt(const WdsServer &server, const Snapshot &before)
{
    return Look(server, before).run();
}

Result<std::optional<json>> namespaceRow(const Ref<IWdsTransportNamespace> &object)
{
    Calls identity("namespace");
    const Id id = identity.number("Id", object, &IWdsTransportNamespace::get_Id);
    Calls calls(called("namespace", id));
    json row{{"id", id}, {"allowUnauthenticated", false}};
    WDSTRANSPORT_NAMESPACE_TYPE type = WdsTptNamespaceTypeUnknown;
    calls.run("Type", object, &IWdsTransportNamespace::get_Type, &type);
    row["type"] = typeWord(type);
    row["name"] = calls.text("Name", object, &IWdsTransportNamespace::get_Name);
    setIfAny(row, "friendlyName",
             calls.text("FriendlyName", object, &IWdsTransportNamespace::get_FriendlyName));
    setIfAny(row, "description", calls.text("Description", object, &IWdsTransportNamespace::get_Description));
    row["contentProvider"] =
        calls.text("ContentProvider", object, &IWdsTransportNamespace::get_ContentProvider);
    row["configuration"] = calls.text("Configuration", object, &IWdsTransportNamespace::get_Configuration);
    row["tombstoned"] = calls.flag("Tombstoned", object, &IWdsTransportNamespace::get_Tombstoned);
    if (calls.flag("TransmissionStarted", object, &IWdsTransportNamespace::get_TransmissionStarted))
        row["transmissionStarted"] = true;
    for (const Calls *each : {&identity, &calls}) {
        if (each->failed() && saysVanished(each->failure().code))
            return std::nullopt;
        if (each->failed() && (each == &identity || concernsServer(each->failure().code)))
            return each->unexpected();
    }
    if (calls.failed())
        row["error"] = errorOf(calls.failure());

    // What a namespace need not have: a failure says that it has not.
    Calls optional(called("namespace", id));
    const auto setTime = [&](const char *key, const char *name, const auto &from, auto get) {
        DATE date = 0;
        const bool has = optional.run(name, from, get, &date);
        if (const auto time = timeFromDate(date); has && time)
            row[key] = isoText(*time);
        optional.forgive();
    };
    if (row.at("tombstoned") == true)
        setTime("tombstoneTime", "TombstoneTime", object, &IWdsTransportNamespace::get_TombstoneTime);
    if (const auto autoStart = object.as<IWdsTransportNamespaceScheduledCastAutoStart>();
        autoStart && type == WdsTptNamespaceTypeScheduledCastAutoStart) {
        setTime("startTime", "StartTime", autoStart,
                &IWdsTransportNamespaceScheduledCastAutoStart::get_StartTime);
        const std::uint32_t minimum = optional.number(
            "MinimumClients", autoStart, &IWdsTransportNamespaceScheduledCastAutoStart::get_MinimumClients);
        if (minimum > 0)
            row["minimumClients"] = minimum;
    }
    return row;
}

Result<std::vector<Ref<IWdsTransportNamespace>>>
namespacesOf(const WdsServer &server, const std::string &provider, const std::string &name, bool tombstones)
{
    Calls calls("server");
    Ref<IWdsTransportCollection> collection;
    const Bstr ofProvider(provider);
    const Bstr ofName(name);
    calls.run("RetrieveNamespaces", server.namespaces, &IWdsTransportNamespaceManager::RetrieveNamespaces,
              ofProvider.get(), ofName.get(), variantBool(tombstones), collection.out());
    auto all = calls.all<IWdsTransportNamespace>("RetrieveNamespaces", collection);
    if (calls.failed())
        return calls.unexpected();
    return all;
}

Result<json> tftpClientsOf(const WdsServer &server)
{
    Calls calls("server");
    if (!server.server2)
        return failure(static_cast<std::uint32_t>(E_NOINTERFACE), "IWdsTransportServer2");
    const auto manager = calls.object("TftpManager", server.server2, &IWdsTransportServer2::get_TftpManager);
    if (calls.failed())
        return calls.unexpected();
    const auto collection =
        calls.object("RetrieveTftpClients", manager, &IWdsTransportTftpManager::RetrieveTftpClients);
    json rows = json::array();
    for (const auto &client : calls.all<IWdsTransportTftpClient>("RetrieveTftpClients", collection)) {
        Calls one("TFTP client");
        ULONG64 offset = 0;
        ULONG64 size = 0;
        json row;
        row["fileName"] = one.text("FileName", client, &IWdsTransportTftpClient::get_FileName);
        row["ipAddress"] = one.text("IpAddress", client, &IWdsTransportTftpClient::get_IpAddress);
        row["timeout"] = one.number("Timeout", client, &IWdsTransportTftpClient::get_Timeout);
        one.run("CurrentFileOffset", client, &IWdsTransportTftpClient::get_CurrentFileOffset, &offset);
        one.run("FileSize", client, &IWdsTransportTftpClient::get_FileSize, &size);
        row["currentFileOffset"] = offset;
        row["fileSize"] = size;
        row["blockSize"] = one.number("BlockSize", client, &IWdsTransportTftpClient::get_BlockSize);
        row["windowSize"] = one.number("WindowSize", client, &IWdsTransportTftpClient::get_WindowSize);
        if (!one.failed())
            rows.push_back(std::move(row));
    }
    if (calls.failed())
        return calls.unexpected();
    return rows;
}

} // namespace castdeck::wds
