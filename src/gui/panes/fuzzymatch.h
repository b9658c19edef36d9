// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace castdeck
{

/// How well @p text answers to @p typed, whose letters have to occur in it in their order, whatever their
/// case: more is better, nothing if it does not. Letters that begin words, and letters in a row, count more;
/// an empty @p typed is answered by everything alike.
std::optional<int> fuzzyMatch(QStringView typed, QStringView text);

} // namespace castdeck
