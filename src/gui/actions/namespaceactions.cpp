// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/namespaceactions.h"

#include "core/untrusted.h"
#include "gui/actions/lacking.h"
#include "gui/actions/publishflow.h"
#include "gui/servers/serverregistry.h"
#include "gui/text/cutnames.h"
#include "models/inventoryrole.h"
#include "models/namespacemodel.h"

#include <QIcon>

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
                                   PublishFlow &flow, const QItemSelectionModel &selection, QObject *parent)
    : ActionGroup(model, selection, parent)
    , m_model(model)
    , m_servers(servers)
    , m_prompter(prompter)
    , m_flow(flow)
    , m_start(makeAction("startNow", tr("&Start Now…"), tr("Let a Scheduled-Cast go with those who wait")))
    , m_edit(
          makeAction("editNamespace", tr("&Edit…"), tr("Put a changed namespace in the place of this one")))
    , m_clone(
          makeAction("cloneNamespace", tr("Cl&one…"), tr("Publish another one that begins like this one")))
    , m_deregister(makeAction("deregister", tr("Stop P&ublishing…"),
                              tr("Take it back; those who are connected finish, or are cut off")))
    , m_rearm(makeAction("rearm", tr("&Another Start Time…"),
                         tr("Give a Scheduled-Cast that missed its start time a new one")))
    , m_minimum(makeAction("setMinimum", tr("&Least Number of Clients…"),
                           tr("Change how many clients a Scheduled-Cast waits for")))
    , m_howToAsk(makeAction("howToAsk", tr("&How Machines Ask…"),
                            tr("Where a machine asks for what is published, and the command for it")))
    , m_terminate(makeAction("terminateContent", tr("&Terminate Content…"),
                             tr("End every session of the selected contents")))
{
    m_deregister->setIcon(QIcon(QStringLiteral(":/icons/retire.svg")));
    m_deregister->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+N")));
    m_deregister->setShortcutContext(Qt::WidgetWithChildrenShortcut);
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
    connect(m_howToAsk, &QAction::triggered, this, [this] {
        if (const auto chosen = selected().toExplain(); chosen.isPossible())
            m_flow.explain(chosen.rows.constFirst());
    });
    connect(m_rearm, &QAction::triggered, this, &NamespaceActions::askForTime);
    connect(m_minimum, &QAction::triggered, this, &NamespaceActions::askForMinimum);
    connect(m_terminate, &QAction::triggered, this, &NamespaceActions::askToTerminate);
    update();
}

QList<QAction *> NamespaceActions::all() const
{
    return {m_start, m_minimum, m_rearm, m_edit, m_clone, m_deregister, m_terminate, m_howToAsk};
}

NamespaceSelection NamespaceActions::selected() const
{
    if (!m_meant)
        return NamespaceSelection(selectedFacts<NamespaceFacts>());
    QList<NamespaceFacts> namespaces;
    const QModelIndexList rows = m_meant->selectedRows();
    for (const QModelIndex &row : rows) {
        const auto facts = row.data(InventoryRole::Facts).value<RowFacts>();
        if (facts.namespaceId.isValid())
            namespaces << m_model.facts(m_model.indexOf(facts.key.server, facts.namespaceId));
    }
    return NamespaceSelection(namespaces);
}

void NamespaceActions::mean(const QItemSelectionModel *rows)
{
    disconnect(m_watched);
    m_meant = rows;
    if (rows)
        m_watched = connect(rows, &QItemSelectionModel::selectionChanged, this, [this] { update(); });
    update();
}

void NamespaceActions::update()
{
    const NamespaceSelection rows = selected();
    showObstacle(m_start, rows.toStart().obstacle);
    showObstacle(m_edit, rows.toEdit().obstacle);
    showObstacle(m_clone, rows.toClone().obstacle);
    showObstacle(m_deregister, rows.toDeregister().obstacle);
    showObstacle(m_howToAsk, rows.toExplain().obstacle);
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
        Order *const order = makeOrder(OrderKind::Start);
        for (const NamespaceFacts &row : rows)
            order->give(targetOf(row, Pending::Starting), StartTransmission{row.info.id});
    });
}

void NamespaceActions::askToDeregister()
{
    const Eligible<NamespaceFacts> chosen = selected().toDeregister();
    if (!chosen.isPossible())
        return;
    Confirmation question;
    int sessions = 0;
    int clients = 0;
    for (const NamespaceFacts &one : chosen.rows) {
        // The row of a content counts its own sessions alone.
        const NamespaceFacts row = m_model.facts(m_model.indexOf(one.server, one.info.id));
        sessions += row.sessions;
        clients += row.clients;
        question.names << CutNames::ofNamespace(m_model.inventory(), row);
    }
    question.title = tr("Stop Publishing");
    question.question =
        tr("Stop publishing %n namespace(s)?", nullptr, static_cast<int>(chosen.rows.size())) +
        QLatin1Char(' ') +
        (sessions == 0
             ? tr("Nobody is connected.")
             : tr("%1 with %2 are on them.", "sessions, clients")
                   .arg(tr("%n session(s)", nullptr, sessions), tr("%n client(s)", nullptr, clients)));
    question.consequence =
        sessions == 0 ? tr("Nobody can ask for it any more. The files stay.")
                      : tr("Nobody new can join. Those who are connected finish, unless they are cut off "
                           "now: a machine "
                           "whose disk is half written then may not start any more. The files stay.");
    question.acceptText = tr("&Stop Publishing");
    question.offersDrain = sessions > 0;
    question.takesReason = sessions > 0;
    Lacking::limitReason(question, chosen.rows);
    m_prompter.askHowToEnd(question, this, [this, rows = chosen.rows](const Ending &ending) {
        Order *const order = makeOrder(ending.terminate ? OrderKind::Retire : OrderKind::Drain);
        for (const NamespaceFacts &row : rows)
            order->give(targetOf(row, Pending::Unpublishing),
                        DeregisterNamespace{
                            row.info.id, ending.terminate, {DisconnectType::Abort, ending.reason, {}}});
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
    Lacking::limitReason(question, chosen.rows);
    m_prompter.confirm(question, this, [this, rows = chosen.rows](const QString &reason) {
        Order *const order = makeOrder(OrderKind::TerminateContent);
        for (const NamespaceFacts &row : rows) {
            Order::Target target = targetOf(row, Pending::Ending);
            target.name = printable(row.contentName);
            order->give(target, TerminateContent{row.contentId, {DisconnectType::Abort, reason, {}}});
        }
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
        Order *const order = makeOrder(*m_rearm, [name = nameOf(row)](const OrderOutcome &outcome) {
            return OutcomeText::report(outcome, tr("%1 has a new start time").arg(name));
        });
        order->give(targetOf(row), RearmNamespace{row.info.id, answer.startTime});
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
        const int clients = static_cast<int>(answer.minimumClients);
        const QString done = clients > 0 ? tr("%1 waits for %n client(s)", nullptr, clients)
                                         : tr("%1 waits for its start time alone");
        Order *const order =
            makeOrder(*m_minimum, [done = done.arg(nameOf(row))](const OrderOutcome &outcome) {
                return OutcomeText::report(outcome, done);
            });
        order->give(targetOf(row), SetMinimumClients{row.info.id, answer.minimumClients});
    });
}

Order::Target NamespaceActions::targetOf(const NamespaceFacts &row, Pending pending)
{
    Order::Target target{m_servers.feed(row.server), nameOf(row), row.serverName};
    target.row = {row.server, RowKind::Namespace, row.info.id.value()};
    if (pending != Pending::None)
        target.mark = [this, server = row.server, id = row.info.id, pending](bool waits) {
            waits ? m_model.addPending(server, id, pending) : m_model.removePending(server, id, pending);
            Q_EMIT marked(server, id, waits ? pending : Pending::None);
        };
    return target;
}

} // namespace castdeck
