// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/windowmenus.h"

#include "gui/actions/namespaceactions.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/parts/named.h"
#include "gui/window/mainwindow.h"
#include "gui/window/paneactions.h"

#include <QIcon>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

namespace castdeck
{

namespace
{

/// Null stands for a separator; none is first, last, or beside another.
void addAll(QWidget &to, const QList<QAction *> &actions)
{
    bool isOwed = false;
    for (QAction *action : actions) {
        if (!action) {
            isOwed = !to.actions().isEmpty();
            continue;
        }
        if (std::exchange(isOwed, false)) {
            auto *const separator = new QAction(&to);
            separator->setSeparator(true);
            to.addAction(separator);
        }
        to.addAction(action);
    }
}

} // namespace

QMenu *WindowMenus::make(const char *name, const QString &title, const QList<QAction *> &actions,
                         QWidget &window)
{
    auto *menu = named(name, new QMenu(title, &window));
    menu->setToolTipsVisible(true);
    addAll(*menu, actions);
    return menu;
}

WindowMenus::WindowMenus(QMainWindow &window, const Parts &parts)
{
    const SessionActions &sessions = parts.sessions;
    const NamespaceActions &namespaces = parts.namespaces;
    const ServerActions &servers = parts.servers;
    const ServiceActions &service = parts.service;
    m_serviceMenu = make("serviceMenu", MainWindow::tr("Ser&vice"),
                         {service.start(), service.stop(), service.restart(), nullptr, service.enable(),
                          service.disable(), nullptr, service.readSettings()},
                         window);
    const auto add = [&](const char *name, const QString &title, const QList<QAction *> &actions) {
        window.menuBar()->addMenu(make(name, title, actions, window));
    };
    add("serverMenu", MainWindow::tr("&Server"),
        QList<QAction *>{servers.add(),
                         servers.edit(),
                         servers.remove(),
                         nullptr,
                         servers.connectServer(),
                         servers.disconnectServer(),
                         servers.retryNow(),
                         nullptr,
                         servers.enterTokens(),
                         servers.manage(),
                         nullptr,
                         m_serviceMenu->menuAction(),
                         service.policies(),
                         service.history(),
                         service.properties(),
                         nullptr,
                         sessions.refresh(),
                         sessions.exportRows(),
                         nullptr,
                         parts.quit});
    add("namespaceMenu", MainWindow::tr("&Namespace"),
        QList<QAction *>{sessions.publish(), nullptr} + namespaces.all());
    add("sessionMenu", MainWindow::tr("Sess&ion"),
        {sessions.terminate(), sessions.disconnectClients(), sessions.bypass()});
    add("editMenu", MainWindow::tr("&Edit"),
        QList<QAction *>{parts.panes.copy(), parts.panes.selectAll(), nullptr} + parts.find);
    add("viewMenu", MainWindow::tr("&View"), parts.tree + QList<QAction *>{nullptr} + parts.shown);
    add("helpMenu", MainWindow::tr("&Help"), parts.help);

    servers.add()->setIcon(QIcon(QStringLiteral(":/icons/server.svg")));
    QToolBar *const toolBar = named("toolBar", window.addToolBar(MainWindow::tr("Toolbar")));
    toolBar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toolBar->setIconSize({18, 18});
    addAll(*toolBar, {servers.add(), nullptr, sessions.publish(), namespaces.deregister(), nullptr,
                      sessions.terminate(), sessions.disconnectClients(), sessions.bypass(), nullptr,
                      sessions.refresh()});
    window.findChild<QMenu *>(QStringLiteral("viewMenu"))->addAction(toolBar->toggleViewAction());
}

} // namespace castdeck
