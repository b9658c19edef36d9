// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/selectionfacts.h"

#include <QSet>
#include <numeric>

namespace castdeck
{

namespace
{

template <class IsWanted>
QList<RowFacts> only(QList<RowFacts> rows, IsWanted isWanted)
{
    rows.removeIf([&](const RowFacts &row) { return !isWanted(row); });
    return rows;
}

auto isOfKind(RowKind kind)
{
    return [kind](const RowFacts &row) { return row.key.kind == kind; };
}

Obstacle ofTombstone(const RowFacts &row)
{
    return row.tombstoned ? Obstacle::NotPublished : Obstacle::None;
}

Obstacle ofNoRow(const RowFacts &)
{
    return Obstacle::None;
}

} // namespace

SelectionFacts::SelectionFacts(QList<RowFacts> selected) : m_rows(std::move(selected)) {}

Eligible<RowFacts> SelectionFacts::sessionsToTerminate() const
{
    return pickEligible(only(m_rows, isOfKind(RowKind::Session)), Obstacle::NoSession, &Powers::disconnect,
                        ofNoRow);
}

Eligible<RowFacts> SelectionFacts::clientsToDisconnect() const
{
    return pickEligible(only(m_rows, isOfKind(RowKind::Client)), Obstacle::NoClient, &Powers::disconnect,
                        ofNoRow);
}

Eligible<RowFacts> SelectionFacts::namespacesToRetire() const
{
    const auto isOfNamespace = [](const RowFacts &row) { return row.namespaceId.isValid(); };
    Eligible<RowFacts> eligible =
        pickEligible(only(m_rows, isOfNamespace), Obstacle::NoNamespace, &Powers::publish, ofTombstone);
    QSet<RowKey> seen;
    eligible.rows.removeIf([&](const RowFacts &row) {
        const auto before = seen.size();
        seen.insert({row.key.server, RowKind::Namespace, row.namespaceId.value()});
        return seen.size() == before;
    });
    return eligible;
}

ServerId SelectionFacts::server(const QList<RowFacts> &allServers) const
{
    const QList<RowFacts> &meant = m_rows.isEmpty() ? allServers : m_rows;
    QSet<ServerId> servers;
    for (const RowFacts &row : meant)
        servers.insert(row.key.server);
    return servers.size() == 1 ? *servers.cbegin() : ServerId();
}

Eligible<RowFacts> SelectionFacts::serverToPublishOn(const QList<RowFacts> &allServers) const
{
    const auto isMeant = [id = server(allServers)](const RowFacts &row) { return row.key.server == id; };
    return pickEligible(only(allServers, isMeant), Obstacle::NoServer, &Powers::publish, ofNoRow);
}

Eligible<RowFacts> SelectionFacts::rowsToCopy() const
{
    return {m_rows, m_rows.isEmpty() ? Obstacle::NoRow : Obstacle::None};
}

int SelectionFacts::clientsOf(const QList<RowFacts> &sessions)
{
    return std::accumulate(sessions.cbegin(), sessions.cend(), 0,
                           [](int sum, const RowFacts &row) { return sum + row.clients; });
}

} // namespace castdeck
