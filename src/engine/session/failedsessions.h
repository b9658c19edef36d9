// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "engine/common/inventoryledger.h"

#include <QObject>
#include <QTimer>
#include <chrono>
#include <vector>

namespace castdeck
{

/// Keeps in sight the sessions that could not start or go on, until somebody dismisses them, a later session
/// of the same content starts, or time is over. Of those that ran, at most one per content; of those that
/// never started, which strangers can cause by asking, one per namespace. A bounded number in all; the ones
/// that never started make way first.
class FailedSessions : public QObject
{
    Q_OBJECT
public:
    FailedSessions(InventoryLedger &ledger, std::chrono::milliseconds kept, QObject *parent);

    bool contains(SessionId id) const;
    /// Writes @p row with its error, in place of the failure so far: of its content, whose id stays, or, if
    /// it never ran (its row is not known), of its namespace. False if that one failed in the same way.
    bool keep(SessionInfo row, const Error &error);
    /// An unknown id is no error.
    void dismiss(SessionId id);
    void dismissAllOf(ContentId content);

Q_SIGNALS:
    /// The row is no longer in the ledger.
    void dismissed(castdeck::ContentId content);

private:
    struct Entry {
        SessionId id;
        ContentId content;
        NamespaceId owner;
        bool ran = false;
        Instant until;
    };
    void makeRoom();
    QString nameOf(ContentId id) const;
    std::vector<Entry>::iterator find(SessionId id);
    void dismissDue();

    InventoryLedger &m_ledger;
    std::chrono::milliseconds m_kept;
    std::vector<Entry> m_entries; ///< the oldest first
    QTimer m_due;
};

} // namespace castdeck
