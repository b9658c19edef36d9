// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/historybounds.h"

#include <QVariant>
#include <algorithm>

namespace castdeck
{

namespace
{

using HistoryKind = HistoryBounds::Kind;

struct HistoryPart {
    HistoryKind kind;
    const char *table;
    const char *condition;
};

constexpr HistoryPart historyParts[] = {
    {HistoryKind::Session, "ended_sessions", "NOT (outcome = 'failed' AND bytes_sent = 0)"},
    {HistoryKind::Failure, "ended_sessions", "outcome = 'failed' AND bytes_sent = 0"},
    {HistoryKind::Record, "audit", "error_code IS NULL"},
    {HistoryKind::Refusal, "audit", "error_code IS NOT NULL"},
};

/// Of the rows that are too many: removing a few at a time costs less than one by one.
qint64 slack(qint64 limit)
{
    return std::max<qint64>(limit / 64, 1);
}

Result<qint64> number(const Database &database, const QString &statement)
{
    qint64 value = 0;
    const auto read = database.each(database.run(statement), [&](const Database::Row &row) {
        value = row.at(0).toLongLong();
        return false;
    });
    if (!read)
        return tl::unexpected(read.error());
    return value;
}

} // namespace

qint64 HistoryBounds::limit(Kind kind) const
{
    const std::array limits{m_limits.sessions, m_limits.failures, m_limits.records, m_limits.refusals};
    return limits.at(size_t(kind));
}

Result<void> HistoryBounds::count(const Database &database)
{
    for (const HistoryPart &part : historyParts) {
        const auto rows =
            number(database, QStringLiteral("SELECT count(*) FROM %1 WHERE %2")
                                 .arg(QLatin1String(part.table), QLatin1String(part.condition)));
        if (!rows)
            return tl::unexpected(rows.error());
        m_counts.at(size_t(part.kind)) = *rows;
    }
    return {};
}

Result<void> HistoryBounds::makeRoom(const Database &database, Kind kind)
{
    const qint64 surplus = m_counts.at(size_t(kind)) + 1 - limit(kind);
    if (surplus > 0) {
        if (auto removed = remove(database, kind, surplus + slack(limit(kind)) - 1); !removed)
            return removed;
    }
    return shrink(database);
}

Result<void> HistoryBounds::remove(const Database &database, Kind kind, qint64 count)
{
    const auto part = std::ranges::find(historyParts, kind, &HistoryPart::kind);
    const QString oldest = QStringLiteral("(SELECT number FROM %1 WHERE %2 ORDER BY number LIMIT %3)")
                               .arg(QLatin1String(part->table), QLatin1String(part->condition))
                               .arg(count);
    const bool hasClients = kind == Kind::Session || kind == Kind::Failure;
    if (hasClients) {
        const auto cleared =
            database.run(QStringLiteral("DELETE FROM ended_clients WHERE session IN ") + oldest);
        if (!cleared)
            return tl::unexpected(cleared.error());
    }
    const auto removed = database.run(
        QStringLiteral("DELETE FROM %1 WHERE number IN %2").arg(QLatin1String(part->table), oldest));
    if (!removed)
        return tl::unexpected(removed.error());
    m_counts.at(size_t(kind)) -= std::min<qint64>(removed->numRowsAffected(), m_counts.at(size_t(kind)));
    return {};
}

/// Pages that were freed are used again; the file itself does not grow smaller.
Result<void> HistoryBounds::shrink(const Database &database)
{
    for (;;) {
        qint64 values[3] = {};
        const char *const names[] = {"page_count", "freelist_count", "page_size"};
        for (size_t i = 0; i < std::size(names); ++i) {
            const auto value = number(database, QStringLiteral("PRAGMA ") + QLatin1String(names[i]));
            if (!value)
                return tl::unexpected(value.error());
            values[i] = *value;
        }
        const bool isEmpty = std::ranges::all_of(m_counts, [](qint64 count) { return count == 0; });
        if ((values[0] - values[1]) * values[2] <= m_limits.bytes || isEmpty)
            return {};
        // The part of all kinds alike, so that none pushes out another.
        for (const HistoryPart &part : historyParts) {
            const qint64 rows = m_counts.at(size_t(part.kind));
            if (rows == 0)
                continue;
            if (auto removed = remove(database, part.kind, slack(rows)); !removed)
                return removed;
        }
    }
}

} // namespace castdeck
