// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/pendingevents.h"

namespace castdeck
{

namespace
{

/// What the row hangs on: a row that moves is told where it moves, after what it moves to.
quint32 ownerOf(const ContentInfo &row)
{
    return row.namespaceId.value();
}

quint32 ownerOf(const SessionInfo &row)
{
    return row.contentId.value();
}

quint32 ownerOf(const ClientInfo &row)
{
    return row.sessionId.value();
}

template <class Row>
quint32 ownerOf(const Row &)
{
    return 0;
}

} // namespace

/// Puts one change where it belongs.
struct PendingEvents::Visitor {
    PendingEvents &all;
    const InventoryEvent &event;

    template <class Row>
    void row(const Row &row, quint32 id) const
    {
        const Key key{event.change.index(), id};
        const auto place = all.m_places.find(key);
        if (place != all.m_places.end()) {
            InventoryEvent &known = all.m_entries[*place];
            if (ownerOf(std::get<Row>(known.change)) == ownerOf(row)) {
                known = event;
                return;
            }
        }
        all.m_places.insert(key, all.m_entries.size());
        all.m_entries.append(event);
    }
    template <class Row>
    requires requires(const Row &row) { row.id; }
    void operator()(const Row &changed) const { row(changed, changed.id.value()); }
    void operator()(const ServerInfo &server) const { row(server, 0); }
    void operator()(const Notice &) const { all.m_entries.append(event); }
    /// Of rows that must not be told of later than this.
    void operator()(const ClientMeasures &) const
    {
        all.m_places.clear();
        all.m_entries.append(event);
    }
    /// What hangs on it goes too, and any of that may come again.
    template <class Tag, class Value>
    void operator()(const Id<Tag, Value> &) const
    {
        all.m_places.clear();
        all.m_entries.append(event);
    }
};

void PendingEvents::add(const InventoryEvent &event)
{
    if (m_entries.isEmpty())
        m_first = event.revision;
    else if (event.revision != m_last + 1)
        m_outOfStep = true;
    m_last = event.revision;
    if (!m_outOfStep)
        std::visit(Visitor{*this, event}, event.change);
    m_outOfStep |= m_entries.size() > m_most;
    if (m_outOfStep) {
        m_entries = {event};
        m_places.clear();
    }
}

QList<InventoryEvent> PendingEvents::take(quint64 base)
{
    QList<InventoryEvent> events = std::exchange(m_entries, {});
    m_places.clear();
    if (std::exchange(m_outOfStep, false) || m_first > base + 1)
        return events.isEmpty() ? events : QList{events.last()};
    events.removeIf([base](const InventoryEvent &event) { return event.revision <= base; });
    quint64 revision = base;
    for (InventoryEvent &event : events)
        event.revision = ++revision;
    if (!events.isEmpty()) {
        events.last().skipped = m_last - revision;
        events.last().revision = m_last;
    }
    return events;
}

} // namespace castdeck
