// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/server/serversettings.h"
#include "management/fingerprint.h"
#include "management/privatefile.h"
#include "management/servercertificate.h"
#include "support/agedfile.h"
#include "support/castdeckdprocess.h"
#include "support/testprogram.h"
#include "support/utc.h"
#include "transport/smalldisk.h"

#include <QFile>
#include <QNetworkProxy>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <csignal>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace castdeck::tst_castdeckd
{

namespace
{

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

/// One run of the real program.
class Server : public CastdeckdProcess
{
public:
    using CastdeckdProcess::CastdeckdProcess;

    QString state(const char *name = "") const { return CastdeckdProcess::state(latin(name)); }
    void write(const QByteArray &text) const { QVERIFY(configure(text)); }
    void setVariable(const char *name, const QString &value)
    {
        CastdeckdProcess::setVariable(latin(name), value);
    }
    void run(const QStringList &arguments)
    {
        process().start(latin(CASTDECK_BIN_DIR "/castdeckd"), arguments);
        QVERIFY(process().waitForStarted());
    }
    void send(int number) { QCOMPARE(::kill(pid_t(process().processId()), number), 0); }
    /// Waits until the log has that in it.
    bool logs(const QByteArray &text)
    {
        return QTest::qWaitFor(
            [&] {
                log += process().readAllStandardError();
                return log.contains(text);
            },
            Patience);
    }

    QByteArray log;
};

template <class T>
Result<T> wait(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
        return failure(ErrorCode::TimedOut);
    return future.result();
}

bool isReady(const ServerConnection &connection)
{
    return QTest::qWaitFor([&] { return connection.state() != ServerConnection::State::Greeting; },
                           Patience) &&
           connection.state() == ServerConnection::State::Ready;
}

bool isPrivate(const QString &path)
{
    return QFile::permissions(path) ==
           (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser);
}

} // namespace

class TestCastdeckd : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char *name) const { return m_folder->filePath(latin(name)); }
    NamespaceInfo images() const
    {
        const QString folder = path("images");
        QDir().mkpath(folder);
        QFile file(folder + latin("/disk.img"));
        if (!file.open(QIODevice::WriteOnly) || !file.resize(20'000'000) || !makeOld(file))
            return {};
        NamespaceInfo what;
        what.name = latin("images");
        what.configuration = folder;
        what.allowUnauthenticated = true;
        return what;
    }
    QString writeCertificate(const char *name) const
    {
        const auto made = makeCertificate(latin(name), -3600, 3600);
        const QString file = path(name);
        const bool written = made && writePrivateFile(file + latin(".pem"), made->certificate) &&
                             writePrivateFile(file + latin(".key"), made->key);
        return written ? file : QString();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void firstStartMakesWhatItNeeds()
    {
        Server server(m_folder->path());
        QVERIFY2(server.start(), qPrintable(server.ready()));
        QCOMPARE(server.address(), latin("127.0.0.1"));
        QVERIFY(server.initiationPort().toUShort() != 0);
        for (const char *name : {"admin.token", "key.pem", "tokens.json", "store.sqlite"})
            QVERIFY2(isPrivate(server.state(name)), name);
        QVERIFY(!server.token().isEmpty());
        const auto connection = server.connect();
        QVERIFY(isReady(*connection));
        QCOMPARE(connection->greeting().role, Role::Admin);

        const QString fingerprint = server.fingerprint();
        const QString token = server.token();
        QCOMPARE(server.stop(), 0);
        const QByteArray said =
            server.process().readAllStandardOutput() + server.process().readAllStandardError();
        QVERIFY(!said.isEmpty());
        QVERIFY(!said.contains(token.toLatin1()));
        Server again(m_folder->path());
        QVERIFY(again.start());
        QCOMPARE(again.fingerprint(), fingerprint);
        QCOMPARE(again.token(), token);
    }

    void precedence()
    {
        const auto address = [this](bool variable, bool option) {
            Server server(m_folder->path());
            server.write("# where\n\n  listen=127.0.0.2:0  \n");
            if (variable)
                server.setVariable("CASTDECK_LISTEN", latin("127.0.0.3:0"));
            server.start(option ? QStringList{latin("--listen"), latin("127.0.0.4:0")} : QStringList());
            return server.address();
        };
        QCOMPARE(address(false, false), latin("127.0.0.2"));
        QCOMPARE(address(true, false), latin("127.0.0.3"));
        QCOMPARE(address(true, true), latin("127.0.0.4"));
    }

    void badConfigurationIsNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("complaint");
        const auto row = [](const char *text, const char *complaint) {
            QTest::addRow("%s", complaint) << QByteArray(text) << QByteArray(complaint);
        };
        row("listen = 127.0.0.1:0\nlitsen = 1\n", ":2: unknown key \"litsen\"");
        row("rate-limit = fast\n", ":1: \"rate-limit\" is \"fast\"");
        row("\n\nlisten = 127.0.0.1\n", ":3: \"listen\"");
        row("listen = [127.0.0.1]:5\n", ":1: \"listen\"");
        row("listen = 127.0.0.1:65536\n", ":1: \"listen\"");
        row("initiation-port = -1\n", ":1: \"initiation-port\"");
        row("hop-limit = 256\n", ":1: \"hop-limit\"");
        row("hop-limit = 1\nhop-limit = 1\n", ":2: \"hop-limit\" is there already");
        row("port-range = 9-8\n", ":1: \"port-range\"");
        row("group-range = 10.0.0.1-10.0.0.2\n", ":1: \"group-range\"");
        row("log-level\n", ":1: \"log-level\" is not of the form");
        row("security = sign\n", ":1: \"security\"");
        row("certificate = /x.pem\n", ":1: \"certificate\" needs \"key\"");
        row("client-certificate-role = admin\n", "needs \"client-ca\"");
        row("\xff\xfe\n", ":1: ");
    }
    void badConfigurationIsNamed()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, complaint);
        Server server(m_folder->path());
        server.write(text);
        server.run(server.usualOptions().mid(0, 4));
        QCOMPARE(server.exitCode(), 2);
        const QByteArray said = server.process().readAllStandardError();
        QVERIFY2(said.contains(complaint) && said.contains("castdeckd.conf:"), said.constData());
        QVERIFY(!QFile::exists(server.state()));
    }

    void badVariablesAndOptionsAreNamed()
    {
        Server variable(m_folder->path());
        variable.setVariable("CASTDECK_LOG_LEVEL", latin("loud"));
        variable.run(variable.usualOptions());
        QCOMPARE(variable.exitCode(), 2);
        QVERIFY(variable.process().readAllStandardError().contains("CASTDECK_LOG_LEVEL"));
        for (const QStringList &wrong :
             {QStringList{latin("--listen"), latin("nowhere")}, QStringList{latin("--loud")},
              QStringList{latin("--config"), path("missing.conf")}}) {
            Server server(m_folder->path());
            server.run(wrong);
            QCOMPARE(server.exitCode(), 2);
            QVERIFY(server.process().readAllStandardError().contains(wrong.last().toUtf8()));
        }
    }

    void whatCannotBeHadIsNamed()
    {
        QTcpServer tcp;
        QVERIFY(tcp.listen(QHostAddress::LocalHost));
        Server server(m_folder->path());
        QVERIFY(!server.start({latin("--listen"), latin("127.0.0.1:%1").arg(tcp.serverPort())}));
        QCOMPARE(server.exitCode(), 1);
        QVERIFY(server.logs(QByteArray::number(tcp.serverPort())));

        QUdpSocket udp;
        QVERIFY(udp.bind(QHostAddress::LocalHost, 0, QUdpSocket::DontShareAddress));
        Server second(m_folder->path());
        second.run(second.usualOptions().mid(0, 6) + QStringList{latin("--listen"), latin("127.0.0.1:0"),
                                                                 latin("--initiation-port"),
                                                                 QString::number(udp.localPort())});
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(!second.process().readAllStandardOutput().contains("ready"));
        QVERIFY(second.logs(QByteArray::number(udp.localPort())));

        Server third(m_folder->path());
        third.run(third.usualOptions().mid(0, 4) + QStringList{latin("--interface"), latin("nosuch0")});
        QCOMPARE(third.exitCode(), 1);
        QVERIFY(third.logs("nosuch0"));
    }

    void secondOneOnTheSameStateIsRefused()
    {
        Server first(m_folder->path());
        QVERIFY(first.start());
        Server second(m_folder->path());
        QVERIFY(!second.start());
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.logs(m_folder->path().toUtf8() + "/state: another program"));
        first.process().kill(); // not even a chance to clean up
        first.exitCode();
        Server third(m_folder->path());
        QVERIFY(third.start());
    }

    void stopTellsTheClients()
    {
        Server server(m_folder->path());
        server.write("rate-limit = 1000000\n");
        QVERIFY(server.start());
        const auto connection = server.connect();
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QSignalSpy events(connection.get(), &ServerConnection::eventRaised);
        QVERIFY(isReady(*connection));
        QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
        QProcess join;
        join.setProcessChannelMode(QProcess::MergedChannels);
        join.start(latin(CASTDECK_BIN_DIR "/castjoin"),
                   {latin("--initiation-port"), server.initiationPort(), latin("--interface"), latin("lo"),
                    latin("--json"), latin("-o"), path("out"), latin("127.0.0.1"), latin("images"),
                    latin("disk.img")});
        QByteArray said;
        QVERIFY(QTest::qWaitFor(
            [&] {
                said += join.readAll();
                return said.contains("\"receiving\"");
            },
            Patience));
        server.send(SIGTERM);
        QVERIFY(QTest::qWaitFor([&] { return join.state() == QProcess::NotRunning; }, Patience));
        QCOMPARE(join.exitCode(), 10);
        QCOMPARE(server.exitCode(), 0);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost[0][0].value<Error>().code, ErrorCode::TransportServerUnavailable);
        // The administrator saw the session go before the connection did.
        const auto sawEnd = std::any_of(events.begin(), events.end(), [](const QList<QVariant> &event) {
            return std::holds_alternative<SessionId>(event[0].value<InventoryEvent>().change);
        });
        QVERIFY(sawEnd);
        QVERIFY(server.logs("disconnected 1 unanswered"));
        QVERIFY(!QFile::exists(path("out")));
    }

    /// Nobody lived to see its end, and the history has it all the same.
    void aSessionThatDiedWithItsServerIsRemembered()
    {
        Server server(m_folder->path());
        server.write("rate-limit = 1000000\n");
        QVERIFY(server.start());
        {
            const auto connection = server.connect();
            QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
            QProcess join;
            join.start(latin(CASTDECK_BIN_DIR "/castjoin"),
                       {latin("--initiation-port"), server.initiationPort(), latin("--interface"),
                        latin("lo"), latin("--name"), latin("PC-217"), latin("-o"), path("out"),
                        latin("127.0.0.1"), latin("images"), latin("disk.img")});
            // Once it is on the disk, that it was there.
            const auto isNoted = [&] {
                QFile file(server.state("history.sqlite-wal"));
                return file.open(QIODevice::ReadOnly) && file.readAll().contains("PC-217");
            };
            QVERIFY(QTest::qWaitFor(isNoted, Patience));
            QVERIFY(wait(connection->ask(RetrieveSessionHistory{}))->records.isEmpty());
            server.send(SIGKILL);
            server.exitCode();
            join.kill();
            join.waitForFinished();
        }
        for (int start = 0; start < 2; ++start) {
            Server again(m_folder->path());
            QVERIFY(again.start());
            const auto connection = again.connect();
            const auto history = wait(connection->ask(RetrieveSessionHistory{}));
            QVERIFY(history);
            QCOMPARE(history->records.size(), 1);
            const EndedSession &session = history->records.first();
            QCOMPARE(session.outcome, SessionOutcome::Failed);
            QCOMPARE(session.error.value_or(Error()).code, ErrorCode::ServerEnded);
            QCOMPARE(session.contentName, latin("disk.img"));
            QCOMPARE(session.clients.size(), 1);
            QCOMPARE(session.clients.first().name, latin("PC-217"));
            QCOMPARE(session.clients.first().outcome, ClientOutcome::Vanished);
        }
    }

    void restartKeepsNamespaces()
    {
        NamespaceId id;
        {
            Server server(m_folder->path());
            QVERIFY(server.start());
            const auto connection = server.connect();
            const auto report = wait(connection->ask(RegisterNamespace{images()}));
            QVERIFY(report);
            id = report->id;
            server.process().kill(); // it was answered, so it is kept
            server.exitCode();
        }
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto connection = server.connect();
        const auto inventory = wait(connection->ask(RetrieveInventory{}));
        QVERIFY(inventory);
        QCOMPARE(inventory->namespaces.size(), 1);
        NamespaceInfo expected = images();
        expected.id = id;
        QCOMPARE(inventory->namespaces[0], expected);
    }

    void damagedStoreIsSetAside()
    {
        {
            Server server(m_folder->path());
            QVERIFY(server.start());
        }
        Server server(m_folder->path());
        QFile file(server.state("store.sqlite"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("noise");
        file.close();
        QVERIFY(server.start());
        QVERIFY(server.logs("is damaged; it is kept as"));
        const QStringList kept = QDir(server.state()).entryList({latin("store.sqlite.damaged-*")});
        QCOMPARE(kept.size(), 1);
        QCOMPARE(readPrivateFile(server.state() + kept[0]).value_or(QByteArray()), QByteArray("noise"));
    }

    void aFullStateDiskLosesNothing()
    {
        QVERIFY(QDir().mkpath(path("state")));
        const SmallDisk disk(latin("tmpfs"), 3 << 20, path("state"));
        if (!disk.isThere())
            QSKIP("mounts a small disk, which only root can");
        QFile filler(disk.path(latin("filler")));
        QByteArray tokens;
        const CreateToken wanted{latin("console"), Role::Operator, {}};
        for (const bool isRunning : {true, false}) { // and it starts, and stops, when it is full
            Server server(m_folder->path());
            QVERIFY(server.start());
            const auto connection = server.connect();
            QVERIFY(isReady(*connection));
            if (isRunning) {
                tokens = readPrivateFile(server.state("tokens.json")).value_or(QByteArray());
                QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
                while (filler.write(QByteArray(4'096, 'x')) == 4'096) {
                }
                filler.close();
            }
            QVERIFY(!wait(connection->ask(wanted)));
            QVERIFY(!wait(connection->ask(RegisterNamespace{images()})));
            QVERIFY(!wait(connection->ask(SetServiceEnabled{false})));
            QCOMPARE(readPrivateFile(server.state("tokens.json")).value_or(QByteArray()), tokens);
            QCOMPARE(server.stop(), 0);
        }
        QVERIFY(filler.remove());
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto connection = server.connect();
        QVERIFY(isReady(*connection));
        const auto seen = wait(connection->ask(RetrieveInventory{}));
        QVERIFY(seen && seen->namespaces.isEmpty() && seen->server.serviceEnabled);
        QVERIFY(wait(connection->ask(wanted)));
        QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
    }

    void aPageThatIsLostEnablesNothing()
    {
        {
            Server server(m_folder->path());
            QVERIFY(server.start());
            const auto connection = server.connect();
            QVERIFY(isReady(*connection));
            QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
            QVERIFY(wait(connection->ask(SetServiceEnabled{false})));
            QCOMPARE(server.stop(), 0);
        }
        for (const char *name : {"history.sqlite", "store.sqlite"}) {
            Server server(m_folder->path());
            QFile file(server.state(name));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(2 * 4'096));
            QCOMPARE(file.write(QByteArray(4'096, 'x')), 4'096);
            file.close();
            QVERIFY(server.start());
            QVERIFY(server.logs("is damaged; it is kept as"));
            const auto connection = server.connect();
            QVERIFY(isReady(*connection));
            const auto seen = wait(connection->ask(RetrieveInventory{}));
            QVERIFY(seen && !seen->server.serviceEnabled && !seen->server.serviceRunning);
            QCOMPARE(seen->namespaces.size(), qstrcmp(name, "store.sqlite") == 0 ? 0 : 1);
            QCOMPARE(server.stop(), 0);
        }
    }

    void damagedTokensAreLeftAlone()
    {
        {
            Server server(m_folder->path());
            QVERIFY(server.start());
        }
        Server server(m_folder->path());
        QVERIFY(writePrivateFile(server.state("tokens.json"), "[{"));
        QVERIFY(!server.start());
        QCOMPARE(server.exitCode(), 1);
        QVERIFY(server.logs("tokens.json"));
        QCOMPARE(readPrivateFile(server.state("tokens.json")).value_or(QByteArray()), QByteArray("[{"));
    }

    void reloadTakesWhatCanChange()
    {
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto connection = server.connect();
        QVERIFY(isReady(*connection));
        const QString name = writeCertificate("other");
        QVERIFY(!name.isEmpty());
        server.write("rate-limit = 5\nhop-limit = 3\ncertificate = " + name.toUtf8() +
                     ".pem\nkey = " + name.toUtf8() + ".key\n");
        server.send(SIGHUP);
        QVERIFY(server.logs("reloaded, fingerprint"));
        QVERIFY(server.logs("rate-limit changed\n"));
        QVERIFY(server.logs("hop-limit changed: takes effect at the next start"));
        QCOMPARE(connection->state(), ServerConnection::State::Ready);
        const auto pinned = server.connect();
        QSignalSpy lost(pinned.get(), &ServerConnection::lost);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost[0][0].value<Error>().code, ErrorCode::FingerprintMismatch);

        server.write("rate-limit = 5\nrate-limit = 6\n");
        server.send(SIGHUP);
        QVERIFY(server.logs("not reloaded: "));
        QVERIFY(server.logs("castdeckd.conf:2: \"rate-limit\""));
        TlsTarget target = server.target();
        target.fingerprint =
            ServerCertificate::load(name + latin(".pem"), name + latin(".key")).value().fingerprint();
        QVERIFY(isReady(*server.connect(target, server.token())));
    }

    void aCertificateOutOfItsTimeIsSaidAndKept_data()
    {
        QTest::addColumn<QDateTime>("made");
        const QDateTime now = QDateTime::currentDateTimeUtc();
        QTest::newRow("by a clock of 1970") << utc(QDate(1970, 1, 1));
        QTest::newRow("by a clock of 2060") << utc(QDate(2060, 1, 1));
        QTest::newRow("long ago") << now.addYears(-21);
    }
    void aCertificateOutOfItsTimeIsSaidAndKept()
    {
        QFETCH(const QDateTime, made);
        constexpr qint64 Day = 24 * 3600;
        const qint64 ago = QDateTime::currentDateTimeUtc().secsTo(made);
        const auto own = makeCertificate(latin("server"), ago - Day, ago + 20 * 365 * Day);
        QVERIFY(own && QDir().mkpath(path("state")));
        Server server(m_folder->path());
        QVERIFY(writePrivateFile(server.state("certificate.pem"), own->certificate) &&
                writePrivateFile(server.state("key.pem"), own->key));
        QVERIFY(server.start());
        QCOMPARE(server.fingerprint(), fingerprintOf(QSslCertificate(own->certificate)));
        QVERIFY(isReady(*server.connect()));
        server.send(SIGHUP);
        QVERIFY(server.logs("reloaded, fingerprint " + server.fingerprint().toUtf8()));
        QCOMPARE(server.log.count("to renew it, move it away and reload"), 1);

        // As it says; and nobody can say that he was not told.
        QVERIFY(QFile::remove(server.state("certificate.pem")));
        server.send(SIGHUP);
        QVERIFY(server.logs("certificate.pem is new, its fingerprint"));
        const auto renewed =
            ServerCertificate::load(server.state("certificate.pem"), server.state("key.pem"));
        QVERIFY(server.logs("reloaded, fingerprint " + renewed->fingerprint().toUtf8()));
        QVERIFY(renewed->outOfItsTime(QDateTime::currentDateTimeUtc()).isEmpty());
        TlsTarget target = server.target();
        target.fingerprint = renewed->fingerprint();
        QVERIFY(isReady(*server.connect(target, server.token())));
    }

    void mutualTls()
    {
        const QString name = writeCertificate("alice");
        Server server(m_folder->path());
        server.write("client-ca = " + name.toUtf8() + ".pem\nclient-certificate-role = operator\n");
        QVERIFY(server.start());
        const auto stranger = server.connect();
        QVERIFY(!isReady(*stranger) || !wait(stranger->ask(RetrieveInventory{})));
        const auto own = ServerCertificate::load(name + latin(".pem"), name + latin(".key"));
        TlsTarget target = server.target();
        target.ownCertificate = own->chain;
        target.ownKey = own->key;
        const auto alice = server.connect(target, {});
        QVERIFY(isReady(*alice));
        QCOMPARE(alice->greeting().role, Role::Operator);
        QVERIFY(server.logs("\"alice\" as operator"));
    }

    void wrongTokensAreLogged()
    {
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto connection = server.connect(server.target(), latin("guessed-secret"));
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QTRY_COMPARE(lost.size(), 1);
        QVERIFY(server.logs("refused \"127.0.0.1\""));
        QUdpSocket udp;
        udp.writeDatagram("\x01", 1, QHostAddress::LocalHost, server.initiationPort().toUShort());
        QVERIFY(server.logs("castdeck.initiation: dropped 127.0.0.1: not a request"));
        QCOMPARE(server.stop(), 0);
        QVERIFY(!server.log.contains("guessed"));
    }

    void strangersDoNotFillTheLog()
    {
        Server server(m_folder->path());
        QVERIFY(server.start());
        constexpr int visits = 100;
        for (int i = 0; i < visits; ++i) {
            QTcpSocket socket;
            socket.setProxy(QNetworkProxy::NoProxy);
            socket.connectToHost(server.address(), server.port());
            socket.write("GET / HTTP/1.1\r\n\r\n");
            QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        }
        QVERIFY(server.logs("refused"));
        QCOMPARE(server.stop(), 0);
        server.log += server.process().readAllStandardError();
        // A window or two of a minute each, unless the machine is very slow.
        QVERIFY2(server.log.count("refused") < visits / 2, server.log.constData());
    }

    /// A name that no file can have is no failure of the server, and what everybody is told of it fits.
    void namesThatCannotBeBlindNobody()
    {
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto administrator = server.connect();
        QVERIFY(wait(administrator->ask(RegisterNamespace{images()})));
        const auto token =
            wait(administrator->ask(CreateToken{latin("r"), Role::Receiver, {}})).value().secret;
        ServerConnection::Options options;
        options.token = token;
        options.subscribe = false; // a receiver may not
        const auto receiver = std::make_unique<ServerConnection>(connectTls(server.target()), options);
        const auto codeFor = [&](const QString &content) {
            InitiationAsk ask;
            ask.namespaceName = latin("images");
            ask.content = content;
            ask.capabilities = CapabilityChecksum;
            return wait(receiver->ask(InitiateSession{ask})).error().code;
        };
        QCOMPARE(codeFor(QString(300, u'x')), ErrorCode::ContentNotFound);
        QCOMPARE(codeFor(QString(5'000, u'x')), ErrorCode::ContentNotFound);
        QCOMPARE(codeFor(QString(1'300, QChar(2))), ErrorCode::ContentNotFound);
        QCOMPARE(codeFor(QString(3'000'000, u'x')), ErrorCode::InvalidParameter);
        const auto state = wait(administrator->ask(RetrieveInventory{}));
        QVERIFY(state);
        QCOMPARE(state->sessions.size(), 0);
        QVERIFY(isReady(*server.connect()));
    }

    void fewDescriptorsKeepAdministratorsIn()
    {
        Server server(m_folder->path());
        server.process().setChildProcessModifier([] {
            const rlimit few{100, 100};
            setrlimit(RLIMIT_NOFILE, &few);
        });
        QVERIFY(server.start());
        std::vector<std::unique_ptr<ServerConnection>> receivers;
        const auto administrator = server.connect();
        const auto token =
            wait(administrator->ask(CreateToken{latin("r"), Role::Receiver, {}})).value().secret;
        for (int i = 0; i < 60; ++i)
            receivers.push_back(server.connect(server.target(), token));
        std::vector<std::unique_ptr<QTcpSocket>> strangers;
        for (int i = 0; i < 200; ++i) {
            strangers.push_back(std::make_unique<QTcpSocket>());
            strangers.back()->setProxy(QNetworkProxy::NoProxy);
            strangers.back()->connectToHost(server.address(), server.port());
        }
        for (int i = 0; i < 3; ++i) {
            const auto late = server.connect();
            QVERIFY(isReady(*late));
            QVERIFY(wait(late->ask(RetrieveInventory{})));
        }
        QVERIFY(wait(administrator->ask(RetrieveInventory{})));
        QCOMPARE(server.stop(), 0);
    }

    void systemdIsTold()
    {
        const QByteArray name = path("notify").toLocal8Bit();
        const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_un address = {};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, name.constData(), sizeof address.sun_path);
        QCOMPARE(::bind(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        QByteArray told;
        const auto isTold = [&](const char *text) {
            return QTest::qWaitFor(
                [&] {
                    char buffer[4096];
                    for (ssize_t size = 0; (size = ::recv(descriptor, buffer, sizeof buffer, 0)) > 0;)
                        told += QByteArray(buffer, size) + '\n';
                    return told.contains(text);
                },
                Patience);
        };
        {
            // Asked to reload while it starts, it is not ready before it is.
            Server hasty(m_folder->path());
            hasty.setVariable("NOTIFY_SOCKET", QString::fromLocal8Bit(name));
            hasty.run(hasty.usualOptions() + QStringList{latin("--listen"), latin("127.0.0.1:0")});
            QVERIFY(hasty.logs("unicast fallback at"));
            hasty.send(SIGHUP);
            QVERIFY(isTold("STATUS=management="));
            QVERIFY(hasty.logs("reloaded"));
            isTold("STATUS=management=");
            QCOMPARE(told.count("READY=1"), told.count("READY=1\nSTATUS=management="));
            QCOMPARE(hasty.stop(), 0);
            told.clear();
        }
        Server server(m_folder->path());
        server.setVariable("NOTIFY_SOCKET", QString::fromLocal8Bit(name));
        server.setVariable("WATCHDOG_USEC", latin("200000"));
        QVERIFY(server.start());
        QVERIFY(isTold("READY=1"));
        QVERIFY(isTold("WATCHDOG=1"));
        told.clear();
        server.send(SIGHUP);
        QVERIFY(isTold("RELOADING=1"));
        QVERIFY(isTold("READY=1"));
        QVERIFY(told.indexOf("RELOADING=1") < told.indexOf("READY=1"));
        server.send(SIGINT);
        QVERIFY(isTold("STOPPING=1"));
        QCOMPARE(server.exitCode(), 0);
        ::close(descriptor);
    }

    void aDisabledServiceStartsWithManagementOnly()
    {
        InitiationAsk ask;
        ask.namespaceName = latin("images");
        ask.content = latin("disk.img");
        Server server(m_folder->path());
        QVERIFY(server.start());
        {
            const auto connection = server.connect();
            QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
            QVERIFY(wait(connection->ask(SetServiceEnabled{false})));
            QVERIFY(wait(connection->ask(RetrieveInventory{}))->server.serviceRunning);
        }
        QCOMPARE(server.stop(), 0);
        QVERIFY(server.start());
        const auto connection = server.connect();
        const auto inventory = wait(connection->ask(RetrieveInventory{}));
        QVERIFY(inventory);
        QVERIFY(!inventory->server.serviceRunning);
        QVERIFY(!inventory->server.serviceEnabled);
        QCOMPARE(inventory->namespaces.size(), 1);
        QCOMPARE(wait(connection->ask(InitiateSession{ask})).error().code,
                 ErrorCode::SessionShutdownInProgress);
        QVERIFY(wait(connection->ask(StartService{})));
        QVERIFY(wait(connection->ask(InitiateSession{ask})));
    }

    void aKillLosesNothingThatWasAnswered()
    {
        Server server(m_folder->path());
        QVERIFY(server.start());
        MulticastSessionPolicy policy;
        policy.slowClientHandling = SlowClientHandling::Multistream;
        NamespaceInfo scheduled = images();
        scheduled.type = NamespaceType::ScheduledCastAutoStart;
        scheduled.minimumClients = 3;
        scheduled.startTime = QDateTime::currentDateTimeUtc().addDays(1);
        {
            const auto connection = server.connect();
            QVERIFY(wait(connection->ask(RegisterNamespace{scheduled})));
            QVERIFY(wait(connection->ask(CommitPolicy{policy})));
            QVERIFY(wait(connection->ask(SetMinimumClients{NamespaceId(1), 8})));
            server.send(SIGKILL);
        }
        QCOMPARE(server.exitCode(), -2);
        Server again(m_folder->path());
        QVERIFY(again.start());
        const auto connection = again.connect();
        policy.version = 2;
        QCOMPARE(wait(connection->ask(RetrievePolicies{}))->multicastSession, policy);
        const auto rows = wait(connection->ask(RetrieveNamespaces{}));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 1);
        QCOMPARE(rows->first().minimumClients, 8U);
        QCOMPARE(rows->first().startTime, scheduled.startTime);
    }

    void diagnosticsSayWhatMulticastDoes()
    {
        InitiationAsk ask;
        ask.namespaceName = latin("images");
        ask.content = latin("disk.img");
        Server server(m_folder->path());
        QVERIFY(server.start());
        const auto connection = server.connect();
        QVERIFY(wait(connection->ask(RegisterNamespace{images()})));
        QVERIFY(wait(connection->ask(InitiateSession{ask})));
        server.log += server.process().readAllStandardError();
        QVERIFY(!server.log.contains("castdeck.engine: admitted"));
        QVERIFY(wait(connection->ask(CommitPolicy{DiagnosticsPolicy{1, true, DiagnosticsMulticast}})));
        const auto isLogged = [&] {
            const bool isAdmitted = wait(connection->ask(InitiateSession{ask})).has_value();
            server.log += server.process().readAllStandardError();
            return isAdmitted && server.log.contains("debug castdeck.engine: admitted");
        };
        QVERIFY(QTest::qWaitFor(isLogged, Patience));
    }

    void everyKeyIsDocumented()
    {
        QFile file(latin(CASTDECK_SOURCE_DIR "/resources/castdeckd.conf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        for (const SettingKey &key : settingKeys())
            QVERIFY2(text.contains(QByteArray("\n#" + QByteArray(key.name) + " = ")), key.name);
    }
};

CASTDECK_TEST(TestCastdeckd)

} // namespace castdeck::tst_castdeckd
#include "tst_castdeckd.moc"
