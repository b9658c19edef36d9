// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "models/catalogue.h"
#include "models/connectionstatus.h"
#include "models/totals.h"
#include "models/treeeditor.h"

#include <QCoreApplication>
#include <QHash>
#include <deque>

namespace castdeck
{

/// One server of the tree: its row, its sessions and clients by id, and what has no row of its own (contents,
/// namespaces that sessions carry). Brings the rows from one state to the next by key.
///
/// What a peer says is not trusted to be whole: a client of an unknown session gets no row, a session of an
/// unknown content gets one without a name, of two rows with one id the later wins. What became of a row is
/// never guessed: without word of it, it just goes.
class ServerBranch
{
    Q_DECLARE_TR_FUNCTIONS(castdeck::RowText)
public:
    ServerBranch(InventoryModel &model, ServerId id, QString displayName);

    InventoryNode &node() { return m_node; }
    const InventoryNode &node() const { return m_node; }
    const ServerId &id() const { return m_id; }
    const QString &displayName() const { return m_displayName; }
    /// Where a person keeps it: a site, a purpose; may be empty.
    const QString &group() const { return m_group; }
    const ConnectionStatus &status() const { return m_status; }
    const ServerInfo &info() const { return m_info; }
    quint64 revision() const { return m_revision; }
    quint64 transferRate() const;
    Totals totals() const;
    /// With what is below it.
    Health health() const;
    /// Null if there is none.
    const ContentInfo *content(ContentId id) const;
    const NamespaceInfo *nameSpace(NamespaceId id) const;
    InventoryNode *find(RowKind kind, quint32 id) const;
    Catalogue catalogue() const;
    /// Whether the change is one of those that come all the time and leave the catalogue as it is.
    bool isProgress(const Change &change) const;

    void rename(const QString &displayName);
    void setGroup(const QString &group);
    void setStatus(const ConnectionStatus &status);
    void merge(const Inventory &inventory);
    /// Whether all of them are progress.
    bool apply(const QList<InventoryEvent> &events);
    void setPending(InventoryNode &node, Pending pending);
    /// Takes past rows out of sight whose time is over then; without a time, all.
    void dropPast(const QDateTime &now = {});
    bool hasPast() const { return !m_pastSessions.isEmpty() || !m_pastClients.isEmpty(); }

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
    void put(SessionId gone, const std::optional<RowEnding> &ending);
    void put(ClientId gone, const std::optional<RowEnding> &ending);
    void put(const Notice &) {}
    void put(const ClientMeasures &measures);

    PastSession pastOf(const InventoryNode &session, const RowEnding &ending) const;
    void keep(InventoryNode &parent, std::unique_ptr<InventoryNode> past);
    void dropPast(RowKind kind, quint32 id);
    /// The same machine is back: what it was before is no longer how it ended.
    void dropPastOf(const ClientInfo &client, const InventoryNode &session);
    /// Where a client of that session belongs; null: nowhere.
    InventoryNode *homeOf(const ClientInfo &client) const;

    void insertClients(InventoryNode &session, InventoryNode::List nodes);
    void mergeSessions(const QHash<quint32, const SessionInfo *> &wanted);
    void mergeClients(const QHash<quint32, const ClientInfo *> &wanted);
    void update(InventoryNode &node, const SessionInfo &info);
    void update(InventoryNode &node, const ClientInfo &info);
    void noteProgress(InventoryNode &node, int before);
    void touchSessionsOf(ContentId id);
    void touchAll();
    /// A namespace has a row of its own exactly while no session carries anything of it.
    void syncFolders();

    struct Due {
        QDateTime until;
        RowKind kind = RowKind::PastSession;
        quint32 id = 0;
    };

    InventoryModel &m_model;
    ServerId m_id;
    QString m_displayName;
    QString m_group;
    ConnectionStatus m_status;
    ServerInfo m_info;
    quint64 m_revision = 0;
    QHash<NamespaceId, NamespaceInfo> m_namespaces;
    QHash<ContentId, ContentInfo> m_contents;
    QHash<quint32, InventoryNode *> m_sessions;
    QHash<quint32, InventoryNode *> m_clients;
    QHash<quint32, InventoryNode *> m_folders;
    QHash<quint32, InventoryNode *> m_pastSessions;
    QHash<quint32, InventoryNode *> m_pastClients;
    std::deque<Due> m_due; ///< of past rows, the next first; some may be gone already
    InventoryNode m_node;
    TreeEditor m_edit;
};

} // namespace castdeck
