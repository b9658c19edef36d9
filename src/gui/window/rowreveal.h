// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/text/report.h"

class QLineEdit;

namespace castdeck
{

class InventoryModel;
class InventoryTree;
class InventoryFilterModel;
class NamespacePane;

/// Leads a person to a row: it is selected, scrolled to, and has the focus. A filter that hides it is taken
/// away.
class RowReveal
{
public:
    /// Everything given outlives it.
    RowReveal(const InventoryModel &model, const InventoryFilterModel &rows, InventoryTree &tree,
              NamespacePane &namespaces, QLineEdit &filter);

    /// False if it is not there any more. A namespace that sessions carry is in the pane of namespaces only.
    bool show(const RowKey &key);

private:
    bool showNamespace(const RowKey &key);

    const InventoryModel &m_model;
    const InventoryFilterModel &m_rows;
    InventoryTree &m_tree;
    NamespacePane &m_namespaces;
    QLineEdit &m_filter;
};

} // namespace castdeck
