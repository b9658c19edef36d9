// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QCoreApplication>
#include <QDateTime>

namespace castdeck
{

/// Says why a server's rows are not followed any more.
class LossText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::LossText)
public:
    /// @p wasReady: it was connected until now; else an attempt came to nothing. @p since: when the rows were
    /// last true; not valid if they never were.
    static QString sentence(const Error &reason, bool wasReady, const QDateTime &since, const QDateTime &now);
    /// Whether the server went by itself, politely.
    static bool isFarewell(const Error &reason, bool wasReady);
};

} // namespace castdeck
