// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/ratekeeper.h"
#include "gui/servers/askinglookup.h"
#include "gui/servers/blocklookup.h"
#include "gui/window/rowdetails.h"

#include <QItemSelectionModel>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QTimer>

namespace castdeck
{

class DetailsPane;
class HowToAskCard;

/// Shows in the pane what is known of the row that is selected: in the tree, or in the pane of namespaces if
/// a person was there last.
class DetailsWatch : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; the selections are of rows that answer InventoryRole::Facts.
    DetailsWatch(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                 const QItemSelectionModel &tree, const QItemSelectionModel &namespaces, DetailsPane &pane);

    /// Takes one sample of each session.
    void sample();
    const RateKeeper &rates() const { return m_rates; }
    void lookAtTree();
    void lookAtNamespaces();

private:
    void show();
    void showRow(const QModelIndex &row);
    void showNamespace(const QModelIndex &row);
    void showLater();
    void showSoon(const QModelIndex &first, const QModelIndex &last);
    void showBlocks(const RowFacts &of);
    void explain(const ServerId &server, NamespaceId id);

    const InventoryModel &m_model;
    const QItemSelectionModel &m_tree;
    const QItemSelectionModel &m_namespaces;
    DetailsPane &m_pane;
    RowDetails m_details;
    RateKeeper m_rates;
    AskingLookup m_lookup;
    BlockLookup m_blocks;
    QPointer<HowToAskCard> m_card;
    bool m_isTree = true;
    QTimer m_later;
    QPersistentModelIndex m_shown; ///< of the model; invalid: none, or none of the tree
    QTimer m_soon;
};

} // namespace castdeck
