// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/privatefile.h"
#include "support/agedfile.h"
#include "support/castdeckdprocess.h"
#include "support/testprogram.h"
#include "transport/receivingbench.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/stat.h>

namespace castdeck::tst_fallback
{

namespace
{

constexpr int Size = 6'000'001;

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

} // namespace

/// castdeckd and castjoin, from multicast to unicast.
class FallbackTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CastdeckdProcess> m_server;
    std::unique_ptr<ServerConnection> m_connection;
    QByteArray m_content;

    QString path(const char *name) const { return m_folder->filePath(latin(name)); }
    QString fallbackPort() const { return m_server->fallbackPort(); }

    void startServer(const QString &managementPort = latin("0"), const QString &fallbackPort = latin("0"))
    {
        m_connection.reset();
        m_server = std::make_unique<CastdeckdProcess>(m_folder->path());
        // Slow enough that there is something left to be got another way.
        QVERIFY(m_server->configure("rate-limit = 1500000\n"));
        const bool isReady =
            m_server->start({latin("--listen"), latin("127.0.0.1:") + managementPort,
                             latin("--fallback-listen"), latin("127.0.0.1:") + fallbackPort});
        QVERIFY2(isReady, m_server->process().readAllStandardError().constData());
        m_connection = m_server->connect();
    }
    template <class T>
    static Result<T> wait(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
            return failure(ErrorCode::TimedOut);
        return future.result();
    }
    Inventory inventory() { return wait(m_connection->ask(RetrieveInventory{})).value_or(Inventory{}); }

    void start(QProcess &process, bool tls, const QStringList &more = {}, const QString &port = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(latin("XDG_CONFIG_HOME"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder->path());
        QStringList arguments{latin("--json"), latin("-o"), path("copy")};
        if (tls)
            arguments += {latin("--port"),        QString::number(m_server->port()),
                          latin("--fingerprint"), m_server->fingerprint(),
                          latin("--token-file"),  path("state/admin.token")};
        else
            arguments += {latin("--initiation-port"), m_server->initiationPort(), latin("--fallback-port"),
                          port.isEmpty() ? fallbackPort() : port};
        process.start(latin(CASTDECK_BIN_DIR "/castjoin"),
                      arguments + more + QStringList{latin("127.0.0.1"), latin("images"), latin("disk.img")});
    }
    /// Waits until the program is that far; −1 of bytes is never reached.
    static bool has(QProcess &process, QByteArray &said, const char *state, qint64 bytes)
    {
        return QTest::qWaitFor(
            [&] {
                said += process.readAllStandardOutput();
                return number(said, state, "bytes") >= bytes;
            },
            Patience);
    }
    static qint64 number(const QByteArray &output, const char *state, const char *key)
    {
        qint64 found = -1;
        for (const QByteArray &text : output.split('\n')) {
            const QJsonObject line = QJsonDocument::fromJson(text).object();
            if (line[latin("state")] == latin(state))
                found = line[latin(key)].toInteger();
        }
        return found;
    }
    static int exitCode(QProcess &process, QByteArray &said)
    {
        const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience);
        said += process.readAllStandardOutput();
        return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    QByteArray copy() const
    {
        QFile file(path("copy"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    void disconnectAll()
    {
        DisconnectOrder order;
        order.type = DisconnectType::Fallback;
        order.reason = latin("the slow lane");
        for (const ClientInfo &client : inventory().clients)
            QVERIFY(wait(m_connection->ask(DisconnectClient{client.id, order})));
    }

    void serve(uint64_t size, const QString &folder = {})
    {
        m_folder =
            folder.isEmpty() ? std::make_unique<QTemporaryDir>() : std::make_unique<QTemporaryDir>(folder);
        QVERIFY(QDir(m_folder->path()).mkdir(latin("images")));
        m_content = testContent({size, 1000});
        QFile file(path("images/disk.img"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(m_content), m_content.size());
        QVERIFY(makeOld(file));
        file.close();
        startServer();
        NamespaceInfo what;
        what.name = latin("images");
        what.configuration = path("images");
        what.allowUnauthenticated = true;
        QVERIFY(wait(m_connection->ask(RegisterNamespace{what})));
    }
    void stop()
    {
        m_connection.reset();
        m_server.reset();
    }

private Q_SLOTS:
    void init() { serve(Size); }
    void cleanup() { stop(); }

    void sentAwayItGetsTheRest_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::addColumn<bool>("terminate");
        QTest::newRow("asked over TLS") << true << false;
        QTest::newRow("asked over UDP") << false << false;
        QTest::newRow("asked over TLS, session terminated") << true << true;
        QTest::newRow("asked over UDP, session terminated") << false << true;
    }
    void sentAwayItGetsTheRest()
    {
        QFETCH(const bool, tls);
        QFETCH(const bool, terminate);
        QProcess process;
        QByteArray said;
        start(process, tls);
        QVERIFY(has(process, said, "receiving", 500'000));
        if (terminate) {
            DisconnectOrder order;
            order.type = DisconnectType::Fallback;
            QVERIFY(wait(m_connection->ask(TerminateSession{inventory().sessions.first().id, order})));
        } else {
            disconnectAll();
        }
        QCOMPARE(exitCode(process, said), 0);
        QVERIFY(copy() == m_content);
        // What multicast brought was not fetched again, and neither place nor ticket is told to anybody.
        const qint64 fetched = number(said, "fallback", "bytes");
        QVERIFY2(fetched > 0 && fetched <= Size - 500'000, said.constData());
        QVERIFY(!said.contains("/content/"));
        QVERIFY(!QFile::exists(path("copy.part")));
        QVERIFY(!QFile::exists(path("copy.part.state")));
    }

    void megabytesAreVerifiedByTheTree()
    {
        QProcess process;
        QByteArray said;
        start(process, true);
        QVERIFY(has(process, said, "receiving", 500'000));
        disconnectAll();
        QCOMPARE(exitCode(process, said), 0);
        QVERIFY(said.contains("\"hashTree\":true"));
        QVERIFY(!said.contains("\"digest\""));
        QVERIFY(!said.contains("\"damaged\""));
        QVERIFY(copy() == m_content);
        const QDir trees(path("state/trees"));
        QCOMPARE(trees.entryList(QDir::Files).size(), 1);
        QVERIFY(!QFile::exists(path("copy.part")));
    }

    void aServerThatHandsOutNoTreeHasADigest()
    {
        m_connection.reset();
        m_server = std::make_unique<CastdeckdProcess>(m_folder->path());
        QVERIFY(m_server->start(
            {latin("--listen"), latin("127.0.0.1:0"), latin("--fallback-listen"), latin("off")}));
        m_connection = m_server->connect();
        QProcess process;
        QByteArray said;
        start(process, true);
        QCOMPARE(exitCode(process, said), 0);
        QVERIFY(said.contains("\"digest\":\"sha256:"));
        QVERIFY(!said.contains("\"hashTree\""));
        QVERIFY(copy() == m_content);
    }

    void notWithoutTheWill()
    {
        QProcess process;
        QByteArray said;
        start(process, true, {latin("--no-fallback")});
        QVERIFY(has(process, said, "receiving", 500'000));
        disconnectAll();
        QCOMPARE(exitCode(process, said), 11);
        QVERIFY(said.contains("the slow lane"));
        QVERIFY(QFile::exists(path("copy.part")));
        QCOMPARE(number(said, "fallback", "bytes"), -1);

        // What was kept is not fetched again by the next start.
        QProcess second;
        said.clear();
        start(second, true);
        QCOMPARE(exitCode(second, said), 0);
        QVERIFY(number(said, "resumed", "bytes") >= 500'000);
        QVERIFY(copy() == m_content);
    }

    void nobodyThereIsTold()
    {
        QProcess process;
        QByteArray said;
        start(process, false, {}, latin("9"));
        QVERIFY(has(process, said, "receiving", 500'000));
        disconnectAll();
        QCOMPARE(exitCode(process, said), 11);
        QVERIFY(QFile::exists(path("copy.part")));
    }

    /// A change that leaves no trace: a program that has mapped a file in memory writes into it.
    void aWrongDigestIsTold()
    {
        if (!QFileInfo(latin("/dev/shm")).isWritable())
            QSKIP("needs a file system in memory");
        stop();
        serve(Size, latin("/dev/shm/castdeck-XXXXXX"));
        QFile file(path("images/disk.img"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        uchar *const mapped = file.map(0, Size);
        QVERIFY(mapped);
        volatile uchar *const last = mapped + Size - 1;
        *last = uchar(m_content.back()); // the first write is seen, those behind it are not
        QVERIFY(makeOld(file));
        QProcess process;
        QByteArray said;
        start(process, true);
        QVERIFY(has(process, said, "receiving", 500'000));
        // What is promised is what it was before.
        QTRY_VERIFY(!inventory().contents.value(0).root.isEmpty());
        *last = uchar(~m_content.back());
        disconnectAll();
        QCOMPARE(exitCode(process, said), 13);
        QVERIFY(!QFile::exists(path("copy")));
    }

    /// A change in place is noticed even if it sets the time back, and the new version is got from its
    /// beginning.
    void aChangedContentBeginsAnew_data()
    {
        QTest::addColumn<bool>("tls");
        QTest::newRow("asked over TLS") << true;
        QTest::newRow("asked over UDP") << false;
    }
    void aChangedContentBeginsAnew()
    {
        QFETCH(const bool, tls);
        QProcess process;
        QByteArray said;
        start(process, tls);
        QVERIFY(has(process, said, "receiving", 500'000));
        QFile file(path("images/disk.img"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        struct stat before = {};
        QCOMPARE(::fstat(file.handle(), &before), 0);
        m_content.back() = char(~m_content.back());
        QVERIFY(file.seek(Size - 1) && file.putChar(m_content.back()) && file.flush());
        const struct timespec times[2] = {before.st_atim, before.st_mtim};
        QCOMPARE(::futimens(file.handle(), times), 0);
        QCOMPARE(exitCode(process, said), 0);
        QVERIFY(copy() == m_content);
        QCOMPARE(said.count("\"state\":\"found\""), 2);
    }

    void aServerThatComesBackIsAskedAgain()
    {
        stop();
        serve(24'000'000); // more than sockets hold
        QProcess process;
        QByteArray said;
        start(process, true, {latin("--limit"), latin("4000000")});
        QVERIFY(has(process, said, "receiving", 500'000));
        disconnectAll();
        QVERIFY(has(process, said, "unicast", 1'000'000));
        m_connection.reset();
        m_server->process().kill(); // nobody is told
        QCOMPARE(m_server->exitCode(), -2);
        const QString management = QString::number(m_server->port());
        const QString fallback = fallbackPort();
        startServer(management, fallback);
        QCOMPARE(exitCode(process, said), 0);
        QVERIFY(copy() == m_content);
        // Tickets of the one before are worth nothing; what it had brought is kept.
        QCOMPARE(said.count("\"state\":\"found\""), 2);
        const qint64 rest = number(said, "fallback", "bytes");
        QVERIFY2(rest > 0 && rest < m_content.size() - 1'000'000, said.constData());
    }
};

CASTDECK_TEST(FallbackTest)

} // namespace castdeck::tst_fallback
#include "tst_fallback.moc"
