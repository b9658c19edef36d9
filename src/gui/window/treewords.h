// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

namespace castdeck
{

class AttentionChips;
class FilterField;
class InventoryFilterModel;
class InventoryModel;
class InventoryView;

/// What is said of the tree as a whole: how much there is and how many are in trouble, and in the empty tree
/// what can be done next, as links that HintLinks follows.
class TreeWords : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; @p rows are those of @p model that @p filter leaves, which @p view
    /// shows.
    TreeWords(const InventoryModel &model, const InventoryFilterModel &rows, FilterField &filter,
              InventoryView &view, QLabel &count, AttentionChips &chips);

private:
    /// What the hint depends on.
    struct Servers;

    void say();
    void sayLater();
    QString hint() const;
    QString unreachable(const Servers &servers) const;
    QString count() const;

    const InventoryModel &m_model;
    const InventoryFilterModel &m_rows;
    const FilterField &m_filter;
    InventoryView &m_view;
    QLabel &m_count;
    AttentionChips &m_chips;
    QTimer m_later;
};

} // namespace castdeck
