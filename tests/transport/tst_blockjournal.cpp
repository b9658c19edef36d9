// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockjournal.h"
#include "transport/sink/blockwriter.h"
#include "transport/sink/filesink.h"

#include "receivingbench.h"
#include "support/testprogram.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_blockjournal
{

namespace
{

const wire::ContentGeometry Geometry{100'000, 1413}; // 71 blocks, the last one short
const ContentDigest::Value Identity{1, 2, 3};
using Blocks = std::vector<uint64_t>;

bool always()
{
    return true;
}

} // namespace

class BlockJournalTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_count = 0;
    QString m_part;
    QString m_state;
    const QByteArray m_content = testContent(Geometry);

    Result<BlockJournal> open(const ContentDigest::Value &identity = Identity) const
    {
        return BlockJournal::open(m_state, identity, Geometry);
    }
    Blocks right(const ContentDigest::Value &identity = Identity) const
    {
        Blocks found;
        auto journal = open(identity);
        if (!journal || !journal->check(
                            m_part, [&](uint64_t block) { found.push_back(block); }, always))
            return {UINT64_MAX};
        return found;
    }
    /// As a program that received these blocks and was killed.
    void receive(const Blocks &blocks) const
    {
        auto sink = FileSink::create(m_part.chopped(5), Geometry.contentSize);
        QVERIFY(sink);
        auto journal = open();
        QVERIFY(journal);
        auto writer = BlockWriter::create(Geometry, **sink, {.journal = &*journal});
        QVERIFY(writer);
        for (const uint64_t block : blocks)
            QVERIFY(writer->offer(blockOf(m_content, Geometry, block), Instant{}) ==
                    BlockWriter::Answer::Taken);
        writer->settle(Instant{});
    }
    void spoil(const QString &path, qint64 at, const QByteArray &bytes) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(at));
        QCOMPARE(file.write(bytes), bytes.size());
    }

private Q_SLOTS:
    void init()
    {
        m_part = m_folder.filePath(QStringLiteral("%1.part").arg(m_count++));
        m_state = m_part + QStringLiteral(".state");
    }

    void whatWasWrittenIsFoundAgain()
    {
        receive({1, 2, 3, 40, 71});
        QCOMPARE(right(), (Blocks{1, 2, 3, 40, 71}));
        receive({4, 39}); // the older ones stay
        QCOMPARE(right(), (Blocks{1, 2, 3, 4, 39, 40, 71}));
        QCOMPARE(open()->bytesRecorded(), 6 * 1413u + Geometry.length(71));
    }

    void aBlockThatHoldsSomethingElseIsForgotten()
    {
        receive({1, 2, 3, 71});
        spoil(m_part, 1413 * 2 - 1, QByteArray(1, char(m_content[1413 * 2 - 1] ^ 1)));
        QCOMPARE(right(), (Blocks{1, 3, 71}));
        QCOMPARE(open()->bytesRecorded(), 2 * 1413u + Geometry.length(71));
        spoil(m_part, 99'999, QByteArray(1, char(m_content[99'999] ^ 0x80)));
        QCOMPARE(right(), (Blocks{1, 3}));
        // A block in the place of another is not that other.
        spoil(m_part, 0, m_content.mid(2 * 1413, 1413));
        QCOMPARE(right(), (Blocks{3}));
    }

    void aShorterOrMissingPartHoldsLess()
    {
        receive({1, 2, 71});
        QVERIFY(QFile::resize(m_part, 2 * 1413 - 1));
        QCOMPARE(right(), (Blocks{1}));
        QVERIFY(QFile::remove(m_part));
        auto journal = open();
        QVERIFY(!journal->check(
            m_part, [](uint64_t) {}, always));
        receive({}); // makes it anew
        QCOMPARE(right(), Blocks{});
    }

    void anotherContentStartsAnew()
    {
        receive({1, 2, 3});
        QCOMPARE(right(ContentDigest::Value{9}), Blocks{});
        QCOMPARE(right(), Blocks{}); // gone for good
        receive({5});
        const auto other = BlockJournal::open(m_state, Identity, {100'000, 1412});
        QVERIFY(other);
        QCOMPARE(other->bytesRecorded(), 0u);
    }

    void aSpoiledJournalStartsAnew_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("empty") << qint64(0);
        QTest::newRow("half a header") << qint64(20);
        QTest::newRow("cut") << qint64(60);
        QTest::newRow("too long") << qint64(5000);
    }
    void aSpoiledJournalStartsAnew()
    {
        QFETCH(const qint64, size);
        receive({1, 2, 3});
        QVERIFY(QFile::resize(m_state, size));
        QCOMPARE(right(), Blocks{});
        receive({7});
        QCOMPARE(right(), Blocks{7});
    }

    void sumsOfAnotherKindStartAnew()
    {
        receive({1, 2, 3});
        QFile journal(m_state);
        QVERIFY(journal.open(QIODevice::ReadWrite) && journal.seek(7) && journal.write("1") == 1);
        journal.close();
        QCOMPARE(right(), Blocks{});
        receive({7});
        QCOMPARE(right(), Blocks{7});
    }

    void filesOfOthersAreLeftAlone_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::addRow("text") << QStringLiteral("text") << ErrorCode::WrongFileKind;
        QTest::addRow("hard link") << QStringLiteral("link") << ErrorCode::FileAccessDenied;
    }
    void filesOfOthersAreLeftAlone()
    {
        QFETCH(const QString, kind);
        QFETCH(const ErrorCode, code);
        const bool isLink = kind == QLatin1String("link");
        const QString other = m_folder.filePath(QStringLiteral("other"));
        QFile::remove(other);
        QFile file(isLink ? other : m_state);
        const QByteArray content =
            isLink ? QByteArray(200, '\0') : QByteArray("somebody's diary of the year");
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        if (isLink)
            QVERIFY(link(QFile::encodeName(other).constData(), QFile::encodeName(m_state).constData()) == 0);
        const auto opened = open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, code);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content);
    }

    void lyingHashesAreNotBelieved()
    {
        receive({1});
        spoil(m_state, 56, QByteArray(4 * 71, '\x5A'));
        QCOMPARE(right(), Blocks{});
    }

    void checkingCanBeStopped()
    {
        receive({1, 2, 3});
        auto journal = open();
        const auto done = journal->check(
            m_part, [](uint64_t) { QFAIL("nothing was to be read"); }, [] { return false; });
        QVERIFY(done);
        QVERIFY(!*done);
    }

    void discardedIsGone()
    {
        receive({1});
        open()->discard();
        QVERIFY(!QFile::exists(m_state));
    }

    void noJournalWithoutAPlaceForIt()
    {
        m_state = QStringLiteral("/proc/none/state");
        QVERIFY(!open());
        m_state = m_folder.path();
        QVERIFY(!open());
    }

    void adoptedBlocksAreNotFetchedAgain()
    {
        receive({1, 2, 3});
        MemorySink sink;
        auto writer = BlockWriter::create(Geometry, sink, {});
        for (const uint64_t block : right())
            writer->adopt(block);
        QCOMPARE(writer->bytesWritten(), 3 * 1413u);
        QVERIFY(writer->offer(blockOf(m_content, Geometry, 2), Instant{}) == BlockWriter::Answer::Present);
        std::array<wire::Range, 4> missing;
        QCOMPARE(writer->blocks().missing(missing), 1u);
        QCOMPARE(missing[0].start, 4u);
        for (uint64_t block = 4; block <= 71; ++block)
            writer->adopt(block);
        QVERIFY(writer->isComplete());
    }
};

CASTDECK_TEST(BlockJournalTest)

} // namespace castdeck::tst_blockjournal
#include "tst_blockjournal.moc"
