// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health.h"
#include "models/spread.h"

#include <optional>

namespace castdeck
{

struct InventoryNode;

/// What is counted of the clients of a session; those that are over are in no count.
struct SessionTally {
    int multicast = 0; ///< whom its end would cut off
    int unicast = 0;
    Troubles troubles; ///< of the clients

    friend bool operator==(const SessionTally &, const SessionTally &) = default;
};

SessionTally tallyOf(const InventoryNode &session);
/// Nothing while there is nobody.
std::optional<Spread> spreadOf(const InventoryNode &session);
/// Of its clients; nothing while there is nobody, or nobody's loss is known.
std::optional<double> meanLossOf(const InventoryNode &session);
/// Seconds until the last of them has it, as they get on at @p nowMs; nothing if that cannot be said.
std::optional<qint64> remainingOf(const InventoryNode &session, qint64 nowMs);

} // namespace castdeck
