// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/untrusted.h"
#include "models/inventorymodel.h"
#include "models/serverbranch.h"

#include <algorithm>

namespace castdeck
{

// What is over, in a server's branch.

namespace
{

/// Of one server; beyond that the oldest go.
constexpr qsizetype PastMost = 5'000;

InventoryNode::List listOf(std::unique_ptr<InventoryNode> node)
{
    InventoryNode::List list;
    list.push_back(std::move(node));
    return list;
}

bool hasClients(const InventoryNode &past)
{
    return !past.children.empty() && past.children.front()->kind == RowKind::Client;
}

} // namespace

void ServerBranch::put(SessionId gone, const std::optional<RowEnding> &ending)
{
    if (InventoryNode *node = m_sessions.value(gone.value())) {
        std::unique_ptr<InventoryNode> past;
        if (ending && ending->session && m_model.pastKept().count() > 0) {
            past = InventoryNode::make(pastOf(*node, *ending));
            for (const auto &client : node->children) {
                if (client->kind == RowKind::PastClient)
                    past->children.push_back(InventoryNode::make(client->pastClient()));
            }
        }
        m_edit.remove(*node);
        if (past)
            keep(m_node, std::move(past));
    }
    m_edit.touch(m_node, Column::Rate);
    syncFolders();
}

void ServerBranch::put(ClientId gone, const std::optional<RowEnding> &ending)
{
    InventoryNode *node = m_clients.value(gone.value());
    if (!node)
        return;
    InventoryNode &session = *node->parent;
    std::unique_ptr<InventoryNode> past;
    if (ending && ending->client && m_model.pastKept().count() > 0)
        past = InventoryNode::make(PastClient{node->client(), *ending});
    m_edit.remove(*node);
    if (past)
        keep(session, std::move(past));
}

PastSession ServerBranch::pastOf(const InventoryNode &session, const RowEnding &ending) const
{
    PastSession past{session.session(), ending, {}, {}, 0};
    const ContentInfo *carried = content(past.info.contentId);
    const NamespaceInfo *owner = carried ? nameSpace(carried->namespaceId) : nullptr;
    past.name = carried ? printable(carried->name) : tr("Session %1").arg(session.id);
    past.namespaceName = owner ? printable(owner->name) : QString();
    past.size = carried ? carried->size : 0;
    return past;
}

void ServerBranch::keep(InventoryNode &parent, std::unique_ptr<InventoryNode> past)
{
    const RowKind kind = past->kind;
    const quint32 id = past->id;
    dropPast(kind, id);
    m_edit.insert(parent, listOf(std::move(past)));
    m_due.push_back({m_model.now().addSecs(m_model.pastKept().count()), kind, id});
    while (m_pastSessions.size() + m_pastClients.size() > PastMost && m_due.size() > 1) {
        dropPast(m_due.front().kind, m_due.front().id);
        m_due.pop_front();
    }
}

void ServerBranch::dropPast(RowKind kind, quint32 id)
{
    if (InventoryNode *known = find(kind, id))
        m_edit.remove(*known);
}

void ServerBranch::dropPast(const QDateTime &now)
{
    std::deque<Due> kept;
    while (!m_due.empty() && (!now.isValid() || m_due.front().until <= now)) {
        const Due due = m_due.front();
        m_due.pop_front();
        InventoryNode *row = find(due.kind, due.id);
        // A client goes with its session; a session stays while one of it still gets something.
        if (row && hasClients(*row))
            kept.push_back({m_model.now().addSecs(m_model.pastKept().count()), due.kind, due.id});
        else if (row && (row->kind == RowKind::PastSession || row->parent->kind == RowKind::Session))
            m_edit.remove(*row);
    }
    m_due.insert(m_due.end(), kept.begin(), kept.end());
    m_edit.flush();
}

void ServerBranch::dropPastOf(const ClientInfo &client, const InventoryNode &session)
{
    dropPast(RowKind::PastClient, client.id.value());
    std::vector<quint32> gone;
    for (auto row = session.children.rbegin();
         row != session.children.rend() && (*row)->kind == RowKind::PastClient; ++row) {
        const ClientInfo &before = (*row)->pastClient().info;
        if (before.name == client.name && before.macAddress == client.macAddress &&
            before.ipAddress == client.ipAddress)
            gone.push_back((*row)->id);
    }
    for (const quint32 id : gone)
        dropPast(RowKind::PastClient, id);
}

InventoryNode *ServerBranch::homeOf(const ClientInfo &client) const
{
    if (InventoryNode *session = m_sessions.value(client.sessionId.value()))
        return session;
    // Its session may be over while it still gets the rest.
    return client.byUnicast ? m_pastSessions.value(client.sessionId.value()) : nullptr;
}

} // namespace castdeck
