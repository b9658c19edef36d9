// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/actions/actiongroup.h"
#include "models/selectionfacts.h"

namespace castdeck
{

class InventoryModel;
class Prompter;
class PublishFlow;
class ServerRegistry;

/// What can be done with sessions and clients, and with the rows of the tree.
class SessionActions : public ActionGroup
{
    Q_OBJECT
public:
    /// @p selection is of a view whose rows answer InventoryRole::Facts.
    SessionActions(InventoryModel &model, ServerRegistry &servers, Prompter &prompter, PublishFlow &flow,
                   const QItemSelectionModel &selection, QObject *parent = nullptr);

    QAction *publish() const { return m_publish; }
    QAction *terminate() const { return m_terminate; }
    QAction *disconnectClients() const { return m_disconnect; }
    QAction *bypass() const { return m_bypass; }
    QAction *refresh() const { return m_refresh; }
    QAction *exportRows() const { return m_export; }
    QList<QAction *> all() const override;
    QList<RowFacts> selectedRows() const;
    /// Shows an order for a namespace in the rows that belong to it.
    void markNamespace(const castdeck::ServerId &id, castdeck::NamespaceId which, castdeck::Pending pending);

    /// Asks what to publish, or reports why nothing can be.
    void askToPublish();

private:
    QAction *make(const char *name, const char *icon, const QString &text, const QString &tip,
                  const QKeySequence &shortcut);
    void update() override;

    SelectionFacts selected() const;
    /// In the order a person sees them.
    QModelIndexList selectedInOrder() const;

    void askToTerminate();
    void askToDisconnect(OrderKind kind);
    Order::Target targetOf(const RowFacts &row, Pending pending);
    void askToExport();
    void writeExport(const QString &path);
    /// Which rows that are: the selected, else those shown.
    QString exportedRows() const;

    InventoryModel &m_model;
    ServerRegistry &m_servers;
    Prompter &m_prompter;
    PublishFlow &m_flow;
    FileSystemCalls m_files;
    QAction *m_publish;
    QAction *m_terminate;
    QAction *m_disconnect;
    QAction *m_bypass;
    QAction *m_refresh;
    QAction *m_export;
};

} // namespace castdeck
