// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStringList>
#include <QVariant>
#include <functional>
#include <memory>

namespace castdeck
{

/// One SQLite file of ours, for its owner alone, in the schema that this program writes.
/// Thread: the one that opened it, which needs a QCoreApplication. Another program that locks the file holds
/// a call up for a quarter of a second, then it is Busy.
class Database
{
public:
    struct Schema {
        /// Version n is what the first n steps make of an empty file; a step that files were written with is
        /// never changed, a new one is put behind it.
        QList<QStringList> steps;
        const char *journalMode = "DELETE";
        const char *synchronous = "FULL";
        /// Done to a new file that takes the place of a damaged one, before it is there.
        QStringList afterDamage;
        /// With EXCLUSIVE nobody else opens the file meanwhile, and a write-ahead log needs no mapped memory:
        /// a program whose mapped pages a disk does not take back cannot end.
        const char *lockingMode = "NORMAL";
    };
    struct Opened;

    /// For what ends with the program.
    static QString inMemory() { return QStringLiteral(":memory:"); }
    /// Makes the file if there is none: whole, or not at all. One that is damaged or emptied is renamed,
    /// never deleted, and a new one takes its place. IncompatibleVersion for the file of a later program,
    /// WrongFileKind for a symbolic link or what is no file, FileFailure and its kin for one that the system
    /// does not let us have; such a file is left alone.
    static Result<Opened> open(const QString &path, const Schema &schema);
    /// Does the same to one that is known to be damaged. No other Database has it open.
    static Result<Opened> renew(const QString &path, const Schema &schema);
    /// One whose calls all fail as if the file was damaged, until it can be had again.
    static std::unique_ptr<Database> closed(const QString &path);
    ~Database();
    Q_DISABLE_COPY_MOVE(Database)

    const QString &path() const { return m_path; }
    /// Prepares and does a statement; its values in order.
    template <class... Values>
    Result<QSqlQuery> run(const QString &statement, const Values &...values) const
    {
        QSqlQuery query(m_sql);
        query.setForwardOnly(true);
        if (!query.prepare(statement))
            return failed(query.lastError());
        (query.addBindValue(values), ...);
        if (!query.exec())
            return failed(query.lastError());
        return query;
    }
    /// What is written into a row, by the names of its columns.
    using Columns = std::initializer_list<std::pair<const char *, QVariant>>;
    Result<QSqlQuery> insert(const char *table, const Columns &columns) const
    {
        return write("INSERT INTO", table, columns);
    }
    /// In the place of the row with the same key, if there is one.
    Result<QSqlQuery> replace(const char *table, const Columns &columns) const
    {
        return write("INSERT OR REPLACE INTO", table, columns);
    }
    /// A row that was read, by the names of its columns.
    class Row
    {
    public:
        explicit Row(const QSqlQuery &query) : m_query(query), m_record(query.record()) {}
        QVariant operator[](const char *column) const
        {
            return m_query.value(m_record.indexOf(QLatin1String(column)));
        }
        /// By their order, where there is but one or all are wanted.
        QVariant at(int column) const { return m_query.value(column); }
        int count() const { return m_record.count(); }

    private:
        const QSqlQuery &m_query;
        QSqlRecord m_record;
    };
    /// The rows one by one, in order, until @p take says false.
    Result<void> each(Result<QSqlQuery> query, const std::function<bool(const Row &)> &take) const;
    /// All of it or nothing.
    Result<void> atOnce(const std::function<Result<void>()> &change) const;
    /// Whether a call has failed because the file is damaged, or its tables are not those of the schema.
    bool sawDamage() const { return m_sawDamage; }
    tl::unexpected<Error> failed(const QSqlError &error) const;

private:
    explicit Database(const QString &path);
    Result<QSqlQuery> write(const char *how, const char *table, const Columns &columns) const;
    enum class Condition { Sound, Damaged };
    Result<Condition> prepare(const Schema &schema, const QStringList &more);
    Result<Condition> migrate(const Schema &schema, int from, const QStringList &more);
    Result<Condition> judged(const QSqlError &error) const;
    static Result<std::unique_ptr<Database>> makeBeside(const QString &path, const Schema &schema,
                                                        const QStringList &more);

    QString m_path;
    QString m_connection;
    QSqlDatabase m_sql;
    mutable bool m_sawDamage = false;
};

struct Database::Opened {
    std::unique_ptr<Database> database;
    QString setAside; ///< where the damaged file is now; empty if it was sound
};

} // namespace castdeck
