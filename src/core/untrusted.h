// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Texts that came from elsewhere, made harmless for a line of a window, a terminal or a log.
namespace castdeck
{

/// Control, direction-changing and line-breaking characters and halves of pairs are replaced by U+FFFD, so
/// that a text stays one line and cannot steer what shows it. What has none of them is not copied.
QString printable(const QString &text);
/// The same characters of a JSON document as \u escapes: harmless, and nothing is lost. Line feeds stay.
QString escapedJson(const QString &json);

} // namespace castdeck
