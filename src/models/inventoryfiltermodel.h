// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCollator>
#include <QSortFilterProxyModel>
#include <QTimer>

namespace castdeck
{

/// Finds rows by what a person types, and orders them. A row that matches is shown with all above and below
/// it; several words must all be found, in any column. Knows the roles it was given and no model.
///
/// The recursive mode of QSortFilterProxyModel is not used: in Qt 6.4 it loses rows that are inserted under a
/// parent which is filtered out. While there is a filter, a change of the source filters anew, once per turn
/// of the event loop.
class InventoryFilterModel : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    /// @p filterRole: text to search. @p sortRole: key to order by. @p groupRole: int that orders before the
    /// key does, in either direction.
    InventoryFilterModel(int filterRole, int sortRole, int groupRole, QObject *parent = nullptr);

    void setFilterText(const QString &text);
    bool isFiltering() const { return !m_words.isEmpty(); }
    void setSourceModel(QAbstractItemModel *model) override;

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    bool matches(const QModelIndex &source) const;
    bool matchesBelow(const QModelIndex &source) const;
    void filterLater();

    int m_filterRole;
    int m_sortRole;
    int m_groupRole;
    QStringList m_words;
    QCollator m_collator;
    QTimer m_anew;
};

} // namespace castdeck
