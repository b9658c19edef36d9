// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QList>

class QAction;
class QMenu;

namespace castdeck
{

class NamespaceActions;
class PaneActions;
class ServerActions;
class ServiceActions;
class SessionActions;

/// What a right-click offers: by the kind of what is selected, never more than eight lines. What is greyed
/// with a reason is in the menu bar.
class RowMenus
{
public:
    struct Parts {
        const SessionActions &sessions;
        const NamespaceActions &namespaces;
        const ServerActions &servers;
        const ServiceActions &service;
        const PaneActions &panes;
        QMenu &serviceMenu;
        QList<QAction *> treeActions; ///< for beside the rows
        QAction *clearPast;           ///< takes away what is over
    };
    explicit RowMenus(const Parts &parts) : m_parts(parts) {}

    /// For the selected rows of the tree. Separators are null.
    QList<QAction *> ofTree(const QList<RowFacts> &selected) const;
    /// For the pane of namespaces; @p isRow: one is selected at least.
    QList<QAction *> ofNamespaces(bool isRow) const;

private:
    QList<QAction *> ofServer() const;
    QList<QAction *> ofSession() const;
    QList<QAction *> ofClient() const;
    QList<QAction *> ofFolder() const;
    QList<QAction *> ofMany(const QList<RowFacts> &selected) const;
    QList<QAction *> ofNothing() const;

    Parts m_parts;
};

} // namespace castdeck
