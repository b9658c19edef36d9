// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/com.h"

namespace castdeck::wds
{

/// The objects of one server that everything else hangs on. Whatever came with a later Windows may be empty.
struct WdsServer {
    Ref<IWdsTransportServer> server;
    Ref<IWdsTransportServer2> server2; ///< 2012
    Ref<IWdsTransportSetupManager> setup;
    Ref<IWdsTransportSetupManager2> setup2; ///< 2012
    Ref<IWdsTransportConfigurationManager> configuration;
    Ref<IWdsTransportConfigurationManager2> configuration2; ///< 2008 R2
    Ref<IWdsTransportNamespaceManager> namespaces;
    std::string name;

    /// 2008 R2 gave the interface of clients four members more, under the id that it had. A library that is
    /// older has other things in their places, so they are not called there.
    bool clientsAreMeasured() const { return bool(configuration2); }
};

/// Asks the library for the server of that name, empty: this machine. May take a network's patience.
/// In a thread that has entered an apartment.
Result<WdsServer> connectTo(const std::string &name);

} // namespace castdeck::wds
