// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>

namespace castdeck
{

/// One column of a table; what is shown is the row's member of that key.
struct Column {
    enum class Kind {
        Text,
        Number,
        Bytes,
        Rate,        ///< bytes per second
        Limit,       ///< bytes per second, 0: none
        Percent,     ///< 0…100
        Utilization, ///< 0…100, 255: never reported
        Share,       ///< 0…1
        Milliseconds,
        Time,
        Age, ///< a time, shown as what has passed since
        Id,  ///< 0: none
        Failure,
    };
    const char *key;
    const char *title;
    Kind kind = Kind::Text;
};

/// What a verb has to say. JSON shows the rows whole, the other formats their columns.
struct Listing {
    QList<Column> columns;
    QList<QJsonObject> rows;
};

} // namespace castdeck
