// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/historytab.h"

#include "gui/dialogs/prompter.h"
#include "gui/parts/headermenu.h"
#include "gui/parts/named.h"
#include "gui/parts/rowdelegate.h"
#include "gui/parts/rowexport.h"
#include "gui/text/errortext.h"
#include "models/inventoryrole.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <algorithm>

namespace castdeck
{

namespace
{

constexpr quint32 pageSize = 200;

} // namespace

HistoryTab::HistoryTab(QList<RecordColumn> columns, QStringList levels, Fetch fetcher, Prompter &prompter,
                       QWidget *parent)
    : QWidget(parent)
    , m_model(std::move(columns))
    , m_rows(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group)
    , m_levels(std::move(levels))
    , m_fetch(std::move(fetcher))
    , m_prompter(prompter)
    , m_filter(named("historyFilter", new QLineEdit(this)))
    , m_period(named("period", new QComboBox(this)))
    , m_view(new QTreeView(this))
    , m_message(plainLabel("historyMessage", this))
    , m_refresh(named("historyRefresh", new QPushButton(tr("&Refresh"), this)))
    , m_older(named("older", new QPushButton(tr("Fetch &Older"), this)))
    , m_export(named("historyExport", new QPushButton(tr("&Export…"), this)))
{
    m_rows.setSourceModel(&m_model);
    layOut();
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_view->setAccessibleName(tr("History"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_rows.setFilterText(text);
        showState();
    });
    connect(m_period, &QComboBox::currentIndexChanged, this, &HistoryTab::refresh);
    connect(m_refresh, &QPushButton::clicked, this, &HistoryTab::refresh);
    connect(m_older, &QPushButton::clicked, this, [this] { fetch(m_next); });
    connect(m_export, &QPushButton::clicked, this, &HistoryTab::exportRows);
    refresh();
}

int HistoryTab::timeColumn() const
{
    const QList<RecordColumn> &columns = m_model.columns();
    const auto found = std::ranges::find(columns, RecordColumn::Kind::Time, &RecordColumn::kind);
    return static_cast<int>(found - columns.begin());
}

void HistoryTab::layOut()
{
    m_filter->setPlaceholderText(tr("Filter what was fetched"));
    m_filter->setClearButtonEnabled(true);
    m_period->setAccessibleName(tr("Period"));
    m_period->addItem(tr("All"), 0);
    m_period->addItem(tr("Last 24 hours"), 1);
    m_period->addItem(tr("Last 7 days"), 7);
    m_period->addItem(tr("Last 30 days"), 30);
    m_export->setToolTip(tr("The selected rows and what is below them; all rows if none is selected"));
    for (QPushButton *button : {m_refresh, m_older, m_export})
        button->setAutoDefault(false);

    m_view->setModel(&m_rows);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(true);
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSortingEnabled(true);
    // The newest first, as they are fetched.
    m_view->sortByColumn(timeColumn(), Qt::DescendingOrder);
    m_view->setRootIsDecorated(m_levels.size() > 1);
    constexpr int none = -1;
    m_view->setItemDelegate(new RowDelegate({none, InventoryRole::Alert, none, none}, m_view));
    new HeaderMenu(m_view->header());

    auto *top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_period);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_message, 1);
    bottom->addWidget(m_refresh);
    bottom->addWidget(m_older);
    bottom->addWidget(m_export);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    layout->addLayout(bottom);
}

void HistoryTab::refresh()
{
    m_model.clear();
    m_next = 0;
    fetch(0);
}

void HistoryTab::fetch(quint64 before)
{
    HistoryFilter filter;
    filter.before = before;
    filter.limit = pageSize;
    if (const int days = m_period->currentData().toInt(); days > 0)
        filter.since = QDateTime::currentDateTimeUtc().addDays(-days);
    m_waits = true;
    say(tr("Asking the server…"));
    m_fetch(filter, this, [this, asked = ++m_asked](const Result<Page> &page) {
        if (asked == m_asked)
            take(page);
    });
}

void HistoryTab::take(const Result<Page> &page)
{
    m_waits = false;
    if (!page) {
        say(QStringLiteral("%1 (%2)").arg(ErrorText::sentence(page.error()),
                                          ErrorText::details(page.error())));
        return;
    }
    const bool isFirst = m_model.rowCount() == 0;
    m_model.append(page->records);
    m_next = page->next;
    if (isFirst) {
        for (int column = 0; column < m_model.columnCount(); ++column)
            m_view->resizeColumnToContents(column);
    }
    say({});
}

void HistoryTab::exportRows()
{
    m_prompter.askWhereToExport(this, [this](const QString &path) {
        const QItemSelectionModel &chosen = *m_view->selectionModel();
        QModelIndexList rows = RowExport::allRows(m_rows);
        if (chosen.hasSelection())
            rows.removeIf([&chosen](const QModelIndex &row) {
                return !chosen.isSelected(row) && !chosen.isSelected(row.parent());
            });
        QStringList keys;
        for (const RecordColumn &column : m_model.columns())
            keys << column.key;
        RowExport(InventoryRole::Value, keys, m_levels)
            .write(m_files, path, rows, [this](const Report &report) { say(report.text); });
    });
}

void HistoryTab::say(const QString &text)
{
    m_message->setText(text);
    showState();
}

void HistoryTab::showState()
{
    m_refresh->setEnabled(!m_waits);
    m_older->setEnabled(!m_waits && m_next != 0);
    m_older->setToolTip(m_next == 0 ? tr("There is nothing older.") : QString());
    m_export->setEnabled(m_rows.rowCount() > 0);
    if (m_message->text().isEmpty())
        m_message->setText(m_model.rowCount() == 0 ? tr("Nothing is recorded.")
                                                   : tr("%n record(s)", nullptr, m_rows.rowCount()));
}

} // namespace castdeck
