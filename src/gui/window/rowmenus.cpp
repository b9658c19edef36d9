// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/rowmenus.h"

#include "gui/actions/namespaceactions.h"
#include "gui/actions/serveractions.h"
#include "gui/actions/serviceactions.h"
#include "gui/actions/sessionactions.h"
#include "gui/window/paneactions.h"

#include <QMenu>

namespace castdeck
{

namespace
{

/// Those that can be done now: what cannot says why in the menu bar.
QList<QAction *> possible(QList<QAction *> actions)
{
    actions.removeIf([](const QAction *action) { return !action->isEnabled(); });
    return actions;
}

} // namespace

QList<QAction *> RowMenus::ofTree(const QList<RowFacts> &selected) const
{
    if (selected.isEmpty())
        return ofNothing();
    if (selected.size() > 1)
        return ofMany(selected);
    switch (selected.constFirst().key.kind) {
    case RowKind::Server:
        return ofServer();
    case RowKind::Session:
        return ofSession();
    case RowKind::Client:
        return ofClient();
    case RowKind::PastSession:
    case RowKind::PastClient:
        return {m_parts.panes.copy(), m_parts.sessions.exportRows(), nullptr, m_parts.clearPast};
    case RowKind::Namespace:
        break;
    }
    return ofFolder();
}

QList<QAction *> RowMenus::ofServer() const
{
    const ServerActions &servers = m_parts.servers;
    const ServiceActions &service = m_parts.service;
    // Of these three one is possible at a time, or none of the server that is always there.
    return possible({servers.retryNow(), servers.connectServer()}).mid(0, 1) +
           QList<QAction *>{m_parts.sessions.publish(), nullptr,           m_parts.serviceMenu.menuAction(),
                            service.policies(),         service.history(), service.properties()} +
           (servers.edit()->isEnabled() ? QList<QAction *>{nullptr, servers.edit(), servers.remove()}
                                        : QList<QAction *>{});
}

QList<QAction *> RowMenus::ofSession() const
{
    const NamespaceActions &namespaces = m_parts.namespaces;
    return QList<QAction *>{m_parts.sessions.terminate()} + possible({namespaces.startNow()}) +
           QList<QAction *>{nullptr, namespaces.deregister(), nullptr, m_parts.panes.copy(),
                            m_parts.sessions.exportRows()};
}

QList<QAction *> RowMenus::ofClient() const
{
    return {m_parts.sessions.disconnectClients(), m_parts.sessions.bypass(), nullptr, m_parts.panes.copy(),
            m_parts.sessions.exportRows()};
}

QList<QAction *> RowMenus::ofFolder() const
{
    const NamespaceActions &namespaces = m_parts.namespaces;
    return possible({namespaces.startNow(), namespaces.setMinimum(), namespaces.rearm()}) +
           QList<QAction *>{namespaces.edit(), namespaces.clone(), namespaces.deregister(), nullptr,
                            m_parts.panes.copy()};
}

QList<QAction *> RowMenus::ofMany(const QList<RowFacts> &selected) const
{
    const auto isAny = [&](RowKind kind) {
        return std::any_of(selected.begin(), selected.end(),
                           [kind](const RowFacts &row) { return row.key.kind == kind; });
    };
    QList<QAction *> offered;
    if (isAny(RowKind::Session))
        offered << m_parts.sessions.terminate();
    if (isAny(RowKind::Client))
        offered << m_parts.sessions.disconnectClients() << m_parts.sessions.bypass();
    if (isAny(RowKind::Session) || isAny(RowKind::Namespace))
        offered << possible({m_parts.namespaces.startNow()}) << m_parts.namespaces.deregister();
    return offered << nullptr << m_parts.panes.copy() << m_parts.sessions.exportRows();
}

QList<QAction *> RowMenus::ofNothing() const
{
    return QList<QAction *>{m_parts.sessions.publish(), m_parts.servers.add(), nullptr} + m_parts.treeActions;
}

QList<QAction *> RowMenus::ofNamespaces(bool isRow) const
{
    const NamespaceActions &namespaces = m_parts.namespaces;
    if (!isRow)
        return {m_parts.sessions.publish()};
    return possible({namespaces.startNow(), namespaces.setMinimum(), namespaces.rearm()}) +
           QList<QAction *>{namespaces.edit(), namespaces.clone()} +
           possible({namespaces.terminateContent()}) +
           QList<QAction *>{namespaces.deregister(), nullptr, m_parts.panes.copy()};
}

} // namespace castdeck
