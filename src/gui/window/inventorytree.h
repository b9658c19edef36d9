// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/inventoryview.h"

namespace castdeck
{

class HeaderMenu;
class InventoryFilterModel;

/// The tree of servers, sessions and clients: what is new in it is seen.
class InventoryTree : public InventoryView
{
    Q_OBJECT
public:
    /// @p rows outlive it.
    explicit InventoryTree(InventoryFilterModel &rows, QWidget *parent = nullptr);

    /// Leaves the rows in which that occurs.
    void filter(const QString &text);
    QList<int> visibleColumns() const;
    /// All but the servers.
    void collapseSessions();

private:
    void expandNew(const QModelIndex &parent, int first, int last);

    InventoryFilterModel &m_rows;
    HeaderMenu *m_columns;
};

} // namespace castdeck
