// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/common/noticelimiter.h"

#include <functional>

namespace castdeck
{

/// The one place where a server's state is written: whatever changes becomes one event with the next
/// revision, and what does not change becomes none. So the state is, at every revision, what its events make
/// of an empty one.
class InventoryLedger
{
public:
    using Listener = std::function<void(const InventoryEvent &)>;
    explicit InventoryLedger(Listener listener) : m_listener(std::move(listener)) {}

    const Inventory &inventory() const { return m_inventory; }
    quint64 revision() const { return m_inventory.revision; }

    void write(const ServerInfo &server);
    /// New or changed.
    template <class Row>
    void write(const Row &row)
    {
        const Row *known = m_inventory.find(row.id);
        if (!known || !(*known == row))
            raise(row);
    }
    /// Gone, with all that hangs on it; @p ending says what became of it, if that is known.
    template <class Id>
    void remove(Id id, const std::optional<RowEnding> &ending = {})
    {
        if (m_inventory.find(id))
            raise(id, ending);
    }
    /// Says it, with the present time, unless too much is said.
    void announce(Notice notice);

private:
    void raise(Change change, const std::optional<RowEnding> &ending = {});

    Inventory m_inventory;
    NoticeLimiter m_notices;
    Listener m_listener;
};

} // namespace castdeck
