// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Texts that came from elsewhere, made harmless for a terminal.
namespace castdeck::plain
{

/// Control, direction-changing and line-breaking characters are replaced, so that a text stays one line and
/// cannot steer the terminal.
QString printable(const QString &text);
/// The same characters of a JSON document as \u escapes: harmless, and nothing is lost. Line feeds stay.
QString escapedJson(const QString &json);
/// Columns it takes on a terminal.
int width(const QString &text);

} // namespace castdeck::plain
