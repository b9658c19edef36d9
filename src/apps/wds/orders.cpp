// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/orders.h"

#include "apps/wds/codes.h"
#include "apps/wds/namespaces.h"

namespace castdeck::wds
{

namespace
{

template <class T>
Result<Ref<T>> withId(const std::vector<Ref<T>> &all, HRESULT (T::*get)(ULONG *), Id id,
                      std::uint32_t otherwise, const std::string &about)
{
    for (const Ref<T> &object : all) {
        Calls calls(about);
        if (calls.number("Id", object, get) == id && !calls.failed())
            return object;
    }
    return failure(otherwise, about);
}

Result<Ref<IWdsTransportContent>> findContent(const WdsServer &server, const Snapshot &tree, Id id)
{
    const std::string about = "content " + std::to_string(id);
    const auto row = tree.contents.find(id);
    if (row == tree.contents.end())
        return failure(code::ContentNotFound, about);
    const auto space = findNamespace(server, row->second.at("namespaceId").get<Id>());
    if (!space)
        return tl::unexpected(space.error());
    Calls calls(about);
    const auto collection =
        calls.object("RetrieveContents", *space, &IWdsTransportNamespace::RetrieveContents);
    const auto all = calls.all<IWdsTransportContent>("RetrieveContents", collection);
    if (calls.failed())
        return calls.unexpected();
    return withId(all, &IWdsTransportContent::get_Id, tree.contentIdThere(id), code::ContentNotFound, about);
}

} // namespace

Result<void> terminateSession(const WdsServer &server, const Snapshot &tree, Id session)
{
    const std::string about = "session " + std::to_string(session);
    const auto row = tree.sessions.find(session);
    if (row == tree.sessions.end())
        return failure(code::SessionNotFound, about);
    const auto content = findContent(server, tree, row->second.at("contentId").get<Id>());
    if (!content)
        return tl::unexpected(content.error());
    Calls calls(about);
    const auto collection =
        calls.object("RetrieveSessions", *content, &IWdsTransportContent::RetrieveSessions);
    const auto all = calls.all<IWdsTransportSession>("RetrieveSessions", collection);
    if (calls.failed())
        return calls.unexpected();
    const auto object = withId(all, &IWdsTransportSession::get_Id, session, code::SessionNotFound, about);
    if (!object)
        return tl::unexpected(object.error());
    if (!calls.run("Terminate", *object, &IWdsTransportSession::Terminate))
        return calls.unexpected();
    return {};
}

Result<void> terminateContent(const WdsServer &server, const Snapshot &tree, Id content)
{
    const auto object = findContent(server, tree, content);
    if (!object)
        return tl::unexpected(object.error());
    Calls calls("content " + std::to_string(content));
    if (!calls.run("Terminate", *object, &IWdsTransportContent::Terminate))
        return calls.unexpected();
    return {};
}

/// By the server, which knows all its clients by their ids, so that the tree is not walked for one.
Result<void> disconnectClient(const WdsServer &server, Id client, bool fallback)
{
    Calls calls("client " + std::to_string(client));
    if (!calls.run("DisconnectClient", server.server, &IWdsTransportServer::DisconnectClient, ULONG(client),
                   fallback ? WdsTptDisconnectFallback : WdsTptDisconnectAbort))
        return calls.unexpected();
    return {};
}

Result<void> serviceVerb(const WdsServer &server, ServiceVerb verb)
{
    using Configuration = IWdsTransportConfigurationManager;
    struct Row {
        ServiceVerb verb;
        const char *name;
        HRESULT (STDMETHODCALLTYPE Configuration::*method)();
    };
    static constexpr Row rows[] = {
        {ServiceVerb::Start, "StartWdsTransportServices", &Configuration::StartWdsTransportServices},
        {ServiceVerb::Stop, "StopWdsTransportServices", &Configuration::StopWdsTransportServices},
        {ServiceVerb::Restart, "RestartWdsTransportServices", &Configuration::RestartWdsTransportServices},
        {ServiceVerb::Enable, "EnableWdsTransportServices", &Configuration::EnableWdsTransportServices},
        {ServiceVerb::Disable, "DisableWdsTransportServices", &Configuration::DisableWdsTransportServices},
    };
    Calls calls("service");
    for (const Row &row : rows) {
        if (row.verb == verb)
            calls.run(row.name, server.configuration, row.method);
    }
    if (verb == ServiceVerb::ReadSettings) {
        calls.run("NotifyWdsTransportServices", server.configuration,
                  &Configuration::NotifyWdsTransportServices, WdsTptServiceNotifyReadSettings);
    }
    if (calls.failed())
        return calls.unexpected();
    return {};
}

Result<json> setupOf(const WdsServer &server)
{
    Calls calls("setup");
    ULONGLONG version = 0;
    calls.run("Version", server.setup, &IWdsTransportSetupManager::get_Version, &version);
    std::string text;
    for (const int shift : {48, 32, 16, 0})
        text += (text.empty() ? "" : ".") + std::to_string((version >> shift) & 0xFFFF);
    json setup{{"version", text}};
    setup["features"] =
        calls.number("InstalledFeatures", server.setup, &IWdsTransportSetupManager::get_InstalledFeatures);
    setup["protocols"] = calls.number("Protocols", server.setup, &IWdsTransportSetupManager::get_Protocols);
    if (calls.failed())
        return calls.unexpected();
    json &providers = setup["contentProviders"] = json::array();
    const auto add = [&](const std::string &name, const std::string &description) {
        providers.push_back({{"name", name}, {"description", description}, {"allowUnauthenticated", false}});
    };
    if (!server.setup2) {
        add("WDS", ""); // before 2012 nobody says; this one is always there
        return setup;
    }
    // Without the role this may fail, and what is installed is to be seen all the same.
    Calls optional("setup");
    const auto collection =
        optional.object("ContentProviders", server.setup2, &IWdsTransportSetupManager2::get_ContentProviders);
    for (const auto &provider : optional.all<IWdsTransportContentProvider>("ContentProviders", collection)) {
        const std::string name = optional.text("Name", provider, &IWdsTransportContentProvider::get_Name);
        const std::string description =
            optional.text("Description", provider, &IWdsTransportContentProvider::get_Description);
        if (!optional.failed())
            add(name, description);
    }
    return setup;
}

} // namespace castdeck::wds
