// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/cell.h"

#include "core/csvcell.h"
#include "core/untrusted.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <cmath>

namespace castdeck
{

namespace
{

using Kind = Column::Kind;

QString unknown()
{
    return QStringLiteral("–");
}

QString raw(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double: {
        const double number = value.toDouble();
        return number == std::floor(number) ? QString::number(value.toInteger()) : QString::number(number);
    }
    case QJsonValue::Array: {
        QStringList parts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue item : array)
            parts.append(raw(item));
        return parts.join(QLatin1Char(';'));
    }
    case QJsonValue::Object:
        return value.toObject().value(QStringLiteral("name")).toString();
    default:
        return value.toString();
    }
}

QString bytes(const QJsonValue &value)
{
    return QLocale::c().formattedDataSize(value.toInteger(), 1, QLocale::DataSizeSIFormat);
}

QString percent(double value)
{
    return QString::number(value, 'f', value > 0 && value < 10 && value != std::floor(value) ? 1 : 0) +
           QStringLiteral(" %");
}

QString age(const QString &time)
{
    const QDateTime then = QDateTime::fromString(time, Qt::ISODateWithMs);
    if (!then.isValid())
        return unknown();
    const qint64 seconds = std::max<qint64>(then.secsTo(QDateTime::currentDateTimeUtc()), 0);
    const QLatin1Char zero('0');
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, zero)
        .arg(seconds % 60, 2, 10, zero);
}

} // namespace

QString tableCell(const QJsonValue &value, Kind kind)
{
    if (value.isUndefined() || value.isNull())
        return unknown();
    switch (kind) {
    case Kind::Bytes:
        return bytes(value);
    case Kind::Rate:
        return bytes(value) + QStringLiteral("/s");
    case Kind::Limit:
        return value.toInteger() == 0 ? unknown() : tableCell(value, Kind::Rate);
    case Kind::Percent:
        return percent(value.toDouble());
    case Kind::Utilization:
        return value.toInteger() > 100 ? unknown() : percent(value.toDouble());
    case Kind::Share:
        return percent(value.toDouble() * 100);
    case Kind::Milliseconds:
        return value.toInteger() == 0 ? unknown() : raw(value) + QStringLiteral(" ms");
    case Kind::Age:
        return age(value.toString());
    case Kind::Id:
        return value.toInteger() == 0 ? unknown() : raw(value);
    case Kind::Text:
    case Kind::Number:
    case Kind::Time:
    case Kind::Failure:
        break;
    }
    const QString text = value.isBool() ? (value.toBool() ? QStringLiteral("yes") : QStringLiteral("no"))
                                        : printable(raw(value));
    return text.isEmpty() ? unknown() : text;
}

QString csvText(const QJsonValue &value)
{
    return csvCell(printable(raw(value)));
}

Qt::AlignmentFlag sideOf(Kind kind)
{
    const bool isText = kind == Kind::Text || kind == Kind::Time || kind == Kind::Failure;
    return isText ? Qt::AlignLeft : Qt::AlignRight;
}

} // namespace castdeck
