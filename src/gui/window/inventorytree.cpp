// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/inventorytree.h"

#include "core/enums.h"
#include "gui/parts/elasticcolumn.h"
#include "gui/parts/headermenu.h"
#include "gui/parts/progressdelegate.h"
#include "gui/rows/filterfield.h"
#include "models/columns.h"
#include "models/columntext.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventoryrole.h"

#include <QHeaderView>
#include <QScopedValueRollback>
#include <algorithm>

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

int defaultWidth(int column, const QFontMetrics &metrics)
{
    // The first column holds the branches and the icon too, the rate its line.
    int extra = 10;
    if (column == static_cast<int>(Column::Name))
        extra = 64;
    else if (column == static_cast<int>(Column::Rate))
        extra = Sparkline::Width + 20;
    return metrics.horizontalAdvance(QLatin1String(samples[column])) + extra;
}

RowDelegate::Roles rowRoles()
{
    return {.icon = InventoryRole::Icon,
            .alert = InventoryRole::Alert,
            .stale = InventoryRole::Stale,
            .idle = InventoryRole::Idle,
            .severity = InventoryRole::Severity,
            .past = InventoryRole::Past,
            .struck = InventoryRole::Struck};
}

/// Without the rows that are gone.
QSet<QPersistentModelIndex> asSet(const QList<QPersistentModelIndex> &rows)
{
    QSet<QPersistentModelIndex> set(rows.cbegin(), rows.cend());
    set.removeIf([](const QPersistentModelIndex &row) { return !row.isValid(); });
    return set;
}

template <class Enum>
QStringList wordsOf()
{
    QStringList words;
    for (const auto &word : Words<Enum>)
        words << QString::fromLatin1(word.text);
    return words;
}

} // namespace

InventoryTree::InventoryTree(InventoryFilterModel &rows, QWidget *parent)
    : InventoryView(parent), m_rows(rows)
{
    setObjectName(QStringLiteral("view"));
    setAccessibleName(tr("Servers, sessions and clients"));
    setModel(&rows);
    setItemDelegate(new RowDelegate(rowRoles(), this));
    setItemDelegateForColumn(
        static_cast<int>(Column::Progress),
        new ProgressDelegate(InventoryRole::Progress, InventoryRole::Spread, rowRoles(), this));
    m_columns = new HeaderMenu(header());
    for (int column = 0; column < ColumnCount; ++column) {
        header()->resizeSection(column, defaultWidth(column, fontMetrics()));
        header()->setSectionHidden(column, !ColumnText::isShownAtFirst(static_cast<Column>(column)));
    }
    fitTitles();
    header()->setStretchLastSection(false);
    new ElasticColumn(*this, static_cast<int>(Column::Name));
    sortByColumn(-1, Qt::AscendingOrder);
    m_rows.setBusy([this] { return isBusy(); });
    expandToDepth(0);
    // What else waits to be laid out is laid out before, so that keepLayout() knows that nothing does.
    connect(&rows, &QAbstractItemModel::layoutAboutToBeChanged, this,
            [this] { executeDelayedItemsLayout(); });
    connect(&rows, &QAbstractItemModel::layoutChanged, this, &InventoryTree::keepLayout);
    connect(&rows, &QAbstractItemModel::rowsInserted, this, &InventoryTree::showNew);
    connect(&rows, &InventoryFilterModel::filtered, this, &InventoryTree::arrange);
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) { noteOpen(index, true); });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) { noteOpen(index, false); });
}

void InventoryTree::setRates(RateDelegate::History history)
{
    setItemDelegateForColumn(static_cast<int>(Column::Rate),
                             new RateDelegate(std::move(history), rowRoles(), this));
}

/// Machines of a session that change places are all alike to the layout: an index of the view names the
/// place, not the machine. To lay out 100 000 rows anew for it each second would hold up the window.
void InventoryTree::keepLayout(const QList<QPersistentModelIndex> &parents)
{
    const auto isSession = [](const QModelIndex &row) { return row.parent().isValid(); };
    if (parents.isEmpty() || !std::ranges::all_of(parents, isSession))
        return;
    const QScopedValueRollback guard(m_keepsLayout, true);
    executeDelayedItemsLayout();
}

void InventoryTree::doItemsLayout()
{
    if (m_keepsLayout)
        // Paints anew, and nothing is due any more: all that is QTreeView's own is kept.
        // NOLINTNEXTLINE(bugprone-parent-virtual-call)
        QAbstractItemView::doItemsLayout();
    else
        InventoryView::doItemsLayout();
}

void InventoryTree::searchBy(FilterField &field)
{
    field.setValues([this](const QString &key) { return valuesFor(key); });
    connect(&field, &QLineEdit::textChanged, this, &InventoryTree::filter);
    connect(&field, &FilterField::leftByEscape, this, [this] { setFocus(Qt::ShortcutFocusReason); });
    connect(&field, &FilterField::leftForRows, this, [this] {
        setFocus(Qt::ShortcutFocusReason);
        // Whoever looked for something wants the first that was found, not what it is below of.
        QModelIndex row = m_rows.index(0, 0);
        while (m_rows.leadsToMatch(row) && m_rows.hasChildren(row))
            row = m_rows.index(0, 0, row);
        if (row.isValid())
            setCurrentIndex(row);
    });
}

void InventoryTree::filter(const QString &text)
{
    if (!m_rows.isFiltering()) {
        m_kept.selected = selectedSources();
        m_kept.current = m_rows.mapToSource(currentIndex());
        m_kept.left = m_kept.selected;
    }
    m_rows.setFilterText(text);
}

void InventoryTree::arrange()
{
    {
        const QScopedValueRollback guard(m_isArranging, true);
        scheduleDelayedItemsLayout(); // once for all that is opened and closed now
        arrangeBelow({});
    }
    if (m_rows.isFiltering())
        m_kept.left = selectedSources();
    else
        restoreSelection();
}

void InventoryTree::arrangeBelow(const QModelIndex &parent)
{
    for (int row = 0; row < m_rows.rowCount(parent); ++row)
        arrangeRow(m_rows.index(row, 0, parent));
}

void InventoryTree::arrangeRow(const QModelIndex &index)
{
    if (!m_rows.hasChildren(index))
        return;
    const bool isClosed = m_closed.contains(QPersistentModelIndex(m_rows.mapToSource(index)));
    setExpanded(index, m_rows.leadsToMatch(index) || !isClosed);
    arrangeBelow(index);
}

void InventoryTree::restoreSelection()
{
    // Whoever selected something else meanwhile means that.
    if (asSet(m_kept.left) == asSet(selectedSources())) {
        QItemSelection selection;
        for (const QPersistentModelIndex &source : std::as_const(m_kept.selected)) {
            const QModelIndex row = m_rows.mapFromSource(source);
            if (row.isValid())
                selection.select(row, row);
        }
        selectionModel()->select(selection, QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QModelIndex current = m_rows.mapFromSource(m_kept.current);
        if (current.isValid())
            selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    }
    m_kept = {};
    if (currentIndex().isValid())
        scrollTo(currentIndex());
}

QList<QPersistentModelIndex> InventoryTree::selectedSources() const
{
    QList<QPersistentModelIndex> sources;
    const QModelIndexList rows = selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        sources << QPersistentModelIndex(m_rows.mapToSource(row));
    return sources;
}

void InventoryTree::noteOpen(const QModelIndex &index, bool isOpen)
{
    if (m_isArranging || m_rows.isFiltering())
        return;
    const QPersistentModelIndex source(m_rows.mapToSource(index));
    if (isOpen)
        m_closed.remove(source);
    else
        m_closed.insert(source);
}

void InventoryTree::expandAll()
{
    m_closed.clear();
    InventoryView::expandAll();
}

void InventoryTree::collapseSessions()
{
    for (int row = 0; row < m_rows.rowCount(); ++row) {
        const QModelIndex server = m_rows.index(row, 0);
        for (int child = 0; child < m_rows.rowCount(server); ++child)
            collapse(m_rows.index(child, 0, server));
        expand(server);
    }
}

QList<int> InventoryTree::visibleColumns() const
{
    return m_columns->visibleColumns();
}

void InventoryTree::showNew(const QModelIndex &parent, int first, int last)
{
    // What is new is seen: a server's sessions, and the clients of a session. A row that was closed stays
    // closed.
    const QScopedValueRollback guard(m_isArranging, true);
    for (int row = first; row <= last; ++row)
        arrangeRow(m_rows.index(row, 0, parent));
    if (parent.isValid() && m_rows.rowCount(parent) == last - first + 1)
        arrangeRow(parent);
}

QStringList InventoryTree::valuesFor(const QString &key) const
{
    const QAbstractItemModel &all = *m_rows.sourceModel();
    QStringList values;
    if (key == QLatin1String("state"))
        values = wordsOf<SessionState>() + wordsOf<ClientState>();
    else if (key == QLatin1String("is"))
        values = QStringList{QStringLiteral("failed"), QStringLiteral("lost"), QStringLiteral("stalled")};
    for (int row = 0; row < all.rowCount(); ++row) {
        const QModelIndex server = all.index(row, 0);
        if (key == QLatin1String("server"))
            values << server.data().toString();
        else if (key == QLatin1String("site"))
            values << server.siblingAtColumn(static_cast<int>(Column::Namespace)).data().toString();
        else if (key == QLatin1String("ns") || key == QLatin1String("name"))
            for (int child = 0; child < all.rowCount(server); ++child)
                values << all.index(child,
                                    static_cast<int>(key == QLatin1String("ns") ? Column::Namespace
                                                                                : Column::Name),
                                    server)
                              .data()
                              .toString();
    }
    values.removeAll(QString());
    values.removeDuplicates();
    return values;
}

} // namespace castdeck
