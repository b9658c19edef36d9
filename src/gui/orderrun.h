// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/requests.h"
#include "core/transportserver.h"
#include "gui/orderoutcome.h"
#include "models/rowfacts.h"

#include <QObject>

namespace castdeck
{

class InventoryModel;
class ServerRegistry;

/// One order on its way, for the rows that were captured when it was given: marks them, asks each one's
/// server, counts each outcome, takes the mark back where it failed, and sees to it that the rows are true
/// afterwards. Deletes itself after finished().
class OrderRun : public QObject
{
    Q_OBJECT
public:
    OrderRun(InventoryModel &model, ServerRegistry &servers, QObject *parent);

    void start(OrderKind kind, const QList<RowFacts> &rows, const QString &reason);

Q_SIGNALS:
    /// Once, when every row's order has been answered or has failed.
    void finished(const castdeck::OrderOutcome &outcome);

private:
    void ask(const RowFacts &row, const DisconnectOrder &order);
    template <class ReportType>
    void follow(const RowFacts &row, const QFuture<Result<ReportType>> &future);
    void count(const DisconnectReport &report);
    void count(const NamespaceReport &) {}
    void settleRow();
    /// The row that shows the order: a namespace that sessions carry has none.
    QList<RowKey> shownBy(const RowFacts &row) const;

    InventoryModel &m_model;
    ServerRegistry &m_servers;
    OrderOutcome m_outcome;
    qsizetype m_open = 0;
};

} // namespace castdeck
