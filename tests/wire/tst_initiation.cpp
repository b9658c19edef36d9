// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "vectors.h"
#include "wire/initiation.h"

#include <QTest>

namespace castdeck::wire::test::tst_initiation
{

namespace
{

QString key(const char *name)
{
    return QString::fromLatin1(name);
}

QJsonObject fieldsOf(const InitiationRequest &request)
{
    QJsonObject fields{{key("Namespace"), request.namespaceName},
                       {key("Content"), request.content},
                       {key("MacAddress"), macText(Bytes(request.macAddress).first(request.macLength))}};
    if (request.ipv6Capable)
        fields.insert(key("Ipv6Capable"), 1);
    return fields;
}

QJsonObject fieldsOf(const InitiationReply &reply)
{
    return {{key("MulticastAddress"), textOf(reply.group.address)},
            {key("MulticastPort"), reply.group.port},
            {key("ServerAddress"), textOf(reply.server.address)},
            {key("ServerPort"), reply.server.port},
            {key("ContentSize"), QString::number(reply.contentSize)},
            {key("BlockSize"), static_cast<double>(reply.blockSize)},
            {key("TotalBlocks"), QString::number(reply.totalBlocks)},
            {key("SessionId"), static_cast<double>(reply.sessionId)}};
}

QJsonObject fieldsOf(const InitiationError &error)
{
    return {{key("Error"), static_cast<double>(error.code)}};
}

InitiationRequest requestOf(const QJsonObject &fields)
{
    InitiationRequest request{fields[key("Namespace")].toString(),
                              fields[key("Content")].toString(),
                              {},
                              0,
                              fields[key("Ipv6Capable")].toInt() == 1};
    request.macLength = parseMac(fields[key("MacAddress")].toString(), request.macAddress);
    return request;
}

InitiationReply replyOf(const QJsonObject &fields)
{
    const auto value = [&fields](const char *name) { return number(fields[key(name)]); };
    return {{addressOf(fields[key("MulticastAddress")]), static_cast<uint16_t>(value("MulticastPort"))},
            {addressOf(fields[key("ServerAddress")]), static_cast<uint16_t>(value("ServerPort"))},
            value("ContentSize"),
            static_cast<uint32_t>(value("BlockSize")),
            value("TotalBlocks"),
            static_cast<uint32_t>(value("SessionId"))};
}

void addVectors(const QString &file)
{
    QTest::addColumn<Vector>("vector");
    for (const Vector &vector : readVectors(file))
        QTest::addRow("%s", qPrintable(vector.name())) << vector;
}

} // namespace

class TestInitiation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decodesAndEncodes_data() { addVectors(QStringLiteral("initiation-udp.json")); }
    void decodesAndEncodes();
    void refuses_data() { addVectors(QStringLiteral("malformed-initiation.json")); }
    void refuses();
    void owesAnAnswerForWellFramedRequestsOnly();
    void takesOptionsInAnyOrder();
    void refusesToWriteWhatNobodyReads_data();
    void refusesToWriteWhatNobodyReads();
    void writesTheLongestRequest();
};

void TestInitiation::decodesAndEncodes()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    std::array<uint8_t, 4096> out;
    QByteArray written;
    size_t cut = 1;
    const auto write = [&](const auto &message) {
        cut = encode(std::span(out).first(bytes.size() - 1), message);
        written = copyOf(Bytes(out).first(encode(out, message)));
    };
    QJsonObject fields;
    const QString kind = vector.object[key("kind")].toString();
    if (kind == QLatin1String("request")) {
        const auto request = decodeInitiationRequest(view(bytes));
        QVERIFY(request);
        fields = fieldsOf(*request);
        write(requestOf(vector.fields()));
    } else {
        const auto answer = decodeInitiationReply(view(bytes));
        QVERIFY(answer);
        fields = std::visit([](const auto &message) { return fieldsOf(message); }, *answer);
        if (kind == QLatin1String("reply"))
            write(replyOf(vector.fields()));
        else
            write(InitiationError{static_cast<uint32_t>(number(vector.fields()[key("Error")]))});
    }
    QCOMPARE(fields, vector.fields());
    QCOMPARE(written.toHex(), bytes.toHex());
    QCOMPARE(cut, size_t{0});
}

void TestInitiation::refuses()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    const auto refusal = [&]() -> std::optional<Rejection> {
        if (vector.receiver() == Receiver::Server) {
            const auto request = decodeInitiationRequest(view(bytes));
            return request ? std::nullopt : std::optional(request.error().rejection);
        }
        const auto reply = decodeInitiationReply(view(bytes));
        return reply ? std::nullopt : std::optional(reply.error());
    }();
    QCOMPARE(refusal ? wire::name(*refusal) : "accept", vector.reason().toLatin1().constData());
}

void TestInitiation::owesAnAnswerForWellFramedRequestsOnly()
{
    const QStringList framing{key("too-short"), key("unknown-opcode"), key("wrong-direction"),
                              key("bad-options"), key("trailing-bytes")};
    int answered = 0;
    int ignored = 0;
    for (const Vector &vector : readVectors(key("malformed-initiation.json"))) {
        if (vector.receiver() != Receiver::Server)
            continue;
        const QByteArray bytes = vector.bytes();
        const bool answer = decodeInitiationRequest(view(bytes)).error().answer;
        QVERIFY2(answer != framing.contains(vector.reason()), qPrintable(vector.name()));
        ++(answer ? answered : ignored);
    }
    QVERIFY(answered > 0);
    QVERIFY(ignored > 0);
}

void TestInitiation::takesOptionsInAnyOrder()
{
    // MAC, content, namespace, an unknown option, and a second namespace that does not count
    const QByteArray bytes = QByteArray::fromHex("010005"
                                                 "050c000102"
                                                 "0602000463000000"
                                                 "060100046e000000"
                                                 "7f010001ff"
                                                 "060100046d000000");
    const auto request = decodeInitiationRequest(view(bytes));
    QVERIFY(request);
    QCOMPARE(request->namespaceName, key("n"));
    QCOMPARE(request->content, key("c"));
    QCOMPARE(request->macLength, uint8_t{1});
    QVERIFY(!request->ipv6Capable);
}

void TestInitiation::refusesToWriteWhatNobodyReads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("macLength");
    QTest::addRow("512 units") << QString(512, QLatin1Char('x')) << 6;
    QTest::addRow("zero inside") << QString(QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b")) << 6;
    QTest::addRow("lone surrogate") << QString(QChar(0xD800)) << 6;
    QTest::addRow("no MAC") << key("n") << 0;
    QTest::addRow("MAC of 33 bytes") << key("n") << 33;
}

void TestInitiation::refusesToWriteWhatNobodyReads()
{
    QFETCH(const QString, text);
    QFETCH(const int, macLength);
    std::array<uint8_t, 4096> out;
    InitiationRequest request{text, key("c"), {}, static_cast<uint8_t>(macLength), false};
    QCOMPARE(encode(out, request), size_t{0});
    std::swap(request.namespaceName, request.content);
    QCOMPARE(encode(out, request), size_t{0});
}

void TestInitiation::writesTheLongestRequest()
{
    const InitiationRequest request{
        QString(511, QLatin1Char('x')), QString(511, QLatin1Char('y')), {}, 32, true};
    std::array<uint8_t, 4096> out;
    const size_t size = encode(out, request);
    QVERIFY(size > 0);
    const auto read = decodeInitiationRequest(Bytes(out).first(size));
    QVERIFY(read);
    QCOMPARE(fieldsOf(*read), fieldsOf(request));
}

CASTDECK_TEST(TestInitiation)

} // namespace castdeck::wire::test::tst_initiation

#include "tst_initiation.moc"
