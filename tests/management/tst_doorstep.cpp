// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who may stand at the door, by itself.
#include "management/acceptor.h"
#include "management/doorstep.h"
#include "management/peeraddress.h"
#include "management/places.h"
#include "support/testprogram.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace castdeck::tst_doorstep
{

using namespace std::chrono_literals;

namespace
{

const QString attacker = QStringLiteral("198.51.100.1");
const QString guest = QStringLiteral("192.0.2.7");

/// A listening socket with so many connections that nobody has taken yet.
struct Crowd {
    explicit Crowd(int count)
    {
        server.setListenBacklogSize(100);
        server.listen(QHostAddress::LocalHost);
        server.pauseAccepting();
        for (int i = 0; i < count; ++i) {
            sockets.push_back(std::make_unique<QTcpSocket>());
            sockets.back()->connectToHost(QHostAddress::LocalHost, server.serverPort());
        }
    }
    bool isThere()
    {
        return QTest::qWaitFor(
            [this] {
                return std::ranges::all_of(sockets, [](const auto &socket) {
                    return socket->state() == QAbstractSocket::ConnectedState;
                });
            },
            Patience);
    }
    QTcpServer server;
    std::vector<std::unique_ptr<QTcpSocket>> sockets;
};

/// All descriptors of this process but @p left are taken as long as it lives.
class Shortage
{
public:
    explicit Shortage(int left)
    {
        getrlimit(RLIMIT_NOFILE, &m_usual);
        for (int &descriptor : m_spared)
            descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
        rlimit limit = m_usual;
        limit.rlim_cur = rlim_t(*std::ranges::max_element(m_spared)) + 1;
        setrlimit(RLIMIT_NOFILE, &limit);
        for (int descriptor = 0; descriptor >= 0;) {
            descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);
            if (descriptor >= 0)
                m_taken.push_back(descriptor);
        }
        for (const int descriptor : m_spared)
            m_taken.push_back(descriptor);
        giveBack(left);
    }
    ~Shortage()
    {
        giveBack(int(m_taken.size()));
        setrlimit(RLIMIT_NOFILE, &m_usual);
    }
    Q_DISABLE_COPY_MOVE(Shortage)
    void giveBack(int count)
    {
        for (; count > 0 && !m_taken.empty(); --count) {
            close(m_taken.back());
            m_taken.pop_back();
        }
    }

private:
    rlimit m_usual{};
    int m_spared[4] = {};
    std::vector<int> m_taken;
};

} // namespace

class TestDoorstep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thoseWhoOnlyStandThereMakeWay()
    {
        Doorstep doorstep({.inAll = 20, .perAddress = 3, .patience = 1s});
        const Instant start{};
        quint64 key = 0;
        // One address may take all that is free, for a moment.
        while (!doorstep.isFull())
            doorstep.enter(++key, attacker, start);
        QCOMPARE(key, 20U);
        // It has more than its share, so its oldest goes for whoever comes.
        QCOMPARE(doorstep.inTheWay(guest, start), std::optional<quint64>(1));
        doorstep.leave(1);
        QCOMPARE(doorstep.inTheWay(guest, start), std::nullopt);
        doorstep.enter(++key, guest, start);
        QCOMPARE(doorstep.inTheWay(guest, start), std::optional<quint64>(2));
        // Later all of them go that are too many, though there is room.
        doorstep.leave(2);
        int gone = 0;
        while (const auto next = doorstep.inTheWay(attacker, start + 1s)) {
            doorstep.leave(*next);
            ++gone;
        }
        QCOMPARE(gone, 18 - 2);
        QCOMPARE(doorstep.size(), 3); // with the guest, who is not touched
    }

    void aRoomThatComesAtOnceIsNotSentAway()
    {
        Doorstep doorstep({.inAll = 20, .perAddress = 3, .patience = 1s});
        const Instant start{};
        for (quint64 key = 1; key <= 20; ++key)
            doorstep.enter(key, QString::number(key), start);
        // The next wait until one of them said who it is.
        QCOMPARE(doorstep.inTheWay(guest, start + 199ms), std::nullopt);
        QVERIFY(doorstep.isFull());
        QCOMPARE(doorstep.inTheWay(guest, start + 200ms), std::optional<quint64>(1));
        doorstep.leave(17);
        QVERIFY(!doorstep.isFull());
    }

    void whereThereIsLittleRoomAnAddressHasLittleOfIt()
    {
        Doorstep doorstep({.inAll = 12, .perAddress = 16, .patience = 1s});
        for (quint64 key = 1; key <= 12; ++key)
            doorstep.enter(key, attacker, {});
        QCOMPARE(doorstep.inTheWay(guest, {}), std::optional<quint64>(1));
    }

    void aMachineWithManyAddressesIsOne_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("network");
        const auto row = [](const char *address, const char *network) {
            QTest::newRow(address) << QString::fromLatin1(address) << QString::fromLatin1(network);
        };
        row("192.0.2.7", "192.0.2.7");
        row("::ffff:192.0.2.7", "192.0.2.7");
        row("2001:db8:0:1::7", "2001:db8:0:1::");
        row("2001:db8:0:1:ffff:ffff:ffff:ffff", "2001:db8:0:1::");
        row("2001:db8:0:2::7", "2001:db8:0:2::");
        row("fe80::7%lo", "fe80::7%lo");
        row("::1", "::1");
    }
    void aMachineWithManyAddressesIsOne()
    {
        QFETCH(const QString, address);
        QFETCH(const QString, network);
        QCOMPARE(networkOf(peerAddress(QHostAddress(address))), network);
    }

    void placesFitTheProcess()
    {
        const Places usual = Places::within(16'384);
        QCOMPARE(usual.of(Role::Receiver), bounds::Receivers);
        QCOMPARE(usual.of(Role::Viewer), bounds::Administrators);
        for (const quint64 descriptors : {64U, 256U, 1'024U, 4'096U, 1'000'000U}) {
            const Places places = Places::within(descriptors);
            // Half are for sessions, files and those who have not greeted.
            const int all = places.of(Role::Receiver) + 3 * places.of(Role::Admin);
            QVERIFY(quint64(all) <= descriptors / 2);
            QVERIFY(places.perToken(Role::Receiver) <= places.of(Role::Receiver));
            QVERIFY(places.perToken(Role::Admin) >= 4);
        }
    }

    void connectionsWaitWhileThereIsNoRoom()
    {
        Crowd crowd(10);
        QVERIFY(crowd.isThere());
        int room = 4;
        int taken = 0;
        Acceptor acceptor(int(crowd.server.socketDescriptor()), 0,
                          {.hasRoom = [&] { return taken < room; },
                           .take =
                               [&](int descriptor) {
                                   ++taken;
                                   close(descriptor);
                               },
                           .makeRoom = [] {}});
        QTRY_COMPARE(taken, 4);
        room = 7;
        QTRY_COMPARE(taken, 7); // looks again by itself
        room = 100;
        acceptor.lookAgain();
        QTRY_COMPARE(taken, 10);
    }

    void withoutDescriptorsItNeitherSpinsNorGoesDeaf()
    {
        Crowd crowd(10);
        QVERIFY(crowd.isThere());
        std::vector<int> taken;
        int shortages = 0;
        Acceptor acceptor(int(crowd.server.socketDescriptor()), 2,
                          {.hasRoom = [] { return true; },
                           .take = [&](int descriptor) { taken.push_back(descriptor); },
                           .makeRoom = [&] { ++shortages; }});
        {
            Shortage shortage(0);
            // What was kept back is for the next to come.
            QTRY_COMPARE(taken.size(), 2U);
            QVERIFY(acceptor.isShort());
            const int before = shortages;
            int turns = 0;
            QTimer turn;
            connect(&turn, &QTimer::timeout, this, [&] { ++turns; });
            turn.start(0);
            QTRY_VERIFY(shortages >= before + 2);
            QVERIFY(turns > 10 * (shortages - before)); // it looks now and then, not all the time
            turn.stop();
            QCOMPARE(taken.size(), 2U);
        }
        QTRY_COMPARE(taken.size(), 10U);
        QVERIFY(!acceptor.isShort());
        std::ranges::for_each(taken, ::close);
    }
};

CASTDECK_TEST(TestDoorstep)

} // namespace castdeck::tst_doorstep
#include "tst_doorstep.moc"
