// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/connectionstatus.h"
#include "models/obstacle.h"
#include "models/rowfacts.h"

#include <QList>

namespace castdeck
{

/// The rows an action would be taken on, or why it cannot be taken.
template <class Row>
struct Eligible {
    QList<Row> rows;
    Obstacle obstacle = Obstacle::None;

    bool isPossible() const { return obstacle == Obstacle::None; }
};

/// What keeps us from using that power.
inline Obstacle obstacleOf(const Powers &powers, bool Powers::*power)
{
    if (powers.lookOnly)
        return Obstacle::LookOnly;
    return powers.*power ? Obstacle::None : Obstacle::Forbidden;
}

/// What keeps anybody from asking such a server for that verb, or that part of one.
inline Obstacle obstacleOf(const Powers &powers, const char *wanted)
{
    return powers.lacks.contains(QLatin1String(wanted)) ? Obstacle::Lacking : Obstacle::None;
}

/// Of the rows those that can be acted on by who has that power; @p missing if there are none at all. @p own
/// says what is in the way of a row by itself.
template <class Row, class Own>
Eligible<Row> pickEligible(const QList<Row> &rows, Obstacle missing, bool Powers::*power, Own own)
{
    Eligible<Row> eligible{{}, missing};
    for (const Row &row : rows) {
        if (!row.reachable)
            eligible.obstacle = Obstacle::Unreachable;
        else if (const Obstacle forbidden = obstacleOf(row.powers, power); forbidden != Obstacle::None)
            eligible.obstacle = forbidden;
        else if (row.pending != Pending::None)
            eligible.obstacle = Obstacle::AlreadyOrdered;
        else if (const Obstacle inTheWay = own(row); inTheWay != Obstacle::None)
            eligible.obstacle = inTheWay;
        else
            eligible.rows.append(row);
    }
    if (!eligible.rows.isEmpty())
        eligible.obstacle = Obstacle::None;
    return eligible;
}

} // namespace castdeck
