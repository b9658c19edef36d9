// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessionchronicle.h"

namespace castdeck
{

namespace
{

SessionOutcome outcomeOf(SessionEnd::Kind kind)
{
    switch (kind) {
    case SessionEnd::Kind::Terminated:
        return SessionOutcome::Terminated;
    case SessionEnd::Kind::Failed:
        return SessionOutcome::Failed;
    case SessionEnd::Kind::Finished:
        break;
    }
    return SessionOutcome::Finished;
}

} // namespace

ClientOutcome outcomeOf(ClientDeparture::Kind kind)
{
    switch (kind) {
    case ClientDeparture::Kind::Completed:
        return ClientOutcome::Completed;
    case ClientDeparture::Kind::Disconnected:
        return ClientOutcome::Disconnected;
    case ClientDeparture::Kind::Vanished:
        return ClientOutcome::Vanished;
    case ClientDeparture::Kind::Demoted:
        return ClientOutcome::Demoted;
    case ClientDeparture::Kind::Left:
    case ClientDeparture::Kind::Inactive:
        break;
    }
    return ClientOutcome::Left;
}

void SessionChronicle::depart(const ClientDeparture &departure, const ClientInfo *row)
{
    if (!m_clients.contains(departure.id) && m_clients.size() >= MaxClients) {
        ++m_omitted;
        return;
    }
    EndedClient &client = m_clients[departure.id];
    client.id = departure.id;
    client.name = departure.name;
    if (row) {
        client.macAddress = row->macAddress;
        client.ipAddress = row->ipAddress;
        client.userIdentity = row->userIdentity;
        client.percentCompletion = row->percentCompletion;
        client.joinedAt = row->joinedAt;
    }
    client.outcome = outcomeOf(departure.kind);
    if (client.outcome == ClientOutcome::Completed)
        client.percentCompletion = 100;
    client.leftAt = QDateTime::currentDateTimeUtc();
    client.by = departure.order.by;
    client.reason = departure.order.reason;
}

EndedSession SessionChronicle::close(const SessionEnd &end) const
{
    EndedSession session;
    session.startedAt = m_startedAt;
    session.endedAt = QDateTime::currentDateTimeUtc();
    session.bytesSent = end.counters.dataBytes + end.counters.repairBytes;
    const qint64 life = std::max<qint64>(m_startedAt.msecsTo(session.endedAt), 1);
    session.meanRate = quint64(double(session.bytesSent) * 1000 / double(life));
    session.outcome = outcomeOf(end.kind);
    session.error = end.error;
    session.clients = m_clients.values();
    session.clientsOmitted = m_omitted;
    return session;
}

} // namespace castdeck
