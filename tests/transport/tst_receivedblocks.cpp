// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/sink/receivedblocks.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <random>
#include <set>

namespace castdeck::tst_receivedblocks
{

namespace
{

std::vector<wire::Range> missing(const ReceivedBlocks &blocks, size_t most = 64)
{
    std::vector<wire::Range> ranges(most);
    ranges.resize(blocks.missing(ranges));
    return ranges;
}

} // namespace

class ReceivedBlocksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void progressOfTheVectors()
    {
        QFile file(QStringLiteral(CASTDECK_TEST_DATA "/vectors/behaviour.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray rows = QJsonDocument::fromJson(file.readAll())[QStringLiteral("progress")].toArray();
        QVERIFY(!rows.isEmpty());
        for (const QJsonValue row : rows) {
            auto blocks = ReceivedBlocks::create(row[QStringLiteral("total")].toVariant().toULongLong());
            QVERIFY(blocks);
            for (int n = 1; n <= row[QStringLiteral("received")].toInt(); ++n)
                QVERIFY(blocks->add(static_cast<uint64_t>(n)));
            QCOMPARE(int(blocks->percent()), row[QStringLiteral("percent")].toInt());
        }
    }

    void numbersOutside()
    {
        auto blocks = ReceivedBlocks::create(64);
        QVERIFY(!blocks->add(0));
        QVERIFY(!blocks->add(65));
        QVERIFY(!blocks->add(UINT64_MAX));
        QVERIFY(!blocks->contains(0));
        QVERIFY(!blocks->contains(65));
        QVERIFY(blocks->add(64));
        QVERIFY(!blocks->add(64));
        QCOMPARE(blocks->count(), uint64_t(1));
        QCOMPARE(missing(*blocks), (std::vector<wire::Range>{{1, 63}}));
    }

    void whatIsRemovedIsMissing()
    {
        auto blocks = ReceivedBlocks::create(200);
        for (uint64_t block = 1; block <= 200; ++block)
            blocks->add(block);
        QVERIFY(blocks->isComplete());
        QVERIFY(!blocks->remove(0));
        QVERIFY(!blocks->remove(201));
        QVERIFY(blocks->remove(70));
        QVERIFY(!blocks->remove(70));
        QVERIFY(blocks->remove(1));
        QVERIFY(!blocks->isComplete());
        QCOMPARE(blocks->count(), uint64_t(198));
        QCOMPARE(missing(*blocks), (std::vector<wire::Range>{{1, 1}, {70, 70}}));
        QVERIFY(blocks->add(1) && blocks->add(70));
        QVERIFY(blocks->isComplete());
    }

    void missingAgreesWithASet_data()
    {
        QTest::addColumn<int>("total");
        for (const int total : {1, 63, 64, 65, 128, 300})
            QTest::addRow("%d", total) << total;
    }
    void missingAgreesWithASet()
    {
        QFETCH(const int, total);
        auto blocks = ReceivedBlocks::create(static_cast<uint64_t>(total));
        std::set<uint64_t> left;
        for (int n = 1; n <= total; ++n)
            left.insert(static_cast<uint64_t>(n));
        std::mt19937 random(11);
        while (!left.empty()) {
            std::set<uint64_t> listed;
            for (const wire::Range range : missing(*blocks, 1000))
                for (uint64_t n = range.start; n <= range.end; ++n)
                    listed.insert(n);
            QCOMPARE(listed, left);
            const uint64_t from = random() % static_cast<uint64_t>(total) + 1;
            const auto next = blocks->nextMissing(from);
            QCOMPARE(next.has_value(), left.lower_bound(from) != left.end());
            if (next) {
                QCOMPARE(next->start, *left.lower_bound(from));
                QVERIFY(left.contains(next->end) && !left.contains(next->end + 1));
            }
            const uint64_t block = *std::next(left.begin(), static_cast<long>(random() % left.size()));
            QVERIFY(blocks->add(block));
            left.erase(block);
        }
        QVERIFY(blocks->isComplete());
        QVERIFY(missing(*blocks).empty());
    }

    void noMoreRangesThanAskedFor()
    {
        auto blocks = ReceivedBlocks::create(1000);
        for (uint64_t n = 2; n <= 1000; n += 2)
            blocks->add(n);
        const auto ranges = missing(*blocks, 64);
        QCOMPARE(ranges.size(), size_t(64));
        QCOMPARE(ranges.back(), (wire::Range{127, 127}));
    }

    void neighboursAreJoinedTheNearestFirst_data()
    {
        QTest::addColumn<int>("room");
        QTest::addColumn<int>("distance");
        QTest::addColumn<QString>("expected");
        // Missing are 1, 3, 7, 9-10, 50 of 60: 1, 3, 1 and 39 blocks apart.
        QTest::newRow("all fit") << 5 << 32 << "1-1 3-3 7-7 9-10 50-50";
        QTest::newRow("nothing is joined") << 4 << 0 << "1-1 3-3 7-7 9-10";
        QTest::newRow("one too many") << 4 << 32 << "1-3 7-7 9-10 50-50";
        QTest::newRow("two too many") << 3 << 32 << "1-3 7-10 50-50";
        QTest::newRow("three too many") << 2 << 32 << "1-10 50-50";
        QTest::newRow("the last is too far away") << 1 << 32 << "1-10";
        QTest::newRow("only the nearest") << 2 << 2 << "1-3 7-10";
        QTest::newRow("no room") << 0 << 32 << "";
    }
    void neighboursAreJoinedTheNearestFirst()
    {
        QFETCH(const int, room);
        QFETCH(const int, distance);
        auto blocks = ReceivedBlocks::create(60);
        for (uint64_t n = 1; n <= 60; ++n) {
            if (n != 1 && n != 3 && n != 7 && n != 9 && n != 10 && n != 50)
                blocks->add(n);
        }
        std::vector<wire::Range> ranges(static_cast<size_t>(room));
        ranges.resize(blocks->missing(ranges, static_cast<uint64_t>(distance)));
        QStringList found;
        for (const wire::Range range : ranges)
            found << QStringLiteral("%1-%2").arg(range.start).arg(range.end);
        QTEST(found.join(QLatin1Char(' ')), "expected");
    }

    void nonsenseIsRefused()
    {
        const auto blocks = ReceivedBlocks::create(UINT64_MAX);
        QVERIFY(!blocks);
        QCOMPARE(blocks.error().code, ErrorCode::InvalidParameter);
    }
};

CASTDECK_TEST(ReceivedBlocksTest)

} // namespace castdeck::tst_receivedblocks
#include "tst_receivedblocks.moc"
