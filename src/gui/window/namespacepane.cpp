// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/namespacepane.h"

#include "gui/actions/namespaceactions.h"
#include "gui/parts/elasticcolumn.h"
#include "gui/parts/headermenu.h"
#include "gui/parts/inventoryview.h"
#include "gui/parts/named.h"
#include "gui/parts/rowdelegate.h"
#include "gui/text/errortext.h"
#include "models/inventoryrole.h"
#include "models/namespacecolumns.h"
#include "models/namespacetext.h"

#include <QShortcut>
#include <QVBoxLayout>

namespace castdeck
{

namespace
{

constexpr int serverColumn = static_cast<int>(NamespaceColumn::Server);

/// What should be readable without widening.
QString sample(NamespaceColumn column)
{
    NamespaceFacts facts;
    facts.info.type = NamespaceType::ScheduledCastAutoStart;
    facts.info.startTime = QDateTime(QDate(2026, 12, 24), QTime(20, 0));
    facts.info.waitingClients = 88;
    const NamespaceText::ErrorSentence errorText = ErrorText::sentence;
    switch (column) {
    case NamespaceColumn::Name:
        return QStringLiteral("windows-11-pro-24h2.wim");
    case NamespaceColumn::Clients:
    case NamespaceColumn::Sessions:
        return QStringLiteral("888");
    case NamespaceColumn::Size:
        return QStringLiteral("888.8 GB");
    case NamespaceColumn::Provider:
        return QStringLiteral("Provider");
    case NamespaceColumn::Configuration:
        return QStringLiteral("/srv/deploy/images");
    case NamespaceColumn::Server:
        return QStringLiteral("deploy.example.org");
    case NamespaceColumn::State:
    case NamespaceColumn::Type:
    case NamespaceColumn::Start:
        break;
    }
    return NamespaceText(facts, nullptr, errorText).display(column); // as long as the language makes it
}

} // namespace

NamespacePane::NamespacePane(const InventoryModel &inventory, ServerRegistry &servers, Prompter &prompter,
                             PublishFlow &flow, QWidget *parent)
    : QWidget(parent)
    , m_inventory(inventory)
    , m_model(inventory, ErrorText::sentence)
    , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group, InventoryRole::Fields)
    , m_view(named("namespaces", new InventoryView(this)))
{
    m_rows.setSourceModel(&m_model);
    m_view->setAccessibleName(tr("Namespaces and contents"));
    m_view->setModel(&m_rows);
    m_view->setItemDelegate(new RowDelegate(
        {InventoryRole::Icon, InventoryRole::Alert, InventoryRole::Stale, InventoryRole::Idle}, m_view));
    m_rows.setBusy([this] { return m_view->isBusy(); });
    m_view->setTextElideMode(Qt::ElideMiddle); // of a path, as of a name, the end says most
    m_view->sortByColumn(static_cast<int>(NamespaceColumn::Name), Qt::AscendingOrder);
    m_view->header()->setStretchLastSection(false);
    for (int column = 0; column < NamespaceColumnCount; ++column) {
        const int extra = column == 0 ? 56 : 12;
        m_view->header()->resizeSection(
            column, fontMetrics().horizontalAdvance(sample(static_cast<NamespaceColumn>(column))) + extra);
    }
    m_view->fitTitles();
    // Two servers may publish one name each: whose it is stands beside it.
    QHeaderView *header = m_view->header();
    header->moveSection(header->visualIndex(serverColumn), 1);
    header->setSectionHidden(serverColumn, true);
    new HeaderMenu(m_view->header());
    new ElasticColumn(*m_view, static_cast<int>(NamespaceColumn::Name));
    m_actions = new NamespaceActions(m_model, servers, prompter, flow, *m_view->selectionModel(), this);
    m_view->addActions(m_actions->all());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);

    // What a key does is asked in this pane of what is selected in this pane.
    auto *const remove = new QShortcut(QKeySequence::Delete, m_view, nullptr, nullptr, Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, m_actions->deregister(), &QAction::trigger);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&m_rows, signal, this, &NamespacePane::showHint);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&inventory, signal, this, [this](const QModelIndex &above) {
            if (!above.isValid())
                showServers();
        });
    connect(&inventory, &InventoryModel::catalogueChanged, this, &NamespacePane::showHint);
    connect(&m_rows, &InventoryFilterModel::filtered, this, [this] {
        if (m_rows.isFiltering())
            m_view->expandAll();
        showHint();
    });
    showServers();
    showHint();
}

void NamespacePane::setFilterText(const QString &text)
{
    // What only a session or a client has says nothing of a namespace.
    QString asked = text;
    for (const char *key : {"loss", "rate", "done", "clients", "address", "is"})
        asked = RowQuery::without(asked, QLatin1String(key));
    m_rows.setFilterText(asked);
}

void NamespacePane::showServers()
{
    const bool several = m_inventory.rowCount() > 1;
    if (several != m_showsServers)
        m_view->header()->setSectionHidden(serverColumn, !several);
    m_showsServers = several;
}

/// Offers only what will work.
void NamespacePane::showHint()
{
    if (m_model.rowCount() > 0) {
        m_view->setHint(m_rows.rowCount() > 0 ? QString() : tr("No namespace matches the filter."));
        return;
    }
    QStringList links;
    for (const RowFacts &server : m_inventory.servers()) {
        if (server.reachable && server.powers.publish)
            links << QStringLiteral("<a href=\"publish:%1\">%2</a>")
                         .arg(server.key.server.value().toHtmlEscaped(), server.serverName.toHtmlEscaped());
    }
    const QString nothing = tr("Nothing is published.");
    m_view->setHint(
        links.isEmpty()
            ? nothing
            : nothing + QLatin1Char(' ') +
                  tr("Publish on %1…", "names of servers").arg(links.join(QStringLiteral(" · "))));
}

} // namespace castdeck
