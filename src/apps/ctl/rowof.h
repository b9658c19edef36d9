// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/errorline.h"
#include "core/jsonarchive.h"

namespace castdeck
{

/// A value by the keys and units of the management protocol, its error with the name.
template <class T>
QJsonObject rowOf(const T &value)
{
    QJsonObject row = json::Writer::objectOf(value);
    if constexpr (requires { value.error->code; }) {
        if (value.error)
            row.insert(QStringLiteral("error"), errorObject(*value.error));
    }
    return row;
}

template <class T>
QList<QJsonObject> rowsOf(const QList<T> &values)
{
    QList<QJsonObject> rows;
    for (const T &value : values)
        rows.append(rowOf(value));
    return rows;
}

} // namespace castdeck
