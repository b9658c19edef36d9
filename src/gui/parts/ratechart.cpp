// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/parts/ratechart.h"

#include "gui/parts/rowdelegate.h"
#include "models/format.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace castdeck
{

namespace
{

/// Of the axis of loss: 2 % can be seen on it, and is not drawn as a catastrophe.
constexpr double leastLossTop = 0.05;

} // namespace

RateChart::RateChart(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("rate"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
}

void RateChart::show(const QString &title, const RateHistory &history)
{
    m_title = title;
    m_hint.clear();
    m_history = history;
    const auto &samples = history.samples();
    setAccessibleName(samples.empty()
                          ? title
                          : tr("%1: %2, loss %3", "session: rate, loss")
                                .arg(title, format::rate(static_cast<quint64>(samples.back().rate)),
                                     format::share(samples.back().loss)));
    update();
}

void RateChart::clear(const QString &hint)
{
    m_title.clear();
    m_hint = hint;
    m_history = {};
    setAccessibleName(hint);
    update();
}

double RateChart::roundUp(double value)
{
    if (!(value > 0))
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= value)
            return factor * power;
    }
    return 10 * power;
}

double RateChart::lossTop(double peak)
{
    return std::clamp(roundUp(std::max(peak, leastLossTop)), leastLossTop, 1.0);
}

void RateChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int line = fontMetrics().height();
    const QRectF area = QRectF(rect()).adjusted(8, 4, -8, -4);
    if (!m_hint.isEmpty()) {
        painter.setPen(palette().color(QPalette::PlaceholderText));
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_hint);
        return;
    }
    const auto &samples = m_history.samples();
    double peak = 0;
    double lossPeak = 0;
    for (const RateHistory::Sample &sample : samples) {
        peak = std::max(peak, sample.rate);
        lossPeak = std::max(lossPeak, sample.loss);
    }
    const double top = roundUp(std::max(peak, 1000.0));
    const double topOfLoss = lossTop(lossPeak);

    const QRectF plot = area.adjusted(0, line + 2, 0, -line - 2);
    painter.setPen(palette().color(QPalette::Text));
    const QString now = samples.empty() ? QString() : format::rate(static_cast<quint64>(samples.back().rate));
    const int nowWidth = fontMetrics().horizontalAdvance(now) + 12;
    const QRectF titleLine(area.topLeft(), QSizeF(area.width(), line));
    const auto leading = Qt::AlignVCenter | Qt::AlignLeading;
    painter.drawText(titleLine,
                     int(QStyle::visualAlignment(layoutDirection(), Qt::AlignVCenter | Qt::AlignTrailing)),
                     now);
    painter.drawText(
        layoutDirection() == Qt::RightToLeft ? titleLine.adjusted(nowWidth, 0, 0, 0)
                                             : titleLine.adjusted(0, 0, -nowWidth, 0),
        int(QStyle::visualAlignment(layoutDirection(), leading)),
        fontMetrics().elidedText(m_title, Qt::ElideMiddle, static_cast<int>(area.width()) - nowWidth));

    QColor grid = palette().color(QPalette::Text);
    grid.setAlphaF(0.15f);
    painter.setPen(grid);
    for (int step = 0; step <= 2; ++step) {
        const double y = plot.bottom() - plot.height() * step / 2;
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    paintCurves(painter, plot, top, topOfLoss);

    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(plot.adjusted(2, 0, 0, 0), Qt::AlignTop | Qt::AlignLeft,
                     format::rate(static_cast<quint64>(top)));
    painter.drawText(plot.adjusted(0, 0, -2, 0), Qt::AlignTop | Qt::AlignRight, format::share(topOfLoss));
    const QRectF legend(plot.left(), plot.bottom() + 2, plot.width(), line);
    painter.drawText(legend, Qt::AlignLeft, tr("2 minutes"));
    const double loss = samples.empty() ? 0 : samples.back().loss;
    if (loss > 0)
        painter.setPen(RowDelegate::alertColor(palette()));
    painter.drawText(legend, Qt::AlignRight, tr("Loss %1").arg(format::share(loss)));
}

void RateChart::paintCurves(QPainter &painter, const QRectF &plot, double top, double topOfLoss) const
{
    const auto &samples = m_history.samples();
    if (samples.size() < 2)
        return;
    const double step = plot.width() / (RateHistory::Window - 1);
    double x = plot.right() - step * static_cast<double>(samples.size() - 1);
    QPainterPath rate;
    QPainterPath loss;
    const double left = x;
    for (const RateHistory::Sample &sample : samples) {
        const QPointF at(x, plot.bottom() - plot.height() * std::min(sample.rate / top, 1.0));
        const QPointF lossAt(x,
                             plot.bottom() - plot.height() * std::clamp(sample.loss / topOfLoss, 0.0, 1.0));
        if (x == left) {
            rate.moveTo(at);
            loss.moveTo(lossAt);
        } else {
            rate.lineTo(at);
            loss.lineTo(lossAt);
        }
        x += step;
    }
    QPainterPath filled = rate;
    filled.lineTo(plot.right(), plot.bottom());
    filled.lineTo(left, plot.bottom());
    QColor fill = palette().color(QPalette::Highlight);
    painter.setPen(QPen(fill, 1.5));
    painter.drawPath(rate);
    fill.setAlphaF(0.25f);
    painter.fillPath(filled, fill);
    painter.setPen(QPen(RowDelegate::alertColor(palette()), 1));
    painter.drawPath(loss);
}

} // namespace castdeck
