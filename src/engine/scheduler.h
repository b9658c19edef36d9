// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "engine/believedtime.h"

#include <QTimer>

namespace castdeck
{

class InventoryLedger;
class SessionTable;
class Store;

/// Watches the scheduled casts: counts who waits, and lets go what is due, by clients or by time. The wall
/// clock is looked at once a minute at least, since it may be set; one that jumps ahead is not believed until
/// it has gone by itself for Settling.
/// Lives in the engine thread.
class Scheduler : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::minutes Settling{5};

    Scheduler(InventoryLedger &ledger, SessionTable &sessions, QObject *parent);

    /// From now on what happens is kept there.
    void setStore(Store *store) { m_store = store; }
    /// To be told of every change; it looks at the rows from the event loop.
    void notice(const Change &change);
    /// Counts, and does what is due, now.
    void run();
    /// Lets a cast go that mayStart(). Nothing is done if the store fails.
    Result<void> start(const NamespaceInfo &row);
    /// Of the sessions of a namespace, those that were not sent away.
    quint32 clientsOf(NamespaceId id) const;

private:
    void take(const NamespaceInfo &row, const QDateTime &now);
    void keep(const NamespaceInfo &row);
    void arm();

    InventoryLedger &m_ledger;
    SessionTable &m_sessions;
    Store *m_store = nullptr;
    BelievedTime m_time{Settling};
    QTimer m_timer;
    QTimer m_soon;
};

} // namespace castdeck
