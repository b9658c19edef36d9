// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"

namespace castdeck
{

/// A name as it fits into a session. What is too long loses its middle, with a mark: machines of one room are
/// numbered at the end, and would all look alike if that was cut.
inline QString nameOfMachine(const QString &name)
{
    if (name.size() <= ClientNameMax)
        return name;
    QString head = name.first(6);
    QString tail = name.last(ClientNameMax - 7);
    if (head.back().isHighSurrogate())
        head.chop(1);
    if (tail.front().isLowSurrogate())
        tail.remove(0, 1);
    return head + QChar(0x2026) + tail;
}

} // namespace castdeck
