// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/localserver.h"

#include "apps/console/receiverports.h"
#include "core/reply.h"
#include "engine/server/transportengine.h"
#include "engine/store/statedirectory.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"

#include <QSysInfo>
#include <QTimer>
#include <algorithm>
#include <pwd.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

constexpr std::chrono::milliseconds attachPause{500};

Identity personAtTheScreen()
{
    const passwd *entry = ::getpwuid(::getuid());
    const QString user = entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::getuid());
    Identity identity;
    identity.name = user + u'@' + QSysInfo::machineHostName();
    identity.role = Role::Admin;
    return identity;
}

/// The ports are opened by ReceiverPorts.
EngineSettings withoutPort(EngineSettings settings)
{
    settings.initiationPort.reset();
    return settings;
}

} // namespace

LocalServer::LocalServer(const Settings &settings, ServerRegistry &servers, QObject *parent)
    : QObject(parent)
    , m_host(withoutPort(settings.engine))
    , m_feed(servers.add(id(), tr("This computer"), ServerRegistry::Files::Shared))
{
    connect(&m_host, &EngineHost::stopped, this, &LocalServer::stopped);
    connect(this, &LocalServer::opened, this, [this](quint16, quint16 port) { m_fallbackPort = port; });
    if (const auto started = m_host.start(); !started) {
        // Nobody listens to the signals of an object that is being made.
        QMetaObject::invokeMethod(
            this, [this, error = started.error()] { Q_EMIT startFailed(error); }, Qt::QueuedConnection);
        return;
    }
    ReceiverPorts::Settings ports;
    ports.interfaceName = settings.engine.interfaceName;
    ports.initiationPort = settings.engine.initiationPort;
    ports.fallbackPort = settings.fallbackPort;
    ports.keyFolder = settings.keyFolder;
    m_host.post([this, ports](TransportEngine &engine) {
        auto *const doors = new ReceiverPorts(engine, ports);
        connect(doors, &ReceiverPorts::opened, this, &LocalServer::opened);
        connect(doors, &ReceiverPorts::fallbackFailed, this, &LocalServer::fallbackFailed);
    });
    remember(settings.stateFolder);
}

void LocalServer::remember(const QString &folder)
{
    if (folder.isEmpty()) {
        QMetaObject::invokeMethod(
            this, [this] { begin({}); }, Qt::QueuedConnection);
        return;
    }
    using Opened = std::shared_ptr<StateDirectory>;
    m_files.ask<Opened>(
        folder,
        [folder] {
            return StateDirectory::open(folder).map(
                [](StateDirectory &&state) { return std::make_shared<StateDirectory>(std::move(state)); });
        },
        [this](const Result<Opened> &state) {
            if (state)
                restore(*state);
            else
                begin(tl::unexpected(state.error()));
        });
}

void LocalServer::restore(const std::shared_ptr<StateDirectory> &state)
{
    m_state = state;
    const TransportEngine::Memory memory{state->store(), state->history()};
    m_host.post([this, memory](TransportEngine &engine) {
        whenFinished<void>(&engine, engine.restore(memory), [this](const Result<void> &restored) {
            QMetaObject::invokeMethod(
                this, [this, restored] { begin(restored); }, Qt::QueuedConnection);
        });
    });
}

void LocalServer::begin(const Result<void> &remembered)
{
    if (m_isEnding)
        return;
    attach();
    if (!remembered)
        Q_EMIT notKept(remembered.error());
    Q_EMIT ready();
}

/// Whatever ended the channel, the engine is there: it is attached anew as long as the program runs.
void LocalServer::attach()
{
    InProcessChannel::Pair pair = InProcessChannel::pair();
    ServerConnection::Options options;
    options.measures = true; // the model takes them
    m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), std::move(options));
    m_feed.attach(m_connection.get());
    connect(m_connection.get(), &ServerConnection::lost, this, [this] {
        if (!m_isEnding)
            QTimer::singleShot(attachPause, this, &LocalServer::attach);
    });
    pair.answering->moveToThread(m_host.engineThread());
    const auto answering = std::make_shared<std::unique_ptr<Channel>>(std::move(pair.answering));
    const ServerInfo info{QSysInfo::machineHostName(), QStringLiteral(CASTDECK_VERSION)};
    m_host.post([answering, info, identity = personAtTheScreen()](TransportEngine &engine) {
        ServerEndpoint::Services services;
        services.server = &engine;
        services.info = info;
        services.initiator = &engine.findChild<ReceiverPorts *>()->initiator();
        services.audit = &engine.history();
        auto *const endpoint =
            new ServerEndpoint(std::move(*answering), services, ServerEndpoint::admitAs(identity),
                               ServerEndpoint::Limits::none(), &engine);
        connect(endpoint, &ServerEndpoint::finished, endpoint, &QObject::deleteLater);
    });
}

LocalServer::~LocalServer() = default;

void LocalServer::publish(const QString &name, const QString &folder,
                          std::function<void(const Result<NamespaceReport> &)> done)
{
    if (!m_connection) {
        connect(
            this, &LocalServer::ready, this, [this, name, folder, done] { publish(name, folder, done); },
            Qt::SingleShotConnection);
        return;
    }
    NamespaceInfo what;
    what.name = name;
    what.configuration = folder;
    what.allowUnauthenticated = true;
    const auto take = [this, what, done = std::move(done)](const Result<NamespaceReport> &result) {
        const bool isTaken = !result && result.error().code == ErrorCode::NamespaceAlreadyExists;
        if (!isTaken)
            return done(result);
        // Of an earlier run, perhaps, and then it is what was wanted.
        whenFinished(this, m_connection->ask(RetrieveNamespaces{}),
                     [what, done, result](const Result<QList<NamespaceInfo>> &all) {
                         const auto is = [&what](const NamespaceInfo &known) {
                             return known.name == what.name && known.configuration == what.configuration &&
                                    !known.tombstoned;
                         };
                         const auto rows = all.value_or(QList<NamespaceInfo>());
                         const auto known = std::find_if(rows.begin(), rows.end(), is);
                         done(known != rows.end() ? NamespaceReport{0, known->id} : result);
                     });
    };
    whenFinished(this, m_connection->ask(RegisterNamespace{what}), take);
}

void LocalServer::shutDown(const QString &reason)
{
    m_isEnding = true;
    m_host.shutDown({DisconnectType::Abort, reason.isEmpty() ? tr("the console was closed") : reason,
                     personAtTheScreen().name});
}

} // namespace castdeck
