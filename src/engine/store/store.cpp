// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/store.h"

#include "core/namespacename.h"
#include "engine/common/logcategories.h"
#include "engine/store/migrations.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QSqlQuery>
#include <QVariant>

namespace castdeck
{

namespace
{

// Named each, so that a table without one is known as damaged.
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

std::optional<NamespaceInfo> rowOf(const Database::Row &row)
{
    NamespaceInfo info;
    const auto id = row["id"].toLongLong();
    const auto type = fromText<NamespaceType>(row["type"].toString());
    info.name = row["name"].toString();
    if (id < 1 || id > std::numeric_limits<quint32>::max() || !type || !isNamespaceName(info.name))
        return std::nullopt;
    info.id = NamespaceId(quint32(id));
    info.type = *type;
    info.friendlyName = row["friendly_name"].toString();
    info.description = row["description"].toString();
    info.contentProvider = row["content_provider"].toString();
    info.configuration = row["configuration"].toString();
    info.allowUnauthenticated = row["allow_unauthenticated"].toBool();
    info.minimumClients = row["minimum_clients"].toUInt();
    info.startTime = timeOf(row["start_time"].toString());
    info.transmissionStarted = row["transmission_started"].toBool();
    info.startMissed = row["start_missed"].toBool();
    info.fallbackUrl = row["fallback_url"].toString();
    return info;
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
        const auto read =
            m_database->each(m_database->run(QLatin1String(part)), [&](const Database::Row &row) {
                const int columnCount = row.count();
                for (int column = 0; column < columnCount; ++column) {
                    const QByteArray text = row.at(column).toString().toUtf8();
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
    auto read = m_database->each(m_database->run(QStringLiteral("SELECT digest FROM seal")),
                                 [&](const Database::Row &row) {
                                     seals.append(row.at(0).toString());
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
                    return m_database->insert("seal", {{"digest", digest}});
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
        [&](const Database::Row &row) {
            if (const auto info = rowOf(row))
                rows.append(*info);
            else
                qCWarning(storeLog) << "left out" << m_database->path() << "row" << row["id"].toString()
                                    << "named" << row["name"].toString();
            return true;
        });
    if (!read)
        return tl::unexpected(read.error());
    return rows;
}

Result<NamespaceId> Store::lastNamespaceId() const
{
    NamespaceId last;
    const auto read = m_database->each(m_database->run(QLatin1String(lastId)), [&](const Database::Row &row) {
        last = NamespaceId(row.at(0).toUInt());
        return true;
    });
    if (!read)
        return tl::unexpected(read.error());
    return last;
}

Result<void> Store::save(const QList<NamespaceInfo> &rows)
{
    return change([&]() -> Result<void> {
        for (const NamespaceInfo &row : rows) {
            if (auto written = write(row); !written)
                return written;
        }
        return {};
    });
}

Result<void> Store::write(const NamespaceInfo &row)
{
    return m_database
        ->replace("namespaces", {{"id", row.id.value()},
                                 {"type", toText(row.type)},
                                 {"name", present(row.name)},
                                 {"friendly_name", present(row.friendlyName)},
                                 {"description", present(row.description)},
                                 {"content_provider", present(row.contentProvider)},
                                 {"configuration", present(row.configuration)},
                                 {"allow_unauthenticated", row.allowUnauthenticated},
                                 {"minimum_clients", row.minimumClients},
                                 {"start_time", present(textOf(row.startTime))},
                                 {"transmission_started", row.transmissionStarted},
                                 {"start_missed", row.startMissed},
                                 {"fallback_url", present(row.fallbackUrl)}})
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
        [&](const Database::Row &row) {
            found.insert(row["key"].toString(), row["value"].toString());
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
            const auto written = m_database->replace(
                "settings",
                {{"section", present(section)}, {"key", present(it.key())}, {"value", present(it.value())}});
            if (!written)
                return tl::unexpected(written.error());
        }
        return {};
    });
}

} // namespace castdeck
