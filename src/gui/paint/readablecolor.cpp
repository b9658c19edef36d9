// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/paint/readablecolor.h"

#include <algorithm>
#include <cmath>

namespace castdeck::readable
{

namespace
{

double luminance(const QColor &color)
{
    const auto linear = [](float part) {
        const auto value = static_cast<double>(part);
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

bool isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::Active, QPalette::Base)) < 0.18;
}

} // namespace

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto between = [share](float x, float y) {
        return static_cast<float>(share * static_cast<double>(x) + (1 - share) * static_cast<double>(y));
    };
    return QColor::fromRgbF(between(a.redF(), b.redF()), between(a.greenF(), b.greenF()),
                            between(a.blueF(), b.blueF()));
}

QColor on(const QList<QColor> &backgrounds, const QColor &wanted)
{
    const auto worst = [&backgrounds](const QColor &color) {
        double least = 21;
        for (const QColor &background : backgrounds)
            least = std::min(least, contrast(color, background));
        return least;
    };
    const QColor pole = worst(Qt::black) > worst(Qt::white) ? Qt::black : Qt::white;
    // A little more than asked for: a colour is rounded to eight bits.
    constexpr double enough = Contrast + 0.05;
    for (double share = 1; share > 0; share -= 0.04) {
        if (const QColor color = mix(wanted, pole, share); worst(color) >= enough)
            return color;
    }
    return pole;
}

QColor onRows(const QPalette &palette, const QColor &wanted)
{
    return on({palette.color(QPalette::Active, QPalette::Base),
               palette.color(QPalette::Active, QPalette::AlternateBase)},
              wanted);
}

QColor alert(const QPalette &palette)
{
    return onRows(palette, isDark(palette) ? QColor(0xff, 0x8a, 0x80) : QColor(0xb7, 0x1c, 0x1c));
}

QColor warning(const QPalette &palette)
{
    return onRows(palette, isDark(palette) ? QColor(0xff, 0xc1, 0x55) : QColor(0x9a, 0x5b, 0x00));
}

QColor faded(const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    return onRows(palette, mix(text, palette.color(QPalette::Active, QPalette::Base), 0.55));
}

QPalette selection(const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor front = palette.color(QPalette::Active, QPalette::HighlightedText);
    const QColor strong = on({front}, palette.color(QPalette::Active, QPalette::Highlight));
    const QColor quiet = mix(text, base, 0.2);
    QPalette own;
    own.setColor(QPalette::Active, QPalette::Highlight, strong);
    own.setColor(QPalette::Active, QPalette::HighlightedText, front);
    own.setColor(QPalette::Inactive, QPalette::Highlight, quiet);
    own.setColor(QPalette::Inactive, QPalette::HighlightedText, on({quiet}, text));
    return own;
}

} // namespace castdeck::readable
