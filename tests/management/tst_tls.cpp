// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What only a channel over the network can go through: strangers, certificates, tokens, and peers that mean
// ill.
#include "management/fingerprint.h"
#include "rig.h"

#include "support/lossof.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_tls
{

using namespace std::chrono_literals;

namespace
{

ServerConnection::Options withToken(const QString &token)
{
    ServerConnection::Options options;
    options.token = token;
    options.subscribe = false;
    return options;
}

std::unique_ptr<ServerConnection> dial(const TlsTarget &target, const QString &token = {})
{
    return std::make_unique<ServerConnection>(connectTls(target), withToken(token));
}

QString newToken(Rig &rig, Role role, const std::optional<QDateTime> &expiry = {})
{
    return rig.onServer([&](FakeTransportServer &) {
        return rig.tokens().create(QStringLiteral("somebody"), role, expiry).value().secret;
    });
}

/// A certificate with its key, as the listener and the asking end take them.
ServerCertificate certificate(const QString &name, qint64 from, qint64 to)
{
    const MadeCertificate made = makeCertificate(name, from, to).value();
    return {{QSslCertificate(made.certificate)}, QSslKey(made.key, QSsl::Ec)};
}

ServerCertificate certificate(const QString &name)
{
    return certificate(name, -3600, 3600);
}

/// A peer that speaks TLS, and for the rest says what it likes.
class RawPeer : public QSslSocket
{
public:
    explicit RawPeer(const TlsTarget &target)
    {
        setPeerVerifyMode(QSslSocket::VerifyNone);
        connect(this, &QIODevice::readyRead, this, [this] { heard += readAll(); });
        connectToHostEncrypted(target.host, target.port);
    }
    bool isReady()
    {
        return QTest::qWaitFor([this] { return isEncrypted(); }, Patience);
    }
    bool isCut()
    {
        return QTest::qWaitFor([this] { return state() == QAbstractSocket::UnconnectedState; }, Patience);
    }
    bool hears(const QByteArray &part)
    {
        return QTest::qWaitFor([&] { return heard.contains(part); }, Patience);
    }
    void greet(const QString &token)
    {
        QByteArray hello =
            R"({"jsonrpc":"2.0","id":1,"method":"hello","params":{"protocol":1,"token":"TOKEN"}})";
        write(hello.replace("TOKEN", token.toLatin1()) + '\n');
    }

    QByteArray heard;
};

} // namespace

class TestTls : public QObject
{
    Q_OBJECT

private:
    /// A rig, and one well-behaved administrator on it who must not notice anything.
    struct Scene {
        explicit Scene(ServerEndpoint::Limits limits = {}, TlsListener::Options options = {})
            : rig(Rig::Kind::RemoteTls, limits, options)
        {
            rig.onServer([](FakeTransportServer &server) { server.setState(sampleInventory(1, 2)); });
            witness = rig.connect();
        }
        bool witnessIsUndisturbed()
        {
            return outcome(witness->ask(RetrieveInventory{})).has_value() &&
                   witness->state() == ServerConnection::State::Ready;
        }
        Rig rig;
        std::unique_ptr<ServerConnection> witness;
    };

private Q_SLOTS:
    void theConnectionIsTls13()
    {
        Scene scene;
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        QCOMPARE(peer.sessionProtocol(), QSsl::TlsV1_3);
        QCOMPARE(fingerprintOf(peer.peerCertificate()), scene.rig.target().fingerprint);
    }

    void nobodyListens()
    {
        QTcpServer placeholder;
        QVERIFY(placeholder.listen(QHostAddress::LocalHost));
        TlsTarget target{.host = QStringLiteral("127.0.0.1"), .port = placeholder.serverPort()};
        placeholder.close();
        const auto connection = dial(target);
        auto pending = connection->ask(RetrieveInventory{});
        QCOMPARE(lossOf(connection.get()).code, ErrorCode::TransportServerUnavailable);
        QCOMPARE(outcome(pending).error().code, ErrorCode::ConnectionLost);
    }

    void noProxyIsAsked()
    {
        Scene scene;
        TlsTarget target = scene.rig.target();
        target.host = QStringLiteral("0.0.0.0"); // no proxy would be asked for what is called loopback
        const auto connection = dial(target, newToken(scene.rig, Role::Viewer));
        QVERIFY(outcome(connection->ask(RetrieveInventory{})));
        QCOMPARE(scene.rig.listener().proxy(), QNetworkProxy(QNetworkProxy::NoProxy));
    }

    void noSuchHost()
    {
        const auto connection = dial({.host = QStringLiteral("no-such-host.invalid")});
        QCOMPARE(lossOf(connection.get()).code, ErrorCode::TransportServerUnavailable);
    }

    void anotherProtocolOnThePort()
    {
        QTcpServer mail;
        QVERIFY(mail.listen(QHostAddress::LocalHost));
        connect(&mail, &QTcpServer::newConnection, &mail,
                [&] { mail.nextPendingConnection()->write("220 mail ready\r\n"); });
        const auto connection = dial({.host = QStringLiteral("127.0.0.1"), .port = mail.serverPort()});
        QCOMPARE(lossOf(connection.get()).code, ErrorCode::ProtocolViolation);
    }

    void aServerThatSaysNothing()
    {
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        TlsTarget target{.host = QStringLiteral("127.0.0.1"), .port = mute.serverPort()};
        target.limits.handshake = 200ms;
        const auto connection = dial(target);
        QCOMPARE(lossOf(connection.get()), (Error{ErrorCode::TimedOut, QStringLiteral("no TLS in time")}));
    }

    void aCertificateOutOfItsTime_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::newRow("expired") << qint64(-7200) << qint64(-3600);
        QTest::newRow("not yet valid") << qint64(3600) << qint64(7200);
        const qint64 since1970 = QDateTime::currentSecsSinceEpoch();
        QTest::newRow("made in 1970") << -since1970 << qint64(631'152'000) - since1970;
        QTest::newRow("made in 2060")
            << qint64(2'840'140'800) - since1970 << qint64(3'471'292'800) - since1970;
    }

    void aCertificateOutOfItsTime()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        const ServerCertificate shown = certificate(QStringLiteral("localhost"), from, to);
        Rig rig(Rig::Kind::RemoteTls, {}, {.certificate = shown});
        // A pin holds whatever a clock says, an authority does not.
        const auto pinned = dial(rig.target(), newToken(rig, Role::Viewer));
        QVERIFY(outcome(pinned->ask(RetrieveInventory{})));
        TlsTarget byAuthority = rig.target();
        byAuthority.host = QStringLiteral("localhost");
        byAuthority.fingerprint.clear();
        byAuthority.authorities = shown.chain;
        const auto connection = dial(byAuthority, newToken(rig, Role::Viewer));
        QCOMPARE(lossOf(connection.get()).code, ErrorCode::CertificateRefused);
    }

    void aFingerprintIsPinnedOnFirstUse()
    {
        Scene scene;
        QTemporaryDir folder;
        TrustStore trust = TrustStore::open(folder.filePath(QStringLiteral("trust.json"))).value();
        TlsTarget target = scene.rig.target();
        const QString fingerprint = std::exchange(target.fingerprint, {});
        target.trust = &trust;
        QList<SeenCertificate> seen;
        for (int i = 0; i < 2; ++i) {
            auto channel =
                connectTls(target, [&](const SeenCertificate &certificate) { seen.append(certificate); });
            ServerConnection connection(std::move(channel), withToken(newToken(scene.rig, Role::Viewer)));
            QVERIFY(outcome(connection.ask(RetrieveInventory{})));
        }
        QCOMPARE(seen.size(), 2);
        QCOMPARE(seen.first().fingerprint, fingerprint);
        QVERIFY(seen.first().pinnedNow);
        QVERIFY(!seen.last().pinnedNow);
        QCOMPARE(trust.fingerprint(target.name()), fingerprint);

        const QString other = QStringLiteral("sha256:") + QString(64, u'0');
        QVERIFY(trust.pin(target.name(), other));
        const auto connection = dial(target, newToken(scene.rig, Role::Viewer));
        const Error error = lossOf(connection.get());
        QCOMPARE(error.code, ErrorCode::FingerprintMismatch);
        QVERIFY(error.detail.contains(other) && error.detail.contains(fingerprint));
        QCOMPARE(trust.fingerprint(target.name()), other);
    }

    void anExpectedFingerprint()
    {
        Scene scene;
        TlsTarget target = scene.rig.target();
        target.fingerprint = target.fingerprint.sliced(7).toUpper();
        const auto good = dial(target, newToken(scene.rig, Role::Viewer));
        QVERIFY(outcome(good->ask(RetrieveInventory{})));
        target.fingerprint = QStringLiteral("sha256:") + QString(64, QLatin1Char('0'));
        const QString secret = QStringLiteral("not for strangers");
        QCOMPARE(lossOf(dial(target, secret).get()).code, ErrorCode::FingerprintMismatch);
        target.fingerprint.clear();
        QCOMPARE(lossOf(dial(target, secret).get()).code, ErrorCode::CertificateRefused);
        // Who is not recognised is not shown the token either.
        QTRY_COMPARE(scene.rig.endpointCount(), 2);
        QVERIFY(!scene.rig.logHas(QStringLiteral("token")));
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void anAuthorityVouches()
    {
        const ServerCertificate own = certificate(QStringLiteral("localhost"));
        Rig rig(Rig::Kind::RemoteTls, {}, {.certificate = own});
        TlsTarget target = rig.target();
        target.fingerprint.clear();
        target.host = QStringLiteral("localhost");
        target.authorities = own.chain;
        const auto good = dial(target, newToken(rig, Role::Viewer));
        QVERIFY(outcome(good->ask(RetrieveInventory{})));

        target.host = QStringLiteral("127.0.0.1"); // not the name in the certificate
        QCOMPARE(lossOf(dial(target).get()).code, ErrorCode::CertificateRefused);
        target.host = QStringLiteral("localhost");
        target.authorities = certificate(QStringLiteral("localhost")).chain;
        QCOMPARE(lossOf(dial(target).get()).code, ErrorCode::CertificateRefused);
    }

    void mutualTls()
    {
        const ServerCertificate client = certificate(QStringLiteral("desk-7"));
        Rig rig(Rig::Kind::RemoteTls, {},
                {.clientAuthorities = client.chain, .certificateRole = Role::Operator});
        TlsTarget target = rig.target();
        target.ownCertificate = client.chain;
        target.ownKey = client.key;
        const auto byCertificate = dial(target);
        QTRY_COMPARE(byCertificate->state(), ServerConnection::State::Ready);
        QCOMPARE(byCertificate->greeting().role, Role::Operator);
        QCOMPARE(byCertificate->greeting().identity, QStringLiteral("desk-7"));
        const auto byToken = dial(target, newToken(rig, Role::Viewer));
        QTRY_COMPARE(byToken->state(), ServerConnection::State::Ready);
        QCOMPARE(byToken->greeting().role, Role::Viewer);
        QCOMPARE(rig.log(), QStringList());

        target.ownCertificate.clear();
        target.ownKey = {};
        const auto without = dial(target, newToken(rig, Role::Admin));
        QVERIFY(lossOf(without.get()).code != ErrorCode::Internal);
        QTRY_COMPARE(rig.log().size(), 1);
        const ServerCertificate stranger = certificate(QStringLiteral("desk-7"));
        target.ownCertificate = stranger.chain;
        target.ownKey = stranger.key;
        const auto wrong = dial(target, newToken(rig, Role::Admin));
        QVERIFY(lossOf(wrong.get()).code != ErrorCode::Internal);
        QTRY_COMPARE(rig.log().size(), 2);
        QCOMPARE(rig.endpointCount(), 2);
    }

    void aWrongTokenIsRefusedAndSlowed()
    {
        Scene scene;
        QCOMPARE(lossOf(dial(scene.rig.target(), QStringLiteral("wrong")).get()).code,
                 ErrorCode::NotAuthenticated);
        QCOMPARE(lossOf(dial(scene.rig.target()).get()).code, ErrorCode::NotAuthenticated);
        QTRY_COMPARE(scene.rig.log(), QStringList(2, QStringLiteral("unknown or expired token")));
        // A timer may be early by its coarseness, not by more.
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(lossOf(dial(scene.rig.target()).get()).code, ErrorCode::NotAuthenticated);
        QVERIFY(clock.elapsed() >= AttemptThrottle::First.count());
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void theRightTokenDoesNotWaitBehindWrongOnes()
    {
        Scene scene;
        std::vector<std::unique_ptr<ServerConnection>> wrong;
        for (int i = 0; i < 10; ++i)
            wrong.push_back(dial(scene.rig.target(), QStringLiteral("wrong")));
        const auto told = [&] {
            return std::ranges::count(wrong, ServerConnection::State::Lost,
                                      [](const auto &connection) { return connection->state(); });
        };
        QTRY_VERIFY(told() > 2);
        const auto right = dial(scene.rig.target(), newToken(scene.rig, Role::Viewer));
        QVERIFY(outcome(right->ask(RetrieveInventory{})));
        QVERIFY(told() < 10);
    }

    void revocationCutsAtOnce()
    {
        Scene scene;
        const auto connection = dial(scene.rig.target(), newToken(scene.rig, Role::Admin));
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        const auto tokens = outcome(connection->ask(ListTokens{})).value();
        const QString own = tokens.last().id;
        // Its own: the answer still arrives.
        auto answer = connection->ask(RevokeToken{own});
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::NotAuthenticated, QStringLiteral("the token was revoked")}));
        QVERIFY(outcome(answer));
        QVERIFY(scene.witnessIsUndisturbed());
        QTRY_COMPARE(scene.rig.endpointCount(), 1);
    }

    void anExpiredTokenCuts()
    {
        Scene scene;
        const auto expiry = QDateTime::currentDateTimeUtc().addMSecs(1500);
        const auto connection = dial(scene.rig.target(), newToken(scene.rig, Role::Viewer, expiry));
        QVERIFY(outcome(connection->ask(RetrieveInventory{})));
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::NotAuthenticated, QStringLiteral("the token has expired")}));
        QVERIFY(QDateTime::currentDateTimeUtc() >= expiry);
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void plainTextOnThePort()
    {
        Scene scene;
        QTcpSocket socket;
        socket.connectToHost(scene.rig.target().host, scene.rig.target().port);
        socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(scene.rig.log().size(), 1);
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void aConnectionThatStartsNothing()
    {
        Scene scene({}, {.channel = {.handshake = 200ms}});
        QTcpSocket socket;
        socket.connectToHost(scene.rig.target().host, scene.rig.target().port);
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        QTRY_COMPARE(scene.rig.log(), QStringList{QStringLiteral("no TLS in time")});
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void hostileLines_data()
    {
        QTest::addColumn<bool>("greets");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        QTest::newRow("garbage") << false << QByteArray("\x01\x02\x03\n") << QByteArray("no JSON");
        QTest::newRow("http") << false << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray("no JSON");
        QTest::newRow("no greeting") << false
                                     << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n")
                                     << QByteArray("the first request must be hello");
        QTest::newRow("impatient")
            << false
            << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":1}}\n"
                          "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n")
            << QByteArray("a request before hello was answered");
        QTest::newRow("unreadable greeting")
            << false << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{}}\n")
            << QByteArray("params.protocol is missing");
        QTest::newRow("oversized") << false << QByteArray(bounds::LineBeforeHello, 'x')
                                   << QByteArray("a line of more than 8192 bytes");
        QTest::newRow("oversized with its end") << false << QByteArray(bounds::LineBeforeHello, 'x') + '\n'
                                                << QByteArray("a line of more than 8192 bytes");
        QTest::newRow("a part before hello")
            << false
            << QByteArray(R"({"jsonrpc":"2.0","method":"inventory.part","params":{"id":1,"inventory":{}}})") +
                   '\n'
            << QByteArray("only requests are taken here");
        QTest::newRow("a part") << true
                                << QByteArray(R"({"jsonrpc":"2.0","method":"inventory.part","params":{}})") +
                                       '\n'
                                << QByteArray("only requests are taken here");
        QTest::newRow("an unknown notification")
            << false << QByteArray(R"({"jsonrpc":"2.0","method":"weather","params":{}})") + '\n'
            << QByteArray("only requests are taken here");
        QTest::newRow("oversized after greeting") << true << QByteArray(2 * JsonCodec::MaxLine, ' ')
                                                  << QByteArray("a line of more than 1048576 bytes");
        QTest::newRow("deep") << true << QByteArray(200'000, '[') + '\n' << QByteArray("no JSON");
        QTest::newRow("not utf-8") << true << QByteArray("{\"jsonrpc\":\"2.0\",\"x\":\"\xff\"}\n")
                                   << QByteArray("no JSON");
        QTest::newRow("half a line") << true << QByteArray("{\"jsonrpc\":") << QByteArray("half a line");
        QTest::newRow("silence") << true << QByteArray() << QByteArray("silent for too long");
        QTest::newRow("no greeting ever") << false << QByteArray() << QByteArray("no greeting in time");
        QTest::newRow("a reply") << true
                                 << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"done\":{}}}\n")
                                 << QByteArray("only requests are taken here");
    }

    void hostileLines()
    {
        QFETCH(bool, greets);
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        ServerEndpoint::Limits limits;
        limits.hello = told == "no greeting in time" ? 2'000ms : 10'000ms;
        limits.idle = told == "silent for too long" ? 500ms : 10'000ms;
        TlsListener::Options options;
        options.channel.line = told == "half a line" ? 200ms : 10'000ms;
        Scene scene(limits, options);
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        if (greets) {
            peer.greet(newToken(scene.rig, Role::Admin));
            QVERIFY(peer.hears("welcome"));
        }
        peer.write(bytes);
        QVERIFY(peer.isCut());
        QVERIFY2(peer.heard.contains(told), peer.heard.constData());
        QVERIFY(peer.heard.contains(R"("method":"goodbye")"));
        QTRY_VERIFY(scene.rig.logHas(QString::fromLatin1(told)));
        if (told != "silent for too long") {
            QCOMPARE(scene.rig.log().size(), 1);
            QVERIFY(scene.witnessIsUndisturbed());
            QTRY_COMPARE(scene.rig.endpointCount(), 1);
        }
    }

    void anUnreadableRequestIsAnsweredAndNoMore()
    {
        Scene scene;
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        peer.greet(newToken(scene.rig, Role::Viewer));
        QVERIFY(peer.hears("welcome"));
        peer.write(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session.fly\"}\n"
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"session.terminate\",\"params\":{\"id\":\"x\"}}\n"
            "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"session.terminate\","
            "\"params\":{\"id\":1,\"order\":{\"type\":\"abort\"}}}\n"
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}\n");
        QVERIFY(peer.hears("\"id\":5"));
        const auto lines = peer.heard.trimmed().split('\n');
        QCOMPARE(lines.size(), 5);
        const auto code = [&](int line) {
            return QJsonDocument::fromJson(lines.at(line))
                .object()[QStringLiteral("error")][QStringLiteral("code")]
                .toInteger();
        };
        QCOMPARE(code(1), -32601);
        QCOMPARE(code(2), qint64(ErrorCode::NotAuthorised));
        QCOMPARE(code(3), qint64(ErrorCode::NotAuthorised));
        QTRY_COMPARE(scene.rig.log().size(), 3);
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void whoeverDoesNotReadIsNotReadEither()
    {
        ServerEndpoint::Limits limits;
        limits.requestsPerSecond = 1'000'000;
        Scene scene(limits);
        scene.rig.onServer([](FakeTransportServer &server) { server.setState(sampleInventory(1, 500)); });
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        peer.greet(newToken(scene.rig, Role::Viewer));
        QVERIFY(peer.hears("welcome"));
        peer.disconnect();
        peer.setReadBufferSize(1024);
        const int asked = 600;
        for (int id = 2; id <= asked; ++id)
            peer.write("{\"jsonrpc\":\"2.0\",\"id\":" + QByteArray::number(id) +
                       ",\"method\":\"inventory\"}\n");
        // The server stops to answer long before all are: what waits for the peer is bounded.
        const auto served = [&] {
            return scene.rig.onServer([](FakeTransportServer &server) { return server.snapshotsTaken(); });
        };
        int before = -1;
        QTRY_VERIFY(std::exchange(before, served()) == served() && served() > 0);
        QVERIFY(served() < asked / 2);
        QVERIFY(scene.witnessIsUndisturbed());
        // It reads after all, and gets everything.
        peer.setReadBufferSize(0);
        int lines = 0;
        const auto readAll = [&] { lines += int(peer.readAll().count('\n')); };
        connect(&peer, &QIODevice::readyRead, this, readAll);
        readAll();
        QTRY_COMPARE(lines, asked - 1);
        QCOMPARE(scene.rig.log(), QStringList());
    }

    void aPeerThatVanishesMidCall()
    {
        Scene scene;
        QVERIFY(scene.witnessIsUndisturbed());
        scene.rig.onServer([](FakeTransportServer &s) { s.setReplies(FakeTransportServer::Replies::Held); });
        auto peer = std::make_unique<RawPeer>(scene.rig.target());
        QVERIFY(peer->isReady());
        peer->greet(newToken(scene.rig, Role::Admin));
        QVERIFY(peer->hears("welcome"));
        peer->write("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session.terminate\","
                    "\"params\":{\"id\":1,\"order\":{\"type\":\"abort\"}}}\n");
        QTRY_COMPARE(scene.rig.onServer([](FakeTransportServer &s) { return s.calls().size(); }), 1);
        peer->abort();
        QTRY_COMPARE(scene.rig.endpointCount(), 1);
        scene.rig.onServer([](FakeTransportServer &s) {
            s.releaseReplies();
            s.setReplies(FakeTransportServer::Replies::Immediate);
        });
        QVERIFY(scene.witnessIsUndisturbed());
        QCOMPARE(scene.rig.log(), QStringList());
    }

    void aServerThatVanishesMidCall()
    {
        auto scene = std::make_unique<Scene>();
        QTRY_COMPARE(scene->witness->state(), ServerConnection::State::Ready);
        scene->rig.onServer(
            [](FakeTransportServer &s) { s.setReplies(FakeTransportServer::Replies::Never); });
        const auto witness = std::move(scene->witness);
        auto pending = witness->ask(RetrieveInventory{});
        scene.reset();
        QCOMPARE(outcome(pending).error().code, ErrorCode::ConnectionLost);
        QCOMPARE(witness->state(), ServerConnection::State::Lost);
    }

    void aTakenPortIsNamed()
    {
        Scene scene;
        const auto opened = scene.rig.onServer([&](FakeTransportServer &server) {
            TlsListener second({&server, {}, nullptr, nullptr, nullptr, nullptr}, &scene.rig.tokens(), {});
            return second.open(QHostAddress::LocalHost, scene.rig.listener().serverPort());
        });
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::AddressInUse);
        QVERIFY(opened.error().detail.contains(QString::number(scene.rig.target().port)));
    }

    void shutDownSaysGoodbye()
    {
        Scene scene;
        QVERIFY(scene.witnessIsUndisturbed());
        scene.rig.onServer([&](FakeTransportServer &) {
            scene.rig.listener().shutDown({ErrorCode::Cancelled, QStringLiteral("server stops")});
        });
        QCOMPARE(lossOf(scene.witness.get()), (Error{ErrorCode::Cancelled, QStringLiteral("server stops")}));
        QCOMPARE(lossOf(dial(scene.rig.target()).get()).code, ErrorCode::TransportServerUnavailable);
        QCOMPARE(scene.rig.log(), QStringList());
    }

    void textsAreMeasuredOnBothEnds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("fits");
        QTest::newRow("at the bound") << QString(bounds::textBytes("reason"), QLatin1Char('x')) << true;
        QTest::newRow("beyond") << QString(bounds::textBytes("reason") + 1, QLatin1Char('x')) << false;
        QTest::newRow("control characters at the bound")
            << QString(bounds::textBytes("reason") / 6, QChar(1)) << true;
        QTest::newRow("control characters beyond")
            << QString(bounds::textBytes("reason") / 6 + 1, QChar(1)) << false;
        QTest::newRow("megabytes") << QString(3 * JsonCodec::MaxLine, QLatin1Char('x')) << false;
    }

    void textsAreMeasuredOnBothEnds()
    {
        QFETCH(QString, text);
        QFETCH(bool, fits);
        Scene scene;
        const DisconnectOrder order{DisconnectType::Abort, text, {}};
        const auto byUs = outcome(scene.witness->ask(DisconnectClient{ClientId(1), order}));
        QCOMPARE(byUs.has_value(), fits);
        // What does not even leave our own end is refused when another program sends it.
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        peer.greet(newToken(scene.rig, Role::Admin));
        QVERIFY(peer.hears("welcome"));
        const auto line = JsonCodec::encode(Request{7, DisconnectClient{ClientId(2), order}});
        if (line) {
            peer.write(*line);
            QVERIFY(peer.hears("\"id\":7"));
            QCOMPARE(peer.heard.contains("reason: "), !fits);
        }
        const auto calls =
            scene.rig.onServer([](FakeTransportServer &server) { return server.calls().size(); });
        QCOMPARE(calls, fits ? 2 : 0);
        QVERIFY(scene.witnessIsUndisturbed());
    }

    void aMegabyteBlindsNobody()
    {
        Scene scene;
        QSignalSpy events(scene.witness.get(), &TransportServer::eventRaised);
        QTRY_VERIFY(scene.witness->revision() > 0);
        NamespaceInfo bulky = sampleInventory(1, 2).namespaces.first();
        bulky.description = QString(2 * JsonCodec::MaxLine, QLatin1Char('x'));
        scene.rig.onServer([&](FakeTransportServer &server) { server.raise(bulky); });
        QTRY_COMPARE(events.size(), 1);
        const auto told = std::get<NamespaceInfo>(events.first().first().value<InventoryEvent>().change);
        QVERIFY(told.description.endsWith(QStringLiteral("…")));
        QVERIFY(scene.witnessIsUndisturbed());
        const auto late = scene.rig.connect(Role::Viewer);
        QTRY_VERIFY(late->revision() > 0);
        QCOMPARE(scene.rig.log(), QStringList());
    }

    void parametersAreForThoseWhoMayAsk()
    {
        Scene scene;
        RawPeer peer(scene.rig.target());
        QVERIFY(peer.isReady());
        peer.greet(newToken(scene.rig, Role::Viewer));
        QVERIFY(peer.hears("welcome"));
        peer.write(R"({"jsonrpc":"2.0","id":2,"method":"session.terminate","params":{"id":"x"}})"
                   "\n");
        QVERIFY(peer.hears("\"id\":2"));
        QVERIFY(peer.heard.contains("CASTDECK_E_NOT_AUTHORISED"));
        QVERIFY(!peer.heard.contains("must be"));
    }

    void aCertificateWithoutNameIsNobody()
    {
        const ServerCertificate client = certificate(QStringLiteral("\u00a0")); // a blank
        Rig rig(Rig::Kind::RemoteTls, {},
                {.clientAuthorities = client.chain, .certificateRole = Role::Admin});
        TlsTarget target = rig.target();
        target.ownCertificate = client.chain;
        target.ownKey = client.key;
        QCOMPARE(lossOf(dial(target).get()).code, ErrorCode::NotAuthenticated);
        QVERIFY(outcome(dial(target, newToken(rig, Role::Viewer))->ask(RetrieveInventory{})));
    }
};

CASTDECK_TEST(TestTls)

} // namespace castdeck::tst_tls
#include "tst_tls.moc"
