// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/rowdelegate.h"

#include <QPainter>

namespace castdeck
{

RowDelegate::RowDelegate(Roles roles, QObject *parent) : QStyledItemDelegate(parent), m_roles(roles) {}

namespace
{

QIcon inColor(const QIcon &drawn, const QColor &color)
{
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64}) {
        QPixmap pixmap = drawn.pixmap(QSize(size, size), 1.0);
        QPainter painter(&pixmap);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), color);
        painter.end();
        for (const auto mode : {QIcon::Normal, QIcon::Selected})
            icon.addPixmap(pixmap, mode);
    }
    return icon;
}

} // namespace

QColor RowDelegate::alertColor(const QPalette &palette)
{
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    return dark ? QColor(0xff, 0x8a, 0x80) : QColor(0xb7, 0x1c, 0x1c);
}

void RowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QPalette palette = option->palette;
    const auto paintIn = [option](const QColor &color) {
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            option->palette.setColor(group, QPalette::Text, color);
    };
    if (index.data(m_roles.stale).toBool())
        paintIn(palette.color(QPalette::Disabled, QPalette::Text));
    else if (index.data(m_roles.alert).toBool())
        paintIn(alertColor(palette));
    else if (index.data(m_roles.idle).toBool())
        paintIn(palette.color(QPalette::PlaceholderText));
    if (index.column() != 0)
        return;
    const QString name = index.data(m_roles.icon).toString();
    if (name.isEmpty())
        return;
    // Left to itself, the style paints a selected icon in the colour of the selection: it disappears.
    const bool isSelected = option->state & QStyle::State_Selected;
    const QColor selected = palette.color(QPalette::Active, QPalette::HighlightedText);
    QIcon &icon = m_icons[isSelected ? name + selected.name() : name];
    if (icon.isNull()) {
        const QIcon drawn(QStringLiteral(":/icons/%1.svg").arg(name));
        icon = isSelected ? inColor(drawn, selected) : drawn;
    }
    option->icon = icon;
    option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace castdeck
