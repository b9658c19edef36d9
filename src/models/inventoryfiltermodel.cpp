// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"

#include <algorithm>

namespace castdeck
{

namespace
{

/// In the C locale a collator can neither count nor ignore case; English stands in for it.
QLocale sortingLocale()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English) : locale;
}

} // namespace

InventoryFilterModel::InventoryFilterModel(int filterRole, int sortRole, int groupRole, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_filterRole(filterRole)
    , m_sortRole(sortRole)
    , m_groupRole(groupRole)
    , m_collator(sortingLocale())
{
    setFilterRole(filterRole);
    setSortRole(sortRole);
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    m_anew.setSingleShot(true);
    m_anew.setInterval(0);
    connect(&m_anew, &QTimer::timeout, this, [this] { invalidateFilter(); });
}

void InventoryFilterModel::setSourceModel(QAbstractItemModel *model)
{
    if (sourceModel())
        disconnect(sourceModel(), nullptr, this, nullptr);
    QSortFilterProxyModel::setSourceModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &InventoryFilterModel::filterLater);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &InventoryFilterModel::filterLater);
    connect(model, &QAbstractItemModel::rowsMoved, this, &InventoryFilterModel::filterLater);
    connect(model, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &, const QModelIndex &, const QList<int> &roles) {
                if (roles.isEmpty() || roles.contains(m_filterRole))
                    filterLater();
            });
}

void InventoryFilterModel::setFilterText(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

void InventoryFilterModel::filterLater()
{
    if (isFiltering() && !m_anew.isActive())
        m_anew.start();
}

bool InventoryFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    if (!isFiltering())
        return true;
    for (QModelIndex above = sourceParent; above.isValid(); above = above.parent()) {
        if (matches(above))
            return true;
    }
    const QModelIndex row = sourceModel()->index(sourceRow, 0, sourceParent);
    return matches(row) || matchesBelow(row);
}

bool InventoryFilterModel::matches(const QModelIndex &source) const
{
    const QString text = source.data(m_filterRole).toString();
    return std::all_of(m_words.cbegin(), m_words.cend(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool InventoryFilterModel::matchesBelow(const QModelIndex &source) const
{
    for (int row = 0; row < sourceModel()->rowCount(source); ++row) {
        const QModelIndex child = sourceModel()->index(row, 0, source);
        if (matches(child) || matchesBelow(child))
            return true;
    }
    return false;
}

bool InventoryFilterModel::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const int leftGroup = left.data(m_groupRole).toInt();
    const int rightGroup = right.data(m_groupRole).toInt();
    if (leftGroup != rightGroup)
        return (leftGroup < rightGroup) == (sortOrder() == Qt::AscendingOrder);
    const QVariant a = left.data(m_sortRole);
    const QVariant b = right.data(m_sortRole);
    if (a.typeId() == QMetaType::QString && b.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString()) < 0;
    return QVariant::compare(a, b) == QPartialOrdering::Less;
}

} // namespace castdeck
