// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/eventfilter.h"

#include <algorithm>

namespace castdeck
{

EventFilter::EventFilter(int alertRole, QObject *parent)
    : QSortFilterProxyModel(parent), m_alertRole(alertRole)
{
    setRecursiveFilteringEnabled(true);
    setAutoAcceptChildRows(true);
}

void EventFilter::setTroubleOnly(bool only)
{
    m_troubleOnly = only;
    invalidateFilter();
}

void EventFilter::setWords(const QString &text)
{
    m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

bool EventFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const auto cell = [&](int column) { return sourceModel()->index(row, column, parent); };
    if (m_troubleOnly && !cell(0).data(m_alertRole).toBool())
        return false;
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) {
        for (int column = 0; column < sourceModel()->columnCount(parent); ++column) {
            if (cell(column).data().toString().contains(word, Qt::CaseInsensitive))
                return true;
        }
        return false;
    });
}

} // namespace castdeck
