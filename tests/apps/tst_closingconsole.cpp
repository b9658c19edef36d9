// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/agedfile.h"
#include "support/testprogram.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <csignal>

namespace castdeck::tst_closingconsole
{

namespace
{

const QString Loopback = QStringLiteral("127.0.0.1");

} // namespace

/// The real console with a machine that receives from it, ended by the system.
class ClosingConsoleTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    void start(QProcess &process, const QString &program, const QStringList &arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder->path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/") + program, arguments);
    }
    static bool ends(const QProcess &process)
    {
        return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience) &&
               process.exitStatus() == QProcess::NormalExit;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(path(QStringLiteral("images"))));
        QFile file(path(QStringLiteral("images/disk.img")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(50'000'000) && makeOld(file));
    }

    void theMachinesAreTold_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void theMachinesAreTold()
    {
        QFETCH(const int, number);
        QUdpSocket free;
        QVERIFY(free.bind(QHostAddress(Loopback)));
        const QString port = QString::number(free.localPort());
        free.close();
        QProcess console;
        start(console, QStringLiteral("castdeck"),
              {QStringLiteral("--interface"), QStringLiteral("lo"), QStringLiteral("--initiation-port"), port,
               QStringLiteral("--fallback-port"), QStringLiteral("0"), QStringLiteral("--publish"),
               path(QStringLiteral("images"))});
        QProcess machine;
        start(machine, QStringLiteral("castjoin"),
              {QStringLiteral("--json"), QStringLiteral("--initiation"), QStringLiteral("udp"),
               QStringLiteral("--initiation-port"), port, QStringLiteral("--limit"),
               QStringLiteral("1000000"), QStringLiteral("-o"), path(QStringLiteral("copy")), Loopback,
               QStringLiteral("images"), QStringLiteral("disk.img")});
        QByteArray said;
        const auto receives = [&] {
            said += machine.readAllStandardOutput();
            return said.contains("\"receiving\"");
        };
        QVERIFY2(QTest::qWaitFor(receives, Patience), said.constData());
        ::kill(pid_t(console.processId()), number);
        QVERIFY(ends(console));
        QCOMPARE(console.exitCode(), 0);
        QVERIFY(ends(machine));
        QCOMPARE(machine.exitCode(), 10); // terminated by an administrator, not timed out
    }
};

CASTDECK_TEST(ClosingConsoleTest)

} // namespace castdeck::tst_closingconsole
#include "tst_closingconsole.moc"
