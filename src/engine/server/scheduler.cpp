// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/scheduler.h"

#include "engine/common/inventoryledger.h"
#include "engine/common/logcategories.h"
#include "engine/common/notices.h"
#include "engine/session/sessiontable.h"
#include "engine/session/startrule.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr qint64 longestWait = 60'000; // ms
/// After a change that failed: clients come and go all the time.
constexpr std::chrono::seconds trySpacing{5};

} // namespace

Scheduler::Scheduler(InventoryLedger &ledger, SessionTable &sessions, ChangeQueue &changes, QObject *parent)
    : QObject(parent), m_ledger(ledger), m_sessions(sessions), m_changes(changes)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_soon.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Scheduler::run);
    connect(&m_soon, &QTimer::timeout, this, &Scheduler::run);
}

void Scheduler::notice(const Change &change)
{
    const bool matters =
        std::holds_alternative<ClientInfo>(change) || std::holds_alternative<ClientId>(change) ||
        std::holds_alternative<SessionId>(change) || std::holds_alternative<NamespaceInfo>(change);
    if (matters && !m_soon.isActive() && std::ranges::any_of(m_ledger.inventory().namespaces, waitsForStart))
        m_soon.start(0);
}

quint32 Scheduler::clientsOf(NamespaceId id) const
{
    const QList<SessionId> sessions = m_sessions.of(id);
    return quint32(std::ranges::count_if(m_ledger.inventory().clients, [&](const ClientInfo &client) {
        // One that only said JOIN may be anybody.
        const bool isThere = client.state == ClientState::Receiving || client.state == ClientState::NoData;
        return isThere && sessions.contains(client.sessionId);
    }));
}

NamespaceInfo Scheduler::counted(NamespaceInfo row) const
{
    row.waitingClients = clientsOf(row.id);
    return row;
}

void Scheduler::run()
{
    const QDateTime now = m_time.at(ClockReading::now());
    const QList<NamespaceInfo> rows = m_ledger.inventory().namespaces;
    for (const NamespaceInfo &row : rows) {
        if (waitsForStart(row))
            take(counted(row), now);
    }
    keepSeen();
    arm();
}

void Scheduler::take(const NamespaceInfo &row, const QDateTime &now)
{
    m_ledger.write(row);
    switch (dueStep(row, now)) {
    case StartStep::None:
        break;
    case StartStep::Start:
        startInTurn(row);
        break;
    case StartStep::Miss:
        see(missed(row));
        m_ledger.announce(noticeOf(Notice::Kind::StartMissed, row.name));
        break;
    case StartStep::Await:
        qCInfo(engineLog) << "the start of" << row.name << "was missed by a clock that was ahead";
        see(awaited(row));
        break;
    }
}

void Scheduler::startInTurn(const NamespaceInfo &row)
{
    if (m_starting.contains(row.id) || monotonicNow() < m_triesAgain)
        return;
    m_starting.insert(row.id);
    const auto plan = [this, id = row.id]() -> Result<ChangeQueue::Change> {
        const NamespaceInfo *const known = m_ledger.inventory().find(id);
        // Whoever was waited for may have gone, or somebody has started it by hand.
        if (!known || dueStep(counted(*known), m_time.at(ClockReading::now())) != StartStep::Start) {
            m_starting.erase(id);
            return ChangeQueue::Change{{}, [] {}};
        }
        return planStart(id, [this, id] { m_starting.erase(id); });
    };
    m_changes.add(plan, [this, id = row.id, name = row.name](const Error &error) {
        m_starting.erase(id);
        m_triesAgain = monotonicNow() + trySpacing;
        qCCritical(engineLog) << "namespace" << name << "is not started:" << errorName(error.code)
                              << error.detail;
    });
}

Result<ChangeQueue::Change> Scheduler::planStart(NamespaceId id, const std::function<void()> &done)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(id);
    if (!known)
        return failure(ErrorCode::NamespaceNotFound, QString::number(id.value()));
    const NamespaceInfo row = counted(*known);
    if (const auto able = mayStart(row); !able)
        return tl::unexpected(able.error());
    return ChangeQueue::Change{[row = started(row)](Store &store) { return store.save(row); },
                               [this, row, done] {
                                   begin(row);
                                   done();
                               }};
}

void Scheduler::begin(const NamespaceInfo &row)
{
    Notice notice = noticeOf(Notice::Kind::TransmissionStarted, row.name);
    notice.count = row.waitingClients;
    m_ledger.write(started(*m_ledger.inventory().find(row.id)));
    m_ledger.announce(notice);
    m_sessions.startTransmission(row.id);
}

/// It has happened, whether the store knows or not; what it does not hold is found out again at the next
/// start.
void Scheduler::see(const NamespaceInfo &row)
{
    m_ledger.write(row);
    m_seen.insert(row.id);
}

/// All of them in one change, once more with the next run() if it fails.
void Scheduler::keepSeen()
{
    if (m_isKeeping || m_seen.empty() || monotonicNow() < m_triesAgain)
        return;
    m_isKeeping = true;
    const auto ids = std::exchange(m_seen, {});
    const auto plan = [this, ids] {
        QList<NamespaceInfo> rows;
        for (const NamespaceId id : ids) {
            const NamespaceInfo *const row = m_ledger.inventory().find(id);
            if (row && !row->tombstoned)
                rows.append(*row);
        }
        return ChangeQueue::Change{[rows](Store &store) { return store.save(rows); },
                                   [this] { m_isKeeping = false; }};
    };
    m_changes.add(plan, [this, ids](const Error &error) {
        m_isKeeping = false;
        m_seen.insert(ids.begin(), ids.end());
        m_triesAgain = monotonicNow() + trySpacing;
        qCCritical(engineLog) << errorName(error.code) << error.detail;
    });
}

void Scheduler::arm()
{
    QDateTime first;
    bool isAnyMissed = false;
    for (const NamespaceInfo &row : m_ledger.inventory().namespaces) {
        const QDateTime time = nextStepTime(row);
        if (time.isValid() && (!first.isValid() || time < first))
            first = time;
        isAnyMissed = isAnyMissed || (waitsForStart(row) && row.startMissed);
    }
    if (!first.isValid() && !isAnyMissed && m_seen.empty()) {
        m_timer.stop();
        return;
    }
    const qint64 left = first.isValid() ? m_time.at(ClockReading::now()).msecsTo(first) : longestWait;
    // What is due already could not be done: not at once again.
    m_timer.start(std::chrono::milliseconds(left > 0 ? std::min(left, longestWait) : longestWait));
}

} // namespace castdeck
