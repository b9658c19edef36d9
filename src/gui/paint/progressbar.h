// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPalette>
#include <QString>
#include <optional>

class QPainter;
class QRect;

namespace castdeck
{

/// A small bar with its text, which can be read on either side of the edge. Shares are 0…1; from right to
/// left it is mirrored.
struct ProgressBar {
    enum class Tone : quint8 { Plain, Warning, Alert, Over };

    /// Where the machines of a session are.
    struct Spread {
        double slowest = 0;
        double fastest = 0;
        double mean = 0;
        QList<double> stuck;
    };

    double share = 0;
    QString text;
    Tone tone = Tone::Plain;
    std::optional<Spread> spread;

    void paint(QPainter &painter, const QRect &rect, const QPalette &palette,
               Qt::LayoutDirection direction) const;

    /// What stands under the text from @p from to @p to.
    struct Zone {
        double from = 0;
        double to = 0;
        QColor color;
    };
    /// From the beginning to the end, without gaps.
    QList<Zone> zones(const QPalette &palette) const;
    static QColor textOn(const QColor &background, const QPalette &palette);
};

} // namespace castdeck
