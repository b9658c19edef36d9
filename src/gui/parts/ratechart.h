// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/ratehistory.h"

#include <QWidget>

namespace castdeck
{

/// The rate of one session over the last two minutes as an area, and the loss of its clients as a line
/// on an axis of its own.
class RateChart : public QWidget
{
    Q_OBJECT
public:
    explicit RateChart(QWidget *parent = nullptr);

    void show(const QString &title, const RateHistory &history);
    /// Says @p hint instead of a curve.
    void clear(const QString &hint);

    QSize sizeHint() const override { return {320, 120}; }
    QSize minimumSizeHint() const override { return {140, 70}; }

    /// A round number that is not smaller: 1, 2 or 5 times a power of ten.
    static double roundUp(double value);
    /// How far the axis of loss reaches, for a loss of at most that.
    static double lossTop(double peak);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintCurves(QPainter &painter, const QRectF &plot, double top, double topOfLoss) const;

    QString m_title;
    QString m_hint;
    RateHistory m_history;
};

} // namespace castdeck
