// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QJsonObject>
#include <functional>

namespace castdeck
{

/// Files that hold secrets or trust: mode 0600 from their first byte on, replaced whole or not at all.
/// Errors name the path.

Result<void> writePrivateFile(const QString &path, const QByteArray &content);
/// FileNotFound if there is none. At most 64 MiB.
Result<QByteArray> readPrivateFile(const QString &path);

Result<void> writePrivateObject(const QString &path, const QJsonObject &object);
/// Empty if there is no file yet; FileFailure for one that holds something else.
Result<QJsonObject> readPrivateObject(const QString &path);

/// Gives a file that cannot be used another name beside its own, NAME.damaged-TIME, which is returned:
/// nothing of it is lost, and a new one can take its place.
Result<QString> setFileAside(const QString &path);

/// Changes a file that several programs change at a time: under a lock (NAME.lock beside it, which stays),
/// from what the file holds at that moment, which is then replaced. Nothing is written if @p change fails or
/// changes nothing. Waits two seconds at most for other programs, then Busy. The result is what the file
/// holds now.
using ObjectChange = std::function<Result<void>(QJsonObject &object)>;
Result<QJsonObject> changePrivateObject(const QString &path, const ObjectChange &change);

/// The token in the file, without the white space around it; empty if @p path is.
Result<QString> readToken(const QString &path);

} // namespace castdeck
