// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/serverdialogs/serverquestion.h"

#include <QTreeWidget>
#include <functional>

namespace castdeck
{

/// Servers below their groups, which stand in the order of their names; servers in that into which they are
/// dragged, or brought by the keyboard.
class ServerTree : public QTreeWidget
{
    Q_OBJECT
public:
    using Row = ServerListQuestion::Row;
    explicit ServerTree(QWidget *parent = nullptr);

    /// At the end of its group; its number.
    int add(const Row &row);
    const Row &row(int number) const { return m_rows[number]; }
    /// The numbers of those that are selected, from top to bottom.
    QList<int> selected() const;
    /// What is there, from top to bottom.
    ServerListAnswer servers() const;
    QList<ServerProfile> profilesBut(int number) const;
    QString groupOf(int number) const;
    QStringList groups() const;

    void select(int number);
    /// Of one: it may be in another group then.
    void replace(int number, const ServerAnswer &server);
    // Of those that are selected, which they stay.
    void change(const std::function<void(ServerProfile &)> &how);
    void moveToGroup(const QString &group);
    /// Up or down within their groups.
    void moveBy(int step);
    void removeSelected();

Q_SIGNALS:
    void opened(int number);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QTreeWidgetItem *groupItem(const QString &group);
    QTreeWidgetItem *item(int number) const;
    QList<QTreeWidgetItem *> serverItems(QTreeWidgetItemIterator::IteratorFlags which) const;
    QList<QTreeWidgetItem *> selectedServers() const
    {
        return serverItems(QTreeWidgetItemIterator::Selected);
    }
    void fill(QTreeWidgetItem &item);

    QList<Row> m_rows; ///< an item knows its own by number
};

} // namespace castdeck
