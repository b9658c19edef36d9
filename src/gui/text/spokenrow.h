// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace castdeck
{

/// What a screen reader says of a row in one breath; what is empty is left out.
inline QString spokenRow(QStringList words)
{
    words.removeAll(QString());
    return words.join(QStringLiteral(", "));
}

} // namespace castdeck
