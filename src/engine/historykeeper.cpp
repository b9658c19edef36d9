// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historykeeper.h"

#include "engine/logcategories.h"

namespace castdeck
{

HistoryKeeper::HistoryKeeper(const Inventory &inventory) : m_inventory(inventory)
{
    m_pruning.callOnTimeout([this] { prune(); });
    m_pruning.start(std::chrono::hours(1));
}

HistoryKeeper::~HistoryKeeper() = default;

void HistoryKeeper::setStore(std::unique_ptr<HistoryStore> store)
{
    m_store = std::move(store);
    prune();
}

void HistoryKeeper::setRetention(std::chrono::days retention)
{
    m_retention = retention;
    prune();
}

Result<HistoryStore *> HistoryKeeper::store()
{
    if (!m_store) {
        auto opened = HistoryStore::open(HistoryStore::inMemory());
        if (!opened)
            return tl::unexpected(opened.error());
        m_store = std::move(*opened);
    }
    return m_store.get();
}

void HistoryKeeper::prune()
{
    if (!m_store || m_retention.count() == 0)
        return;
    const QDateTime oldest = QDateTime::currentDateTimeUtc().addDays(-m_retention.count());
    if (const auto pruned = m_store->prune(oldest); !pruned)
        qCCritical(historyLog) << "cannot forget what is too old:" << pruned.error().detail;
}

template <class Record>
void HistoryKeeper::write(const Record &record, const QString &what)
{
    const auto written = store().and_then([&](HistoryStore *store) { return store->append(record); });
    if (!written)
        qCCritical(historyLog) << "not written down:" << what << ":" << errorName(written.error().code)
                               << written.error().detail;
}

void HistoryKeeper::append(const EndedSession &session)
{
    write(session, QStringLiteral("session %1 of %2").arg(session.id.value()).arg(session.contentName));
}

void HistoryKeeper::append(const AuditRecord &record)
{
    AuditRecord dated = record;
    dated.time = QDateTime::currentDateTimeUtc();
    write(dated, QStringLiteral("%1 %2 by %3").arg(record.verb, record.subject, record.who));
}

Result<SessionHistory> HistoryKeeper::sessions(const HistoryFilter &filter)
{
    return store().and_then([&](HistoryStore *store) { return store->sessions(filter); });
}

Result<AuditHistory> HistoryKeeper::audit(const HistoryFilter &filter)
{
    return store().and_then([&](HistoryStore *store) { return store->audit(filter); });
}

} // namespace castdeck
