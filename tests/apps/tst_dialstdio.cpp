// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A castdeckd that is reached by no port: castctl dial-stdio joins its streams to it, as it does behind ssh.
#include "management/processchannel.h"
#include "support/castdeckdprocess.h"
#include "support/lossof.h"
#include "support/outcome.h"
#include "support/testprogram.h"

#include <QDir>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck::tst_dialstdio
{

namespace
{

const QString castctl = QStringLiteral(CASTDECK_BIN_DIR "/castctl");

StreamCommand commandTo(const QString &socket)
{
    return {castctl,
            {QStringLiteral("dial-stdio"), QStringLiteral("--socket"), socket},
            QStringLiteral("castctl")};
}

/// What castctl dial-stdio says and how it ends, with nothing to read.
struct Run {
    explicit Run(const QString &socket)
    {
        process.start(castctl, commandTo(socket).arguments);
        process.closeWriteChannel();
        isOver = process.waitForFinished(Patience);
    }
    QProcess process;
    bool isOver = false;
};

} // namespace

class TestDialStdio : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void leadsToTheServer()
    {
        CastdeckdProcess server(m_folder->path());
        QVERIFY2(server.start(), qPrintable(server.ready()));
        ServerConnection::Options options;
        options.subscribe = false;
        const auto socket = server.state(QStringLiteral("castdeckd.socket"));
        ServerConnection connection(std::make_unique<ProcessChannel>(commandTo(socket)), options);
        QTRY_COMPARE(connection.state(), ServerConnection::State::Ready);
        const QString name = QString::fromLocal8Bit(getpwuid(::geteuid())->pw_name);
        QCOMPARE(connection.greeting().role, Role::Admin);
        QCOMPARE(connection.greeting().identity, name);
        QVERIFY(outcome(connection.ask(SetServiceEnabled{true})));
        const auto audit = outcome(connection.ask(RetrieveAudit{}));
        QVERIFY(audit);
        QCOMPARE(audit->records.size(), 1);
        QCOMPARE(audit->records.first().who, name);
        QCOMPARE(audit->records.first().address, QStringLiteral("uid:%1").arg(::geteuid()));

        // It is told of the end, and leaves no socket behind.
        QSignalSpy lost(&connection, &ServerConnection::lost);
        QCOMPARE(server.stop(), 0);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().first().value<Error>().code, ErrorCode::TransportServerUnavailable);
        QVERIFY(!QFileInfo::exists(socket));
    }

    void theServerIsKilledInMidCall()
    {
        CastdeckdProcess server(m_folder->path());
        QVERIFY2(server.start(), qPrintable(server.ready()));
        ServerConnection connection(
            std::make_unique<ProcessChannel>(commandTo(server.state(QStringLiteral("castdeckd.socket")))),
            {});
        QTRY_COMPARE(connection.state(), ServerConnection::State::Ready);
        ::kill(pid_t(server.process().processId()), SIGKILL);
        const Error loss = lossOf(&connection, Patience);
        QCOMPARE(loss.code, ErrorCode::ConnectionLost);
        QCOMPARE(loss.detail, QStringLiteral("castctl: it ended with code 1"));
        // The next one takes the place of the socket that is left.
        QVERIFY(server.exitCode() != 0);
        CastdeckdProcess next(m_folder->path());
        QVERIFY2(next.start(), qPrintable(next.ready()));
        const Run run(next.state(QStringLiteral("castdeckd.socket")));
        QCOMPARE(run.process.exitCode(), 0);
    }

    void theEndOfItsInputEndsIt()
    {
        QLocalServer server;
        QVERIFY(server.listen(m_folder->filePath(QStringLiteral("socket"))));
        QProcess process;
        process.start(castctl, commandTo(server.fullServerName()).arguments);
        QTRY_VERIFY(server.hasPendingConnections());
        QLocalSocket *peer = server.nextPendingConnection();
        QSignalSpy gone(peer, &QLocalSocket::disconnected);
        process.write("half a li");
        QTRY_COMPARE(peer->bytesAvailable(), 9);
        process.closeWriteChannel();
        QTRY_COMPARE(gone.size(), 1);
        QTRY_COMPARE(process.state(), QProcess::NotRunning);
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(process.readAllStandardError(), QByteArray());
    }

    void nobodyAnswers()
    {
        Run run(m_folder->filePath(QStringLiteral("socket")));
        QVERIFY(run.isOver);
        QCOMPARE(run.process.exitCode(), 3);
        QCOMPARE(run.process.readAllStandardOutput(), QByteArray());
        const QByteArray said = run.process.readAllStandardError();
        QVERIFY2(said.contains("/socket: No such file or directory") && said.count('\n') == 1,
                 said.constData());
        // One that was left behind by a server that is gone.
        {
            QLocalServer server;
            QVERIFY(server.listen(m_folder->filePath(QStringLiteral("gone"))));
            QVERIFY(::rename(QFile::encodeName(m_folder->filePath(QStringLiteral("gone"))).constData(),
                             QFile::encodeName(m_folder->filePath(QStringLiteral("socket"))).constData()) ==
                    0);
        }
        Run stale(m_folder->filePath(QStringLiteral("socket")));
        QCOMPARE(stale.process.exitCode(), 3);
        QVERIFY(stale.process.readAllStandardError().contains("Connection refused"));
    }

    void whoMayNot()
    {
        if (::geteuid() == 0)
            QSKIP("root may");
        QLocalServer server;
        QVERIFY(server.listen(m_folder->filePath(QStringLiteral("socket"))));
        QVERIFY(::chmod(QFile::encodeName(server.fullServerName()).constData(), 0) == 0);
        const Run run(server.fullServerName());
        QCOMPARE(run.process.exitCode(), 4);
    }

    void placesOfTheSocket()
    {
        // Asked for, and cannot be had.
        CastdeckdProcess impossible(m_folder->path());
        QVERIFY(impossible.configure("local-socket = /nowhere/socket\n"));
        QVERIFY(!impossible.start());
        QCOMPARE(impossible.exitCode(), 1);
        // Named by whoever started it.
        CastdeckdProcess running(m_folder->path());
        QVERIFY(running.configure({}));
        const QString folder = m_folder->filePath(QStringLiteral("run"));
        QVERIFY(QDir().mkpath(folder));
        running.setVariable(QStringLiteral("RUNTIME_DIRECTORY"), folder);
        QVERIFY2(running.start(), qPrintable(running.ready()));
        QVERIFY(QFileInfo::exists(folder + QStringLiteral("/castdeckd.socket")));
        QCOMPARE(running.stop(), 0);
        // Off.
        CastdeckdProcess without(m_folder->path());
        QVERIFY(without.configure("local-socket = off\n"));
        QVERIFY2(without.start(), qPrintable(without.ready()));
        QVERIFY(!QFileInfo::exists(without.state(QStringLiteral("castdeckd.socket"))));
    }
};

CASTDECK_TEST(TestDialStdio)

} // namespace castdeck::tst_dialstdio
#include "tst_dialstdio.moc"
