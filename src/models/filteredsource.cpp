// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"

#include <algorithm>
#include <iterator>

// What the source says, taken into the rows of the proxy.

namespace castdeck
{

using std::chrono::milliseconds;

namespace
{

constexpr milliseconds fewTimesASecond{200};

} // namespace

void InventoryFilterModel::follow(const QAbstractItemModel &model)
{
    using Model = QAbstractItemModel;
    using Proxy = InventoryFilterModel;
    connect(&model, &Model::rowsInserted, this, &Proxy::takeInserted);
    connect(&model, &Model::rowsAboutToBeRemoved, this, &Proxy::takeAboutToRemove);
    connect(&model, &Model::rowsRemoved, this, &Proxy::takeRemoved);
    connect(&model, &Model::rowsAboutToBeMoved, this, &Proxy::takeAboutToMove);
    connect(&model, &Model::rowsMoved, this, &Proxy::takeMoved);
    connect(&model, &Model::dataChanged, this, &Proxy::takeChanged);
    connect(&model, &Model::headerDataChanged, this, &Proxy::headerDataChanged);
    const auto begin = [this] { beginResetModel(); };
    const auto end = [this] {
        build();
        endResetModel();
    };
    connect(&model, &Model::modelAboutToBeReset, this, begin);
    connect(&model, &Model::modelReset, this, end);
    connect(&model, &Model::layoutAboutToBeChanged, this, begin);
    connect(&model, &Model::layoutChanged, this, end);
}

void InventoryFilterModel::build()
{
    for (auto *branches : {&m_toJudge, &m_toOrder, &m_toCommit, &m_toAnnounce})
        branches->clear();
    m_root->below = std::make_unique<FilteredBranch>();
    m_total = 0;
    m_shown = 0;
    buildBelow(*m_root, {});
    want(*m_root, 0);
    show(*m_root);
}

std::unique_ptr<FilteredRow> InventoryFilterModel::makeRow(FilteredRow &parent, const QModelIndex &source)
{
    auto row = std::make_unique<FilteredRow>();
    row->parent = &parent;
    row->row = source.row();
    row->inner = source.internalId();
    m_order.learn(*row, source.siblingAtColumn(m_order.keyColumn()));
    if (isFiltering()) {
        row->isVerdictOld = true;
        row->isAccepted = row->isWanted = false;
    }
    ++m_total;
    buildBelow(*row, source);
    return row;
}

/// Rows that nobody sees yet.
void InventoryFilterModel::buildBelow(FilteredRow &row, const QModelIndex &source)
{
    const int count = sourceModel()->rowCount(source);
    if (count == 0)
        return;
    if (!row.below)
        row.below = std::make_unique<FilteredBranch>();
    FilteredBranch &below = *row.below;
    for (int i = 0; i < count; ++i)
        below.all.push_back(makeRow(row, sourceModel()->index(i, 0, source)));
    if (isFiltering()) {
        m_toJudge.insert(&row);
        workLater(milliseconds(0));
        return;
    }
    for (const auto &child : below.all)
        below.shown.push_back(child.get());
    std::ranges::sort(below.shown, [this](auto *a, auto *b) { return m_order.isBefore(*a, *b); });
    below.renumberShown();
}

void InventoryFilterModel::takeInserted(const QModelIndex &parent, int first, int last)
{
    FilteredRow *branch = rowOfSource(parent);
    if (!branch)
        return;
    if (!branch->below)
        branch->below = std::make_unique<FilteredBranch>();
    std::vector<std::unique_ptr<FilteredRow>> made;
    Rows rows;
    for (int i = first; i <= last; ++i) {
        made.push_back(makeRow(*branch, sourceModel()->index(i, 0, parent)));
        rows.push_back(made.back().get());
    }
    auto &all = branch->below->all;
    all.insert(all.begin() + first, std::make_move_iterator(made.begin()),
               std::make_move_iterator(made.end()));
    branch->below->renumber(static_cast<size_t>(first));
    if (isFiltering() || m_isFilterNew) {
        judgeLater(*branch, false);
        workLater(milliseconds(0));
        m_isWantOld = true;
    } else {
        insertShown(*branch, rows);
    }
    m_shown = isFiltering() ? m_shown : m_total;
}

void InventoryFilterModel::takeAboutToRemove(const QModelIndex &parent, int first, int last)
{
    FilteredRow *branch = rowOfSource(parent);
    if (!branch || !branch->below)
        return;
    Rows rows;
    for (int i = first; i <= last; ++i)
        rows.push_back(branch->below->all[static_cast<size_t>(i)].get());
    removeShown(*branch, rows);
}

void InventoryFilterModel::takeRemoved(const QModelIndex &parent, int first, int last)
{
    FilteredRow *branch = rowOfSource(parent);
    if (!branch || !branch->below)
        return;
    auto &all = branch->below->all;
    for (int i = first; i <= last; ++i)
        forget(*all[static_cast<size_t>(i)]);
    all.erase(all.begin() + first, all.begin() + last + 1);
    branch->below->renumber(static_cast<size_t>(first));
    if (isFiltering()) {
        m_isWantOld = true; // what was above it may lead to nothing now
        workLater(milliseconds(0));
    }
    m_shown = isFiltering() ? m_shown : m_total;
}

/// Of the counts and the work that waits.
void InventoryFilterModel::forget(FilteredRow &row)
{
    --m_total;
    if (!row.below)
        return;
    for (const auto &child : row.below->all)
        forget(*child);
    for (auto *branches : {&m_toJudge, &m_toOrder, &m_toCommit, &m_toAnnounce})
        branches->remove(&row);
}

void InventoryFilterModel::takeAboutToMove()
{
    Q_EMIT layoutAboutToBeChanged();
    m_moved = persistentIndexList();
    m_movedRows.clear();
    for (const QModelIndex &index : std::as_const(m_moved))
        m_movedRows.push_back(rowOf(index));
}

void InventoryFilterModel::takeMoved(const QModelIndex &from, int first, int last, const QModelIndex &to,
                                     int at)
{
    // The source has moved them already; a parent's own row may be another by now, but not what it carries.
    FilteredRow *source = rowOfSource(from);
    FilteredRow *target = rowOfSource(to);
    if (source && target && source->below) {
        if (!target->below)
            target->below = std::make_unique<FilteredBranch>();
        auto &out = source->below->all;
        std::vector<std::unique_ptr<FilteredRow>> taken(std::make_move_iterator(out.begin() + first),
                                                        std::make_move_iterator(out.begin() + last + 1));
        out.erase(out.begin() + first, out.begin() + last + 1);
        if (source == target && at > last)
            at -= last - first + 1;
        auto &in = target->below->all;
        for (const auto &row : taken) {
            row->parent = target;
            std::erase(source->below->shown, row.get());
            if (row->place >= 0)
                target->below->shown.push_back(row.get());
        }
        in.insert(in.begin() + at, std::make_move_iterator(taken.begin()),
                  std::make_move_iterator(taken.end()));
        source->below->renumber(0);
        target->below->renumber(0);
        std::ranges::sort(target->below->shown,
                          [this](auto *a, auto *b) { return m_order.isBefore(*a, *b); });
        for (FilteredRow *branch : {source, target}) {
            branch->below->next.clear();
            branch->below->renumberShown();
            orderLater(*branch, false);
        }
    }
    QModelIndexList now;
    for (qsizetype i = 0; i < m_moved.size(); ++i) {
        const FilteredRow &row = *m_movedRows[static_cast<size_t>(i)];
        now << (row.isVisible() ? indexOf(row, m_moved.at(i).column()) : QModelIndex());
    }
    changePersistentIndexList(m_moved, now);
    Q_EMIT layoutChanged();
    if (isFiltering()) {
        m_isWantOld = true;
        workLater(milliseconds(0));
    }
}

void InventoryFilterModel::takeChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                       const QList<int> &roles)
{
    FilteredRow *branch = rowOfSource(topLeft.parent());
    if (!branch || !branch->below)
        return;
    m_toAnnounce.insert(branch);
    const int column = m_order.keyColumn();
    const bool isSort = roles.isEmpty() || roles.contains(m_sortRole);
    const bool isKey = isSort && topLeft.column() <= column && column <= bottomRight.column();
    const bool isWords = isFiltering() && (roles.isEmpty() || roles.contains(m_filterRole));
    const bool isVerdict = isWords || (isFiltering() && isSort && m_query.needsFields());
    const auto &all = branch->below->all;
    const auto last = std::min(static_cast<size_t>(bottomRight.row()) + 1, all.size());
    for (auto i = static_cast<size_t>(topLeft.row()); (isKey || isVerdict) && i < last; ++i) {
        FilteredRow &row = *all[i];
        row.isKeyOld |= isKey;
        row.isVerdictOld |= isVerdict;
        if (isWords && row.search)
            row.search->words.clear();
    }
    if (isKey)
        m_toOrder.insert(branch);
    if (isVerdict)
        m_toJudge.insert(branch);
    workLater(fewTimesASecond);
}

} // namespace castdeck
