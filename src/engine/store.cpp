// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store.h"

#include "core/namespacename.h"
#include "engine/logcategories.h"
#include "engine/migrations.h"

#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <cerrno>
#include <cstdio>

namespace castdeck
{

namespace
{

// In the order of bind() and rowOf().
constexpr char columns[] = "id, type, name, friendly_name, description, content_provider, configuration, "
                           "allow_unauthenticated, minimum_clients, start_time, transmission_started, "
                           "start_missed, fallback_url";

/// Primary result codes of SQLite that say that the file, not the system, is at fault.
bool isDamage(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    return code == 11 /* SQLITE_CORRUPT */ || code == 26 /* SQLITE_NOTADB */;
}

/// An empty QString is NULL to SQL, which the table does not take.
QString present(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

/// With what SQLite keeps next to a file, which would be taken for the new file's.
Result<QString> setAside(const QString &path)
{
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddTHHmmsszzz"));
    QString target = path % QStringLiteral(".damaged-") % stamp;
    for (const QString &suffix :
         {QString(), QStringLiteral("-journal"), QStringLiteral("-wal"), QStringLiteral("-shm")}) {
        const QByteArray from = QFile::encodeName(path + suffix);
        const QByteArray to = QFile::encodeName(target + suffix);
        if (std::rename(from.constData(), to.constData()) != 0 && errno != ENOENT)
            return systemFailure(path + suffix);
    }
    return target;
}

QDateTime timeOf(const QString &text)
{
    return text.isEmpty() ? QDateTime() : QDateTime::fromString(text, Qt::ISODateWithMs).toUTC();
}

QString textOf(const QDateTime &time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODateWithMs) : QString();
}

std::optional<NamespaceInfo> rowOf(const QSqlQuery &query)
{
    NamespaceInfo row;
    const auto id = query.value(0).toLongLong();
    const auto type = namespaceTypeFromText(query.value(1).toString());
    row.name = query.value(2).toString();
    if (id < 1 || id > std::numeric_limits<quint32>::max() || !type || !isNamespaceName(row.name))
        return std::nullopt;
    row.id = NamespaceId(quint32(id));
    row.type = *type;
    row.friendlyName = query.value(3).toString();
    row.description = query.value(4).toString();
    row.contentProvider = query.value(5).toString();
    row.configuration = query.value(6).toString();
    row.allowUnauthenticated = query.value(7).toBool();
    row.minimumClients = query.value(8).toUInt();
    row.startTime = timeOf(query.value(9).toString());
    row.transmissionStarted = query.value(10).toBool();
    row.startMissed = query.value(11).toBool();
    row.fallbackUrl = query.value(12).toString();
    return row;
}

} // namespace

Store::Store(const QString &path)
    : m_path(path)
    , m_connection(QUuid::createUuid().toString())
    , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
    m_database.setDatabaseName(path);
}

Store::~Store()
{
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<Store::Opened> Store::open(const QString &path)
{
    // Made first, so that its mode does not depend on the umask.
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return failure(file.error() == QFile::PermissionsError ? ErrorCode::FileAccessDenied
                                                               : ErrorCode::FileFailure,
                       path % QStringLiteral(": ") % file.errorString());
    file.close();

    std::unique_ptr<Store> store(new Store(path));
    const auto condition = store->prepare();
    if (!condition)
        return tl::unexpected(condition.error());
    if (*condition == Condition::Sound)
        return Opened{std::move(store), {}};
    store.reset();
    const auto aside = setAside(path);
    if (!aside)
        return tl::unexpected(aside.error());
    auto fresh = open(path);
    if (fresh)
        fresh->setAside = *aside;
    return fresh;
}

tl::unexpected<Error> Store::failed(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    return failure(code == 13 /* SQLITE_FULL */ ? ErrorCode::DeviceFull : ErrorCode::FileFailure,
                   m_path % QStringLiteral(": ") % error.text());
}

Result<Store::Condition> Store::judged(const QSqlError &error) const
{
    return isDamage(error) ? Result<Condition>(Condition::Damaged) : failed(error);
}

Result<Store::Condition> Store::prepare()
{
    if (!m_database.open())
        return judged(m_database.lastError());
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("PRAGMA synchronous = FULL")) ||
        !query.exec(QStringLiteral("PRAGMA integrity_check")) || !query.next())
        return judged(query.lastError());
    if (query.value(0).toString() != QLatin1String("ok"))
        return Condition::Damaged;
    if (!query.exec(QStringLiteral("PRAGMA user_version")) || !query.next())
        return judged(query.lastError());
    const int version = query.value(0).toInt();
    query.finish();
    if (version > storeVersion())
        return failure(
            ErrorCode::IncompatibleVersion,
            QStringLiteral("%1: of version %2, %3 is known").arg(m_path).arg(version).arg(storeVersion()));
    if (version == storeVersion())
        return Condition::Sound;
    const QSqlError error = migrateStore(m_database, version);
    return error.type() == QSqlError::NoError ? Condition::Sound : judged(error);
}

Result<QList<NamespaceInfo>> Store::namespaces() const
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("SELECT %1 FROM namespaces ORDER BY id").arg(QLatin1String(columns))))
        return failed(query.lastError());
    QList<NamespaceInfo> rows;
    while (query.next()) {
        if (const auto row = rowOf(query))
            rows.append(*row);
        else
            qCWarning(storeLog) << "left out" << m_path << "row" << query.value(0).toString() << "named"
                                << query.value(2).toString();
    }
    return rows;
}

Result<NamespaceId> Store::lastNamespaceId() const
{
    QSqlQuery query(m_database);
    if (!query.exec(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name = 'namespaces'")))
        return failed(query.lastError());
    return query.next() ? NamespaceId(query.value(0).toUInt()) : NamespaceId();
}

Result<void> Store::save(const NamespaceInfo &row)
{
    QSqlQuery query(m_database);
    if (!query.prepare(QStringLiteral("INSERT OR REPLACE INTO namespaces (%1) VALUES "
                                      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                           .arg(QLatin1String(columns))))
        return failed(query.lastError());
    query.addBindValue(row.id.value());
    for (const QString &text : {toText(row.type), row.name, row.friendlyName, row.description,
                                row.contentProvider, row.configuration})
        query.addBindValue(present(text));
    query.addBindValue(row.allowUnauthenticated);
    query.addBindValue(row.minimumClients);
    query.addBindValue(present(textOf(row.startTime)));
    query.addBindValue(row.transmissionStarted);
    query.addBindValue(row.startMissed);
    query.addBindValue(present(row.fallbackUrl));
    if (!query.exec())
        return failed(query.lastError());
    return {};
}

Result<void> Store::remove(NamespaceId id)
{
    QSqlQuery query(m_database);
    if (!query.prepare(QStringLiteral("DELETE FROM namespaces WHERE id = ?")))
        return failed(query.lastError());
    query.addBindValue(id.value());
    if (!query.exec())
        return failed(query.lastError());
    return {};
}

Result<void> Store::replace(NamespaceId old, const NamespaceInfo &row)
{
    return atOnce([&] { return remove(old).and_then([&] { return save(row); }); });
}

Result<Store::Settings> Store::settings(const QString &section) const
{
    QSqlQuery query(m_database);
    if (!query.prepare(QStringLiteral("SELECT key, value FROM settings WHERE section = ?")))
        return failed(query.lastError());
    query.addBindValue(section);
    if (!query.exec())
        return failed(query.lastError());
    Settings found;
    while (query.next())
        found.insert(query.value(0).toString(), query.value(1).toString());
    return found;
}

Result<void> Store::saveSettings(const QString &section, const Settings &settings)
{
    return atOnce([&]() -> Result<void> {
        for (auto it = settings.begin(); it != settings.end(); ++it) {
            QSqlQuery query(m_database);
            if (!query.prepare(QStringLiteral("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)")))
                return failed(query.lastError());
            for (const QString &text : {section, it.key(), it.value()})
                query.addBindValue(present(text));
            if (!query.exec())
                return failed(query.lastError());
        }
        return {};
    });
}

Result<void> Store::atOnce(const std::function<Result<void>()> &change)
{
    if (!m_database.transaction())
        return failed(m_database.lastError());
    if (auto done = change(); !done) {
        m_database.rollback();
        return done;
    }
    if (m_database.commit())
        return {};
    const QSqlError error = m_database.lastError();
    m_database.rollback();
    return failed(error);
}

} // namespace castdeck
