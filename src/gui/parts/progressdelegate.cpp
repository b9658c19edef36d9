// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/progressdelegate.h"

#include "gui/paint/progressbar.h"
#include "models/spread.h"

#include <QApplication>
#include <QPainter>

namespace castdeck
{

ProgressDelegate::ProgressDelegate(int progressRole, int spreadRole, Roles roles, QObject *parent)
    : RowDelegate(roles, parent), m_progressRole(progressRole), m_spreadRole(spreadRole)
{
}

namespace
{

std::optional<ProgressBar::Spread> spreadOf(const QVariant &said)
{
    if (!said.isValid())
        return std::nullopt;
    const auto spread = said.value<Spread>();
    ProgressBar::Spread shares{spread.slowest / 100.0, spread.fastest / 100.0, spread.mean / 100.0, {}};
    for (const int percent : spread.stuck)
        shares.stuck << percent / 100.0;
    return shares;
}

} // namespace

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const QVariant progress = index.data(m_progressRole);
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    ProgressBar bar;
    if (progress.isValid())
        bar.text = std::exchange(cell.text, {});
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    if (!progress.isValid())
        return;
    bar.share = progress.toInt() / 100.0;
    bar.spread = spreadOf(m_spreadRole >= 0 ? index.data(m_spreadRole) : QVariant());
    switch (toneOf(index)) {
    case Tone::Faded:
        bar.tone = ProgressBar::Tone::Over;
        break;
    case Tone::Warning:
        bar.tone = ProgressBar::Tone::Warning;
        break;
    case Tone::Alert:
        bar.tone = ProgressBar::Tone::Alert;
        break;
    case Tone::Plain:
    case Tone::Hint:
        break;
    }
    painter->save();
    painter->setClipRect(cell.rect, Qt::IntersectClip);
    painter->setFont(cell.font);
    // The highlight of a selected row would swallow a bar of the same colour: it has a frame and a trough.
    bar.paint(*painter, cell.rect.adjusted(3, 2, -3, -2), option.palette, cell.direction);
    painter->restore();
}

} // namespace castdeck
