// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/progressdelegate.h"

#include <QApplication>
#include <QPainter>

namespace castdeck
{

ProgressDelegate::ProgressDelegate(int progressRole, Roles roles, QObject *parent)
    : RowDelegate(roles, parent), m_progressRole(progressRole)
{
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const QVariant progress = index.data(m_progressRole);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    if (progress.isValid())
        cell.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    if (!progress.isValid())
        return;

    QStyleOptionProgressBar bar;
    if (cell.widget)
        bar.initFrom(cell.widget);
    bar.rect = cell.rect.adjusted(3, 3, -3, -3);
    bar.direction = cell.direction;
    bar.fontMetrics = cell.fontMetrics;
    bar.state = (cell.state & ~QStyle::State_HasFocus) | QStyle::State_Horizontal;
    bar.minimum = 0;
    bar.maximum = 100;
    bar.progress = progress.toInt();
    bar.text = index.data().toString();
    bar.textVisible = true;
    bar.textAlignment = Qt::AlignCenter;
    // The highlight of a selected row would swallow a bar of the same colour; so it keeps the plain palette.
    bar.palette = option.palette;
    if (cell.palette.color(QPalette::Text) == cell.palette.color(QPalette::Disabled, QPalette::Text))
        bar.palette.setCurrentColorGroup(QPalette::Disabled);
    painter->save();
    painter->setClipRect(cell.rect);
    style->drawControl(QStyle::CE_ProgressBar, &bar, painter, cell.widget);
    painter->restore();
}

} // namespace castdeck
