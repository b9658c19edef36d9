// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/serverbranch.h"

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
    : m_id(std::move(id)), m_displayName(std::move(displayName)), m_edit(model)
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
        content->clients += static_cast<int>(session->children.size());
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
    return std::holds_alternative<Notice>(change) || std::holds_alternative<ServerInfo>(change);
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

void ServerBranch::setStatus(const ConnectionStatus &status)
{
    if (m_status == status)
        return;
    m_status = status;
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
    clients.removeIf([&](auto it) { return !sessions.contains(it.value()->sessionId.value()); });
    for (const auto &session : m_node.children)
        m_edit.remove(*session, [&](const InventoryNode &client) { return !clients.contains(client.id); });
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
    for (auto it = fresh.cbegin(); it != fresh.cend(); ++it)
        m_edit.insert(*m_sessions.value(it.key()), makeNodes(it.value()));
}

void ServerBranch::apply(const InventoryEvent &event)
{
    m_revision = event.revision;
    std::visit([this](const auto &change) { put(change); }, event.change);
    m_edit.flush();
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
    if (node)
        update(*node, info);
    else
        m_edit.insert(m_node, makeNodes(info));
    if (sameContent)
        return;
    m_edit.touch(m_node, Column::Rate);
    syncFolders();
}

void ServerBranch::put(const ClientInfo &info)
{
    InventoryNode *session = m_sessions.value(info.sessionId.value());
    InventoryNode *node = m_clients.value(info.id.value());
    if (node && session)
        update(*node, info);
    else if (session)
        m_edit.insert(*session, makeNodes(info));
    else if (node)
        m_edit.remove(*node);
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

void ServerBranch::put(SessionId gone)
{
    if (InventoryNode *node = m_sessions.value(gone.value()))
        m_edit.remove(*node);
    m_edit.touch(m_node, Column::Rate);
    syncFolders();
}

void ServerBranch::put(ClientId gone)
{
    if (InventoryNode *node = m_clients.value(gone.value()))
        m_edit.remove(*node);
}

void ServerBranch::update(InventoryNode &node, const SessionInfo &info)
{
    const SessionInfo before = std::exchange(std::get<SessionInfo>(node.value), info);
    m_edit.touch(node, rowDifference(before, info));
    m_edit.touch(m_node, when(before.transferRate != info.transferRate, Column::Rate));
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
    const ClientInfo before = std::exchange(std::get<ClientInfo>(node.value), info);
    if (before.sessionId != info.sessionId) {
        m_edit.move(node, *m_sessions.value(info.sessionId.value()));
        m_edit.touch(node, Column::State);
    }
    m_edit.touch(node, rowDifference(before, info));
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
            const NamespaceInfo before = std::exchange(std::get<NamespaceInfo>(node->value), info);
            m_edit.touch(*node, rowDifference(before, info));
        } else {
            fresh.push_back(&info);
        }
    }
    m_edit.insert(m_node, makeNodes(fresh));
}

} // namespace castdeck
