// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/filteredrow.h"

#include <QModelIndex>

namespace castdeck
{

/// Which row stands before which. A total order: rows that read alike keep the order of the source. Keys are
/// remembered in the rows, so that comparing asks no model.
class RowOrder
{
public:
    RowOrder(int sortRole, int groupRole);

    /// @p column -1: rows at the top in the order of the source, those below by their first column.
    void set(int column, Qt::SortOrder order);
    int column() const { return m_column; }
    Qt::SortOrder order() const { return m_order; }
    /// The column that keys come from.
    int keyColumn() const { return m_column < 0 ? 0 : m_column; }

    /// Takes the key of the row from the index of its cell in keyColumn().
    void learn(FilteredRow &row, const QModelIndex &cell) const;
    bool isBefore(const FilteredRow &a, const FilteredRow &b) const;

private:
    int m_sortRole;
    int m_groupRole;
    int m_column = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    QCollator m_collator;
};

} // namespace castdeck
