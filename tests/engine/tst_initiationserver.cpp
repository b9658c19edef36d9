// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/initiationserver.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"
#include "wire/initiation.h"

#include <QTest>
#include <QUdpSocket>

namespace castdeck::tst_initiationserver
{

class TestInitiationServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void grantsWhatItIsGranted();
    void tellsErrors_data();
    void tellsErrors();
    void unusableRequestIsAnInvalidParameter();
    void malformedIsNotAnswered_data();
    void malformedIsNotAnswered();
    void atMostTwentyAnswersASecond();
    void takenPortIsAnError();

private:
    using Reply = std::variant<wire::InitiationReply, wire::InitiationError>;
    QByteArray request() const;
    void send(const QByteArray &datagram)
    {
        m_client.writeDatagram(datagram, QHostAddress::LocalHost, m_server->port());
    }
    /// What the server sends back to a good request; a request is answered after all that came before it.
    std::optional<Reply> receive();

    Result<InitiationGrant> m_verdict = failure(ErrorCode::Internal);
    QList<InitiationAsk> m_asks;
    std::unique_ptr<InitiationServer> m_server;
    QUdpSocket m_client;
};

void TestInitiationServer::init()
{
    m_asks.clear();
    const auto interface = findInterface(QStringLiteral("127.0.0.1"));
    QVERIFY(interface);
    auto server = InitiationServer::listen(*interface, 0, [this](const InitiationAsk &ask) {
        m_asks.append(ask);
        return m_verdict;
    });
    QVERIFY(server);
    m_server = std::move(*server);
    QVERIFY(m_server->port() != 0);
    m_client.close();
    QVERIFY(m_client.bind(QHostAddress::LocalHost, 0));
}

QByteArray TestInitiationServer::request() const
{
    wire::InitiationRequest request;
    request.namespaceName = QStringLiteral("images");
    request.content = QStringLiteral("größe.img");
    request.macLength = 6;
    QByteArray bytes(4096, '\0');
    const size_t size =
        wire::encode(std::span(reinterpret_cast<uint8_t *>(bytes.data()), size_t(bytes.size())), request);
    bytes.truncate(qsizetype(size));
    return bytes;
}

std::optional<TestInitiationServer::Reply> TestInitiationServer::receive()
{
    if (!QTest::qWaitFor([this] { return m_client.hasPendingDatagrams(); }, Patience))
        return std::nullopt;
    QByteArray bytes(2048, '\0');
    QHostAddress from;
    quint16 port = 0;
    const qint64 size = m_client.readDatagram(bytes.data(), bytes.size(), &from, &port);
    if (port != m_server->port() || from != QHostAddress(QHostAddress::LocalHost))
        return std::nullopt;
    const auto reply = wire::decodeInitiationReply(
        std::span(reinterpret_cast<const uint8_t *>(bytes.constData()), size_t(size)));
    return reply ? std::optional(*reply) : std::nullopt;
}

void TestInitiationServer::grantsWhatItIsGranted()
{
    InitiationGrant grant;
    grant.multicastAddress = QStringLiteral("239.192.0.7");
    grant.multicastPort = 64003;
    grant.unicastAddress = QStringLiteral("127.0.0.1");
    grant.unicastPort = 64003;
    grant.sessionId = SessionId(0x6D19EE7E);
    grant.contentSize = 5'000'000'000;
    grant.blockSize = 1413;
    grant.totalBlocks = 3'538'571;
    m_verdict = grant;
    send(request());
    const auto reply = receive();
    QVERIFY(reply);
    const auto *const granted = std::get_if<wire::InitiationReply>(&*reply);
    QVERIFY(granted);
    QCOMPARE(toText(granted->group), QStringLiteral("239.192.0.7:64003"));
    QCOMPARE(toText(granted->server), QStringLiteral("127.0.0.1:64003"));
    QCOMPARE(granted->sessionId, 0x6D19EE7Eu);
    QCOMPARE(quint64(granted->contentSize), grant.contentSize);
    QCOMPARE(granted->blockSize, grant.blockSize);
    QCOMPARE(quint64(granted->totalBlocks), grant.totalBlocks);
    QCOMPARE(m_asks.size(), 1);
    QCOMPARE(m_asks[0].namespaceName, QStringLiteral("images"));
    QCOMPARE(m_asks[0].content, QStringLiteral("größe.img"));
    QCOMPARE(m_asks[0].address, QStringLiteral("127.0.0.1"));
    QCOMPARE(m_server->counters().granted, uint64_t(1));
}

void TestInitiationServer::tellsErrors_data()
{
    QTest::addColumn<ErrorCode>("error");
    QTest::addColumn<quint32>("told");
    const auto same = [](const char *name, ErrorCode code) { QTest::newRow(name) << code << quint32(code); };
    same("namespace", ErrorCode::NamespaceNotFound);
    same("namespace closing", ErrorCode::NamespaceShutdownInProgress);
    same("provider", ErrorCode::ContentProviderNotFound);
    same("denied", ErrorCode::AccessDenied);
    same("content", ErrorCode::ContentNotFound);
    same("session closing", ErrorCode::SessionShutdownInProgress);
    same("resources", ErrorCode::NoSystemResources);
    QTest::newRow("interface") << ErrorCode::NoInterface << quint32(0x5AA);
    QTest::newRow("file") << ErrorCode::FileAccessDenied << quint32(0x5AA);
}

void TestInitiationServer::tellsErrors()
{
    QFETCH(ErrorCode, error);
    QFETCH(quint32, told);
    m_verdict = failure(error);
    send(request());
    const auto reply = receive();
    QVERIFY(reply);
    const auto *const refusal = std::get_if<wire::InitiationError>(&*reply);
    QVERIFY(refusal);
    QCOMPARE(refusal->code, told);
    QCOMPARE(m_server->counters().refused, uint64_t(1));
}

void TestInitiationServer::unusableRequestIsAnInvalidParameter()
{
    send(QByteArray::fromHex("010000"));
    const auto reply = receive();
    QVERIFY(reply);
    QCOMPARE(std::get<wire::InitiationError>(*reply).code, 0x57u);
    QVERIFY(m_asks.isEmpty());
}

void TestInitiationServer::malformedIsNotAnswered_data()
{
    QTest::addColumn<QByteArray>("datagram");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("too short") << QByteArray::fromHex("0100");
    QTest::newRow("unknown opcode") << QByteArray::fromHex("070000");
    QTest::newRow("a reply") << QByteArray::fromHex("020000");
    QTest::newRow("option past the end") << QByteArray::fromHex("0100010601ffff00");
    QTest::newRow("count past the end") << QByteArray::fromHex("01ffff");
    QTest::newRow("cut") << request().chopped(1);
    QTest::newRow("trailing") << request() + 'x';
    QTest::newRow("large") << QByteArray(60'000, 'x');
}

void TestInitiationServer::malformedIsNotAnswered()
{
    QFETCH(QByteArray, datagram);
    m_verdict = failure(ErrorCode::NamespaceNotFound);
    send(datagram);
    send(request());
    const auto reply = receive();
    QVERIFY(reply);
    QCOMPARE(std::get<wire::InitiationError>(*reply).code, quint32(ErrorCode::NamespaceNotFound));
    QVERIFY(!m_client.hasPendingDatagrams());
    QCOMPARE(m_server->counters().malformed, uint64_t(1));
    QCOMPARE(m_asks.size(), 1);
}

void TestInitiationServer::atMostTwentyAnswersASecond()
{
    m_verdict = failure(ErrorCode::NamespaceNotFound);
    for (int i = 0; i < 100; ++i)
        send(request());
    QTRY_COMPARE(m_server->counters().refused + m_server->counters().limited, uint64_t(100));
    QVERIFY(m_server->counters().limited > 0);
    QCOMPARE(uint64_t(m_asks.size()), m_server->counters().refused);
    // Another address is served all the same.
    QUdpSocket other;
    QVERIFY(other.bind(QHostAddress(QStringLiteral("127.0.0.2")), 0));
    other.writeDatagram(request(), QHostAddress::LocalHost, m_server->port());
    QTRY_VERIFY(other.hasPendingDatagrams());
}

void TestInitiationServer::takenPortIsAnError()
{
    const auto interface = findInterface(QStringLiteral("127.0.0.1"));
    const auto second = InitiationServer::listen(*interface, m_server->port(),
                                                 [](const auto &) { return failure(ErrorCode::Internal); });
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::AddressInUse);
    QVERIFY(second.error().detail.contains(QString::number(m_server->port())));
}

CASTDECK_TEST(TestInitiationServer)

} // namespace castdeck::tst_initiationserver
#include "tst_initiationserver.moc"
