// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/wds/wdsserver.h"

namespace castdeck::wds
{

Result<WdsServer> connectTo(const std::string &name)
{
    Calls calls(name.empty() ? std::string("this machine") : "server " + name);
    Ref<IWdsTransportManager> manager;
    Pulse::instance().begin("CoCreateInstance");
    const HRESULT created =
        CoCreateInstance(__uuidof(WdsTransportManager), nullptr, CLSCTX_INPROC_SERVER,
                         __uuidof(IWdsTransportManager), reinterpret_cast<void **>(manager.out()));
    Pulse::instance().end();
    if (!calls.note("WdsTransportManager", created))
        return calls.unexpected();

    const Bstr wanted(name);
    WdsServer found;
    if (!calls.run("GetWdsTransportServer", manager, &IWdsTransportManager::GetWdsTransportServer,
                   wanted.get(), found.server.out()))
        return calls.unexpected();
    if (!found.server)
        return failure(static_cast<std::uint32_t>(E_POINTER), "GetWdsTransportServer");
    found.setup = calls.object("SetupManager", found.server, &IWdsTransportServer::get_SetupManager);
    found.configuration =
        calls.object("ConfigurationManager", found.server, &IWdsTransportServer::get_ConfigurationManager);
    found.namespaces =
        calls.object("NamespaceManager", found.server, &IWdsTransportServer::get_NamespaceManager);
    found.name = calls.text("Name", found.server, &IWdsTransportServer::get_Name);
    if (calls.failed())
        return calls.unexpected();
    found.server2 = found.server.as<IWdsTransportServer2>();
    found.setup2 = found.setup.as<IWdsTransportSetupManager2>();
    found.configuration2 = found.configuration.as<IWdsTransportConfigurationManager2>();
    return found;
}

} // namespace castdeck::wds
