// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/historystore.h"

#include "engine/historymove.h"
#include "engine/logcategories.h"
#include "engine/migrations.h"

#include <QSqlQuery>
#include <QVariant>
#include <algorithm>

namespace castdeck
{

namespace
{

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
Result<QSqlQuery> select(const Database &database, const char *statement, const HistoryFilter &filter)
{
    constexpr qint64 ever = std::numeric_limits<qint64>::max();
    const qint64 since = filter.since ? filter.since->toMSecsSinceEpoch() : 0;
    const qint64 until = filter.until ? filter.until->toMSecsSinceEpoch() : ever;
    const qint64 before = filter.before > 0 ? qint64(std::min<quint64>(filter.before, ever)) : ever;
    return database.run(QLatin1String(statement), since, until, before);
}

std::optional<EndedSession> sessionOf(const QSqlQuery &query)
{
    const auto outcome = fromText<SessionOutcome>(query.value(13).toString());
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

HistoryStore::HistoryStore(std::unique_ptr<Database> database, const HistoryLimits &limits)
    : m_database(std::move(database)), m_limits(limits), m_bounds(limits)
{
}

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const QString &path, const HistoryLimits &limits)
{
    auto opened = Database::open(path, historySchema());
    if (!opened)
        return tl::unexpected(opened.error());
    if (!opened->setAside.isEmpty())
        qCCritical(historyLog).noquote() << "the history" << path << "is damaged; it is kept as"
                                         << opened->setAside << "and an empty one takes its place";
    std::unique_ptr<HistoryStore> store(new HistoryStore(std::move(opened->database), limits));
    if (const auto counted = store->m_bounds.count(*store->m_database); !counted)
        return tl::unexpected(counted.error());
    return store;
}

Result<void> HistoryStore::takeOver(const QString &from)
{
    return moveHistory(*m_database, from).and_then([&] { return m_bounds.count(*m_database); });
}

template <class Record>
Result<void> HistoryStore::add(const Record &record, HistoryBounds::Kind kind)
{
    const auto attempt = [&] {
        return m_database->atOnce(
            [&] { return m_bounds.makeRoom(*m_database, kind).and_then([&] { return write(record); }); });
    };
    auto added = attempt();
    if (!added && m_database->sawDamage())
        added = reopen().and_then(attempt);
    if (added)
        m_bounds.noteOne(kind);
    else if (const auto counted = m_bounds.count(*m_database); !counted)
        return counted;
    return added;
}

/// Sets it aside, if it is as damaged as it seemed.
Result<void> HistoryStore::reopen()
{
    const QString path = m_database->path();
    m_database = Database::closed(path);
    auto fresh = open(path, m_limits);
    if (!fresh)
        return tl::unexpected(fresh.error());
    m_database = std::move((*fresh)->m_database);
    return m_bounds.count(*m_database);
}

Result<void> HistoryStore::append(const EndedSession &session)
{
    const bool isFailure = session.outcome == SessionOutcome::Failed && session.bytesSent == 0;
    return add(session, isFailure ? HistoryBounds::Kind::Failure : HistoryBounds::Kind::Session);
}

Result<void> HistoryStore::append(const AuditRecord &record)
{
    return add(record, record.error ? HistoryBounds::Kind::Refusal : HistoryBounds::Kind::Record);
}

Result<void> HistoryStore::write(const EndedSession &session)
{
    const auto row = m_database->run(
        QStringLiteral("INSERT INTO ended_sessions VALUES "
                       "(NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        session.id.value(), limited(session.namespaceName, textMax), limited(session.contentName, textMax),
        session.contentSize, limited(session.interfaceName, nameMax), session.serverAddress,
        session.groupAddress, session.port, timeValue(session.startedAt), timeValue(session.endedAt),
        session.bytesSent, session.meanRate, toText(session.outcome), limited(session.by, nameMax),
        limited(session.reason, textMax), codeValue(session.error), detailValue(session.error),
        session.clientsOmitted);
    if (!row)
        return tl::unexpected(row.error());
    const QVariant number = row->lastInsertId();
    for (const EndedClient &client : session.clients) {
        const auto written = m_database->run(
            QStringLiteral("INSERT INTO ended_clients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"), number,
            client.id.value(), limited(client.name, nameMax), limited(client.macAddress, nameMax),
            limited(client.ipAddress, nameMax), limited(client.userIdentity, nameMax), toText(client.outcome),
            client.percentCompletion, timeValue(client.joinedAt), timeValue(client.leftAt),
            limited(client.by, nameMax), limited(client.reason, textMax));
        if (!written)
            return tl::unexpected(written.error());
    }
    return {};
}

Result<void> HistoryStore::write(const AuditRecord &record)
{
    return m_database
        ->run(QStringLiteral("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
              timeValue(record.time), limited(record.who, nameMax), limited(record.role, nameMax),
              limited(record.address, nameMax), limited(record.verb, nameMax),
              limited(record.subject, textMax), limited(record.reason, textMax), codeValue(record.error),
              detailValue(record.error))
        .map([](const QSqlQuery &) {});
}

Result<SessionHistory> HistoryStore::sessions(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    SessionHistory page;
    qsizetype size = 0;
    Result<void> filled;
    const auto read = m_database->each(
        select(*m_database,
               "SELECT * FROM ended_sessions WHERE ended_at >= ? AND ended_at < ? AND number < ? "
               "ORDER BY number DESC",
               filter),
        [&](const QSqlQuery &query) {
            auto row = sessionOf(query);
            if (!row)
                return true;
            filled = fill(*row);
            if (cost(*row) > pageMax)
                dropWords(*row);
            return filled && castdeck::add(page, *row, filter, size);
        });
    if (!read || !filled)
        return tl::unexpected(read ? filled.error() : read.error());
    return page;
}

Result<void> HistoryStore::fill(EndedSession &session) const
{
    return m_database->each(
        m_database->run(
            QStringLiteral("SELECT id, name, mac, address, identity, outcome, percent, joined_at, left_at, "
                           "ordered_by, reason FROM ended_clients WHERE session = ? ORDER BY id"),
            session.number),
        [&](const QSqlQuery &query) {
            const auto outcome = fromText<ClientOutcome>(query.value(5).toString());
            if (!outcome)
                return true;
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
            return true;
        });
}

Result<AuditHistory> HistoryStore::audit(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    AuditHistory page;
    qsizetype size = 0;
    const auto read = m_database->each(
        select(*m_database,
               "SELECT * FROM audit WHERE asked_at >= ? AND asked_at < ? AND number < ? "
               "ORDER BY number DESC",
               filter),
        [&](const QSqlQuery &query) { return castdeck::add(page, auditOf(query), filter, size); });
    if (!read)
        return tl::unexpected(read.error());
    return page;
}

Result<void> HistoryStore::prune(const QDateTime &time)
{
    const QVariant limit = timeValue(time);
    const auto pruned = m_database->atOnce([&]() -> Result<void> {
        for (const char *const statement :
             {"DELETE FROM ended_clients WHERE session IN "
              "(SELECT number FROM ended_sessions WHERE ended_at < ?)",
              "DELETE FROM ended_sessions WHERE ended_at < ?", "DELETE FROM audit WHERE asked_at < ?"}) {
            if (const auto done = m_database->run(QLatin1String(statement), limit); !done)
                return tl::unexpected(done.error());
        }
        return {};
    });
    return pruned.and_then([&] { return m_bounds.count(*m_database); });
}

Result<QDateTime> HistoryStore::believedTime() const
{
    QDateTime time;
    const auto read =
        m_database->each(m_database->run(QStringLiteral(
                             "SELECT believed FROM clock UNION ALL "
                             "SELECT nullif(max(coalesce((SELECT max(ended_at) FROM ended_sessions), 0), "
                             "coalesce((SELECT max(asked_at) FROM audit), 0)), 0)")),
                         [&](const QSqlQuery &row) {
                             time = timeOf(row.value(0));
                             return false;
                         });
    if (!read)
        return tl::unexpected(read.error());
    return time;
}

Result<void> HistoryStore::saveBelievedTime(const QDateTime &time)
{
    return m_database->atOnce([&] {
        return m_database->run(QStringLiteral("DELETE FROM clock"))
            .and_then([&](const QSqlQuery &) {
                return m_database->run(QStringLiteral("INSERT INTO clock VALUES (?)"), timeValue(time));
            })
            .map([](const QSqlQuery &) {});
    });
}

} // namespace castdeck
