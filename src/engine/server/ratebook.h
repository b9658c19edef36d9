// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ratelimit.h"
#include "core/reply.h"
#include "engine/store/changequeue.h"

namespace castdeck
{

class InventoryLedger;
class SessionTable;

/// How fast sessions may send: what an administrator says holds, and is kept for a server and its namespaces.
/// Lives in the engine thread.
class RateBook : public QObject
{
    Q_OBJECT
public:
    /// All of them outlive it, but for @p parent.
    RateBook(const InventoryLedger &ledger, SessionTable &sessions, ChangeQueue &changes, QObject *parent)
        : QObject(parent), m_ledger(ledger), m_sessions(sessions), m_changes(changes)
    {
    }

    /// What a store holds of it; of namespaces that are in the ledger.
    void restore(const Store::Settings &stored);
    /// Sets one. The result are all that hold then.
    QFuture<Result<QList<RateLimit>>> set(const RateLimit &limit);

private:
    const InventoryLedger &m_ledger;
    SessionTable &m_sessions;
    ChangeQueue &m_changes;
};

} // namespace castdeck
