// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QMetaType>
#include <QString>

namespace castdeck
{

/// What became of something a person did: a line to read, and more for who wants it.
struct Report {
    enum class Kind : quint8 { Done, Doubtful, Failed };
    /// What a person can do about it, in one click.
    enum class Remedy : quint8 { None, RetryNow, EditServer, EnterTokens, ShowRow };
    Kind kind = Kind::Done;
    QString text;
    QString details{};            ///< lines; may be empty
    RowKey about{};               ///< without a server: nothing in the tree
    Remedy remedy = Remedy::None; ///< for what it is about

    friend bool operator==(const Report &, const Report &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::Report)
