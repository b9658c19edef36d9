// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventoryfiltermodel.h"
#include "models/namespacemodel.h"

#include <QWidget>

namespace castdeck
{

class InventoryView;
class NamespaceActions;
class Prompter;
class PublishFlow;
class ServerRegistry;

/// The published namespaces of all servers, with their contents and what can be done with them.
class NamespacePane : public QWidget
{
    Q_OBJECT
public:
    /// Everything given outlives it.
    NamespacePane(const InventoryModel &inventory, ServerRegistry &servers, Prompter &prompter,
                  PublishFlow &flow, QWidget *parent = nullptr);

    NamespaceActions &actions() const { return *m_actions; }
    InventoryView &view() const { return *m_view; }
    NamespaceModel &model() { return m_model; }
    InventoryFilterModel &rows() { return m_rows; }
    void setFilterText(const QString &text);

private:
    void showHint();
    void showServers();

    const InventoryModel &m_inventory;
    NamespaceModel m_model;
    InventoryFilterModel m_rows;
    InventoryView *m_view;
    NamespaceActions *m_actions;
    bool m_showsServers = false;
};

} // namespace castdeck
