// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowfacts.h"

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

namespace castdeck
{

/// What happened, newest last: time, server, event. Bounded; the oldest lines go first.
class EventLog : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Time, Server, Event, Columns };
    /// bool: somebody should look at it.
    static constexpr int AlertRole = Qt::UserRole + 1;
    /// RowKey: what it is about; without a server: nothing in the tree.
    static constexpr int RowRole = Qt::UserRole + 2;

    struct Line {
        QDateTime time; ///< UTC
        QString server;
        QString text;
        bool needsAttention = false;
        RowKey about{};
    };

    explicit EventLog(int limit, QObject *parent = nullptr);

    void append(Line line);
    void clear();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    size_t m_limit;
    std::deque<Line> m_lines;
};

} // namespace castdeck
