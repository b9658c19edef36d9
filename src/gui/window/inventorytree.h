// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/parts/inventoryview.h"
#include "gui/rows/ratedelegate.h"

#include <QPersistentModelIndex>
#include <QSet>

namespace castdeck
{

class FilterField;
class HeaderMenu;
class InventoryFilterModel;

/// The tree of servers, sessions and clients. What is new in it is seen. A filter opens what leads to a
/// match; without it, what was open, selected and current is so again.
class InventoryTree : public InventoryView
{
    Q_OBJECT
public:
    /// @p rows outlive it.
    explicit InventoryTree(InventoryFilterModel &rows, QWidget *parent = nullptr);

    /// Filters by what is typed there, and takes the focus from it.
    void searchBy(FilterField &field);
    /// Shows before a rate how it went.
    void setRates(RateDelegate::History history);
    QList<int> visibleColumns() const;
    void expandAll();
    /// All but the servers.
    void collapseSessions();

protected:
    void doItemsLayout() override;

private:
    /// What was selected when the filter began, and what the filter has left of it. Rows of the source.
    struct Kept {
        QList<QPersistentModelIndex> selected;
        QPersistentModelIndex current;
        QList<QPersistentModelIndex> left;
    };

    void keepLayout(const QList<QPersistentModelIndex> &parents);
    void filter(const QString &text);
    void arrange();
    void arrangeBelow(const QModelIndex &parent);
    void arrangeRow(const QModelIndex &index);
    void restoreSelection();
    void noteOpen(const QModelIndex &index, bool isOpen);
    void showNew(const QModelIndex &parent, int first, int last);
    QList<QPersistentModelIndex> selectedSources() const;
    QStringList valuesFor(const QString &key) const;

    InventoryFilterModel &m_rows;
    HeaderMenu *m_columns;
    Kept m_kept;
    QSet<QPersistentModelIndex> m_closed; ///< rows of the source that a person closed
    bool m_isArranging = false;
    bool m_keepsLayout = false;
};

} // namespace castdeck
