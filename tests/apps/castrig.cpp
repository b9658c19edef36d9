// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"

#include "support/agedfile.h"
#include "support/patience.h"
#include "transport/receivingbench.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace castdeck
{

namespace
{

const QString loopback = QStringLiteral("127.0.0.1");

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && makeOld(file);
}

} // namespace

CastRig::CastRig(quint64 size, const QByteArray &configuration, const QString &fallbackUrl)
    : m_content(testContent({size, 1000}))
{
    if (!QDir(m_folder.path()).mkdir(QStringLiteral("images")) ||
        !write(path(QStringLiteral("images/disk.img")), m_content) || !m_castdeckd.configure(configuration) ||
        !start())
        return;
    NamespaceInfo what;
    what.name = QStringLiteral("images");
    what.configuration = path(QStringLiteral("images"));
    what.allowUnauthenticated = true;
    what.fallbackUrl = fallbackUrl;
    m_isReady = wait(m_connection->ask(RegisterNamespace{what})).has_value();
}

CastRig::~CastRig() = default;

bool CastRig::startAgain()
{
    m_connection.reset();
    const bool runs = m_castdeckd.process().state() != QProcess::NotRunning;
    return (!runs || stop() == 0) && start();
}

bool CastRig::start()
{
    const QString anyPort = loopback + QStringLiteral(":0");
    if (!m_castdeckd.start(
            {QStringLiteral("--listen"), anyPort, QStringLiteral("--fallback-listen"), anyPort}))
        return false;
    // Receivers have a token of their own: the server's folder is not theirs to read.
    QFile::remove(token());
    if (!QFile::copy(m_castdeckd.state(QStringLiteral("admin.token")), token()))
        return false;
    m_connection = m_castdeckd.connect();
    connect(m_connection.get(), &ServerConnection::eventRaised, this, [this](const InventoryEvent &event) {
        m_seen.apply(event);
        if (const auto *notice = std::get_if<Notice>(&event.change))
            m_notices.append(*notice);
    });
    const auto inventory = wait(m_connection->ask(RetrieveInventory{}));
    if (inventory)
        m_seen = *inventory;
    return inventory.has_value();
}

QList<Notice> CastRig::notices(Notice::Kind kind) const
{
    QList<Notice> found;
    for (const Notice &notice : m_notices) {
        if (notice.kind == kind)
            found.append(notice);
    }
    return found;
}

QByteArray CastRig::log()
{
    m_log += m_castdeckd.process().readAllStandardError();
    return m_log;
}

RigReceiver::RigReceiver(CastRig &rig, const QString &name, Asks asks, const QStringList &more,
                         const QString &namespaceName)
    : m_output(rig.path(name))
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), rig.path(QString()));
    m_process.setProcessEnvironment(environment);
    QStringList arguments{QStringLiteral("--json"), QStringLiteral("--name"), name, QStringLiteral("-o"),
                          m_output};
    if (asks == Asks::Tls)
        arguments += {QStringLiteral("--port"),        QString::number(rig.m_castdeckd.port()),
                      QStringLiteral("--fingerprint"), rig.m_castdeckd.fingerprint(),
                      QStringLiteral("--token-file"),  rig.token()};
    else
        arguments += {QStringLiteral("--initiation-port"), rig.m_castdeckd.initiationPort(),
                      QStringLiteral("--fallback-port"), rig.m_castdeckd.fallbackPort()};
    arguments += more;
    arguments += {loopback, namespaceName, QStringLiteral("disk.img")};
    m_process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"), arguments);
    m_process.waitForStarted();
}

RigReceiver::~RigReceiver()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

void RigReceiver::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

QByteArray RigReceiver::said()
{
    m_said += m_process.readAllStandardOutput();
    return m_said;
}

QJsonObject RigReceiver::line(const QString &state)
{
    QJsonObject found;
    for (const QByteArray &text : said().split('\n')) {
        const QJsonObject line = QJsonDocument::fromJson(text).object();
        if (line[QStringLiteral("state")] == state)
            found = line;
    }
    return found;
}

QJsonObject RigReceiver::lastLine()
{
    return QJsonDocument::fromJson(said().trimmed().split('\n').last()).object();
}

bool RigReceiver::reaches(const QString &state, qint64 bytes)
{
    return QTest::qWaitFor(
        [&] {
            const QJsonObject reached = line(state);
            return !reached.isEmpty() && reached[QStringLiteral("bytes")].toInteger() >= bytes;
        },
        Patience);
}

int RigReceiver::exitCode()
{
    const bool ended = QTest::qWaitFor([&] { return !isRunning(); }, Patience);
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

QByteArray RigReceiver::written() const
{
    QFile file(m_output);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace castdeck
