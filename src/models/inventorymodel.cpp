// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventorymodel.h"

#include "models/columntext.h"
#include "models/inventoryrole.h"
#include "models/rowtext.h"
#include "models/serverbranch.h"

#include <algorithm>

namespace castdeck
{

namespace
{

InventoryNode *nodeOf(const QModelIndex &index)
{
    return static_cast<InventoryNode *>(index.internalPointer());
}

/// What else is told of the row in the changed columns.
QList<int> rolesOf(ColumnSet columns)
{
    QList<int> roles{Qt::DisplayRole, Qt::ToolTipRole, Qt::AccessibleTextRole, InventoryRole::Sort};
    if (columns.intersects(Column::Progress))
        roles << InventoryRole::Progress << InventoryRole::Spread;
    if (columns.intersects(Column::Name | Column::Namespace | Column::State | Column::Address |
                           Column::Interface))
        roles << InventoryRole::Filter;
    if (columns.intersects(Column::Name | Column::Namespace | Column::State | Column::Clients |
                           Column::Health))
        roles << InventoryRole::Facts;
    if (columns.intersects(Column::State))
        roles << InventoryRole::Alert << InventoryRole::Stale << InventoryRole::Idle << InventoryRole::Icon
              << InventoryRole::Master << InventoryRole::Sentence;
    if (columns.intersects(Column::State | Column::Health))
        roles << InventoryRole::Severity << InventoryRole::Health;
    return roles;
}

/// What goes on stands above what is on offer, and that above what is over.
int groupOf(RowKind kind)
{
    switch (kind) {
    case RowKind::Namespace:
        return 1;
    case RowKind::PastSession:
    case RowKind::PastClient:
        return 2;
    default:
        return 0;
    }
}

} // namespace

InventoryModel::InventoryModel(std::function<QString(const Error &)> errorText, QObject *parent)
    : QAbstractItemModel(parent), m_errorText(std::move(errorText)), m_now(QDateTime::currentDateTimeUtc())
{
}

InventoryModel::~InventoryModel() = default;

void InventoryModel::addServer(const ServerId &id, const QString &displayName)
{
    if (branch(id))
        return;
    const int row = rowCount();
    beginInsertRows({}, row, row);
    m_servers.push_back(std::make_unique<ServerBranch>(*this, id, displayName));
    renumber();
    endInsertRows();
}

void InventoryModel::renameServer(const ServerId &id, const QString &displayName)
{
    if (ServerBranch *server = branch(id)) {
        server->rename(displayName);
        Q_EMIT catalogueChanged(id);
    }
}

void InventoryModel::setServerGroup(const ServerId &id, const QString &group)
{
    if (ServerBranch *server = branch(id))
        server->setGroup(group);
}

void InventoryModel::arrangeServers(const QList<ServerId> &order)
{
    QList<ServerId> wanted;
    for (const auto &server : m_servers) {
        if (!order.contains(server->id()))
            wanted << server->id();
    }
    std::ranges::copy_if(order, std::back_inserter(wanted),
                         [this](const ServerId &id) { return branch(id); });
    for (int to = 0; to < wanted.size(); ++to) {
        const int from = branch(wanted[to])->node().row;
        if (from == to)
            continue;
        // Those above are in their places, so it moves up.
        beginMoveRows({}, from, from, {}, to);
        std::rotate(m_servers.begin() + to, m_servers.begin() + from, m_servers.begin() + from + 1);
        renumber();
        endMoveRows();
    }
}

void InventoryModel::removeServer(const ServerId &id)
{
    const ServerBranch *server = branch(id);
    if (!server)
        return;
    const int row = server->node().row;
    m_ticking.removeIf([server](const InventoryNode *node) { return node->branch == server; });
    beginRemoveRows({}, row, row);
    m_servers.erase(m_servers.begin() + row);
    renumber();
    endRemoveRows();
    Q_EMIT catalogueChanged(id);
}

void InventoryModel::renumber()
{
    for (size_t i = 0; i < m_servers.size(); ++i)
        m_servers[i]->node().row = static_cast<int>(i);
}

void InventoryModel::setStatus(const ServerId &id, const ConnectionStatus &status)
{
    if (ServerBranch *server = branch(id)) {
        server->setStatus(status);
        Q_EMIT catalogueChanged(id);
    }
}

ConnectionStatus InventoryModel::status(const ServerId &id) const
{
    const ServerBranch *server = branch(id);
    return server ? server->status() : ConnectionStatus();
}

void InventoryModel::merge(const ServerId &id, const Inventory &inventory)
{
    if (ServerBranch *server = branch(id)) {
        server->merge(inventory);
        Q_EMIT catalogueChanged(id);
    }
}

void InventoryModel::apply(const ServerId &id, const QList<InventoryEvent> &events)
{
    ServerBranch *server = branch(id);
    if (server && !server->apply(events))
        Q_EMIT catalogueChanged(id);
}

quint64 InventoryModel::revision(const ServerId &id) const
{
    const ServerBranch *server = branch(id);
    return server ? server->revision() : 0;
}

void InventoryModel::setPending(const RowKey &key, Pending pending)
{
    InventoryNode *row = node(key);
    if (row)
        row->branch->setPending(*row, pending);
}

void InventoryModel::setNow(const QDateTime &utc)
{
    m_now = utc;
    for (const auto &server : m_servers)
        server->dropPast(utc);
    constexpr int first = static_cast<int>(Column::State);
    constexpr int last = static_cast<int>(Column::JoinedFor);
    const auto ticking = std::exchange(m_ticking, {});
    for (const InventoryNode *row : ticking)
        Q_EMIT dataChanged(indexFor(row, first), indexFor(row, last), {Qt::DisplayRole});
}

void InventoryModel::clearPast()
{
    for (const auto &server : m_servers)
        server->dropPast();
}

bool InventoryModel::hasPast() const
{
    return std::any_of(m_servers.begin(), m_servers.end(), [](const auto &s) { return s->hasPast(); });
}

Totals InventoryModel::totals() const
{
    Totals sum;
    for (const auto &server : m_servers) {
        const Totals own = server->totals();
        sum += server->status().state == ConnectionState::Ready ? own : Totals{0, 0, own.troubles};
    }
    return sum;
}

QModelIndex InventoryModel::indexOf(const RowKey &key, Column column) const
{
    return indexFor(node(key), static_cast<int>(column));
}

RowFacts InventoryModel::facts(const QModelIndex &index) const
{
    return index.isValid() ? RowText(*nodeOf(index), m_now, m_errorText).facts() : RowFacts();
}

QList<RowFacts> InventoryModel::servers() const
{
    QList<RowFacts> rows;
    for (int row = 0; row < rowCount(); ++row)
        rows << facts(index(row, 0));
    return rows;
}

const SessionInfo *InventoryModel::session(const RowKey &key) const
{
    const InventoryNode *row = key.kind == RowKind::Session ? node(key) : nullptr;
    return row ? &row->session() : nullptr;
}

ServerInfo InventoryModel::serverInfo(const ServerId &id) const
{
    const ServerBranch *server = branch(id);
    return server ? server->info() : ServerInfo();
}

Catalogue InventoryModel::catalogue(const ServerId &id) const
{
    const ServerBranch *server = branch(id);
    return server ? server->catalogue() : Catalogue();
}

QModelIndex InventoryModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const auto at = static_cast<size_t>(row);
    return indexFor(parent.isValid() ? nodeOf(parent)->children[at].get() : &m_servers[at]->node(), column);
}

QModelIndex InventoryModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexFor(nodeOf(child)->parent) : QModelIndex();
}

int InventoryModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_servers.size());
    return parent.column() == 0 ? static_cast<int>(nodeOf(parent)->children.size()) : 0;
}

int InventoryModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant InventoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RowText text(*nodeOf(index), m_now, m_errorText);
    const auto column = static_cast<Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        if (text.tellsTime(column))
            m_ticking.insert(nodeOf(index));
        return text.display(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(ColumnText::alignment(column));
    case Qt::ToolTipRole:
        return text.toolTip();
    case Qt::AccessibleTextRole:
        return column == Column::Name
                   ? text.accessible()
                   : ColumnText::title(column) + QStringLiteral(": ") +
                         (column == Column::State ? text.sentence() : text.display(column));
    case Qt::AccessibleDescriptionRole:
        return ColumnText::explanation(column);
    case InventoryRole::Kind:
        return static_cast<int>(nodeOf(index)->kind);
    case InventoryRole::Facts:
        return QVariant::fromValue(text.facts());
    case InventoryRole::Sort:
        return text.sortKey(column);
    case InventoryRole::Value:
        return text.value(column);
    case InventoryRole::Group:
        return groupOf(nodeOf(index)->kind);
    case InventoryRole::Filter:
        return text.searchable();
    case InventoryRole::Fields:
        return QVariant::fromValue(text.fields());
    case InventoryRole::Progress:
        return text.progress();
    case InventoryRole::Alert:
        return text.severity() == Severity::Alert;
    case InventoryRole::Severity:
        return static_cast<int>(text.severity());
    case InventoryRole::Health:
        return static_cast<int>(text.health());
    case InventoryRole::Spread:
        return text.spread();
    case InventoryRole::Sentence:
        return text.sentence();
    case InventoryRole::Past:
        return text.isPast();
    case InventoryRole::Struck:
        return text.isStruck();
    case InventoryRole::Stale:
        return text.isStale();
    case InventoryRole::Idle:
        return nodeOf(index)->kind == RowKind::Namespace || text.isPast();
    case InventoryRole::Icon:
        return text.icon();
    case InventoryRole::Master:
        return text.isMaster();
    default:
        return {};
    }
}

QVariant InventoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const auto column = static_cast<Column>(section);
    switch (role) {
    case Qt::DisplayRole:
        return ColumnText::title(column);
    case Qt::ToolTipRole:
        return ColumnText::explanation(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(ColumnText::alignment(column));
    default:
        return {};
    }
}

ServerBranch *InventoryModel::branch(const ServerId &id) const
{
    const auto at =
        std::find_if(m_servers.begin(), m_servers.end(), [&](const auto &s) { return s->id() == id; });
    return at != m_servers.end() ? at->get() : nullptr;
}

InventoryNode *InventoryModel::node(const RowKey &key) const
{
    ServerBranch *server = branch(key.server);
    if (!server)
        return nullptr;
    return key.kind == RowKind::Server ? &server->node() : server->find(key.kind, key.id);
}

QModelIndex InventoryModel::indexFor(const InventoryNode *node, int column) const
{
    return node ? createIndex(node->row, column, node) : QModelIndex();
}

void InventoryModel::announce(const InventoryNode &first, const InventoryNode &last, ColumnSet columns)
{
    // What state it is in colours the whole row.
    if (columns.intersects(Column::State))
        columns = ColumnSet::all();
    Q_EMIT dataChanged(indexFor(&first, columns.first()), indexFor(&last, columns.last()), rolesOf(columns));
    // The Name column speaks for the whole row to a screen reader. What only counts up is not said again each
    // time: whoever listens to the row would hear nothing else.
    if (columns.first() != 0 && columns.intersects(Column::Namespace | Column::Clients | Column::Health))
        Q_EMIT dataChanged(indexFor(&first), indexFor(&last),
                           {Qt::AccessibleTextRole, Qt::ToolTipRole, InventoryRole::Facts});
}

} // namespace castdeck
