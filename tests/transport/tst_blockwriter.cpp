// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockwriter.h"

#include "receivingbench.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_blockwriter
{

using namespace std::chrono_literals;

namespace
{

constexpr wire::ContentGeometry Geometry{95, 10}; // the last of ten blocks has 5 bytes

} // namespace

class BlockWriterTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void neighboursAreOneWrite()
    {
        MemorySink sink;
        auto writer = BlockWriter::create(Geometry, sink, {});
        const QByteArray content = testContent(Geometry);
        for (const uint64_t block : {3, 1, 2, 10, 9, 5})
            QCOMPARE(writer->offer(blockOf(content, Geometry, block), Instant{1s}),
                     BlockWriter::Answer::Taken);
        QCOMPARE(writer->offer(blockOf(content, Geometry, 2), Instant{1s}), BlockWriter::Answer::Present);
        QCOMPARE(writer->bytesHeld(), size_t(55));
        writer->settle(Instant{1s});
        QCOMPARE(sink.writes, (std::vector<std::pair<uint64_t, size_t>>{{0, 30}, {40, 10}, {80, 15}}));
        QCOMPARE(writer->bytesHeld(), size_t(0));
        QCOMPARE(writer->bytesWritten(), uint64_t(55));
        QVERIFY(!writer->isComplete());
        for (const uint64_t block : {4, 6, 7, 8})
            writer->offer(blockOf(content, Geometry, block), Instant{1s});
        QVERIFY(!writer->isComplete());
        writer->settle(Instant{1s});
        QVERIFY(writer->isComplete());
        QCOMPARE(sink.content, content);
    }

    void aFullCacheRefusesAndMarksNothing()
    {
        MemorySink sink;
        auto writer = BlockWriter::create(Geometry, sink, {.limit = 10, .cacheBytes = 30});
        const QByteArray content = testContent(Geometry);
        const Instant start{1s};
        for (const uint64_t block : {1, 2, 3})
            QCOMPARE(writer->offer(blockOf(content, Geometry, block), start), BlockWriter::Answer::Taken);
        // One block's worth may be written at once, which makes room for one.
        QCOMPARE(writer->offer(blockOf(content, Geometry, 4), start), BlockWriter::Answer::Taken);
        QCOMPARE(writer->offer(blockOf(content, Geometry, 5), start), BlockWriter::Answer::Full);
        QVERIFY(!writer->blocks().contains(5));
        QCOMPARE(sink.content.size(), 10);
    }

    void theLimitPacesAndCopiesWhatWaits()
    {
        MemorySink sink;
        auto writer = BlockWriter::create(Geometry, sink, {.limit = 10});
        const QByteArray content = testContent(Geometry);
        QByteArray receiveBuffer = content;
        Instant now{1s};
        for (uint64_t block = 1; block <= 10; ++block)
            writer->offer(blockOf(receiveBuffer, Geometry, block), now);
        writer->settle(now);
        receiveBuffer.fill('x'); // the next datagrams
        QCOMPARE(sink.content.size(), 10);
        int steps = 0;
        while (!writer->isComplete() && ++steps < 100) {
            QVERIFY(writer->deadline() > now);
            now = writer->deadline();
            writer->settle(now);
        }
        QCOMPARE(sink.content, content);
        // 85 bytes at 10 bytes per second.
        QVERIFY(now - Instant{1s} >= 8500ms);
        QVERIFY(now - Instant{1s} <= 8600ms);
        QCOMPARE(writer->deadline(), Instant::max());
    }

    void aFailedWriteIsFinal()
    {
        MemorySink sink;
        sink.failure = Error{ErrorCode::DeviceFull, QStringLiteral("disk")};
        auto writer = BlockWriter::create(Geometry, sink, {});
        const QByteArray content = testContent(Geometry);
        writer->offer(blockOf(content, Geometry, 1), Instant{1s});
        writer->settle(Instant{1s});
        QVERIFY(writer->error());
        QCOMPARE(writer->error()->code, ErrorCode::DeviceFull);
        QCOMPARE(writer->bytesWritten(), uint64_t(0));
        sink.failure.reset();
        QCOMPARE(writer->offer(blockOf(content, Geometry, 2), Instant{2s}), BlockWriter::Answer::Full);
    }

    void longBatchesAreWrittenAlongTheWay()
    {
        constexpr wire::ContentGeometry big{4'000'000, 1000};
        MemorySink sink;
        auto writer = BlockWriter::create(big, sink, {});
        const QByteArray content = testContent(big);
        for (uint64_t block = 1; block <= big.totalBlocks(); ++block) {
            QCOMPARE(writer->offer(blockOf(content, big, block), Instant{1s}), BlockWriter::Answer::Taken);
            QVERIFY(writer->bytesHeld() <= writer->cacheBytes() / 2);
        }
        writer->settle(Instant{1s});
        QCOMPARE(sink.content, content);
    }
};

CASTDECK_TEST(BlockWriterTest)

} // namespace castdeck::tst_blockwriter
#include "tst_blockwriter.moc"
