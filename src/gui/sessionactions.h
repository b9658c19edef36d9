// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/orderoutcome.h"
#include "gui/report.h"
#include "models/selectionfacts.h"

#include <QAction>
#include <QItemSelectionModel>
#include <QTimer>
#include <functional>

namespace castdeck
{

class InventoryModel;
class Prompter;
class PublishFlow;
class ServerRegistry;

/// The actions of the console: the same objects in menus, toolbar, context menu and shortcuts. Whether one is
/// enabled, and why not, is counted from the selection alone; what it does is done for the rows as they were
/// when it was triggered.
class SessionActions : public QObject
{
    Q_OBJECT
public:
    /// @p selection is of a view whose rows answer InventoryRole::Facts.
    SessionActions(InventoryModel &model, ServerRegistry &servers, Prompter &prompter, PublishFlow &flow,
                   QItemSelectionModel &selection, QObject *parent = nullptr);

    QAction *publish() const { return m_publish; }
    QAction *retire() const { return m_retire; }
    QAction *terminate() const { return m_terminate; }
    QAction *disconnectClients() const { return m_disconnect; }
    QAction *bypass() const { return m_bypass; }
    QAction *refresh() const { return m_refresh; }
    QAction *copy() const { return m_copy; }
    QAction *exportRows() const { return m_export; }
    QList<QAction *> all() const;
    /// What a right-click offers; separators are null.
    QList<QAction *> forContextMenu() const;

    /// Columns that Copy takes, in their order; without it all.
    void setCopiedColumns(std::function<QList<int>()> columns) { m_copiedColumns = std::move(columns); }

    /// Asks what to publish, or reports why nothing can be.
    void askToPublish();

Q_SIGNALS:
    /// Something a person did has come to its end.
    void reported(const castdeck::Report &report);

private:
    QAction *make(const char *name, const char *icon, const QString &text, const QString &tip,
                  const QKeySequence &shortcut);
    void update();
    void updateLater();

    SelectionFacts selected() const;
    /// In the order a person sees them.
    QModelIndexList selectedInOrder() const;
    QList<RowFacts> servers() const;

    void askToTerminate();
    void askToDisconnect(OrderKind kind);
    void askToRetire();
    void order(OrderKind kind, const QList<RowFacts> &rows, const QString &reason);
    void copySelection();
    void askToExport();
    void writeExport(const QString &path);

    InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    PublishFlow &m_flow;
    QItemSelectionModel &m_selection;
    FileSystemCalls m_files;
    std::function<QList<int>()> m_copiedColumns;
    QTimer m_updateLater;
    QAction *m_publish;
    QAction *m_retire;
    QAction *m_terminate;
    QAction *m_disconnect;
    QAction *m_bypass;
    QAction *m_refresh;
    QAction *m_copy;
    QAction *m_export;
};

} // namespace castdeck
