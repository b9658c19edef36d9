// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/common/believedtime.h"
#include "engine/store/historystore.h"
#include "engine/store/waitingrecords.h"

#include <functional>

namespace castdeck
{

/// A history in the thread of its database: opened as soon as it can be had, on a full disk for instance, and
/// written in order. Without an opener it ends with the program. Too old is what ended before the
/// BelievedTime less the retention, so that a clock has to be wrong for a day before anything is lost by it.
class HistoryWriter
{
public:
    static constexpr std::chrono::hours Settling{24};

    using Opener = std::function<Result<std::unique_ptr<HistoryStore>>()>;
    /// In the place of what was open. Its error, and it is tried again whenever something is to be done.
    Result<void> open(const Opener &opener);
    /// Writes what waits. The error of the first that cannot be written now; it waits on, and those after it.
    /// What can never be written is said in the log and left out.
    Result<void> write(WaitingRecords &waiting);
    /// If it is open: forgets what is too old, 0: nothing, and goes on with a move that failed. The result is
    /// whether there is nothing left to be moved.
    Result<bool> keepUp(std::chrono::days retention);

    Result<SessionHistory> sessions(const HistoryFilter &filter);
    Result<AuditHistory> audit(const HistoryFilter &filter);

private:
    Result<HistoryStore *> store();

    Opener m_opener = [] { return HistoryStore::open(HistoryStore::inMemory()); };
    std::unique_ptr<HistoryStore> m_store;
    BelievedTime m_time{Settling};
    bool m_isStuck = false; ///< and it was said
};

} // namespace castdeck
