// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/eligible.h"

namespace castdeck
{

/// Counts the selection: which rows an action applies to. Rows of other kinds, rows that wait for an answer
/// and rows of servers that cannot be reached are left out; it is an obstacle only if nothing is left.
class SelectionFacts
{
public:
    SelectionFacts() = default;
    explicit SelectionFacts(QList<RowFacts> selected);

    const QList<RowFacts> &rows() const { return m_rows; }
    Eligible<RowFacts> sessionsToTerminate() const;
    Eligible<RowFacts> clientsToDisconnect() const;
    /// One row for each namespace, whether its folder row or its sessions are selected.
    Eligible<RowFacts> namespacesToRetire() const;
    /// The one server that they all belong to, or without a selection the only one of these; not valid if
    /// there is no such server.
    ServerId server(const QList<RowFacts> &allServers) const;
    /// One row: the server to publish on.
    Eligible<RowFacts> serverToPublishOn(const QList<RowFacts> &allServers) const;
    Eligible<RowFacts> rowsToCopy() const;

    /// Clients that are cut when these sessions end.
    static int clientsOf(const QList<RowFacts> &sessions);

private:
    QList<RowFacts> m_rows;
};

} // namespace castdeck
