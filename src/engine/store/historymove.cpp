// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/historymove.h"

#include <QVariant>

namespace castdeck
{

namespace
{

Result<void> runAll(const Database &database, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const auto done = database.run(statement); !done)
            return tl::unexpected(done.error());
    }
    return {};
}

Result<bool> holdsHistory(const Database &to)
{
    bool isThere = false;
    const auto looked = to.each(
        to.run(QStringLiteral("SELECT count(*) FROM old.sqlite_master WHERE name = 'history_version'")),
        [&](const Database::Row &row) {
            isThere = row.at(0).toInt() > 0;
            return false;
        });
    return looked ? Result<bool>(isThere) : tl::unexpected(looked.error());
}

Result<void> moveAttached(const Database &to)
{
    // Why a client was sent away is newer than they are.
    QStringList copies{
        QStringLiteral("INSERT OR IGNORE INTO main.ended_clients SELECT session, id, name, mac, address, "
                       "identity, outcome, percent, joined_at, left_at, NULL, NULL FROM old.ended_clients")};
    QStringList removals{QStringLiteral("DROP TABLE old.history_version"),
                         QStringLiteral("DROP TABLE old.ended_clients")};
    for (const QString &table : {QStringLiteral("ended_sessions"), QStringLiteral("audit")}) {
        copies.append(QStringLiteral("INSERT OR IGNORE INTO main.%1 SELECT * FROM old.%1").arg(table));
        removals.append(QStringLiteral("DROP TABLE old.%1").arg(table));
    }
    // A transaction over both files is none where one has a write-ahead log: the copy is there first.
    return to.atOnce([&] { return runAll(to, copies); })
        .and_then([&] { return to.atOnce([&] { return runAll(to, removals); }); })
        .and_then([&] { return runAll(to, {QStringLiteral("VACUUM old")}); });
}

Result<void> reserveAttached(const Database &to)
{
    QStringList reservations;
    for (const QString &table : {QStringLiteral("ended_sessions"), QStringLiteral("audit")}) {
        reservations.append(QStringLiteral("INSERT INTO main.sqlite_sequence SELECT '%1', 0 WHERE NOT EXISTS "
                                           "(SELECT 1 FROM main.sqlite_sequence WHERE name = '%1')")
                                .arg(table));
        reservations.append(
            QStringLiteral("UPDATE main.sqlite_sequence SET seq = max(seq, coalesce((SELECT seq FROM "
                           "old.sqlite_sequence WHERE name = '%1'), 0)) WHERE name = '%1'")
                .arg(table));
    }
    return to.atOnce([&] { return runAll(to, reservations); });
}

Result<void> whileAttached(const Database &to, const QString &from, Result<void> (*step)(const Database &))
{
    if (const auto attached = to.run(QStringLiteral("ATTACH DATABASE ? AS old"), from); !attached)
        return tl::unexpected(attached.error());
    auto done = holdsHistory(to).and_then([&](bool isThere) { return isThere ? step(to) : Result<void>(); });
    const auto detached = to.run(QStringLiteral("DETACH DATABASE old"));
    return done;
}

} // namespace

Result<void> reserveNumbers(const Database &to, const QString &from)
{
    return whileAttached(to, from, &reserveAttached);
}

Result<void> moveHistory(const Database &to, const QString &from)
{
    return whileAttached(to, from, &moveAttached);
}

} // namespace castdeck
