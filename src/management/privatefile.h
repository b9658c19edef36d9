// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QJsonObject>

namespace castdeck
{

/// Files that hold secrets or trust: mode 0600 from their first byte on, replaced whole or not at all.
/// Errors name the path.

Result<void> writePrivateFile(const QString &path, const QByteArray &content);
/// FileNotFound if there is none. At most 16 MiB.
Result<QByteArray> readPrivateFile(const QString &path);

Result<void> writePrivateObject(const QString &path, const QJsonObject &object);
/// Empty if there is no file yet; FileFailure for one that holds something else.
Result<QJsonObject> readPrivateObject(const QString &path);

/// The token in the file, without the white space around it; empty if @p path is.
Result<QString> readToken(const QString &path);

} // namespace castdeck
