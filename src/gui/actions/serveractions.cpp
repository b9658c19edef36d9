// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/serveractions.h"

#include "gui/dialogs/prompter.h"
#include "gui/text/errortext.h"
#include "gui/text/obstacletext.h"
#include "models/inventorymodel.h"
#include "models/selectionfacts.h"

namespace castdeck
{

ServerActions::ServerActions(InventoryModel &model, RemoteServers &remote, Prompter &prompter,
                             const QItemSelectionModel &selection, QObject *parent)
    : ActionGroup(model, selection, parent)
    , m_model(model)
    , m_remote(remote)
    , m_prompter(prompter)
    , m_add(makeAction("addServer", tr("&Add Server…"), tr("Watch a server on another machine")))
    , m_edit(makeAction("editServer", tr("E&dit Server…"), tr("Change the server's name, address or token")))
    , m_remove(makeAction("removeServer", tr("Re&move Server…"), tr("Forget the server and its token")))
    , m_connect(makeAction("connectServer", tr("C&onnect"), tr("Connect to the server")))
    , m_disconnect(makeAction("disconnectServer", tr("Disco&nnect"),
                              tr("End the connection to the server; its sessions go on")))
    , m_retry(makeAction("retryServer", tr("Retry No&w"), tr("Connect now instead of at the next attempt")))
{
    connect(m_add, &QAction::triggered, this, [this] { askToAdd({}, {}, RemoteServers::Life::Saved); });
    connect(m_edit, &QAction::triggered, this, [this] { askToEdit(selected(), {}); });
    connect(m_remove, &QAction::triggered, this, &ServerActions::askToRemove);
    connect(m_connect, &QAction::triggered, this, [this] {
        m_wanted.insert(selected());
        m_remote.open(selected());
    });
    connect(m_disconnect, &QAction::triggered, this, [this] { m_remote.close(selected()); });
    connect(m_retry, &QAction::triggered, this, [this] { m_remote.retryNow(selected()); });
    connect(&m_remote, &RemoteServers::tokenMissing, this, &ServerActions::takeMissingToken);
    connect(&m_remote, &RemoteServers::ended, this, &ServerActions::takeEnd);
    connect(&m_remote, &RemoteServers::tokenNotKept, this, [this](const ServerId &id) {
        Q_EMIT reported({Report::Kind::Doubtful,
                         tr("No keychain could be reached to keep the token of %1. It is known until the "
                            "console is closed, and asked for again then.")
                             .arg(nameOf(id)),
                         {}});
    });
    connect(&m_remote, &RemoteServers::profileNotKept, this, [this](const ServerId &id, const Error &error) {
        Q_EMIT reported({Report::Kind::Doubtful,
                         tr("The list of servers could not be saved: what was changed of %1 is lost if the "
                            "console is closed "
                            "before it can be.")
                             .arg(nameOf(id)),
                         ErrorText::details(error)});
    });
    connect(&m_remote, &RemoteServers::profilesNotRead, this, [this](const Error &error) {
        Q_EMIT reported({Report::Kind::Failed,
                         tr("The list of servers could not be read: %1").arg(ErrorText::sentence(error)),
                         ErrorText::details(error)});
    });
    connect(&m_remote, &RemoteServers::profilesSetAside, this, [this](const QString &path) {
        Q_EMIT reported({Report::Kind::Failed,
                         tr("The list of servers was damaged, and a new one has been begun. What the file "
                            "held is kept as %1.")
                             .arg(path),
                         {}});
    });
    connect(&m_remote, &RemoteServers::changed, this, [this](const ServerId &id) {
        if (m_remote.isOpen(id))
            m_wanted.remove(id);
        update();
    });
    update();
}

QList<QAction *> ServerActions::all() const
{
    return {m_add, m_edit, m_remove, m_connect, m_disconnect, m_retry};
}

void ServerActions::update()
{
    const ServerId id = selected();
    QString none;
    if (!id.isValid())
        none = ObstacleText::sentence(Obstacle::NoServer);
    else if (!m_remote.profile(id))
        none = tr("This computer is always there.");
    const bool open = m_remote.isOpen(id);
    const ConnectionState state = m_model.status(id).state;
    const bool idle = state == ConnectionState::Lost || state == ConnectionState::Refused;
    const auto unless = [&none](bool possible, const QString &why) {
        return !none.isEmpty() || possible ? none : why;
    };
    showObstacle(m_edit, none);
    showObstacle(m_remove, none);
    showObstacle(m_connect, unless(!open, tr("It is connected, or being connected, already.")));
    showObstacle(m_disconnect, unless(open, tr("It is not connected.")));
    showObstacle(m_retry, unless(open && idle, open ? tr("It is connected, or being connected, already.")
                                                    : tr("It is not connected; choose Connect.")));
}

ServerId ServerActions::selected() const
{
    return SelectionFacts(selectedFacts<RowFacts>()).server({});
}

QString ServerActions::nameOf(const ServerId &id) const
{
    return m_model.indexOf(id).data().toString();
}

void ServerActions::connectForThisRun(const ServerProfile &profile, const QString &token)
{
    const bool isRecognised = !profile.fingerprint.isEmpty() || !profile.authorityFile.isEmpty();
    const bool isKnownThere = !token.isEmpty() || !profile.certificateFile.isEmpty();
    if (!isRecognised || !isKnownThere)
        askToAdd(profile, token, RemoteServers::Life::ThisRun);
    else
        m_remote.keep(profile, token, RemoteServers::Life::ThisRun);
}

void ServerActions::askToAdd(const ServerProfile &profile, const QString &token, RemoteServers::Life life)
{
    ServerQuestion question;
    question.profile = profile;
    question.token = token;
    question.tokenIsKept = m_remote.keepsTokens();
    question.others = m_remote.all();
    m_prompter.askForServer(question, this, [this, life](const ServerAnswer &answer) {
        m_remote.keep(answer.profile, answer.token, life);
    });
}

void ServerActions::askToEdit(const ServerId &id, const QString &hint)
{
    const ServerProfile *profile = m_remote.profile(id);
    if (!profile)
        return;
    ServerQuestion question;
    question.profile = *profile;
    question.token = m_remote.knownToken(id);
    question.hint = hint;
    question.isNew = false;
    question.tokenIsKept = m_remote.keepsTokens();
    question.others = m_remote.all();
    question.others.removeIf([&](const ServerProfile &other) { return other.id == id; });
    m_prompter.askForServer(question, this, [this, id](const ServerAnswer &answer) {
        if (m_remote.profile(id))
            m_remote.keep(answer.profile, answer.token, m_remote.life(id));
    });
}

void ServerActions::askToRemove()
{
    const ServerId id = selected();
    const ServerProfile *profile = m_remote.profile(id);
    if (!profile)
        return;
    Confirmation question;
    question.title = tr("Remove Server");
    question.question = tr("Remove this server from the list?");
    question.names = {tr("%1 at %2", "name at address").arg(profile->name, profile->address())};
    question.consequence = tr("Its address, fingerprint and token are forgotten here. The server itself and "
                              "its sessions go on.");
    question.acceptText = tr("&Remove");
    question.takesReason = false;
    m_prompter.confirm(question, this, [this, id](const QString &) { m_remote.remove(id); });
}

void ServerActions::takeMissingToken(const ServerId &id)
{
    const QString hint =
        tr("The token of %1 is not known here, because no keychain kept it. Enter it again.").arg(nameOf(id));
    if (m_wanted.remove(id))
        askToEdit(id, hint);
    else
        Q_EMIT reported({Report::Kind::Doubtful,
                         tr("%1 is not connected: its token is not known here. Choose Connect to enter it.")
                             .arg(nameOf(id)),
                         {},
                         {id, RowKind::Server, 0},
                         Report::Remedy::EditServer});
}

void ServerActions::takeEnd(const ServerId &id, const Error &reason)
{
    if (m_model.status(id).state == ConnectionState::Refused)
        Q_EMIT reported(
            {Report::Kind::Failed,
             tr("%1 is not connected: %2", "server: why").arg(nameOf(id), ErrorText::sentence(reason)),
             ErrorText::details(reason),
             {id, RowKind::Server, 0},
             Report::Remedy::EditServer});
}

} // namespace castdeck
