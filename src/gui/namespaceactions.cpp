// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/namespaceactions.h"

#include "core/reply.h"
#include "core/untrusted.h"
#include "gui/actionstate.h"
#include "gui/errortext.h"
#include "gui/namespacerun.h"
#include "gui/outcometext.h"
#include "gui/publishflow.h"
#include "gui/serverregistry.h"
#include "models/inventoryrole.h"
#include "models/namespacemodel.h"

namespace castdeck
{

namespace
{

QString nameOf(const NamespaceFacts &row)
{
    return printable(row.info.name);
}

} // namespace

NamespaceActions::NamespaceActions(NamespaceModel &model, ServerRegistry &servers, Prompter &prompter,
                                   PublishFlow &flow, QItemSelectionModel &selection, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_servers(servers)
    , m_prompter(prompter)
    , m_flow(flow)
    , m_selection(selection)
    , m_start(
          makeAction(this, "startNow", tr("&Start Now…"), tr("Let a Scheduled-Cast go with those who wait")))
    , m_edit(makeAction(this, "editNamespace", tr("&Edit…"),
                        tr("Put a changed namespace in the place of this one")))
    , m_clone(makeAction(this, "cloneNamespace", tr("&Clone…"),
                         tr("Publish another one that begins like this one")))
    , m_deregister(makeAction(this, "deregister", tr("&Deregister…"),
                              tr("Take it back; those who are connected finish, or are cut off")))
    , m_rearm(makeAction(this, "rearm", tr("&Another Start Time…"),
                         tr("Give a Scheduled-Cast that missed its start time a new one")))
    , m_minimum(makeAction(this, "setMinimum", tr("&Least Number of Clients…"),
                           tr("Change how many clients a Scheduled-Cast waits for")))
    , m_terminate(makeAction(this, "terminateContent", tr("&Terminate Content…"),
                             tr("End every session of the selected contents")))
{
    connect(m_start, &QAction::triggered, this, &NamespaceActions::askToStart);
    connect(m_edit, &QAction::triggered, this, [this] {
        if (const auto chosen = selected().toEdit(); chosen.isPossible())
            m_flow.edit(chosen.rows.constFirst());
    });
    connect(m_clone, &QAction::triggered, this, [this] {
        if (const auto chosen = selected().toClone(); chosen.isPossible())
            m_flow.clone(chosen.rows.constFirst());
    });
    connect(m_deregister, &QAction::triggered, this, &NamespaceActions::askToDeregister);
    connect(m_rearm, &QAction::triggered, this, &NamespaceActions::askForTime);
    connect(m_minimum, &QAction::triggered, this, &NamespaceActions::askForMinimum);
    connect(m_terminate, &QAction::triggered, this, &NamespaceActions::askToTerminate);
    connect(&m_selection, &QItemSelectionModel::selectionChanged, this, &NamespaceActions::update);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &NamespaceActions::update);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &NamespaceActions::update);
    update();
}

QList<QAction *> NamespaceActions::all() const
{
    return {m_start, m_minimum, m_rearm, m_edit, m_clone, m_deregister, m_terminate};
}

NamespaceSelection NamespaceActions::selected() const
{
    QList<NamespaceFacts> rows;
    for (const QModelIndex &row : m_selection.selectedRows())
        rows << row.data(InventoryRole::Facts).value<NamespaceFacts>();
    return NamespaceSelection(rows);
}

void NamespaceActions::update()
{
    const NamespaceSelection rows = selected();
    showObstacle(m_start, rows.toStart().obstacle);
    showObstacle(m_edit, rows.toEdit().obstacle);
    showObstacle(m_clone, rows.toClone().obstacle);
    showObstacle(m_deregister, rows.toDeregister().obstacle);
    showObstacle(m_rearm, rows.toRearm().obstacle);
    showObstacle(m_minimum, rows.toSetMinimum().obstacle);
    showObstacle(m_terminate, rows.toTerminateContents().obstacle);
}

void NamespaceActions::askToStart()
{
    const Eligible<NamespaceFacts> chosen = selected().toStart();
    if (!chosen.isPossible())
        return;
    Confirmation question;
    question.title = tr("Start Now");
    question.question = tr("Start %n transmission(s) now?", nullptr, static_cast<int>(chosen.rows.size()));
    for (const NamespaceFacts &row : chosen.rows)
        question.names << tr("%1 on %2, %3", "namespace on server, clients")
                              .arg(nameOf(row), row.serverName,
                                   tr("%n client(s) wait", nullptr,
                                      static_cast<int>(row.info.waitingClients)));
    question.consequence = tr("Clients that come later are served from the next round on.");
    question.acceptText = tr("&Start");
    question.takesReason = false;
    m_prompter.confirm(question, this, [this, rows = chosen.rows](const QString &) {
        auto *run = new NamespaceRun(m_model, m_servers, this);
        connect(run, &NamespaceRun::finished, this,
                [this](const OrderOutcome &outcome) { Q_EMIT reported(OutcomeText::report(outcome)); });
        run->start(rows);
    });
}

void NamespaceActions::askToDeregister()
{
    const Eligible<NamespaceFacts> chosen = selected().toDeregister();
    if (!chosen.isPossible())
        return;
    Confirmation question;
    question.title = tr("Deregister");
    question.question = tr("Take back %n namespace(s)?", nullptr, static_cast<int>(chosen.rows.size()));
    for (const NamespaceFacts &row : chosen.rows)
        question.names << tr("%1 on %2, %3", "namespace on server, clients")
                              .arg(nameOf(row), row.serverName, tr("%n client(s)", nullptr, row.clients));
    question.consequence = tr(
        "Nobody new can join. Those who are connected finish, unless they are cut off now: a machine whose "
        "disk is half written then may not start any more. The files stay.");
    question.acceptText = tr("&Deregister");
    question.offersDrain = true;
    m_prompter.askHowToEnd(question, this, [this, rows = chosen.rows](const Ending &ending) {
        auto *run = new NamespaceRun(m_model, m_servers, this);
        connect(run, &NamespaceRun::finished, this,
                [this](const OrderOutcome &outcome) { Q_EMIT reported(OutcomeText::report(outcome)); });
        run->deregister(rows, ending.terminate, ending.reason);
    });
}

void NamespaceActions::askToTerminate()
{
    const Eligible<NamespaceFacts> chosen = selected().toTerminateContents();
    if (!chosen.isPossible())
        return;
    Confirmation question;
    question.title = tr("Terminate Contents");
    question.question =
        tr("End all sessions of %n content(s)?", nullptr, static_cast<int>(chosen.rows.size()));
    for (const NamespaceFacts &row : chosen.rows)
        question.names << tr("%1 of %2 on %3, %4", "content of namespace on server, clients")
                              .arg(printable(row.contentName), nameOf(row), row.serverName,
                                   tr("%n client(s)", nullptr, row.clients));
    question.consequence =
        tr("A machine that is cut off while its disk is half written may not start any more. "
           "The namespace stays: clients that ask again make a new session.");
    question.acceptText = tr("&Terminate");
    m_prompter.confirm(question, this, [this, rows = chosen.rows](const QString &reason) {
        auto *run = new NamespaceRun(m_model, m_servers, this);
        connect(run, &NamespaceRun::finished, this,
                [this](const OrderOutcome &outcome) { Q_EMIT reported(OutcomeText::report(outcome)); });
        run->terminateContents(rows, reason);
    });
}

void NamespaceActions::askForTime()
{
    const Eligible<NamespaceFacts> chosen = selected().toRearm();
    if (!chosen.isPossible())
        return;
    const NamespaceFacts row = chosen.rows.constFirst();
    StartQuestion question;
    question.kind = StartQuestion::Kind::Time;
    question.name = nameOf(row);
    m_prompter.askForStart(question, this, [this, row](const StartAnswer &answer) {
        if (TransportServer *server = serverOf(row))
            follow(row, server->ask(RearmNamespace{row.info.id, answer.startTime}),
                   tr("%1 has a new start time").arg(nameOf(row)));
    });
}

void NamespaceActions::askForMinimum()
{
    const Eligible<NamespaceFacts> chosen = selected().toSetMinimum();
    if (!chosen.isPossible())
        return;
    const NamespaceFacts row = chosen.rows.constFirst();
    StartQuestion question;
    question.kind = StartQuestion::Kind::Clients;
    question.name = nameOf(row);
    question.minimumClients = row.info.minimumClients;
    question.hasTime = row.info.startTime.isValid();
    m_prompter.askForStart(question, this, [this, row](const StartAnswer &answer) {
        if (TransportServer *server = serverOf(row))
            follow(row, server->ask(SetMinimumClients{row.info.id, answer.minimumClients}),
                   answer.minimumClients > 0
                       ? tr("%1 waits for %n client(s)", nullptr, static_cast<int>(answer.minimumClients))
                             .arg(nameOf(row))
                       : tr("%1 waits for its start time alone").arg(nameOf(row)));
    });
}

void NamespaceActions::follow(const NamespaceFacts &row, const QFuture<Result<NamespaceReport>> &future,
                              const QString &done)
{
    whenFinished(this, future, [this, row, done](const Result<NamespaceReport> &result) {
        if (!result) {
            Q_EMIT reported(
                {Report::Kind::Failed,
                 tr("%1 failed: %2", "name: why").arg(nameOf(row), ErrorText::sentence(result.error())),
                 ErrorText::details(result.error())});
            return;
        }
        if (ServerFeed *feed = m_servers.feed(row.server))
            feed->catchUp(result->revision);
        Q_EMIT reported({Report::Kind::Done, done, {}});
    });
}

TransportServer *NamespaceActions::serverOf(const NamespaceFacts &row)
{
    TransportServer *server = m_servers.server(row.server);
    if (!server)
        Q_EMIT reported({Report::Kind::Failed, tr("%1 is not connected").arg(row.serverName), {}});
    return server;
}

} // namespace castdeck
