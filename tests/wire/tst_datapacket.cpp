// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "vectors.h"
#include "wire/applicationmessage.h"
#include "wire/datapacket.h"

#include <QJsonArray>
#include <QTest>

namespace castdeck::wire::test::tst_datapacket
{

namespace
{

constexpr SessionKey key{9, 8, 7};
constexpr uint32_t session = 0x6D19EE7E;

void addModes()
{
    QTest::addColumn<SecurityMode>("mode");
    QTest::addRow("none") << SecurityMode::None;
    QTest::addRow("checksum") << SecurityMode::Checksum;
    QTest::addRow("hash") << SecurityMode::Hash;
}

SecurityMode modeOf(const QJsonValue &row)
{
    const QString mode = row[QStringLiteral("mode")].toString();
    return mode == QLatin1String("none")       ? SecurityMode::None
           : mode == QLatin1String("checksum") ? SecurityMode::Checksum
                                               : SecurityMode::Hash;
}

} // namespace

class TestDataPacket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void equalsTheGeneralEncoder_data() { addModes(); }
    void equalsTheGeneralEncoder();
    void blockComesOutAgain_data() { addModes(); }
    void blockComesOutAgain();
    void sizes_data();
    void sizes();
    void tinyMtuCarriesNothing();
};

void TestDataPacket::equalsTheGeneralEncoder()
{
    QFETCH(const SecurityMode, mode);
    PacketSecurity security(mode, key);
    DataPacketWriter writer(security, session);
    const QByteArray block("what a block holds");
    for (const bool repair : {false, true}) {
        std::vector<uint8_t> packet(writer.packetSize(block.size()));
        std::copy(block.begin(), block.end(), packet.begin() + static_cast<ptrdiff_t>(writer.blockOffset()));
        writer.finish(packet, {repair, 0x0102030405060708, 0xA1B2C3D4, 77, 70, 12});

        std::array<uint8_t, 100> message;
        const size_t messageSize = encode(message, BlockData{12, view(block)});
        std::vector<uint8_t> expected(packet.size());
        const Data data{repair, 0xA1B2C3D4, 77, 70, Bytes(message).first(messageSize), std::nullopt};
        QCOMPARE(encodeTransport(expected, security, session, 0x0102030405060708, data), packet.size());
        QCOMPARE(packet, expected);
    }
}

void TestDataPacket::blockComesOutAgain()
{
    QFETCH(const SecurityMode, mode);
    PacketSecurity security(mode, key);
    DataPacketWriter writer(security, session);
    const size_t largest = MaxDatagram - dataOverhead(mode);
    for (const size_t length : {size_t{1}, size_t{1385}, largest}) {
        std::vector<uint8_t> packet(writer.packetSize(length), 0x5A);
        writer.finish(packet, {false, 1, 0, 5, 5, 2});
        const auto read = decodeTransport(packet, security, session, Receiver::Client);
        QVERIFY2(read, read ? "" : wire::name(read.error()));
        const auto block =
            decodeBlock(std::get<Data>(read->body).data, {2 * length, static_cast<uint32_t>(length)});
        QVERIFY2(block, block ? "" : wire::name(block.error()));
        QCOMPARE(block->data.size(), length);
        QCOMPARE(block->data.data(), packet.data() + writer.blockOffset());
        QVERIFY(std::ranges::all_of(block->data, [](uint8_t byte) { return byte == 0x5A; }));
    }
}

void TestDataPacket::sizes_data()
{
    QTest::addColumn<QJsonObject>("row");
    const QJsonArray rows =
        readVectorFile(QStringLiteral("sizes.json"))[QStringLiteral("data_packets")].toArray();
    QVERIFY(!rows.isEmpty());
    for (const QJsonValue &row : rows)
        QTest::addRow("%s", qPrintable(row[QStringLiteral("mode")].toString())) << row.toObject();
}

void TestDataPacket::sizes()
{
    QFETCH(const QJsonObject, row);
    const SecurityMode mode = modeOf(row);
    const auto size = [&row](const char *name) { return number(row[QString::fromLatin1(name)]); };
    QCOMPARE(uint64_t{PacketSecurity::headerSize(mode)}, size("security_header"));
    QCOMPARE(uint64_t{dataOverhead(mode)}, size("overhead"));
    QCOMPARE(uint64_t{largestBlock(mode, 1500, false)}, size("block_mtu1500_ipv4"));
    QCOMPARE(uint64_t{largestBlock(mode, 1500, true)}, size("block_mtu1500_ipv6"));
    QCOMPARE(uint64_t{largestBlock(mode, 9000, false)}, size("block_mtu9000_ipv4"));
    QCOMPARE(uint64_t{largestBlock(mode, 65536, false)}, size("largest_block_ipv4"));
    PacketSecurity security(mode, key);
    QCOMPARE(uint64_t{DataPacketWriter(security, 1).packetSize(0)}, size("overhead"));
}

void TestDataPacket::tinyMtuCarriesNothing()
{
    QCOMPARE(largestBlock(SecurityMode::Hash, 0, false), 0U);
    QCOMPARE(largestBlock(SecurityMode::Hash, 28 + 87, false), 0U);
    QCOMPARE(largestBlock(SecurityMode::Hash, 28 + 88, false), 1U);
    QCOMPARE(largestBlock(SecurityMode::Hash, UINT32_MAX, true), uint32_t{MaxDatagram - 87});
}

CASTDECK_TEST(TestDataPacket)

} // namespace castdeck::wire::test::tst_datapacket

#include "tst_datapacket.moc"
