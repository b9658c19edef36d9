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
    const QJsonObject result = encoded(Reply{1, body}).value(QStringLiteral("result")).toObject();
    return result.isEmpty() ? QJsonValue() : *result.begin();
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
