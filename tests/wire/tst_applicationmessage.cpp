// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "vectors.h"
#include "wire/applicationmessage.h"

#include <QJsonArray>
#include <QTest>

namespace castdeck::wire::test::tst_applicationmessage
{

namespace
{

/// A message decoded as its carrier demands, written down as in the vectors.
Decoded<QJsonObject> decode(const QString &carrier, Bytes bytes, const ContentGeometry &geometry)
{
    if (carrier == QLatin1String("POLL"))
        return decodeInquiry(bytes).map([](const ServerInquiry &) { return QJsonObject(); });
    if (carrier == QLatin1String("POLLACK")) {
        return decodeAnswer(bytes, geometry).map([](const ClientAnswer &answer) {
            QJsonArray ranges;
            for (const Range range : answer.ranges)
                ranges.append(QJsonArray{QString::number(range.start), QString::number(range.end)});
            return QJsonObject{{QStringLiteral("Progress"), answer.progress},
                               {QStringLiteral("TimeInSession"), static_cast<double>(answer.timeInSession)},
                               {QStringLiteral("RangeList"), ranges}};
        });
    }
    if (carrier == QLatin1String("QCR")) {
        return decodeProgress(bytes).map([](const Progress &progress) {
            return QJsonObject{
                {QStringLiteral("Progress"), progress.progress},
                {QStringLiteral("TimeInSession"), static_cast<double>(progress.timeInSession)}};
        });
    }
    return decodeBlock(bytes, geometry).map([](const BlockData &block) {
        return QJsonObject{{QStringLiteral("BlockNumber"), QString::number(block.blockNumber)},
                           {QStringLiteral("Data"), QString::fromLatin1(copyOf(block.data).toHex())}};
    });
}

size_t encode(const QString &carrier, const QJsonObject &fields, std::span<uint8_t> out)
{
    const auto progress = static_cast<uint8_t>(number(fields[QStringLiteral("Progress")]));
    const auto time = static_cast<uint32_t>(number(fields[QStringLiteral("TimeInSession")]));
    if (carrier == QLatin1String("POLL"))
        return wire::encode(out, ServerInquiry());
    if (carrier == QLatin1String("QCR"))
        return wire::encode(out, Progress{time, progress});
    if (carrier == QLatin1String("POLLACK")) {
        std::vector<Range> ranges;
        for (const QJsonValue &range : fields[QStringLiteral("RangeList")].toArray())
            ranges.push_back({number(range[0]), number(range[1])});
        return wire::encode(out, ClientAnswer{progress, time, std::span<const Range>(ranges)});
    }
    const QByteArray data = QByteArray::fromHex(fields[QStringLiteral("Data")].toString().toLatin1());
    return wire::encode(out, BlockData{number(fields[QStringLiteral("BlockNumber")]), view(data)});
}

/// A content in which the vector's block is the last one, or which its ranges just reach.
ContentGeometry geometryFor(const QJsonObject &fields)
{
    uint64_t blocks = number(fields[QStringLiteral("BlockNumber")]);
    for (const QJsonValue &range : fields[QStringLiteral("RangeList")].toArray())
        blocks = std::max(blocks, number(range[1]));
    const auto length = static_cast<uint32_t>(fields[QStringLiteral("Data")].toString().size() / 2);
    const uint32_t blockSize = std::max(length, 1U);
    return {blocks * blockSize, blockSize};
}

void addVectors(const QString &file)
{
    QTest::addColumn<Vector>("vector");
    for (const Vector &vector : readVectors(file))
        QTest::addRow("%s", qPrintable(vector.name())) << vector;
}

} // namespace

class TestApplicationVectors : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void decodesAndEncodes_data() { addVectors(QStringLiteral("application.json")); }
    void decodesAndEncodes();
    void refuses_data() { addVectors(QStringLiteral("malformed-application.json")); }
    void refuses();
    void geometry_data();
    void geometry();
    void clampsPercentages();
    void takesRangesOfTheContentOnly();
    void refusesToWriteTooMuch();
};

void TestApplicationVectors::decodesAndEncodes()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    const QString carrier = vector.object[QStringLiteral("carrier")].toString();
    const auto message = decode(carrier, view(bytes), geometryFor(vector.fields()));
    QVERIFY2(message, message ? "" : wire::name(message.error()));
    QCOMPARE(*message, vector.fields());

    std::array<uint8_t, 2048> out;
    const size_t size = encode(carrier, vector.fields(), out);
    QCOMPARE(copyOf(Bytes(out).first(size)).toHex(), bytes.toHex());
    QCOMPARE(encode(carrier, vector.fields(), std::span(out).first(size - 1)), size_t{0});
}

void TestApplicationVectors::refuses()
{
    QFETCH(const Vector, vector);
    const QByteArray bytes = vector.bytes();
    const QJsonObject context = vector.header[QStringLiteral("context")].toObject();
    const ContentGeometry content{number(context[QStringLiteral("ContentSize")]),
                                  static_cast<uint32_t>(number(context[QStringLiteral("BlockSize")]))};
    QCOMPARE(content.totalBlocks(), number(context[QStringLiteral("TotalBlocks")]));
    const auto message = decode(vector.object[QStringLiteral("carrier")].toString(), view(bytes), content);
    QCOMPARE(message ? "accept" : wire::name(message.error()), vector.reason().toLatin1().constData());
}

void TestApplicationVectors::geometry_data()
{
    QTest::addColumn<QJsonObject>("block");
    const QJsonArray blocks =
        readVectorFile(QStringLiteral("behaviour.json"))[QStringLiteral("blocks")].toArray();
    QVERIFY(!blocks.isEmpty());
    for (const QJsonValue &block : blocks)
        QTest::addRow("%s bytes", qPrintable(block[QStringLiteral("ContentSize")].toString()))
            << block.toObject();
}

void TestApplicationVectors::geometry()
{
    QFETCH(const QJsonObject, block);
    const ContentGeometry content{number(block[QStringLiteral("ContentSize")]),
                                  static_cast<uint32_t>(number(block[QStringLiteral("BlockSize")]))};
    const uint64_t blocks = content.totalBlocks();
    QCOMPARE(blocks, number(block[QStringLiteral("TotalBlocks")]));
    if (blocks == 0)
        return;
    QCOMPARE(uint64_t{content.length(blocks)}, number(block[QStringLiteral("last_block_bytes")]));
    QCOMPARE(content.offset(blocks), number(block[QStringLiteral("last_block_offset")]));
    QCOMPARE(content.offset(blocks) + content.length(blocks), content.contentSize);
}

void TestApplicationVectors::clampsPercentages()
{
    std::array<uint8_t, 16> out;
    const size_t progressSize = wire::encode(out, Progress{7, 101});
    QCOMPARE(decodeProgress(Bytes(out).first(progressSize))->progress, uint8_t{100});
    const size_t answerSize = wire::encode(out, ClientAnswer{255, 7, {}});
    QCOMPARE(decodeAnswer(Bytes(out).first(answerSize), {})->progress, uint8_t{100});
}

void TestApplicationVectors::takesRangesOfTheContentOnly()
{
    const std::array ranges{Range{2, 4}};
    std::array<uint8_t, 64> out;
    const size_t size = wire::encode(out, ClientAnswer{0, 0, std::span<const Range>(ranges)});
    const Bytes bytes = Bytes(out).first(size);
    QVERIFY(decodeAnswer(bytes, {4, 1}));
    QCOMPARE(decodeAnswer(bytes, {3, 1}).error(), Rejection::BadRange);
    QCOMPARE(decodeAnswer(bytes, {0, 1}).error(), Rejection::BadRange);
}

void TestApplicationVectors::refusesToWriteTooMuch()
{
    const std::vector<Range> ranges(AnswerRangesMax + 1, Range{1, 1});
    std::vector<uint8_t> out(0x10000 + BlockHeaderSize);
    QCOMPARE(wire::encode(out, ClientAnswer{0, 0, std::span<const Range>(ranges)}), size_t{0});
    const std::vector<uint8_t> block(0x10000 - BlockHeaderSize);
    QCOMPARE(wire::encode(out, BlockData{1, block}), size_t{0});
    QCOMPARE(wire::encode(out, BlockData{1, Bytes(block).subspan(1)}), size_t{0xFFFF});
}

CASTDECK_TEST(TestApplicationVectors)

} // namespace castdeck::wire::test::tst_applicationmessage

#include "tst_applicationmessage.moc"
