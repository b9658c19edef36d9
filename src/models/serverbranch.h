// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "models/catalogue.h"
#include "models/connectionstatus.h"
#include "models/treeeditor.h"

#include <QHash>

namespace castdeck
{

/// One server of the tree: its row, its sessions and clients by id, and what has no row of its own (contents,
/// namespaces that sessions carry). Brings the rows from one state to the next by key.
///
/// What a peer says is not trusted to be whole: a client of an unknown session gets no row, a session of an
/// unknown content gets one without a name, of two rows with one id the later wins.
class ServerBranch
{
public:
    ServerBranch(InventoryModel &model, ServerId id, QString displayName);

    InventoryNode &node() { return m_node; }
    const InventoryNode &node() const { return m_node; }
    const ServerId &id() const { return m_id; }
    const QString &displayName() const { return m_displayName; }
    const ConnectionStatus &status() const { return m_status; }
    const ServerInfo &info() const { return m_info; }
    quint64 revision() const { return m_revision; }
    qsizetype clientCount() const { return m_clients.size(); }
    quint64 transferRate() const;
    /// Null if there is none.
    const ContentInfo *content(ContentId id) const;
    const NamespaceInfo *nameSpace(NamespaceId id) const;
    InventoryNode *find(RowKind kind, quint32 id) const;
    Catalogue catalogue() const;
    /// Whether the change is one of those that come all the time and leave the catalogue as it is.
    bool isProgress(const Change &change) const;

    void rename(const QString &displayName);
    void setStatus(const ConnectionStatus &status);
    void merge(const Inventory &inventory);
    void apply(const InventoryEvent &event);
    void setPending(InventoryNode &node, Pending pending);

    // For TreeEditor: a row has come, a row goes.
    void remember(InventoryNode &node);
    void forget(InventoryNode &node);

private:
    void put(const ServerInfo &info);
    void put(const NamespaceInfo &info);
    void put(const ContentInfo &info);
    void put(const SessionInfo &info);
    void put(const ClientInfo &info);
    void put(NamespaceId gone);
    void put(ContentId gone);
    void put(SessionId gone);
    void put(ClientId gone);
    void put(const Notice &) {}

    void mergeSessions(const QHash<quint32, const SessionInfo *> &wanted);
    void mergeClients(const QHash<quint32, const ClientInfo *> &wanted);
    void update(InventoryNode &node, const SessionInfo &info);
    void update(InventoryNode &node, const ClientInfo &info);
    void touchSessionsOf(ContentId id);
    void touchAll();
    /// A namespace has a row of its own exactly while no session carries anything of it.
    void syncFolders();

    ServerId m_id;
    QString m_displayName;
    ConnectionStatus m_status;
    ServerInfo m_info;
    quint64 m_revision = 0;
    QHash<NamespaceId, NamespaceInfo> m_namespaces;
    QHash<ContentId, ContentInfo> m_contents;
    QHash<quint32, InventoryNode *> m_sessions;
    QHash<quint32, InventoryNode *> m_clients;
    QHash<quint32, InventoryNode *> m_folders;
    InventoryNode m_node;
    TreeEditor m_edit;
};

} // namespace castdeck
