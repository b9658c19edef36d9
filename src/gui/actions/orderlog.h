// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/actions/order.h"

#include <QAbstractItemModel>
#include <QDateTime>
#include <deque>

namespace castdeck
{

/// The orders a person gave in this run, newest last, and below each its targets with what became of them:
/// time, order, server, outcome. Bounded; the oldest go first.
class OrderLog : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { Time, What, Server, Outcome, Columns };
    enum Role {
        AlertRole = Qt::UserRole + 1, ///< bool: it failed
        RowRole,                      ///< RowKey: what it was given for
    };

    explicit OrderLog(int limit, QObject *parent = nullptr);

    /// Notes an order that has no target yet.
    void follow(Order &order);
    /// What it was, for who gives it again.
    QString title(const QModelIndex &index) const;
    /// The targets of an order that has been answered, or the one target; with failures, those alone.
    QStringList namesAgain(const QModelIndex &index) const;
    /// Gives it to these once more, by that order, which should be followed before.
    void giveAgain(const QModelIndex &index, Order &order) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Target {
        Order::Target target;
        Order::Gift gift;
        std::optional<OrderOutcome::Target> how; ///< nothing: not answered yet
    };
    struct Entry {
        QDateTime time; ///< UTC
        QString title;
        std::deque<Target> targets;
    };
    /// Entries are named by a number that stays when older ones go.
    Entry *entry(quint64 serial);
    const Entry *entryOf(const QModelIndex &index) const;
    const Target *targetOf(const QModelIndex &index) const;
    QList<const Target *> again(const QModelIndex &index) const;
    QModelIndex indexOf(quint64 serial, int column = 0) const;
    static QString outcome(const Entry &entry);
    static QString outcome(const Target &target);
    QString cell(const QModelIndex &index) const;

    size_t m_limit;
    quint64 m_first = 1; ///< serial of the oldest
    std::deque<Entry> m_entries;
};

} // namespace castdeck
