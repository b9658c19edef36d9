// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/rowreveal.h"

#include "gui/window/inventorytree.h"
#include "gui/window/namespacepane.h"
#include "models/inventorymodel.h"

#include <QDockWidget>
#include <QLineEdit>

namespace castdeck
{

namespace
{

void goTo(QTreeView &view, const QModelIndex &row)
{
    for (QModelIndex above = row.parent(); above.isValid(); above = above.parent())
        view.expand(above);
    view.selectionModel()->setCurrentIndex(row,
                                           QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    view.scrollTo(row, QAbstractItemView::PositionAtCenter);
    view.setFocus(Qt::OtherFocusReason);
}

} // namespace

RowReveal::RowReveal(const InventoryModel &model, const InventoryFilterModel &rows, InventoryTree &tree,
                     NamespacePane &namespaces, QLineEdit &filter)
    : m_model(model), m_rows(rows), m_tree(tree), m_namespaces(namespaces), m_filter(filter)
{
}

bool RowReveal::show(const RowKey &key)
{
    const QModelIndex source = m_model.indexOf(key);
    if (!source.isValid())
        return key.kind == RowKind::Namespace && showNamespace(key);
    QModelIndex row = m_rows.mapFromSource(source);
    if (!row.isValid()) {
        m_filter.clear();
        row = m_rows.mapFromSource(source);
    }
    if (!row.isValid())
        return false;
    goTo(m_tree, row);
    return true;
}

bool RowReveal::showNamespace(const RowKey &key)
{
    const QModelIndex source = m_namespaces.model().indexOf(key.server, NamespaceId(key.id));
    if (!source.isValid())
        return false;
    if (!m_namespaces.rows().mapFromSource(source).isValid())
        m_filter.clear();
    if (auto *const dock = qobject_cast<QDockWidget *>(m_namespaces.parentWidget())) {
        dock->show();
        dock->raise();
    }
    goTo(m_namespaces.view(), m_namespaces.rows().mapFromSource(source));
    return true;
}

} // namespace castdeck
