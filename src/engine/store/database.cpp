// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/database.h"

#include "engine/store/sqlerror.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QUuid>
#include <QVariant>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

const QStringList besideDatabase{QStringLiteral("-journal"), QStringLiteral("-wal"), QStringLiteral("-shm")};

/// Primary result codes of SQLite that say that the file, not the system, is at fault.
bool isDamage(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    return code == 11 /* SQLITE_CORRUPT */ || code == 26 /* SQLITE_NOTADB */;
}

/// What SQLite calls an error in a statement: ours have none, so the tables are not those they are about.
bool isContradiction(const QSqlError &error)
{
    return (error.nativeErrorCode().toInt() & 0xFF) == 1 /* SQLITE_ERROR */;
}

Result<void> moveFile(const QString &from, const QString &to)
{
    if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0 &&
        errno != ENOENT)
        return systemFailure(from);
    return {};
}

/// Puts @p fresh in the place of @p path, which is kept under the name that is returned. What SQLite keeps
/// next to a file goes first: it would be taken for the new one's. The name itself is never missing, where
/// the file system knows hard links.
Result<QString> setAside(const QString &path, const QString &fresh)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddTHHmmsszzz"));
    QString target = path % QStringLiteral(".damaged-") % stamp;
    for (const QString &suffix : besideDatabase) {
        if (const auto moved = moveFile(path + suffix, target + suffix); !moved)
            return tl::unexpected(moved.error());
    }
    if (link(QFile::encodeName(path).constData(), QFile::encodeName(target).constData()) != 0) {
        if (const auto moved = moveFile(path, target); !moved)
            return tl::unexpected(moved.error());
    }
    return moveFile(fresh, path).map([&] { return target; });
}

void removeDatabase(const QString &path)
{
    QFile::remove(path);
    for (const QString &suffix : besideDatabase)
        QFile::remove(path + suffix);
}

/// The mode does not depend on the umask.
Result<struct stat> ownFile(const QString &path, int how)
{
    const int file =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | how, S_IRUSR | S_IWUSR);
    if (file < 0 && errno == ELOOP)
        return failure(ErrorCode::WrongFileKind, path + QStringLiteral(": is a symbolic link"));
    if (file < 0)
        return systemFailure(path);
    struct stat status = {};
    const bool done = fstat(file, &status) == 0 && fchmod(file, S_IRUSR | S_IWUSR) == 0;
    const auto error = done ? tl::unexpected(Error{}) : systemFailure(path);
    ::close(file);
    if (!done)
        return error;
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::WrongFileKind, path);
    return status;
}

} // namespace

Database::Database(const QString &path)
    : m_path(path)
    , m_connection(QUuid::createUuid().toString())
    , m_sql(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
    m_sql.setDatabaseName(path);
}

Database::~Database()
{
    // By itself first: to close it writes, and the list of connections, which the end of the program needs,
    // is locked while one is taken from it.
    m_sql.close();
    m_sql = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<Database::Opened> Database::open(const QString &path, const Schema &schema)
{
    std::unique_ptr<Database> database(new Database(path));
    auto condition = Result<Condition>(Condition::Sound);
    const bool isThere = path == inMemory() || QFile::exists(path) || QFileInfo(path).isSymLink();
    if (!isThere) {
        const auto made = makeBeside(path, schema, {});
        if (!made)
            return tl::unexpected(made.error());
        const QString fresh = (*made)->path();
        if (const auto moved = moveFile(fresh, path); !moved)
            return tl::unexpected(moved.error());
    }
    if (path != inMemory()) {
        const auto file = ownFile(path, 0);
        if (!file)
            return tl::unexpected(file.error());
        // Ours has something in it from its first moment on.
        condition = file->st_size == 0 ? Condition::Damaged : Condition::Sound;
    }
    if (*condition == Condition::Sound)
        condition = database->prepare(schema, {});
    if (!condition)
        return tl::unexpected(condition.error());
    if (*condition == Condition::Sound)
        return Opened{std::move(database), {}};

    database.reset();
    return renew(path, schema);
}

std::unique_ptr<Database> Database::closed(const QString &path)
{
    std::unique_ptr<Database> none(new Database(path));
    none->m_sawDamage = true;
    return none;
}

Result<Database::Opened> Database::renew(const QString &path, const Schema &schema)
{
    const auto made = makeBeside(path, schema, schema.afterDamage);
    if (!made)
        return tl::unexpected(made.error());
    const auto aside = setAside(path, (*made)->path());
    if (!aside)
        return tl::unexpected(aside.error());
    auto fresh = open(path, schema);
    if (fresh)
        fresh->setAside = *aside;
    return fresh;
}

Result<std::unique_ptr<Database>> Database::makeBeside(const QString &path, const Schema &schema,
                                                       const QStringList &more)
{
    const QString place = path + QStringLiteral(".new");
    removeDatabase(place);
    if (const auto file = ownFile(place, O_CREAT | O_EXCL); !file)
        return tl::unexpected(file.error());
    std::unique_ptr<Database> made(new Database(place));
    Schema first = schema;
    first.journalMode = "DELETE"; // else the file would not be all there is
    first.synchronous = "FULL";
    const auto condition = made->prepare(first, more);
    made->m_sql.close();
    if (condition && *condition == Condition::Sound)
        return made;
    removeDatabase(place);
    if (!condition)
        return tl::unexpected(condition.error());
    return failure(ErrorCode::FileFailure, place);
}

tl::unexpected<Error> Database::failed(const QSqlError &error) const
{
    m_sawDamage = m_sawDamage || isDamage(error) || isContradiction(error);
    return sqlFailure(m_path, error);
}

Result<Database::Condition> Database::judged(const QSqlError &error) const
{
    return isDamage(error) ? Result<Condition>(Condition::Damaged) : failed(error);
}

Result<Database::Condition> Database::prepare(const Schema &schema, const QStringList &more)
{
    m_sql.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=250"));
    if (!m_sql.open())
        return judged(m_sql.lastError());
    QSqlQuery query(m_sql);
    if (!query.exec(QStringLiteral("PRAGMA main.locking_mode = ") + QLatin1String(schema.lockingMode)) ||
        !query.exec(QStringLiteral("PRAGMA cell_size_check = ON")) ||
        !query.exec(QStringLiteral("PRAGMA integrity_check")) || !query.next())
        return judged(query.lastError());
    if (query.value(0).toString() != QLatin1String("ok"))
        return Condition::Damaged;
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return judged(query.lastError());
    const int version = query.value(0).toInt();
    query.finish();
    const int known = int(schema.steps.size());
    if (version > known)
        return failure(ErrorCode::IncompatibleVersion,
                       QStringLiteral("%1: of version %2, %3 is known").arg(m_path).arg(version).arg(known));
    if (version < 0)
        return Condition::Damaged;
    if (!query.exec(QStringLiteral("PRAGMA journal_mode = ") + QLatin1String(schema.journalMode)) ||
        !query.exec(QStringLiteral("PRAGMA synchronous = ") + QLatin1String(schema.synchronous)))
        return judged(query.lastError());
    query.finish();
    return version == known ? Condition::Sound : migrate(schema, version, more);
}

Result<Database::Condition> Database::migrate(const Schema &schema, int from, const QStringList &more)
{
    QStringList statements;
    for (const QStringList &step : schema.steps.sliced(from))
        statements += step;
    statements += more;
    statements.append(QStringLiteral("PRAGMA user_version = %1").arg(schema.steps.size()));
    if (!m_sql.transaction())
        return judged(m_sql.lastError());
    for (const QString &statement : std::as_const(statements)) {
        QSqlQuery query(m_sql);
        if (query.exec(statement))
            continue;
        const QSqlError error = query.lastError();
        query.finish();
        m_sql.rollback();
        return isContradiction(error) ? Result<Condition>(Condition::Damaged) : judged(error);
    }
    if (m_sql.commit())
        return Condition::Sound;
    const QSqlError error = m_sql.lastError();
    m_sql.rollback();
    return judged(error);
}

Result<void> Database::each(Result<QSqlQuery> query, const std::function<bool(const Row &)> &take) const
{
    if (!query)
        return tl::unexpected(query.error());
    while (query->next()) {
        if (!take(Row(*query)))
            return {};
    }
    // The last row and a failure on the way to it look alike.
    if (query->lastError().type() != QSqlError::NoError)
        return failed(query->lastError());
    return {};
}

Result<QSqlQuery> Database::write(const char *how, const char *table, const Columns &columns) const
{
    QStringList names;
    for (const auto &[name, value] : columns)
        names.append(QLatin1String(name));
    QSqlQuery query(m_sql);
    const QStringList places(names.size(), QStringLiteral("?"));
    const QLatin1String between(", ");
    if (!query.prepare(
            QStringLiteral("%1 %2 (%3) VALUES (%4)")
                .arg(QLatin1String(how), QLatin1String(table), names.join(between), places.join(between))))
        return failed(query.lastError());
    for (const auto &[name, value] : columns)
        query.addBindValue(value);
    if (!query.exec())
        return failed(query.lastError());
    return query;
}

Result<void> Database::atOnce(const std::function<Result<void>()> &change) const
{
    QSqlDatabase database = m_sql;
    if (!database.transaction())
        return failed(database.lastError());
    if (auto done = change(); !done) {
        database.rollback();
        return done;
    }
    if (database.commit())
        return {};
    const QSqlError error = database.lastError();
    database.rollback();
    return failed(error);
}

} // namespace castdeck
