// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/values.h"
#include "models/rowfacts.h"

#include <memory>
#include <variant>
#include <vector>

namespace castdeck
{

class ServerBranch;

/// One row of the tree. Knows its own row number, so that finding its index costs nothing at 10 000 siblings.
/// Children are ordered by (kind, id): sessions, then published folders.
struct InventoryNode {
    using List = std::vector<std::unique_ptr<InventoryNode>>;
    using Value = std::variant<std::monostate, SessionInfo, NamespaceInfo, ClientInfo>;

    RowKind kind = RowKind::Server;
    quint32 id = 0;
    Value value;
    ServerBranch *branch = nullptr;
    InventoryNode *parent = nullptr; ///< null for a server
    int row = 0;
    Pending pending = Pending::None;
    List children;

    static std::unique_ptr<InventoryNode> make(SessionInfo info);
    static std::unique_ptr<InventoryNode> make(NamespaceInfo info);
    static std::unique_ptr<InventoryNode> make(ClientInfo info);

    const SessionInfo &session() const { return std::get<SessionInfo>(value); }
    const NamespaceInfo &nameSpace() const { return std::get<NamespaceInfo>(value); }
    const ClientInfo &client() const { return std::get<ClientInfo>(value); }

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
