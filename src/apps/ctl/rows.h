// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/ctl/listing.h"
#include "core/inventory.h"

/// The objects of a server as rows: their own members, and those of what they hang on that a person wants to
/// see next to them.
namespace castdeck
{

Listing namespaceListing(const Inventory &inventory);
Listing contentListing(const Inventory &inventory);
Listing sessionListing(const Inventory &inventory);
/// Of one session, or of all if it is invalid.
Listing clientListing(const Inventory &inventory, SessionId session);

} // namespace castdeck
