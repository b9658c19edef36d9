// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

namespace castdeck
{

/// One namespace, one content, @p sessions sessions numbered from 1 with @p clients clients each, numbered
/// from 1 through all sessions. Every field that can be told apart is filled.
Inventory sampleInventory(int sessions, int clients);

} // namespace castdeck
