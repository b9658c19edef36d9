// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/migrations.h"

namespace castdeck
{

const Database::Schema &storeSchema()
{
    static const QList<QStringList> steps = {
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
        // Until there is a digest. A row that is missing was lost.
        {QStringLiteral("CREATE TABLE seal (digest TEXT NOT NULL)"),
         QStringLiteral("INSERT INTO seal VALUES ('not sealed yet')")},
    };
    // Every change is on the disk before it is answered, and the file is all there is: damage to a log beside
    // it would bring back what was there before.
    static const Database::Schema schema{
        steps,
        "DELETE",
        "FULL",
        // Nobody is served from what is not known any more until an administrator has looked.
        {QStringLiteral("INSERT INTO settings VALUES ('service', 'enabled', 'false')")}};
    return schema;
}

const Database::Schema &historySchema()
{
    static const QList<QStringList> steps = {
        {QStringLiteral(
             "CREATE TABLE ended_sessions (number INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER NOT NULL, "
             "namespace TEXT, content TEXT, content_size INTEGER NOT NULL, interface TEXT, "
             "server_address TEXT, group_address TEXT, port INTEGER NOT NULL, started_at INTEGER NOT NULL, "
             "ended_at INTEGER NOT NULL, bytes_sent INTEGER NOT NULL, mean_rate INTEGER NOT NULL, "
             "outcome TEXT NOT NULL, ordered_by TEXT, reason TEXT, error_code INTEGER, error_detail TEXT, "
             "clients_omitted INTEGER NOT NULL)"),
         QStringLiteral("CREATE INDEX ended_sessions_time ON ended_sessions (ended_at)"),
         QStringLiteral(
             "CREATE TABLE ended_clients (session INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT, "
             "mac TEXT, address TEXT, identity TEXT, outcome TEXT NOT NULL, "
             "percent INTEGER NOT NULL, joined_at INTEGER, left_at INTEGER NOT NULL, ordered_by TEXT, "
             "reason TEXT, PRIMARY KEY (session, id)) WITHOUT ROWID"),
         QStringLiteral("CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, "
                        "asked_at INTEGER NOT NULL, who TEXT, role TEXT, address TEXT, verb TEXT NOT NULL, "
                        "subject TEXT, reason TEXT, error_code INTEGER, error_detail TEXT)"),
         QStringLiteral("CREATE INDEX audit_time ON audit (asked_at)"),
         QStringLiteral("CREATE TABLE clock (believed INTEGER NOT NULL)")},
        {QStringLiteral("CREATE TABLE running_sessions AS SELECT * FROM ended_sessions WHERE 0"),
         QStringLiteral("CREATE TABLE running_clients AS SELECT * FROM ended_clients WHERE 0")},
    };
    // With a write-ahead log a record costs no wait for the disk: whoever floods the server with verbs that
    // are refused must not hold it up.
    static const Database::Schema schema{steps, "WAL", "NORMAL", {}};
    return schema;
}

} // namespace castdeck
