// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "engine/common/believedtime.h"
#include "engine/store/changequeue.h"

#include <QTimer>
#include <functional>
#include <set>

namespace castdeck
{

class InventoryLedger;
class SessionTable;

/// Watches the scheduled casts: counts who waits, and lets go what is due, by clients or by time. The wall
/// clock is looked at once a minute at least, since it may be set; one that jumps ahead is not believed until
/// it has gone by itself for Settling.
/// Lives in the engine thread.
class Scheduler : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::minutes Settling{5};

    /// @p changes: through which a start is kept before it is done.
    Scheduler(InventoryLedger &ledger, SessionTable &sessions, ChangeQueue &changes, QObject *parent);

    /// To be told of every change; it looks at the rows from the event loop.
    void notice(const Change &change);
    /// Counts, and does what is due, now.
    void run();
    /// How a cast is let go, if it mayStart() now; @p done comes last.
    Result<ChangeQueue::Change> planStart(NamespaceId id, const std::function<void()> &done);
    /// Of the sessions of a namespace, those that were not sent away.
    quint32 clientsOf(NamespaceId id) const;

private:
    NamespaceInfo counted(NamespaceInfo row) const;
    void take(const NamespaceInfo &row, const QDateTime &now);
    void startInTurn(const NamespaceInfo &row);
    void see(const NamespaceInfo &row);
    void keepSeen();
    void begin(const NamespaceInfo &row);
    void arm();

    InventoryLedger &m_ledger;
    SessionTable &m_sessions;
    ChangeQueue &m_changes;
    std::set<NamespaceId> m_starting; ///< wait for their turn, or for the store
    std::set<NamespaceId> m_seen;     ///< rows with something that the store does not know yet
    bool m_isKeeping = false;
    Instant m_triesAgain = Instant::min(); ///< after a change that failed
    BelievedTime m_time{Settling};
    QTimer m_timer;
    QTimer m_soon;
};

} // namespace castdeck
