// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/sessionactions.h"

#include "gui/actions/lacking.h"
#include "gui/actions/publishflow.h"
#include "gui/dialogs/prompter.h"
#include "gui/parts/rowexport.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/cutnames.h"
#include "gui/text/obstacletext.h"
#include "models/columntext.h"
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"

#include <QIcon>
#include <algorithm>

namespace castdeck
{

namespace
{

QStringList columnKeys()
{
    QStringList keys;
    for (int column = 0; column < ColumnCount; ++column)
        keys << ColumnText::key(static_cast<Column>(column));
    return keys;
}

} // namespace

SessionActions::SessionActions(InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                               PublishFlow &flow, const QItemSelectionModel &selection, QObject *parent)
    : ActionGroup(model, selection, parent)
    , m_model(model)
    , m_servers(servers)
    , m_prompter(prompter)
    , m_flow(flow)
    , m_publish(make("publish", "publish", tr("&Publish…"),
                     tr("Let clients ask for the files of a folder, or for one file"), QKeySequence::New))
    , m_terminate(make("terminate", "terminate", tr("&Terminate…"),
                       tr("End the selected sessions and disconnect all their clients"),
                       QKeySequence::Delete))
    , m_disconnect(make("disconnect", "disconnect", tr("&Disconnect…"),
                        tr("Send the selected clients away; they give up on this server"),
                        QKeySequence(QStringLiteral("Ctrl+D"))))
    , m_bypass(make("bypass", "bypass", tr("&Bypass Multicast…"),
                    tr("Take the selected clients out of multicast; they get the rest another way"),
                    QKeySequence(QStringLiteral("Ctrl+B"))))
    , m_refresh(make("refresh", "refresh", tr("&Refresh"), tr("Ask every server for its whole state"),
                     QKeySequence::Refresh))
    , m_export(make("export", "export", tr("&Export…"),
                    tr("Write the selected rows, or all, to a CSV or JSON file"),
                    QKeySequence(QStringLiteral("Ctrl+E"))))
{
    // These are for the rows of the view that has the focus.
    for (QAction *action : {m_terminate, m_disconnect, m_bypass})
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(m_publish, &QAction::triggered, this, &SessionActions::askToPublish);
    connect(m_terminate, &QAction::triggered, this, &SessionActions::askToTerminate);
    connect(m_disconnect, &QAction::triggered, this, [this] { askToDisconnect(OrderKind::Disconnect); });
    connect(m_bypass, &QAction::triggered, this, [this] { askToDisconnect(OrderKind::Bypass); });
    connect(m_refresh, &QAction::triggered, &m_servers, &ServerRegistry::refreshAll);
    connect(m_export, &QAction::triggered, this, &SessionActions::askToExport);

    update();
}

QAction *SessionActions::make(const char *name, const char *icon, const QString &text, const QString &tip,
                              const QKeySequence &shortcut)
{
    auto *action = makeAction(name, text, tip);
    action->setIcon(QIcon(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(icon))));
    action->setShortcut(shortcut);
    return action;
}

QList<QAction *> SessionActions::all() const
{
    return {m_publish, m_terminate, m_disconnect, m_bypass, m_refresh, m_export};
}

QList<RowFacts> SessionActions::selectedRows() const
{
    return selectedFacts<RowFacts>();
}

void SessionActions::update()
{
    const SelectionFacts facts = selected();
    showObstacle(m_publish, facts.serverToPublishOn(m_model.servers()).obstacle);
    showObstacle(m_terminate, facts.sessionsToTerminate().obstacle);
    showObstacle(m_disconnect, facts.clientsToDisconnect().obstacle);
    showObstacle(m_bypass, facts.clientsToDisconnect().obstacle);
    showObstacle(m_refresh, m_model.rowCount() > 0 ? Obstacle::None : Obstacle::NoServer);
    m_export->setStatusTip(tr("Write %1 to a CSV or JSON file").arg(exportedRows()));
    showObstacle(m_export, m_model.rowCount() > 0 ? Obstacle::None : Obstacle::NoRow);
}

QModelIndexList SessionActions::selectedInOrder() const
{
    QModelIndexList rows = RowExport::allRows(*m_selection.model());
    rows.removeIf([this](const QModelIndex &row) { return !m_selection.isSelected(row); });
    return rows;
}

SelectionFacts SessionActions::selected() const
{
    return SelectionFacts(selectedFacts<RowFacts>());
}

void SessionActions::askToTerminate()
{
    const Eligible<RowFacts> sessions = selected().sessionsToTerminate();
    if (!sessions.isPossible())
        return;
    const int clients = SelectionFacts::clientsOf(sessions.rows);
    Confirmation question;
    question.title = tr("Terminate Sessions", nullptr, static_cast<int>(sessions.rows.size()));
    question.question = tr("Terminate %n session(s)?", nullptr, static_cast<int>(sessions.rows.size())) +
                        QLatin1Char(' ') + tr("%n client(s) will be disconnected.", nullptr, clients);
    for (const RowFacts &row : sessions.rows)
        question.names << tr("%1 on %2, %3", "content on server, clients")
                              .arg(row.name, row.serverName, tr("%n client(s)", nullptr, row.clients));
    question.consequence =
        tr("A machine that is cut off while its disk is half written may not start any more. "
           "It has to be deployed again.");
    question.acceptText = tr("&Terminate");
    if (clients == 0 && std::ranges::all_of(sessions.rows, &RowFacts::failed)) {
        question.title = tr("Remove Failed Sessions");
        question.question =
            tr("Remove %n failed session(s)?", nullptr, static_cast<int>(sessions.rows.size()));
        question.consequence = tr("Nobody is in it any more. The history still tells what went wrong.");
        question.acceptText = tr("&Remove");
        question.takesReason = false;
    }
    Lacking::limitReason(question, sessions.rows);
    m_prompter.confirm(question, this, [this, rows = sessions.rows](const QString &reason) {
        Order *const order = makeOrder(OrderKind::Terminate);
        for (const RowFacts &row : rows)
            order->give(targetOf(row, Pending::Ending),
                        TerminateSession{SessionId(row.key.id), {DisconnectType::Abort, reason, {}}});
    });
}

void SessionActions::askToDisconnect(OrderKind kind)
{
    const Eligible<RowFacts> clients = selected().clientsToDisconnect();
    if (!clients.isPossible())
        return;
    const int count = static_cast<int>(clients.rows.size());
    Confirmation question;
    question.names = CutNames::ofClients(m_model, clients.rows);
    if (kind == OrderKind::Bypass) {
        question.title = tr("Bypass Multicast");
        question.question = tr("Take %n client(s) out of multicast?", nullptr, count);
        question.consequence =
            tr("Whoever is taken out is told to get the rest another way. A client that knows no other "
               "way gives up, and its half-written disk may not start any more.");
        question.acceptText = tr("&Bypass");
    } else {
        question.title = tr("Disconnect Clients");
        question.question = tr("Disconnect %n client(s)?", nullptr, count);
        question.consequence =
            tr("A machine that is cut off while its disk is half written may not start any more. "
               "It has to be deployed again.");
        question.acceptText = tr("&Disconnect");
    }
    Lacking::limitReason(question, clients.rows);
    m_prompter.confirm(question, this, [this, kind, rows = clients.rows](const QString &reason) {
        const bool isBypass = kind == OrderKind::Bypass;
        const DisconnectOrder how{isBypass ? DisconnectType::Fallback : DisconnectType::Abort, reason, {}};
        Order *const order = makeOrder(kind);
        for (const RowFacts &row : rows)
            order->give(targetOf(row, isBypass ? Pending::Bypassing : Pending::Disconnecting),
                        DisconnectClient{ClientId(row.key.id), how});
    });
}

Order::Target SessionActions::targetOf(const RowFacts &row, Pending pending)
{
    return {m_servers.feed(row.key.server), row.name, row.serverName,
            [this, key = row.key, pending](bool waits) {
                m_model.setPending(key, waits ? pending : Pending::None);
            },
            row.key};
}

void SessionActions::markNamespace(const ServerId &id, NamespaceId which, Pending pending)
{
    // One that sessions carry has no row: they show the order.
    m_model.setPending({id, RowKind::Namespace, which.value()}, pending);
    const QModelIndex server = m_model.indexOf(id);
    for (int i = 0; i < m_model.rowCount(server); ++i) {
        const RowFacts session = m_model.facts(m_model.index(i, 0, server));
        if (session.key.kind == RowKind::Session && session.namespaceId == which)
            m_model.setPending(session.key, pending);
    }
}

void SessionActions::askToPublish()
{
    const Eligible<RowFacts> target = selected().serverToPublishOn(m_model.servers());
    if (!target.isPossible()) {
        Q_EMIT reported({Report::Kind::Doubtful, ObstacleText::sentence(target.obstacle), {}});
        return;
    }
    const RowFacts server = target.rows.constFirst();
    m_flow.publish(server.key.server, server.serverName);
}

void SessionActions::askToExport()
{
    m_prompter.askWhereToExport(this, [this](const QString &path) { writeExport(path); });
}

QString SessionActions::exportedRows() const
{
    const auto *rows = qobject_cast<const InventoryFilterModel *>(m_selection.model());
    const auto selected = static_cast<int>(m_selection.selectedRows().size());
    return rows ? RowExport::which(selected, rows->shownCount(), rows->totalCount()) : QString();
}

void SessionActions::writeExport(const QString &path)
{
    const QModelIndexList chosen = selectedInOrder();
    const QModelIndexList rows = chosen.isEmpty() ? RowExport::allRows(*m_selection.model()) : chosen;
    const RowExport exporter(InventoryRole::Value, columnKeys(),
                             {QStringLiteral("server"), QStringLiteral("session"), QStringLiteral("client")});
    exporter.write(
        m_files, path, rows, [this](const Report &report) { Q_EMIT reported(report); }, exportedRows());
}

} // namespace castdeck
