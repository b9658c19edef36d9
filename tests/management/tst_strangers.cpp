// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Many who come at once, and mean ill or not: an administrator gets in all the same.
#include "rig.h"

#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_strangers
{

using namespace std::chrono_literals;

namespace
{

using Connections = std::vector<std::unique_ptr<ServerConnection>>;
using State = ServerConnection::State;

QString newToken(Rig &rig, const char *name, Role role)
{
    return rig.onServer([&](FakeTransportServer &) {
        return rig.tokens().create(QString::fromLatin1(name), role, {}).value().secret;
    });
}

std::unique_ptr<ServerConnection> dial(const TlsTarget &target, const QString &token)
{
    ServerConnection::Options options;
    options.token = token;
    options.subscribe = false;
    return std::make_unique<ServerConnection>(connectTls(target), options);
}

int countOf(const Connections &connections, State state)
{
    return int(std::ranges::count(connections, state, [](const auto &each) { return each->state(); }));
}

/// Lets bytes through no faster than a bad line does, one connection at a time.
class BadLine : public QTcpServer
{
public:
    BadLine(quint16 port, qint64 bytesEachTime, std::chrono::milliseconds each)
    {
        listen(QHostAddress::LocalHost);
        m_timer.setInterval(each);
        connect(this, &QTcpServer::newConnection, this, [this, port] {
            m_near = nextPendingConnection();
            m_near->setReadBufferSize(64 * 1024);
            m_far.setReadBufferSize(64 * 1024);
            m_far.setProxy(QNetworkProxy::NoProxy);
            m_far.connectToHost(QHostAddress::LocalHost, port);
            connect(m_near, &QIODevice::readyRead, this, [this] { m_far.write(m_near->readAll()); });
            m_timer.start();
        });
        connect(&m_timer, &QTimer::timeout, this, [this, bytesEachTime] {
            if (m_near->state() == QAbstractSocket::ConnectedState)
                m_near->write(m_far.read(bytesEachTime));
        });
    }

private:
    QTcpSocket *m_near = nullptr;
    QTcpSocket m_far;
    QTimer m_timer;
};

} // namespace

class TestStrangers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idleConnectionsFromManyAddresses_data()
    {
        QTest::addColumn<int>("addresses");
        QTest::newRow("one") << 1;
        QTest::newRow("twenty") << 20;
        QTest::newRow("each its own") << 320;
    }

    void idleConnectionsFromManyAddresses()
    {
        QFETCH(int, addresses);
        TlsListener::Options options;
        options.doorstep.inAll = 64;
        Rig rig(Rig::Kind::RemoteTls, {}, options);
        const auto witness = rig.connect();
        QVERIFY(outcome(witness->ask(RetrieveInventory{})));
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 320; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->setProxy(QNetworkProxy::NoProxy);
            const int source = i % addresses;
            QVERIFY(idle.back()->bind(
                QHostAddress(QStringLiteral("127.0.%1.%2").arg(1 + source / 200).arg(1 + source % 200))));
            idle.back()->connectToHost(rig.target().host, rig.target().port);
        }
        const auto administrator = rig.connect();
        QVERIFY(outcome(administrator->ask(RetrieveInventory{})));
        QVERIFY(rig.endpointCount() <= 64 + 2);
        QVERIFY(outcome(witness->ask(RetrieveInventory{})));
        QCOMPARE(witness->state(), State::Ready);
    }

    void oneTokenIsNotAllOfARole_data()
    {
        QTest::addColumn<Role>("role");
        QTest::newRow("receiver") << Role::Receiver;
        QTest::newRow("viewer") << Role::Viewer;
        QTest::newRow("admin") << Role::Admin;
    }

    void oneTokenIsNotAllOfARole()
    {
        QFETCH(Role, role);
        TlsListener::Options options;
        options.places = {.receivers = 30, .receiversPerToken = 20, .others = 30, .othersPerToken = 20};
        Rig rig(Rig::Kind::RemoteTls, {}, options);
        const QString token = newToken(rig, "many", role);
        Connections many;
        QList<Error> told;
        for (int i = 0; i < 40; ++i) {
            many.push_back(dial(rig.target(), token));
            connect(many.back().get(), &ServerConnection::lost, this,
                    [&told](const Error &reason) { told.append(reason); });
        }
        QTRY_COMPARE(countOf(many, State::Greeting), 0);
        QCOMPARE(countOf(many, State::Ready), 20);
        // Whoever found no place knows why, and from whom.
        for (const Error &reason : told)
            QCOMPARE(reason, (Error{ErrorCode::Busy, QStringLiteral("too many connections of many")}));
        // Another token of the role finds the rest of its places, and no more.
        const QString another = newToken(rig, "another", role);
        Connections rest;
        for (int i = 0; i < 11; ++i)
            rest.push_back(dial(rig.target(), another));
        QTRY_COMPARE(countOf(rest, State::Greeting), 0);
        QCOMPARE(countOf(rest, State::Ready), 10);
        // Who goes makes room.
        many.front()->disconnectFromServer();
        for (int i = 0; i < 20; ++i)
            many[size_t(i)]->disconnectFromServer();
        QTRY_COMPARE(countOf(many, State::Ready), 0);
        QTRY_COMPARE(rig.endpointCount(), 10);
        const auto again = dial(rig.target(), token);
        QTRY_COMPARE(again->state(), State::Ready);
        // No other role ever had less room.
        for (const Role other : {Role::Viewer, Role::Operator, Role::Admin, Role::Receiver}) {
            if (other == role)
                continue;
            const auto connection = dial(rig.target(), newToken(rig, "other", other));
            QTRY_COMPARE(connection->state(), State::Ready);
        }
    }

    void aRoomOfReceiversKeepsNobodyOut()
    {
        Rig rig(Rig::Kind::RemoteTls);
        const QString token = newToken(rig, "lab", Role::Receiver);
        Connections room;
        for (int i = 0; i < 255; ++i)
            room.push_back(dial(rig.target(), token));
        QTRY_COMPARE_WITH_TIMEOUT(countOf(room, State::Ready), 255, 2 * Patience);
        const auto administrator = rig.connect();
        QVERIFY(outcome(administrator->ask(RetrieveInventory{})));
        QCOMPARE(rig.log(), QStringList());
    }

    void aLongAnswerOverABadLine()
    {
        Rig rig(Rig::Kind::RemoteTls);
        rig.onServer([](FakeTransportServer &server) { server.setState(sampleInventory(20, 300)); });
        BadLine line(rig.target().port, 64 * 1024, 300ms);
        TlsTarget target = rig.target();
        target.port = line.serverPort();
        target.limits.line = 4s;
        ServerConnection::Options options;
        options.token = newToken(rig, "far", Role::Viewer);
        options.subscribe = false;
        options.callTimeout = 4s;
        ServerConnection connection(connectTls(target), options);
        QElapsedTimer clock;
        clock.start();
        const auto inventory = connection.ask(RetrieveInventory{});
        QTRY_VERIFY(inventory.isFinished());
        QVERIFY2(inventory.result(),
                 qPrintable(inventory.result() ? QString() : inventory.result().error().detail));
        QVERIFY(*inventory.result() == rig.serverState());
        QVERIFY2(clock.elapsed() > 4'000, "the line was too good for the test");
    }
};

CASTDECK_TEST(TestStrangers)

} // namespace castdeck::tst_strangers
#include "tst_strangers.moc"
