// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roworder.h"

#include <QAbstractProxyModel>
#include <QElapsedTimer>
#include <QSet>
#include <QTimer>
#include <functional>

namespace castdeck
{

/// Finds rows by what a person types (RowQuery), and orders them. A row that matches is shown with all above
/// and below it. Knows the roles it was given and no model.
///
/// It stays calm at 100 000 rows that all change: what came from the source is taken in on a clock, in slices
/// of a few milliseconds. So views are told of changed cells a few times a second and a branch at a time;
/// rows change their order at most once a second, and not while isBusy says so; a filter applies when every
/// row has been judged. A thousand rows are done at once. Rows that come and go are told at once.
///
/// The source has to be a tree whose indexes carry what stays the same as long as the row lives.
class InventoryFilterModel : public QAbstractProxyModel
{
    Q_OBJECT
public:
    /// @p filterRole: text to search. @p sortRole: key to order by. @p groupRole: int that orders before the
    /// key does, in either direction. @p fieldsRole: RowFields, if the source has them.
    InventoryFilterModel(int filterRole, int sortRole, int groupRole, int fieldsRole = -1,
                         QObject *parent = nullptr);
    ~InventoryFilterModel() override;

    /// Returns false if there is something wrong with the text; then what was understood filters alone.
    bool setFilterText(const QString &text);
    bool isFiltering() const { return !m_query.isEmpty(); }
    /// Whether the row is there only because of one below it.
    bool leadsToMatch(const QModelIndex &index) const;
    /// All rows of the source, and those that the filter leaves.
    int totalCount() const { return m_total; }
    int shownCount() const { return m_shown; }
    /// True while rows must not run away from under a hand; asked before they are put in another order.
    void setBusy(std::function<bool()> isBusy) { m_isBusy = std::move(isBusy); }
    /// -1: the order of the source at the top, that of the names below.
    int sortColumn() const { return m_order.column(); }
    Qt::SortOrder sortOrder() const { return m_order.order(); }

    void setSourceModel(QAbstractItemModel *model) override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    QModelIndex mapToSource(const QModelIndex &index) const override;
    QModelIndex mapFromSource(const QModelIndex &source) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    QModelIndex sibling(int row, int column, const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// The rows are now those that the text leaves.
    void filtered();

private:
    using Rows = std::vector<FilteredRow *>;
    class Slice;

    // inventoryfiltermodel.cpp
    FilteredRow *rowOf(const QModelIndex &index) const;
    FilteredRow *rowOfSource(const QModelIndex &source) const;
    QModelIndex indexOf(const FilteredRow &row, int column = 0) const;
    QModelIndex sourceOf(const FilteredRow &row, int column = 0) const;

    // filteredsource.cpp: what the source says
    void follow(const QAbstractItemModel &model);
    void build();
    void buildBelow(FilteredRow &row, const QModelIndex &source);
    std::unique_ptr<FilteredRow> makeRow(FilteredRow &parent, const QModelIndex &source);
    void forget(FilteredRow &row);
    void takeInserted(const QModelIndex &parent, int first, int last);
    void takeAboutToRemove(const QModelIndex &parent, int first, int last);
    void takeRemoved(const QModelIndex &parent, int first, int last);
    void takeAboutToMove();
    void takeMoved(const QModelIndex &from, int first, int last, const QModelIndex &to, int at);
    void takeChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles);

    // filteredwork.cpp: what is done on the clock
    void work();
    void workLater(std::chrono::milliseconds delay);
    bool judge(Slice &slice);
    bool prepareOrder(Slice &slice);
    void judgeLater(FilteredRow &branch, bool all);
    void orderLater(FilteredRow &branch, bool all);
    bool want(FilteredRow &row, quint32 above);
    void show(FilteredRow &branch);
    void insertShown(FilteredRow &branch, Rows rows);
    void removeShown(FilteredRow &branch, const Rows &rows);
    void commitFilter();
    void commitOrder();
    void announce();

    int m_filterRole;
    int m_sortRole;
    int m_fieldsRole;
    RowOrder m_order;
    RowQuery m_query;
    std::function<bool()> m_isBusy;
    std::unique_ptr<FilteredRow> m_root;
    int m_total = 0;
    int m_shown = 0;
    QSet<FilteredRow *> m_toJudge;    ///< branches with rows whose verdict is old
    QSet<FilteredRow *> m_toOrder;    ///< branches with rows whose key is old
    QSet<FilteredRow *> m_toCommit;   ///< branches whose next order is prepared
    QSet<FilteredRow *> m_toAnnounce; ///< branches with rows whose cells have changed
    bool m_isFilterNew = false;       ///< the text is another one than the rows shown were judged by
    bool m_isWantOld = false;
    bool m_isOrderAsked = false; ///< a person did: it waits for nothing
    QModelIndexList m_moved;     ///< the persistent indexes while rows move
    Rows m_movedRows;
    QElapsedTimer m_sinceOrder;
    QTimer m_clock;
};

} // namespace castdeck
