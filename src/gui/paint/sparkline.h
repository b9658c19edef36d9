// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <vector>

class QPainter;
class QRect;

namespace castdeck
{

/// A line as high as a row that says how a value went; the newest at the end where reading ends.
struct Sparkline {
    static constexpr int Width = 48;

    std::vector<double> values; ///< the oldest first
    size_t window = 48;         ///< as many values fill the width

    void paint(QPainter &painter, const QRect &rect, const QColor &color,
               Qt::LayoutDirection direction) const;
};

} // namespace castdeck
