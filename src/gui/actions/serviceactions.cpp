// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/serviceactions.h"

#include "core/verbs.h"
#include "gui/actions/lacking.h"
#include "gui/dialogs/policiesdialog.h"
#include "gui/dialogs/prompter.h"
#include "gui/history/historywindow.h"
#include "gui/serverdialogs/setupdialog.h"
#include "gui/servers/serverregistry.h"
#include "models/inventorymodel.h"
#include "models/selectionfacts.h"

#include <algorithm>

namespace castdeck
{

ServiceActions::ServiceActions(InventoryModel &model, ServerRegistry &servers, Prompter &prompter,
                               const QItemSelectionModel &selection, QWidget &window)
    : ActionGroup(model, selection, &window)
    , m_model(model)
    , m_servers(servers)
    , m_prompter(prompter)
    , m_window(window)
    , m_start(makeAction("startService", tr("&Start Service"), tr("Let receivers in again")))
    , m_stop(makeAction("stopService", tr("St&op Service…"), tr("Let no receiver in any more")))
    , m_restart(makeAction("restartService", tr("&Restart Service…"),
                           tr("Stop the service, and start it with its current settings")))
    , m_enable(makeAction("enableService", tr("Start with the Ser&ver"),
                          tr("The service starts when the server's program does")))
    , m_disable(makeAction("disableService", tr("&Do Not Start with the Server"),
                           tr("The service waits to be started after the server's program was")))
    , m_readSettings(makeAction("readSettings", tr("Read Settings &Again"),
                                tr("Read the stored policies anew, and look whether everything published "
                                   "can be served")))
    , m_policies(makeAction("policies", tr("Po&licies…"),
                            tr("Addresses, ports, slow clients and diagnostics of the server")))
    , m_history(makeAction("history", tr("&History…"),
                           tr("Sessions that ended, and what administrators have ordered")))
    , m_properties(makeAction("properties", tr("Proper&ties…"),
                              tr("Version and features of the server, and where its contents can come from")))
{
    connect(m_start, &QAction::triggered, this, [this] { order(Verb::Start, selected()); });
    connect(m_stop, &QAction::triggered, this, [this] { askToEnd(Verb::Stop); });
    connect(m_restart, &QAction::triggered, this, [this] { askToEnd(Verb::Restart); });
    connect(m_enable, &QAction::triggered, this, [this] { order(Verb::Enable, selected()); });
    connect(m_disable, &QAction::triggered, this, [this] { order(Verb::Disable, selected()); });
    connect(m_readSettings, &QAction::triggered, this, [this] { order(Verb::ReadSettings, selected()); });
    connect(m_policies, &QAction::triggered, this, &ServiceActions::showPolicies);
    connect(m_history, &QAction::triggered, this, &ServiceActions::showHistory);
    connect(m_properties, &QAction::triggered, this, &ServiceActions::showProperties);
    update();
}

QList<QAction *> ServiceActions::all() const
{
    return {m_start,        m_stop,     m_restart, m_enable,    m_disable,
            m_readSettings, m_policies, m_history, m_properties};
}

void ServiceActions::update()
{
    const ServerId id = selected();
    showObstacle(m_start, obstacleTo(Verb::Start, id));
    showObstacle(m_stop, obstacleTo(Verb::Stop, id));
    showObstacle(m_restart, obstacleTo(Verb::Restart, id));
    showObstacle(m_enable, obstacleTo(Verb::Enable, id));
    showObstacle(m_disable, obstacleTo(Verb::Disable, id));
    showObstacle(m_readSettings, obstacleTo(Verb::ReadSettings, id));
    // Whoever may watch may look at these.
    showObstacle(m_policies, obstacleToAsk(id));
    showObstacle(m_history, obstacleToHistory());
    showObstacle(m_properties, obstacleToAsk(id));
}

/// Of all servers, or of the one that is selected.
Obstacle ServiceActions::obstacleToHistory() const
{
    const QList<RowFacts> chosen = SelectionFacts(selectedFacts<RowFacts>()).rows();
    const QList<RowFacts> servers = chosen.isEmpty() ? m_model.servers() : chosen;
    if (servers.isEmpty())
        return Obstacle::NoServer;
    const bool isKept = std::ranges::any_of(servers, [](const RowFacts &row) {
        return obstacleOf(row.powers, RetrieveSessionHistory::info.name) == Obstacle::None;
    });
    return isKept ? Obstacle::None : Obstacle::Lacking;
}

Obstacle ServiceActions::obstacleToAsk(const ServerId &id) const
{
    if (!id.isValid())
        return Obstacle::NoServer;
    return m_model.status(id).state == ConnectionState::Ready ? Obstacle::None : Obstacle::Unreachable;
}

Obstacle ServiceActions::obstacleTo(Verb verb, const ServerId &id) const
{
    if (const Obstacle obstacle = obstacleToAsk(id); obstacle != Obstacle::None)
        return obstacle;
    if (const Obstacle forbidden = obstacleOf(m_model.status(id).powers, &Powers::publish);
        forbidden != Obstacle::None)
        return forbidden;
    const ServerInfo server = m_model.serverInfo(id);
    switch (verb) {
    case Verb::Start:
        return server.serviceRunning ? Obstacle::ServiceRuns : Obstacle::None;
    case Verb::Stop:
        // One that drains can still be cut.
        return server.serviceRunning || server.serviceDraining ? Obstacle::None : Obstacle::ServiceStopped;
    case Verb::Restart:
        return server.serviceRunning ? Obstacle::None : Obstacle::ServiceStopped;
    case Verb::Enable:
        return server.serviceEnabled ? Obstacle::ServiceEnabled : Obstacle::None;
    case Verb::Disable:
        return server.serviceEnabled ? Obstacle::None : Obstacle::ServiceDisabled;
    case Verb::ReadSettings:
        break;
    }
    return Obstacle::None;
}

ServerId ServiceActions::selected() const
{
    return SelectionFacts(selectedFacts<RowFacts>()).server(m_model.servers());
}

QString ServiceActions::nameOf(const ServerId &id) const
{
    return m_model.indexOf(id).data().toString();
}

int ServiceActions::clientsOf(const ServerId &id) const
{
    int clients = 0;
    for (const CatalogueEntry &entry : m_model.catalogue(id).namespaces) {
        for (const CarriedContent &content : entry.contents)
            clients += content.clients;
    }
    return clients;
}

void ServiceActions::askToEnd(Verb verb)
{
    const ServerId id = selected();
    if (obstacleTo(verb, id) != Obstacle::None)
        return;
    const bool restarts = verb == Verb::Restart;
    Confirmation question;
    question.title = restarts ? tr("Restart Service") : tr("Stop Service");
    question.question = restarts ? tr("Restart the transport service?") : tr("Stop the transport service?");
    question.names = {
        tr("%1, %2", "server, clients").arg(nameOf(id), tr("%n client(s)", nullptr, clientsOf(id)))};
    question.consequence =
        (restarts
             ? tr("No receiver is let in until the last session has ended; then the service starts again "
                  "by itself.")
             : tr("No receiver is let in until the service is started again.")) +
        QLatin1Char(' ') +
        tr("A machine that is cut off while its disk is half written may not start any more.");
    question.acceptText = restarts ? tr("&Restart") : tr("St&op");
    question.offersDrain = true;
    const QList<ConnectionStatus> asked{m_model.status(id)};
    Lacking::limitReason(question, asked);
    Lacking::limitDrain(question, asked.first().powers);
    m_prompter.askHowToEnd(question, this, [this, verb, id](const Ending &ending) {
        order(verb, id, ending.terminate, ending.reason);
    });
}

const QAction &ServiceActions::actionOf(Verb verb) const
{
    switch (verb) {
    case Verb::Start:
        return *m_start;
    case Verb::Stop:
        return *m_stop;
    case Verb::Restart:
        return *m_restart;
    case Verb::Enable:
        return *m_enable;
    case Verb::Disable:
        return *m_disable;
    case Verb::ReadSettings:
        break;
    }
    return *m_readSettings;
}

void ServiceActions::order(Verb verb, const ServerId &id, bool terminate, const QString &reason)
{
    const QString name = nameOf(id);
    Order *const order = makeOrder(actionOf(verb), [this, verb, id, name,
                                                    terminate](const OrderOutcome &outcome) {
        return OutcomeText::report(
            outcome, tr("%1: %2", "server: what was done").arg(name, doneText(verb, id, terminate, outcome)),
            tr("%1: %2", "server: why"));
    });
    const auto give = [&](const auto &asked) {
        order->give({m_servers.feed(id), name, name, {}, {id, RowKind::Server, 0}}, asked);
    };
    const DisconnectOrder how{DisconnectType::Abort, reason, {}};
    switch (verb) {
    case Verb::Start:
        return give(StartService{});
    case Verb::Stop:
        return give(StopService{terminate, how});
    case Verb::Restart:
        return give(RestartService{terminate, how});
    case Verb::Enable:
        return give(SetServiceEnabled{true});
    case Verb::Disable:
        return give(SetServiceEnabled{false});
    case Verb::ReadSettings:
        return give(ReadSettings{});
    }
}

QString ServiceActions::doneText(Verb verb, const ServerId &id, bool terminate,
                                 const OrderOutcome &outcome) const
{
    switch (verb) {
    case Verb::Start:
        return tr("the service runs");
    case Verb::Enable:
        return tr("the service starts with the server");
    case Verb::Disable:
        return tr("the service does not start with the server any more");
    case Verb::ReadSettings:
        return tr("the settings were read again");
    case Verb::Stop:
    case Verb::Restart:
        break;
    }
    const QString what =
        verb == Verb::Restart ? tr("the service was restarted") : tr("the service is stopped");
    if (!terminate)
        return m_model.serverInfo(id).serviceDraining
                   ? tr("the service drains: those who are connected finish")
                   : what;
    return what + QStringLiteral(", ") +
           tr("%n client(s) disconnected", nullptr, static_cast<int>(outcome.disconnected));
}

std::function<TransportServer *()> ServiceActions::finderOf(const ServerId &id)
{
    return [servers = QPointer(&m_servers), id] { return servers ? servers->server(id) : nullptr; };
}

void ServiceActions::showPolicies()
{
    const ServerId id = selected();
    const bool mayChange = obstacleOf(m_model.status(id).powers, &Powers::publish) == Obstacle::None;
    auto *dialog = new PoliciesDialog(
        nameOf(id), finderOf(id), mayChange ? PoliciesDialog::Access::Full : PoliciesDialog::Access::LookOnly,
        &m_window, m_model.serverInfo(id).kind == QLatin1String("wds") ? Madcap::Known : Madcap::Unknown);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void ServiceActions::showHistory()
{
    if (!m_historyWindow)
        m_historyWindow = new HistoryWindow(m_model, m_servers, m_prompter, &m_window);
    m_historyWindow->openFor(SelectionFacts(selectedFacts<RowFacts>()).rows().isEmpty() ? ServerId()
                                                                                        : selected());
}

void ServiceActions::showProperties()
{
    const ServerId id = selected();
    const auto [address, fingerprint] = m_servers.whereabouts(id);
    const SetupDialog::Known known{nameOf(id), address, fingerprint, m_model.status(id).role,
                                   m_model.serverInfo(id)};
    auto *dialog = new SetupDialog(known, finderOf(id), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

} // namespace castdeck
