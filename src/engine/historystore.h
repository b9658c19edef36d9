// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"

#include <QSqlDatabase>
#include <memory>

class QSqlError;
class QSqlQuery;

namespace castdeck
{

/// What a transport server remembers of ended sessions and of administrative verbs. It shares the file of the
/// Store, which has to be opened first because it is the one that judges a damaged file; the tables and their
/// version are its own. A record survives the program's sudden end once append() has returned; the last ones
/// may be lost with the machine's power.
/// Thread: the one that opened it, which needs a QCoreApplication.
class HistoryStore
{
public:
    /// For a history that ends with the program.
    static QString inMemory() { return QStringLiteral(":memory:"); }
    /// Makes its tables if there are none. IncompatibleVersion for those of a later program, FileFailure and
    /// its kin for a file that cannot be had.
    static Result<std::unique_ptr<HistoryStore>> open(const QString &path);
    ~HistoryStore();
    Q_DISABLE_COPY_MOVE(HistoryStore)

    /// The number is given here. Texts that are too long to be kept end in "…".
    Result<void> append(const EndedSession &session);
    Result<void> append(const AuditRecord &record);

    /// A page never takes more than a line of the management protocol. A row that makes no sense to this
    /// program is left out.
    Result<SessionHistory> sessions(const HistoryFilter &filter) const;
    Result<AuditHistory> audit(const HistoryFilter &filter) const;

    /// Forgets what ended or was asked before @p time.
    Result<void> prune(const QDateTime &time);

private:
    explicit HistoryStore(const QString &path);
    Result<void> prepare();
    Result<void> fill(EndedSession &session) const;
    tl::unexpected<Error> failed(const QSqlQuery &query) const;

    QString m_path;
    QString m_connection;
    QSqlDatabase m_database;
};

} // namespace castdeck
