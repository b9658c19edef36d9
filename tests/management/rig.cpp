// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig.h"

#include "management/inprocesschannel.h"
#include "management/joinstreams.h"
#include "management/localchannel.h"
#include "management/processchannel.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QLocalServer>
#include <csignal>
#include <unistd.h>

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

/// What the command of a RemoteCommand does: joins its streams to the socket that it is told.
int joinToSocket(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    QLocalSocket socket;
    if (argc > 1)
        socket.connectToServer(QString::fromLocal8Bit(argv[1]));
    if (!socket.waitForConnected(Patience))
        return 3;
    joinStreams(STDIN_FILENO, STDOUT_FILENO, int(socket.socketDescriptor()));
    return 0;
}

Identity tester(Role role)
{
    return {QStringLiteral("tester"), role, {}, {}, {}};
}

const test::ProgramPart part(__FILE__, &joinToSocket, "jointosocket");

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
    if (!isOverTls())
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
    QTest::newRow("remote tls, read in another thread") << Kind::ReadElsewhere;
    QTest::newRow("remote command") << Kind::RemoteCommand;
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
    if (isOverTls()) {
        const QString secret = onServer([&](FakeTransportServer &) {
            return m_tokens->create(QStringLiteral("tester"), role, {}).value().secret;
        });
        if (m_kind == Kind::RemoteTls || QThread::currentThread() != m_home)
            return {connectTls(target()), secret};
        return {m_channels.open([target = target()] { return connectTls(target); }), secret};
    }
    if (m_kind == Kind::RemoteCommand)
        return {std::make_unique<ProcessChannel>(offerStreams(role)), {}};
    auto pair = InProcessChannel::pair();
    pair.answering->moveToThread(&m_thread);
    onServer([&](FakeTransportServer &) { serve(std::move(pair.answering), tester(role)); });
    return {std::move(pair.asking), {}};
}

StreamCommand Rig::offerStreams(Role role)
{
    const QString path = onServer([&](FakeTransportServer &) {
        auto *door = new QLocalServer(m_server);
        QObject::connect(door, &QLocalServer::newConnection, door, [this, door, role] {
            std::unique_ptr<QLocalSocket> socket(door->nextPendingConnection());
            serve(std::make_unique<LocalChannel>(LineChannel::End::Answering, std::move(socket)),
                  tester(role));
        });
        const QString name = m_folder.filePath(QStringLiteral("door-%1").arg(++m_socketsOffered));
        if (!door->listen(name))
            qFatal("no socket to listen on");
        return name;
    });
    return {QCoreApplication::applicationFilePath(),
            {QStringLiteral("jointosocket"), path},
            QStringLiteral("jointosocket")};
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

bool Rig::logHas(const QString &words) const
{
    return !log().filter(words).isEmpty();
}

void Rig::note(const QString &line)
{
    const QMutexLocker lock(&m_logMutex);
    m_log.append(line);
}

} // namespace castdeck
