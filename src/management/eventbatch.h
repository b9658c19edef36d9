// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

namespace castdeck
{

/// For a peer that takes ClientMeasures: turns the steps that wait for it into fewer of the same end. Clients
/// of which only their measures differ from what the peer was told become one step.
class EventBatch
{
public:
    /// The peer was given this snapshot.
    void start(const Inventory &shown) { m_shown = shown; }
    /// @p events are the next steps of the peer, which stands where these begin.
    QList<InventoryEvent> compact(const QList<InventoryEvent> &events);

private:
    Inventory m_shown; ///< what the peer was told
};

} // namespace castdeck
