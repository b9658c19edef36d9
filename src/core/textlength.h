// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace castdeck
{

/// How many bytes the text takes in JSON, without its quotes: that is what counts wherever a text has a
/// bound, since a control character takes six there.
qsizetype jsonLength(QStringView text);

/// The text if it takes at most so many @p bytes in JSON, else as much of its beginning as does with a mark
/// that it was cut, "…".
QString cutToJsonLength(const QString &text, qsizetype bytes);

} // namespace castdeck
