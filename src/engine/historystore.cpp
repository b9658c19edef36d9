// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historystore.h"

#include "engine/sqlerror.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>
#include <algorithm>
#include <array>

namespace castdeck
{

namespace
{

/// Version n is what the first n − 1 tableSteps make of the first tables.
constexpr int tablesVersion = 2;

constexpr const char *tables[] = {
    "CREATE TABLE history_version (version INTEGER NOT NULL)",
    "CREATE TABLE ended_sessions (number INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL, "
    "namespace TEXT, content TEXT, content_size INTEGER NOT NULL, interface TEXT, server_address TEXT, "
    "group_address TEXT, port INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, "
    "bytes_sent INTEGER NOT NULL, mean_rate INTEGER NOT NULL, outcome TEXT NOT NULL, ordered_by TEXT, "
    "reason TEXT, error_code INTEGER, error_detail TEXT, clients_omitted INTEGER NOT NULL)",
    "CREATE INDEX ended_sessions_time ON ended_sessions (ended_at)",
    "CREATE TABLE ended_clients (session INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT, mac TEXT, "
    "address TEXT, identity TEXT, outcome TEXT NOT NULL, percent INTEGER NOT NULL, joined_at INTEGER, "
    "left_at INTEGER NOT NULL, PRIMARY KEY (session, id)) WITHOUT ROWID",
    "CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, asked_at INTEGER NOT NULL, who TEXT, "
    "role TEXT, address TEXT, verb TEXT NOT NULL, subject TEXT, reason TEXT, error_code INTEGER, "
    "error_detail TEXT)",
    "CREATE INDEX audit_time ON audit (asked_at)",
};

constexpr std::array<std::array<const char *, 2>, tablesVersion - 1> tableSteps{{
    {"ALTER TABLE ended_clients ADD COLUMN ordered_by TEXT",
     "ALTER TABLE ended_clients ADD COLUMN reason TEXT"},
}};

/// Longest texts that are kept, in UTF-16 units.
constexpr qsizetype nameMax = 64;
constexpr qsizetype textMax = 1'024;

/// What the records of a page may take as JSON, every character escaped: the rest of the protocol's line of
/// 1 MiB is for what stands around them.
constexpr qsizetype pageMax = 1'000'000;
constexpr qsizetype escaped = 6; ///< bytes, as \u0000

QString limited(const QString &text, qsizetype most)
{
    return text.size() <= most ? text : text.left(most - 1) + QChar(0x2026);
}

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant();
}

QDateTime timeOf(const QVariant &value)
{
    return value.isNull() ? QDateTime() : QDateTime::fromMSecsSinceEpoch(value.toLongLong()).toUTC();
}

QVariant codeValue(const std::optional<Error> &error)
{
    return error ? QVariant(quint32(error->code)) : QVariant();
}

QVariant detailValue(const std::optional<Error> &error)
{
    return error ? QVariant(limited(error->detail, textMax)) : QVariant();
}

std::optional<Error> errorOf(const QSqlQuery &query, int column)
{
    if (query.isNull(column))
        return std::nullopt;
    return Error{ErrorCode(query.value(column).toUInt()), query.value(column + 1).toString()};
}

template <class... Values>
bool run(QSqlQuery &query, const char *statement, const Values &...values)
{
    query.setForwardOnly(true);
    if (!query.prepare(QLatin1String(statement)))
        return false;
    (query.addBindValue(values), ...);
    return query.exec();
}

qsizetype cost(const QString &text)
{
    return escaped * text.size();
}

qsizetype cost(const std::optional<Error> &error)
{
    return error ? 64 + cost(error->detail) : 0;
}

qsizetype cost(const EndedSession &session)
{
    qsizetype sum = 600 + cost(session.namespaceName) + cost(session.contentName) +
                    cost(session.interfaceName) + cost(session.by) + cost(session.reason) +
                    cost(session.error);
    for (const EndedClient &client : session.clients)
        sum += 300 + cost(client.name) + cost(client.userIdentity) + client.ipAddress.size() +
               cost(client.by) + cost(client.reason);
    return sum;
}

qsizetype cost(const AuditRecord &record)
{
    return 200 + cost(record.who) + cost(record.address) + cost(record.subject) + cost(record.reason) +
           cost(record.error);
}

/// One record has to fit a page, however much was said to its clients.
void dropWords(EndedSession &session)
{
    for (EndedClient &client : session.clients) {
        client.by.clear();
        client.reason.clear();
    }
}

/// Adds a record, unless the page is full; then its next page begins behind the last one added.
template <class Record>
bool add(HistoryPage<Record> &page, const Record &record, const HistoryFilter &filter, qsizetype &size)
{
    size += cost(record);
    const bool isFull =
        page.records.size() == qsizetype(filter.limit) || (size > pageMax && !page.records.isEmpty());
    if (isFull)
        page.next = page.records.last().number;
    else
        page.records.append(record);
    return !isFull;
}

Result<void> check(const HistoryFilter &filter)
{
    if (filter.limit < 1 || filter.limit > HistoryFilter::MaxLimit)
        return failure(
            ErrorCode::InvalidParameter,
            QStringLiteral("limit %1, 1 to %2 are possible").arg(filter.limit).arg(HistoryFilter::MaxLimit));
    return {};
}

/// The rows a page is made of, in order; they are read one by one until it is full.
bool select(QSqlQuery &query, const char *statement, const HistoryFilter &filter)
{
    constexpr qint64 ever = std::numeric_limits<qint64>::max();
    const qint64 since = filter.since ? filter.since->toMSecsSinceEpoch() : 0;
    const qint64 until = filter.until ? filter.until->toMSecsSinceEpoch() : ever;
    const qint64 before = filter.before > 0 ? qint64(std::min<quint64>(filter.before, ever)) : ever;
    return run(query, statement, since, until, before);
}

std::optional<EndedSession> sessionOf(const QSqlQuery &query)
{
    const auto outcome = sessionOutcomeFromText(query.value(13).toString());
    if (!outcome)
        return std::nullopt;
    EndedSession row;
    row.number = query.value(0).toULongLong();
    row.id = SessionId(query.value(1).toUInt());
    row.namespaceName = query.value(2).toString();
    row.contentName = query.value(3).toString();
    row.contentSize = query.value(4).toULongLong();
    row.interfaceName = query.value(5).toString();
    row.serverAddress = query.value(6).toString();
    row.groupAddress = query.value(7).toString();
    row.port = quint16(query.value(8).toUInt());
    row.startedAt = timeOf(query.value(9));
    row.endedAt = timeOf(query.value(10));
    row.bytesSent = query.value(11).toULongLong();
    row.meanRate = query.value(12).toULongLong();
    row.outcome = *outcome;
    row.by = query.value(14).toString();
    row.reason = query.value(15).toString();
    row.error = errorOf(query, 16);
    row.clientsOmitted = query.value(18).toUInt();
    return row;
}

AuditRecord auditOf(const QSqlQuery &query)
{
    AuditRecord row;
    row.number = query.value(0).toULongLong();
    row.time = timeOf(query.value(1));
    row.who = query.value(2).toString();
    row.role = query.value(3).toString();
    row.address = query.value(4).toString();
    row.verb = query.value(5).toString();
    row.subject = query.value(6).toString();
    row.reason = query.value(7).toString();
    row.error = errorOf(query, 8);
    return row;
}

} // namespace

HistoryStore::HistoryStore(const QString &path)
    : m_path(path)
    , m_connection(QUuid::createUuid().toString())
    , m_database(QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connection))
{
    m_database.setDatabaseName(path);
}

HistoryStore::~HistoryStore()
{
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const QString &path)
{
    std::unique_ptr<HistoryStore> store(new HistoryStore(path));
    if (const auto prepared = store->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    return store;
}

tl::unexpected<Error> HistoryStore::failed(const QSqlQuery &query) const
{
    return sqlFailure(m_path, query.lastError());
}

Result<void> HistoryStore::prepare()
{
    if (!m_database.open())
        return sqlFailure(m_path, m_database.lastError());
    QSqlQuery query(m_database);
    // With a write-ahead log a record costs no wait for the disk: whoever floods the server with verbs that
    // are refused must not hold it up.
    if (!run(query, "PRAGMA journal_mode = WAL") || !run(query, "PRAGMA synchronous = NORMAL") ||
        !run(query, "SELECT count(*) FROM sqlite_master WHERE name = 'history_version'") || !query.next())
        return failed(query);
    const bool isNew = query.value(0).toInt() == 0;
    query.finish();
    int version = 0;
    if (!isNew) {
        if (!run(query, "SELECT version FROM history_version") || !query.next())
            return failed(query);
        version = std::max(query.value(0).toInt(), 1);
        query.finish();
    }
    if (version > tablesVersion)
        return failure(ErrorCode::IncompatibleVersion,
                       QStringLiteral("%1: history of version %2, %3 is known")
                           .arg(m_path)
                           .arg(version)
                           .arg(tablesVersion));
    if (version == tablesVersion)
        return {};
    if (!m_database.transaction())
        return sqlFailure(m_path, m_database.lastError());
    for (const char *const table : tables) {
        if (isNew && !run(query, table))
            return failed(query);
    }
    for (size_t step = isNew ? 0 : size_t(version) - 1; step < tableSteps.size(); ++step) {
        for (const char *const change : tableSteps[step]) {
            if (!run(query, change))
                return failed(query);
        }
    }
    if (!run(query,
             isNew ? "INSERT INTO history_version VALUES (?)" : "UPDATE history_version SET version = ?",
             tablesVersion))
        return failed(query);
    query.finish();
    if (!m_database.commit())
        return sqlFailure(m_path, m_database.lastError());
    return {};
}

Result<void> HistoryStore::append(const EndedSession &session)
{
    if (!m_database.transaction())
        return sqlFailure(m_path, m_database.lastError());
    const auto insert = [&]() -> Result<void> {
        QSqlQuery query(m_database);
        if (!run(query,
                 "INSERT INTO ended_sessions VALUES "
                 "(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                 session.id.value(), limited(session.namespaceName, textMax),
                 limited(session.contentName, textMax), session.contentSize, session.interfaceName,
                 session.serverAddress, session.groupAddress, session.port, timeValue(session.startedAt),
                 timeValue(session.endedAt), session.bytesSent, session.meanRate, toText(session.outcome),
                 limited(session.by, nameMax), limited(session.reason, textMax), codeValue(session.error),
                 detailValue(session.error), session.clientsOmitted))
            return failed(query);
        const QVariant number = query.lastInsertId();
        for (const EndedClient &client : session.clients) {
            if (!run(query, "INSERT INTO ended_clients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", number,
                     client.id.value(), limited(client.name, nameMax), limited(client.macAddress, nameMax),
                     limited(client.ipAddress, nameMax), limited(client.userIdentity, nameMax),
                     toText(client.outcome), client.percentCompletion, timeValue(client.joinedAt),
                     timeValue(client.leftAt), limited(client.by, nameMax), limited(client.reason, textMax)))
                return failed(query);
        }
        return {};
    };
    if (auto inserted = insert(); !inserted) {
        m_database.rollback();
        return inserted;
    }
    if (!m_database.commit()) {
        const QSqlError error = m_database.lastError();
        m_database.rollback();
        return sqlFailure(m_path, error);
    }
    return {};
}

Result<void> HistoryStore::append(const AuditRecord &record)
{
    QSqlQuery query(m_database);
    if (!run(query, "INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", timeValue(record.time),
             limited(record.who, nameMax), record.role, limited(record.address, nameMax), record.verb,
             limited(record.subject, textMax), limited(record.reason, textMax), codeValue(record.error),
             detailValue(record.error)))
        return failed(query);
    return {};
}

Result<SessionHistory> HistoryStore::sessions(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    QSqlQuery query(m_database);
    if (!select(query,
                "SELECT * FROM ended_sessions WHERE ended_at >= ? AND ended_at < ? AND number < ? "
                "ORDER BY number DESC",
                filter))
        return failed(query);
    SessionHistory page;
    qsizetype size = 0;
    while (query.next()) {
        auto row = sessionOf(query);
        if (!row)
            continue;
        if (const auto filled = fill(*row); !filled)
            return tl::unexpected(filled.error());
        if (cost(*row) > pageMax)
            dropWords(*row);
        if (!add(page, *row, filter, size))
            break;
    }
    return page;
}

Result<void> HistoryStore::fill(EndedSession &session) const
{
    QSqlQuery query(m_database);
    if (!run(query,
             "SELECT id, name, mac, address, identity, outcome, percent, joined_at, left_at, "
             "ordered_by, reason "
             "FROM ended_clients WHERE session = ? ORDER BY id",
             session.number))
        return failed(query);
    while (query.next()) {
        const auto outcome = clientOutcomeFromText(query.value(5).toString());
        if (!outcome)
            continue;
        EndedClient row;
        row.id = ClientId(query.value(0).toUInt());
        row.name = query.value(1).toString();
        row.macAddress = query.value(2).toString();
        row.ipAddress = query.value(3).toString();
        row.userIdentity = query.value(4).toString();
        row.outcome = *outcome;
        row.percentCompletion = quint8(query.value(6).toUInt());
        row.joinedAt = timeOf(query.value(7));
        row.leftAt = timeOf(query.value(8));
        row.by = query.value(9).toString();
        row.reason = query.value(10).toString();
        session.clients.append(row);
    }
    return {};
}

Result<AuditHistory> HistoryStore::audit(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    QSqlQuery query(m_database);
    if (!select(query,
                "SELECT * FROM audit WHERE asked_at >= ? AND asked_at < ? AND number < ? "
                "ORDER BY number DESC",
                filter))
        return failed(query);
    AuditHistory page;
    qsizetype size = 0;
    while (query.next() && add(page, auditOf(query), filter, size)) {
    }
    return page;
}

Result<void> HistoryStore::prune(const QDateTime &time)
{
    QSqlQuery query(m_database);
    const QVariant limit = timeValue(time);
    if (!run(query,
             "DELETE FROM ended_clients WHERE session IN "
             "(SELECT number FROM ended_sessions WHERE ended_at < ?)",
             limit) ||
        !run(query, "DELETE FROM ended_sessions WHERE ended_at < ?", limit) ||
        !run(query, "DELETE FROM audit WHERE asked_at < ?", limit))
        return failed(query);
    return {};
}

} // namespace castdeck
