// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/serverbranch.h"

#include "core/untrusted.h"
#include "models/inventorymodel.h"
#include "models/rowdifference.h"

#include <QMap>
#include <QSet>
#include <algorithm>

namespace castdeck
{

namespace
{

/// Owned nodes for the infos, in the order of the tree.
template <class Info>
InventoryNode::List makeNodes(const std::vector<const Info *> &infos)
{
    InventoryNode::List nodes;
    nodes.reserve(infos.size());
    for (const Info *info : infos)
        nodes.push_back(InventoryNode::make(*info));
    std::sort(nodes.begin(), nodes.end(), [](const auto &a, const auto &b) { return a->isBefore(*b); });
    return nodes;
}

template <class Info>
InventoryNode::List makeNodes(const Info &info)
{
    return makeNodes<Info>(std::vector<const Info *>{&info});
}

template <class Info>
QHash<quint32, const Info *> byId(const QList<Info> &infos)
{
    QHash<quint32, const Info *> hash;
    hash.reserve(infos.size());
    for (const Info &info : infos)
        hash.insert(info.id.value(), &info);
    return hash;
}

} // namespace

ServerBranch::ServerBranch(InventoryModel &model, ServerId id, QString displayName)
    : m_model(model), m_id(std::move(id)), m_displayName(std::move(displayName)), m_edit(model)
{
    m_node.branch = this;
}

quint64 ServerBranch::transferRate() const
{
    quint64 sum = 0;
    for (const InventoryNode *session : m_sessions)
        sum += session->session().transferRate;
    return sum;
}

Totals ServerBranch::totals() const
{
    Totals totals;
    totals.sessions = static_cast<int>(m_sessions.size());
    totals.troubles.count(healthOf(m_status));
    for (const InventoryNode *session : m_sessions) {
        const SessionTally &tally = session->tally();
        totals.clients += tally.multicast + tally.unicast;
        // Of a server that cannot be reached nothing else is known.
        if (m_status.state != ConnectionState::Ready)
            continue;
        totals.troubles.count(healthOf(session->session()));
        totals.troubles += tally.troubles;
    }
    return totals;
}

Health ServerBranch::health() const
{
    const Health own = healthOf(m_status);
    if (own != Health::Good)
        return own;
    const auto isWell = [](const auto &row) {
        return row->kind != RowKind::Namespace || healthOf(row->nameSpace()) == Health::Idle;
    };
    const bool isGood = totals().troubles == Troubles() &&
                        std::all_of(m_node.children.begin(), m_node.children.end(), isWell);
    return isGood ? Health::Good : Health::Strained;
}

const ContentInfo *ServerBranch::content(ContentId id) const
{
    const auto it = m_contents.constFind(id);
    return it != m_contents.cend() ? &*it : nullptr;
}

const NamespaceInfo *ServerBranch::nameSpace(NamespaceId id) const
{
    const auto it = m_namespaces.constFind(id);
    return it != m_namespaces.cend() ? &*it : nullptr;
}

InventoryNode *ServerBranch::find(RowKind kind, quint32 id) const
{
    switch (kind) {
    case RowKind::Session:
        return m_sessions.value(id);
    case RowKind::Client:
        return m_clients.value(id);
    case RowKind::Namespace:
        return m_folders.value(id);
    case RowKind::PastSession:
        return m_pastSessions.value(id);
    case RowKind::PastClient:
        return m_pastClients.value(id);
    case RowKind::Server:
        break;
    }
    return nullptr;
}

Catalogue ServerBranch::catalogue() const
{
    QHash<ContentId, CarriedContent> carried;
    for (const ContentInfo &info : m_contents)
        carried.insert(info.id, {info, 0, 0});
    for (const InventoryNode *session : m_sessions) {
        const auto content = carried.find(session->session().contentId);
        if (content == carried.end())
            continue;
        ++content->sessions;
        content->clients += session->tally().multicast + session->tally().unicast;
    }
    QMap<NamespaceId, QMap<ContentId, CarriedContent>> byNamespace;
    for (const CarriedContent &content : std::as_const(carried))
        byNamespace[content.info.namespaceId].insert(content.info.id, content);

    Catalogue catalogue{m_displayName, m_status.state == ConnectionState::Ready, m_status.powers, {}};
    for (const NamespaceInfo &info : m_namespaces)
        catalogue.namespaces.append({info, byNamespace.value(info.id).values()});
    std::ranges::sort(catalogue.namespaces, {}, [](const CatalogueEntry &entry) { return entry.info.id; });
    return catalogue;
}

bool ServerBranch::isProgress(const Change &change) const
{
    if (const auto *session = std::get_if<SessionInfo>(&change)) {
        const InventoryNode *known = m_sessions.value(session->id.value());
        return known && known->session().contentId == session->contentId;
    }
    if (const auto *client = std::get_if<ClientInfo>(&change)) {
        const InventoryNode *known = m_clients.value(client->id.value());
        return known && known->client().sessionId == client->sessionId;
    }
    return std::holds_alternative<Notice>(change) || std::holds_alternative<ServerInfo>(change) ||
           std::holds_alternative<ClientMeasures>(change);
}

void ServerBranch::remember(InventoryNode &node)
{
    switch (node.kind) {
    case RowKind::Session:
        m_sessions.insert(node.id, &node);
        break;
    case RowKind::Client:
        m_clients.insert(node.id, &node);
        break;
    case RowKind::Namespace:
        m_folders.insert(node.id, &node);
        break;
    case RowKind::PastSession:
        node.renumber(0);
        for (const auto &client : node.children)
            remember(*client);
        m_pastSessions.insert(node.id, &node);
        break;
    case RowKind::PastClient:
        m_pastClients.insert(node.id, &node);
        break;
    case RowKind::Server:
        break;
    }
}

void ServerBranch::forget(InventoryNode &node)
{
    switch (node.kind) {
    case RowKind::Session:
        m_sessions.remove(node.id);
        break;
    case RowKind::Client:
        m_clients.remove(node.id);
        break;
    case RowKind::Namespace:
        m_folders.remove(node.id);
        break;
    case RowKind::PastSession:
        m_pastSessions.remove(node.id);
        break;
    case RowKind::PastClient:
        m_pastClients.remove(node.id);
        break;
    case RowKind::Server:
        break;
    }
}

void ServerBranch::rename(const QString &displayName)
{
    m_displayName = displayName;
    m_edit.touch(m_node, Column::Name);
    m_edit.flush();
}

void ServerBranch::setGroup(const QString &group)
{
    m_group = group;
    m_edit.touch(m_node, Column::Namespace);
    m_edit.flush();
}

void ServerBranch::setStatus(const ConnectionStatus &status)
{
    if (m_status == status)
        return;
    ConnectionStatus before = std::exchange(m_status, status);
    before.silentSince = status.silentSince;
    if (before == status) {
        m_edit.touch(m_node, Column::State | Column::Health);
        m_edit.flush();
        return;
    }
    // Greyed or not: that is every row's business.
    touchAll();
    m_edit.flush();
}

void ServerBranch::setPending(InventoryNode &node, Pending pending)
{
    if (node.pending == pending)
        return;
    node.pending = pending;
    m_edit.touch(node, Column::State);
    m_edit.flush();
}

void ServerBranch::merge(const Inventory &inventory)
{
    m_revision = inventory.revision;
    put(inventory.server);
    const auto oldNamespaces = std::exchange(m_namespaces, {});
    const auto oldContents = std::exchange(m_contents, {});
    for (const NamespaceInfo &info : inventory.namespaces)
        m_namespaces.insert(info.id, info);
    for (const ContentInfo &info : inventory.contents)
        m_contents.insert(info.id, info);

    const auto sessions = byId(inventory.sessions);
    QHash<quint32, const ClientInfo *> clients = byId(inventory.clients);
    clients.removeIf(
        [&](auto it) { return !sessions.contains(it.value()->sessionId.value()) && !homeOf(*it.value()); });
    for (const auto &session : m_node.children)
        m_edit.remove(*session, [&](const InventoryNode &client) {
            return client.kind == RowKind::Client && !clients.contains(client.id);
        });
    mergeSessions(sessions);
    mergeClients(clients);
    m_edit.remove(m_node, [&](const InventoryNode &row) {
        return row.kind == RowKind::Session && !sessions.contains(row.id);
    });
    for (InventoryNode *session : std::as_const(m_sessions)) {
        const ContentId id = session->session().contentId;
        const ContentInfo before = oldContents.value(id);
        const ContentInfo now = m_contents.value(id);
        if (before != now || oldNamespaces.value(before.namespaceId) != m_namespaces.value(now.namespaceId))
            m_edit.touch(*session, Column::Name | Column::Namespace);
    }
    syncFolders();
    m_edit.flush();
}

void ServerBranch::mergeSessions(const QHash<quint32, const SessionInfo *> &wanted)
{
    std::vector<const SessionInfo *> fresh;
    for (const SessionInfo *info : wanted) {
        if (InventoryNode *node = m_sessions.value(info->id.value()))
            update(*node, *info);
        else
            fresh.push_back(info);
        dropPast(RowKind::PastSession, info->id.value());
    }
    m_edit.insert(m_node, makeNodes(fresh));
}

void ServerBranch::mergeClients(const QHash<quint32, const ClientInfo *> &wanted)
{
    QHash<quint32, std::vector<const ClientInfo *>> fresh;
    for (const ClientInfo *info : wanted) {
        if (InventoryNode *node = m_clients.value(info->id.value()))
            update(*node, *info);
        else
            fresh[info->sessionId.value()].push_back(info);
    }
    for (auto it = fresh.cbegin(); it != fresh.cend(); ++it) {
        for (const ClientInfo *info : it.value())
            dropPast(RowKind::PastClient, info->id.value());
        insertClients(*homeOf(*it.value().front()), makeNodes(it.value()));
    }
}

bool ServerBranch::apply(const QList<InventoryEvent> &events)
{
    bool areProgress = true;
    for (const InventoryEvent &event : events) {
        areProgress = isProgress(event.change) && areProgress;
        m_revision = event.revision;
        std::visit(
            [&](const auto &change) {
                if constexpr (requires { put(change, event.ending); })
                    put(change, event.ending);
                else
                    put(change);
            },
            event.change);
    }
    m_edit.flush();
    return areProgress;
}

void ServerBranch::put(const ServerInfo &info)
{
    m_edit.touch(m_node, when(m_info != info, Column::Name | Column::State));
    m_info = info;
}

void ServerBranch::put(const NamespaceInfo &info)
{
    m_namespaces.insert(info.id, info);
    for (const ContentInfo &content : std::as_const(m_contents)) {
        if (content.namespaceId == info.id)
            touchSessionsOf(content.id);
    }
    syncFolders();
}

void ServerBranch::put(const ContentInfo &info)
{
    m_contents.insert(info.id, info);
    touchSessionsOf(info.id);
    syncFolders();
}

void ServerBranch::put(const SessionInfo &info)
{
    InventoryNode *node = m_sessions.value(info.id.value());
    const bool sameContent = node && node->session().contentId == info.contentId;
    if (node) {
        update(*node, info);
    } else {
        dropPast(RowKind::PastSession, info.id.value());
        m_edit.insert(m_node, makeNodes(info));
    }
    if (sameContent)
        return;
    m_edit.touch(m_node, Column::Rate);
    syncFolders();
}

void ServerBranch::put(const ClientInfo &info)
{
    InventoryNode *session = homeOf(info);
    InventoryNode *node = m_clients.value(info.id.value());
    if (node && session) {
        update(*node, info);
    } else if (session) {
        dropPastOf(info, *session);
        insertClients(*session, makeNodes(info));
    } else if (node) {
        m_edit.remove(*node);
    }
}

void ServerBranch::insertClients(InventoryNode &session, InventoryNode::List nodes)
{
    const qint64 now = m_model.now().toMSecsSinceEpoch();
    for (const auto &node : nodes)
        node->clientPart().pace.see(node->client().percentCompletion, now);
    m_edit.insert(session, std::move(nodes));
}

void ServerBranch::put(NamespaceId gone)
{
    m_namespaces.remove(gone);
    QList<ContentId> contents;
    for (const ContentInfo &content : std::as_const(m_contents)) {
        if (content.namespaceId == gone)
            contents.append(content.id);
    }
    for (const ContentId content : contents)
        put(content);
    syncFolders();
}

void ServerBranch::put(ContentId gone)
{
    m_contents.remove(gone);
    m_edit.remove(m_node, [gone](const InventoryNode &row) {
        return row.kind == RowKind::Session && row.session().contentId == gone;
    });
    m_edit.touch(m_node, Column::Rate);
    syncFolders();
}

void ServerBranch::update(InventoryNode &node, const SessionInfo &info)
{
    const SessionInfo before = std::exchange(node.sessionPart().info, info);
    m_edit.touch(node, rowDifference(before, info));
    m_edit.touch(m_node, when(before.transferRate != info.transferRate, Column::Rate) |
                             when(healthOf(before) != healthOf(info), Column::Health));
    if ((before.state == SessionState::Waiting) != (info.state == SessionState::Waiting)) {
        // Its clients wait with it.
        for (const auto &client : node.children)
            m_edit.touch(*client, Column::State);
    }
    if (before.masterClientId == info.masterClientId)
        return;
    for (const ClientId master : {before.masterClientId, info.masterClientId}) {
        if (InventoryNode *client = m_clients.value(master.value()))
            m_edit.touch(*client, Column::State);
    }
}

void ServerBranch::update(InventoryNode &node, const ClientInfo &info)
{
    const ClientInfo before = std::exchange(node.clientPart().info, info);
    if (before.sessionId != info.sessionId) {
        m_edit.move(node, *homeOf(info));
        m_edit.touch(node, Column::State);
    }
    m_edit.touch(node, rowDifference(before, info));
    const bool becameUnicast = before.byUnicast != info.byUnicast;
    if (node.parent->kind == RowKind::Session && (healthOf(before) != healthOf(info) || becameUnicast)) {
        node.parent->forgetTally();
        m_edit.touch(*node.parent, Column::Progress | Column::Clients | Column::Health);
        m_edit.touch(m_node, Column::Clients | Column::Health);
    }
    // A session shows the mean of it.
    m_edit.touch(*node.parent, when(before.lossRate != info.lossRate, Column::Loss));
    noteProgress(node, before.percentCompletion);
}

void ServerBranch::put(const ClientMeasures &measures)
{
    for (qsizetype i = 0; i < measures.size(); ++i) {
        InventoryNode *node = m_clients.value(measures.ids[i].value());
        if (!node)
            continue;
        ClientInfo &info = node->clientPart().info;
        const int before = info.percentCompletion;
        m_edit.touch(*node, measureDifference(info, measures, i));
        m_edit.touch(*node->parent, when(info.lossRate != measures.lossRate[i], Column::Loss));
        measures.writeTo(info, i);
        noteProgress(*node, before);
    }
}

void ServerBranch::noteProgress(InventoryNode &node, int before)
{
    ClientPart &client = node.clientPart();
    const int now = client.info.percentCompletion;
    if (before == now)
        return;
    client.pace.see(now, m_model.now().toMSecsSinceEpoch());
    if (node.parent->kind != RowKind::Session)
        return;
    // The mean is what the server says next; the ends are seen to here, once somebody has looked.
    std::optional<Spread> &spread = node.parent->sessionPart().spread;
    if (!spread)
        return;
    const bool moves = before <= spread->slowest || now <= spread->slowest || before >= spread->fastest ||
                       now >= spread->fastest || healthOf(client.info) == Health::Stalled;
    spread.reset();
    m_edit.touch(*node.parent, when(moves, Column::Progress));
}

void ServerBranch::touchSessionsOf(ContentId id)
{
    for (InventoryNode *session : std::as_const(m_sessions)) {
        if (session->session().contentId == id)
            m_edit.touch(*session, Column::Name | Column::Namespace);
    }
}

void ServerBranch::touchAll()
{
    m_edit.touch(m_node, ColumnSet::all());
    for (const auto &row : m_node.children) {
        m_edit.touch(*row, ColumnSet::all());
        for (const auto &client : row->children)
            m_edit.touch(*client, ColumnSet::all());
    }
}

void ServerBranch::syncFolders()
{
    QSet<NamespaceId> busy;
    for (const InventoryNode *session : std::as_const(m_sessions)) {
        if (const ContentInfo *carried = content(session->session().contentId))
            busy.insert(carried->namespaceId);
    }
    m_edit.remove(m_node, [&](const InventoryNode &row) {
        const NamespaceId id(row.id);
        return row.kind == RowKind::Namespace && (!m_namespaces.contains(id) || busy.contains(id));
    });
    std::vector<const NamespaceInfo *> fresh;
    for (const NamespaceInfo &info : std::as_const(m_namespaces)) {
        if (busy.contains(info.id))
            continue;
        if (InventoryNode *node = m_folders.value(info.id.value())) {
            const NamespaceInfo before = std::exchange(node->nameSpace(), info);
            m_edit.touch(*node, rowDifference(before, info));
        } else {
            fresh.push_back(&info);
        }
    }
    m_edit.insert(m_node, makeNodes(fresh));
}

} // namespace castdeck
