// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/detailswatch.h"

#include "core/untrusted.h"
#include "gui/panes/detailspane.h"
#include "gui/parts/howtoaskcard.h"
#include "gui/servers/remoteservers.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "models/namespacecolumns.h"
#include "models/namespacefacts.h"

namespace castdeck
{

DetailsWatch::DetailsWatch(const InventoryModel &model, ServerRegistry &servers, const RemoteServers &remote,
                           const QItemSelectionModel &tree, const QItemSelectionModel &namespaces,
                           DetailsPane &pane)
    : QObject(&pane)
    , m_model(model)
    , m_tree(tree)
    , m_namespaces(namespaces)
    , m_pane(pane)
    , m_details(model, remote)
    , m_rates(model, {InventoryRole::Facts, InventoryRole::Value, static_cast<int>(Column::Rate),
                      static_cast<int>(Column::Loss)})
    , m_lookup(model, servers, remote)
    , m_blocks(servers)
{
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, &DetailsWatch::show);
    // What is painted in the row is true here too, though not for each of a hundred changes a second.
    constexpr int soon = 200; // ms
    m_soon.setSingleShot(true);
    m_soon.setInterval(soon);
    connect(&m_soon, &QTimer::timeout, this, &DetailsWatch::show);
    connect(&model, &QAbstractItemModel::dataChanged, this, &DetailsWatch::showSoon);
    for (const QItemSelectionModel *selection : {&tree, &namespaces})
        connect(selection, &QItemSelectionModel::selectionChanged, this, &DetailsWatch::showLater);
    connect(&m_lookup, &AskingLookup::changed, this, [this](const HowToAsk &facts) {
        if (m_card)
            m_card->tell(facts);
    });
    connect(&m_blocks, &BlockLookup::changed, this, [this] { m_pane.setBlocks(m_blocks.map()); });
    connect(&remote, &RemoteServers::ready, this, &DetailsWatch::showLater);
    show();
}

void DetailsWatch::sample()
{
    m_rates.sample();
    show();
}

void DetailsWatch::lookAtTree()
{
    m_isTree = true;
    showLater();
}

void DetailsWatch::lookAtNamespaces()
{
    m_isTree = false;
    showLater();
}

void DetailsWatch::showLater()
{
    m_later.start();
}

void DetailsWatch::showSoon(const QModelIndex &first, const QModelIndex &last)
{
    const bool isIt = m_shown.isValid() && !m_soon.isActive() && first.row() <= m_shown.row() &&
                      m_shown.row() <= last.row() && first.parent() == m_shown.parent();
    if (isIt)
        m_soon.start();
}

void DetailsWatch::show()
{
    m_shown = QPersistentModelIndex();
    const QModelIndexList rows = (m_isTree ? m_tree : m_namespaces).selectedRows();
    if (rows.isEmpty())
        m_pane.clear(tr("Select a row to see its details."));
    else if (rows.size() > 1)
        m_pane.clear(tr("%n row(s) are selected.", nullptr, static_cast<int>(rows.size())));
    else if (m_isTree)
        showRow(m_model.indexOf(rows.constFirst().data(InventoryRole::Facts).value<RowFacts>().key));
    else
        showNamespace(rows.constFirst());
}

void DetailsWatch::showRow(const QModelIndex &row)
{
    m_shown = row;
    const RowFacts of = m_model.facts(row);
    DetailsPane::Subject subject;
    subject.title = tr("%1 on %2", "row on server").arg(row.data().toString(), of.serverName);
    if (of.key.kind == RowKind::Server)
        subject.title = of.serverName;
    subject.facts = m_details.facts(row);
    const QVariant progress = row.data(InventoryRole::Progress);
    if (progress.isValid())
        subject.progress = progress.toInt();
    if (of.sessionId.isValid()) {
        const RowKey session{of.key.server, RowKind::Session, of.sessionId.value()};
        subject.history = m_rates.history(session);
        subject.historyTitle = m_model.indexOf(session).data().toString();
    }
    m_pane.show(subject);
    showBlocks(of);
    if (of.key.kind == RowKind::Namespace && of.reachable)
        explain(of.key.server, of.namespaceId);
    else
        m_pane.setCard(nullptr);
}

void DetailsWatch::showBlocks(const RowFacts &of)
{
    const bool isMachine = of.key.kind == RowKind::Client && of.reachable;
    if (isMachine)
        m_blocks.look(of.key.server, ClientId(of.key.id));
    m_pane.setBlocks(isMachine ? m_blocks.map() : std::nullopt);
}

void DetailsWatch::explain(const ServerId &server, NamespaceId id)
{
    if (!m_card) {
        m_card = new HowToAskCard;
        m_pane.setCard(m_card);
        m_card->tell(m_lookup.facts());
    }
    m_lookup.look(server, id);
}

void DetailsWatch::showNamespace(const QModelIndex &row)
{
    const auto of = row.data(InventoryRole::Facts).value<NamespaceFacts>();
    DetailsPane::Subject subject;
    subject.title = tr("%1 on %2", "row on server").arg(row.data().toString(), of.serverName);
    for (int column = 0; column < NamespaceColumnCount; ++column) {
        const QString value = row.siblingAtColumn(column).data().toString();
        if (!value.isEmpty())
            subject.facts << Fact{row.model()->headerData(column, Qt::Horizontal).toString(), value};
    }
    if (!of.info.description.isEmpty())
        subject.facts << Fact{tr("Description"), printable(of.info.description)};
    m_pane.show(subject);
    m_pane.setBlocks({});
    if (of.reachable && !of.info.tombstoned)
        explain(of.server, of.info.id);
    else
        m_pane.setCard(nullptr);
}

} // namespace castdeck
