// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/rows/ratedelegate.h"

#include <QPainter>

namespace castdeck
{

RateDelegate::RateDelegate(History history, Roles roles, QObject *parent)
    : RowDelegate(roles, parent), m_history(std::move(history))
{
}

void RateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    RowDelegate::paint(painter, option, index);
    const Sparkline line{m_history ? m_history(index) : std::vector<double>(), Sparkline::Width};
    if (line.values.size() < 2)
        return;
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    constexpr int margin = 4;
    const int text = cell.fontMetrics.horizontalAdvance(cell.text);
    if (cell.rect.width() < Sparkline::Width + text + 4 * margin)
        return; // the number is more than how it came about
    const QRect logical(cell.rect.left() + margin, cell.rect.top() + 2, Sparkline::Width,
                        cell.rect.height() - 4);
    const bool isSelected = cell.state & QStyle::State_Selected;
    const auto group = cell.state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
    line.paint(*painter, QStyle::visualRect(cell.direction, cell.rect, logical),
               cell.palette.color(group, isSelected ? QPalette::HighlightedText : QPalette::Text),
               cell.direction);
}

} // namespace castdeck
