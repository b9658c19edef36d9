// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/selectionfacts.h"

#include <QSet>
#include <numeric>

namespace castdeck
{

namespace
{

/// Of the wanted rows those that can be acted on; @p missing if none is wanted at all.
template <class IsWanted>
Eligible pick(const QList<RowFacts> &rows, Obstacle missing, bool RowFacts::*permission, IsWanted isWanted)
{
    Eligible eligible;
    eligible.obstacle = missing;
    for (const RowFacts &row : rows) {
        if (!isWanted(row))
            continue;
        if (!row.reachable)
            eligible.obstacle = Obstacle::Unreachable;
        else if (!(row.*permission))
            eligible.obstacle = Obstacle::Forbidden;
        else if (row.pending != Pending::None)
            eligible.obstacle = Obstacle::AlreadyOrdered;
        else
            eligible.rows.append(row);
    }
    if (!eligible.rows.isEmpty())
        eligible.obstacle = Obstacle::None;
    return eligible;
}

auto isOfKind(RowKind kind)
{
    return [kind](const RowFacts &row) { return row.key.kind == kind; };
}

} // namespace

SelectionFacts::SelectionFacts(QList<RowFacts> selected) : m_rows(std::move(selected)) {}

Eligible SelectionFacts::sessionsToTerminate() const
{
    return pick(m_rows, Obstacle::NoSession, &RowFacts::mayDisconnect, isOfKind(RowKind::Session));
}

Eligible SelectionFacts::clientsToDisconnect() const
{
    return pick(m_rows, Obstacle::NoClient, &RowFacts::mayDisconnect, isOfKind(RowKind::Client));
}

Eligible SelectionFacts::namespacesToRetire() const
{
    Eligible eligible = pick(m_rows, Obstacle::NoNamespace, &RowFacts::mayPublish,
                             [](const RowFacts &row) { return row.namespaceId.isValid(); });
    QSet<RowKey> seen;
    bool tombstoned = false;
    eligible.rows.removeIf([&](const RowFacts &row) {
        tombstoned |= row.tombstoned;
        const RowKey key{row.key.server, RowKind::Namespace, row.namespaceId.value()};
        if (row.tombstoned || seen.contains(key))
            return true;
        seen.insert(key);
        return false;
    });
    if (eligible.rows.isEmpty() && tombstoned)
        eligible.obstacle = Obstacle::NotPublished;
    return eligible;
}

Eligible SelectionFacts::serverToPublishOn(const QList<RowFacts> &allServers) const
{
    QSet<ServerId> selected;
    for (const RowFacts &row : m_rows)
        selected.insert(row.key.server);
    Eligible eligible =
        pick(allServers, Obstacle::NoServer, &RowFacts::mayPublish, [&](const RowFacts &server) {
            return selected.isEmpty() ? allServers.size() == 1 : selected.contains(server.key.server);
        });
    if (eligible.rows.size() > 1)
        return {{}, Obstacle::NoServer};
    return eligible;
}

Eligible SelectionFacts::rowsToCopy() const
{
    return {m_rows, m_rows.isEmpty() ? Obstacle::NoRow : Obstacle::None};
}

int SelectionFacts::clientsOf(const QList<RowFacts> &sessions)
{
    return std::accumulate(sessions.cbegin(), sessions.cend(), 0,
                           [](int sum, const RowFacts &row) { return sum + row.clients; });
}

} // namespace castdeck
