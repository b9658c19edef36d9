// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowtext.h"

#include "core/untrusted.h"
#include "models/format.h"
#include "models/serverbranch.h"

#include <QLocale>

namespace castdeck
{

namespace
{

QString utilization(quint8 value)
{
    return value == UtilizationUnknown ? format::unknown() : format::percent(value);
}

QString endpoint(const QString &address, quint16 port)
{
    if (address.isEmpty())
        return {};
    return (address.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(printable(address))
        .arg(port);
}

QString nameOf(const ClientInfo &client)
{
    return printable(client.name.isEmpty() ? client.ipAddress : client.name);
}

QString count(int number)
{
    return number > 0 ? QLocale().toString(number) : QString();
}

} // namespace

RowText::RowText(const InventoryNode &node, const QDateTime &now, const ErrorSentence &errorText)
    : m_node(node), m_now(now), m_errorText(errorText)
{
}

QString RowText::display(Column column) const
{
    if (column == Column::State)
        return state();
    if (column == Column::Health)
        return healthText();
    switch (m_node.kind) {
    case RowKind::Server:
        return serverText(column);
    case RowKind::Session:
        return sessionText(column);
    case RowKind::Namespace:
        return folderText(column);
    case RowKind::Client:
        return clientText(column);
    case RowKind::PastSession:
        return pastSessionText(column);
    case RowKind::PastClient:
        return pastClientText(column);
    }
    return {};
}

bool RowText::tellsTime(Column column) const
{
    const bool isServer = m_node.kind == RowKind::Server;
    if (m_node.branch->status().state != ConnectionState::Ready || isPast())
        return false;
    switch (column) {
    case Column::JoinedFor:
        return m_node.kind == RowKind::Client;
    case Column::Rate:
    case Column::Remaining:
        return !isServer && m_node.kind != RowKind::Namespace;
    case Column::State:
        if (isServer)
            return m_node.branch->status().silentSince.isValid();
        if (m_node.kind == RowKind::Session)
            return m_node.session().stalledSince.isValid();
        return m_node.kind == RowKind::Client &&
               (m_node.client().silentSince.isValid() || m_node.client().stalledSince.isValid());
    default:
        return false;
    }
}

QString RowText::serverText(Column column) const
{
    switch (column) {
    case Column::Name: {
        const QString name = printable(m_node.branch->displayName());
        const QString kind = m_node.branch->status().kind;
        return kind.isEmpty() ? name : tr("%1 (%2)", "server, what it is").arg(name, kind);
    }
    case Column::Namespace:
        return printable(m_node.branch->group());
    case Column::Rate:
        return m_node.branch->transferRate() ? format::rate(m_node.branch->transferRate()) : QString();
    case Column::Clients:
        return count(m_node.branch->totals().clients);
    default:
        return {};
    }
}

QString RowText::sessionText(Column column) const
{
    const SessionInfo &session = m_node.session();
    switch (column) {
    case Column::Name:
        return content() ? printable(content()->name) : tr("Session %1").arg(session.id.value());
    case Column::Namespace:
        return nameSpace() ? printable(nameSpace()->name) : QString();
    case Column::Progress:
        return progress().isValid() ? format::percent(progress().toInt()) : QString();
    case Column::Rate:
        return session.state == SessionState::Failed ? QString() : format::rate(session.transferRate);
    case Column::Remaining: {
        const auto seconds = secondsLeft();
        return seconds ? format::remaining(*seconds) : QString();
    }
    case Column::Clients:
        return QLocale().toString(m_node.tally().multicast + m_node.tally().unicast);
    case Column::Loss: {
        const auto loss = meanLossOf(m_node);
        return loss ? format::share(*loss) : QString();
    }
    case Column::Started:
        return session.startedAt.isValid() ? format::shortMoment(session.startedAt, m_now) : QString();
    case Column::Size:
        return content() ? format::size(content()->size) : QString();
    case Column::Address:
        return endpoint(session.groupAddress, session.port);
    case Column::Interface:
        return printable(session.interfaceName);
    case Column::Rejected:
        return session.rejectedPackets ? QLocale().toString(session.rejectedPackets) : QString();
    default:
        return {};
    }
}

QString RowText::folderText(Column column) const
{
    switch (column) {
    case Column::Name:
        return printable(m_node.nameSpace().name);
    case Column::Namespace:
        return printable(m_node.nameSpace().configuration);
    default:
        return {};
    }
}

QString RowText::clientText(Column column) const
{
    const ClientInfo &client = m_node.client();
    switch (column) {
    case Column::Name:
        return nameOf(client);
    case Column::Progress:
        return format::percent(progress().toInt());
    case Column::Rate: {
        const auto rate = clientRate();
        return rate ? format::rate(*rate) : QString();
    }
    case Column::Remaining: {
        const auto seconds = secondsLeft();
        return seconds ? format::remaining(*seconds) : QString();
    }
    case Column::JoinedFor:
        return client.joinedAt.isValid() ? format::duration(secondsSince(client.joinedAt))
                                         : format::unknown();
    case Column::Started:
        return client.joinedAt.isValid() ? format::shortMoment(client.joinedAt, m_now) : QString();
    case Column::Cpu:
        return utilization(client.cpuUtilization);
    case Column::Memory:
        return utilization(client.memoryUtilization);
    case Column::Network:
        return utilization(client.networkUtilization);
    case Column::Loss:
        return format::share(client.lossRate);
    case Column::RoundTrip:
        return client.roundTrip ? format::milliseconds(client.roundTrip) : format::unknown();
    case Column::Address:
        return printable(client.ipAddress);
    case Column::Interface:
        return printable(client.macAddress);
    default:
        return {};
    }
}

QString RowText::pastSessionText(Column column) const
{
    const PastSession &past = m_node.pastSession();
    switch (column) {
    case Column::Name:
        return past.name;
    case Column::Namespace:
        return past.namespaceName;
    case Column::Clients:
        return past.ending.clients > 0 ? tr("%1 of %2")
                                             .arg(QLocale().toString(past.ending.completed),
                                                  QLocale().toString(past.ending.clients))
                                       : QString();
    case Column::JoinedFor:
        return past.info.startedAt.isValid() && past.ending.at.isValid()
                   ? format::duration(past.info.startedAt.secsTo(past.ending.at))
                   : QString();
    case Column::Started:
        return past.info.startedAt.isValid() ? format::shortMoment(past.info.startedAt, m_now) : QString();
    case Column::Size:
        return past.size > 0 ? format::size(past.size) : QString();
    case Column::Address:
        return endpoint(past.info.groupAddress, past.info.port);
    case Column::Interface:
        return printable(past.info.interfaceName);
    default:
        return {};
    }
}

QString RowText::pastClientText(Column column) const
{
    const PastClient &past = m_node.pastClient();
    switch (column) {
    case Column::Name:
        return nameOf(past.info);
    case Column::Progress:
        return format::percent(progress().toInt());
    case Column::JoinedFor:
        return past.info.joinedAt.isValid() && past.ending.at.isValid()
                   ? format::duration(past.info.joinedAt.secsTo(past.ending.at))
                   : QString();
    case Column::Started:
        return past.info.joinedAt.isValid() ? format::shortMoment(past.info.joinedAt, m_now) : QString();
    case Column::Address:
        return printable(past.info.ipAddress);
    case Column::Interface:
        return printable(past.info.macAddress);
    default:
        return {};
    }
}

QString RowText::healthText() const
{
    switch (health()) {
    case Health::Failed:
        return tr("Failed");
    case Health::Lost:
        return tr("Lost");
    case Health::Stalled:
        return tr("Stalled");
    case Health::Strained:
        return tr("Partly stalled");
    case Health::Good:
        return tr("Good");
    case Health::Idle:
        break;
    }
    return {};
}

QVariant RowText::progress() const
{
    int percent = 0;
    if (m_node.kind == RowKind::Client)
        percent = m_node.client().percentCompletion;
    else if (m_node.kind == RowKind::PastClient)
        percent = m_node.pastClient().ending.percentCompletion;
    else if (m_node.kind == RowKind::Session && m_node.tally() != SessionTally())
        percent = m_node.session().percentCompletion;
    else
        return {};
    return std::min(percent, 100);
}

QVariant RowText::spread() const
{
    if (m_node.kind != RowKind::Session || !m_node.spread())
        return {};
    return QVariant::fromValue(*m_node.spread());
}

QString RowText::searchable() const
{
    QStringList words;
    for (const Column column :
         {Column::Name, Column::Namespace, Column::State, Column::Address, Column::Interface})
        words << display(column);
    return words.join(QLatin1Char('\n'));
}

RowFacts RowText::facts() const
{
    RowFacts facts;
    facts.key = {m_node.branch->id(), m_node.kind, m_node.id};
    facts.name = display(Column::Name);
    facts.serverName = printable(m_node.branch->displayName());
    facts.reachable = m_node.branch->status().state == ConnectionState::Ready;
    facts.powers = m_node.branch->status().powers;
    facts.pending = m_node.pending;
    facts.health = health();
    if (const NamespaceInfo *info = nameSpace()) {
        facts.namespaceId = info->id;
        facts.namespaceName = printable(info->name);
        facts.tombstoned = info->tombstoned;
    }
    if (m_node.kind == RowKind::Session) {
        facts.sessionId = m_node.session().id;
        facts.clients = m_node.tally().multicast;
        facts.failed = m_node.session().state == SessionState::Failed;
        if (const InventoryNode *pacer = master())
            facts.master = {facts.key.server, RowKind::Client, pacer->id};
    } else if (const ClientInfo *client = anyClient()) {
        facts.sessionId = client->sessionId;
    }
    return facts;
}

Health RowText::health() const
{
    switch (m_node.kind) {
    case RowKind::Server:
        return m_node.branch->health();
    case RowKind::Session: {
        const Health own = healthOf(m_node.session());
        return m_node.tally().troubles == Troubles() ? own : std::min(own, Health::Strained);
    }
    case RowKind::Namespace:
        return healthOf(m_node.nameSpace());
    case RowKind::Client:
        return healthOf(m_node.client());
    case RowKind::PastSession:
    case RowKind::PastClient:
        break;
    }
    return Health::Idle;
}

Severity RowText::severity() const
{
    if (m_node.kind == RowKind::Server) {
        const ServerInfo &info = m_node.branch->info();
        const Health own = healthOf(m_node.branch->status());
        const bool alarms = info.error || (info.serviceRunning && info.initiationError);
        return own == Health::Good && alarms ? Severity::Alert : severityOf(own);
    }
    // Nothing will come to it before somebody mends the network.
    if (m_node.kind == RowKind::Client && m_node.client().state == ClientState::NoData)
        return Severity::Alert;
    return severityOf(health());
}

QString RowText::icon() const
{
    switch (m_node.kind) {
    case RowKind::Server:
        return QStringLiteral("server");
    case RowKind::Session:
    case RowKind::PastSession:
        return QStringLiteral("session");
    case RowKind::Namespace:
        return QStringLiteral("folder");
    case RowKind::Client:
        return isMaster() ? QStringLiteral("master") : QStringLiteral("client");
    case RowKind::PastClient:
        return QStringLiteral("client");
    }
    return {};
}

bool RowText::isStale() const
{
    // A server that refuses us calls for attention; its rows are only not known to be true.
    const bool attention = m_node.kind == RowKind::Server && severity() == Severity::Alert;
    const bool known = m_node.branch->status().state == ConnectionState::Ready;
    return (!known && !attention) || m_node.pending != Pending::None;
}

bool RowText::isMaster() const
{
    return m_node.kind == RowKind::Client && m_node.parent && m_node.parent->kind == RowKind::Session &&
           m_node.parent->session().masterClientId == m_node.client().id;
}

bool RowText::isPast() const
{
    return m_node.kind == RowKind::PastSession || m_node.kind == RowKind::PastClient;
}

bool RowText::isStruck() const
{
    if (m_node.kind == RowKind::PastSession)
        return m_node.pastSession().ending.session == SessionOutcome::Terminated;
    return m_node.kind == RowKind::PastClient &&
           m_node.pastClient().ending.client == ClientOutcome::Disconnected;
}

const ContentInfo *RowText::content() const
{
    return m_node.kind == RowKind::Session ? m_node.branch->content(m_node.session().contentId) : nullptr;
}

const NamespaceInfo *RowText::nameSpace() const
{
    if (m_node.kind == RowKind::Namespace)
        return &m_node.nameSpace();
    const ContentInfo *carried = content();
    return carried ? m_node.branch->nameSpace(carried->namespaceId) : nullptr;
}

/// Of a session: only a client of its own.
const InventoryNode *RowText::master() const
{
    const InventoryNode *client =
        m_node.branch->find(RowKind::Client, m_node.session().masterClientId.value());
    return client && client->parent == &m_node ? client : nullptr;
}

const ClientInfo *RowText::anyClient() const
{
    if (m_node.kind == RowKind::Client)
        return &m_node.client();
    return m_node.kind == RowKind::PastClient ? &m_node.pastClient().info : nullptr;
}

std::optional<quint64> RowText::clientRate() const
{
    const InventoryNode *session = m_node.parent;
    if (healthOf(m_node.client()) != Health::Good || !session || session->kind != RowKind::Session)
        return std::nullopt;
    const ContentInfo *carried = m_node.branch->content(session->session().contentId);
    const auto pace = m_node.clientPart().pace.percentPerSecond(knownUntil().toMSecsSinceEpoch());
    if (!carried || !pace || m_node.client().percentCompletion >= 100)
        return std::nullopt;
    return static_cast<quint64>(*pace / 100 * static_cast<double>(carried->size));
}

std::optional<qint64> RowText::secondsLeft() const
{
    const qint64 now = knownUntil().toMSecsSinceEpoch();
    if (m_node.kind == RowKind::Session)
        return remainingOf(m_node, now);
    const ClientPart &client = m_node.clientPart();
    return healthOf(client.info) == Health::Good ? client.pace.secondsLeft(client.info.percentCompletion, now)
                                                 : std::nullopt;
}

QDateTime RowText::knownUntil() const
{
    const ConnectionStatus &status = m_node.branch->status();
    const bool known = status.state == ConnectionState::Ready || !status.since.isValid();
    return known ? m_now : status.since;
}

} // namespace castdeck
