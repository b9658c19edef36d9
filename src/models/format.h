// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

/// Values as a person reads them, in the default locale.
namespace castdeck::format
{

/// What stands where a value is not known.
QString unknown();
/// "84.2 MB/s": decimal units, as network people count.
QString rate(quint64 bytesPerSecond);
QString size(quint64 bytes);
QString percent(int value);
/// "0.4 %" of a share 0…1; a value that is no share is unknown.
QString share(double value);
/// "1:02:33", "0:45"; negative counts as 0.
QString duration(qint64 seconds);
/// "12 s" below two minutes, else as duration().
QString elapsed(qint64 seconds);
/// "< 1 min", "4 min", "1 h 20 min": steps that do not flicker.
QString remaining(qint64 seconds);
/// "850 ms".
QString milliseconds(quint32 value);
/// Local time in hours and minutes, or the date if it is not today's.
QString shortMoment(const QDateTime &utc, const QDateTime &now);
/// As moment(), empty if there is none.
QString known(const QDateTime &utc, const QDateTime &now);
/// Local time, with the date if it is not today's (as of @p now).
QString moment(const QDateTime &utc, const QDateTime &now);

} // namespace castdeck::format
