// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/columns.h"
#include "models/inventorynode.h"

#include <functional>
#include <vector>

namespace castdeck
{

class InventoryModel;

/// The only hand that changes the tree. Every insertion, removal and move comes with its signals, in spans;
/// changed rows are collected and announced by flush(), one dataChanged for each span of neighbours; a few
/// rows between two that changed are announced along, which costs less than a further span.
class TreeEditor
{
public:
    explicit TreeEditor(InventoryModel &model) : m_model(model) {}

    /// @p nodes are ordered by isBefore(), and none of them has an equal among the children.
    void insert(InventoryNode &parent, InventoryNode::List nodes);
    void remove(InventoryNode &parent, const std::function<bool(const InventoryNode &)> &isGone);
    void remove(InventoryNode &node);
    void move(InventoryNode &node, InventoryNode &newParent);
    void touch(InventoryNode &node, ColumnSet columns);
    void flush();

private:
    /// A parent's row counts its children, and shows progress only if it has any.
    void touchCounts(InventoryNode &parent);
    void dropSpan(InventoryNode &parent, int first, int last);
    void forget(InventoryNode &node);

    InventoryModel &m_model;
    std::vector<InventoryNode *> m_touched;
};

} // namespace castdeck
