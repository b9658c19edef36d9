// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"

#include <algorithm>
#include <chrono>

// What InventoryFilterModel does on its clock.

namespace castdeck
{

using std::chrono::milliseconds;

namespace
{

constexpr milliseconds shortly{200};
constexpr milliseconds orderEvery{1000};

} // namespace

/// The time that may be spent before others have their turn. A thousand rows are done whatever it takes,
/// so that small trees are never seen half done.
class InventoryFilterModel::Slice
{
public:
    Slice() { m_since.start(); }
    bool hasUsed(milliseconds time) const { return m_since.hasExpired(time.count()); }
    bool isOver()
    {
        constexpr int rowsAtOnce = 1024;
        constexpr qint64 most = 4;
        return ++m_rows % rowsAtOnce == 0 && m_since.elapsed() >= most;
    }

private:
    QElapsedTimer m_since;
    int m_rows = 0;
};

void InventoryFilterModel::workLater(milliseconds delay)
{
    if (!m_clock.isActive() || m_clock.remainingTimeAsDuration() > delay)
        m_clock.start(delay);
}

void InventoryFilterModel::work()
{
    Slice slice;
    if (!judge(slice)) {
        workLater(milliseconds(0));
        return;
    }
    if (m_isWantOld || m_isFilterNew)
        commitFilter();
    announce();
    if (m_toOrder.isEmpty() && m_toCommit.isEmpty())
        return;
    const bool isTime = !m_sinceOrder.isValid() || m_sinceOrder.hasExpired(orderEvery.count());
    if (!m_isOrderAsked && (!isTime || (m_isBusy && m_isBusy()))) {
        workLater(shortly);
        return;
    }
    if (!prepareOrder(slice)) {
        workLater(milliseconds(0));
        return;
    }
    // Views lay out all their rows anew then: of many rows, that is a turn's work of its own.
    constexpr int many = 5'000;
    if (m_total > many && !m_toCommit.isEmpty() && slice.hasUsed(milliseconds(2))) {
        workLater(milliseconds(0));
        return;
    }
    commitOrder();
}

void InventoryFilterModel::judgeLater(FilteredRow &branch, bool all)
{
    m_toJudge.insert(&branch);
    if (!all)
        return;
    for (const auto &row : branch.below->all) {
        row->isVerdictOld = true;
        if (row->below)
            judgeLater(*row, true);
    }
}

void InventoryFilterModel::orderLater(FilteredRow &branch, bool all)
{
    m_toOrder.insert(&branch);
    workLater(shortly);
    if (!all)
        return;
    for (const auto &row : branch.below->all) {
        row->isKeyOld = true;
        if (row->below)
            orderLater(*row, true);
    }
}

bool InventoryFilterModel::setFilterText(const QString &text)
{
    RowQuery query = RowQuery::parse(text);
    const bool isGood = query.problem().isEmpty();
    if (query == m_query)
        return isGood;
    m_query = std::move(query);
    m_isFilterNew = true;
    m_toJudge.clear();
    if (isFiltering())
        judgeLater(*m_root, true);
    m_clock.stop();
    work();
    return isGood;
}

void InventoryFilterModel::sort(int column, Qt::SortOrder order)
{
    m_order.set(column, order);
    m_isOrderAsked = true;
    m_toCommit.clear();
    orderLater(*m_root, true);
    m_clock.stop();
    work();
}

/// False if there is more to do.
bool InventoryFilterModel::judge(Slice &slice)
{
    while (!m_toJudge.isEmpty()) {
        FilteredRow &branch = **m_toJudge.cbegin();
        for (const auto &row : branch.below->all) {
            if (!row->isVerdictOld)
                continue;
            if (slice.isOver())
                return false;
            const QModelIndex source = sourceOf(*row);
            if (!row->search)
                row->search = std::make_unique<FilteredSearch>();
            FilteredSearch &search = *row->search;
            if (search.words.isNull())
                search.words = source.data(m_filterRole).toString().toCaseFolded();
            const RowFields fields = m_query.needsFields() && m_fieldsRole >= 0
                                         ? source.data(m_fieldsRole).value<RowFields>()
                                         : RowFields();
            const RowQuery::Verdict verdict = m_query.judge(search.words, fields);
            m_isWantOld |= verdict != search.verdict;
            search.verdict = verdict;
            row->isVerdictOld = false;
        }
        m_toJudge.remove(&branch);
    }
    return true;
}

bool InventoryFilterModel::want(FilteredRow &row, quint32 above)
{
    const quint32 met = row.parent ? (row.search ? row.search->verdict : RowQuery::Verdict()).with(above) : 0;
    row.isAccepted = row.parent && (!isFiltering() || m_query.accepts(met));
    bool leads = false;
    if (row.below) {
        for (const auto &child : row.below->all)
            leads |= want(*child, met);
    }
    row.isWanted = row.isAccepted || leads;
    m_shown += row.parent && row.isWanted;
    if (!isFiltering()) {
        row.isVerdictOld = false;
        row.search.reset();
    }
    return row.isWanted;
}

void InventoryFilterModel::commitFilter()
{
    const bool isNew = std::exchange(m_isFilterNew, false);
    m_isWantOld = false;
    m_shown = 0;
    want(*m_root, 0);
    show(*m_root);
    if (isNew)
        Q_EMIT filtered();
}

/// Makes the rows shown those that are wanted.
void InventoryFilterModel::show(FilteredRow &branch)
{
    FilteredBranch &below = *branch.below;
    Rows gone;
    Rows fresh;
    for (const auto &row : below.all) {
        if (row->place >= 0 && !row->isWanted)
            gone.push_back(row.get());
        else if (row->place < 0 && row->isWanted)
            fresh.push_back(row.get());
    }
    removeShown(branch, gone);
    for (FilteredRow *row : fresh) { // while nobody sees them
        if (row->below)
            show(*row);
    }
    for (FilteredRow *row : Rows(below.shown)) {
        if (row->below)
            show(*row);
    }
    insertShown(branch, fresh);
}

void InventoryFilterModel::insertShown(FilteredRow &branch, Rows rows)
{
    if (rows.empty())
        return;
    FilteredBranch &below = *branch.below;
    const auto isBefore = [this](const FilteredRow *a, const FilteredRow *b) {
        return m_order.isBefore(*a, *b);
    };
    std::ranges::sort(rows, isBefore);
    if (!below.next.empty()) { // prepared without these
        below.next.clear();
        orderLater(branch, false);
    }
    const bool isSeen = branch.isVisible();
    const auto placeOf = [&](const FilteredRow *row) {
        return std::ranges::upper_bound(below.shown, row, isBefore) - below.shown.begin();
    };
    // From the back, so that the places found stay true; neighbours go in as one span.
    for (size_t end = rows.size(); end > 0;) {
        const auto place = placeOf(rows[end - 1]);
        size_t begin = end - 1;
        while (begin > 0 && placeOf(rows[begin - 1]) == place)
            --begin;
        const auto count = static_cast<int>(end - begin);
        if (isSeen)
            beginInsertRows(indexOf(branch), static_cast<int>(place), static_cast<int>(place) + count - 1);
        below.shown.insert(below.shown.begin() + place, rows.begin() + static_cast<std::ptrdiff_t>(begin),
                           rows.begin() + static_cast<std::ptrdiff_t>(end));
        below.renumberShown(static_cast<size_t>(place));
        if (isSeen)
            endInsertRows();
        end = begin;
    }
}

void InventoryFilterModel::removeShown(FilteredRow &branch, const Rows &rows)
{
    FilteredBranch &below = *branch.below;
    std::vector<int> places;
    for (const FilteredRow *row : rows) {
        if (row->place >= 0)
            places.push_back(row->place);
    }
    if (places.empty())
        return;
    std::ranges::sort(places);
    if (!below.next.empty()) {
        below.next.clear();
        orderLater(branch, false);
    }
    const bool isSeen = branch.isVisible();
    for (size_t end = places.size(); end > 0;) {
        size_t begin = end - 1;
        while (begin > 0 && places[begin - 1] == places[begin] - 1)
            --begin;
        const int first = places[begin];
        const int last = places[end - 1];
        if (isSeen)
            beginRemoveRows(indexOf(branch), first, last);
        for (int place = first; place <= last; ++place)
            below.shown[static_cast<size_t>(place)]->place = -1;
        below.shown.erase(below.shown.begin() + first, below.shown.begin() + last + 1);
        below.renumberShown(static_cast<size_t>(first));
        if (isSeen)
            endRemoveRows();
        end = begin;
    }
}

/// False if there is more to do.
bool InventoryFilterModel::prepareOrder(Slice &slice)
{
    while (!m_toOrder.isEmpty()) {
        FilteredRow &branch = **m_toOrder.cbegin();
        FilteredBranch &below = *branch.below;
        for (const auto &row : below.all) {
            if (!row->isKeyOld)
                continue;
            if (slice.isOver())
                return false;
            m_order.learn(*row, sourceOf(*row, m_order.keyColumn()));
        }
        m_toOrder.remove(&branch);
        const auto isBefore = [this](const FilteredRow *a, const FilteredRow *b) {
            return m_order.isBefore(*a, *b);
        };
        if (std::ranges::is_sorted(below.shown, isBefore))
            continue;
        below.next = below.shown;
        std::ranges::sort(below.next, isBefore);
        m_toCommit.insert(&branch);
    }
    return true;
}

void InventoryFilterModel::commitOrder()
{
    m_isOrderAsked = false;
    m_sinceOrder.start();
    QList<QPersistentModelIndex> parents;
    for (auto it = m_toCommit.begin(); it != m_toCommit.end();) {
        FilteredRow &branch = **it;
        if (branch.below->next.empty()) {
            it = m_toCommit.erase(it);
            continue;
        }
        if (branch.isVisible())
            parents << QPersistentModelIndex(indexOf(branch));
        ++it;
    }
    if (m_toCommit.isEmpty())
        return;
    Q_EMIT layoutAboutToBeChanged(parents, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    Rows rows;
    for (const QModelIndex &index : before)
        rows.push_back(rowOf(index));
    for (FilteredRow *branch : std::as_const(m_toCommit)) {
        branch->below->shown = std::exchange(branch->below->next, {});
        branch->below->renumberShown();
    }
    m_toCommit.clear();
    QModelIndexList after;
    for (size_t i = 0; i < rows.size(); ++i)
        after << indexOf(*rows[i], before.at(static_cast<qsizetype>(i)).column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged(parents, VerticalSortHint);
}

void InventoryFilterModel::announce()
{
    const int lastColumn = columnCount() - 1;
    for (FilteredRow *branch : std::exchange(m_toAnnounce, {})) {
        if (!branch->below || branch->below->shown.empty() || !branch->isVisible())
            continue;
        Q_EMIT dataChanged(indexOf(*branch->below->shown.front()),
                           indexOf(*branch->below->shown.back(), lastColumn));
    }
}

} // namespace castdeck
