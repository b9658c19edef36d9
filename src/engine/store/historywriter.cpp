// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/historywriter.h"

#include "engine/common/logcategories.h"

namespace castdeck
{

namespace
{

QString nameOf(const EndedSession &session)
{
    return QStringLiteral("session %1 of %2").arg(session.id.value()).arg(session.contentName);
}

QString nameOf(const RunningSession &session)
{
    return nameOf(session.soFar);
}

QString nameOf(const AuditRecord &audit)
{
    return QStringLiteral("%1 %2 by %3").arg(audit.verb, audit.subject, audit.who);
}

} // namespace

Result<void> HistoryWriter::open(const Opener &opener)
{
    m_opener = opener;
    m_store.reset();
    return store().map([](HistoryStore *) {});
}

Result<HistoryStore *> HistoryWriter::store()
{
    if (!m_store) {
        auto opened = m_opener();
        if (!opened)
            return tl::unexpected(opened.error());
        m_store = std::move(*opened);
        if (const auto ended = m_store->endRunning(); !ended)
            qCCritical(historyLog) << "not written down what was interrupted:" << ended.error().detail;
        m_time = BelievedTime(Settling);
        if (const auto known = m_store->believedTime(); known && known->isValid())
            m_time.resume(*known);
    }
    return m_store.get();
}

/// Said when it begins and when it is over, not for each record: there may be many.
Result<void> HistoryWriter::write(WaitingRecords &waiting)
{
    int written = 0;
    while (const auto entry = waiting.oldest()) {
        auto done = store().and_then([&](HistoryStore *store) {
            return std::visit([&](const auto &record) { return store->append(record); }, entry->record);
        });
        const bool isUnfit = !done && done.error().code == ErrorCode::InvalidParameter;
        if (!done && (isUnfit || !m_isStuck))
            qCCritical(historyLog) << (isUnfit ? "not written down:" : "not written down yet:")
                                   << std::visit([](const auto &r) { return nameOf(r); }, entry->record)
                                   << ":" << errorName(done.error().code) << done.error().detail;
        if (!done && !isUnfit) {
            m_isStuck = true;
            return done;
        }
        waiting.remove(entry->number);
        written += done ? 1 : 0;
    }
    const quint64 lost = waiting.takeLost();
    if (m_isStuck || lost > 0)
        qCInfo(historyLog) << "written down after all:" << written << "records," << lost << "were too many";
    m_isStuck = false;
    return {};
}

Result<bool> HistoryWriter::keepUp(std::chrono::days retention)
{
    if (!m_store)
        return true;
    const QDateTime now = m_time.at(ClockReading::now());
    auto pruned = m_store->saveBelievedTime(now);
    if (pruned && retention.count() > 0)
        pruned = m_store->prune(now.addDays(-retention.count()));
    if (!pruned)
        return tl::unexpected(pruned.error());
    return m_store->goOnMoving();
}

Result<SessionHistory> HistoryWriter::sessions(const HistoryFilter &filter)
{
    return store().and_then([&](HistoryStore *store) { return store->sessions(filter); });
}

Result<AuditHistory> HistoryWriter::audit(const HistoryFilter &filter)
{
    return store().and_then([&](HistoryStore *store) { return store->audit(filter); });
}

} // namespace castdeck
