// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/sessionoffer.h"
#include "apps/receiver/tlsinitiation.h"
#include "management/rig.h"
#include "support/freeport.h"
#include "support/testprogram.h"
#include "transport/content/hashtree.h"
#include "transport/net/socketaddress.h"
#include "transport/receivingbench.h"
#include "transport/sending/sendingthread.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <csignal>

namespace castdeck::tst_castjointls
{

namespace
{

constexpr uint32_t BlockSize = 1385;
void addMember(InitiationGrant &grant, const wire::Member &member)
{
    grant.memberNumber = member.number;
    grant.memberSecret =
        QByteArray(reinterpret_cast<const char *>(member.secret.data()), qsizetype(member.secret.size()));
}

/// A grant that can be used.
InitiationGrant usableGrant()
{
    InitiationGrant grant;
    grant.multicastAddress = QStringLiteral("239.0.0.111");
    grant.multicastPort = 64132;
    grant.unicastAddress = QStringLiteral("192.0.2.200");
    grant.unicastPort = 64132;
    grant.sessionId = SessionId(1830415998);
    grant.contentSize = 4018886380;
    grant.blockSize = 8785;
    grant.totalBlocks = 457472;
    grant.symKey = QByteArray(24, 'k');
    grant.hashAlgId = 0x800C;
    grant.hmacAlgId = 0x8009;
    grant.secMode = 0x10001;
    grant.contentDigest = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
    return grant;
}

QString digestOf(const QByteArray &content)
{
    return ContentDigest::text(*ContentDigest::of(content));
}

/// Counts how often it is told to wait.
class SilentReporter : public Reporter
{
public:
    int waits = 0;

    void serverSeen(const QString &, const QString &, bool) override {}
    void waiting(const QString &) override { ++waits; }
    void found(const SessionOffer &) override {}
    void checking(uint64_t) override {}
    void resumed(uint64_t) override {}
    void progress(const ProgressReport &, Instant) override {}
    void noData(const QString &) override {}
    void slow(const QString &) override {}
    void damaged(uint64_t, const QStringList &) override {}
    void askingAgain() override {}
    void moved(const ReceivingMove &) override {}
    void fallingBack(const QString &, uint64_t, const Outcome &) override {}
    void ended(const Outcome &) override {}
};

} // namespace

/// The real program against a real management listener and a real session on loopback.
class CastjoinTlsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Rig> m_rig;
    std::unique_ptr<SendingThread> m_sender;
    QByteArray m_content;
    QString m_host;

    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QString trustFile() const { return path("castdeck/known-servers.json"); }
    QString serverName() const { return QStringLiteral("127.0.0.1:%1").arg(m_rig->listener().serverPort()); }

    void serve(uint64_t size, wire::SecurityMode mode = wire::SecurityMode::Hash)
    {
        m_content = testContent({size, BlockSize});
        QFile file(path("content"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_content);
        file.close();
        SendingSettings settings;
        const uint16_t port = freePort();
        settings.id = SessionId(0x6D190000u + port);
        settings.interface = *findInterface(QStringLiteral("lo"));
        settings.group = {{{239, 255, 79, static_cast<uint8_t>(port)}, 4}, port};
        settings.blockSize = BlockSize;
        settings.mode = mode;
        settings.key.fill(0x5B);
        auto sender = SendingThread::start(settings, *ContentSource::fromPath(path("content")),
                                           std::make_shared<ClientIds>());
        QVERIFY(sender);
        m_sender = std::move(*sender);

        InitiationGrant grant = usableGrant();
        grant.multicastAddress = toText(settings.group.address);
        grant.unicastAddress = toText(settings.interface.address);
        grant.multicastPort = grant.unicastPort = settings.group.port;
        grant.sessionId = settings.id;
        grant.contentSize = size;
        grant.blockSize = BlockSize;
        grant.totalBlocks = wire::ContentGeometry{size, BlockSize}.totalBlocks();
        grant.symKey = QByteArray(24, 0x5B);
        if (mode == wire::SecurityMode::Encrypted) {
            const wire::Member member{7, wire::CipherKey{1, 2, 3}};
            m_sender->admit(member);
            grant.symKey.clear();
            grant.secMode = 0x450045;
            addMember(grant, member);
        }
        grant.contentDigest = digestOf(m_content);
        offer(grant);
    }
    void offer(const Result<InitiationGrant> &grant)
    {
        m_rig->onServer([&](FakeTransportServer &) { m_rig->initiator().grant = grant; });
    }
    InitiationGrant offered()
    {
        return m_rig->onServer([&](FakeTransportServer &) { return m_rig->initiator().grant.value(); });
    }

    QStringList token(Role role)
    {
        const QString secret = m_rig->onServer([&](FakeTransportServer &) {
            return m_rig->tokens().create(QStringLiteral("lab"), role, {}).value().secret;
        });
        return tokenFile(secret);
    }
    QStringList tokenFile(const QString &secret) const
    {
        QFile file(path("token"));
        if (file.open(QIODevice::WriteOnly))
            file.write(secret.toUtf8() + '\n');
        return {QStringLiteral("--token-file"), path("token")};
    }

    struct Ending {
        int code = -1;
        QByteArray output;
        QByteArray errors;
        /// The last JSON line with this key.
        QJsonObject line(const char *key) const
        {
            QJsonObject found;
            for (const QByteArray &text : output.split('\n')) {
                const QJsonObject line = QJsonDocument::fromJson(text).object();
                if (line.contains(QLatin1String(key)))
                    found = line;
            }
            return found;
        }
        QString result() const { return line("result")[QStringLiteral("result")].toString(); }
        QString errorName() const
        {
            return line("result")[QStringLiteral("error")][QStringLiteral("name")].toString();
        }
    };
    void start(QProcess &process, quint16 port, const QStringList &more) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder->path());
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"),
                      QStringList{QStringLiteral("--json"), QStringLiteral("--port"), QString::number(port)} +
                          more + QStringList{m_host, QStringLiteral("images"), QStringLiteral("disk.img")});
    }
    static Ending ending(QProcess &process)
    {
        Ending ending;
        if (QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience) &&
            process.exitStatus() == QProcess::NormalExit)
            ending.code = process.exitCode();
        ending.output = process.readAllStandardOutput();
        ending.errors = process.readAllStandardError();
        return ending;
    }
    Ending run(const QStringList &more) const
    {
        QProcess process;
        start(process, m_rig->listener().serverPort(), more);
        return ending(process);
    }
    QByteArray contentOf(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls);
        m_host = QStringLiteral("127.0.0.1");
    }
    void cleanup()
    {
        m_sender.reset();
        m_rig.reset();
    }

    void aServerThatStillReadsIsWaitedFor_data()
    {
        QTest::addColumn<int>("unanswered");
        QTest::addColumn<int>("limit");
        QTest::addColumn<bool>("granted");
        QTest::newRow("at last") << 2 << Patience << true;
        QTest::newRow("never") << 1000 << 3000 << false;
    }
    void aServerThatStillReadsIsWaitedFor()
    {
        QFETCH(const int, unanswered);
        QFETCH(const int, limit);
        QFETCH(const bool, granted);
        qputenv("XDG_CONFIG_HOME", m_folder->path().toLocal8Bit());
        m_rig->onServer([&](FakeTransportServer &) {
            m_rig->initiator().grant = usableGrant();
            m_rig->initiator().unanswered = unanswered;
        });
        ReceiverOptions options;
        options.server = QStringLiteral("127.0.0.1");
        options.managementPort = m_rig->listener().serverPort();
        options.tokenFile = token(Role::Receiver).last();
        SilentReporter reporter;
        const auto offer = askOverTls(options, false, reporter, -1,
                                      {std::chrono::milliseconds(700), std::chrono::milliseconds(limit)});
        QCOMPARE(offer.has_value(), granted);
        QVERIFY(reporter.waits > 1);
        if (granted) {
            QVERIFY(reporter.waits >= unanswered); // more on a machine that is slow itself
            QCOMPARE(offer->fingerprint, m_rig->listener().fingerprint());
        } else {
            QCOMPARE(offer.error().error->code, ErrorCode::TimedOut);
        }
    }

    void whereElseItCanBeHad_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("digest");
        QTest::addColumn<QString>("ticket");
        QTest::addColumn<bool>("hasUrl");
        QTest::addColumn<bool>("hasTicket");
        const auto row = [](const char *name, const char *url, bool digest, const char *ticket, bool hasUrl,
                            bool hasTicket) {
            QTest::newRow(name) << QString::fromLatin1(url) << digest << QString::fromLatin1(ticket) << hasUrl
                                << hasTicket;
        };
        row("both", "https://mirror/x", true, "0123456789abcdef", true, true);
        row("plain with a digest", "http://mirror/x", true, "", true, false);
        row("plain without one", "http://mirror/x", false, "", false, false);
        row("encrypted without one", "https://mirror/x", false, "", false, false); // of which version?
        row("a file", "file:///etc/passwd", true, "", false, false);
        row("no host", "https:///x", true, "", false, false);
        row("no URL", "https://[", true, "", false, false);
        row("short ticket", "", true, "abc", false, false);
        row("ticket with a way out", "", true, "../../0123456789abcdef", false, false);
        row("ticket with a line", "", true, "0123456789abcdef\r\nX: y", false, false);
    }
    void whereElseItCanBeHad()
    {
        QFETCH(const QString, url);
        QFETCH(const bool, digest);
        QFETCH(const QString, ticket);
        InitiationGrant grant = usableGrant();
        grant.fallbackUrl = url;
        grant.fallbackTicket = ticket;
        grant.fallbackPort = 5043;
        if (!digest)
            grant.contentDigest.clear();
        const auto offer = offerOf(grant);
        QVERIFY(offer);
        QTEST(!offer->fallbackUrl.isEmpty(), "hasUrl");
        QTEST(offer->fallbackPort != 0, "hasTicket");
        QCOMPARE(offer->fallbackPath, offer->fallbackPort ? QStringLiteral("/content/") + ticket : QString());
    }

    void itReceivesWithTheKeyAndVerifies()
    {
        serve(3'000'000);
        const QStringList arguments = token(Role::Receiver);
        const Ending first = run(arguments);
        QCOMPARE(first.code, 0);
        QVERIFY(contentOf("disk.img") == m_content);
        QCOMPARE(first.line("pinned")[QStringLiteral("pinned")].toBool(), true);
        QCOMPARE(first.line("pinned")[QStringLiteral("fingerprint")].toString(),
                 m_rig->listener().fingerprint());
        QCOMPARE(first.line("authenticated")[QStringLiteral("authenticated")].toBool(), true);
        QCOMPARE(first.line("digest")[QStringLiteral("digest")].toString(), digestOf(m_content));
        const InitiationAsk asked =
            m_rig->onServer([&](FakeTransportServer &) { return m_rig->initiator().asks.value(0); });
        QCOMPARE(asked.namespaceName, QStringLiteral("images"));
        QCOMPARE(asked.content, QStringLiteral("disk.img"));
        QCOMPARE(asked.identity, QStringLiteral("lab"));
        QVERIFY(asked.client.size() <= 15);

        const Ending second = run(arguments);
        QCOMPARE(second.code, 0);
        QCOMPARE(second.line("pinned")[QStringLiteral("pinned")].toBool(true), false);
    }

    void itReceivesEncrypted()
    {
        serve(3'000'000, wire::SecurityMode::Encrypted);
        const Ending end = run(token(Role::Receiver));
        QCOMPARE(end.code, 0);
        QVERIFY(contentOf("disk.img") == m_content);
        QCOMPARE(end.line("encrypted")[QStringLiteral("encrypted")].toBool(), true);
        QCOMPARE(end.line("authenticated")[QStringLiteral("authenticated")].toBool(), true);
        const InitiationAsk asked =
            m_rig->onServer([&](FakeTransportServer &) { return m_rig->initiator().asks.value(0); });
        QVERIFY(asked.capabilities & CapabilityEncryption);
    }

    void whatTheServerCannotReadIsNoFailureOfThisMachine_data()
    {
        QTest::addColumn<ErrorCode>("code");
        for (const ErrorCode code : {ErrorCode::FileAccessDenied, ErrorCode::FileFailure,
                                     ErrorCode::FileNotFound, ErrorCode::DeviceFull})
            QTest::newRow(qPrintable(errorName(code))) << code;
    }
    void whatTheServerCannotReadIsNoFailureOfThisMachine()
    {
        QFETCH(const ErrorCode, code);
        offer(failure(code, QStringLiteral("disk.img")));
        const Ending end = run(token(Role::Receiver));
        QCOMPARE(end.code, 3);
        QCOMPARE(end.errorName(), errorName(code));
        QVERIFY(end.line("result")[QStringLiteral("message")].toString().startsWith(m_host));
    }

    void aContentThatIsBeingWrittenIsAskedForAgain()
    {
        offer(failure(ErrorCode::ContentChanged, QStringLiteral("disk.img")));
        QProcess process;
        start(process, m_rig->listener().serverPort(), token(Role::Receiver));
        const auto asked = [&] {
            return m_rig->onServer([&](FakeTransportServer &) { return m_rig->initiator().asks.size(); }) > 1;
        };
        QVERIFY(QTest::qWaitFor(asked, Patience));
        serve(10'000);
        QCOMPARE(ending(process).code, 0);
        QVERIFY(contentOf("disk.img") == m_content);
    }

    void anotherKeyHearsNothingOfIt()
    {
        serve(100'000);
        InitiationGrant grant = offered();
        grant.symKey.fill('x');
        offer(grant);
        uint64_t rejected = 0;
        connect(m_sender.get(), &SendingThread::snapshotTaken, this,
                [&](const SessionSnapshot &snapshot) { rejected = snapshot.counters.rejectedTotal(); });
        QProcess process;
        start(process, m_rig->listener().serverPort(), token(Role::Receiver));
        // Nobody answers a JOIN with a wrong tag.
        QVERIFY(QTest::qWaitFor([&] { return rejected >= 2; }, Patience));
        kill(static_cast<pid_t>(process.processId()), SIGINT);
        QCOMPARE(ending(process).result(), QStringLiteral("cancelled"));
    }

    void anotherContentIsNotCalledComplete_data()
    {
        QTest::addColumn<bool>("pipe");
        QTest::newRow("file") << false;
        QTest::newRow("pipe") << true;
    }
    void anotherContentIsNotCalledComplete()
    {
        QFETCH(const bool, pipe);
        serve(1'000'000);
        InitiationGrant grant = offered();
        grant.contentDigest = digestOf("something else");
        offer(grant);
        const Ending end = run(token(Role::Receiver) +
                               QStringList{QStringLiteral("-o"), pipe ? QStringLiteral("-") : path("f")});
        QCOMPARE(end.code, 13);
        const QByteArray said = pipe ? end.errors : end.output;
        QVERIFY(said.contains("\"corrupt\""));
        QVERIFY(said.contains(digestOf(m_content).toUtf8()));
        QVERIFY(!QFile::exists(path("f")));
        if (pipe)
            QVERIFY(end.output == m_content);
    }

    /// Where the tree is nobody answers, as behind a firewall that knows the management's port alone.
    void withoutATreeTheDigestTells_data()
    {
        QTest::addColumn<bool>("right");
        QTest::addColumn<bool>("pipe");
        QTest::newRow("file") << true << false;
        QTest::newRow("pipe") << true << true;
        QTest::newRow("wrong file") << false << false;
        QTest::newRow("wrong pipe") << false << true;
    }
    void withoutATreeTheDigestTells()
    {
        QFETCH(const bool, right);
        QFETCH(const bool, pipe);
        serve(3'000'000);
        InitiationGrant grant = offered();
        grant.contentVersion = QStringLiteral("1-2-3");
        grant.fallbackPort = 1;
        grant.fallbackTicket = QStringLiteral("0123456789abcdef");
        InitiationGrant old = grant;
        if (!right)
            old.contentDigest = digestOf("something else");
        grant.contentDigest.clear();
        grant.hashTree = true;
        m_rig->onServer([&](FakeTransportServer &) {
            m_rig->initiator().grant = grant;
            m_rig->initiator().digestGrant = old;
        });
        const Ending end = run(token(Role::Receiver) +
                               QStringList{QStringLiteral("-o"), pipe ? QStringLiteral("-") : path("f")});
        QCOMPARE(end.code, right ? 0 : 13);
        if (right)
            QVERIFY((pipe ? end.output : contentOf("f")) == m_content);
        else
            QVERIFY(!QFile::exists(path("f")));
    }

    void anEmptyContentIsVerifiedToo()
    {
        InitiationGrant grant = usableGrant();
        grant.contentSize = grant.totalBlocks = 0;
        grant.unicastAddress = QStringLiteral("127.0.0.1");
        grant.contentDigest = digestOf({});
        offer(grant);
        QCOMPARE(run(token(Role::Receiver)).code, 0);
        QVERIFY(QFile::exists(path("disk.img")));
        grant.contentDigest = digestOf("x");
        offer(grant);
        QCOMPARE(run(token(Role::Receiver)).code, 13);
    }

    void aChangedCertificateIsRefusedWithBothValues()
    {
        const QString pinned = QStringLiteral("sha256:") + QString(64, QLatin1Char('b'));
        QVERIFY(TrustStore::open(trustFile())->pin(serverName(), pinned));
        const Ending end = run(token(Role::Receiver));
        QCOMPARE(end.code, 3);
        const QString message = end.line("result")[QStringLiteral("message")].toString();
        QVERIFY(message.contains(pinned));
        QVERIFY(message.contains(m_rig->listener().fingerprint()));
        QVERIFY(message.contains(trustFile()));
        QCOMPARE(TrustStore::open(trustFile())->fingerprint(serverName()), pinned);
    }

    void theGivenFingerprintDecides()
    {
        serve(10'000);
        const QString right = m_rig->listener().fingerprint();
        const QString old = QStringLiteral("sha256:") + QString(64, QLatin1Char('0'));
        QVERIFY(TrustStore::open(trustFile())->pin(serverName(), old));
        const QStringList arguments = token(Role::Receiver) + QStringList{QStringLiteral("--fingerprint")};
        QCOMPARE(run(arguments + QStringList{right}).code, 0);
        const QString wrong = QStringLiteral("sha256:") + QString(64, QLatin1Char('c'));
        const Ending end = run(arguments + QStringList{wrong});
        QCOMPARE(end.code, 3);
        QVERIFY(end.output.contains(wrong.toUtf8()));
        QVERIFY(end.output.contains(right.toUtf8()));
    }

    void anAuthorityVouchesAndTheOwnCertificateIsEnough()
    {
        const MadeCertificate server = makeCertificate(QStringLiteral("localhost"), -60, 3600).value();
        const MadeCertificate client = makeCertificate(QStringLiteral("rack-3"), -60, 3600).value();
        QVERIFY(writePrivate(path("ca.pem"), server.certificate));
        QVERIFY(writePrivate(path("own.pem"), client.certificate));
        QVERIFY(writePrivate(path("own.key"), client.key));
        m_rig = std::make_unique<Rig>(
            Rig::Kind::RemoteTls, ServerEndpoint::Limits{},
            TlsListener::Options{
                .certificate = {{QSslCertificate(server.certificate)}, QSslKey(server.key, QSsl::Ec)},
                .clientAuthorities = {QSslCertificate(client.certificate)},
                .certificateRole = Role::Receiver});
        m_host = QStringLiteral("localhost");
        serve(10'000);
        const QStringList believe{QStringLiteral("--ca"), path("ca.pem")};
        const QStringList show{QStringLiteral("--certificate"), path("own.pem"), QStringLiteral("--key"),
                               path("own.key")};

        QCOMPARE(run(believe + show).code, 0);
        QVERIFY(contentOf("disk.img") == m_content);
        QCOMPARE(
            m_rig->onServer([&](FakeTransportServer &) { return m_rig->initiator().asks.value(0).identity; }),
            QStringLiteral("rack-3"));
        QVERIFY(!QFile::exists(trustFile()));

        QCOMPARE(run(believe).code, 3);
        const QStringList doubt{QStringLiteral("--ca"), path("own.pem")};
        QCOMPARE(run(doubt + show).errorName(), errorName(ErrorCode::CertificateRefused));
        QCOMPARE(run(believe + show.mid(0, 2)).code, 2);
        QCOMPARE(run(QStringList{QStringLiteral("--ca"), path("own.key")} + show).code, 1);
        QCOMPARE(run(believe + QStringList{show[0], path("ca.pem"), show[2], show[3]}).code, 1);
    }

    void whoMayNotIsTold()
    {
        const Ending unknown = run(tokenFile(QStringLiteral("no such token")));
        QCOMPARE(unknown.code, 3);
        QCOMPARE(unknown.errorName(), errorName(ErrorCode::NotAuthenticated));

        const Ending viewer = run(token(Role::Viewer));
        QCOMPARE(viewer.code, 3);
        QCOMPARE(viewer.errorName(), errorName(ErrorCode::NotAuthorised));

        const Ending without = run({QStringLiteral("--initiation"), QStringLiteral("tls")});
        QCOMPARE(without.code, 3);
        QCOMPARE(without.errorName(), errorName(ErrorCode::NotAuthenticated));
    }

    void filesThatCannotBeReadAreLocalTrouble()
    {
        QCOMPARE(run({QStringLiteral("--token-file"), path("missing")}).code, 1);
        QVERIFY(writePrivate(trustFile(), "no JSON"));
        const Ending end = run(token(Role::Receiver));
        QCOMPARE(end.code, 1);
        QVERIFY(end.output.contains(trustFile().toUtf8()));
    }
    bool writePrivate(const QString &name, const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(name).path());
        QFile file(name);
        return file.open(QIODevice::WriteOnly) && file.write(text) > 0;
    }

    void theServersRefusalIsPassedOn()
    {
        offer(failure(ErrorCode::ContentNotFound));
        const Ending end = run(token(Role::Receiver));
        QCOMPARE(end.code, 3);
        QCOMPARE(end.errorName(), errorName(ErrorCode::ContentNotFound));
    }

    void whoSpeaksNoTlsIsRefused()
    {
        QTcpServer plain;
        QVERIFY(plain.listen(QHostAddress::LocalHost));
        connect(&plain, &QTcpServer::newConnection, &plain,
                [&] { plain.nextPendingConnection()->write("220 mail.example ready, how are you?\r\n"); });
        QProcess process;
        start(process, plain.serverPort(), token(Role::Receiver));
        const Ending end = ending(process);
        QCOMPARE(end.code, 3);
        QCOMPARE(end.errorName(), errorName(ErrorCode::ProtocolViolation));

        plain.close();
        QProcess again;
        start(again, plain.serverPort() ? plain.serverPort() : 1, token(Role::Receiver));
        const Ending nobody = ending(again);
        QCOMPARE(nobody.code, 3);
        QCOMPARE(nobody.errorName(), errorName(ErrorCode::TransportServerUnavailable));
    }

    void aSilentServerDoesNotHoldUpThePerson()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        QProcess process;
        start(process, silent.serverPort(), token(Role::Receiver));
        QVERIFY(QTest::qWaitFor([&] { return silent.hasPendingConnections(); }, Patience));
        kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Ending end = ending(process);
        QCOMPARE(end.code, 1);
        QCOMPARE(end.result(), QStringLiteral("cancelled"));
    }

    void theOfferIsRead()
    {
        const auto offer = offerOf(usableGrant());
        QVERIFY(offer);
        QCOMPARE(offer->session.group.port, 64132);
        QCOMPARE(offer->session.totalBlocks, 457472u);
        QCOMPARE(offer->key[23], uint8_t('k'));
        QVERIFY(offer->isAuthenticated());
        QCOMPARE(offer->digest->at(0), 0xAA);

        InitiationGrant grant = usableGrant();
        grant.secMode = 0;
        QVERIFY(offerOf(grant)->isAuthenticated()); // a key and no mode means hash
        grant.symKey.clear();
        QVERIFY(offerOf(grant)->serverMode == wire::SecurityMode::None);
        grant.secMode = 0x30003;
        grant.contentDigest.clear();
        QVERIFY(offerOf(grant)->clientMode == wire::SecurityMode::Checksum);
        QVERIFY(!offerOf(grant)->digest);

        QVERIFY(!offerOf(grant)->isEncrypted());
        grant.secMode = 0x450045;
        addMember(grant, {7, wire::CipherKey{1, 2, 3}});
        QVERIFY(offerOf(grant)->isEncrypted());
        QVERIFY(offerOf(grant)->isAuthenticated());
        QVERIFY(offerOf(grant)->member == (wire::Member{7, wire::CipherKey{1, 2, 3}}));
        grant.secMode = 0x30003;

        // Whom the server takes us for is repeated to it.
        QVERIFY(offerOf(grant)->userSid.empty());
        grant.userSid = QByteArray::fromHex("010500000000000515000000");
        QCOMPARE(offerOf(grant)->userSid.size(), size_t(12));
        QCOMPARE(offerOf(grant)->userSid[1], uint8_t(5));
        grant.userSid = QByteArray(69, 's');
        QVERIFY(offerOf(grant)->userSid.empty());

        QVERIFY(offerOf(grant)->treePath.isEmpty());
        grant.hashTree = true;
        grant.fallbackPort = 5043;
        grant.fallbackTicket = QStringLiteral("0123456789abcdef");
        grant.contentVersion = QString(1000, QLatin1Char('v'));
        QCOMPARE(offerOf(grant)->treePath, QStringLiteral("/tree/0123456789abcdef"));
        QCOMPARE(offerOf(grant)->contentVersion.size(), 256);
        QVERIFY(!offerOf(grant)->digest);
    }

    void unusableOffersAreRefused_data()
    {
        using Change = void (*)(InitiationGrant &);
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
        row("group is no address",
            [](InitiationGrant &g) { g.multicastAddress = QStringLiteral("elsewhere"); });
        row("group is unicast", [](InitiationGrant &g) { g.multicastAddress = QStringLiteral("192.0.2.1"); });
        row("mixed families", [](InitiationGrant &g) { g.unicastAddress = QStringLiteral("2001:db8::1"); });
        row("no port", [](InitiationGrant &g) { g.multicastPort = 0; });
        row("no server port", [](InitiationGrant &g) { g.unicastPort = 0; });
        row("no block size", [](InitiationGrant &g) { g.blockSize = 0; });
        row("huge blocks", [](InitiationGrant &g) { g.blockSize = 70'000; });
        row("wrong count", [](InitiationGrant &g) { ++g.totalBlocks; });
        row("short key", [](InitiationGrant &g) { g.symKey.chop(1); });
        row("no key", [](InitiationGrant &g) { g.symKey.clear(); });
        row("MD5", [](InitiationGrant &g) { g.hashAlgId = 0x8003; });
        row("no HMAC", [](InitiationGrant &g) { g.hmacAlgId = 0; });
        row("signed by the server", [](InitiationGrant &g) { g.secMode = 0x20001; });
        row("unknown mode", [](InitiationGrant &g) { g.secMode = 0x70001; });
        row("mode beyond a byte", [](InitiationGrant &g) { g.secMode = 0x01010001; });
        row("encrypted without a secret", [](InitiationGrant &g) { g.secMode = 0x450045; });
        row("encrypted with a short secret", [](InitiationGrant &g) {
            g.secMode = 0x450045;
            addMember(g, {7, {}});
            g.memberSecret.chop(1);
        });
        row("encrypted for nobody", [](InitiationGrant &g) {
            g.secMode = 0x450045;
            addMember(g, {0, {}});
        });
        row("encrypted one way", [](InitiationGrant &g) {
            g.secMode = 0x450001;
            addMember(g, {7, {}});
        });
        row("sign key without a mode", [](InitiationGrant &g) {
            g.secMode = 0;
            g.signKey = "rsa";
        });
        row("a tree without a ticket", [](InitiationGrant &g) {
            g.hashTree = true;
            g.fallbackPort = 5043;
        });
        row("a tree without a port", [](InitiationGrant &g) {
            g.hashTree = true;
            g.fallbackTicket = QStringLiteral("0123456789abcdef");
        });
        row("a tree of too much", [](InitiationGrant &g) {
            g.hashTree = true;
            g.fallbackPort = 5043;
            g.fallbackTicket = QStringLiteral("0123456789abcdef");
            g.contentSize = HashTree::ContentMost + 1;
            g.totalBlocks = wire::ContentGeometry{g.contentSize, g.blockSize}.totalBlocks();
        });
        row("short digest", [](InitiationGrant &g) { g.contentDigest.chop(1); });
        row("digest of another kind",
            [](InitiationGrant &g) { g.contentDigest.replace(0, 6, QStringLiteral("md5sum")); });
        row("digest with other letters",
            [](InitiationGrant &g) { g.contentDigest.replace(20, 1, QStringLiteral("g")); });
    }
    void unusableOffersAreRefused()
    {
        using Change = void (*)(InitiationGrant &);
        QFETCH(const Change, change);
        InitiationGrant grant = usableGrant();
        change(grant);
        const auto offer = offerOf(grant);
        QVERIFY(!offer);
        QCOMPARE(offer.error().code, ErrorCode::ProtocolViolation);
        QVERIFY(!offer.error().detail.isEmpty());
    }
};

CASTDECK_TEST(CastjoinTlsTest)

} // namespace castdeck::tst_castjointls
#include "tst_castjointls.moc"
