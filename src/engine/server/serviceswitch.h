// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "core/verbs.h"
#include "engine/store/changequeue.h"

namespace castdeck
{

class InventoryLedger;
class SessionTable;

/// Whether a server serves: running, draining, stopped, or about to end. Lives in the engine thread.
class ServiceSwitch : public QObject
{
    Q_OBJECT
public:
    /// All of them outlive it, but for @p parent.
    ServiceSwitch(InventoryLedger &ledger, SessionTable &sessions, ChangeQueue &changes, QObject *parent);

    /// What a store holds of it: whether the service starts with the program.
    static Result<bool> readFrom(const Store &store);
    static Result<void> saveIn(Store &store, const SetServiceEnabled &how);
    void restore(bool isEnabled);

    /// Whether somebody may be let in.
    bool isServing() const;
    bool isShuttingDown() const { return m_isShuttingDown; }

    using Report = QFuture<Result<DisconnectReport>>;
    Report start();
    Report stop(const StopService &verb);
    Report restart(const RestartService &verb);
    Report enable(const SetServiceEnabled &verb);
    /// Ends every session, for good.
    Report shutDown(const DisconnectOrder &order);

Q_SIGNALS:
    /// As that of TransportEngine.
    void serviceCut();

private:
    enum class Afterwards { StaysOff, StartsAgain };
    Report end(const StopService &how, Afterwards afterwards);
    Report terminateAll(const DisconnectOrder &order);
    Report done() const;
    enum class State { Running, Draining, Stopped };
    void show(State state);
    void takeIdle();
    void turnOn();

    InventoryLedger &m_ledger;
    SessionTable &m_sessions;
    ChangeQueue &m_changes;
    bool m_isShuttingDown = false;
    Afterwards m_afterwards = Afterwards::StaysOff; ///< once it has drained
};

} // namespace castdeck
