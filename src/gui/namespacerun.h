// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transportserver.h"
#include "gui/orderoutcome.h"
#include "models/namespacefacts.h"

#include <QObject>
#include <functional>

namespace castdeck
{

class NamespaceModel;
class ServerRegistry;

/// One order for several namespaces or contents, as they were captured when it was given: marks them, asks
/// each one's server, counts each outcome. Deletes itself after finished().
class NamespaceRun : public QObject
{
    Q_OBJECT
public:
    NamespaceRun(NamespaceModel &model, ServerRegistry &servers, QObject *parent);

    void start(const QList<NamespaceFacts> &rows);
    void deregister(const QList<NamespaceFacts> &rows, bool terminate, const QString &reason);
    void terminateContents(const QList<NamespaceFacts> &rows, const QString &reason);

Q_SIGNALS:
    /// Once, when every row's order has been answered or has failed.
    void finished(const castdeck::OrderOutcome &outcome);

private:
    template <class Ask>
    void run(OrderKind kind, const QList<NamespaceFacts> &rows, Pending pending, Ask ask);
    void count(const NamespaceReport &) {}
    void count(const DisconnectReport &report);

    NamespaceModel &m_model;
    ServerRegistry &m_servers;
    OrderOutcome m_outcome;
    qsizetype m_open = 0;
};

} // namespace castdeck
