// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rowending.h"
#include "core/values.h"
#include "models/columns.h"
#include "models/progresspace.h"
#include "models/rowfacts.h"
#include "models/sessiontally.h"

#include <memory>
#include <variant>
#include <vector>

namespace castdeck
{

class ServerBranch;

struct ClientPart {
    ClientInfo info;
    ProgressPace pace;
};

struct SessionPart {
    SessionInfo info;
    // Made when they are asked for, and thrown away when they are not true any more.
    std::optional<SessionTally> tally{};
    std::optional<Spread> spread{};
};

/// A session that is over, with what it was called: its content is gone with it.
struct PastSession {
    SessionInfo info;
    RowEnding ending;
    QString name;
    QString namespaceName;
    quint64 size = 0;
};

struct PastClient {
    ClientInfo info;
    RowEnding ending;
};

/// One row of the tree. Knows its own row number, so that finding its index costs nothing at 10 000 siblings.
/// Children are ordered by (kind, id): sessions, published folders, past sessions. There may be 100 000
/// clients, so they are held in place and all that is larger is not.
struct InventoryNode {
    using List = std::vector<std::unique_ptr<InventoryNode>>;
    using Value = std::variant<std::monostate, std::unique_ptr<SessionPart>, std::unique_ptr<NamespaceInfo>,
                               ClientPart, std::unique_ptr<PastSession>, std::unique_ptr<PastClient>>;

    Value value;
    ServerBranch *branch = nullptr;
    InventoryNode *parent = nullptr; ///< null for a server
    List children;
    quint32 id = 0;
    int row = 0;
    RowKind kind = RowKind::Server;
    Pending pending = Pending::None;
    ColumnSet touched; ///< TreeEditor's: what of it is to be announced

    static std::unique_ptr<InventoryNode> make(SessionInfo info);
    static std::unique_ptr<InventoryNode> make(NamespaceInfo info);
    static std::unique_ptr<InventoryNode> make(ClientInfo info);
    static std::unique_ptr<InventoryNode> make(PastSession past);
    static std::unique_ptr<InventoryNode> make(PastClient past);

    SessionPart &sessionPart() const { return *std::get<std::unique_ptr<SessionPart>>(value); }
    const ClientPart &clientPart() const { return std::get<ClientPart>(value); }
    ClientPart &clientPart() { return std::get<ClientPart>(value); }
    const SessionInfo &session() const { return sessionPart().info; }
    NamespaceInfo &nameSpace() const { return *std::get<std::unique_ptr<NamespaceInfo>>(value); }
    const ClientInfo &client() const { return clientPart().info; }
    PastSession &pastSession() const { return *std::get<std::unique_ptr<PastSession>>(value); }
    PastClient &pastClient() const { return *std::get<std::unique_ptr<PastClient>>(value); }

    // Of a session.
    const SessionTally &tally() const;
    const std::optional<Spread> &spread() const;
    void forgetTally() const
    {
        sessionPart().tally.reset();
        sessionPart().spread.reset();
    }

    bool isBefore(const InventoryNode &other) const
    {
        return kind != other.kind ? kind < other.kind : id < other.id;
    }
    /// Where a child belongs: the row of the first child that is not before it.
    int rowFor(const InventoryNode &child) const;
    /// Repairs the row numbers from @p first on.
    void renumber(int first);
};

} // namespace castdeck
