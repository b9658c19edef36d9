// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/namespacename.h"

#include <algorithm>

namespace castdeck
{

bool isNamespaceName(const QString &name)
{
    constexpr qsizetype lengthMax = 511;
    const auto isControl = [](QChar unit) { return unit.category() == QChar::Other_Control; };
    return !name.trimmed().isEmpty() && name.size() <= lengthMax && name.isValidUtf16() &&
           std::ranges::none_of(name, isControl);
}

} // namespace castdeck
