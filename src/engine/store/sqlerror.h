// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

class QSqlError;

namespace castdeck
{

/// What SQLite says went wrong with the file at @p path, in its words: DeviceFull, Busy (another program has
/// locked it), InvalidParameter (it is about what is written, not about the file), FileAccessDenied or
/// FileFailure.
tl::unexpected<Error> sqlFailure(const QString &path, const QSqlError &error);

} // namespace castdeck
