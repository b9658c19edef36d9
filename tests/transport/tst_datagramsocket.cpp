// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/net/datagramsocket.h"
#include "transport/net/networkinterface.h"
#include "transport/net/socketaddress.h"

#include <QTest>
#include <array>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

namespace castdeck::tst_datagramsocket
{

namespace
{

const wire::Address Loopback{{127, 0, 0, 1}, 4};
const wire::Address Group{{239, 255, 77, 77}, 4};

DatagramSocket bound(const wire::Endpoint &local, DatagramSocket::Options options = {})
{
    auto socket = DatagramSocket::bind(local, options);
    if (!socket)
        qFatal("cannot bind: %s", qPrintable(socket.error().detail));
    return std::move(*socket);
}

/// Everything that arrives until @p count datagrams are there; nothing more than a missing one ends the wait.
QList<QByteArray> take(DatagramSocket &socket, qsizetype count)
{
    QList<QByteArray> taken;
    while (taken.size() < count) {
        pollfd watched{socket.descriptor(), POLLIN, 0};
        if (::poll(&watched, 1, 5000) <= 0)
            break;
        for (const DatagramSocket::Datagram &datagram : socket.receive())
            taken.append(QByteArray(reinterpret_cast<const char *>(datagram.bytes.data()),
                                    static_cast<qsizetype>(datagram.bytes.size())));
    }
    return taken;
}

std::vector<uint8_t> pattern(size_t size)
{
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<uint8_t>(i * 7 + i / 251);
    return bytes;
}

} // namespace

class TestDatagramSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void multicastReachesAsFarAsItIsTold()
    {
        const DatagramSocket socket = bound({Loopback, 0}, {.hopLimit = 7});
        int hops = 0;
        socklen_t size = sizeof hops;
        QCOMPARE(::getsockopt(socket.descriptor(), IPPROTO_IP, IP_MULTICAST_TTL, &hops, &size), 0);
        QCOMPARE(hops, 7);
        const wire::Address loopback6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 16};
        const auto socket6 = DatagramSocket::bind({loopback6, 0}, {.hopLimit = 9});
        if (!socket6)
            QSKIP("this machine has no IPv6");
        QCOMPARE(::getsockopt(socket6->descriptor(), IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, &size), 0);
        QCOMPARE(hops, 9);
    }

    void whatWaitsIsKnown()
    {
        DatagramSocket receiver = bound({Loopback, 0}, {.receiveBuffer = 100'000});
        DatagramSocket sender = bound({Loopback, 0}, {});
        QCOMPARE(receiver.backlog(), 0.0);
        const std::vector<uint8_t> burst(size_t(40) * 1'400);
        double before = 0;
        for (int i = 0; i < 3; ++i) {
            sender.send(burst, 1'400, receiver.localEndpoint());
            QTRY_VERIFY(receiver.backlog() > before);
            before = receiver.backlog();
        }
        QVERIFY(before > 0.5);
        while (!receiver.receive().empty())
            ;
        QCOMPARE(receiver.backlog(), 0.0);
    }

    void burstIsCutIntoItsDatagrams_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("segment");
        QTest::newRow("one") << 100 << 1472;
        QTest::newRow("one exactly") << 1472 << 1472;
        QTest::newRow("short last") << 5 * 1472 + 1 << 1472;
        QTest::newRow("more than one call takes") << 200 * 1472 + 700 << 1472;
        QTest::newRow("tiny") << 300 << 1;
        QTest::newRow("large") << 3 * 60'000 << 60'000;
    }
    void burstIsCutIntoItsDatagrams()
    {
        QFETCH(int, size);
        QFETCH(int, segment);
        DatagramSocket::Options options;
        options.receiveBuffer = 8 * 1024 * 1024;
        DatagramSocket receiver = bound({Loopback, 0}, options);
        DatagramSocket sender = bound({Loopback, 0});
        const auto bytes = pattern(static_cast<size_t>(size));
        QCOMPARE(sender.send(bytes, static_cast<size_t>(segment), receiver.localEndpoint()), bytes.size());
        QCOMPARE(sender.lastError(), 0);

        const qsizetype count = (size + segment - 1) / segment;
        const QList<QByteArray> taken = take(receiver, count);
        QCOMPARE(taken.size(), count);
        QByteArray whole;
        for (qsizetype i = 0; i < count; ++i) {
            QCOMPARE(taken[i].size(), i + 1 < count ? segment : size - (count - 1) * segment);
            whole += taken[i];
        }
        QCOMPARE(whole, QByteArray(reinterpret_cast<const char *>(bytes.data()), size));
    }

    /// Whoever reads until nothing is left need not ask once more for nothing.
    void itIsSeenWhenNothingIsLeft()
    {
        DatagramSocket receiver = bound({Loopback, 0});
        DatagramSocket sender = bound({Loopback, 0});
        const std::array<uint8_t, 4> bytes{1, 2, 3, 4};
        for (int i = 0; i < 20; ++i)
            QCOMPARE(sender.send(bytes, bytes.size(), receiver.localEndpoint()), bytes.size());
        size_t taken = 0;
        int calls = 0;
        do {
            taken += receiver.receive().size();
            QCOMPARE(receiver.wasDrained(), taken == 20);
            ++calls;
        } while (!receiver.wasDrained());
        QCOMPARE(calls, 2);
        DatagramSocket moved = std::move(receiver);
        QVERIFY(moved.wasDrained());
    }

    void emptyDatagramArrives()
    {
        DatagramSocket receiver = bound({Loopback, 0});
        DatagramSocket sender = bound({Loopback, 0});
        const wire::Endpoint to = receiver.localEndpoint();
        const SocketAddress address = toSocketAddress(to);
        QCOMPARE(::sendto(sender.descriptor(), nullptr, 0, 0, address.data(), address.length), 0);
        const QList<QByteArray> taken = take(receiver, 1);
        QCOMPARE(taken.size(), 1);
        QVERIFY(taken[0].isEmpty());
    }

    void sourceIsTold()
    {
        DatagramSocket receiver = bound({Loopback, 0});
        DatagramSocket sender = bound({Loopback, 0});
        const auto bytes = pattern(10);
        sender.send(bytes, 10, receiver.localEndpoint());
        pollfd watched{receiver.descriptor(), POLLIN, 0};
        QCOMPARE(::poll(&watched, 1, 5000), 1);
        const auto datagrams = receiver.receive();
        QCOMPARE(datagrams.size(), size_t(1));
        QCOMPARE(datagrams[0].from, sender.localEndpoint());
        QVERIFY(receiver.receive().empty());
    }

    void everyMemberOfTheGroupGetsIt()
    {
        const auto loopback = findInterface(QStringLiteral("lo"));
        QVERIFY(loopback.has_value());
        DatagramSocket::Options options;
        options.interfaceIndex = loopback->index;
        options.shareAddress = true;
        DatagramSocket probe = bound({Loopback, 0});
        const uint16_t port = probe.localEndpoint().port;
        DatagramSocket first = bound({Group, port}, options);
        DatagramSocket second = bound({Group, port}, options);
        DatagramSocket other = bound({{{239, 255, 77, 78}, 4}, port}, options);
        QVERIFY(first.joinGroup(Group, loopback->index).has_value());
        QVERIFY(second.joinGroup(Group, loopback->index).has_value());
        QVERIFY(other.joinGroup({{239, 255, 77, 78}, 4}, loopback->index).has_value());

        DatagramSocket::Options sending;
        sending.interfaceIndex = loopback->index;
        DatagramSocket sender = bound({Loopback, 0}, sending);
        const auto bytes = pattern(3 * 1000);
        sender.send(bytes, 1000, {Group, port});
        QCOMPARE(take(first, 3).size(), 3);
        QCOMPARE(take(second, 3).size(), 3);
        QVERIFY(other.receive().empty());
    }

    void takenPortSaysWhich()
    {
        DatagramSocket first = bound({Loopback, 0});
        const auto second = DatagramSocket::bind(first.localEndpoint(), {});
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::AddressInUse);
        QVERIFY(second.error().detail.contains(toText(first.localEndpoint())));
    }

    void tooLongForOneDatagramIsLostNotStuck()
    {
        DatagramSocket sender = bound({Loopback, 0});
        const auto bytes = pattern(65'508);
        QCOMPARE(sender.send(bytes, bytes.size(), sender.localEndpoint()), bytes.size());
        QCOMPARE(sender.lastError(), EMSGSIZE);
    }

    void joiningWhatIsNoGroupFails()
    {
        DatagramSocket socket = bound({Loopback, 0});
        QVERIFY(!socket.joinGroup({{10, 0, 0, 1}, 4}, 1));
    }

    void interfacesAreFoundByNameAndAddress()
    {
        const auto byName = findInterface(QStringLiteral("lo"));
        const auto byAddress = findInterface(QStringLiteral("127.0.0.1"));
        QVERIFY(byName && byAddress);
        QCOMPARE(byName->index, byAddress->index);
        QVERIFY(byName->loopback);
        QCOMPARE(packetMtu(*byName), 1500U);
        const auto missing = findInterface(QStringLiteral("no-such-interface"));
        QVERIFY(!missing && missing.error().code == ErrorCode::NoInterface);
        QVERIFY(missing.error().detail.contains(QStringLiteral("no-such-interface")));
        QVERIFY(findInterface(QString()).has_value());
        QVERIFY(interfaceTowards(Loopback)->loopback);
    }

    void addressesAreReadInFull()
    {
        QCOMPARE(toText(*addressFromText(QStringLiteral("192.0.2.7"))), QStringLiteral("192.0.2.7"));
        QCOMPARE(toText(*addressFromText(QStringLiteral("2001:DB8:0::7"))), QStringLiteral("2001:db8::7"));
        QCOMPARE(toText(wire::Endpoint{*addressFromText(QStringLiteral("::1")), 80}),
                 QStringLiteral("[::1]:80"));
        for (const char *bad : {"", "192.0.2", "192.0.2.256", "192.0.2.7 ", "host", "::1%lo", "1.2.3.4/8"})
            QVERIFY2(!addressFromText(QString::fromLatin1(bad)), bad);
    }
};

CASTDECK_TEST(TestDatagramSocket)

} // namespace castdeck::tst_datagramsocket
#include "tst_datagramsocket.moc"
