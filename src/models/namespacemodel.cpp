// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/namespacemodel.h"

#include "models/inventoryrole.h"
#include "models/namespacetext.h"

#include <algorithm>

namespace castdeck
{

/// Parents' indexes carry no pointer, contents' that of their namespace's row.
struct NamespaceModel::Row {
    ServerId server;
    QString serverName;
    bool reachable = false;
    Powers powers;
    CatalogueEntry entry;
    QList<Pending> pending; ///< the oldest first
    int row = 0;
};

NamespaceModel::NamespaceModel(const InventoryModel &inventory,
                               std::function<QString(const Error &)> errorText, QObject *parent)
    : QAbstractItemModel(parent), m_inventory(inventory), m_errorText(std::move(errorText))
{
    connect(&inventory, &InventoryModel::catalogueChanged, this, &NamespaceModel::update);
    for (int row = 0; row < inventory.rowCount(); ++row)
        update(inventory.facts(inventory.index(row, 0)).key.server);
}

NamespaceModel::~NamespaceModel() = default;

void NamespaceModel::update(const ServerId &server)
{
    const Catalogue now = m_inventory.catalogue(server);
    const auto first =
        std::lower_bound(m_rows.begin(), m_rows.end(), server,
                         [](const auto &row, const ServerId &wanted) { return row->server < wanted; });
    auto at = static_cast<size_t>(first - m_rows.begin());
    const auto isOurs = [&] { return at < m_rows.size() && m_rows[at]->server == server; };
    for (const CatalogueEntry &entry : now.namespaces) {
        while (isOurs() && m_rows[at]->entry.info.id < entry.info.id)
            removeRow(at);
        if (isOurs() && m_rows[at]->entry.info.id == entry.info.id)
            updateRow(*m_rows[at], now, entry);
        else
            insertRow(at, server, now, entry);
        ++at;
    }
    while (isOurs())
        removeRow(at);
}

void NamespaceModel::insertRow(size_t at, const ServerId &server, const Catalogue &catalogue,
                               const CatalogueEntry &entry)
{
    beginInsertRows({}, static_cast<int>(at), static_cast<int>(at));
    auto row = std::make_unique<Row>();
    row->server = server;
    row->serverName = catalogue.serverName;
    row->reachable = catalogue.reachable;
    row->powers = catalogue.powers;
    row->entry = entry;
    m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(at), std::move(row));
    renumber(at);
    endInsertRows();
}

void NamespaceModel::removeRow(size_t at)
{
    beginRemoveRows({}, static_cast<int>(at), static_cast<int>(at));
    m_rows.erase(m_rows.begin() + static_cast<std::ptrdiff_t>(at));
    renumber(at);
    endRemoveRows();
}

void NamespaceModel::renumber(size_t first)
{
    for (size_t i = first; i < m_rows.size(); ++i)
        m_rows[i]->row = static_cast<int>(i);
}

void NamespaceModel::updateRow(Row &row, const Catalogue &catalogue, const CatalogueEntry &entry)
{
    const bool same = row.serverName == catalogue.serverName && row.reachable == catalogue.reachable &&
                      row.powers == catalogue.powers && row.entry == entry;
    if (same)
        return;
    row.serverName = catalogue.serverName;
    row.reachable = catalogue.reachable;
    row.powers = catalogue.powers;
    row.entry.info = entry.info;
    updateContents(row, entry.contents);
    announce(row);
}

void NamespaceModel::updateContents(Row &row, const QList<CarriedContent> &contents)
{
    const QModelIndex parent = createIndex(row.row, 0, nullptr);
    QList<CarriedContent> &rows = row.entry.contents;
    int at = 0;
    const auto remove = [&] {
        beginRemoveRows(parent, at, at);
        rows.removeAt(at);
        endRemoveRows();
    };
    for (const CarriedContent &content : contents) {
        while (at < rows.size() && rows.at(at).info.id < content.info.id)
            remove();
        if (at < rows.size() && rows.at(at).info.id == content.info.id) {
            rows[at] = content;
        } else {
            beginInsertRows(parent, at, at);
            rows.insert(at, content);
            endInsertRows();
        }
        ++at;
    }
    while (at < rows.size())
        remove();
}

void NamespaceModel::announce(const Row &row)
{
    Q_EMIT dataChanged(createIndex(row.row, 0, nullptr),
                       createIndex(row.row, NamespaceColumnCount - 1, nullptr));
    if (const auto contents = static_cast<int>(row.entry.contents.size()); contents > 0)
        Q_EMIT dataChanged(createIndex(0, 0, &row),
                           createIndex(contents - 1, NamespaceColumnCount - 1, &row));
}

void NamespaceModel::addPending(const ServerId &server, NamespaceId id, Pending pending)
{
    const QModelIndex index = indexOf(server, id);
    if (!index.isValid())
        return;
    Row &row = *m_rows[static_cast<size_t>(index.row())];
    row.pending.append(pending);
    announce(row);
}

void NamespaceModel::removePending(const ServerId &server, NamespaceId id, Pending pending)
{
    const QModelIndex index = indexOf(server, id);
    if (!index.isValid())
        return;
    Row &row = *m_rows[static_cast<size_t>(index.row())];
    row.pending.removeOne(pending);
    announce(row);
}

QModelIndex NamespaceModel::indexOf(const ServerId &server, NamespaceId id) const
{
    const auto at = std::ranges::find_if(
        m_rows, [&](const auto &row) { return row->server == server && row->entry.info.id == id; });
    return at != m_rows.end() ? createIndex((*at)->row, 0, nullptr) : QModelIndex();
}

const NamespaceModel::Row *NamespaceModel::rowOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const auto *parent = static_cast<const Row *>(index.constInternalPointer());
    return parent ? parent : m_rows[static_cast<size_t>(index.row())].get();
}

const CarriedContent *NamespaceModel::contentOf(const QModelIndex &index) const
{
    const auto *parent = static_cast<const Row *>(index.constInternalPointer());
    return parent ? &parent->entry.contents.at(index.row()) : nullptr;
}

NamespaceFacts NamespaceModel::facts(const QModelIndex &index) const
{
    const Row *row = rowOf(index);
    if (!row)
        return {};
    NamespaceFacts facts;
    facts.server = row->server;
    facts.serverName = row->serverName;
    facts.info = row->entry.info;
    facts.reachable = row->reachable;
    facts.powers = row->powers;
    facts.pending = row->pending.value(0, Pending::None);
    if (const CarriedContent *content = contentOf(index)) {
        facts.contentId = content->info.id;
        facts.contentName = content->info.name;
        facts.sessions = content->sessions;
        facts.clients = content->clients;
        return facts;
    }
    for (const CarriedContent &content : row->entry.contents) {
        facts.sessions += content.sessions;
        facts.clients += content.clients;
    }
    return facts;
}

QStringList NamespaceModel::namesOn(const ServerId &server) const
{
    QStringList names;
    for (const auto &row : m_rows) {
        if (row->server == server && !row->entry.info.tombstoned)
            names << row->entry.info.name;
    }
    return names;
}

QModelIndex NamespaceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, parent.isValid() ? rowOf(parent) : nullptr);
}

QModelIndex NamespaceModel::parent(const QModelIndex &child) const
{
    const auto *row = static_cast<const Row *>(child.constInternalPointer());
    return child.isValid() && row ? createIndex(row->row, 0, nullptr) : QModelIndex();
}

int NamespaceModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_rows.size());
    const bool isNamespace = parent.column() == 0 && !parent.constInternalPointer();
    return isNamespace ? static_cast<int>(rowOf(parent)->entry.contents.size()) : 0;
}

int NamespaceModel::columnCount(const QModelIndex &) const
{
    return NamespaceColumnCount;
}

QVariant NamespaceModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const NamespaceFacts row = facts(index);
    const CarriedContent *content = contentOf(index);
    const NamespaceText text(row, content ? &content->info : nullptr, m_errorText);
    const auto column = static_cast<NamespaceColumn>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text.display(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(NamespaceText::alignment(column));
    case Qt::ToolTipRole:
        return text.toolTip();
    case Qt::AccessibleTextRole:
        return column == NamespaceColumn::Name
                   ? text.accessible()
                   : NamespaceText::title(column) + QStringLiteral(": ") + text.display(column);
    case InventoryRole::Facts:
        return QVariant::fromValue(row);
    case InventoryRole::Sort:
        return text.sortKey(column);
    case InventoryRole::Value:
        return text.value(column);
    case InventoryRole::Group:
        return 0;
    case InventoryRole::Filter:
        return text.searchable();
    case InventoryRole::Fields:
        return QVariant::fromValue(text.fields());
    case InventoryRole::Alert:
        return text.needsAttention();
    case InventoryRole::Stale:
        return !row.reachable || row.pending != Pending::None;
    case InventoryRole::Idle:
        return row.info.tombstoned;
    case InventoryRole::Icon:
        return content ? QStringLiteral("session") : QStringLiteral("folder");
    default:
        return {};
    }
}

QVariant NamespaceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= NamespaceColumnCount)
        return {};
    const auto column = static_cast<NamespaceColumn>(section);
    if (role == Qt::DisplayRole)
        return NamespaceText::title(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(NamespaceText::alignment(column));
    return {};
}

} // namespace castdeck
