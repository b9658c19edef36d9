// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QAction>
#include <functional>

class QMainWindow;
class QTreeView;

namespace castdeck
{

class DesktopNotices;
class InventoryModel;
class KeptLayout;
class NamespaceModel;
class RemoteServers;

/// What the window offers beside its verbs: the palette, the settings, the list of keys, what somebody who
/// helps has to know, and what this program is.
class WindowTools : public QObject
{
    Q_OBJECT
public:
    struct Parts {
        QMainWindow &window; ///< the tools belong to it
        const InventoryModel &model;
        const NamespaceModel &namespaces;
        const RemoteServers &remote;
        KeptLayout &layout;
        DesktopNotices &desktop;
        QTreeView &tree;
        std::function<void(const RowKey &)> show;
        std::function<void()> showOwnPolicies;
    };
    /// Everything given outlives it.
    explicit WindowTools(const Parts &parts);

    QAction *palette() const { return m_palette; }
    QAction *settings() const { return m_settings; }
    QAction *shortcuts() const { return m_shortcuts; }
    QAction *copyDiagnostics() const { return m_diagnostics; }
    QAction *about() const { return m_about; }

Q_SIGNALS:
    /// Something was done that is said in passing.
    void said(const QString &text);

private:
    template <class Call>
    QAction *make(const char *name, const QString &text, const QList<QKeySequence> &keys, Call call);
    void openPalette();
    void openSettings();
    void openShortcuts();
    void copyTheDiagnostics();
    void openAbout();

    Parts m_parts;
    QAction *m_palette;
    QAction *m_settings;
    QAction *m_shortcuts;
    QAction *m_diagnostics;
    QAction *m_about;
};

} // namespace castdeck
