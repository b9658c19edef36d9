// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/paint/sparkline.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace castdeck
{

void Sparkline::paint(QPainter &painter, const QRect &rect, const QColor &color,
                      Qt::LayoutDirection direction) const
{
    const size_t count = std::min(values.size(), window);
    if (count < 2 || rect.height() < 4)
        return;
    const auto first = values.end() - static_cast<std::ptrdiff_t>(count);
    const double peak = std::max(*std::max_element(first, values.end()), 1.0);
    const QRectF area = QRectF(rect).adjusted(0.5, 1.5, -0.5, -1.5);
    const double step = area.width() / static_cast<double>(window - 1);
    QPolygonF line;
    for (size_t i = 0; i < count; ++i) {
        const double along = step * static_cast<double>(window - count + i);
        const double x = direction == Qt::RightToLeft ? area.right() - along : area.left() + along;
        const double value = std::clamp(first[static_cast<std::ptrdiff_t>(i)] / peak, 0.0, 1.0);
        line << QPointF(x, area.bottom() - value * area.height());
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF filled = line;
    filled << QPointF(line.constLast().x(), area.bottom()) << QPointF(line.constFirst().x(), area.bottom());
    QColor pale = color;
    pale.setAlphaF(0.18F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pale);
    painter.drawPolygon(filled);
    painter.setPen(QPen(color, 1));
    painter.drawPolyline(line);
    painter.restore();
}

} // namespace castdeck
