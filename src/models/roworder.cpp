// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roworder.h"

#include <QDateTime>
#include <QLocale>
#include <limits>

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

RowOrder::RowOrder(int sortRole, int groupRole)
    : m_sortRole(sortRole), m_groupRole(groupRole), m_collator(sortingLocale())
{
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void RowOrder::set(int column, Qt::SortOrder order)
{
    m_column = column;
    m_order = column < 0 ? Qt::AscendingOrder : order;
}

void RowOrder::learn(FilteredRow &row, const QModelIndex &cell) const
{
    row.isKeyOld = false;
    row.group = static_cast<qint8>(cell.data(m_groupRole).toInt());
    const QVariant key = cell.data(m_sortRole);
    row.text.reset();
    if (key.typeId() == QMetaType::QDateTime) {
        row.number = static_cast<double>(key.toDateTime().toMSecsSinceEpoch());
    } else if (key.typeId() == QMetaType::QString) {
        if (const QString text = key.toString(); !text.isEmpty())
            row.text = m_collator.sortKey(text);
        // Among numbers, a word says that there is none.
        row.number = -std::numeric_limits<double>::infinity();
    } else {
        row.number = key.toDouble();
        if (!(row.number == row.number))
            row.number = -std::numeric_limits<double>::infinity();
    }
}

bool RowOrder::isBefore(const FilteredRow &a, const FilteredRow &b) const
{
    if (m_column < 0 && !a.parent->parent)
        return a.row < b.row;
    if (a.group != b.group)
        return a.group < b.group;
    const bool isUp = m_order == Qt::AscendingOrder;
    if (a.number != b.number)
        return (a.number < b.number) == isUp;
    if (a.text && b.text) {
        if (const int order = a.text->compare(*b.text); order != 0)
            return (order < 0) == isUp;
    } else if (a.text || b.text) {
        return (!a.text) == isUp;
    }
    return a.row < b.row;
}

} // namespace castdeck
