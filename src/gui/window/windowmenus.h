// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QMainWindow;
class QMenu;
class QWidget;

namespace castdeck
{

class NamespaceActions;
class PaneActions;
class ServerActions;
class ServiceActions;
class SessionActions;

/// The menu bar and the tool bar: every verb there is, whether it can be done now or not.
class WindowMenus
{
public:
    struct Parts {
        const SessionActions &sessions;
        const NamespaceActions &namespaces;
        const ServerActions &servers;
        const ServiceActions &service;
        const PaneActions &panes;
        // Separators are null.
        QList<QAction *> find; ///< of the edit menu
        QList<QAction *> tree; ///< of the view menu
        QList<QAction *> shown;
        QList<QAction *> help;
        QAction *quit;
    };
    WindowMenus(QMainWindow &window, const Parts &parts);

    QMenu &serviceMenu() const { return *m_serviceMenu; }

    /// A menu of the window that shows why something cannot be done.
    static QMenu *make(const char *name, const QString &title, const QList<QAction *> &actions,
                       QWidget &window);

private:
    QMenu *m_serviceMenu;
};

} // namespace castdeck
