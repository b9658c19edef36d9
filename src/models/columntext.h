// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/columns.h"

#include <QCoreApplication>
#include <QString>

namespace castdeck
{

/// What stands over a column.
class ColumnText
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::ColumnText)
public:
    static QString title(Column column);
    static QString explanation(Column column);
    /// Stable lowercase name, for settings and for exports; not translated.
    static QString key(Column column);
    static Qt::Alignment alignment(Column column);
    /// Whether it is shown to somebody who never chose columns.
    static bool isShownAtFirst(Column column);
};

} // namespace castdeck
