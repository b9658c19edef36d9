// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"

namespace castdeck
{

// An index carries the row it is below, so that rows of a branch can change places and every index of a view
// stays one that can be asked.

InventoryFilterModel::InventoryFilterModel(int filterRole, int sortRole, int groupRole, int fieldsRole,
                                           QObject *parent)
    : QAbstractProxyModel(parent)
    , m_filterRole(filterRole)
    , m_sortRole(sortRole)
    , m_fieldsRole(fieldsRole)
    , m_order(sortRole, groupRole)
    , m_root(std::make_unique<FilteredRow>())
{
    m_root->below = std::make_unique<FilteredBranch>();
    m_clock.setSingleShot(true);
    connect(&m_clock, &QTimer::timeout, this, &InventoryFilterModel::work);
}

InventoryFilterModel::~InventoryFilterModel() = default;

void InventoryFilterModel::setSourceModel(QAbstractItemModel *model)
{
    beginResetModel();
    if (sourceModel())
        disconnect(sourceModel(), nullptr, this, nullptr);
    QAbstractProxyModel::setSourceModel(model);
    follow(*model);
    build();
    endResetModel();
}

FilteredRow *InventoryFilterModel::rowOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return m_root.get();
    const auto *parent = static_cast<const FilteredRow *>(index.constInternalPointer());
    return parent->below->shown[static_cast<size_t>(index.row())];
}

FilteredRow *InventoryFilterModel::rowOfSource(const QModelIndex &source) const
{
    if (!source.isValid())
        return m_root.get();
    const FilteredRow *parent = rowOfSource(source.parent());
    const bool isKnown =
        parent && parent->below && static_cast<size_t>(source.row()) < parent->below->all.size();
    return isKnown ? parent->below->all[static_cast<size_t>(source.row())].get() : nullptr;
}

QModelIndex InventoryFilterModel::indexOf(const FilteredRow &row, int column) const
{
    return row.parent ? createIndex(row.place, column, row.parent) : QModelIndex();
}

QModelIndex InventoryFilterModel::sourceOf(const FilteredRow &row, int column) const
{
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a model says which of both it means by the way it is asked
    return row.parent ? createSourceIndex(row.row, column, reinterpret_cast<void *>(row.inner))
                      : QModelIndex();
}

QModelIndex InventoryFilterModel::mapToSource(const QModelIndex &index) const
{
    return index.isValid() ? sourceOf(*rowOf(index), index.column()) : QModelIndex();
}

QModelIndex InventoryFilterModel::mapFromSource(const QModelIndex &source) const
{
    const FilteredRow *row = source.isValid() ? rowOfSource(source) : nullptr;
    return row && row->isVisible() ? indexOf(*row, source.column()) : QModelIndex();
}

QModelIndex InventoryFilterModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= columnCount() || (parent.isValid() && parent.column() != 0))
        return {};
    FilteredRow *above = rowOf(parent);
    const bool isThere = above->below && static_cast<size_t>(row) < above->below->shown.size();
    return isThere ? createIndex(row, column, above) : QModelIndex();
}

QModelIndex InventoryFilterModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    return indexOf(*static_cast<const FilteredRow *>(child.constInternalPointer()));
}

QModelIndex InventoryFilterModel::sibling(int row, int column, const QModelIndex &index) const
{
    return this->index(row, column, parent(index));
}

int InventoryFilterModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() && parent.column() != 0)
        return 0;
    const FilteredRow *row = rowOf(parent);
    return row->below ? static_cast<int>(row->below->shown.size()) : 0;
}

int InventoryFilterModel::columnCount(const QModelIndex &) const
{
    return sourceModel() ? sourceModel()->columnCount() : 0;
}

bool InventoryFilterModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

Qt::ItemFlags InventoryFilterModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return QAbstractProxyModel::flags(index);
    const FilteredRow &row = *rowOf(index);
    const Qt::ItemFlags flags = sourceModel()->flags(sourceOf(row, index.column()));
    // Saves a view from looking for children of each of 100 000 rows.
    return row.below ? flags : flags | Qt::ItemNeverHasChildren;
}

QVariant InventoryFilterModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return sourceModel() ? sourceModel()->headerData(section, orientation, role) : QVariant();
}

bool InventoryFilterModel::leadsToMatch(const QModelIndex &index) const
{
    return index.isValid() && isFiltering() && !rowOf(index)->isAccepted;
}

} // namespace castdeck
