// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/namespaces.h"

#include "apps/wds/codes.h"

namespace castdeck::wds
{

namespace
{

struct Wanted {
    WDSTRANSPORT_NAMESPACE_TYPE type = WdsTptNamespaceTypeUnknown;
    std::string name;
    std::string friendlyName;
    std::string description;
    std::string provider;
    std::string configuration;
    std::uint32_t minimumClients = 0;
    std::optional<Time> startTime;
};

WDSTRANSPORT_NAMESPACE_TYPE typeOf(const std::string &word)
{
    if (word == "autocast")
        return WdsTptNamespaceTypeAutoCast;
    return word == "scheduledcastmanualstart" ? WdsTptNamespaceTypeScheduledCastManualStart
                                              : WdsTptNamespaceTypeScheduledCastAutoStart;
}

Result<Wanted> wantedFrom(const json &params)
{
    Parameters outer(params);
    Parameters row = outer.object("namespace");
    Wanted wanted;
    wanted.type =
        typeOf(row.word("type", {"autocast", "scheduledcastmanualstart", "scheduledcastautostart"}));
    wanted.name = row.text("name");
    wanted.friendlyName = row.text("friendlyName", "");
    wanted.description = row.text("description", "");
    wanted.provider = row.text("contentProvider");
    wanted.configuration = row.text("configuration");
    wanted.minimumClients = row.number("minimumClients", 0);
    wanted.startTime = row.time("startTime");
    const bool open = row.flag("allowUnauthenticated", false);
    const std::string fallback = row.text("fallbackUrl", "");
    outer.take(row);
    if (outer.failed())
        return outer.unexpected();
    // Rather refused than silently left out.
    if (open)
        return failure(code::InvalidProperty, "allowUnauthenticated: a WDS server has it for each provider");
    if (!fallback.empty())
        return failure(code::InvalidProperty, "fallbackUrl: a WDS server has none");
    return wanted;
}

} // namespace

Result<Ref<IWdsTransportNamespace>> findNamespace(const WdsServer &server, Id id)
{
    const auto all = namespacesOf(server);
    if (!all)
        return tl::unexpected(all.error());
    for (const auto &object : *all) {
        Calls calls("namespace");
        if (calls.number("Id", object, &IWdsTransportNamespace::get_Id) == id && !calls.failed())
            return object;
    }
    return failure(code::NamespaceNotFound, "namespace " + std::to_string(id));
}

Result<Id> registerNamespace(const WdsServer &server, const json &params)
{
    const auto wanted = wantedFrom(params);
    if (!wanted)
        return tl::unexpected(wanted.error());
    Calls calls("namespace " + wanted->name);
    const Bstr name(wanted->name);
    const Bstr provider(wanted->provider);
    const Bstr configuration(wanted->configuration);
    Ref<IWdsTransportNamespace> object;
    if (calls.run("CreateNamespace", server.namespaces, &IWdsTransportNamespaceManager::CreateNamespace,
                  wanted->type, name.get(), provider.get(), configuration.get(), object.out()) &&
        !object)
        calls.note("CreateNamespace", E_POINTER);
    if (!wanted->friendlyName.empty()) {
        const Bstr text(wanted->friendlyName);
        calls.run("FriendlyName", object, &IWdsTransportNamespace::put_FriendlyName, text.get());
    }
    if (!wanted->description.empty()) {
        const Bstr text(wanted->description);
        calls.run("Description", object, &IWdsTransportNamespace::put_Description, text.get());
    }
    if (const auto cast = object.as<IWdsTransportNamespaceScheduledCastAutoStart>();
        cast && wanted->type == WdsTptNamespaceTypeScheduledCastAutoStart) {
        using AutoStart = IWdsTransportNamespaceScheduledCastAutoStart;
        if (wanted->minimumClients > 0)
            calls.run("MinimumClients", cast, &AutoStart::put_MinimumClients, ULONG(wanted->minimumClients));
        if (wanted->startTime)
            calls.run("StartTime", cast, &AutoStart::put_StartTime, dateFromTime(*wanted->startTime));
    }
    calls.run("Register", object, &IWdsTransportNamespace::Register);
    const Id id = calls.number("Id", object, &IWdsTransportNamespace::get_Id);
    if (calls.failed())
        return calls.unexpected();
    return id;
}

Result<Id> deregisterNamespace(const WdsServer &server, Id id, bool terminate)
{
    const auto object = findNamespace(server, id);
    if (!object)
        return tl::unexpected(object.error());
    Calls calls("namespace " + std::to_string(id));
    if (!calls.run("Deregister", *object, &IWdsTransportNamespace::Deregister, variantBool(terminate)))
        return calls.unexpected();
    return id;
}

Result<Id> startTransmission(const WdsServer &server, Id id)
{
    const auto object = findNamespace(server, id);
    if (!object)
        return tl::unexpected(object.error());
    const std::string about = "namespace " + std::to_string(id);
    const auto cast = object->as<IWdsTransportNamespaceScheduledCast>();
    if (!cast)
        return failure(code::InvalidOperation, about + ": no scheduled cast");
    Calls calls(about);
    if (!calls.run("StartTransmission", cast, &IWdsTransportNamespaceScheduledCast::StartTransmission))
        return calls.unexpected();
    return id;
}

/// The documents do not say whether the library takes it of one that is registered, so it is read back.
Result<Id> setMinimumClients(const WdsServer &server, Id id, std::uint32_t minimum)
{
    using AutoStart = IWdsTransportNamespaceScheduledCastAutoStart;
    const auto object = findNamespace(server, id);
    if (!object)
        return tl::unexpected(object.error());
    const std::string about = "namespace " + std::to_string(id);
    const auto cast = object->as<AutoStart>();
    if (!cast)
        return failure(code::NamespaceReadOnly, about + ": MinimumClients");
    Calls calls(about);
    calls.run("MinimumClients", cast, &AutoStart::put_MinimumClients, ULONG(minimum));
    const auto again = calls.failed() ? Result<Ref<IWdsTransportNamespace>>() : findNamespace(server, id);
    if (!again)
        return tl::unexpected(again.error());
    const auto stored = again->as<AutoStart>();
    if (!calls.failed() &&
        (!stored || calls.number("MinimumClients", stored, &AutoStart::get_MinimumClients) != minimum))
        calls.note("MinimumClients", static_cast<HRESULT>(code::NamespaceReadOnly));
    if (calls.failed())
        return calls.unexpected();
    return id;
}

Result<Id> refreshNamespace(const WdsServer &server, Id id)
{
    const auto object = findNamespace(server, id);
    if (!object)
        return tl::unexpected(object.error());
    Calls calls("namespace " + std::to_string(id));
    if (!calls.run("Refresh", *object, &IWdsTransportNamespace::Refresh))
        return calls.unexpected();
    return id;
}

Result<json> retrieveNamespaces(const WdsServer &server, const json &params)
{
    Parameters filter(params);
    const std::string provider = filter.text("contentProvider", "");
    const std::string name = filter.text("name", "");
    const bool tombstones = filter.flag("includeTombstones", false);
    if (filter.failed())
        return filter.unexpected();
    const auto objects = namespacesOf(server, provider, name, tombstones);
    if (!objects)
        return tl::unexpected(objects.error());
    Rows rows;
    for (const auto &object : *objects) {
        auto row = namespaceRow(object);
        if (!row)
            return tl::unexpected(row.error());
        if (*row)
            rows.insert_or_assign((*row)->at("id").get<Id>(), std::move(**row));
    }
    json list = json::array();
    for (auto &[id, row] : rows)
        list.push_back(std::move(row));
    return list;
}

} // namespace castdeck::wds
