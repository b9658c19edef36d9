// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig.h"

#include "management/inprocesschannel.h"
#include "support/sampleinventory.h"

namespace castdeck
{

namespace
{

/// Made once: every rig may show the same.
const ServerCertificate &certificate()
{
    static const ServerCertificate made = [] {
        const QTemporaryDir folder;
        return ServerCertificate::loadOrMake(folder.filePath(QStringLiteral("cert.pem")),
                                             folder.filePath(QStringLiteral("key.pem")),
                                             QStringLiteral("localhost"))
            .value();
    }();
    return made;
}

} // namespace

Rig::Rig(Kind kind, ServerEndpoint::Limits limits, TlsListener::Options options)
    : m_kind(kind)
    , m_limits(limits)
    , m_server(new FakeTransportServer)
    , m_tokens(TokenStore::open(m_folder.filePath(QStringLiteral("tokens.json"))).value())
{
    m_server->moveToThread(&m_thread);
    m_tokens->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_server, &QObject::deleteLater);
    m_thread.start();
    if (m_kind != Kind::RemoteTls)
        return;
    options.limits = limits;
    if (options.certificate.chain.isEmpty())
        options.certificate = certificate();
    onServer([&](FakeTransportServer &) {
        m_listener = new TlsListener(services(), m_tokens.get(), options, m_server);
        QObject::connect(m_listener, &TlsListener::refused, m_server,
                         [this](const QString &, const Error &reason) { note(reason.detail); });
        if (!m_listener->open(QHostAddress::LocalHost, 0))
            qFatal("no port to listen on");
    });
}

Rig::~Rig()
{
    m_thread.quit();
    m_thread.wait();
}

ServerEndpoint::Services Rig::services()
{
    return {m_server,     {QStringLiteral("rig"), QStringLiteral("7.7")},
            &m_initiator, m_tokens.get(),
            m_server,     &m_failures};
}

TlsTarget Rig::target()
{
    TlsTarget target;
    target.host = QStringLiteral("127.0.0.1");
    target.port = m_listener->serverPort();
    target.fingerprint = m_listener->fingerprint();
    return target;
}

void Rig::addRows()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("embedded") << Kind::Embedded;
    QTest::newRow("remote tls") << Kind::RemoteTls;
}

std::unique_ptr<Rig> Rig::ofRow(ServerEndpoint::Limits limits)
{
    QFETCH_GLOBAL(Rig::Kind, kind);
    auto rig = std::make_unique<Rig>(kind, limits);
    rig->onServer([](FakeTransportServer &server) { server.setState(sampleInventory(2, 3)); });
    return rig;
}

Rig::Opened Rig::open(Role role)
{
    if (m_kind == Kind::RemoteTls) {
        const QString secret = onServer([&](FakeTransportServer &) {
            return m_tokens->create(QStringLiteral("tester"), role, {}).value().secret;
        });
        return {connectTls(target()), secret};
    }
    auto pair = InProcessChannel::pair();
    pair.answering->moveToThread(&m_thread);
    onServer([&](FakeTransportServer &) {
        serve(std::move(pair.answering), {QStringLiteral("tester"), role, {}, {}, {}});
    });
    return {std::move(pair.asking), {}};
}

QString Rig::spareToken()
{
    return onServer([&](FakeTransportServer &) {
        return m_tokens->create(QStringLiteral("spare"), Role::Viewer, {}).value().info.id;
    });
}

void Rig::serve(std::unique_ptr<Channel> channel, const Identity &identity)
{
    auto *endpoint = new ServerEndpoint(std::move(channel), services(), ServerEndpoint::admitAs(identity),
                                        m_limits, m_server);
    QObject::connect(endpoint, &ServerEndpoint::dropped, m_server,
                     [this](const Error &reason) { note(reason.detail); });
    QObject::connect(endpoint, &ServerEndpoint::refused, m_server,
                     [this](const Error &reason) { note(reason.detail); });
    QObject::connect(endpoint, &ServerEndpoint::finished, endpoint, &QObject::deleteLater);
}

std::unique_ptr<ServerConnection> Rig::connect(Role role, ServerConnection::Options options,
                                               const std::shared_ptr<Faults> &faults)
{
    Opened opened = open(role);
    options.token = opened.token;
    if (faults)
        opened.channel = std::make_unique<FaultyChannel>(std::move(opened.channel), faults);
    return std::make_unique<ServerConnection>(std::move(opened.channel), options);
}

Inventory Rig::serverState()
{
    return onServer([](FakeTransportServer &server) { return server.state(); });
}

void Rig::dropAll(const Error &reason)
{
    onServer([&](FakeTransportServer &server) {
        const auto endpoints = server.findChildren<ServerEndpoint *>();
        for (ServerEndpoint *endpoint : endpoints)
            endpoint->drop(reason);
    });
}

int Rig::endpointCount()
{
    return onServer(
        [](FakeTransportServer &server) { return int(server.findChildren<ServerEndpoint *>().size()); });
}

QStringList Rig::log() const
{
    const QMutexLocker lock(&m_logMutex);
    return m_log;
}

bool Rig::logHas(const QString &part) const
{
    return !log().filter(part).isEmpty();
}

void Rig::note(const QString &line)
{
    const QMutexLocker lock(&m_logMutex);
    m_log.append(line);
}

} // namespace castdeck
