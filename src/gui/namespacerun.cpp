// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/namespacerun.h"

#include "core/reply.h"
#include "core/untrusted.h"
#include "gui/serverregistry.h"
#include "models/namespacemodel.h"

namespace castdeck
{

NamespaceRun::NamespaceRun(NamespaceModel &model, ServerRegistry &servers, QObject *parent)
    : QObject(parent), m_model(model), m_servers(servers)
{
}

void NamespaceRun::start(const QList<NamespaceFacts> &rows)
{
    run(OrderKind::Start, rows, Pending::Starting, [](TransportServer &server, const NamespaceFacts &row) {
        return server.ask(StartTransmission{row.info.id});
    });
}

void NamespaceRun::deregister(const QList<NamespaceFacts> &rows, bool terminate, const QString &reason)
{
    const DisconnectOrder order{DisconnectType::Abort, reason, {}};
    run(terminate ? OrderKind::Retire : OrderKind::Drain, rows, Pending::Unpublishing,
        [terminate, order](TransportServer &server, const NamespaceFacts &row) {
            return server.ask(DeregisterNamespace{row.info.id, terminate, order});
        });
}

void NamespaceRun::terminateContents(const QList<NamespaceFacts> &rows, const QString &reason)
{
    const DisconnectOrder order{DisconnectType::Abort, reason, {}};
    run(OrderKind::TerminateContent, rows, Pending::Ending,
        [order](TransportServer &server, const NamespaceFacts &row) {
            return server.ask(TerminateContent{row.contentId, order});
        });
}

template <class Ask>
void NamespaceRun::run(OrderKind kind, const QList<NamespaceFacts> &rows, Pending pending, Ask ask)
{
    m_outcome.kind = kind;
    m_open = rows.size();
    for (const NamespaceFacts &row : rows) {
        m_model.addPending(row.server, row.info.id, pending);
        TransportServer *server = m_servers.server(row.server);
        using Future = decltype(ask(*server, row));
        using Answer = decltype(std::declval<Future>().result());
        const Future future =
            server ? ask(*server, row)
                   : answered(Answer(failure(ErrorCode::TransportServerUnavailable, row.serverName)));
        whenFinished(this, future, [this, row, pending](const Answer &result) {
            m_model.removePending(row.server, row.info.id, pending);
            const QString name = printable(row.contentId.isValid() ? row.contentName : row.info.name);
            if (result) {
                m_outcome.done << name;
                count(*result);
                if (ServerFeed *feed = m_servers.feed(row.server))
                    feed->catchUp(result->revision);
            } else {
                m_outcome.failures.append({name, result.error()});
            }
            if (--m_open > 0)
                return;
            Q_EMIT finished(m_outcome);
            deleteLater();
        });
    }
}

void NamespaceRun::count(const DisconnectReport &report)
{
    m_outcome.disconnected += report.disconnected;
    m_outcome.unanswered += report.unanswered;
    m_outcome.unansweredNames += report.unansweredNames;
}

} // namespace castdeck
