// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history.h"
#include "transport/sending/sessionvalues.h"

#include <QMap>

namespace castdeck
{

ClientOutcome outcomeOf(ClientDeparture::Kind kind);

/// What will be remembered of a session when it is over. Whoever left, came back and left again counts once,
/// by the last time.
class SessionChronicle
{
public:
    /// Clients listed in a record; what is behind them is counted.
    static constexpr qsizetype MaxClients = 800;

    SessionChronicle() : m_startedAt(QDateTime::currentDateTimeUtc()) {}

    /// @p row is the client's last one, if there is one.
    void depart(const ClientDeparture &departure, const ClientInfo *row);
    /// Times, bytes, outcome and clients; the rest is the caller's.
    EndedSession close(const SessionEnd &end) const;

private:
    QDateTime m_startedAt;
    QMap<ClientId, EndedClient> m_clients;
    quint32 m_omitted = 0;
};

} // namespace castdeck
