// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/addresspool.h"
#include "engine/session/sessionkey.h"
#include "engine/session/sessionstarter.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"

#include <QSet>
#include <QTest>
#include <bit>

namespace castdeck::tst_addresspool
{

namespace
{

NetworkInterface interfaceAt(const char *address, const char *mac = "02:00:5e:10:20:30")
{
    NetworkInterface interface;
    interface.address = *addressFromText(QString::fromLatin1(address));
    interface.macAddress = QString::fromLatin1(mac);
    return interface;
}

wire::Address address(const char *text)
{
    return *addressFromText(QString::fromLatin1(text));
}

EngineSettings settingsOf(const char *first, const char *last, uint16_t firstPort, uint16_t lastPort)
{
    EngineSettings settings;
    settings.groups = GroupRange{address(first), address(last)};
    settings.ports = {firstPort, lastPort};
    return settings;
}

} // namespace

class TestAddressPool : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void numbersGoRoundBeforeTheyAreUsedAgain();
    void everySessionHasItsOwnGroupAndPort();
    void aWholeRangeIsNotEmpty();
    void exhaustionNamesWhatIsMissing();
    void anotherPortKeepsTheGroup();
    void serversDiffer();
    void derivedGroupsAreOrganisationLocal_data();
    void derivedGroupsAreOrganisationLocal();
    void settingsAreChecked_data();
    void settingsAreChecked();
    void packetsFitTheLeastOfAllMtus_data();
    void packetsFitTheLeastOfAllMtus();
    void keysHaveOddParity();
};

void TestAddressPool::numbersGoRoundBeforeTheyAreUsedAgain()
{
    NumberPool pool(10, 3, 2);
    QCOMPARE(pool.take(), std::optional(12u));
    pool.giveBack(12);
    QCOMPARE(pool.take(), std::optional(10u));
    QCOMPARE(pool.take(), std::optional(11u));
    QCOMPARE(pool.take(), std::optional(12u));
    QCOMPARE(pool.take(), std::nullopt);
    pool.giveBack(11);
    pool.giveBack(11);
    QCOMPARE(pool.take(), std::optional(11u));
    QCOMPARE(pool.take(), std::nullopt);
    QCOMPARE(NumberPool(1, 0).take(), std::nullopt);
}

void TestAddressPool::everySessionHasItsOwnGroupAndPort()
{
    AddressPool pool(settingsOf("239.1.2.250", "239.1.3.5", 50000, 50011), interfaceAt("192.0.2.1"));
    QSet<QString> groups;
    QSet<uint16_t> ports;
    for (int i = 0; i < 12; ++i) {
        const auto taken = pool.take();
        QVERIFY(taken);
        QVERIFY(taken->address.isMulticast());
        groups.insert(toText(taken->address));
        ports.insert(taken->port);
    }
    QCOMPARE(groups.size(), 12);
    QCOMPARE(ports.size(), 12);
    QVERIFY(groups.contains(QStringLiteral("239.1.2.250")));
    QVERIFY(groups.contains(QStringLiteral("239.1.3.5")));
}

void TestAddressPool::aWholeRangeIsNotEmpty()
{
    AddressPool pool(settingsOf("ff18::", "ff18::ffff:ffff", 50000, 50001), interfaceAt("fd00::1"));
    QVERIFY(pool.take());
    QVERIFY(pool.take());
}

void TestAddressPool::exhaustionNamesWhatIsMissing()
{
    AddressPool groups(settingsOf("239.1.1.1", "239.1.1.1", 50000, 50009), interfaceAt("192.0.2.1"));
    const auto first = groups.take();
    QVERIFY(first);
    const auto second = groups.take();
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::NoSystemResources);
    QVERIFY(second.error().detail.contains(QStringLiteral("239.1.1.1")));
    groups.giveBack(*first);
    QVERIFY(groups.take());

    AddressPool ports(settingsOf("239.1.1.1", "239.1.1.9", 50000, 50000), interfaceAt("192.0.2.1"));
    const auto only = ports.take();
    QVERIFY(only);
    QVERIFY(ports.take().error().detail.contains(QStringLiteral("50000")));
    ports.giveBack(*only);
    // The group that found no port went back too: all nine are there.
    for (int i = 0; i < 9; ++i) {
        const auto taken = ports.take();
        QVERIFY(taken);
        ports.giveBackPort(taken->port);
    }
    QVERIFY(!ports.take());
}

void TestAddressPool::anotherPortKeepsTheGroup()
{
    AddressPool pool(settingsOf("239.1.1.1", "239.1.1.9", 50000, 50001), interfaceAt("192.0.2.1"));
    const auto first = pool.take();
    const auto other = pool.takeOtherPort(*first);
    QVERIFY(other);
    QCOMPARE(other->address, first->address);
    QVERIFY(other->port != first->port);
    QVERIFY(!pool.takeOtherPort(*first));
}

void TestAddressPool::serversDiffer()
{
    QSet<QString> starts;
    for (const char *const server : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "198.51.100.1"})
        starts.insert(toText(AddressPool({}, interfaceAt(server)).sample().address));
    QCOMPARE(starts.size(), 4);
    const auto again = AddressPool({}, interfaceAt("192.0.2.1")).sample().address;
    QVERIFY(starts.contains(toText(again)));
}

void TestAddressPool::derivedGroupsAreOrganisationLocal_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("firstByte");
    QTest::newRow("IPv4") << "192.0.2.1" << 4 << 239;
    QTest::newRow("IPv6") << "2001:db8::1" << 16 << 255;
}

void TestAddressPool::derivedGroupsAreOrganisationLocal()
{
    QFETCH(QString, server);
    QFETCH(int, length);
    QFETCH(int, firstByte);
    AddressPool pool({}, interfaceAt(server.toLatin1().constData()));
    QCOMPARE(int(pool.addressLength()), length);
    for (int i = 0; i < 500; ++i) {
        const auto sample = pool.sample();
        const auto taken = pool.take();
        QVERIFY(taken);
        QCOMPARE(*taken, sample);
        const wire::Address group = taken->address;
        QCOMPARE(int(group.length), length);
        QCOMPARE(int(group.bytes[0]), firstByte);
        QVERIFY(length == 16 ? group.bytes[1] == 0x18 : (group.bytes[1] & 0xFC) == 192);
        QVERIFY(taken->port >= 64001 && taken->port <= 65000);
    }
}

void TestAddressPool::settingsAreChecked_data()
{
    QTest::addColumn<EngineSettings>("settings");
    QTest::addColumn<bool>("usable");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("default") << EngineSettings() << true << ErrorCode::Internal;
    QTest::newRow("range") << settingsOf("239.1.1.1", "239.1.1.9", 1, 65535) << true << ErrorCode::Internal;
    QTest::newRow("ports turned round")
        << settingsOf("239.1.1.1", "239.1.1.9", 9, 8) << false << ErrorCode::InvalidServicePortRange;
    QTest::newRow("port 0") << settingsOf("239.1.1.1", "239.1.1.9", 0, 8) << false
                            << ErrorCode::InvalidServicePortRange;
    QTest::newRow("groups turned round")
        << settingsOf("239.1.1.9", "239.1.1.1", 1, 2) << false << ErrorCode::InvalidServiceIpAddressRange;
    QTest::newRow("two families") << settingsOf("239.1.1.9", "ff18::1", 1, 2) << false
                                  << ErrorCode::InvalidServiceIpAddressRange;
    QTest::newRow("too far apart") << settingsOf("ff18::1", "ff18::1:0:0:1", 1, 2) << false
                                   << ErrorCode::InvalidServiceIpAddressRange;
    QTest::newRow("not multicast") << settingsOf("192.0.2.1", "192.0.2.9", 1, 2) << false
                                   << ErrorCode::InvalidIpv4MulticastAddress;
    QTest::newRow("not multicast 6") << settingsOf("2001:db8::1", "2001:db8::2", 1, 2) << false
                                     << ErrorCode::InvalidIpv6MulticastAddress;
    EngineSettings far;
    far.hopLimit = 256;
    QTest::newRow("hops") << far << false << ErrorCode::InvalidParameter;
    for (const int mtu : {575, 9001}) {
        EngineSettings packets;
        packets.packetMtu = mtu;
        QTest::addRow("packets of %d", mtu) << packets << false << ErrorCode::InvalidParameter;
    }
    EngineSettings sign;
    sign.authenticatedMode = wire::SecurityMode::Sign;
    QTest::newRow("sign") << sign << false << ErrorCode::InvalidParameter;
}

void TestAddressPool::settingsAreChecked()
{
    QFETCH(EngineSettings, settings);
    QFETCH(bool, usable);
    QFETCH(ErrorCode, code);
    const auto checked = settings.check();
    QCOMPARE(checked.has_value(), usable);
    if (!usable)
        QCOMPARE(checked.error().code, code);
}

void TestAddressPool::packetsFitTheLeastOfAllMtus_data()
{
    QTest::addColumn<quint32>("interfaceMtu");
    QTest::addColumn<int>("settingMtu");
    QTest::addColumn<quint32>("blockSize");
    QTest::newRow("Ethernet") << 1500U << 1500 << 1413U;
    QTest::newRow("a jumbo interface, nothing said") << 9000U << EngineSettings().packetMtu << 1413U;
    QTest::newRow("a jumbo interface, said so") << 9000U << 9000 << 8913U;
    QTest::newRow("said so and not there") << 1500U << 9000 << 1413U;
    QTest::newRow("a tunnel, said") << 1500U << 1400 << 1313U;
}

void TestAddressPool::packetsFitTheLeastOfAllMtus()
{
    QFETCH(quint32, interfaceMtu);
    QFETCH(int, settingMtu);
    QFETCH(quint32, blockSize);
    EngineSettings settings;
    settings.packetMtu = settingMtu;
    NetworkInterface interface;
    interface.address = {{192, 0, 2, 1}, 4};
    interface.mtu = interfaceMtu;
    SessionStarter::Plan plan;
    plan.kind.mode = wire::SecurityMode::Checksum;
    plan.interface = interface;
    const auto grant = SessionStarter(settings).grantOfNothing(plan);
    QVERIFY(grant);
    QCOMPARE(grant->blockSize, blockSize);
}

void TestAddressPool::keysHaveOddParity()
{
    const wire::SessionKey key = randomSessionKey();
    for (const uint8_t byte : key)
        QCOMPARE(std::popcount(byte) % 2, 1);
    QVERIFY(key != randomSessionKey());
}

CASTDECK_TEST(TestAddressPool)

} // namespace castdeck::tst_addresspool
#include "tst_addresspool.moc"
