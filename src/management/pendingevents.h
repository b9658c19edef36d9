// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

#include <QHash>

namespace castdeck
{

/// Events that wait until a peer can take them, no more than it needs: of a row that changes again only the
/// newest state. So a slow peer sees fewer steps and the same end, and what waits is bounded by what there is
/// and not by what happens.
class PendingEvents
{
public:
    /// When so many wait, or when a revision is missing, the peer is out of step: all that it gets then is
    /// the last event, whose revision shows it the gap.
    explicit PendingEvents(qsizetype most) : m_most(most) {}

    qsizetype size() const { return m_entries.size(); }
    bool isEmpty() const { return m_entries.isEmpty(); }
    void add(const InventoryEvent &event);
    /// For a peer that stands at @p base: steps from there to the newest revision. None are left.
    QList<InventoryEvent> take(quint64 base);

private:
    struct Key {
        size_t kind = 0;
        quint32 id = 0;
        friend bool operator==(const Key &, const Key &) = default;
        friend size_t qHash(const Key &key, size_t seed = 0) { return qHashMulti(seed, key.kind, key.id); }
    };
    struct Visitor;
    void append(const InventoryEvent &event);

    qsizetype m_most;
    QList<InventoryEvent> m_entries;
    QHash<Key, qsizetype> m_places; ///< in m_entries, of rows whose next change can be put there
    quint64 m_first = 0;
    quint64 m_last = 0;
    bool m_outOfStep = false;
};

} // namespace castdeck
