// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/actions/serveractions.h"

#include "core/untrusted.h"
#include "gui/dialogs/prompter.h"
#include "gui/text/errortext.h"
#include "gui/text/obstacletext.h"
#include "models/inventorymodel.h"
#include "models/selectionfacts.h"

namespace castdeck
{

namespace
{

/// The keychain answers for one server after the other.
constexpr std::chrono::milliseconds MissingPause{200};

} // namespace

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
    , m_enterTokens(makeAction("enterTokens", tr("Enter To&kens…"),
                               tr("Give the tokens of all servers that wait for one")))
    , m_manage(makeAction("manageServers", tr("Mana&ge Servers…"),
                          tr("Put the servers in groups and in order; import and export the list")))
{
    m_tellMissing.setSingleShot(true);
    m_tellMissing.setInterval(MissingPause);
    connect(&m_tellMissing, &QTimer::timeout, this, &ServerActions::tellMissingTokens);
    connect(m_enterTokens, &QAction::triggered, this, &ServerActions::askForTokens);
    connect(m_manage, &QAction::triggered, this, &ServerActions::askToManage);
    connect(m_add, &QAction::triggered, this, [this] { askToAdd({}, {}, RemoteServers::Life::Saved); });
    connect(m_edit, &QAction::triggered, this, [this] { askToEdit(selected()); });
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
    return {m_add, m_edit, m_remove, m_connect, m_disconnect, m_retry, m_enterTokens, m_manage};
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
    showObstacle(m_enterTokens,
                 m_remote.withoutToken().isEmpty() ? tr("No server waits for a token.") : QString());
    showObstacle(m_manage, QString());
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
    const bool isKnownThere =
        !token.isEmpty() || !profile.certificateFile.isEmpty() || !profile.tokenFile.isEmpty();
    if (!profile.isOverSsh() && (!isRecognised || !isKnownThere))
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
    question.others.removeIf([&](const ServerProfile &other) { return other.id == profile.id; });
    m_prompter.askForServer(question, this, [this, life](const ServerAnswer &answer) {
        m_remote.keep(answer.profile, answer.token, life);
    });
}

void ServerActions::askToEdit(const ServerId &id)
{
    const ServerProfile *profile = m_remote.profile(id);
    if (!profile)
        return;
    ServerQuestion question;
    question.profile = *profile;
    question.token = m_remote.knownToken(id);
    question.isNew = false;
    if (const ConnectionStatus status = m_model.status(id);
        status.state == ConnectionState::Refused && status.error) {
        question.hint = tr("It is not connected: %1").arg(ErrorText::sentence(*status.error));
        // What it shows now has to be seen.
        question.testsAtOnce = status.error->code == ErrorCode::FingerprintMismatch ||
                               status.error->code == ErrorCode::CertificateRefused;
    }
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
    updateLater();
    if (m_wanted.remove(id))
        askForTokens();
    else
        m_tellMissing.start();
}

/// All in one: fifty servers are no fifty notices.
void ServerActions::tellMissingTokens()
{
    QStringList names;
    const QList<ServerProfile> servers = m_remote.withoutToken();
    for (const ServerProfile &server : servers)
        names << printable(server.name);
    if (!names.isEmpty())
        Q_EMIT reported({Report::Kind::Doubtful,
                         tr("%n server(s) are not connected: their tokens are not known here. Choose Enter "
                            "Tokens.",
                            nullptr, static_cast<int>(names.size())),
                         names.join(QLatin1Char('\n')),
                         {servers.first().id, RowKind::Server, 0},
                         Report::Remedy::EnterTokens});
}

void ServerActions::askForTokens()
{
    const TokenQuestion question{m_remote.withoutToken(), m_remote.keepsTokens()};
    m_prompter.askForTokens(question, this, [this](const TokenAnswer &answer) {
        for (auto given = answer.cbegin(); given != answer.cend(); ++given)
            m_remote.giveToken(given.key(), given.value());
    });
}

void ServerActions::askToManage()
{
    ServerListQuestion question;
    const QList<ServerProfile> profiles = m_remote.all();
    for (const ServerProfile &profile : profiles) {
        const QModelIndex state = m_model.indexOf({profile.id, RowKind::Server, 0}, Column::State);
        if (m_remote.life(profile.id) == RemoteServers::Life::Saved)
            question.rows << ServerListQuestion::Row{{profile, m_remote.knownToken(profile.id)},
                                                     state.data().toString()};
    }
    question.tokenIsKept = m_remote.keepsTokens();
    m_prompter.askForServerList(question, this, [this](const ServerListAnswer &answer) {
        QList<RemoteServers::Wanted> wanted;
        for (const ServerAnswer &server : answer)
            wanted << RemoteServers::Wanted{server.profile, server.token};
        m_remote.keepOnly(wanted);
    });
}

void ServerActions::takeEnd(const ServerId &id, const Error &reason)
{
    const ConnectionStatus status = m_model.status(id);
    if (status.state != ConnectionState::Refused)
        return;
    // Nothing that is said here makes a program speak another version.
    const bool isOld = reason.code == ErrorCode::IncompatibleVersion;
    Q_EMIT reported({Report::Kind::Failed,
                     tr("%1 is not connected: %2", "server: why")
                         .arg(nameOf(id), ErrorText::sentence(status.error.value_or(reason))),
                     ErrorText::details(reason),
                     {id, RowKind::Server, 0},
                     isOld ? Report::Remedy::RetryNow : Report::Remedy::EditServer});
}

} // namespace castdeck
