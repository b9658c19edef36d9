// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/record.h"

#include <QAbstractItemModel>
#include <deque>

namespace castdeck
{

/// Records and what belongs to them, in two levels. Only ever grows, or is emptied. Roles: Sort, Value,
/// Group, Filter, Alert, Stale, Idle and Icon of inventoryrole.h.
class RecordModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    explicit RecordModel(QList<RecordColumn> columns, QObject *parent = nullptr);

    const QList<RecordColumn> &columns() const { return m_columns; }
    void append(const QList<Record> &records);
    void clear();

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    const Record &at(const QModelIndex &index) const;
    QVariant alignment(int column) const;
    static QString accessible(const QList<RecordColumn> &columns, const Record &record);

    QList<RecordColumn> m_columns;
    std::deque<Record> m_records;
};

} // namespace castdeck
