// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/eventbatch.h"

namespace castdeck
{

QList<InventoryEvent> EventBatch::compact(const QList<InventoryEvent> &events)
{
    QList<InventoryEvent> steps;
    quint64 told = m_shown.revision;
    InventoryEvent batch;
    ClientMeasures measures;
    const auto add = [&](InventoryEvent step) {
        step.skipped = step.revision - told - 1;
        told = step.revision;
        steps.append(std::move(step));
    };
    const auto close = [&] {
        if (measures.ids.isEmpty())
            return;
        batch.change = std::exchange(measures, {});
        add(batch);
    };
    for (const InventoryEvent &event : events) {
        const auto *client = std::get_if<ClientInfo>(&event.change);
        const ClientInfo *known = client ? m_shown.find(client->id) : nullptr;
        if (!event.follows(m_shown.revision)) {
            // The peer is to see the gap, and begins anew.
            close();
            steps.append(event);
            told = event.revision;
        } else if (known && ClientMeasures::isAllThatDiffers(*known, *client)) {
            measures.append(*client);
            batch.revision = event.revision;
            if (measures.ids.size() >= ClientMeasures::Most)
                close();
        } else {
            close();
            add(event);
        }
        m_shown.apply(event);
    }
    close();
    return steps;
}

} // namespace castdeck
