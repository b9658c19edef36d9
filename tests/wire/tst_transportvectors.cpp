// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "packetjson.h"
#include "support/testprogram.h"
#include "support/writable.h"
#include "vectors.h"

#include <QTest>
#include <numeric>

namespace castdeck::wire::test::tst_transportvectors
{

namespace
{

/// What the vectors call an unknown option is not there any more after reading.
QJsonArray knownOptions(const QJsonArray &options)
{
    QJsonArray known;
    for (const QJsonValue &option : options) {
        if (!option[QStringLiteral("id")].toString().startsWith(QLatin1String("0x7f")))
            known.append(option);
    }
    return known;
}

bool any(const Vector &)
{
    return true;
}

/// Not what a reader tolerates and the writer never makes.
bool written(const Vector &vector)
{
    return !vector.decodeOnly();
}

void addVectors(const QStringList &files, bool (*wanted)(const Vector &) = any)
{
    QTest::addColumn<Vector>("vector");
    for (const QString &file : files) {
        for (const Vector &vector : readVectors(file)) {
            if (wanted(vector))
                QTest::addRow("%s", qPrintable(vector.name())) << vector;
        }
    }
}

} // namespace

/// Every packet of the transport's vector files, in both directions.
class TestTransportVectors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyOpcodeHasAFile();
    void decodes_data() { addVectors(transportFiles()); }
    void decodes();
    void encodes_data() { addVectors(transportFiles(), written); }
    void encodes();
    void refuses_data() { addVectors({QStringLiteral("malformed-transport.json")}); }
    void refuses();
};

void TestTransportVectors::everyOpcodeHasAFile()
{
    QList<int> opCodes;
    for (const QString &file : transportFiles())
        opCodes.append(readVectorFile(file)[QStringLiteral("opcode")].toInt());
    QList<int> all(15);
    std::iota(all.begin(), all.end(), 1);
    QCOMPARE(opCodes, all);
}

void TestTransportVectors::decodes()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    PacketSecurity security = vector.security();
    const auto packet =
        decodeTransport(writable(view(bytes)), security, vector.sessionId(), vector.receiver());
    QVERIFY2(packet, packet ? "" : wire::name(packet.error()));
    QCOMPARE(packet->senderTime, number(vector.object[QStringLiteral("SenderTime")]));
    QCOMPARE(fieldsOf(packet->body), vector.fields());
    QCOMPARE(optionsOf(packet->body), knownOptions(vector.object[QStringLiteral("options")].toArray()));
    const auto *data = std::get_if<Data>(&packet->body);
    QCOMPARE(data && data->repair,
             vector.header[QStringLiteral("message")].toString() == QLatin1String("RDATA"));
}

void TestTransportVectors::encodes()
{
    QFETCH(const Vector, vector);
    PacketBuilder builder;
    const auto opCode = static_cast<OpCode>(vector.header[QStringLiteral("opcode")].toInt());
    const TransportBody body =
        builder.build(opCode, vector.fields(), vector.object[QStringLiteral("options")].toArray());
    PacketSecurity security = vector.security();
    std::array<uint8_t, 2048> out;
    const uint64_t senderTime = number(vector.object[QStringLiteral("SenderTime")]);
    const size_t size = encodeTransport(out, security, vector.sessionId(), senderTime, body);
    QCOMPARE(copyOf(Bytes(out).first(size)).toHex(), vector.bytes().toHex());
    QCOMPARE(qint64(size), vector.object[QStringLiteral("size")].toInteger());

    QCOMPARE(encodeTransport(std::span(out).first(size - 1), security, vector.sessionId(), senderTime, body),
             size_t{0});
    QCOMPARE(encodeTransport({}, security, vector.sessionId(), senderTime, body), size_t{0});
}

void TestTransportVectors::refuses()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    PacketSecurity security = vector.security();
    const auto packet =
        decodeTransport(writable(view(bytes)), security, vector.sessionId(), vector.receiver());
    QCOMPARE(packet ? "accept" : wire::name(packet.error()), vector.reason().toLatin1().constData());
}

CASTDECK_TEST(TestTransportVectors)

} // namespace castdeck::wire::test::tst_transportvectors

#include "tst_transportvectors.moc"
