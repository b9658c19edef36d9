// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/demoreceivers.h"

#include <QCoreApplication>
#include <QDir>

namespace castdeck
{

DemoReceivers::DemoReceivers(QObject *parent) : QObject(parent) {}

DemoReceivers::~DemoReceivers()
{
    for (const auto &receiver : m_receivers) {
        receiver->disconnect(this);
        receiver->kill();
        receiver->waitForFinished();
    }
}

void DemoReceivers::start(const Target &target, int count, qint64 limit)
{
    const QString program = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("castjoin"));
    for (int i = 0; i < count; ++i) {
        const QString name = QStringLiteral("DEMO-%1").arg(m_receivers.size() + 1, 2, 10, QLatin1Char('0'));
        QStringList arguments{QStringLiteral("--initiation"),
                              QStringLiteral("udp"),
                              QStringLiteral("--initiation-port"),
                              QString::number(target.initiationPort),
                              QStringLiteral("--fallback-port"),
                              QString::number(target.fallbackPort),
                              QStringLiteral("--interface"),
                              QStringLiteral("lo"),
                              QStringLiteral("--name"),
                              name,
                              QStringLiteral("-o"),
                              file(this->count())};
        if (limit > 0)
            arguments << QStringLiteral("--limit") << QString::number(limit);
        arguments << QStringLiteral("127.0.0.1") << target.namespaceName << target.content;
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::MergedChannels);
        // The certificates of demos are none that a person wants to remember.
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder.path());
        process->setProcessEnvironment(environment);
        connect(process.get(), &QProcess::finished, this, &DemoReceivers::changed);
        connect(process.get(), &QProcess::errorOccurred, this, &DemoReceivers::changed);
        process->start(program, arguments);
        m_receivers.push_back(std::move(process));
    }
}

int DemoReceivers::running() const
{
    int count = 0;
    for (const auto &receiver : m_receivers)
        count += receiver->state() != QProcess::NotRunning;
    return count;
}

QList<int> DemoReceivers::exitCodes() const
{
    QList<int> codes;
    for (const auto &receiver : m_receivers) {
        if (receiver->state() == QProcess::NotRunning)
            codes.append(receiver->exitStatus() == QProcess::NormalExit &&
                                 receiver->error() != QProcess::FailedToStart
                             ? receiver->exitCode()
                             : -1);
    }
    return codes;
}

QString DemoReceivers::output(int i) const
{
    QProcess &process = *m_receivers[static_cast<size_t>(i)];
    process.setReadChannel(QProcess::StandardOutput);
    return QString::fromUtf8(process.peek(process.bytesAvailable()));
}

QString DemoReceivers::file(int i) const
{
    return m_folder.filePath(QStringLiteral("copy%1.img").arg(i + 1));
}

} // namespace castdeck
