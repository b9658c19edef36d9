// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

namespace castdeck
{

/// What turns one state into another, in the revision of the latter: removals first, from the leaves up, then
/// what is new or changed, from the roots down. Applied to @p before it gives @p after.
QList<InventoryEvent> difference(const Inventory &before, const Inventory &after);

} // namespace castdeck
