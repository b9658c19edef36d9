// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/database.h"

namespace castdeck
{

// The history that earlier programs kept in the file of the Store, on its way into one of its own. Nothing is
// done if @p from holds none.

/// The numbers of what comes from there are given to nothing that is written before it has come.
Result<void> reserveNumbers(const Database &to, const QString &from);
/// A move that was cut off is gone on with. What fails leaves the history where it is.
Result<void> moveHistory(const Database &to, const QString &from);

} // namespace castdeck
