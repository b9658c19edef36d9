// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castdeckdprocess.h"

#include "management/privatefile.h"
#include "support/patience.h"

#include <QFile>
#include <QRegularExpression>
#include <csignal>

namespace castdeck
{

QProcessEnvironment CastdeckdProcess::cleanEnvironment()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QLatin1String("CASTDECK_")) || name == QLatin1String("STATE_DIRECTORY") ||
            name == QLatin1String("RUNTIME_DIRECTORY"))
            environment.remove(name);
    }
    return environment;
}

CastdeckdProcess::CastdeckdProcess(const QString &folder) : m_folder(folder)
{
    m_process.setProcessEnvironment(cleanEnvironment());
    if (!QFile::exists(configuration()) && !configure({}))
        qFatal("cannot write into %s", qPrintable(folder));
}

CastdeckdProcess::~CastdeckdProcess()
{
    stop();
}

bool CastdeckdProcess::configure(const QByteArray &text) const
{
    QFile file(configuration());
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

void CastdeckdProcess::setVariable(const QString &name, const QString &value)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
}

QStringList CastdeckdProcess::usualOptions() const
{
    return {QStringLiteral("--config"),          configuration(),
            QStringLiteral("--state-dir"),       m_folder + QStringLiteral("/state"),
            QStringLiteral("--interface"),       QStringLiteral("lo"),
            QStringLiteral("--initiation-port"), QStringLiteral("any")};
}

bool CastdeckdProcess::start(const QStringList &more, const QString &folderOfProgram)
{
    m_process.start(folderOfProgram + QStringLiteral("/castdeckd"), usualOptions() + more);
    const auto hasSpoken = [this] {
        return m_process.canReadLine() || m_process.state() == QProcess::NotRunning;
    };
    if (!QTest::qWaitFor(hasSpoken, Patience))
        return false;
    m_ready = QString::fromUtf8(m_process.readLine());
    static const QRegularExpression form(
        QStringLiteral("^castdeckd: ready management=([0-9.]+):([0-9]+) initiation=([0-9]+) "
                       "fingerprint=(sha256:[0-9a-f]{64})( fallback=[0-9.]+:([0-9]+))?\n$"));
    const QRegularExpressionMatch match = form.match(m_ready);
    m_address = match.captured(1);
    m_port = match.captured(2).toUShort();
    m_initiationPort = match.captured(3);
    m_fingerprint = match.captured(4);
    m_fallbackPort = match.captured(6);
    return match.hasMatch();
}

int CastdeckdProcess::exitCode()
{
    if (!QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, Patience))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -2;
}

int CastdeckdProcess::stop()
{
    if (m_process.state() == QProcess::Running)
        ::kill(pid_t(m_process.processId()), SIGTERM);
    return exitCode();
}

QString CastdeckdProcess::token() const
{
    return readToken(state(QStringLiteral("admin.token"))).value_or(QString());
}

std::unique_ptr<ServerConnection> CastdeckdProcess::connect(const TlsTarget &target,
                                                            const QString &token) const
{
    ServerConnection::Options options;
    options.token = token;
    return std::make_unique<ServerConnection>(connectTls(target), options);
}

} // namespace castdeck
