// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/localserver.h"

#include "core/descriptorlimit.h"
#include "engine/server/transportengine.h"
#include "management/inprocesschannel.h"
#include "management/serverendpoint.h"
#include "transport/net/socketaddress.h"

#include <QDir>
#include <QSysInfo>
#include <QTimer>
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

} // namespace

LocalServer::LocalServer(const Settings &settings, ServerRegistry &servers, QObject *parent)
    : QObject(parent)
    , m_host(settings.engine)
    , m_feed(servers.add(id(), tr("This computer"), ServerRegistry::Files::Shared))
{
    connect(&m_host, &EngineHost::ready, this, &LocalServer::ready);
    connect(&m_host, &EngineHost::initiationFailed, this, &LocalServer::initiationFailed);
    connect(&m_host, &EngineHost::stopped, this, &LocalServer::stopped);

    // Nobody listens to the signals of an object that is being made.
    if (const auto open = openFallback(settings); !open)
        QMetaObject::invokeMethod(
            this, [this, error = open.error()] { Q_EMIT fallbackFailed(error); }, Qt::QueuedConnection);

    if (const auto started = m_host.start(); !started)
        QMetaObject::invokeMethod(
            this, [this, error = started.error()] { Q_EMIT initiationFailed(error); }, Qt::QueuedConnection);
    m_host.post([offer = m_offer](TransportEngine &engine) {
        (new FallbackInitiator(&engine, offer))->setParent(&engine);
        if (offer.port != 0)
            engine.offerUnicast();
    });
    attach();
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
        if (!m_ending)
            QTimer::singleShot(attachPause, this, &LocalServer::attach);
    });
    pair.answering->moveToThread(m_host.engineThread());
    const auto answering = std::make_shared<std::unique_ptr<Channel>>(std::move(pair.answering));
    const ServerInfo info{QSysInfo::machineHostName(), QStringLiteral(CASTDECK_VERSION)};
    m_host.post([answering, info, identity = personAtTheScreen()](TransportEngine &engine) {
        ServerEndpoint::Services services;
        services.server = &engine;
        services.info = info;
        services.initiator = engine.findChild<FallbackInitiator *>();
        services.audit = &engine.history();
        auto *const endpoint =
            new ServerEndpoint(std::move(*answering), services, ServerEndpoint::admitAs(identity),
                               ServerEndpoint::Limits::none(), &engine);
        connect(endpoint, &ServerEndpoint::finished, endpoint, &QObject::deleteLater);
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
    m_fallback =
        std::make_unique<FallbackServer>(m_offer.contents, FallbackServer::Limits::within(descriptorLimit()));
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
    whenFinished(this, m_connection->ask(RegisterNamespace{what}), std::move(done));
}

void LocalServer::shutDown(const QString &reason)
{
    m_ending = true;
    m_host.shutDown({DisconnectType::Abort, reason.isEmpty() ? tr("the console was closed") : reason,
                     personAtTheScreen().name});
}

} // namespace castdeck
