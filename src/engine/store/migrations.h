// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/database.h"

namespace castdeck
{

/// What the Store keeps, and how. A step that changes what is sealed takes the seal off: its last statement
/// is "UPDATE seal SET digest = 'not sealed yet'".
const Database::Schema &storeSchema();

/// What the HistoryStore keeps, and how.
const Database::Schema &historySchema();

} // namespace castdeck
