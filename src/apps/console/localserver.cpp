// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/localserver.h"

#include "engine/transportengine.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"
#include "transport/socketaddress.h"

#include <QDir>
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

LocalServer::LocalServer(const Settings &settings, ServerRegistry &servers, QObject *parent)
    : QObject(parent), m_host(settings.engine)
{
    connect(&m_host, &EngineHost::ready, this, &LocalServer::ready);
    connect(&m_host, &EngineHost::initiationFailed, this, &LocalServer::initiationFailed);
    connect(&m_host, &EngineHost::stopped, this, &LocalServer::stopped);

    // Nobody listens to the signals of an object that is being made.
    if (const auto open = openFallback(settings); !open)
        QMetaObject::invokeMethod(
            this, [this, error = open.error()] { Q_EMIT fallbackFailed(error); }, Qt::QueuedConnection);

    InProcessChannel::Pair pair = InProcessChannel::pair();
    m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), ServerConnection::Options());
    servers.add(id(), tr("This computer"), ServerRegistry::Files::Shared).attach(m_connection.get());

    if (const auto started = m_host.start(); !started)
        QMetaObject::invokeMethod(
            this, [this, error = started.error()] { Q_EMIT initiationFailed(error); }, Qt::QueuedConnection);
    pair.answering->moveToThread(m_host.engineThread());
    const auto answering = std::make_shared<std::unique_ptr<Channel>>(std::move(pair.answering));
    const ServerInfo info{QSysInfo::machineHostName(), QStringLiteral(CASTDECK_VERSION)};
    m_host.post([answering, info, offer = m_offer, identity = personAtTheScreen()](TransportEngine &engine) {
        auto *const initiator = new FallbackInitiator(&engine, offer);
        initiator->setParent(&engine);
        if (offer.port != 0)
            engine.offerUnicast();
        ServerEndpoint::Services services;
        services.server = &engine;
        services.info = info;
        services.initiator = initiator;
        services.audit = &engine.history();
        new ServerEndpoint(std::move(*answering), services, ServerEndpoint::admitAs(identity), {}, &engine);
    });
}

LocalServer::~LocalServer() = default;

Result<void> LocalServer::openFallback(const Settings &settings)
{
    QHostAddress address(QHostAddress::Any);
    if (!settings.engine.interfaceName.isEmpty()) {
        const auto interface = findInterface(settings.engine.interfaceName);
        if (!interface)
            return tl::unexpected(interface.error());
        address = QHostAddress(toText(interface->address));
    }
    const QDir keys(settings.keyFolder);
    const auto certificate =
        ServerCertificate::loadOrMake(keys.filePath(QStringLiteral("certificate.pem")),
                                      keys.filePath(QStringLiteral("key.pem")), QSysInfo::machineHostName());
    if (!certificate)
        return tl::unexpected(certificate.error());
    m_fallback = std::make_unique<FallbackServer>(m_offer.contents, FallbackServer::Limits{});
    auto open = m_fallback->open(address, settings.fallbackPort, *certificate);
    if (open)
        m_offer.port = m_fallback->port();
    return open;
}

void LocalServer::publish(const QString &name, const QString &folder,
                          std::function<void(const Result<NamespaceReport> &)> done)
{
    NamespaceInfo what;
    what.name = name;
    what.configuration = folder;
    what.allowUnauthenticated = true;
    whenFinished(this, m_connection->registerNamespace(what), std::move(done));
}

void LocalServer::shutDown(const QString &reason)
{
    m_host.shutDown({DisconnectType::Abort, reason.isEmpty() ? tr("the console was closed") : reason,
                     personAtTheScreen().name});
}

} // namespace castdeck
