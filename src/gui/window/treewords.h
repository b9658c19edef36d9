// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

class QLineEdit;

namespace castdeck
{

class InventoryFilterModel;
class InventoryModel;
class InventoryView;

/// What is said of the tree as a whole: how much there is, and in the empty tree what to do next.
class TreeWords : public QObject
{
    Q_OBJECT
public:
    /// Everything given outlives it; @p rows are those of @p model that @p filter leaves, which @p view
    /// shows.
    TreeWords(const InventoryModel &model, const InventoryFilterModel &rows, const QLineEdit &filter,
              InventoryView &view, QLabel &count);

private:
    void say();
    QString hint() const;
    QString count() const;

    const InventoryModel &m_model;
    const InventoryFilterModel &m_rows;
    const QLineEdit &m_filter;
    InventoryView &m_view;
    QLabel &m_count;
    QTimer m_later;
};

} // namespace castdeck
