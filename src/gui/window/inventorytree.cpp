// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/inventorytree.h"

#include "gui/parts/headermenu.h"
#include "gui/parts/progressdelegate.h"
#include "models/columns.h"
#include "models/columntext.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventoryrole.h"

namespace castdeck
{

namespace
{

/// What should be readable without widening, in the order of Column.
constexpr const char *samples[ColumnCount] = {"windows-11-pro.wim",
                                              "drivers",
                                              "Not heard for 12 s",
                                              "00000000000",
                                              "888.8 MB/s",
                                              "1 h 20 min",
                                              "88 of 88",
                                              "99.9 %",
                                              "888 ms",
                                              "0:00:00",
                                              "88:88",
                                              "888.8 GB",
                                              "100 %",
                                              "100 %",
                                              "100 %",
                                              "239.255.255.255:65000",
                                              "00:00:00:00:00:00",
                                              "888",
                                              "Partly stalled"};

int defaultWidth(int column, const QString &title, const QFontMetrics &metrics)
{
    // The first column holds the branches and the icon too.
    const int extra = column == 0 ? 64 : 10;
    return std::max(metrics.horizontalAdvance(QLatin1String(samples[column])) + extra,
                    metrics.horizontalAdvance(title) + 12);
}

RowDelegate::Roles rowRoles()
{
    return {InventoryRole::Icon, InventoryRole::Alert, InventoryRole::Stale, InventoryRole::Idle};
}

} // namespace

InventoryTree::InventoryTree(InventoryFilterModel &rows, QWidget *parent)
    : InventoryView(parent), m_rows(rows)
{
    setObjectName(QStringLiteral("view"));
    setAccessibleName(tr("Servers, sessions and clients"));
    setModel(&rows);
    setItemDelegate(new RowDelegate(rowRoles(), this));
    setItemDelegateForColumn(static_cast<int>(Column::Progress),
                             new ProgressDelegate(InventoryRole::Progress, rowRoles(), this));
    m_columns = new HeaderMenu(header());
    for (int column = 0; column < ColumnCount; ++column) {
        header()->resizeSection(
            column, defaultWidth(column, rows.headerData(column, Qt::Horizontal).toString(), fontMetrics()));
        header()->setSectionHidden(column, !ColumnText::isShownAtFirst(static_cast<Column>(column)));
    }
    header()->setStretchLastSection(false);
    sortByColumn(static_cast<int>(Column::Name), Qt::AscendingOrder);
    expandToDepth(0);
    connect(&rows, &QAbstractItemModel::rowsInserted, this, &InventoryTree::expandNew);
}

void InventoryTree::filter(const QString &text)
{
    m_rows.setFilterText(text);
    if (m_rows.isFiltering())
        expandAll();
}

QList<int> InventoryTree::visibleColumns() const
{
    return m_columns->visibleColumns();
}

void InventoryTree::collapseSessions()
{
    collapseAll();
    expandToDepth(0);
}

void InventoryTree::expandNew(const QModelIndex &parent, int first, int last)
{
    // What is new is seen: a server's sessions, and the clients of a session. A row that was closed stays
    // closed.
    if (!parent.isValid()) {
        for (int row = first; row <= last; ++row)
            expand(m_rows.index(row, 0));
    } else if (m_rows.rowCount(parent) == last - first + 1) {
        expand(parent);
    }
}

} // namespace castdeck
