// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/difference.h"

namespace castdeck
{

namespace
{

template <class Row>
void appendRemoved(QList<InventoryEvent> &events, const Inventory &before, const Inventory &after,
                   QList<Row> Inventory::*rows)
{
    for (const Row &row : before.*rows) {
        if (!after.find(row.id))
            events.append({after.revision, row.id});
    }
}

template <class Row>
void appendChanged(QList<InventoryEvent> &events, const Inventory &before, const Inventory &after,
                   QList<Row> Inventory::*rows)
{
    for (const Row &row : after.*rows) {
        const Row *known = before.find(row.id);
        if (!known || !(*known == row))
            events.append({after.revision, row});
    }
}

} // namespace

QList<InventoryEvent> difference(const Inventory &before, const Inventory &after)
{
    QList<InventoryEvent> events;
    appendRemoved(events, before, after, &Inventory::clients);
    appendRemoved(events, before, after, &Inventory::sessions);
    appendRemoved(events, before, after, &Inventory::contents);
    appendRemoved(events, before, after, &Inventory::namespaces);
    if (!(before.server == after.server))
        events.append({after.revision, after.server});
    appendChanged(events, before, after, &Inventory::namespaces);
    appendChanged(events, before, after, &Inventory::contents);
    appendChanged(events, before, after, &Inventory::sessions);
    appendChanged(events, before, after, &Inventory::clients);
    return events;
}

} // namespace castdeck
