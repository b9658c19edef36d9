// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/piecebook.h"

#include "support/testprogram.h"
#include "transport/content/hashtree.h"

#include <QTest>
#include <algorithm>
#include <map>
#include <numeric>
#include <random>

namespace castdeck::tst_piecebook
{

namespace
{

constexpr uint64_t Piece = HashTree::PieceSize;

using Checks = std::vector<PieceCheck>;

/// Three pieces, the last of which has 5 bytes; block 758 lies in the first two.
constexpr wire::ContentGeometry Geometry{2 * Piece + 5, 1385};
constexpr uint64_t Straddling = Piece / 1385 + 1;

Checks addAll(PieceBook &book, uint64_t from, uint64_t to, unsigned source = 1)
{
    Checks complete;
    for (uint64_t block = from; block <= to; ++block)
        book.add(block, source, complete);
    return complete;
}

} // namespace

class PieceBookTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPieceIsCompleteWithItsLastByte()
    {
        PieceBook book(Geometry);
        QCOMPARE(addAll(book, 1, Straddling - 1), Checks{});
        QCOMPARE(addAll(book, Straddling, Straddling), (Checks{{0, 0}}));
        QCOMPARE(addAll(book, Straddling + 1, Geometry.totalBlocks()), (Checks{{1, 0}, {2, 0}}));
        QVERIFY(!book.isRight());
        QVERIFY(book.accept({0, 0}) && book.accept({2, 0}));
        QVERIFY(!book.isRight());
        QVERIFY(book.accept({1, 0}));
        QVERIFY(book.isRight());
    }

    void nothingIsRightFromTheStart()
    {
        QVERIFY(PieceBook({0, 1385}).isRight());
        QVERIFY(!PieceBook({1, 1385}).isRight());
        PieceBook book(Geometry);
        QVERIFY(!book.accept({0, 0})); // it is not complete
        QVERIFY(!book.reject({0, 0}));
        QVERIFY(!book.accept({3, 0})); // there is no such
        QVERIFY(!book.accept({UINT64_MAX, 0}));
    }

    void aWrongPieceLacksAllItsBlocks()
    {
        PieceBook book(Geometry);
        addAll(book, 1, Geometry.totalBlocks());
        const auto blocks = book.reject({0, 0});
        QVERIFY(blocks);
        QCOMPARE(blocks->start, uint64_t(1));
        QCOMPARE(blocks->end, Straddling);
        // Its neighbour has lost some of its bytes, so what is found out of it now is of what was there.
        QVERIFY(!book.accept({1, 0}));
        QVERIFY(!book.accept({0, 0}));
        QVERIFY(!book.reject({0, 0}));
        QVERIFY(book.accept({2, 0}));
        QCOMPARE(addAll(book, 1, Straddling), (Checks{{0, 1}, {1, 1}}));
        QVERIFY(book.accept({0, 1}) && book.accept({1, 1}));
        QVERIFY(book.isRight());
    }

    void whatIsRightStaysSo()
    {
        PieceBook book(Geometry);
        addAll(book, 1, Geometry.totalBlocks());
        QVERIFY(book.accept({1, 0}) && book.accept({2, 0}));
        QVERIFY(!book.reject({1, 0}));
        const auto blocks = book.reject({0, 0});
        QCOMPARE(blocks->end, Straddling);
        // Of the block that lies in both, what belongs to the one that is right is not written again.
        const PieceBook::Bytes bytes = book.open(Straddling);
        QCOMPARE(bytes.first, Geometry.offset(Straddling));
        QCOMPARE(bytes.behind, Piece);
        QCOMPARE(addAll(book, 1, Straddling), (Checks{{0, 1}}));
        QVERIFY(book.accept({0, 1}));
        QVERIFY(book.isRight());
    }

    void bytesToBeWritten()
    {
        PieceBook book(Geometry);
        const auto isWhole = [&](uint64_t block) {
            const PieceBook::Bytes bytes = book.open(block);
            return bytes.first == Geometry.offset(block) &&
                   bytes.behind == Geometry.offset(block) + Geometry.length(block);
        };
        QVERIFY(isWhole(1) && isWhole(Straddling) && isWhole(Geometry.totalBlocks()));
        addAll(book, 1, Geometry.totalBlocks());
        QVERIFY(book.accept({0, 0}));
        QCOMPARE(book.open(Straddling).first, Piece);
        QCOMPARE(book.open(Straddling).behind, Geometry.offset(Straddling) + Geometry.length(Straddling));
        QVERIFY(book.accept({1, 0}));
        QCOMPARE(book.open(Straddling).first, book.open(Straddling).behind);
        QVERIFY(isWhole(Geometry.totalBlocks()) == false); // its first bytes are of the second piece
    }

    void sourcesAreRemembered()
    {
        PieceBook book(Geometry);
        addAll(book, 1, 10, 0);
        addAll(book, 11, Straddling, 2);
        addAll(book, Straddling + 1, Geometry.totalBlocks(), 7);
        QCOMPARE(int(book.sourcesOf(0)), 0b101);
        QCOMPARE(int(book.sourcesOf(1)), 0b10000100);
        QCOMPARE(int(book.sourcesOf(2)), 0b10000000);
        QVERIFY(book.reject({0, 0}));
        addAll(book, 1, Straddling, 3);
        QCOMPARE(int(book.sourcesOf(0)), 0b1000);
    }

    /// Blocks in any order, verdicts at any time, some of them wrong: in the end all is right, and nothing
    /// that was right was ever to be written again.
    void anyOrderEndsWell_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<quint32>("blockSize");
        for (const quint32 blockSize : {1000U, 1385U, 9000U, 65000U})
            QTest::addRow("%u", blockSize) << quint64(5 * Piece + 777) << blockSize;
        QTest::newRow("pieces of whole blocks") << quint64(4 * Piece) << 4096U;
        QTest::newRow("one block") << quint64(100) << 1385U;
    }
    void anyOrderEndsWell()
    {
        QFETCH(const quint64, size);
        QFETCH(const quint32, blockSize);
        const wire::ContentGeometry geometry{size, blockSize};
        std::mt19937 random(blockSize);
        PieceBook book(geometry);
        std::vector<uint64_t> lacking(geometry.totalBlocks());
        std::iota(lacking.begin(), lacking.end(), 1);
        std::vector<bool> right(HashTree::pieceCount(size));
        Checks pending;
        int wrong = 20;
        while (!book.isRight()) {
            QVERIFY(!lacking.empty() || !pending.empty());
            if (!lacking.empty() && (pending.empty() || random() % 300 != 0)) {
                std::swap(lacking[random() % lacking.size()], lacking.back());
                const uint64_t block = lacking.back();
                lacking.pop_back();
                const PieceBook::Bytes bytes = book.open(block);
                for (uint64_t at = bytes.first; at < bytes.behind; ++at)
                    QVERIFY(!right[at / Piece]);
                book.add(block, 1, pending);
                continue;
            }
            std::swap(pending[random() % pending.size()], pending.back());
            const PieceCheck check = pending.back();
            pending.pop_back();
            if (wrong > 0 && random() % 2 == 0) {
                if (const auto blocks = book.reject(check)) {
                    --wrong;
                    for (uint64_t block = blocks->start; block <= blocks->end; ++block)
                        lacking.push_back(block);
                    std::ranges::sort(lacking); // one that lacked for its other piece lacks once
                    lacking.erase(std::unique(lacking.begin(), lacking.end()), lacking.end());
                }
            } else if (book.accept(check)) {
                QVERIFY(!right[check.piece]);
                right[check.piece] = true;
            }
        }
        QVERIFY(std::ranges::all_of(right, [](bool one) { return one; }));
        QVERIFY(lacking.empty());
    }
};

CASTDECK_TEST(PieceBookTest)

} // namespace castdeck::tst_piecebook
#include "tst_piecebook.moc"
