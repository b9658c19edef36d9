// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store.h"

#include "core/namespacename.h"
#include "engine/logcategories.h"
#include "engine/migrations.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QVariant>

namespace castdeck
{

namespace
{

// In the order of bind() and rowOf().
constexpr char columns[] = "id, type, name, friendly_name, description, content_provider, configuration, "
                           "allow_unauthenticated, minimum_clients, start_time, transmission_started, "
                           "start_missed, fallback_url";

constexpr char lastId[] = "SELECT seq FROM sqlite_sequence WHERE name = 'namespaces'";

/// All that is in the store, in an order of its own.
constexpr const char *sealed[] = {
    "SELECT name, sql FROM sqlite_master WHERE name IN ('namespaces', 'settings') ORDER BY name",
    "SELECT * FROM namespaces ORDER BY id",
    "SELECT * FROM settings ORDER BY section, key",
    lastId,
};

/// An empty QString is NULL to SQL, which the table does not take.
QString present(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
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
    const auto type = fromText<NamespaceType>(query.value(1).toString());
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

Store::Store(std::unique_ptr<Database> database, bool isSound)
    : m_database(std::move(database)), m_isSound(isSound)
{
}

Result<Store::Opened> Store::open(const QString &path)
{
    auto opened = Database::open(path, storeSchema());
    if (!opened)
        return tl::unexpected(opened.error());
    auto store = std::unique_ptr<Store>(new Store(std::move(opened->database), opened->setAside.isEmpty()));
    auto checked = store->check();
    if (!checked && store->m_database->sawDamage()) { // so well hidden that it shows in the rows only
        store.reset();
        opened = Database::renew(path, storeSchema());
        if (!opened)
            return tl::unexpected(opened.error());
        store.reset(new Store(std::move(opened->database), false));
        checked = store->check();
    }
    if (!checked)
        return tl::unexpected(checked.error());
    return Opened{std::move(store), opened->setAside};
}

/// The seal, and whether all that there should be can be read.
Result<void> Store::check()
{
    return checkSeal()
        .and_then([&] { return namespaces(); })
        .and_then([&](const QList<NamespaceInfo> &) { return settings({}); })
        .map([](const Settings &) {});
}

Result<QString> Store::digest() const
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const char *const part : sealed) {
        const auto read = m_database->each(m_database->run(QLatin1String(part)), [&](const QSqlQuery &row) {
            const int columnCount = row.record().count();
            for (int column = 0; column < columnCount; ++column) {
                const QByteArray text = row.value(column).toString().toUtf8();
                hash.addData(QByteArray::number(text.size()).append(':'));
                hash.addData(text);
            }
            hash.addData(QByteArrayView("\n"));
            return true;
        });
        if (!read)
            return tl::unexpected(read.error());
    }
    return QString::fromLatin1(hash.result().toHex());
}

/// A store of before there were seals has none, and neither has a new one: it is sealed as it is.
Result<void> Store::checkSeal()
{
    QStringList seals;
    const auto read = m_database->each(m_database->run(QStringLiteral("SELECT digest FROM seal")),
                                       [&](const QSqlQuery &row) {
                                           seals.append(row.value(0).toString());
                                           return true;
                                       });
    if (!read)
        return read;
    const auto found = digest();
    if (!found)
        return tl::unexpected(found.error());
    const QStringList unsealed{QStringLiteral("not sealed yet")};
    m_isSound = m_isSound && (seals == unsealed || seals == QStringList{*found});
    return seals == unsealed ? change([]() -> Result<void> { return {}; }) : Result<void>();
}

Result<void> Store::change(const std::function<Result<void>()> &change)
{
    return m_database->atOnce([&] {
        return change().and_then([&] { return digest(); }).and_then([&](const QString &digest) {
            return m_database->run(QStringLiteral("DELETE FROM seal"))
                .and_then([&](const QSqlQuery &) {
                    return m_database->run(QStringLiteral("INSERT INTO seal VALUES (?)"), digest);
                })
                .map([](const QSqlQuery &) {});
        });
    });
}

Result<QList<NamespaceInfo>> Store::namespaces() const
{
    QList<NamespaceInfo> rows;
    const auto read = m_database->each(
        m_database->run(QStringLiteral("SELECT %1 FROM namespaces ORDER BY id").arg(QLatin1String(columns))),
        [&](const QSqlQuery &query) {
            if (const auto row = rowOf(query))
                rows.append(*row);
            else
                qCWarning(storeLog) << "left out" << m_database->path() << "row" << query.value(0).toString()
                                    << "named" << query.value(2).toString();
            return true;
        });
    if (!read)
        return tl::unexpected(read.error());
    return rows;
}

Result<NamespaceId> Store::lastNamespaceId() const
{
    NamespaceId last;
    const auto read = m_database->each(m_database->run(QLatin1String(lastId)), [&](const QSqlQuery &row) {
        last = NamespaceId(row.value(0).toUInt());
        return true;
    });
    if (!read)
        return tl::unexpected(read.error());
    return last;
}

Result<void> Store::save(const NamespaceInfo &row)
{
    return change([&] { return write(row); });
}

Result<void> Store::write(const NamespaceInfo &row)
{
    return m_database
        ->run(QStringLiteral("INSERT OR REPLACE INTO namespaces (%1) VALUES "
                             "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                  .arg(QLatin1String(columns)),
              row.id.value(), toText(row.type), present(row.name), present(row.friendlyName),
              present(row.description), present(row.contentProvider), present(row.configuration),
              row.allowUnauthenticated, row.minimumClients, present(textOf(row.startTime)),
              row.transmissionStarted, row.startMissed, present(row.fallbackUrl))
        .map([](const QSqlQuery &) {});
}

Result<void> Store::remove(NamespaceId id)
{
    return change([&] {
        return m_database->run(QStringLiteral("DELETE FROM namespaces WHERE id = ?"), id.value())
            .and_then([&](const QSqlQuery &) {
                return m_database->run(QStringLiteral("DELETE FROM settings WHERE section = ? AND key = ?"),
                                       rateSection(), keyOf(id));
            })
            .map([](const QSqlQuery &) {});
    });
}

Result<void> Store::replace(NamespaceId old, const NamespaceInfo &row)
{
    return change([&] {
        return m_database->run(QStringLiteral("DELETE FROM namespaces WHERE id = ?"), old.value())
            .and_then([&](const QSqlQuery &) {
                return m_database->run(
                    QStringLiteral("UPDATE settings SET key = ? WHERE section = ? AND key = ?"),
                    keyOf(row.id), rateSection(), keyOf(old));
            })
            .and_then([&](const QSqlQuery &) { return write(row); });
    });
}

Result<Store::Settings> Store::settings(const QString &section) const
{
    Settings found;
    const auto read = m_database->each(
        m_database->run(QStringLiteral("SELECT key, value FROM settings WHERE section = ?"), section),
        [&](const QSqlQuery &row) {
            found.insert(row.value(0).toString(), row.value(1).toString());
            return true;
        });
    if (!read)
        return tl::unexpected(read.error());
    return found;
}

Result<void> Store::saveSettings(const QString &section, const Settings &settings)
{
    return change([&]() -> Result<void> {
        for (auto it = settings.begin(); it != settings.end(); ++it) {
            const auto written =
                m_database->run(QStringLiteral("INSERT OR REPLACE INTO settings VALUES (?, ?, ?)"),
                                present(section), present(it.key()), present(it.value()));
            if (!written)
                return tl::unexpected(written.error());
        }
        return {};
    });
}

} // namespace castdeck
