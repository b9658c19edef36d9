// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

/// Colours that can be read, whatever the desktop's palette is.
namespace castdeck::readable
{

/// What WCAG 2 asks of text.
inline constexpr double Contrast = 4.5;

/// 1 (the same) to 21 (black on white), as WCAG 2 defines it.
double contrast(const QColor &a, const QColor &b);
/// So much of a, the rest of b.
QColor mix(const QColor &a, const QColor &b, double share);
/// The wanted colour, as far darkened or lightened as it takes to be read on all of these.
QColor on(const QList<QColor> &backgrounds, const QColor &wanted);
/// On the rows of a view.
QColor onRows(const QPalette &palette, const QColor &wanted);

// On the rows of a view, in every palette.
QColor alert(const QPalette &palette);   ///< red
QColor warning(const QPalette &palette); ///< amber
QColor faded(const QPalette &palette);   ///< not known to be true, or over

/// The colours of a selection, and no others: it can be read, and looks quieter where the view has no focus.
QPalette selection(const QPalette &palette);

} // namespace castdeck::readable
