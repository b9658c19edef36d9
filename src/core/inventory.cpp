// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inventory.h"

#include <algorithm>

namespace castdeck
{

namespace
{

/// Where the row with that id is, or where it would have to be inserted.
template <class Rows, class Key>
auto position(Rows &rows, Key id)
{
    return std::lower_bound(rows.begin(), rows.end(), id, [](const auto &row, Key k) { return row.id < k; });
}

template <class Row>
void put(QList<Row> &rows, const Row &row)
{
    const auto it = position(rows, row.id);
    if (it != rows.end() && it->id == row.id)
        *it = row;
    else
        rows.insert(it, row);
}

template <class Row, class Key>
const Row *findRow(const QList<Row> &rows, Key id)
{
    const auto it = position(rows, id);
    return it != rows.end() && it->id == id ? &*it : nullptr;
}

/// Removes the rows whose @p member is @p id; the result is their own ids.
template <class Row, class Key>
QList<decltype(Row::id)> take(QList<Row> &rows, Key Row::*member, Key id)
{
    QList<decltype(Row::id)> taken;
    rows.removeIf([&](const Row &row) {
        if (row.*member != id)
            return false;
        taken.append(row.id);
        return true;
    });
    return taken;
}

/// How one change is made, for every alternative of Change.
struct Applier {
    Inventory &to;

    void operator()(const ServerInfo &server) const { to.server = server; }
    void operator()(const NamespaceInfo &row) const { put(to.namespaces, row); }
    void operator()(const ContentInfo &row) const { put(to.contents, row); }
    void operator()(const SessionInfo &row) const { put(to.sessions, row); }
    void operator()(const ClientInfo &row) const { put(to.clients, row); }
    void operator()(const Notice &) const {}
    void operator()(const ClientMeasures &measures) const
    {
        for (qsizetype i = 0; i < measures.size(); ++i) {
            const auto row = position(to.clients, measures.ids[i]);
            if (row != to.clients.end() && row->id == measures.ids[i])
                measures.writeTo(*row, i);
        }
    }

    void operator()(NamespaceId gone) const
    {
        take(to.namespaces, &NamespaceInfo::id, gone);
        for (const ContentId content : take(to.contents, &ContentInfo::namespaceId, gone))
            (*this)(content);
    }
    void operator()(ContentId gone) const
    {
        take(to.contents, &ContentInfo::id, gone);
        for (const SessionId session : take(to.sessions, &SessionInfo::contentId, gone))
            (*this)(session);
    }
    void operator()(SessionId gone) const
    {
        take(to.sessions, &SessionInfo::id, gone);
        take(to.clients, &ClientInfo::sessionId, gone);
    }
    void operator()(ClientId gone) const { take(to.clients, &ClientInfo::id, gone); }
};

} // namespace

void Inventory::apply(const InventoryEvent &event)
{
    std::visit(Applier{*this}, event.change);
    revision = event.revision;
}

const NamespaceInfo *Inventory::find(NamespaceId id) const
{
    return findRow(namespaces, id);
}

const ContentInfo *Inventory::find(ContentId id) const
{
    return findRow(contents, id);
}

const SessionInfo *Inventory::find(SessionId id) const
{
    return findRow(sessions, id);
}

const ClientInfo *Inventory::find(ClientId id) const
{
    return findRow(clients, id);
}

QString Inventory::nameOf(const InventoryId &id) const
{
    const auto name = [this](auto known) {
        const auto *row = find(known);
        if constexpr (requires { row->name; })
            return row ? row->name : QString();
        else
            return row ? nameOf(row->contentId) : QString();
    };
    return std::visit(name, id);
}

} // namespace castdeck
