// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/rowdelegate.h"

#include "gui/paint/readablecolor.h"

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
    return readable::alert(palette);
}

RowDelegate::Tone RowDelegate::toneOf(const QModelIndex &index) const
{
    const auto says = [&index](int role) { return role >= 0 && index.data(role).toBool(); };
    const int severity = m_roles.severity >= 0 ? index.data(m_roles.severity).toInt() : 0;
    if (says(m_roles.stale) || says(m_roles.past))
        return Tone::Faded;
    if (severity > 1 || says(m_roles.alert))
        return Tone::Alert;
    if (severity == 1)
        return Tone::Warning;
    return says(m_roles.idle) ? Tone::Hint : Tone::Plain;
}

const RowDelegate::Colors &RowDelegate::colorsOn(const QPalette &palette) const
{
    // Some arithmetic, for each cell of each frame: worth remembering.
    if (m_colors.palette != palette.cacheKey()) {
        m_colors = {palette.cacheKey(), readable::faded(palette),
                    readable::onRows(palette, palette.color(QPalette::Active, QPalette::PlaceholderText)),
                    readable::warning(palette), readable::alert(palette)};
    }
    return m_colors;
}

QIcon RowDelegate::iconOf(const QString &name, const QColor &color) const
{
    QIcon &icon = m_icons[name + color.name()];
    if (icon.isNull()) {
        const QIcon drawn(QStringLiteral(":/icons/%1.svg").arg(name));
        icon = color.isValid() ? inColor(drawn, color) : drawn;
    }
    return icon;
}

void RowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QPalette palette = option->palette;
    const Tone tone = toneOf(index);
    const Colors &colors = colorsOn(palette);
    const auto paintIn = [option](const QColor &color) {
        for (const auto group : {QPalette::Active, QPalette::Inactive})
            option->palette.setColor(group, QPalette::Text, color);
    };
    switch (tone) {
    case Tone::Plain:
        break;
    case Tone::Faded:
        paintIn(colors.faded);
        break;
    case Tone::Hint:
        paintIn(colors.hint);
        break;
    case Tone::Warning:
        paintIn(colors.warning);
        break;
    case Tone::Alert:
        paintIn(colors.alert);
        break;
    }
    if (option->widget && !option->widget->hasFocus())
        option->state &= ~QStyle::State_Active;
    if (index.column() != 0)
        return;
    // What distinguishes names is as often at their end.
    option->textElideMode = Qt::ElideMiddle;
    if (m_roles.struck >= 0 && index.data(m_roles.struck).toBool())
        option->font.setStrikeOut(true);
    const QString name = m_roles.icon >= 0 ? index.data(m_roles.icon).toString() : QString();
    if (name.isEmpty())
        return;
    // Left to itself, the style paints a selected icon in the colour of the selection: it disappears.
    QColor color;
    if (option->state & QStyle::State_Selected) {
        const auto group = option->state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
        color = palette.color(group, QPalette::HighlightedText);
    } else if (tone == Tone::Faded) {
        color = colors.faded;
    }
    option->icon = iconOf(name, color);
    option->features |= QStyleOptionViewItem::HasDecoration;
}

} // namespace castdeck
