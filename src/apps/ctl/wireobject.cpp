// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/wireobject.h"

#include "management/jsoncodec.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace castdeck
{

namespace
{

QJsonObject encoded(const Message &message)
{
    const auto line = JsonCodec::encode(message);
    return line ? QJsonDocument::fromJson(*line).object() : QJsonObject();
}

} // namespace

QJsonObject eventObject(const InventoryEvent &event)
{
    return encoded(Event(event)).value(QStringLiteral("params")).toObject();
}

QJsonObject wireObject(const Change &change)
{
    const QJsonObject event = eventObject({0, change});
    for (const QJsonValue member : event) {
        if (member.isObject())
            return member.toObject();
    }
    return {};
}

QJsonValue wireValue(const ReplyBody &body)
{
    const auto lines = JsonCodec::encode(Reply{1, body});
    if (!lines)
        return {};
    // A long list is several lines: parts of the result, and the last of them.
    QJsonValue value;
    QJsonArray rows;
    for (const QByteArray &line : lines->chopped(1).split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        const QJsonObject holder = object.value(QStringLiteral("params")).toObject(object);
        const QJsonObject result = holder.value(QStringLiteral("result")).toObject();
        value = result.isEmpty() ? QJsonValue() : *result.begin();
        for (const QJsonValue row : value.toArray())
            rows.append(row);
    }
    return value.isArray() ? rows : value;
}

QList<QJsonObject> wireObjects(const ReplyBody &body)
{
    QList<QJsonObject> objects;
    const QJsonArray array = wireValue(body).toArray();
    for (const QJsonValue value : array)
        objects.append(value.toObject());
    return objects;
}

} // namespace castdeck
