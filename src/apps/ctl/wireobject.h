// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/message.h"

#include <QJsonObject>

/// Values as JSON, by the keys and units of the management protocol; the codec is asked, so that there is
/// one place that knows them.
namespace castdeck
{

/// {"revision": N, "session": {…}}, {"revision": N, "sessionRemoved": 7} …
QJsonObject eventObject(const InventoryEvent &event);
/// The bare value of a change that holds an object.
QJsonObject wireObject(const Change &change);
/// What a reply holds, without its name.
QJsonValue wireValue(const ReplyBody &body);
/// The objects of a reply that holds a list of them.
QList<QJsonObject> wireObjects(const ReplyBody &body);

} // namespace castdeck
