// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/panes/palettedelegate.h"

#include "gui/panes/palettemodel.h"

#include <QApplication>
#include <QPainter>

namespace castdeck
{

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize usual = QStyledItemDelegate::sizeHint(option, index);
    return {usual.width(), std::max(usual.height(), option.fontMetrics.height() + 8)};
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem line = option;
    initStyleOption(&line, index);
    const QString name = line.text;
    line.text.clear();
    const QStyle *const style = line.widget ? line.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &line, painter, line.widget);

    const bool isSelected = line.state & QStyle::State_Selected;
    const bool can = index.data(PaletteModel::CanRole).toBool();
    const QColor strong = line.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text);
    const QColor weak = isSelected ? strong : line.palette.color(QPalette::PlaceholderText);
    const int gap = line.fontMetrics.averageCharWidth() * 2;
    QRect area = line.rect.adjusted(gap / 2, 0, -gap / 2, 0);
    const int icon = line.decorationSize.width() + gap / 2;
    area.setLeft(area.left() + icon);
    const auto put = [&](const QString &text, const QColor &color, int width) {
        const QRect place =
            QStyle::visualRect(line.direction, line.rect, QRect(area.topLeft(), QSize(width, area.height())));
        painter->setPen(color);
        painter->drawText(place,
                          int(QStyle::visualAlignment(line.direction, Qt::AlignLeading | Qt::AlignVCenter)),
                          line.fontMetrics.elidedText(text, Qt::ElideMiddle, width));
        area.setLeft(std::min(area.left() + width + gap, area.right()));
    };
    painter->save();
    painter->setFont(line.font);
    const QString keys = index.data(PaletteModel::KeysRole).toString();
    const int keysWidth = keys.isEmpty() ? 0 : line.fontMetrics.horizontalAdvance(keys) + gap;
    const int whole = area.width() - keysWidth;
    put(name, can ? strong : weak, std::min(line.fontMetrics.horizontalAdvance(name) + 2, whole));
    put(index.data(PaletteModel::WhereRole).toString(), weak, std::max(0, area.width() - keysWidth));
    area.setLeft(line.rect.right() - gap / 2 - keysWidth + gap);
    put(keys, weak, keysWidth);
    painter->restore();
}

} // namespace castdeck
