// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/paint/progressbar.h"

#include "gui/paint/readablecolor.h"

#include <QPainter>
#include <QStyle>
#include <algorithm>

namespace castdeck
{

namespace
{

QColor fillOf(ProgressBar::Tone tone, const QPalette &palette)
{
    switch (tone) {
    case ProgressBar::Tone::Warning:
        return {0xe8, 0x9a, 0x1c};
    case ProgressBar::Tone::Alert:
        return {0xc6, 0x28, 0x28};
    case ProgressBar::Tone::Over:
        return readable::mix(palette.color(QPalette::Active, QPalette::Text),
                             palette.color(QPalette::Active, QPalette::Base), 0.35);
    case ProgressBar::Tone::Plain:
        break;
    }
    return palette.color(QPalette::Active, QPalette::Highlight);
}

} // namespace

QColor ProgressBar::textOn(const QColor &background, const QPalette &palette)
{
    return readable::on({background}, palette.color(QPalette::Active, QPalette::Text));
}

QList<ProgressBar::Zone> ProgressBar::zones(const QPalette &palette) const
{
    const QColor trough = readable::mix(palette.color(QPalette::Active, QPalette::Text),
                                        palette.color(QPalette::Active, QPalette::Base), 0.12);
    const QColor fill = fillOf(tone, palette);
    const auto inside = [](double value) { return std::clamp(value, 0.0, 1.0); };
    if (!spread)
        return {{0, inside(share), fill}, {inside(share), 1, trough}};
    const double slowest = inside(spread->slowest);
    const double fastest = std::max(slowest, inside(spread->fastest));
    return {{0, slowest, fill}, {slowest, fastest, readable::mix(fill, trough, 0.45)}, {fastest, 1, trough}};
}

void ProgressBar::paint(QPainter &painter, const QRect &rect, const QPalette &palette,
                        Qt::LayoutDirection direction) const
{
    if (rect.isEmpty())
        return;
    const auto at = [&rect](double where) { return rect.left() + qRound(where * rect.width()); };
    const auto part = [&](int from, int to) {
        return QStyle::visualRect(direction, rect, QRect(from, rect.top(), to - from, rect.height()));
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipRect(rect, Qt::IntersectClip);
    const QList<Zone> all = zones(palette);
    for (const Zone &zone : all)
        painter.fillRect(part(at(zone.from), at(zone.to)), zone.color);
    if (spread) {
        const QColor red = readable::on({all.constLast().color}, QColor(0xc6, 0x28, 0x28));
        for (const double stuck : spread->stuck) {
            const int x = std::min(at(stuck), rect.right() - 1);
            painter.fillRect(part(x, x + 2).adjusted(0, rect.height() - 5, 0, 0), red);
        }
        const int mean = std::min(at(spread->mean), rect.right() - 1);
        painter.fillRect(part(mean, mean + 2).adjusted(0, 0, 0, -(rect.height() - 4)),
                         palette.color(QPalette::Active, QPalette::Text));
    }
    painter.setLayoutDirection(direction);
    for (const Zone &zone : all) {
        painter.save();
        painter.setClipRect(part(at(zone.from), at(zone.to)), Qt::IntersectClip);
        painter.setPen(textOn(zone.color, palette));
        painter.drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, text);
        painter.restore();
    }
    QColor frame = palette.color(QPalette::Active, QPalette::Text);
    frame.setAlphaF(0.35F);
    painter.setPen(frame);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect.adjusted(0, 0, -1, -1));
    painter.restore();
}

} // namespace castdeck
