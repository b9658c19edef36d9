// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packetjson.h"
#include "support/testprogram.h"
#include "support/writable.h"
#include "vectors.h"
#include "wire/text.h"

#include <QTest>

namespace castdeck::wire::test::tst_transportpacket
{

namespace
{

constexpr uint32_t session = 1;

} // namespace

/// Rules of the packets that the vectors do not show.
class TestTransportPacket : public QObject
{
    Q_OBJECT
private:
    /// Through the wire and back.
    template <class T>
    Decoded<T> relayed(const T &body, Receiver receiver)
    {
        const size_t size = encodeTransport(m_out, m_security, session, 1, body);
        const auto packet =
            decodeTransport(writable(Bytes(m_out).first(size)), m_security, session, receiver);
        return packet.map([](const TransportPacket &p) { return std::get<T>(p.body); });
    }
    /// A packet without options, followed by these.
    Decoded<TransportPacket> withOptions(const TransportBody &body, const char *optionsHex,
                                         Receiver receiver);

    std::vector<uint8_t> m_out = std::vector<uint8_t>(MaxDatagram);
    PacketSecurity m_security{SecurityMode::None};

private Q_SLOTS:
    void kickTextsRoundTrip();
    void kickTextsAreOptional();
    void kickTextOfOddLengthIsIgnored();
    void demoteTextsAreOptionalToo();
    void joinNames_data();
    void joinNames();
    void joinNameIsRepaired();
    void badOptionsAreIgnored_data();
    void badOptionsAreIgnored();
    void forwardLeadOptionIsForODataOnly();
    void oddValuesAreReplaced();
    void rangesAreHandedOnAsTheyAre();
    void limitsWhenWriting();
    void impossibleValuesAreNotWritten();
    void signatureModeIsNotWritten();
    void demoteUsability();
};

Decoded<TransportPacket> TestTransportPacket::withOptions(const TransportBody &body, const char *optionsHex,
                                                          Receiver receiver)
{
    const size_t size = encodeTransport(m_out, m_security, session, 1, body);
    const QByteArray options = QByteArray::fromHex(optionsHex);
    const auto end =
        std::copy(options.begin(), options.end(), m_out.begin() + static_cast<ptrdiff_t>(size) - 2);
    return decodeTransport({m_out.begin(), end}, m_security, session, receiver);
}

void TestTransportPacket::kickTextsRoundTrip()
{
    const std::array clients{KickedClient{7, KickFallback}, KickedClient{9, KickFail}};
    const QString by = QStringLiteral("Ålice");
    const QString reason = QStringLiteral("room is needed \U0001F600");
    const QByteArray byBytes = utf16FromText(by);
    const QByteArray reasonBytes = utf16FromText(reason);
    const auto kick = relayed(Kick{std::span<const KickedClient>(clients), view(byBytes), view(reasonBytes)},
                              Receiver::Client);
    QVERIFY(kick);
    QCOMPARE(textFromUtf16(kick->by), by);
    QCOMPARE(textFromUtf16(kick->reason), reason);
    QCOMPARE(kick->clients.size(), size_t{2});
    QCOMPARE(kick->clients[1], clients[1]);
}

void TestTransportPacket::kickTextsAreOptional()
{
    const auto none = relayed(Kick{}, Receiver::Client);
    QVERIFY(none);
    QVERIFY(none->by.empty() && none->reason.empty() && none->clients.empty());
    const QByteArray reason = utf16FromText(u"why");
    const auto one = relayed(Kick{{}, {}, view(reason)}, Receiver::Client);
    QVERIFY(one && one->by.empty());
    QCOMPARE(textFromUtf16(one->reason), QStringLiteral("why"));
}

void TestTransportPacket::kickTextOfOddLengthIsIgnored()
{
    const auto packet = withOptions(Kick{},
                                    "0002"
                                    "06cd0003610062"
                                    "06ce00026100",
                                    Receiver::Client);
    QVERIFY(packet);
    QVERIFY(std::get<Kick>(packet->body).by.empty());
    QCOMPARE(textFromUtf16(std::get<Kick>(packet->body).reason), QStringLiteral("a"));
}

void TestTransportPacket::demoteTextsAreOptionalToo()
{
    Demote packet{9, {{{239, 1, 2, 3}, 4}, 64001}, {{{10, 0, 0, 1}, 4}, 64001}, {}};
    const auto none = relayed(packet, Receiver::Client);
    QVERIFY(none && none->by.empty() && none->reason.empty());
    const QByteArray by = utf16FromText(u"slow-client policy");
    const QByteArray reason = utf16FromText(u"too slow");
    packet.by = view(by);
    packet.reason = view(reason);
    const auto both = relayed(packet, Receiver::Client);
    QVERIFY(both);
    QCOMPARE(textFromUtf16(both->by), QStringLiteral("slow-client policy"));
    QCOMPARE(textFromUtf16(both->reason), QStringLiteral("too slow"));
    QCOMPARE(both->group, packet.group);
}

void TestTransportPacket::joinNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("expected");
    const QString full = QStringLiteral("ABCDEFGHIJKLMNO");
    const QString pair = QStringLiteral("\U0001F600");
    QTest::addRow("empty") << QString() << QString();
    QTest::addRow("15 units") << full << full;
    QTest::addRow("16 units") << full + QLatin1Char('P') << full;
    QTest::addRow("pair at the end") << full.left(13) + pair << full.left(13) + pair;
    QTest::addRow("pair across the cut") << full.left(14) + pair << full.left(14);
    QTest::addRow("zero inside") << QString(full.left(3) + QChar(u'\0') + full) << full.left(3);
}

void TestTransportPacket::joinNames()
{
    QFETCH(const QString, name);
    QFETCH(const QString, expected);
    const std::u16string units = name.toStdU16String();
    Join join;
    join.clientName = units;
    join.ipAddress = addressOf(QStringLiteral("10.0.0.1"));
    const auto read = relayed(join, Receiver::Server);
    QVERIFY(read);
    QCOMPARE(QString::fromStdU16String(std::u16string(read->name())), expected);
}

void TestTransportPacket::joinNameIsRepaired()
{
    Join join;
    join.ipAddress = addressOf(QStringLiteral("10.0.0.1"));
    const size_t size = encodeTransport(m_out, m_security, session, 1, join);
    // No zero unit at all, the last of the 15 is the first half of a pair, a second half stands alone.
    for (size_t i = 0; i < 16; ++i) {
        m_out[18 + 2 * i] = 'x';
        m_out[18 + 2 * i + 1] = 0;
    }
    m_out[18 + 1] = 0xDC;
    m_out[18 + 2 * 14 + 1] = 0xD8;
    m_out[18 + 2 * 15 + 1] = 0xDC;
    const auto packet =
        decodeTransport(writable(Bytes(m_out).first(size)), m_security, session, Receiver::Server);
    QVERIFY(packet);
    const auto name = std::get<Join>(packet->body).name();
    QCOMPARE(QString::fromStdU16String(std::u16string(name)),
             QString(QChar(0xFFFD) + QString(13, QLatin1Char('x')) + QChar(0xFFFD)));
}

void TestTransportPacket::badOptionsAreIgnored_data()
{
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("cpu"); // −1: absent
    QTest::addRow("good") << QByteArray("0001"
                                        "0101000164")
                          << 100;
    QTest::addRow("above 100") << QByteArray("0001"
                                             "0101000165")
                               << -1;
    QTest::addRow("two bytes") << QByteArray("0001"
                                             "010100020005")
                               << -1;
    QTest::addRow("empty") << QByteArray("0001"
                                         "01010000")
                           << -1;
    QTest::addRow("first counts") << QByteArray("0002"
                                                "010100010a"
                                                "010100010b")
                                  << 10;
    QTest::addRow("first counts though bad") << QByteArray("0002"
                                                           "01010001ff"
                                                           "010100010b")
                                             << -1;
    QTest::addRow("after an unknown one") << QByteArray("0002"
                                                        "7f010002dead"
                                                        "010100010b")
                                          << 11;
}

void TestTransportPacket::badOptionsAreIgnored()
{
    QFETCH(const QByteArray, options);
    QFETCH(const int, cpu);
    const auto packet = withOptions(Qcr{}, options.constData(), Receiver::Server);
    QVERIFY(packet);
    const Utilization utilization = std::get<Qcr>(packet->body).utilization;
    QCOMPARE(utilization.cpu ? int{*utilization.cpu} : -1, cpu);
    QVERIFY(!utilization.memory && !utilization.network);
}

void TestTransportPacket::forwardLeadOptionIsForODataOnly()
{
    const auto original = relayed(Data{false, 1, 2, 1, {}, 5}, Receiver::Client);
    QVERIFY(original);
    QCOMPARE(original->forwardLeadSeqNo, std::optional<uint64_t>(5));
    const auto repair = relayed(Data{true, 1, 2, 1, {}, 5}, Receiver::Client);
    QVERIFY(repair && repair->repair && !repair->forwardLeadSeqNo);
    const auto wrongLength = withOptions(Data{false, 1, 2, 1, {}, {}},
                                         "0001"
                                         "0406000400000005",
                                         Receiver::Client);
    QVERIFY(wrongLength);
    QVERIFY(!std::get<Data>(wrongLength->body).forwardLeadSeqNo);
}

void TestTransportPacket::oddValuesAreReplaced()
{
    const auto spm = relayed(Spm{1, 1, 9, 3, 8, 6, 1}, Receiver::Client);
    QVERIFY(spm);
    QCOMPARE(spm->maxNackBackOff, uint16_t{9});
    QCOMPARE(spm->trailODataSeqNo, uint64_t{7});
    const auto extreme = relayed(Spm{1, 1, 0, 0, UINT64_MAX, UINT64_MAX, 1}, Receiver::Client);
    QCOMPARE(extreme->trailODataSeqNo, UINT64_MAX);
    QCOMPARE(relayed(JoinAck{1, 9, 3, 0, 0}, Receiver::Client)->maxNackBackOff, uint16_t{9});
    QCOMPARE(relayed(Data{false, 1, 2, 3, {}, {}}, Receiver::Client)->trailODataSeqNo, uint64_t{2});
    QCOMPARE(relayed(Ack{1, 1, 1, 1, LossRateOne + 1}, Receiver::Server)->lossRate, LossRateOne);
    QCOMPARE(relayed(Nack{1, 1, UINT64_MAX, {}}, Receiver::Server)->lossRate, LossRateOne);
    QCOMPARE(relayed(Qcr{1, 1, 1, 1, 1, UINT64_MAX, {}, {}}, Receiver::Server)->lossRate, LossRateOne);
}

void TestTransportPacket::rangesAreHandedOnAsTheyAre()
{
    const std::array odd{Range{0, 5}, Range{9, 8}, Range{3, UINT64_MAX}};
    const auto nack = relayed(Nack{1, 9, 0, std::span<const Range>(odd)}, Receiver::Server);
    QVERIFY(nack);
    QCOMPARE(nack->ranges.size(), odd.size());
    for (size_t i = 0; i < odd.size(); ++i)
        QCOMPARE(nack->ranges[i], odd[i]);
}

void TestTransportPacket::limitsWhenWriting()
{
    const auto size = [this](const TransportBody &body) {
        return encodeTransport(m_out, m_security, session, 1, body);
    };
    const std::vector<KickedClient> kicked(KickClientsMax + 1, KickedClient{1, KickFail});
    QCOMPARE(size(Kick{std::span(kicked), {}, {}}), size_t{0});
    QVERIFY(size(Kick{std::span(kicked).first(KickClientsMax), {}, {}}) > 0);
    const std::vector<DemotedClient> demoted(DemoteClientsMax + 1, DemotedClient{1});
    const Endpoint there{addressOf(QStringLiteral("239.0.0.1")), 1};
    QCOMPARE(size(Demote{1, there, there, std::span(demoted)}), size_t{0});
    QVERIFY(size(Demote{1, there, there, std::span(demoted).first(DemoteClientsMax)}) > 0);
    const std::vector<Range> ranges(0x10000, Range{1, 1});
    QCOMPARE(size(Ncf{std::span(ranges)}), size_t{0});
    QVERIFY(size(Ncf{std::span(ranges).first(4000)}) > 0);
    const std::vector<uint8_t> bytes(0x10000);
    QCOMPARE(size(Poll{1, 1, bytes}), size_t{0});
}

void TestTransportPacket::impossibleValuesAreNotWritten()
{
    const auto size = [this](const TransportBody &body) {
        return encodeTransport(m_out, m_security, session, 1, body);
    };
    QCOMPARE(size(JoinAck{}), size_t{0});
    QCOMPARE(size(Data{}), size_t{0});
    Join join; // without an address
    QCOMPARE(size(join), size_t{0});
    join.ipAddress = addressOf(QStringLiteral("10.0.0.1"));
    QVERIFY(size(join) > 0);
    join.macLength = 33;
    QCOMPARE(size(join), size_t{0});
}

void TestTransportPacket::signatureModeIsNotWritten()
{
    PacketSecurity sign(SecurityMode::Sign);
    QCOMPARE(encodeTransport(m_out, sign, session, 1, Qcc{1, 1}), size_t{0});
}

void TestTransportPacket::demoteUsability()
{
    const Endpoint group{addressOf(QStringLiteral("239.0.0.1")), 1};
    const Endpoint server{addressOf(QStringLiteral("10.0.0.1")), 1};
    QVERIFY((Demote{1, group, server, {}}.isUsable()));
    QVERIFY((!Demote{1, server, server, {}}.isUsable()));
    QVERIFY((!Demote{1, {group.address, 0}, server, {}}.isUsable()));
    QVERIFY((!Demote{1, group, {server.address, 0}, {}}.isUsable()));
    QVERIFY((!Demote{1, group, {addressOf(QStringLiteral("fe80::1")), 1}, {}}.isUsable()));
}

CASTDECK_TEST(TestTransportPacket)

} // namespace castdeck::wire::test::tst_transportpacket

#include "tst_transportpacket.moc"
