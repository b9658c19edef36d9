// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inventoryledger.h"

#include <QObject>
#include <chrono>
#include <vector>

namespace castdeck
{

/// Keeps in sight the sessions that could not start or go on, until somebody dismisses them, a later session
/// of the same content starts, or time is over. At most one per content, and a bounded number in all:
/// strangers can cause them.
class FailedSessions : public QObject
{
    Q_OBJECT
public:
    FailedSessions(InventoryLedger &ledger, std::chrono::milliseconds kept, QObject *parent);

    bool contains(SessionId id) const;
    /// Writes @p row with its error; in place of the content's failed session so far, whose id stays. False
    /// if that one failed for the same reason.
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
        quint32 failures = 1;
    };
    std::vector<Entry>::iterator find(SessionId id);
    void dismissLater(const Entry &entry);

    InventoryLedger &m_ledger;
    std::chrono::milliseconds m_kept;
    std::vector<Entry> m_entries; ///< the oldest first
};

} // namespace castdeck
