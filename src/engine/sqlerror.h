// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

class QSqlError;

namespace castdeck
{

/// What SQLite says went wrong with the file at @p path: DeviceFull, or FileFailure with its words.
tl::unexpected<Error> sqlFailure(const QString &path, const QSqlError &error);

} // namespace castdeck
