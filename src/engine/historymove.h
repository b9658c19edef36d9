// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/database.h"

namespace castdeck
{

/// Moves the history that earlier programs kept in the file of the Store into one of its own. Nothing is done
/// if @p from holds none; one that was cut off is gone on with. What fails leaves the history where it is.
Result<void> moveHistory(const Database &to, const QString &from);

} // namespace castdeck
