// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/treeeditor.h"

#include "models/inventorymodel.h"
#include "models/serverbranch.h"

#include <algorithm>
#include <iterator>

namespace castdeck
{

void TreeEditor::insert(InventoryNode &parent, InventoryNode::List nodes)
{
    // From the back, so that the rows found stay true; neighbours go in as one span.
    size_t end = nodes.size();
    while (end > 0) {
        const int row = parent.rowFor(*nodes[end - 1]);
        size_t begin = end - 1;
        while (begin > 0 && parent.rowFor(*nodes[begin - 1]) == row)
            --begin;
        const auto at = [](auto &list, size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
        m_model.beginInsertRows(m_model.indexFor(&parent), row, row + static_cast<int>(end - begin) - 1);
        parent.children.insert(at(parent.children, static_cast<size_t>(row)),
                               std::make_move_iterator(at(nodes, begin)),
                               std::make_move_iterator(at(nodes, end)));
        parent.renumber(row);
        for (size_t i = static_cast<size_t>(row); i < static_cast<size_t>(row) + end - begin; ++i)
            parent.branch->remember(*parent.children[i]);
        m_model.endInsertRows();
        touchCounts(parent);
        end = begin;
    }
}

void TreeEditor::remove(InventoryNode &parent, const std::function<bool(const InventoryNode &)> &isGone)
{
    const auto gone = [&](int row) { return isGone(*parent.children[static_cast<size_t>(row)]); };
    int last = static_cast<int>(parent.children.size()) - 1;
    while (last >= 0) {
        if (!gone(last)) {
            --last;
            continue;
        }
        int first = last;
        while (first > 0 && gone(first - 1))
            --first;
        dropSpan(parent, first, last);
        last = first - 1;
    }
}

void TreeEditor::remove(InventoryNode &node)
{
    dropSpan(*node.parent, node.row, node.row);
}

void TreeEditor::dropSpan(InventoryNode &parent, int first, int last)
{
    m_model.beginRemoveRows(m_model.indexFor(&parent), first, last);
    const auto begin = parent.children.begin() + first;
    const auto end = parent.children.begin() + last + 1;
    std::for_each(begin, end, [this](const auto &node) { forget(*node); });
    parent.children.erase(begin, end);
    parent.renumber(first);
    m_model.endRemoveRows();
    touchCounts(parent);
}

void TreeEditor::move(InventoryNode &node, InventoryNode &newParent)
{
    InventoryNode &oldParent = *node.parent;
    const int from = node.row;
    const int to = newParent.rowFor(node);
    m_model.beginMoveRows(m_model.indexFor(&oldParent), from, from, m_model.indexFor(&newParent), to);
    auto owned = std::move(oldParent.children[static_cast<size_t>(from)]);
    oldParent.children.erase(oldParent.children.begin() + from);
    newParent.children.insert(newParent.children.begin() + to, std::move(owned));
    oldParent.renumber(from);
    newParent.renumber(to);
    m_model.endMoveRows();
    touchCounts(oldParent);
    touchCounts(newParent);
}

void TreeEditor::touch(InventoryNode &node, ColumnSet columns)
{
    if (columns.isEmpty())
        return;
    if (node.touched.isEmpty())
        m_touched.push_back(&node);
    node.touched |= columns;
}

void TreeEditor::touchCounts(InventoryNode &parent)
{
    if (parent.kind == RowKind::Session)
        parent.forgetTally();
    touch(parent, Column::Clients | Column::Progress | Column::Loss | Column::Health);
    if (parent.parent)
        touch(*parent.parent, Column::Clients | Column::Health);
}

void TreeEditor::forget(InventoryNode &node)
{
    for (const auto &child : node.children)
        forget(*child);
    if (!node.touched.isEmpty())
        std::erase(m_touched, &node);
    m_model.m_ticking.remove(&node);
    node.branch->forget(node);
}

void TreeEditor::flush()
{
    constexpr int gapMost = 8; // rows
    std::vector<InventoryNode *> nodes = std::exchange(m_touched, {});
    std::sort(nodes.begin(), nodes.end(), [](const InventoryNode *a, const InventoryNode *b) {
        return a->parent != b->parent ? std::less<>()(a->parent, b->parent) : a->row < b->row;
    });
    for (auto begin = nodes.cbegin(); begin != nodes.cend();) {
        ColumnSet columns = std::exchange((*begin)->touched, {});
        auto end = std::next(begin);
        while (end != nodes.cend() && (*end)->parent == (*begin)->parent &&
               (*end)->row - (*(end - 1))->row <= gapMost)
            columns |= std::exchange((*end++)->touched, {});
        m_model.announce(**begin, **(end - 1), columns);
        begin = end;
    }
}

} // namespace castdeck
