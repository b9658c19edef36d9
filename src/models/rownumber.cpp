// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowtext.h"
#include "models/serverbranch.h"

#include <cmath>

namespace castdeck
{

namespace
{

/// Steps of a fifth: what hovers about a value stays where it is in the order.
int magnitude(double value)
{
    constexpr double steps = 4; // to the double
    return value > 0 ? static_cast<int>(std::floor(std::log2(value) * steps)) + 1'000 : 0;
}

int inFives(int percent)
{
    return percent >= 0 ? percent / 5 * 5 : percent;
}

int utilizationNumber(quint8 value)
{
    return value == UtilizationUnknown ? -1 : value;
}

QVariant moment(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toMSecsSinceEpoch()) : QVariant(qint64(0));
}

} // namespace

QVariant RowText::number(Column column) const
{
    switch (m_node.kind) {
    case RowKind::Server:
        if (column == Column::Rate)
            return m_node.branch->transferRate();
        return column == Column::Clients ? QVariant(m_node.branch->totals().clients) : QVariant();
    case RowKind::Session:
        return sessionNumber(column);
    case RowKind::Client:
        return clientNumber(column);
    case RowKind::PastSession:
    case RowKind::PastClient:
        return pastNumber(column);
    case RowKind::Namespace:
        break;
    }
    return {};
}

QVariant RowText::sessionNumber(Column column) const
{
    const SessionInfo &session = m_node.session();
    switch (column) {
    case Column::Progress:
        return session.percentCompletion;
    case Column::Rate:
        return session.transferRate;
    case Column::Remaining:
        return secondsLeft().value_or(-1);
    case Column::Clients:
        return m_node.tally().multicast + m_node.tally().unicast;
    case Column::Loss: {
        const auto loss = meanLossOf(m_node);
        return loss ? QVariant(*loss) : QVariant(-1);
    }
    case Column::Started:
        return moment(session.startedAt);
    case Column::Size:
        return content() ? QVariant(content()->size) : QVariant(-1);
    case Column::Rejected:
        return session.rejectedPackets;
    default:
        return {};
    }
}

QVariant RowText::clientNumber(Column column) const
{
    const ClientInfo &client = m_node.client();
    switch (column) {
    case Column::Progress:
        return client.percentCompletion;
    case Column::Rate: {
        const auto rate = clientRate();
        return rate ? QVariant(*rate) : QVariant(-1);
    }
    case Column::Remaining:
        return secondsLeft().value_or(-1);
    case Column::Loss:
        return client.lossRate;
    case Column::RoundTrip:
        return client.roundTrip;
    case Column::JoinedFor:
        // The longer ago the greater, whatever the time is now.
        return -client.joinedAt.toMSecsSinceEpoch();
    case Column::Started:
        return moment(client.joinedAt);
    case Column::Cpu:
        return utilizationNumber(client.cpuUtilization);
    case Column::Memory:
        return utilizationNumber(client.memoryUtilization);
    case Column::Network:
        return utilizationNumber(client.networkUtilization);
    default:
        return {};
    }
}

QVariant RowText::pastNumber(Column column) const
{
    const bool isSession = m_node.kind == RowKind::PastSession;
    switch (column) {
    case Column::Progress:
        return isSession ? QVariant() : QVariant(m_node.pastClient().ending.percentCompletion);
    case Column::Clients:
        return isSession ? QVariant(m_node.pastSession().ending.clients) : QVariant();
    case Column::Started:
        return moment(isSession ? m_node.pastSession().info.startedAt : m_node.pastClient().info.joinedAt);
    case Column::Size:
        return isSession ? QVariant(m_node.pastSession().size) : QVariant();
    default:
        return {};
    }
}

QVariant RowText::sortKey(Column column) const
{
    if (column == Column::Health)
        return static_cast<int>(health());
    QVariant exact = number(column);
    if (!exact.isValid())
        return column == Column::State ? stateKey() : display(column);
    switch (column) {
    case Column::Progress:
    case Column::Cpu:
    case Column::Memory:
    case Column::Network:
        return inFives(exact.toInt());
    case Column::Rate:
    case Column::RoundTrip:
    case Column::Rejected:
        return exact.toDouble() < 0 ? -1 : magnitude(exact.toDouble());
    case Column::Loss:
        return magnitude(exact.toDouble() * 1'000);
    case Column::Remaining:
        return exact.toLongLong() < 0 ? -1 : magnitude(exact.toDouble() + 30);
    default:
        return exact;
    }
}

QVariant RowText::value(Column column) const
{
    const bool isPastClient = m_node.kind == RowKind::PastClient;
    switch (column) {
    case Column::State:
        switch (m_node.kind) {
        case RowKind::Client:
            return m_node.client().byUnicast ? QStringLiteral("unicast") : toText(m_node.client().state);
        case RowKind::Session:
            return toText(m_node.session().state);
        case RowKind::Namespace:
            return m_node.nameSpace().tombstoned ? QStringLiteral("tombstoned") : QStringLiteral("published");
        case RowKind::PastSession:
            return toText(m_node.pastSession().ending.session.value_or(SessionOutcome::Finished));
        case RowKind::PastClient:
            return toText(m_node.pastClient().ending.client.value_or(ClientOutcome::Left));
        case RowKind::Server:
            break;
        }
        return {};
    case Column::JoinedFor:
        if (const ClientInfo *client = anyClient())
            return client->joinedAt.toUTC().toString(Qt::ISODate);
        return {};
    case Column::Started: {
        const qint64 ms = number(column).toLongLong();
        return ms > 0 ? QVariant(QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODate))
                      : QVariant();
    }
    case Column::Health:
        return toText(health());
    case Column::Name:
    case Column::Namespace:
    case Column::Address:
    case Column::Interface: {
        const QString text = display(column);
        return text.isEmpty() ? QVariant() : QVariant(text);
    }
    default: {
        const QVariant exact = number(column);
        const bool isKnown = exact.isValid() && exact.toDouble() >= 0;
        return isKnown && !(isPastClient && column == Column::Rate) ? exact : QVariant();
    }
    }
}

} // namespace castdeck
