// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"
#include "models/catalogue.h"
#include "models/columns.h"
#include "models/connectionstatus.h"
#include "models/rowfacts.h"
#include "models/totals.h"

#include <QAbstractItemModel>
#include <QSet>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace castdeck
{

class ServerBranch;
struct InventoryNode;

/// Servers → sessions → clients, for many servers. Columns: columns.h. Roles: inventoryrole.h.
///
/// Beside its sessions a server shows each published namespace that nobody carries at the moment, so that
/// what is on offer can be seen and taken back. What is over stays for a while as a row of a past kind, if
/// the server said what became of it. Rows are found by id and changed in place: the signals are real
/// insertions, removals, moves and spans of changed cells, never a reset, so selection, expansion and scroll
/// stay. Lives in the GUI thread; holds copies of values and no live object.
class InventoryModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    /// @p errorText makes the sentence shown for a failed session and a refused connection.
    explicit InventoryModel(std::function<QString(const Error &)> errorText, QObject *parent = nullptr);
    ~InventoryModel() override;

    void addServer(const ServerId &id, const QString &displayName);
    void renameServer(const ServerId &id, const QString &displayName);
    void setServerGroup(const ServerId &id, const QString &group);
    /// Brings the rows of these servers into this order, after those of all others. Unknown ids are left out.
    void arrangeServers(const QList<ServerId> &order);
    void removeServer(const ServerId &id);
    void setStatus(const ServerId &id, const ConnectionStatus &status);
    ConnectionStatus status(const ServerId &id) const;

    /// Makes the server's rows those of the snapshot.
    void merge(const ServerId &id, const Inventory &inventory);
    /// Makes one change. That no event is missing is for the caller to see to.
    void apply(const ServerId &id, const InventoryEvent &event) { apply(id, QList{event}); }
    /// Makes many at once, which costs less than one by one: neighbours are announced together.
    void apply(const ServerId &id, const QList<InventoryEvent> &events);
    /// The revision the server's rows stand at; 0 if there was no snapshot.
    quint64 revision(const ServerId &id) const;

    /// Shows that an order was given for the row; Pending::None takes it back. No such row: nothing happens.
    void setPending(const RowKey &key, Pending pending);
    /// The time that all durations are counted to. Only rows whose durations somebody has looked at since the
    /// last time are announced: whoever shows one looks again then.
    void setNow(const QDateTime &utc);
    const QDateTime &now() const { return m_now; }

    /// How long what is over is shown; 0: not at all. What is shown goes when its time is over.
    void setPastKept(std::chrono::seconds kept) { m_pastKept = kept; }
    std::chrono::seconds pastKept() const { return m_pastKept; }
    /// Takes what is over out of sight.
    void clearPast();
    bool hasPast() const;

    QModelIndex indexOf(const RowKey &key, Column column = Column::Name) const;
    QModelIndex indexOf(const ServerId &id) const { return indexOf({id, RowKind::Server, 0}); }
    /// Of a row that is there, else a default value.
    RowFacts facts(const QModelIndex &index) const;
    /// Of all servers that are connected, and what is wrong with any.
    Totals totals() const;
    /// The facts of all server rows.
    QList<RowFacts> servers() const;
    const SessionInfo *session(const RowKey &key) const;
    /// What the server says of itself.
    ServerInfo serverInfo(const ServerId &id) const;
    /// What the server has published; nothing if there is no such server.
    Catalogue catalogue(const ServerId &id) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// catalogue() of the server may say something else now; progress alone is none.
    void catalogueChanged(const castdeck::ServerId &id);

private:
    friend class TreeEditor;

    ServerBranch *branch(const ServerId &id) const;
    InventoryNode *node(const RowKey &key) const;
    QModelIndex indexFor(const InventoryNode *node, int column = 0) const;
    void announce(const InventoryNode &first, const InventoryNode &last, ColumnSet columns);
    void renumber();

    std::function<QString(const Error &)> m_errorText;
    QDateTime m_now;
    std::chrono::seconds m_pastKept{600};
    mutable QSet<const InventoryNode *> m_ticking; ///< whose durations were looked at
    std::vector<std::unique_ptr<ServerBranch>> m_servers;
};

} // namespace castdeck
