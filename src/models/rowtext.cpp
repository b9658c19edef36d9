// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/rowtext.h"
#include "core/untrusted.h"

#include "models/columntext.h"
#include "models/format.h"
#include "models/namespacetext.h"
#include "models/serverbranch.h"

namespace castdeck
{

namespace
{

QString utilization(quint8 value)
{
    return value == UtilizationUnknown ? format::unknown() : format::percent(value);
}

int utilizationKey(quint8 value)
{
    return value == UtilizationUnknown ? -1 : value;
}

QString endpoint(const QString &address, quint16 port)
{
    if (address.isEmpty())
        return {};
    return (address.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(address)
        .arg(port);
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
    switch (m_node.kind) {
    case RowKind::Server:
        return serverText(column);
    case RowKind::Session:
        return sessionText(column);
    case RowKind::Namespace:
        return folderText(column);
    case RowKind::Client:
        return clientText(column);
    }
    return {};
}

QString RowText::serverText(Column column) const
{
    switch (column) {
    case Column::Name:
        return printable(m_node.branch->displayName());
    case Column::Rate:
        return m_node.branch->transferRate() ? format::rate(m_node.branch->transferRate()) : QString();
    case Column::Clients:
        return m_node.branch->clientCount() ? QString::number(m_node.branch->clientCount()) : QString();
    default:
        return {};
    }
}

QString RowText::sessionText(Column column) const
{
    const SessionInfo &session = m_node.session();
    switch (column) {
    case Column::Name: {
        const ContentInfo *content = m_node.branch->content(session.contentId);
        return content ? printable(content->name) : tr("Session %1").arg(session.id.value());
    }
    case Column::Namespace:
        return nameSpace() ? printable(nameSpace()->name) : QString();
    case Column::Progress:
        return progress().isValid() ? format::percent(progress().toInt()) : QString();
    case Column::Rate:
        return session.state == SessionState::Failed ? QString() : format::rate(session.transferRate);
    case Column::Clients:
        return QString::number(m_node.children.size());
    case Column::Address:
        return endpoint(session.groupAddress, session.port);
    case Column::Interface:
        return printable(session.interfaceName);
    case Column::Rejected:
        return session.rejectedPackets ? QString::number(session.rejectedPackets) : QString();
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
        return client.name.isEmpty() ? printable(client.ipAddress) : printable(client.name);
    case Column::Progress:
        return format::percent(progress().toInt());
    case Column::JoinedFor:
        return client.joinedAt.isValid() ? format::duration(joinedSeconds()) : format::unknown();
    case Column::Cpu:
        return utilization(client.cpuUtilization);
    case Column::Memory:
        return utilization(client.memoryUtilization);
    case Column::Network:
        return utilization(client.networkUtilization);
    case Column::Loss:
        return format::share(client.lossRate);
    case Column::RoundTrip:
        return client.roundTrip ? tr("%1 ms").arg(client.roundTrip) : format::unknown();
    case Column::Address:
        return printable(client.ipAddress);
    case Column::Interface:
        return printable(client.macAddress);
    default:
        return {};
    }
}

QString RowText::state() const
{
    switch (m_node.pending) {
    case Pending::Ending:
        return tr("Ending…");
    case Pending::Disconnecting:
        return tr("Disconnecting…");
    case Pending::Bypassing:
        return tr("Leaving multicast…");
    case Pending::Unpublishing:
        return tr("Taking back…");
    case Pending::Starting:
        return tr("Starting…");
    case Pending::None:
        break;
    }
    switch (m_node.kind) {
    case RowKind::Server:
        return serverState();
    case RowKind::Session:
        return sessionState();
    case RowKind::Client:
        return clientState();
    case RowKind::Namespace:
        break;
    }
    NamespaceFacts facts;
    facts.info = m_node.nameSpace();
    return NamespaceText(facts, nullptr, m_errorText).display(NamespaceColumn::State);
}

QString RowText::serverState() const
{
    const ConnectionStatus &status = m_node.branch->status();
    switch (status.state) {
    case ConnectionState::Connecting:
        return status.since.isValid() ? tr("Lost at %1, connecting…").arg(format::moment(status.since, m_now))
                                      : tr("Connecting…");
    case ConnectionState::Ready:
        return serviceState();
    case ConnectionState::Lost:
        return status.since.isValid() ? tr("Lost at %1").arg(format::moment(status.since, m_now))
                                      : tr("Cannot be reached");
    case ConnectionState::Refused:
        return status.error ? m_errorText(*status.error) : tr("Refused");
    case ConnectionState::Closed:
        return tr("Not connected");
    }
    return {};
}

QString RowText::serviceState() const
{
    const ServerInfo &server = m_node.branch->info();
    if (server.serviceRunning)
        return tr("Connected");
    return server.serviceDraining ? tr("Service drains") : tr("Service stopped");
}

QString RowText::sessionState() const
{
    const SessionInfo &session = m_node.session();
    switch (session.state) {
    case SessionState::Waiting:
        return tr("Waiting");
    case SessionState::Sending:
        return tr("Sending");
    case SessionState::Terminating:
        return tr("Ending…");
    case SessionState::Failed:
        return session.error ? m_errorText(*session.error) : tr("Failed");
    }
    return {};
}

QString RowText::clientState() const
{
    switch (m_node.client().state) {
    case ClientState::Joining:
        return tr("Joining");
    case ClientState::Receiving:
        if (m_node.parent && m_node.parent->kind == RowKind::Session &&
            m_node.parent->session().state == SessionState::Waiting)
            return tr("Waiting");
        return isMaster() ? tr("Master, receiving") : tr("Receiving");
    case ClientState::NoData:
        return tr("No data seen");
    case ClientState::Disconnecting:
        return tr("Disconnecting…");
    }
    return {};
}

QVariant RowText::sortKey(Column column) const
{
    if (m_node.kind == RowKind::Session) {
        const SessionInfo &session = m_node.session();
        switch (column) {
        case Column::Progress:
            return session.percentCompletion;
        case Column::Rate:
            return session.transferRate;
        case Column::Clients:
            return static_cast<int>(m_node.children.size());
        case Column::Rejected:
            return session.rejectedPackets;
        default:
            break;
        }
    } else if (m_node.kind == RowKind::Client) {
        const ClientInfo &client = m_node.client();
        switch (column) {
        case Column::Progress:
            return client.percentCompletion;
        case Column::JoinedFor:
            // The longer ago the greater, whatever the time is now.
            return -client.joinedAt.toMSecsSinceEpoch();
        case Column::Cpu:
            return utilizationKey(client.cpuUtilization);
        case Column::Memory:
            return utilizationKey(client.memoryUtilization);
        case Column::Network:
            return utilizationKey(client.networkUtilization);
        case Column::Loss:
            return client.lossRate;
        case Column::RoundTrip:
            return client.roundTrip;
        default:
            break;
        }
    }
    return display(column);
}

QVariant RowText::value(Column column) const
{
    const bool isClient = m_node.kind == RowKind::Client;
    switch (column) {
    case Column::State:
        if (isClient)
            return toText(m_node.client().state);
        if (m_node.kind == RowKind::Namespace)
            return m_node.nameSpace().tombstoned ? QStringLiteral("tombstoned") : QStringLiteral("published");
        return m_node.kind == RowKind::Session ? QVariant(toText(m_node.session().state)) : QVariant();
    case Column::JoinedFor:
        return isClient ? QVariant(m_node.client().joinedAt.toUTC().toString(Qt::ISODate)) : QVariant();
    case Column::Name:
    case Column::Namespace:
    case Column::Address:
    case Column::Interface: {
        const QString text = display(column);
        return text.isEmpty() ? QVariant() : QVariant(text);
    }
    default: {
        const QVariant key = sortKey(column);
        const bool isNumber = key.typeId() != QMetaType::QString;
        return isNumber && key.toDouble() >= 0 ? key : QVariant();
    }
    }
}

QVariant RowText::progress() const
{
    int percent = 0;
    if (m_node.kind == RowKind::Client)
        percent = m_node.client().percentCompletion;
    else if (m_node.kind == RowKind::Session && !m_node.children.empty())
        percent = m_node.session().percentCompletion;
    else
        return {};
    return std::min(percent, 100);
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
    if (const NamespaceInfo *info = nameSpace()) {
        facts.namespaceId = info->id;
        facts.namespaceName = printable(info->name);
        facts.tombstoned = info->tombstoned;
    }
    if (m_node.kind == RowKind::Session) {
        facts.sessionId = m_node.session().id;
        facts.clients = static_cast<int>(m_node.children.size());
    } else if (m_node.kind == RowKind::Client) {
        facts.sessionId = m_node.client().sessionId;
    }
    return facts;
}

bool RowText::needsAttention() const
{
    switch (m_node.kind) {
    case RowKind::Server:
        return m_node.branch->status().state == ConnectionState::Refused;
    case RowKind::Session:
        return m_node.session().state == SessionState::Failed;
    case RowKind::Client:
        return m_node.client().state == ClientState::NoData;
    case RowKind::Namespace:
        return m_node.nameSpace().error || m_node.nameSpace().startMissed;
    }
    return false;
}

QString RowText::icon() const
{
    switch (m_node.kind) {
    case RowKind::Server:
        return QStringLiteral("server");
    case RowKind::Session:
        return QStringLiteral("session");
    case RowKind::Namespace:
        return QStringLiteral("folder");
    case RowKind::Client:
        return isMaster() ? QStringLiteral("master") : QStringLiteral("client");
    }
    return {};
}

bool RowText::isStale() const
{
    // A server that refuses us calls for attention; its rows are only not known to be true.
    const bool attention = m_node.kind == RowKind::Server && needsAttention();
    const bool known = m_node.branch->status().state == ConnectionState::Ready;
    return (!known && !attention) || m_node.pending != Pending::None;
}

bool RowText::isMaster() const
{
    return m_node.kind == RowKind::Client && m_node.parent &&
           m_node.parent->session().masterClientId == m_node.client().id;
}

const NamespaceInfo *RowText::nameSpace() const
{
    if (m_node.kind == RowKind::Namespace)
        return &m_node.nameSpace();
    if (m_node.kind != RowKind::Session)
        return nullptr;
    const ContentInfo *content = m_node.branch->content(m_node.session().contentId);
    return content ? m_node.branch->nameSpace(content->namespaceId) : nullptr;
}

qint64 RowText::joinedSeconds() const
{
    // Of a lost server nothing is known since it was lost; its clocks stand still.
    const ConnectionStatus &status = m_node.branch->status();
    const bool known = status.state == ConnectionState::Ready || !status.since.isValid();
    return m_node.client().joinedAt.secsTo(known ? m_now : status.since);
}

} // namespace castdeck
