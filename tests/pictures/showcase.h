// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/dialogs/dialogprompter.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"
#include "management/serverendpoint.h"
#include "models/inventorymodel.h"
#include "support/faketransportserver.h"

#include <QTemporaryDir>

namespace castdeck
{

/// The console's window over servers that hold a bit of everything: sessions that send, wait and have failed,
/// clients that are slow, silent and nearly there, a server that is lost, one that refuses.
class Showcase
{
public:
    enum class Content { NoServer, Nothing, Everything };
    explicit Showcase(Content content);

    MainWindow &window() { return *m_window; }
    /// Whether all that it is to show is there.
    bool isReady() const;
    /// The row of the tree in which that name stands.
    QModelIndex row(const QString &name);

private:
    struct Server {
        ServerId id;
        FakeTransportServer fake;
        std::unique_ptr<ServerEndpoint> endpoint;
        std::unique_ptr<ServerConnection> connection;
    };
    Server &add(const QString &name, ServerRegistry::Files files, const Inventory &inventory, Role role);

    QTemporaryDir m_folder;
    KeptLayout m_layout;
    InventoryModel m_model;
    ServerRegistry m_registry;
    ServerProfiles m_profiles;
    TokenVault m_vault;
    RemoteServers m_remote;
    DialogPrompter m_prompter;
    std::unique_ptr<MainWindow> m_window;
    std::vector<std::unique_ptr<Server>> m_servers;
};

} // namespace castdeck
