// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"

#include <QLocale>
#include <cmath>

namespace castdeck::format
{

QString unknown()
{
    return QStringLiteral("–");
}

QString rate(quint64 bytesPerSecond)
{
    return size(bytesPerSecond) + QStringLiteral("/s");
}

QString size(quint64 bytes)
{
    constexpr quint64 largest = std::numeric_limits<qint64>::max();
    return QLocale().formattedDataSize(static_cast<qint64>(std::min(bytes, largest)), 1,
                                       QLocale::DataSizeSIFormat);
}

QString percent(int value)
{
    return QLocale().toString(value) + QStringLiteral(" %");
}

QString share(double value)
{
    if (!(value >= 0 && value <= 1))
        return unknown();
    return QLocale().toString(value * 100, 'f', value > 0 && value < 0.1 ? 1 : 0) + QStringLiteral(" %");
}

QString duration(qint64 seconds)
{
    seconds = std::max<qint64>(seconds, 0);
    const QLatin1Char zero('0');
    const QString tail = QStringLiteral("%1").arg(seconds % 60, 2, 10, zero);
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return QStringLiteral("%1:%2").arg(minutes).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(minutes % 60, 2, 10, zero).arg(tail);
}

QString moment(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return unknown();
    const QDateTime local = utc.toLocalTime();
    const QString time = QLocale().toString(local.time(), QStringLiteral("HH:mm:ss"));
    if (local.date() == now.toLocalTime().date())
        return time;
    return QLocale().toString(local.date(), QLocale::ShortFormat) + QLatin1Char(' ') + time;
}

} // namespace castdeck::format
