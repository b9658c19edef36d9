// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/historykeeper.h"

#include "engine/common/logcategories.h"

namespace castdeck
{

namespace
{

constexpr std::chrono::hours PruneSpacing{1};
/// Between two attempts to move what could not be moved.
constexpr std::chrono::minutes MoveSpacing{1};
constexpr std::chrono::seconds WriteSpacing{5};

} // namespace

HistoryKeeper::HistoryKeeper(const Inventory &inventory, Databases &databases)
    : m_inventory(inventory), m_databases(databases)
{
    m_upkeep.callOnTimeout([this] { keepUp(); });
    m_upkeep.start(PruneSpacing);
    m_retry.callOnTimeout([this] { write(); });
    m_retry.setInterval(WriteSpacing);
}

HistoryKeeper::~HistoryKeeper()
{
    m_isWriting = false; // what was done meanwhile is not told any more
    write();
}

void HistoryKeeper::open(const QString &path, const HistoryWriter::Opener &opener,
                         const Databases::Then<void> &opened)
{
    m_path = path;
    m_databases.ask<void>(
        path, Databases::OpeningPatience,
        [opener](Databases::Open &open) { return open.history.open(opener); }, opened);
    keepUp();
}

void HistoryKeeper::setRetention(std::chrono::days retention)
{
    m_retention = retention;
    keepUp();
}

void HistoryKeeper::keepUp()
{
    m_databases.run<bool>(
        [retention = m_retention](Databases::Open &open) { return open.history.keepUp(retention); },
        [this](const Result<bool> &isWhole) {
            if (!isWhole)
                qCCritical(historyLog) << "cannot forget what is too old:" << isWhole.error().detail;
            m_upkeep.start(isWhole.value_or(true) ? std::chrono::minutes(PruneSpacing) : MoveSpacing);
        });
}

void HistoryKeeper::wait(WaitingRecords::Record record)
{
    m_waiting->append(std::move(record));
    if (!m_retry.isActive())
        write();
}

void HistoryKeeper::write()
{
    if (m_isWriting || m_waiting->isEmpty())
        return;
    m_isWriting = true;
    m_databases.run<void>(
        [waiting = m_waiting](Databases::Open &open) { return open.history.write(*waiting); },
        [this](const Result<void> &written) {
            m_isWriting = false;
            if (!written)
                return m_retry.start();
            write();                // what came in the last moment
            if (m_retry.isActive()) // it may have been opened only now
                keepUp();
            m_retry.stop();
        });
    m_databases.callIfLate(m_databases.patience(), [path = m_path] {
        qCCritical(historyLog).noquote() << path << "does not answer: what is over waits in memory";
    });
}

void HistoryKeeper::append(const EndedSession &session)
{
    wait(session);
}

void HistoryKeeper::append(const AuditRecord &record)
{
    AuditRecord dated = record;
    dated.time = QDateTime::currentDateTimeUtc();
    wait(dated);
}

/// Whoever asks sees what came before.
template <class Page>
QFuture<Result<Page>> HistoryKeeper::ask(Question<Page> question, const HistoryFilter &filter)
{
    const PendingReply<Page> reply;
    m_databases.ask<Page>(
        m_path, m_databases.patience(),
        [waiting = m_waiting, question, filter](Databases::Open &open) {
            static_cast<void>(open.history.write(*waiting));
            return (open.history.*question)(filter);
        },
        [reply](const Result<Page> &page) { reply.answerNow(page); });
    return reply.future();
}

QFuture<Result<SessionHistory>> HistoryKeeper::sessions(const HistoryFilter &filter)
{
    return ask(&HistoryWriter::sessions, filter);
}

QFuture<Result<AuditHistory>> HistoryKeeper::audit(const HistoryFilter &filter)
{
    return ask(&HistoryWriter::audit, filter);
}

} // namespace castdeck
