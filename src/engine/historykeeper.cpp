// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historykeeper.h"

#include "engine/logcategories.h"

namespace castdeck
{

namespace
{

QString nameOfRecord(const std::variant<EndedSession, AuditRecord> &record)
{
    if (const auto *session = std::get_if<EndedSession>(&record))
        return QStringLiteral("session %1 of %2").arg(session->id.value()).arg(session->contentName);
    const auto &audit = std::get<AuditRecord>(record);
    return QStringLiteral("%1 %2 by %3").arg(audit.verb, audit.subject, audit.who);
}

} // namespace

HistoryKeeper::HistoryKeeper(const Inventory &inventory) : m_inventory(inventory)
{
    m_pruning.callOnTimeout([this] { prune(); });
    m_pruning.start(std::chrono::hours(1));
    m_retry.callOnTimeout([this] { flush(); });
    m_retry.setInterval(std::chrono::seconds(5));
}

HistoryKeeper::~HistoryKeeper()
{
    flush();
}

void HistoryKeeper::setStore(std::unique_ptr<HistoryStore> store)
{
    m_store = std::move(store);
    m_time = BelievedTime(Settling);
    if (const auto known = m_store->believedTime(); known && known->isValid())
        m_time.resume(*known);
    prune();
}

void HistoryKeeper::setRetention(std::chrono::days retention)
{
    m_retention = retention;
    prune();
}

Result<void> HistoryKeeper::setOpener(const Opener &opener)
{
    m_opener = opener;
    m_store.reset();
    return store().map([](HistoryStore *) {});
}

Result<HistoryStore *> HistoryKeeper::store()
{
    if (!m_store) {
        auto opened = m_opener();
        if (!opened)
            return tl::unexpected(opened.error());
        setStore(std::move(*opened));
    }
    return m_store.get();
}

void HistoryKeeper::prune()
{
    if (!m_store)
        return;
    const QDateTime now = m_time.at(ClockReading::now());
    auto pruned = m_store->saveBelievedTime(now);
    if (pruned && m_retention.count() > 0)
        pruned = m_store->prune(now.addDays(-m_retention.count()));
    if (!pruned)
        qCCritical(historyLog) << "cannot forget what is too old:" << pruned.error().detail;
}

void HistoryKeeper::write(Pending record)
{
    if (m_pending.size() >= PendingMax) {
        m_pending.pop_front();
        ++m_lost;
    }
    m_pending.push_back(std::move(record));
    if (!m_retry.isActive())
        flush();
}

/// Said when it begins and when it is over, not for each record: there may be many.
void HistoryKeeper::flush()
{
    size_t written = 0;
    while (!m_pending.empty()) {
        const auto done = store().and_then([&](HistoryStore *store) {
            return std::visit([&](const auto &record) { return store->append(record); }, m_pending.front());
        });
        const bool isUnfit = !done && done.error().code == ErrorCode::InvalidParameter;
        if (!done && (isUnfit || !m_retry.isActive()))
            qCCritical(historyLog) << (isUnfit ? "not written down:" : "not written down yet:")
                                   << nameOfRecord(m_pending.front()) << ":" << errorName(done.error().code)
                                   << done.error().detail;
        if (!done && !isUnfit) {
            m_retry.start();
            return;
        }
        m_pending.pop_front();
        written += done ? 1 : 0;
    }
    if (m_retry.isActive())
        qCInfo(historyLog) << "written down after all:" << written << "records," << m_lost << "were too many";
    m_retry.stop();
    m_lost = 0;
}

void HistoryKeeper::append(const EndedSession &session)
{
    write(session);
}

void HistoryKeeper::append(const AuditRecord &record)
{
    AuditRecord dated = record;
    dated.time = QDateTime::currentDateTimeUtc();
    write(dated);
}

Result<SessionHistory> HistoryKeeper::sessions(const HistoryFilter &filter)
{
    flush();
    return store().and_then([&](HistoryStore *store) { return store->sessions(filter); });
}

Result<AuditHistory> HistoryKeeper::audit(const HistoryFilter &filter)
{
    flush();
    return store().and_then([&](HistoryStore *store) { return store->audit(filter); });
}

} // namespace castdeck
