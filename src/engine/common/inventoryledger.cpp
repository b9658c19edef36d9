// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/inventoryledger.h"

#include "engine/common/logcategories.h"

namespace castdeck
{

void InventoryLedger::write(const ServerInfo &server)
{
    if (m_inventory.server != server)
        raise(server);
}

void InventoryLedger::announce(Notice notice)
{
    if (!m_notices.allow(notice.kind, monotonicNow()))
        return;
    if (const quint64 omitted = m_notices.takeOmitted(); omitted > 0)
        qCWarning(engineLog, "%llu notices were left out", static_cast<unsigned long long>(omitted));
    notice.time = QDateTime::currentDateTimeUtc();
    raise(std::move(notice));
}

void InventoryLedger::raise(Change change, const std::optional<RowEnding> &ending)
{
    const InventoryEvent event{m_inventory.revision + 1, std::move(change), 0, ending};
    m_inventory.apply(event);
    m_listener(event);
}

} // namespace castdeck
