// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/recentwrites.h"

#include "support/testprogram.h"

#include <QTest>
#include <algorithm>
#include <optional>
#include <random>

namespace castdeck::tst_recentwrites
{

namespace
{

using Bytes = RecentWrites::Bytes;

constexpr uint64_t ContentSize = 40'000;

/// What is known of each byte of a content.
using Known = std::vector<std::optional<uint8_t>>;

Known known(const RecentWrites &writes)
{
    Known all;
    while (all.size() < ContentSize) {
        const RecentWrites::Run run = writes.view().run(all.size(), ContentSize - all.size());
        if (run.length == 0 || run.length > ContentSize - all.size())
            return {};
        for (uint64_t i = 0; i < run.length; ++i)
            all.push_back(run.bytes ? std::optional(run.bytes[i]) : std::nullopt);
    }
    return all;
}

} // namespace

class RecentWritesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theNewestIsWhatIsThere()
    {
        std::mt19937 random(17);
        const auto upTo = [&](uint64_t most) {
            return std::uniform_int_distribution<uint64_t>(1, most)(random);
        };
        for (int turn = 0; turn < 20; ++turn) {
            RecentWrites writes;
            Known expected(ContentSize);
            for (int i = 0; i < 40; ++i) {
                const uint64_t length = upTo(ContentSize / 8);
                const uint64_t offset = upTo(ContentSize - length);
                Bytes bytes(length);
                std::ranges::generate(bytes, [&] { return uint8_t(random()); });
                std::ranges::copy(bytes, expected.begin() + ptrdiff_t(offset));
                QVERIFY(writes.add(offset, std::move(bytes)).empty());
                QVERIFY(known(writes) == expected);
            }
        }
    }

    void theOldestMakesRoom()
    {
        RecentWrites writes;
        constexpr size_t Size = RecentWrites::RoomMost / 4;
        QVERIFY(writes.add(0, Bytes(Size, 'a')).empty());
        QVERIFY(writes.add(0, Bytes(10, 'b')).empty());
        QVERIFY(writes.add(Size, Bytes(Size, 'c')).empty());
        QVERIFY(writes.add(2 * Size, Bytes(Size, 'd')).empty());
        const RecentWrites::View copy = writes.view();
        QCOMPARE(copy.run(10, 1).bytes[0], uint8_t('a'));
        // What somebody looks at is left alone.
        QVERIFY(writes.add(3 * Size, Bytes(Size, 'e')).empty());
        QCOMPARE(copy.run(10, 1).bytes[0], uint8_t('a'));
        QVERIFY(!writes.view().run(10, 1).bytes);
        QCOMPARE(writes.view().run(10, 2 * Size).length, uint64_t(Size - 10));
        QCOMPARE(writes.view().run(0, Size).bytes[0], uint8_t('b'));
    }

    void whatNobodyLooksAtMakesRoom()
    {
        RecentWrites writes;
        for (const uint64_t offset : {0, 100, 150, 200})
            writes.add(offset, Bytes(offset == 150 ? 50 : 100, 'a'));
        writes.forget(100, 100);
        QVERIFY(writes.view().run(99, 1).bytes && writes.view().run(200, 1).bytes);
        QVERIFY(!writes.view().run(100, 1).bytes);
        QCOMPARE(writes.view().run(100, 1000).length, uint64_t(100));
        // What was written over does not come to light.
        writes.add(90, Bytes(20, 'b'));
        writes.forget(100, 100);
        QVERIFY(!writes.view().run(90, 1).bytes);
    }

    void buffersAreUsedAgain()
    {
        constexpr size_t Quarter = RecentWrites::RoomMost / 4;
        RecentWrites writes;
        for (const size_t size : {2 * Quarter, Quarter, size_t(1)})
            QCOMPARE(writes.add(0, Bytes(size)).capacity(), size_t(0));
        QCOMPARE(writes.add(0, Bytes(2 * Quarter)).capacity(), 2 * Quarter);
        writes.forget(0, RecentWrites::RoomMost);
        // The last one first, which the processor still has at hand.
        QCOMPARE(writes.add(0, Bytes(1)).capacity(), 2 * Quarter);
        QCOMPARE(writes.add(0, Bytes(1)).capacity(), size_t(1));
        QCOMPARE(writes.add(0, Bytes(1)).capacity(), Quarter);
        // One that is larger than all the room is not kept, but of use.
        QCOMPARE(writes.add(0, Bytes(8 * Quarter)).capacity(), 8 * Quarter);
        QVERIFY(!writes.view().run(0, 1).bytes);
    }

    void manySmallOnesAreBoundedToo()
    {
        RecentWrites writes;
        constexpr uint64_t Count = RecentWrites::RoomMost / 64;
        for (uint64_t i = 0; i < Count; ++i)
            writes.add(i, Bytes(1));
        QVERIFY(!writes.view().run(0, 1).bytes);
        QVERIFY(writes.view().run(Count - 1, 1).bytes);
    }
};

CASTDECK_TEST(RecentWritesTest)

} // namespace castdeck::tst_recentwrites
#include "tst_recentwrites.moc"
