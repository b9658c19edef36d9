// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/historystore.h"

#include "engine/common/logcategories.h"
#include "engine/store/historymove.h"
#include "engine/store/migrations.h"

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

/// Of a character in JSON, as \u0000.
constexpr qsizetype escaped = 6; // bytes

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

std::optional<Error> errorOf(const Database::Row &row)
{
    if (row["error_code"].isNull())
        return std::nullopt;
    return Error{ErrorCode(row["error_code"].toUInt()), row["error_detail"].toString()};
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

template <class Record>
class PageInMaking
{
public:
    PageInMaking(const HistoryFilter &filter, qsizetype bytes) : m_limit(filter.limit), m_bytes(bytes) {}

    /// Adds a record, unless the page is full; then its next page begins behind the last one added.
    bool add(const Record &record)
    {
        m_size += cost(record);
        const bool isFull =
            m_page.records.size() == m_limit || (m_size > m_bytes && !m_page.records.isEmpty());
        if (isFull)
            m_page.next = m_page.records.last().number;
        else
            m_page.records.append(record);
        return !isFull;
    }
    HistoryPage<Record> take() { return std::move(m_page); }

private:
    HistoryPage<Record> m_page;
    qsizetype m_limit;
    qsizetype m_bytes;
    qsizetype m_size = 0;
};

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

std::optional<EndedSession> sessionOf(const Database::Row &row)
{
    const auto outcome = fromText<SessionOutcome>(row["outcome"].toString());
    if (!outcome)
        return std::nullopt;
    EndedSession session;
    session.number = row["number"].toULongLong();
    session.id = SessionId(row["id"].toUInt());
    session.namespaceName = row["namespace"].toString();
    session.contentName = row["content"].toString();
    session.contentSize = row["content_size"].toULongLong();
    session.interfaceName = row["interface"].toString();
    session.serverAddress = row["server_address"].toString();
    session.groupAddress = row["group_address"].toString();
    session.port = quint16(row["port"].toUInt());
    session.startedAt = timeOf(row["started_at"]);
    session.endedAt = timeOf(row["ended_at"]);
    session.bytesSent = row["bytes_sent"].toULongLong();
    session.meanRate = row["mean_rate"].toULongLong();
    session.outcome = *outcome;
    session.by = row["ordered_by"].toString();
    session.reason = row["reason"].toString();
    session.error = errorOf(row);
    session.clientsOmitted = row["clients_omitted"].toUInt();
    return session;
}

std::optional<EndedClient> clientOf(const Database::Row &row)
{
    const auto outcome = fromText<ClientOutcome>(row["outcome"].toString());
    if (!outcome)
        return std::nullopt;
    EndedClient client;
    client.id = ClientId(row["id"].toUInt());
    client.name = row["name"].toString();
    client.macAddress = row["mac"].toString();
    client.ipAddress = row["address"].toString();
    client.userIdentity = row["identity"].toString();
    client.outcome = *outcome;
    client.percentCompletion = quint8(row["percent"].toUInt());
    client.joinedAt = timeOf(row["joined_at"]);
    client.leftAt = timeOf(row["left_at"]);
    client.by = row["ordered_by"].toString();
    client.reason = row["reason"].toString();
    return client;
}

AuditRecord auditOf(const Database::Row &row)
{
    AuditRecord record;
    record.number = row["number"].toULongLong();
    record.time = timeOf(row["asked_at"]);
    record.who = row["who"].toString();
    record.role = row["role"].toString();
    record.address = row["address"].toString();
    record.verb = row["verb"].toString();
    record.subject = row["subject"].toString();
    record.reason = row["reason"].toString();
    record.error = errorOf(row);
    return record;
}

} // namespace

struct HistoryStore::Tables {
    const char *sessions;
    const char *clients;
};
const HistoryStore::Tables HistoryStore::ended{"ended_sessions", "ended_clients"};
/// Numbered by the sessions' ids.
const HistoryStore::Tables HistoryStore::running{"running_sessions", "running_clients"};

HistoryStore::HistoryStore(std::unique_ptr<Database> database, const HistoryLimits &limits, Access access)
    : m_database(std::move(database)), m_limits(limits), m_access(access), m_bounds(limits)
{
}

Result<std::unique_ptr<HistoryStore>> HistoryStore::open(const QString &path, const HistoryLimits &limits,
                                                         Access access)
{
    Database::Schema schema = historySchema();
    schema.lockingMode = access == Access::Alone ? "EXCLUSIVE" : "NORMAL";
    auto opened = Database::open(path, schema);
    if (!opened)
        return tl::unexpected(opened.error());
    if (!opened->setAside.isEmpty())
        qCCritical(historyLog).noquote() << "the history" << path << "is damaged; it is kept as"
                                         << opened->setAside << "and an empty one takes its place";
    std::unique_ptr<HistoryStore> store(new HistoryStore(std::move(opened->database), limits, access));
    if (const auto counted = store->m_bounds.count(*store->m_database); !counted)
        return tl::unexpected(counted.error());
    return store;
}

Result<void> HistoryStore::takeOver(const QString &from)
{
    if (auto reserved = reserveNumbers(*m_database, from); !reserved)
        return reserved;
    m_movesFrom = from;
    return goOnMoving().map([](bool) {});
}

Result<bool> HistoryStore::goOnMoving()
{
    if (m_movesFrom.isEmpty())
        return true;
    if (const auto moved = moveHistory(*m_database, m_movesFrom); moved)
        m_movesFrom.clear();
    else
        qCCritical(historyLog).noquote()
            << "the history of before stays in" << m_movesFrom << "for now:" << moved.error().detail;
    auto counted = m_bounds.count(*m_database);
    return counted ? Result<bool>(m_movesFrom.isEmpty()) : tl::unexpected(counted.error());
}

/// All of it or nothing; into a new file, if this one turns out to be damaged.
Result<void> HistoryStore::atOnce(const std::function<Result<void>()> &change)
{
    auto done = m_database->atOnce(change);
    if (!done && m_database->sawDamage())
        done = reopen().and_then([&] { return m_database->atOnce(change); });
    return done;
}

template <class Record>
Result<void> HistoryStore::add(const Record &record, HistoryBounds::Kind kind)
{
    auto added =
        atOnce([&] { return m_bounds.makeRoom(*m_database, kind).and_then([&] { return write(record); }); });
    if (added)
        m_bounds.noteOne(kind);
    else if (auto counted = m_bounds.count(*m_database); !counted)
        return counted;
    return added;
}

/// Sets it aside, if it is as damaged as it seemed.
Result<void> HistoryStore::reopen()
{
    const QString path = m_database->path();
    m_database = Database::closed(path);
    auto fresh = open(path, m_limits, m_access);
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

Result<void> HistoryStore::append(const RunningSession &session)
{
    return atOnce([&] {
        return forget(session.soFar.id).and_then([&] {
            return insert(running, session.soFar.id.value(), session.soFar);
        });
    });
}

Result<void> HistoryStore::forget(SessionId id)
{
    for (const char *const statement :
         {"DELETE FROM running_clients WHERE session = ?", "DELETE FROM running_sessions WHERE number = ?"}) {
        if (const auto done = m_database->run(QLatin1String(statement), id.value()); !done)
            return tl::unexpected(done.error());
    }
    return {};
}

Result<void> HistoryStore::endRunning()
{
    QList<EndedSession> interrupted;
    Result<void> filled;
    const auto read =
        m_database->each(m_database->run(QStringLiteral("SELECT * FROM running_sessions ORDER BY ended_at")),
                         [&](const Database::Row &row) {
                             if (auto session = sessionOf(row)) {
                                 filled = fill(*session, running);
                                 interrupted.append(*session);
                             }
                             return filled.has_value();
                         });
    if (!read || !filled)
        return tl::unexpected(read ? filled.error() : read.error());
    for (const EndedSession &session : std::as_const(interrupted)) {
        if (auto written = append(session); !written)
            return written;
    }
    return {};
}

Result<void> HistoryStore::write(const EndedSession &session)
{
    return forget(session.id).and_then([&] { return insert(ended, QVariant(), session); });
}

/// Without a number it is given the next one.
Result<void> HistoryStore::insert(const Tables &tables, const QVariant &given, const EndedSession &session)
{
    const auto row =
        m_database->insert(tables.sessions, {{"number", given},
                                             {"id", session.id.value()},
                                             {"namespace", limited(session.namespaceName, textMax)},
                                             {"content", limited(session.contentName, textMax)},
                                             {"content_size", session.contentSize},
                                             {"interface", limited(session.interfaceName, nameMax)},
                                             {"server_address", session.serverAddress},
                                             {"group_address", session.groupAddress},
                                             {"port", session.port},
                                             {"started_at", timeValue(session.startedAt)},
                                             {"ended_at", timeValue(session.endedAt)},
                                             {"bytes_sent", session.bytesSent},
                                             {"mean_rate", session.meanRate},
                                             {"outcome", toText(session.outcome)},
                                             {"ordered_by", limited(session.by, nameMax)},
                                             {"reason", limited(session.reason, textMax)},
                                             {"error_code", codeValue(session.error)},
                                             {"error_detail", detailValue(session.error)},
                                             {"clients_omitted", session.clientsOmitted}});
    if (!row)
        return tl::unexpected(row.error());
    const QVariant number = given.isNull() ? row->lastInsertId() : given;
    for (const EndedClient &client : session.clients) {
        const auto written =
            m_database->insert(tables.clients, {{"session", number},
                                                {"id", client.id.value()},
                                                {"name", limited(client.name, nameMax)},
                                                {"mac", limited(client.macAddress, nameMax)},
                                                {"address", limited(client.ipAddress, nameMax)},
                                                {"identity", limited(client.userIdentity, nameMax)},
                                                {"outcome", toText(client.outcome)},
                                                {"percent", client.percentCompletion},
                                                {"joined_at", timeValue(client.joinedAt)},
                                                {"left_at", timeValue(client.leftAt)},
                                                {"ordered_by", limited(client.by, nameMax)},
                                                {"reason", limited(client.reason, textMax)}});
        if (!written)
            return tl::unexpected(written.error());
    }
    return {};
}

Result<void> HistoryStore::write(const AuditRecord &record)
{
    return m_database
        ->insert("audit", {{"asked_at", timeValue(record.time)},
                           {"who", limited(record.who, nameMax)},
                           {"role", limited(record.role, nameMax)},
                           {"address", limited(record.address, nameMax)},
                           {"verb", limited(record.verb, nameMax)},
                           {"subject", limited(record.subject, textMax)},
                           {"reason", limited(record.reason, textMax)},
                           {"error_code", codeValue(record.error)},
                           {"error_detail", detailValue(record.error)}})
        .map([](const QSqlQuery &) {});
}

Result<SessionHistory> HistoryStore::sessions(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    PageInMaking<EndedSession> page(filter, m_limits.pageBytes);
    Result<void> filled;
    const auto read = m_database->each(
        select(*m_database,
               "SELECT * FROM ended_sessions WHERE ended_at >= ? AND ended_at < ? AND number < ? "
               "ORDER BY number DESC",
               filter),
        [&](const Database::Row &row) {
            auto session = sessionOf(row);
            if (!session)
                return true;
            filled = fill(*session, ended);
            if (cost(*session) > m_limits.pageBytes)
                dropWords(*session);
            return filled && page.add(*session);
        });
    if (!read || !filled)
        return tl::unexpected(read ? filled.error() : read.error());
    return page.take();
}

Result<void> HistoryStore::fill(EndedSession &session, const Tables &tables) const
{
    return m_database->each(m_database->run(QStringLiteral("SELECT * FROM %1 WHERE session = ? ORDER BY id")
                                                .arg(QLatin1String(tables.clients)),
                                            session.number),
                            [&](const Database::Row &row) {
                                if (const auto client = clientOf(row))
                                    session.clients.append(*client);
                                return true;
                            });
}

Result<AuditHistory> HistoryStore::audit(const HistoryFilter &filter) const
{
    if (const auto usable = check(filter); !usable)
        return tl::unexpected(usable.error());
    PageInMaking<AuditRecord> page(filter, m_limits.pageBytes);
    const auto read =
        m_database->each(select(*m_database,
                                "SELECT * FROM audit WHERE asked_at >= ? AND asked_at < ? AND number < ? "
                                "ORDER BY number DESC",
                                filter),
                         [&](const Database::Row &row) { return page.add(auditOf(row)); });
    if (!read)
        return tl::unexpected(read.error());
    return page.take();
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
                         [&](const Database::Row &row) {
                             time = timeOf(row.at(0));
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
