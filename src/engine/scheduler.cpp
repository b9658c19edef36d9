// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scheduler.h"

#include "engine/inventoryledger.h"
#include "engine/logcategories.h"
#include "engine/notices.h"
#include "engine/sessiontable.h"
#include "engine/startrule.h"
#include "engine/store.h"

#include <algorithm>

namespace castdeck
{

namespace
{

constexpr qint64 longestWait = 60'000; // ms

} // namespace

Scheduler::Scheduler(InventoryLedger &ledger, SessionTable &sessions, QObject *parent)
    : QObject(parent), m_ledger(ledger), m_sessions(sessions)
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

void Scheduler::run()
{
    const QDateTime now = m_time.at(ClockReading::now());
    const QList<NamespaceInfo> rows = m_ledger.inventory().namespaces;
    for (const NamespaceInfo &row : rows) {
        if (waitsForStart(row))
            take(row, now);
    }
    arm();
}

void Scheduler::take(const NamespaceInfo &row, const QDateTime &now)
{
    NamespaceInfo counted = row;
    counted.waitingClients = clientsOf(row.id);
    m_ledger.write(counted);
    switch (dueStep(counted, now)) {
    case StartStep::None:
        break;
    case StartStep::Start:
        if (const auto done = start(counted); !done)
            qCCritical(engineLog) << "namespace" << row.name
                                  << "is not started:" << errorName(done.error().code) << done.error().detail;
        break;
    case StartStep::Miss:
        keep(missed(counted));
        m_ledger.announce(noticeOf(Notice::Kind::StartMissed, counted.name));
        break;
    case StartStep::Await:
        qCInfo(engineLog) << "the start of" << row.name << "was missed by a clock that was ahead";
        keep(awaited(counted));
        break;
    }
}

/// What the store does not hold is found out again at the next start.
void Scheduler::keep(const NamespaceInfo &row)
{
    if (m_store) {
        if (const auto saved = m_store->save(row); !saved)
            qCCritical(engineLog) << errorName(saved.error().code) << saved.error().detail;
    }
    m_ledger.write(row);
}

Result<void> Scheduler::start(const NamespaceInfo &row)
{
    const NamespaceInfo running = started(row);
    if (m_store) {
        if (auto saved = m_store->save(running); !saved)
            return saved;
    }
    Notice notice = noticeOf(Notice::Kind::TransmissionStarted, row.name);
    notice.count = row.waitingClients;
    m_ledger.write(running);
    m_ledger.announce(notice);
    m_sessions.startTransmission(row.id);
    return {};
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
    if (!first.isValid() && !isAnyMissed) {
        m_timer.stop();
        return;
    }
    const qint64 left = first.isValid() ? m_time.at(ClockReading::now()).msecsTo(first) : longestWait;
    // What is due already could not be done: not at once again.
    m_timer.start(std::chrono::milliseconds(left > 0 ? std::min(left, longestWait) : longestWait));
}

} // namespace castdeck
