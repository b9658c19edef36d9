// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/historybounds.h"
#include "engine/store/runningsession.h"

#include <functional>
#include <memory>

namespace castdeck
{

/// What a transport server remembers of ended sessions and of administrative verbs, in a file of its own, so
/// that damage to it costs nothing else. A record survives the program's sudden end once append() has
/// returned; the last ones may be lost with the machine's power. A file that is found damaged is renamed and
/// begun anew, also while it is used.
/// Thread: the one that opened it, which needs a QCoreApplication.
class HistoryStore
{
public:
    /// For a history that ends with the program.
    static QString inMemory() { return Database::inMemory(); }
    /// Whether others may open the file meanwhile.
    enum class Access { Shared, Alone };
    /// As Database::open(); what was set aside is said in the log.
    static Result<std::unique_ptr<HistoryStore>> open(const QString &path, const HistoryLimits &limits = {},
                                                      Access access = Access::Shared);

    /// Moves the history that earlier programs kept at @p from here. If that fails the log says so, and
    /// goOnMoving() tries it again; meanwhile no number of it is given to anything else. An error if that
    /// cannot be made sure: then nothing may be written here.
    Result<void> takeOver(const QString &from);
    /// Whether there is nothing left to be moved.
    Result<bool> goOnMoving();

    /// The number is given here. Texts that are too long to be kept end in "…".
    Result<void> append(const EndedSession &session);
    Result<void> append(const AuditRecord &record);
    /// In the place of what was said of it before. Not in sessions() before endRunning(); append() of its end
    /// replaces it.
    Result<void> append(const RunningSession &session);
    /// What was running when the program before went is over: it is in sessions() now. Call once, first.
    Result<void> endRunning();

    /// A page never takes more than HistoryLimits::pageBytes. A row that makes no sense to this program is
    /// left out.
    Result<SessionHistory> sessions(const HistoryFilter &filter) const;
    Result<AuditHistory> audit(const HistoryFilter &filter) const;

    /// Forgets what ended or was asked before @p time.
    Result<void> prune(const QDateTime &time);

    /// The time that was believed last (BelievedTime), or else when the newest record was written; invalid
    /// for an empty history.
    Result<QDateTime> believedTime() const;
    Result<void> saveBelievedTime(const QDateTime &time);

private:
    HistoryStore(std::unique_ptr<Database> database, const HistoryLimits &limits, Access access);
    struct Tables;
    static const Tables ended;
    static const Tables running;
    Result<void> insert(const Tables &tables, const QVariant &number, const EndedSession &session);
    Result<void> forget(SessionId running);
    Result<void> write(const EndedSession &session);
    Result<void> write(const AuditRecord &record);
    Result<void> reopen();
    Result<void> atOnce(const std::function<Result<void>()> &change);
    template <class Record>
    Result<void> add(const Record &record, HistoryBounds::Kind kind);
    Result<void> fill(EndedSession &session, const Tables &tables) const;

    std::unique_ptr<Database> m_database;
    QString m_movesFrom; ///< empty once everything is here
    HistoryLimits m_limits;
    Access m_access;
    HistoryBounds m_bounds;
};

} // namespace castdeck
