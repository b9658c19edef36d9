// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/sessionactions.h"
#include "gui/panes/noticeline.h"
#include "gui/parts/inventoryview.h"
#include "gui/servers/remoteservers.h"
#include "gui/servers/serverprofiles.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/errortext.h"
#include "gui/window/keptlayout.h"
#include "gui/window/mainwindow.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"
#include "models/inventorymodel.h"
#include "support/faketransportserver.h"
#include "support/patience.h"
#include "support/sampleinventory.h"
#include "support/scriptedprompter.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

namespace castdeck::test
{

/// The real window, connected to a server that does as it is told.
class WindowFixture
{
protected:
    /// A window that was never used, over a server with that inventory.
    void open(const Inventory &state)
    {
        const QString layout = m_dir.filePath(QStringLiteral("castdeck.ini"));
        m_layout.reset(); // has written what it was told to by then
        QFile::remove(layout);
        m_layout = std::make_unique<KeptLayout>(QSettings(layout, QSettings::IniFormat));
        m_fake = std::make_unique<FakeTransportServer>();
        m_fake->setState(state);
        m_model = std::make_unique<InventoryModel>(ErrorText::sentence);
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_profiles = std::make_unique<ServerProfiles>(
            ServerProfiles::Places{m_dir.filePath(QStringLiteral("servers.json"))});
        m_remote = std::make_unique<RemoteServers>(*m_registry, *m_profiles, m_vault, m_linkOptions);
        m_prompter = std::make_unique<ScriptedPrompter>();
        openWindow();
        connectServer(m_registry->add(m_id, QStringLiteral("This computer"), ServerRegistry::Files::Shared));
        QTRY_COMPARE(m_model->status(m_id).state, ConnectionState::Ready);
        QTRY_VERIFY(m_window->actions().publish()->isEnabled()); // what can be done follows the rows
    }
    /// As the console does with its own server.
    void connectServer(ServerFeed &feed)
    {
        InProcessChannel::Pair pair = InProcessChannel::pair();
        ServerEndpoint::Services services;
        services.server = m_fake.get();
        services.info = m_fake->state().server;
        const Identity person{QStringLiteral("anna"), Role::Admin, {}, {}, {}};
        m_endpoint =
            std::make_unique<ServerEndpoint>(std::move(pair.answering), services,
                                             ServerEndpoint::admitAs(person), ServerEndpoint::Limits::none());
        ServerConnection::Options options;
        options.resyncPause = std::chrono::milliseconds(1);
        m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), options);
        feed.attach(m_connection.get());
    }
    /// The window anew, as the one before was arranged.
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_model, *m_registry, *m_remote, *m_prompter, *m_layout);
        m_tester = std::make_unique<QAbstractItemModelTester>(
            &m_window->rows(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->activateWindow();
        QTRY_VERIFY(QApplication::activeWindow() == m_window.get());
    }
    void close()
    {
        m_tester.reset();
        m_window.reset();
        m_remote.reset();
        m_connection.reset();
        m_endpoint.reset();
        m_registry.reset();
        m_model.reset();
    }

    /// What was said last and can still be read.
    QString notice() { return m_window->lastWords(); }
    static void select(QAbstractItemView &view, const QModelIndexList &rows)
    {
        view.setFocus(); // as a click would
        view.selectionModel()->clear();
        for (const QModelIndex &index : rows)
            view.selectionModel()->select(index, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }

    const ServerId m_id{QStringLiteral("here")};
    QTemporaryDir m_dir;
    std::unique_ptr<KeptLayout> m_layout;
    std::unique_ptr<FakeTransportServer> m_fake;
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<ServerRegistry> m_registry;
    std::unique_ptr<ServerEndpoint> m_endpoint;
    std::unique_ptr<ServerConnection> m_connection;
    std::unique_ptr<ServerProfiles> m_profiles;
    TokenVault m_vault;
    ServerLink::Options m_linkOptions;
    std::unique_ptr<RemoteServers> m_remote;
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

} // namespace castdeck::test
