// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/obstacle.h"
#include "models/rowfacts.h"

#include <QList>

namespace castdeck
{

/// The rows an action would be taken on, or why it cannot be taken.
struct Eligible {
    QList<RowFacts> rows;
    Obstacle obstacle = Obstacle::None;

    bool isPossible() const { return obstacle == Obstacle::None; }
};

/// Counts the selection: which rows an action applies to. Rows of other kinds, rows that wait for an answer
/// and rows of servers that cannot be reached are left out; it is an obstacle only if nothing is left.
class SelectionFacts
{
public:
    SelectionFacts() = default;
    explicit SelectionFacts(QList<RowFacts> selected);

    const QList<RowFacts> &rows() const { return m_rows; }
    Eligible sessionsToTerminate() const;
    Eligible clientsToDisconnect() const;
    /// One row for each namespace, whether its folder row or its sessions are selected.
    Eligible namespacesToRetire() const;
    /// One row: the server to publish on. Without a selection the only server there is.
    Eligible serverToPublishOn(const QList<RowFacts> &allServers) const;
    Eligible rowsToCopy() const;

    /// Clients that are cut when these sessions end.
    static int clientsOf(const QList<RowFacts> &sessions);

private:
    QList<RowFacts> m_rows;
};

} // namespace castdeck
