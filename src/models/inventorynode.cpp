// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventorynode.h"

#include <algorithm>

namespace castdeck
{

namespace
{

std::unique_ptr<InventoryNode> makeNode(RowKind kind, quint32 id, InventoryNode::Value value)
{
    auto node = std::make_unique<InventoryNode>();
    node->kind = kind;
    node->id = id;
    node->value = std::move(value);
    return node;
}

} // namespace

std::unique_ptr<InventoryNode> InventoryNode::make(SessionInfo info)
{
    const quint32 id = info.id.value();
    return makeNode(RowKind::Session, id, std::make_unique<SessionPart>(SessionPart{std::move(info)}));
}

std::unique_ptr<InventoryNode> InventoryNode::make(NamespaceInfo info)
{
    const quint32 id = info.id.value();
    return makeNode(RowKind::Namespace, id, std::make_unique<NamespaceInfo>(std::move(info)));
}

std::unique_ptr<InventoryNode> InventoryNode::make(ClientInfo info)
{
    const quint32 id = info.id.value();
    return makeNode(RowKind::Client, id, ClientPart{std::move(info), {}});
}

std::unique_ptr<InventoryNode> InventoryNode::make(PastSession past)
{
    const quint32 id = past.info.id.value();
    return makeNode(RowKind::PastSession, id, std::make_unique<PastSession>(std::move(past)));
}

std::unique_ptr<InventoryNode> InventoryNode::make(PastClient past)
{
    const quint32 id = past.info.id.value();
    return makeNode(RowKind::PastClient, id, std::make_unique<PastClient>(std::move(past)));
}

const SessionTally &InventoryNode::tally() const
{
    SessionPart &part = sessionPart();
    if (!part.tally)
        part.tally = tallyOf(*this);
    return *part.tally;
}

const std::optional<Spread> &InventoryNode::spread() const
{
    SessionPart &part = sessionPart();
    if (!part.spread)
        part.spread = spreadOf(*this);
    return part.spread;
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
