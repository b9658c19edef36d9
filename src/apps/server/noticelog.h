// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

namespace castdeck
{

/// Writes an event that leaves no row behind as one line of the log: who came and went, and what an
/// administrator did, with the reason given. As many as the engine raises (NoticeLimiter).
void logNotice(const InventoryEvent &event);

} // namespace castdeck
