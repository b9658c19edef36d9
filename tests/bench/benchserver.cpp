// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchserver.h"

#include "management/tlslistener.h"
#include "management/tokenstore.h"
#include "support/faketransportserver.h"
#include "support/sampleinventory.h"

#include <QCoreApplication>
#include <QDir>
#include <QTextStream>
#include <csignal>
#include <sys/prctl.h>

namespace castdeck
{

namespace
{

QString certificatePath(const QString &folder)
{
    return folder + QStringLiteral("/cert.pem");
}

QString keyPath(const QString &folder)
{
    return folder + QStringLiteral("/key.pem");
}

QString tokensPath(const QString &folder)
{
    return folder + QStringLiteral("/tokens.json");
}

} // namespace

BenchServer::BenchServer(const QString &folder, QObject *parent) : QObject(parent), m_folder(folder)
{
    QDir().mkpath(folder);
    const auto certificate =
        ServerCertificate::loadOrMake(certificatePath(folder), keyPath(folder), QStringLiteral("localhost"));
    const auto tokens = TokenStore::open(tokensPath(folder));
    if (!certificate || !tokens)
        qFatal("cannot write to %s", qPrintable(folder));
    m_fingerprint = certificate->fingerprint();
    m_token = (*tokens)->create(QStringLiteral("bench"), Role::Admin, {}).value().secret;
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] {
        if (!m_process.canReadLine())
            return;
        m_port = m_process.readLine().trimmed().toUShort();
        Q_EMIT started();
    });
}

Inventory BenchServer::contents(int number)
{
    Inventory inventory = sampleInventory(1 + number % 4, number % 7);
    inventory.revision = 100 + quint64(number);
    inventory.contents.first().name = QStringLiteral("install-%1.wim").arg(number);
    return inventory;
}

int BenchServer::run(const QStringList &arguments, const std::function<void(FakeTransportServer &)> &furnish)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const QString folder = arguments.value(0);
    FakeTransportServer server;
    server.setState(contents(arguments.value(2).toInt()));
    if (furnish)
        furnish(server);
    const auto tokens = TokenStore::open(tokensPath(folder));
    const auto certificate = ServerCertificate::load(certificatePath(folder), keyPath(folder));
    if (!tokens || !certificate)
        qFatal("cannot read %s", qPrintable(folder));
    TlsListener::Options options;
    options.certificate = *certificate;
    TlsListener listener({&server, server.state().server, nullptr, nullptr}, tokens->get(), options);
    const auto opened = listener.open(QHostAddress::LocalHost, arguments.value(1).toUShort());
    if (!opened)
        qFatal("%s", qPrintable(opened.error().detail));
    QTextStream(stdout) << listener.serverPort() << Qt::endl;
    return QCoreApplication::exec();
}

void BenchServer::start(int number)
{
    m_number = number;
    m_process.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--serve"), m_folder, QString::number(m_port), QString::number(number)});
}

void BenchServer::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

TlsTarget BenchServer::target() const
{
    TlsTarget target;
    target.host = QStringLiteral("127.0.0.1");
    target.port = m_port;
    target.fingerprint = m_fingerprint;
    return target;
}

} // namespace castdeck
