// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sessiontally.h"

#include "models/inventorynode.h"

#include <algorithm>

namespace castdeck
{

namespace
{

int percentOf(const ClientInfo &client)
{
    return std::min<int>(client.percentCompletion, 100);
}

template <class Visit>
void forEachClient(const InventoryNode &session, Visit visit)
{
    for (const auto &row : session.children) {
        if (row->kind == RowKind::Client)
            visit(row->clientPart());
    }
}

} // namespace

SessionTally tallyOf(const InventoryNode &session)
{
    SessionTally tally;
    forEachClient(session, [&](const ClientPart &client) {
        ++(client.info.byUnicast ? tally.unicast : tally.multicast);
        tally.troubles.count(healthOf(client.info));
    });
    return tally;
}

std::optional<Spread> spreadOf(const InventoryNode &session)
{
    Spread spread{100, 0, 0, {}};
    int count = 0;
    forEachClient(session, [&](const ClientPart &client) {
        const int percent = percentOf(client.info);
        spread.slowest = std::min(spread.slowest, percent);
        spread.fastest = std::max(spread.fastest, percent);
        spread.mean += percent;
        ++count;
        if (healthOf(client.info) == Health::Stalled)
            spread.stuck.append(percent);
    });
    if (count == 0)
        return std::nullopt;
    spread.mean /= count;
    std::sort(spread.stuck.begin(), spread.stuck.end());
    return spread;
}

std::optional<double> meanLossOf(const InventoryNode &session)
{
    double sum = 0;
    int count = 0;
    forEachClient(session, [&](const ClientPart &client) {
        const double loss = client.info.lossRate;
        if (client.info.byUnicast || !(loss >= 0 && loss <= 1))
            return;
        sum += loss;
        ++count;
    });
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::optional<qint64> remainingOf(const InventoryNode &session, qint64 nowMs)
{
    // Whoever does not get on would make it endless; how it ends for the others is what is asked.
    std::optional<qint64> longest;
    forEachClient(session, [&](const ClientPart &client) {
        if (healthOf(client.info) != Health::Good)
            return;
        if (const auto seconds = client.pace.secondsLeft(percentOf(client.info), nowMs))
            longest = std::max(longest.value_or(0), *seconds);
    });
    return longest;
}

} // namespace castdeck
