// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QList>

namespace castdeck
{

/// One thing that is known of a row.
struct Fact {
    QString label;
    QString value;
    RowKey link{}; ///< with a server: what it names, and leads to

    friend bool operator==(const Fact &, const Fact &) = default;
};

using Facts = QList<Fact>;

} // namespace castdeck
