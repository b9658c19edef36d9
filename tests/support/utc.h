// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QTimeZone>

namespace castdeck
{

/// That moment with the time specification Qt::UTC. Qt 6.4 takes a QTimeZone for a specification of its own,
/// later ones deprecate the constructor that takes Qt::UTC.
inline QDateTime utc(QDate date, QTime time = QTime(0, 0))
{
    return QDateTime(date, time, QTimeZone::utc()).toUTC();
}

} // namespace castdeck
