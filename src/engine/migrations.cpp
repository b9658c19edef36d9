// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/migrations.h"

#include <QSqlQuery>
#include <QStringList>

namespace castdeck
{

namespace
{

const QList<QStringList> &steps()
{
    static const QList<QStringList> all = {
        // AUTOINCREMENT keeps the greatest id in sqlite_sequence, even after its row is gone.
        {QStringLiteral("CREATE TABLE namespaces ("
                        "id INTEGER PRIMARY KEY AUTOINCREMENT, "
                        "type TEXT NOT NULL, "
                        "name TEXT NOT NULL UNIQUE, "
                        "friendly_name TEXT NOT NULL, "
                        "description TEXT NOT NULL, "
                        "content_provider TEXT NOT NULL, "
                        "configuration TEXT NOT NULL, "
                        "allow_unauthenticated INTEGER NOT NULL)")},
        {QStringLiteral("ALTER TABLE namespaces ADD COLUMN minimum_clients INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral("ALTER TABLE namespaces ADD COLUMN start_time TEXT NOT NULL DEFAULT ''"),
         QStringLiteral("ALTER TABLE namespaces ADD COLUMN transmission_started INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral("ALTER TABLE namespaces ADD COLUMN start_missed INTEGER NOT NULL DEFAULT 0"),
         QStringLiteral("CREATE TABLE settings ("
                        "section TEXT NOT NULL, "
                        "key TEXT NOT NULL, "
                        "value TEXT NOT NULL, "
                        "PRIMARY KEY (section, key))")},
        {QStringLiteral("ALTER TABLE namespaces ADD COLUMN fallback_url TEXT NOT NULL DEFAULT ''")},
    };
    return all;
}

} // namespace

int storeVersion()
{
    return int(steps().size());
}

QSqlError migrateStore(QSqlDatabase &database, int from)
{
    if (!database.transaction())
        return database.lastError();
    QStringList statements;
    for (const QStringList &step : steps().sliced(from))
        statements += step;
    statements.append(QStringLiteral("PRAGMA user_version = %1").arg(storeVersion()));
    for (const QString &statement : std::as_const(statements)) {
        QSqlQuery query(database);
        if (!query.exec(statement)) {
            QSqlError error = query.lastError();
            query.finish();
            database.rollback();
            return error;
        }
    }
    if (database.commit())
        return {};
    QSqlError error = database.lastError();
    database.rollback();
    return error;
}

} // namespace castdeck
