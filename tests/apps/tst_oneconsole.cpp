// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/agedfile.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <csignal>
#include <sys/stat.h>

namespace castdeck::tst_oneconsole
{

namespace
{

const QString Loopback = QStringLiteral("127.0.0.1");

} // namespace

/// The real console of one person: what it keeps, which ports it takes, and what a second start does.
class OneConsoleTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    quint16 m_port = 0;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString images() const { return path(QStringLiteral("images")); }
    QString state() const { return path(QStringLiteral("data/castdeck/castdeck/server")); }

    void start(QProcess &process, const QStringList &arguments,
               const QString &program = QStringLiteral("castdeck"))
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_folder->path());
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("data")));
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("cache")));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), path(QStringLiteral("run")));
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/") + program, arguments);
    }
    /// The console, with ports that nobody else has.
    void console(QProcess &process, const QStringList &more = {})
    {
        start(process, QStringList{QStringLiteral("--interface"), QStringLiteral("lo"),
                                   QStringLiteral("--initiation-port"), QString::number(m_port),
                                   QStringLiteral("--fallback-port"), QStringLiteral("0")} +
                           more);
    }
    static bool ends(QProcess &process)
    {
        return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience) &&
               process.exitStatus() == QProcess::NormalExit;
    }
    static void quit(QProcess &process)
    {
        ::kill(pid_t(process.processId()), SIGTERM);
        QVERIFY(ends(process));
        QCOMPARE(process.exitCode(), 0);
    }
    /// Whether the console has the port that receivers ask at.
    bool isAsked() const
    {
        QUdpSocket probe;
        return !probe.bind(QHostAddress(Loopback), m_port, QUdpSocket::DontShareAddress);
    }
    /// A machine that gets the file, or is refused.
    void receive(int exitCode = 0)
    {
        QProcess machine;
        start(machine,
              {QStringLiteral("--initiation"), QStringLiteral("udp"), QStringLiteral("--initiation-port"),
               QString::number(m_port), QStringLiteral("-o"), path(QStringLiteral("copy")), Loopback,
               QStringLiteral("images"), QStringLiteral("disk.img")},
              QStringLiteral("castjoin"));
        QVERIFY(ends(machine));
        QVERIFY2(machine.exitCode() == exitCode, machine.readAllStandardError().constData());
        QCOMPARE(QFile::remove(path(QStringLiteral("copy"))), exitCode == 0);
    }
    bool isUp() const { return QFile::exists(state() + QStringLiteral("/store.sqlite")); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : {"images", "run"})
            QVERIFY(QDir().mkpath(path(QLatin1String(name))));
        QVERIFY(::chmod(qPrintable(path(QStringLiteral("run"))), 0700) == 0);
        QFile file(path(QStringLiteral("images/disk.img")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(100'000) && makeOld(file));
        QUdpSocket free;
        QVERIFY(free.bind(QHostAddress(Loopback)));
        m_port = free.localPort();
    }

    void whatIsPublishedSurvives()
    {
        {
            QProcess first;
            console(first, {QStringLiteral("--publish"), images()});
            QTRY_VERIFY(isAsked());
            receive();
            quit(first);
        }
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(state()), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0700U);
        // Nobody says again what is published; saying it again is no fault.
        for (const QStringList &more : {QStringList(), QStringList{QStringLiteral("--publish"), images()}}) {
            QProcess again;
            console(again, more);
            QTRY_VERIFY(isAsked());
            receive();
            quit(again);
        }
    }

    void whoOnlyWatchesTakesNoPort()
    {
        QProcess watching;
        console(watching);
        QTRY_VERIFY(isUp());
        QVERIFY(!isAsked());
        // What is published later is asked for then: by a second start, which is none.
        QProcess second;
        second.setWorkingDirectory(m_folder->path());
        start(second, {QStringLiteral("--publish"), QStringLiteral("images")});
        QVERIFY(ends(second));
        QTRY_VERIFY(isAsked());
        quit(watching);
    }

    void aSecondStartHandsOver()
    {
        QProcess first;
        console(first);
        QTRY_VERIFY(isUp());
        QProcess second;
        console(second, {QStringLiteral("--publish"), images()});
        QVERIFY(ends(second));
        QVERIFY2(second.exitCode() == 0, second.readAllStandardError().constData());
        QCOMPARE(first.state(), QProcess::Running);
        QTRY_VERIFY(isAsked());
        receive();
        // One that was killed leaves nothing behind that the next one would stumble over.
        first.kill();
        QVERIFY(first.waitForFinished(Patience));
        QProcess third;
        console(third);
        QTRY_VERIFY(isAsked());
        receive();
        quit(third);
    }

    void oneWithoutAServerOfItsOwnSaysSo()
    {
        QProcess first;
        start(first, {QStringLiteral("--no-local")});
        const auto isThere = [this] {
            return !QDir(path(QStringLiteral("run/castdeck")))
                        .entryList({QStringLiteral("*.socket")}, QDir::System)
                        .isEmpty();
        };
        QTRY_VERIFY(isThere());
        QProcess second;
        start(second, {QStringLiteral("--publish"), images()});
        QVERIFY(ends(second));
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAllStandardError().contains("--no-local"));
        QVERIFY(!QFile::exists(state()));
        quit(first);
    }

    /// Nothing of it keeps the console from running.
    void aFolderThatCannotBeUsed_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"a file", "a damaged store", "taken", "a pipe"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void aFolderThatCannotBeUsed()
    {
        QFETCH(const QString, what);
        QVERIFY(QDir().mkpath(QFileInfo(state()).path()));
        const auto write = [](const QString &name, const QByteArray &content) {
            QFile file(name);
            return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        };
        QProcess other;
        if (what == QStringLiteral("a file")) {
            QVERIFY(write(state(), "x"));
        } else if (what == QStringLiteral("a damaged store")) {
            QVERIFY(QDir().mkdir(state()));
            QVERIFY(write(state() + QStringLiteral("/store.sqlite"), QByteArray(5000, 'x')));
        } else if (what == QStringLiteral("a pipe")) {
            QVERIFY(QDir().mkdir(state()));
            QCOMPARE(::mkfifo(qPrintable(state() + QStringLiteral("/lock")), 0600), 0);
        } else {
            start(other,
                  {QStringLiteral("--state-dir"), state(), QStringLiteral("--listen"),
                   QStringLiteral("127.0.0.1:0"), QStringLiteral("--initiation-port"), QStringLiteral("0")},
                  QStringLiteral("castdeckd"));
            QVERIFY(other.waitForReadyRead(Patience));
        }
        QProcess process;
        console(process, {QStringLiteral("--publish"), images()});
        QTRY_VERIFY(isAsked());
        // What a damaged store forbade is not known: the service waits until a person starts it.
        receive(what == QStringLiteral("a damaged store") ? 3 : 0);
        quit(process);
        if (other.state() == QProcess::Running)
            quit(other);
    }
};

CASTDECK_TEST(OneConsoleTest)

} // namespace castdeck::tst_oneconsole
#include "tst_oneconsole.moc"
