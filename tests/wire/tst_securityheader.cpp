// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "vectors.h"
#include "wire/securityheader.h"

#include <QJsonArray>
#include <QTest>
#include <numeric>

namespace castdeck::wire::test::tst_securityheader
{

namespace
{

constexpr SessionKey key{1, 2, 3};

uint32_t plainSum(Bytes bytes)
{
    return std::accumulate(bytes.begin(), bytes.end(), uint32_t{0});
}

std::vector<uint8_t> pattern(size_t size)
{
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<uint8_t>(i * 167 + (i >> 8));
    return bytes;
}

} // namespace

class TestSecurityHeader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void checksumVectors();
    void checksumOfEveryLengthAndAlignment();
    void checksumOfWhiteMegabytes();
    void sealedPacketsOpen_data();
    void sealedPacketsOpen();
    void sealWithSumIsSeal();
    void anyFlippedBitIsNoticed();
    void otherKeysAreRefused();
    void signIsNeverTaken();
    void contextIsReusable();
    void survivesBeingMoved();
};

void TestSecurityHeader::checksumVectors()
{
    const QJsonArray rows =
        readVectorFile(QStringLiteral("behaviour.json"))[QStringLiteral("checksum")].toArray();
    QVERIFY(!rows.isEmpty());
    for (const QJsonValue &row : rows) {
        const QByteArray bytes = QByteArray::fromHex(row[QStringLiteral("bytes")].toString().toLatin1());
        const QString expected = row[QStringLiteral("checksum")].toString();
        QCOMPARE(QStringLiteral("%1").arg(checksum(view(bytes)), 8, 16, QLatin1Char('0')), expected);
    }
}

void TestSecurityHeader::checksumOfEveryLengthAndAlignment()
{
    const auto bytes = pattern(2200);
    for (size_t start = 0; start < 16; ++start) {
        for (size_t length = 0; length + start <= bytes.size(); length += length < 100 ? 1 : 61) {
            const Bytes covered = Bytes(bytes).subspan(start, length);
            QCOMPARE(checksum(covered), ~plainSum(covered));
        }
    }
}

void TestSecurityHeader::checksumOfWhiteMegabytes()
{
    // The largest sums a lane can see, and a total above 2³².
    const std::vector<uint8_t> white(20'000'003, 0xFF);
    QCOMPARE(checksum(white), ~static_cast<uint32_t>(white.size() * uint64_t{0xFF}));
}

void TestSecurityHeader::sealedPacketsOpen_data()
{
    QTest::addColumn<SecurityMode>("mode");
    QTest::addColumn<size_t>("header");
    QTest::addRow("none") << SecurityMode::None << size_t{5};
    QTest::addRow("checksum") << SecurityMode::Checksum << size_t{9};
    QTest::addRow("hash") << SecurityMode::Hash << size_t{37};
}

void TestSecurityHeader::sealedPacketsOpen()
{
    QFETCH(const SecurityMode, mode);
    QFETCH(const size_t, header);
    PacketSecurity security(mode, key);
    QCOMPARE(security.headerSize(), header);
    for (const size_t size : {size_t{13}, size_t{14}, size_t{1000}, size_t{65000}}) {
        auto packet = pattern(header + size);
        security.seal(packet);
        QCOMPARE(security.open(packet).value_or(0), header);
        QCOMPARE(security.open(std::span(packet).first(header + 12)).error(), Rejection::TooShort);
    }
}

void TestSecurityHeader::sealWithSumIsSeal()
{
    for (const SecurityMode mode : {SecurityMode::None, SecurityMode::Checksum, SecurityMode::Hash}) {
        PacketSecurity security(mode, key);
        auto sealed = pattern(300);
        auto summed = sealed;
        security.seal(sealed);
        security.sealWithSum(summed, plainSum(Bytes(summed).subspan(security.headerSize())));
        QCOMPARE(summed, sealed);
    }
}

void TestSecurityHeader::anyFlippedBitIsNoticed()
{
    for (const SecurityMode mode : {SecurityMode::Checksum, SecurityMode::Hash}) {
        PacketSecurity security(mode, key);
        auto packet = pattern(80);
        security.seal(packet);
        for (size_t bit = 0; bit < packet.size() * 8; ++bit) {
            packet[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
            QVERIFY(!security.open(packet));
            packet[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
        }
        QVERIFY(security.open(packet));
    }
}

void TestSecurityHeader::otherKeysAreRefused()
{
    SessionKey other = key;
    other.back() ^= 1;
    PacketSecurity ours(SecurityMode::Hash, key);
    PacketSecurity theirs(SecurityMode::Hash, other);
    auto packet = pattern(100);
    theirs.seal(packet);
    QCOMPARE(ours.open(packet).error(), Rejection::BadHmac);
}

void TestSecurityHeader::signIsNeverTaken()
{
    PacketSecurity security(SecurityMode::Sign, key);
    std::vector<uint8_t> packet(300);
    packet[0] = 'W';
    packet[1] = 'D';
    packet[2] = 2;
    packet[3] = 1; // 256 bytes
    QCOMPARE(security.open(packet).error(), Rejection::UnsupportedSecurity);
    packet[2] = 1;
    QCOMPARE(security.open(packet).error(), Rejection::SecurityModeMismatch);
}

void TestSecurityHeader::contextIsReusable()
{
    PacketSecurity security(SecurityMode::Hash, key);
    auto first = pattern(64);
    security.seal(first);
    auto other = pattern(500);
    security.seal(other);
    QVERIFY(security.open(first));
    auto again = pattern(64);
    security.seal(again);
    QCOMPARE(again, first);
}

void TestSecurityHeader::survivesBeingMoved()
{
    PacketSecurity security(SecurityMode::Hash, key);
    auto packet = pattern(64);
    security.seal(packet);
    PacketSecurity moved = std::move(security);
    QVERIFY(moved.open(packet));
    PacketSecurity assigned(SecurityMode::None);
    assigned = std::move(moved);
    QCOMPARE(assigned.mode(), SecurityMode::Hash);
    QVERIFY(assigned.open(packet));
}

CASTDECK_TEST(TestSecurityHeader)

} // namespace castdeck::wire::test::tst_securityheader

#include "tst_securityheader.moc"
