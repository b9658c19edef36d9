// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventorynode.h"

#include <algorithm>

namespace castdeck
{

namespace
{

template <class Info>
std::unique_ptr<InventoryNode> makeNode(RowKind kind, Info info)
{
    auto node = std::make_unique<InventoryNode>();
    node->kind = kind;
    node->id = info.id.value();
    node->value = std::move(info);
    return node;
}

} // namespace

std::unique_ptr<InventoryNode> InventoryNode::make(SessionInfo info)
{
    return makeNode(RowKind::Session, std::move(info));
}

std::unique_ptr<InventoryNode> InventoryNode::make(NamespaceInfo info)
{
    return makeNode(RowKind::Namespace, std::move(info));
}

std::unique_ptr<InventoryNode> InventoryNode::make(ClientInfo info)
{
    return makeNode(RowKind::Client, std::move(info));
}

int InventoryNode::rowFor(const InventoryNode &child) const
{
    const auto at = std::lower_bound(children.begin(), children.end(), child,
                                     [](const auto &a, const InventoryNode &b) { return a->isBefore(b); });
    return static_cast<int>(at - children.begin());
}

void InventoryNode::renumber(int first)
{
    for (size_t i = static_cast<size_t>(first); i < children.size(); ++i) {
        children[i]->row = static_cast<int>(i);
        children[i]->parent = this;
        children[i]->branch = branch;
    }
}

} // namespace castdeck
