// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QByteArray>

namespace castdeck
{

/// Files that hold secrets or trust: mode 0600 from their first byte on, replaced whole or not at all.
/// Errors name the path.

Result<void> writePrivateFile(const QString &path, const QByteArray &content);
/// FileNotFound if there is none. At most 16 MiB.
Result<QByteArray> readPrivateFile(const QString &path);

} // namespace castdeck
