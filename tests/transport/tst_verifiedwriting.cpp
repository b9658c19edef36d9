// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/blockwriter.h"
#include "transport/sink/filesink.h"
#include "transport/sink/pipesink.h"
#include "transport/sink/writingthread.h"

#include "hashesof.h"
#include "receivingbench.h"
#include "support/testprogram.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <csignal>
#include <random>
#include <unistd.h>

namespace castdeck::tst_verifiedwriting
{

namespace
{

using namespace std::chrono_literals;
using Finding = PieceVerifier::Finding;

constexpr uint64_t Piece = HashTree::PieceSize;
constexpr wire::ContentGeometry Geometry{3 * Piece + 1000, 1385};
const QString Session = QStringLiteral("session 1 of 192.0.2.1");
const QString Mirror = QStringLiteral("https://mirror");

} // namespace

/// Blocks on their way to a disk or a pipe, whose megabytes are verified on the way.
class VerifiedWritingTest : public QObject
{
    Q_OBJECT

    const QByteArray m_content = testContent(Geometry);
    const PieceHashes m_hashes = hashesOf(m_content);
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PieceVerifier> m_verifier;
    std::unique_ptr<ContentSink> m_sink;
    std::optional<BlockJournal> m_journal;
    std::optional<BlockWriter> m_writer;
    QStringList m_damaged; ///< "piece: sources"
    uint64_t m_untold = 0; ///< of so many writes, the verifier is not told of one
    bool isTold(uint64_t offset) const { return m_untold == 0 || offset / 1385 % m_untold != 0; }
    std::atomic<uint64_t> m_bytesRead = 0; ///< by the verifier

    QString path() const { return m_folder->filePath(QStringLiteral("content")); }
    void open(std::unique_ptr<ContentSink> sink)
    {
        auto thread = std::move(*WritingThread::start(std::move(sink)));
        m_bytesRead = 0;
        m_verifier = std::move(
            *PieceVerifier::start(Geometry.contentSize, [this](uint64_t offset, std::span<uint8_t> bytes) {
                m_bytesRead += bytes.size();
                return m_sink->read(offset, bytes);
            }));
        thread->tellWrites([this](uint64_t offset, std::vector<uint8_t> bytes) {
            return isTold(offset) ? m_verifier->written(offset, std::move(bytes)) : bytes;
        });
        m_sink = std::move(thread);
        const auto tell = [this](uint64_t piece, const QStringList &sources) {
            m_damaged << QStringLiteral("%1: %2").arg(piece).arg(sources.join(QLatin1Char(',')));
        };
        m_writer.emplace(std::move(*BlockWriter::create(
            Geometry, *m_sink,
            {.journal = m_journal ? &*m_journal : nullptr, .verifier = m_verifier.get(), .damaged = tell})));
        m_writer->comesFrom(Session);
    }
    void openFile()
    {
        m_journal = std::move(*BlockJournal::open(path() + QStringLiteral(".state"), {}, Geometry));
        open(std::move(*FileSink::create(path(), Geometry.contentSize)));
    }
    /// A pipe that keeps what nobody has looked at yet; what is read from it is in the file.
    bool openPipe(QFile &out)
    {
        if (!out.open(QIODevice::ReadWrite))
            return false;
        auto pipe = std::move(*PipeSink::create(out.handle()));
        pipe->holdBack();
        open(std::move(pipe));
        return true;
    }
    void close()
    {
        if (m_verifier)
            m_verifier->stop();
        m_writer.reset();
        m_sink.reset();
        m_verifier.reset();
    }
    void offer(const QByteArray &content, uint64_t from = 1, uint64_t to = Geometry.totalBlocks())
    {
        for (uint64_t block = from; block <= to; ++block)
            while (m_writer->offer(blockOf(content, Geometry, block), Instant{1s}) ==
                       BlockWriter::Answer::Full &&
                   !m_writer->error())
                m_writer->settle(Instant{1s});
        m_writer->settle(Instant{1s});
    }
    /// As the loops do it.
    bool waitFor(const std::function<bool()> &isThere)
    {
        return QTest::qWaitFor(
            [&] {
                pollfd wanted = m_writer->waitsFor();
                if (wanted.fd >= 0 && ::poll(&wanted, 1, 10) > 0)
                    static_cast<void>(m_writer->pump());
                return isThere();
            },
            Patience);
    }
    bool completes()
    {
        return waitFor([this] { return m_writer->isComplete(); });
    }
    bool fails()
    {
        return waitFor([this] { return m_writer->error().has_value(); });
    }
    QByteArray damagedAt(std::initializer_list<uint64_t> bytes) const
    {
        QByteArray content = m_content;
        for (const uint64_t at : bytes)
            content[qsizetype(at)] = char(~content[qsizetype(at)]);
        return content;
    }
    QByteArray written() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    /// All that lacks now, from another place.
    void fetchAgain(const QByteArray &content)
    {
        m_writer->comesFrom(Mirror);
        std::array<wire::Range, 64> ranges;
        const size_t count = m_writer->blocks().missing(ranges);
        for (size_t i = 0; i < count && !m_writer->error(); ++i)
            offer(content, ranges[i].start, ranges[i].end);
    }

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_damaged.clear();
        m_untold = 0;
    }
    void cleanup()
    {
        close();
        m_journal.reset();
    }

    void whatIsRightIsComplete_data()
    {
        QTest::addColumn<bool>("treeFirst");
        QTest::newRow("the tree is there") << true;
        QTest::newRow("the tree comes last") << false;
    }
    void whatIsRightIsComplete()
    {
        QFETCH(const bool, treeFirst);
        openFile();
        if (treeFirst)
            m_verifier->expect(m_hashes);
        offer(m_content);
        if (!treeFirst) {
            QVERIFY(waitFor([this] { return m_sink->waitsFor().fd < 0; }));
            QVERIFY(!m_writer->isComplete());
            QVERIFY(m_writer->isVerifying());
            QCOMPARE(int(m_writer->percent()), 99);
            QVERIFY(m_writer->waitsFor().fd >= 0);
            m_verifier->expect(m_hashes);
        }
        QVERIFY(completes());
        QCOMPARE(int(m_writer->percent()), 100);
        QVERIFY(!m_writer->isVerifying());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
        QVERIFY(m_damaged.isEmpty());
        QCOMPARE(m_bytesRead, uint64_t(0)); // what was just written is still at hand
    }

    void theOrderDoesNotMatter_data()
    {
        QTest::addColumn<uint64_t>("untold");
        QTest::newRow("all is at hand") << uint64_t(0);
        QTest::newRow("nothing") << uint64_t(1);
        QTest::newRow("some of it") << uint64_t(3);
    }
    void theOrderDoesNotMatter()
    {
        QFETCH(const uint64_t, untold);
        m_untold = untold;
        openFile();
        m_verifier->expect(m_hashes);
        // Runs of packets, and single ones that come later.
        std::vector<wire::Range> parts;
        std::mt19937 random(17);
        for (uint64_t block = 1; block <= Geometry.totalBlocks();) {
            const uint64_t last = std::min(block + random() % 60, Geometry.totalBlocks());
            parts.push_back({block, last});
            block = last + 1;
        }
        for (std::span rest(parts); !rest.empty(); rest = rest.subspan(std::min<size_t>(10, rest.size())))
            std::ranges::shuffle(rest.first(std::min<size_t>(10, rest.size())), random);
        for (const wire::Range part : parts)
            offer(m_content, part.start, part.end);
        QVERIFY(completes());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
        QVERIFY(m_damaged.isEmpty());
        if (untold == 0)
            QCOMPARE(m_bytesRead, uint64_t(0));
        else if (untold == 1)
            QCOMPARE(m_bytesRead, Geometry.contentSize);
        else
            QVERIFY(m_bytesRead > 0 && m_bytesRead < Geometry.contentSize);
    }

    void aWrongMegabyteIsFetchedAgainAndNamed_data()
    {
        QTest::addColumn<bool>("treeFirst");
        QTest::newRow("the tree is there") << true;
        QTest::newRow("the tree comes last") << false;
    }
    void aWrongMegabyteIsFetchedAgainAndNamed()
    {
        QFETCH(const bool, treeFirst);
        openFile();
        if (treeFirst)
            m_verifier->expect(m_hashes);
        offer(damagedAt({Piece + 5}));
        if (!treeFirst)
            m_verifier->expect(m_hashes);
        QVERIFY(waitFor([this] { return !m_damaged.isEmpty(); }));
        QCOMPARE(m_damaged, QStringList{QStringLiteral("1: ") + Session});
        QVERIFY(!m_writer->isComplete());
        QVERIFY(m_writer->percent() < 99);
        // It, and no more than the blocks that it has a part in.
        uint64_t missing = 0;
        for (uint64_t block = 1; block <= Geometry.totalBlocks(); ++block)
            missing += !m_writer->blocks().contains(block);
        QVERIFY(missing >= Piece / 1385 && missing <= Piece / 1385 + 2);
        QVERIFY(waitFor([this] { return m_sink->waitsFor().fd < 0; }));
        QCOMPARE(m_writer->bytesWritten(), m_journal->bytesRecorded());
        QVERIFY(m_writer->bytesWritten() < Geometry.contentSize);
        QVERIFY(m_writer->bytesRight() <= Geometry.contentSize - Piece);
        fetchAgain(m_content);
        QVERIFY(completes());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
        QCOMPARE(m_damaged.size(), 1);
    }

    /// Whoever sends the block that lies in two pieces wrong, the second time, spoils neither.
    void whatIsRightIsNotWrittenOver()
    {
        openFile();
        m_verifier->expect(m_hashes);
        constexpr uint64_t straddling = Piece / 1385 + 1;
        offer(m_content, straddling);
        QVERIFY(waitFor([this] { return m_writer->bytesRight() == Geometry.contentSize - Piece; }));
        offer(damagedAt({5}), 1, straddling - 1);
        QVERIFY(waitFor([this] { return !m_damaged.isEmpty(); }));
        fetchAgain(damagedAt({5, Piece + 1}));
        QVERIFY(waitFor([this] { return m_damaged.size() == 2; }));
        QCOMPARE(m_damaged.last(), QStringLiteral("0: ") + Mirror);
        fetchAgain(damagedAt({Piece + 1}));
        QVERIFY(completes());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
    }

    void bothSourcesAreNamed()
    {
        openFile();
        m_verifier->expect(m_hashes);
        m_writer->adopt(1); // zeroes
        offer(m_content, 2, 100);
        m_writer->comesFrom(Mirror);
        offer(m_content, 101);
        QVERIFY(waitFor([this] { return !m_damaged.isEmpty(); }));
        QCOMPARE(m_damaged,
                 QStringList{QStringLiteral("0: an earlier start,") + Session + QLatin1Char(',') + Mirror});
    }

    void anotherContentIsGivenUp()
    {
        openFile();
        m_verifier->expect(m_hashes);
        const QByteArray other(m_content.size(), 'x');
        offer(other);
        while (!m_writer->error()) {
            QVERIFY(waitFor([this] { return m_writer->error() || !m_writer->blocks().isComplete(); }));
            fetchAgain(other);
        }
        QCOMPARE(m_writer->error()->code, ErrorCode::VerificationFailed);
        QVERIFY(m_writer->error()->detail.contains(Mirror));
        QCOMPARE(m_damaged.size(), BlockWriter::WrongPiecesMost + 1);
        QVERIFY(!m_writer->isComplete());
        QVERIFY(!m_writer->pump());
    }

    /// Of an unfinished file of another version every megabyte may be wrong.
    void whatWasHereBeforeIsNobodysFault()
    {
        openFile();
        m_verifier->expect(m_hashes);
        for (uint64_t block = 1; block <= Geometry.totalBlocks(); ++block)
            m_writer->adopt(block); // zeroes
        while (!m_writer->isComplete()) {
            QVERIFY(waitFor([this] { return !m_writer->blocks().isComplete() || m_writer->isComplete(); }));
            QVERIFY(!m_writer->error());
            fetchAgain(m_content);
        }
        // A piece whose neighbour was wrong is looked at again with the block that they share.
        QVERIFY(m_damaged.size() >= 4);
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
    }

    /// Nor are there ever too many of it.
    void muchMayHaveBeenWrongBefore()
    {
        constexpr wire::ContentGeometry large{40 * Piece, 1385};
        const QByteArray content = testContent(large);
        MemorySink memory;
        memory.content = QByteArray(content.size(), 'x');
        const auto verifier = std::move(
            *PieceVerifier::start(large.contentSize, [&](uint64_t offset, std::span<uint8_t> bytes) {
                std::copy_n(memory.content.constData() + offset, bytes.size(), bytes.begin());
                return Result<void>();
            }));
        auto writer = BlockWriter::create(large, memory, {.verifier = verifier.get()});
        writer->comesFrom(Session);
        verifier->expect(hashesOf(content));
        for (uint64_t block = 1; block <= large.totalBlocks(); ++block)
            writer->adopt(block);
        const auto isThere = [&] {
            for (auto range = writer->blocks().nextMissing(1); range;
                 range = writer->blocks().nextMissing(1)) {
                for (uint64_t block = range->start; block <= range->end; ++block)
                    writer->offer(blockOf(content, large, block), Instant{1s});
                writer->settle(Instant{1s});
            }
            writer->settle(Instant{1s});
            return writer->isComplete() || writer->error();
        };
        QVERIFY(QTest::qWaitFor(isThere, Patience));
        QVERIFY(writer->isComplete());
        QVERIFY(memory.content == content);
        verifier->stop();
    }

    void withoutATreeItIsNotComplete()
    {
        openFile();
        m_verifier->giveUp({ErrorCode::NetworkFailure, QStringLiteral("none")});
        offer(m_content, 1, 1000);
        QVERIFY(waitFor([this] { return m_sink->waitsFor().fd < 0; }));
        QVERIFY(m_writer->pump());
        QVERIFY(!m_writer->error()); // there is time
        offer(m_content, 1001);
        QVERIFY(fails());
        QCOMPARE(m_writer->error()->code, ErrorCode::NetworkFailure);
        QVERIFY(m_writer->isVerifying());
        m_writer->verifyInTheEnd(*ContentDigest::of(m_content));
        QVERIFY(completes());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
    }

    void whatWaitsIsWrittenBeforeThatIsSaid()
    {
        constexpr wire::ContentGeometry small{20, 10};
        const QByteArray content = testContent(small);
        MemorySink memory;
        const auto verifier = std::move(*PieceVerifier::start(
            small.contentSize, [](uint64_t, std::span<uint8_t>) { return Result<void>(); }));
        auto writer = BlockWriter::create(small, memory, {.limit = 10, .verifier = verifier.get()});
        verifier->giveUp({ErrorCode::NetworkFailure, {}});
        writer->offer(blockOf(content, small, 1), Instant{1s});
        writer->offer(blockOf(content, small, 2), Instant{1s});
        writer->settle(Instant{1s});
        QVERIFY(writer->isVerifying());
        QVERIFY(!writer->error());
        QCOMPARE(memory.content.size(), 10);
        writer->settle(Instant{3s});
        QVERIFY(memory.content == content);
        QCOMPARE(writer->error()->code, ErrorCode::NetworkFailure);
    }

    void aTreeThatComesAfterAllCounts()
    {
        openFile();
        m_verifier->giveUp({ErrorCode::NetworkFailure, QStringLiteral("none")});
        m_verifier->expect(m_hashes);
        offer(m_content);
        QVERIFY(completes());
    }

    void aTreeOfAnotherSizeIsNone()
    {
        openFile();
        PieceHashes other = m_hashes;
        other.pieces.pop_back();
        m_verifier->expect(other);
        QVERIFY(!m_verifier->hasTree());
        m_verifier->expect(m_hashes);
        m_verifier->expect(hashesOf(QByteArray(m_content.size(), 'x'))); // the first counts
        offer(m_content);
        QVERIFY(completes());
    }

    void whatCannotBeReadIsAnError()
    {
        m_untold = 1;
        m_sink = std::make_unique<MemorySink>(); // which lets nobody read
        open(std::move(m_sink));
        m_verifier->expect(m_hashes);
        offer(m_content, 1, 800);
        QVERIFY(fails());
        QCOMPARE(m_writer->error()->code, ErrorCode::InvalidOperation);
    }

    void nothingIsReadTwice()
    {
        m_untold = 1;
        openFile();
        offer(m_content);
        QVERIFY(waitFor([this] { return m_bytesRead == Geometry.contentSize; }));
        m_verifier->expect(m_hashes);
        QVERIFY(completes());
        QCOMPARE(m_bytesRead, Geometry.contentSize);
    }

    void aPipeGetsWhatIsRight_data()
    {
        QTest::addColumn<bool>("treeFirst");
        QTest::newRow("the tree is there") << true;
        QTest::newRow("the tree comes last") << false;
    }
    void aPipeGetsWhatIsRight()
    {
        QFETCH(const bool, treeFirst);
        QFile out(path());
        QVERIFY(openPipe(out));
        if (treeFirst)
            m_verifier->expect(m_hashes);
        offer(m_content, 1, 2000);
        // Without a tree the reader is not kept waiting for it.
        QTRY_VERIFY(waitFor([&] { return QFileInfo(path()).size() >= 2 * qint64(Piece); }));
        offer(m_content, 2001);
        if (!treeFirst) {
            QVERIFY(waitFor([&] { return QFileInfo(path()).size() == m_content.size(); }));
            QVERIFY(!m_writer->isComplete());
            m_verifier->expect(m_hashes);
        }
        QVERIFY(completes());
        QVERIFY(m_sink->finish());
        QVERIFY(written() == m_content);
    }

    void aPipeNeverGetsWhatIsKnownToBeWrong()
    {
        QFile out(path());
        QVERIFY(openPipe(out));
        m_verifier->expect(m_hashes);
        offer(damagedAt({2 * Piece + 3}));
        QVERIFY(
            waitFor([&] { return !m_damaged.isEmpty() && QFileInfo(path()).size() == 2 * qint64(Piece); }));
        QVERIFY(!m_writer->error());
        fetchAgain(m_content);
        QVERIFY(completes());
        QVERIFY(written() == m_content);
    }

    void whatAPipeHasCannotBeTakenBack()
    {
        QFile out(path());
        QVERIFY(openPipe(out));
        offer(damagedAt({2 * Piece + 3}));
        QVERIFY(waitFor([&] { return QFileInfo(path()).size() == m_content.size(); }));
        m_verifier->expect(m_hashes);
        QVERIFY(fails());
        QCOMPARE(m_writer->error()->code, ErrorCode::VerificationFailed);
        QCOMPARE(m_damaged, QStringList{QStringLiteral("2: ") + Session});
    }

    void aPipeIsVerifiedByTheDigestWithoutATree_data()
    {
        QTest::addColumn<bool>("right");
        QTest::newRow("right") << true;
        QTest::newRow("wrong") << false;
    }
    void aPipeIsVerifiedByTheDigestWithoutATree()
    {
        QFETCH(const bool, right);
        QFile out(path());
        QVERIFY(openPipe(out));
        offer(right ? m_content : damagedAt({7}));
        m_verifier->giveUp({ErrorCode::NetworkFailure, {}});
        QVERIFY(fails());
        m_writer->verifyInTheEnd(*ContentDigest::of(m_content));
        QVERIFY(completes());
        QCOMPARE(m_sink->finish().has_value(), right);
    }
};

CASTDECK_TEST(VerifiedWritingTest)

} // namespace castdeck::tst_verifiedwriting
#include "tst_verifiedwriting.moc"
