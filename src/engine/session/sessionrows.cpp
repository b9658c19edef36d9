// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/sessionrows.h"

#include "engine/common/notices.h"
#include "engine/session/sessionchronicle.h"
#include "transport/net/socketaddress.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace castdeck
{

namespace
{

QDateTime wallTime(Instant instant)
{
    const auto ago = std::chrono::duration_cast<std::chrono::milliseconds>(monotonicNow() - instant);
    return QDateTime::currentDateTimeUtc().addMSecs(-ago.count());
}

/// The time known so far, which would come out some milliseconds off when it is counted back again.
QDateTime sameTime(const QDateTime &known, const std::optional<Instant> &instant)
{
    if (!instant)
        return {};
    return known.isValid() ? known : wallTime(*instant);
}

/// Without digits that nobody sees: each of their changes would be an event.
double shownLoss(double rate)
{
    return std::round(rate * 1e4) / 1e4;
}

Notice::Kind noticeKind(ClientDeparture::Kind kind)
{
    switch (kind) {
    case ClientDeparture::Kind::Completed:
        return Notice::Kind::ClientCompleted;
    case ClientDeparture::Kind::Disconnected:
        return Notice::Kind::ClientDisconnected;
    case ClientDeparture::Kind::Demoted:
        return Notice::Kind::ClientDemoted;
    case ClientDeparture::Kind::Vanished:
        return Notice::Kind::ClientVanished;
    case ClientDeparture::Kind::Left:
    case ClientDeparture::Kind::Inactive:
        break;
    }
    return Notice::Kind::ClientLeft;
}

} // namespace

ClientInfo clientRow(const ClientSnapshot &client, SessionId session, const ClientInfo *known,
                     const QString &identity)
{
    return {
        .id = client.id,
        .sessionId = session,
        .state = client.state,
        .name = client.name,
        .macAddress = client.macAddress,
        .ipAddress = toText(client.endpoint.address),
        .percentCompletion = client.percentCompletion,
        .joinedAt = known ? known->joinedAt : wallTime(client.joinedAt),
        .cpuUtilization = client.cpuUtilization,
        .memoryUtilization = client.memoryUtilization,
        .networkUtilization = client.networkUtilization,
        .lossRate = shownLoss(client.lossRate),
        .roundTrip = client.roundTrip,
        .userIdentity = known ? known->userIdentity : identity,
        .silentSince = sameTime(known ? known->silentSince : QDateTime(), client.silentSince),
        .stalledSince = sameTime(known ? known->stalledSince : QDateTime(), client.stalledSince),
    };
}

SessionInfo sessionRow(SessionInfo row, const SessionSnapshot &snapshot)
{
    if (row.state != SessionState::Terminating)
        row.state = snapshot.state;
    row.transferRate = snapshot.transferRate;
    row.masterClientId = snapshot.masterClientId;
    row.rejectedPackets = snapshot.counters.rejectedTotal();
    const auto percent = [](quint32 sum, const ClientSnapshot &client) {
        return sum + client.percentCompletion;
    };
    const auto sum = std::accumulate(snapshot.clients.begin(), snapshot.clients.end(), quint32(0), percent);
    row.percentCompletion =
        snapshot.clients.isEmpty() ? quint8(0) : quint8(sum / quint32(snapshot.clients.size()));
    return row;
}

Notice departureNotice(const ClientDeparture &departure, SessionId session, const DisconnectOrder *order)
{
    Notice notice = noticeOf(noticeKind(departure.kind), departure.name, session, departure.id);
    if (order)
        addWords(notice, *order);
    if (departure.kind == ClientDeparture::Kind::Inactive)
        notice.error = Error{ErrorCode::TimedOut, QStringLiteral("it heard nothing from the server")};
    return notice;
}

RowEnding clientEnding(const ClientDeparture &departure, const ClientInfo *row)
{
    RowEnding ending;
    ending.client = outcomeOf(departure.kind);
    ending.at = QDateTime::currentDateTimeUtc();
    ending.percentCompletion = ending.client == ClientOutcome::Completed ? quint8(100)
                               : row                                     ? row->percentCompletion
                                                                         : quint8(0);
    ending.by = departure.order.by;
    ending.reason = departure.order.reason;
    return ending;
}

RowEnding sessionEnding(const EndedSession &record, quint32 disconnected)
{
    RowEnding ending;
    ending.session = record.outcome;
    ending.at = record.endedAt;
    ending.clients = quint32(record.clients.size()) + record.clientsOmitted;
    ending.completed =
        quint32(std::ranges::count(record.clients, ClientOutcome::Completed, &EndedClient::outcome));
    ending.disconnected = disconnected;
    ending.by = record.by;
    ending.reason = record.reason;
    return ending;
}

} // namespace castdeck
