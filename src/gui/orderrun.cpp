// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/orderrun.h"

#include "core/reply.h"
#include "gui/serverregistry.h"
#include "models/inventorymodel.h"

namespace castdeck
{

namespace
{

Pending pendingOf(OrderKind kind)
{
    switch (kind) {
    case OrderKind::Terminate:
        return Pending::Ending;
    case OrderKind::Disconnect:
        return Pending::Disconnecting;
    case OrderKind::Bypass:
        return Pending::Bypassing;
    case OrderKind::Retire:
    case OrderKind::Drain:
        return Pending::Unpublishing;
    case OrderKind::Start:
        return Pending::Starting;
    case OrderKind::TerminateContent:
        return Pending::Ending;
    }
    return Pending::None;
}

} // namespace

OrderRun::OrderRun(InventoryModel &model, ServerRegistry &servers, QObject *parent)
    : QObject(parent), m_model(model), m_servers(servers)
{
}

void OrderRun::start(OrderKind kind, const QList<RowFacts> &rows, const QString &reason)
{
    m_outcome.kind = kind;
    m_open = rows.size();
    const DisconnectOrder order{
        kind == OrderKind::Bypass ? DisconnectType::Fallback : DisconnectType::Abort, reason, {}};
    for (const RowFacts &row : rows) {
        for (const RowKey &key : shownBy(row))
            m_model.setPending(key, pendingOf(kind));
        ask(row, order);
    }
}

void OrderRun::ask(const RowFacts &row, const DisconnectOrder &order)
{
    TransportServer *server = m_servers.server(row.key.server);
    if (!server)
        follow(row,
               answered<DisconnectReport>(failure(ErrorCode::TransportServerUnavailable, row.serverName)));
    else if (m_outcome.kind == OrderKind::Retire)
        follow(row, server->ask(DeregisterNamespace{row.namespaceId, true, order}));
    else if (m_outcome.kind == OrderKind::Terminate)
        follow(row, server->ask(TerminateSession{SessionId(row.key.id), order}));
    else
        follow(row, server->ask(DisconnectClient{ClientId(row.key.id), order}));
}

template <class ReportType>
void OrderRun::follow(const RowFacts &row, const QFuture<Result<ReportType>> &future)
{
    whenFinished(this, future, [this, row](const Result<ReportType> &result) {
        for (const RowKey &key : shownBy(row))
            m_model.setPending(key, Pending::None);
        const QString name = m_outcome.kind == OrderKind::Retire ? row.namespaceName : row.name;
        if (result) {
            m_outcome.done << name;
            count(*result);
            if (ServerFeed *feed = m_servers.feed(row.key.server))
                feed->catchUp(result->revision);
        } else {
            m_outcome.failures.append({name, result.error()});
        }
        settleRow();
    });
}

void OrderRun::count(const DisconnectReport &report)
{
    m_outcome.disconnected += report.disconnected;
    m_outcome.unanswered += report.unanswered;
    m_outcome.unansweredNames += report.unansweredNames;
}

void OrderRun::settleRow()
{
    if (--m_open > 0)
        return;
    Q_EMIT finished(m_outcome);
    deleteLater();
}

QList<RowKey> OrderRun::shownBy(const RowFacts &row) const
{
    if (m_outcome.kind != OrderKind::Retire)
        return {row.key};
    const RowKey folder{row.key.server, RowKind::Namespace, row.namespaceId.value()};
    if (m_model.indexOf(folder).isValid())
        return {folder};
    QList<RowKey> sessions;
    const QModelIndex server = m_model.indexOf(row.key.server);
    for (int i = 0; i < m_model.rowCount(server); ++i) {
        const RowFacts facts = m_model.facts(m_model.index(i, 0, server));
        if (facts.namespaceId == row.namespaceId)
            sessions << facts.key;
    }
    return sessions;
}

} // namespace castdeck
