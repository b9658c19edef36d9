// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace castdeck::format
{

namespace
{

/// A number with its unit is read from left to right whatever is around it.
QString oneWay(const QString &text)
{
    const QCoreApplication *const app = QCoreApplication::instance();
    const bool isReversed = app && app->property("layoutDirection").toInt() == Qt::RightToLeft;
    return isReversed ? QChar(0x2066) + text + QChar(0x2069) : text;
}

QString message(const char *text)
{
    return QCoreApplication::translate("castdeck::format", text);
}

QString dataSize(quint64 bytes)
{
    // Qt has "bytes" there, of one as well, where all other units have their signs.
    if (bytes < 1000)
        return message(QT_TRANSLATE_NOOP("castdeck::format", "%1 B")).arg(QLocale().toString(bytes));
    constexpr quint64 largest = std::numeric_limits<qint64>::max();
    return QLocale().formattedDataSize(static_cast<qint64>(std::min(bytes, largest)), 1,
                                       QLocale::DataSizeSIFormat);
}

} // namespace

QString unknown()
{
    return QStringLiteral("–");
}

QString rate(quint64 bytesPerSecond)
{
    return oneWay(dataSize(bytesPerSecond) + QStringLiteral("/s"));
}

QString size(quint64 bytes)
{
    return oneWay(dataSize(bytes));
}

QString percent(int value)
{
    return oneWay(QLocale().toString(value) + QStringLiteral(" %"));
}

QString share(double value)
{
    if (!(value >= 0 && value <= 1))
        return unknown();
    return oneWay(QLocale().toString(value * 100, 'f', value > 0 && value < 0.1 ? 1 : 0) +
                  QStringLiteral(" %"));
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

QString elapsed(qint64 seconds)
{
    seconds = std::max<qint64>(seconds, 0);
    return seconds < 120
               ? oneWay(
                     message(QT_TRANSLATE_NOOP("castdeck::format", "%1 s")).arg(QLocale().toString(seconds)))
               : duration(seconds);
}

QString remaining(qint64 seconds)
{
    const QLocale locale;
    const qint64 minutes = (std::max<qint64>(seconds, 0) + 30) / 60;
    if (minutes < 1)
        return oneWay(message(QT_TRANSLATE_NOOP("castdeck::format", "< 1 min")));
    if (minutes < 60) {
        // From ten minutes on it is known to five of them at best.
        const qint64 shown = minutes < 10 ? minutes : (minutes + 2) / 5 * 5;
        if (shown < 60)
            return oneWay(
                message(QT_TRANSLATE_NOOP("castdeck::format", "%1 min")).arg(locale.toString(shown)));
    }
    const qint64 fives = (minutes + 2) / 5 * 5;
    return oneWay(message(QT_TRANSLATE_NOOP("castdeck::format", "%1 h %2 min"))
                      .arg(locale.toString(fives / 60), locale.toString(fives % 60)));
}

QString milliseconds(quint32 value)
{
    return oneWay(message(QT_TRANSLATE_NOOP("castdeck::format", "%1 ms")).arg(QLocale().toString(value)));
}

QString shortMoment(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return unknown();
    const QDateTime local = utc.toLocalTime();
    if (local.date() == now.toLocalTime().date())
        return QLocale().toString(local.time(), QStringLiteral("HH:mm"));
    return QLocale().toString(local.date(), QLocale::ShortFormat);
}

QString known(const QDateTime &utc, const QDateTime &now)
{
    return utc.isValid() ? moment(utc, now) : QString();
}

QString moment(const QDateTime &utc, const QDateTime &now)
{
    if (!utc.isValid())
        return unknown();
    const QDateTime local = utc.toLocalTime();
    QString time = QLocale().toString(local.time(), QStringLiteral("HH:mm:ss"));
    if (local.date() == now.toLocalTime().date())
        return time;
    return QLocale().toString(local.date(), QLocale::ShortFormat) + QLatin1Char(' ') + time;
}

} // namespace castdeck::format
