// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>

namespace castdeck
{

/// Where the clients of a session are, in percent.
struct Spread {
    int slowest = 0;
    int fastest = 0;
    int mean = 0;
    QList<int> stuck; ///< those of them that do not get on or are not heard, ascending

    friend bool operator==(const Spread &, const Spread &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::Spread)
