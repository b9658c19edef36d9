// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/localserver.h"

#include "engine/transportengine.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"

#include <QSysInfo>
#include <pwd.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

Identity personAtTheScreen()
{
    const passwd *entry = ::getpwuid(::getuid());
    const QString user = entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::getuid());
    Identity identity;
    identity.name = user + u'@' + QSysInfo::machineHostName();
    identity.role = Role::Admin;
    return identity;
}

} // namespace

LocalServer::LocalServer(const EngineSettings &settings, ServerRegistry &servers, QObject *parent)
    : QObject(parent), m_host(settings)
{
    connect(&m_host, &EngineHost::ready, this, &LocalServer::ready);
    connect(&m_host, &EngineHost::initiationFailed, this, &LocalServer::initiationFailed);
    connect(&m_host, &EngineHost::stopped, this, &LocalServer::stopped);

    InProcessChannel::Pair pair = InProcessChannel::pair();
    m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), ServerConnection::Options());
    servers.add(id(), tr("This computer"), ServerRegistry::Files::Shared).attach(m_connection.get());

    m_host.start();
    pair.answering->moveToThread(m_host.engineThread());
    const auto answering = std::make_shared<std::unique_ptr<Channel>>(std::move(pair.answering));
    const ServerInfo info{QSysInfo::machineHostName(), QStringLiteral(CASTDECK_VERSION)};
    m_host.post([answering, info, identity = personAtTheScreen()](TransportEngine &engine) {
        ServerEndpoint::Services services;
        services.server = &engine;
        services.info = info;
        services.initiator = &engine;
        services.audit = &engine.history();
        new ServerEndpoint(std::move(*answering), services, ServerEndpoint::admitAs(identity), {}, &engine);
    });
}

LocalServer::~LocalServer() = default;

void LocalServer::publish(const QString &name, const QString &folder,
                          std::function<void(const Result<NamespaceReport> &)> done)
{
    NamespaceInfo what;
    what.name = name;
    what.configuration = folder;
    what.allowUnauthenticated = true;
    whenFinished(this, m_connection->registerNamespace(what), std::move(done));
}

void LocalServer::shutDown()
{
    m_host.shutDown({DisconnectType::Abort, tr("the console was closed"), personAtTheScreen().name});
}

} // namespace castdeck
