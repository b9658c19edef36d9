// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverdialogs/servertree.h"

#include "core/untrusted.h"

#include <QPainter>
#include <algorithm>

namespace castdeck
{

namespace
{

enum TreeColumn : int { NameColumn, AddressColumn, StateColumn, StartColumn, LookColumn };
constexpr int NumberRole = Qt::UserRole; ///< of a server: its row
constexpr int GroupRole = Qt::UserRole + 1;

QString groupNameOf(const QTreeWidgetItem &group)
{
    return group.data(NameColumn, GroupRole).toString();
}

int numberOf(const QTreeWidgetItem &server)
{
    return server.data(NameColumn, NumberRole).toInt();
}

} // namespace

ServerTree::ServerTree(QWidget *parent) : QTreeWidget(parent)
{
    // Servers are dropped between servers and on groups, not beside these.
    invisibleRootItem()->setFlags(invisibleRootItem()->flags() & ~Qt::ItemIsDropEnabled);
    connect(this, &QTreeWidget::itemActivated, this, [this](const QTreeWidgetItem *item) {
        if (item->parent())
            Q_EMIT opened(numberOf(*item));
    });
}

void ServerTree::paintEvent(QPaintEvent *event)
{
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const int margin = 2 * fontMetrics().averageCharWidth();
    painter.drawText(viewport()->rect().adjusted(margin, 0, -margin, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("There is no server here yet. Add one, or import a list."));
}

QTreeWidgetItem *ServerTree::groupItem(const QString &group)
{
    int at = 0;
    for (; at < topLevelItemCount(); ++at) {
        const QString there = groupNameOf(*topLevelItem(at));
        if (there == group)
            return topLevelItem(at);
        if (there.localeAwareCompare(group) > 0)
            break;
    }
    auto *item = new QTreeWidgetItem({group.isEmpty() ? tr("Without a group") : printable(group)});
    item->setData(NameColumn, GroupRole, group);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsDropEnabled);
    QFont bold = font();
    bold.setBold(true);
    item->setFont(NameColumn, bold);
    insertTopLevelItem(at, item);
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

int ServerTree::add(const Row &row)
{
    const int number = static_cast<int>(m_rows.size());
    m_rows << row;
    auto *item = new QTreeWidgetItem(groupItem(row.server.profile.group));
    item->setData(NameColumn, NumberRole, number);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled |
                   Qt::ItemNeverHasChildren);
    fill(*item);
    return number;
}

void ServerTree::fill(QTreeWidgetItem &item)
{
    const Row &row = m_rows[numberOf(item)];
    const ServerProfile &profile = row.server.profile;
    item.setText(NameColumn, printable(profile.name));
    item.setText(AddressColumn, printable(profile.address()));
    item.setText(StateColumn, row.state);
    item.setText(StartColumn, profile.connectsAtStart ? tr("yes") : tr("no"));
    item.setText(LookColumn, profile.lookOnly ? tr("yes") : tr("no"));
}

QList<QTreeWidgetItem *> ServerTree::serverItems(QTreeWidgetItemIterator::IteratorFlags which) const
{
    QList<QTreeWidgetItem *> items;
    for (QTreeWidgetItemIterator at(const_cast<ServerTree *>(this), which); *at; ++at) {
        if ((*at)->parent())
            items << *at;
    }
    return items;
}

QTreeWidgetItem *ServerTree::item(int number) const
{
    for (QTreeWidgetItem *one : serverItems(QTreeWidgetItemIterator::All)) {
        if (numberOf(*one) == number)
            return one;
    }
    return nullptr;
}

QList<int> ServerTree::selected() const
{
    QList<int> numbers;
    for (const QTreeWidgetItem *one : selectedServers())
        numbers << numberOf(*one);
    return numbers;
}

ServerListAnswer ServerTree::servers() const
{
    ServerListAnswer servers;
    for (const QTreeWidgetItem *one : serverItems(QTreeWidgetItemIterator::All)) {
        ServerAnswer server = m_rows[numberOf(*one)].server;
        server.profile.group = groupNameOf(*one->parent());
        server.profile.place = static_cast<int>(servers.size());
        servers << server;
    }
    return servers;
}

QList<ServerProfile> ServerTree::profilesBut(int number) const
{
    QList<ServerProfile> profiles;
    for (const QTreeWidgetItem *one : serverItems(QTreeWidgetItemIterator::All)) {
        if (numberOf(*one) != number)
            profiles << m_rows[numberOf(*one)].server.profile;
    }
    return profiles;
}

QString ServerTree::groupOf(int number) const
{
    const QTreeWidgetItem *one = item(number);
    return one ? groupNameOf(*one->parent()) : QString();
}

QStringList ServerTree::groups() const
{
    QStringList names;
    for (int i = 0; i < topLevelItemCount(); ++i)
        names << groupNameOf(*topLevelItem(i));
    return names;
}

void ServerTree::select(int number)
{
    setCurrentItem(item(number));
}

void ServerTree::replace(int number, const ServerAnswer &server)
{
    m_rows[number].server = server;
    fill(*item(number));
    select(number);
    moveToGroup(server.profile.group);
}

void ServerTree::change(const std::function<void(ServerProfile &)> &how)
{
    for (QTreeWidgetItem *one : selectedServers()) {
        how(m_rows[numberOf(*one)].server.profile);
        fill(*one);
    }
    Q_EMIT itemSelectionChanged();
}

void ServerTree::moveToGroup(const QString &group)
{
    const QList<QTreeWidgetItem *> items = selectedServers();
    for (QTreeWidgetItem *one : items) {
        QTreeWidgetItem *const before = one->parent();
        if (groupNameOf(*before) == group)
            continue;
        before->removeChild(one);
        groupItem(group)->addChild(one);
        if (before->childCount() == 0)
            delete before;
    }
    for (QTreeWidgetItem *one : items)
        one->setSelected(true);
    if (!items.isEmpty())
        scrollToItem(items.first());
}

void ServerTree::moveBy(int step)
{
    QList<QTreeWidgetItem *> items = selectedServers();
    QTreeWidgetItem *const current = currentItem();
    // The one that goes first makes room for the others.
    if (step > 0)
        std::reverse(items.begin(), items.end());
    for (QTreeWidgetItem *one : std::as_const(items)) {
        QTreeWidgetItem *const group = one->parent();
        const int to = group->indexOfChild(one) + step;
        if (to < 0 || to >= group->childCount() || items.contains(group->child(to)))
            continue;
        group->removeChild(one);
        group->insertChild(to, one);
    }
    setCurrentItem(current, NameColumn, QItemSelectionModel::NoUpdate);
    for (QTreeWidgetItem *one : std::as_const(items))
        one->setSelected(true);
}

void ServerTree::removeSelected()
{
    qDeleteAll(selectedServers());
}

} // namespace castdeck
