// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/hashtree.h"

#include "hashesof.h"
#include "support/testprogram.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QtEndian>

namespace castdeck::tst_hashtree
{

namespace
{

using Hash = HashTree::Hash;
constexpr uint64_t Leaf = HashTree::LeafSize;
constexpr uint64_t Piece = HashTree::PieceSize;

QByteArray sha(QByteArrayView bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

/// As hashtree.py makes it.
QByteArray contentOf(uint64_t size)
{
    QByteArray content;
    for (quint64 n = 0; uint64_t(content.size()) < size; ++n) {
        std::array<char, 8> number;
        qToBigEndian(n, number.data());
        content += sha({number.data(), qsizetype(number.size())});
    }
    return content.first(qsizetype(size));
}

std::span<const uint8_t> bytesOf(QByteArrayView bytes)
{
    return {reinterpret_cast<const uint8_t *>(bytes.data()), size_t(bytes.size())};
}

QByteArray hex(const Hash &hash)
{
    return QByteArray(reinterpret_cast<const char *>(hash.data()), qsizetype(hash.size())).toHex();
}

/// The root from the whole row of leaves, one level after the other.
QByteArray rootByLevels(const QByteArray &content)
{
    QList<QByteArray> row;
    for (qsizetype at = 0; at < content.size(); at += qsizetype(Leaf))
        row << sha(content.mid(at, qsizetype(Leaf)));
    while (row.isEmpty() || (row.size() & (row.size() - 1)) != 0)
        row << QByteArray(32, '\0');
    while (row.size() > 1) {
        QList<QByteArray> above;
        for (qsizetype i = 0; i < row.size(); i += 2)
            above << sha(QByteArray(row[i] + row[i + 1]));
        row = above;
    }
    return row.first().toHex();
}

} // namespace

class HashTreeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void vectors_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<QByteArray>("root");
        QTest::addColumn<QStringList>("pieces");
        QFile file(QStringLiteral(CASTDECK_TEST_DATA "/vectors/hashtree.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray all = QJsonDocument::fromJson(file.readAll())[QLatin1String("vectors")].toArray();
        QVERIFY(all.size() > 15);
        for (const QJsonValue &vector : all) {
            QStringList pieces;
            for (const QJsonValue &piece : vector[QLatin1String("pieces")].toArray())
                pieces << piece.toString();
            const auto size = quint64(vector[QLatin1String("size")].toInteger(-1));
            QTest::addRow("%llu", size)
                << size << vector[QLatin1String("root")].toString().toLatin1() << pieces;
        }
    }
    void vectors()
    {
        QFETCH(const quint64, size);
        QFETCH(const QStringList, pieces);
        const PieceHashes hashes = hashesOf(contentOf(size));
        QStringList found;
        for (const Hash &piece : hashes.pieces)
            found << QString::fromLatin1(hex(piece));
        QCOMPARE(found, pieces);
        QTEST(hex(hashes.root), "root");
    }

    void theRootIsThatOfAllLeaves()
    {
        for (const uint64_t size : {uint64_t{0}, uint64_t{1}, Leaf - 1, Leaf, Leaf + 1, 3 * Leaf, 33 * Leaf,
                                    Piece - 1, Piece, Piece + 1, 2 * Piece + Leaf, 3 * Piece, 4 * Piece - 1,
                                    5 * Piece + 7, 9 * Piece + 17 * Leaf + 3}) {
            const QByteArray content = contentOf(size);
            QCOMPARE(hex(hashesOf(content).root), rootByLevels(content));
        }
    }

    void theLibrariesAgree()
    {
        const QByteArray content = contentOf(Piece);
        HashTree fastest;
        HashTree openSsl(wire::CryptoLibrary::OpenSsl);
        for (uint64_t size = Piece; size > 0; size -= size / 9 + 1) {
            const auto bytes = bytesOf(content).first(size);
            QVERIFY(fastest.piece(bytes, size) && fastest.piece(bytes, size) == openSsl.piece(bytes, size));
            QVERIFY(fastest.piece(bytes, 3 * Piece) == openSsl.piece(bytes, 3 * Piece));
        }
        std::vector<Hash> pieces(100);
        for (size_t i = 0; i < pieces.size(); ++i)
            pieces[i].fill(uint8_t(i));
        QVERIFY(fastest.root(pieces) && fastest.root(pieces) == openSsl.root(pieces));
    }

    void everyByteCounts()
    {
        const QByteArray content = contentOf(2 * Piece + 3 * Leaf);
        const PieceHashes right = hashesOf(content);
        for (const uint64_t at : {uint64_t{0}, Leaf - 1, Leaf, Piece - 1, Piece, 2 * Piece + 3 * Leaf - 1}) {
            QByteArray other = content;
            other[qsizetype(at)] = char(other[qsizetype(at)] ^ 1);
            const PieceHashes hashes = hashesOf(other);
            QVERIFY(hashes.root != right.root);
            for (uint64_t i = 0; i < right.pieces.size(); ++i)
                QCOMPARE(hashes.pieces[i] == right.pieces[i], i != at / Piece);
        }
    }

    /// Nor does a piece stand for one that is longer by zeroes, nor for a leaf of hashes.
    void lengthCounts()
    {
        HashTree tree;
        const QByteArray zeroes(qsizetype(Piece), '\0');
        const auto all = bytesOf(zeroes);
        QVERIFY(tree.piece(all.first(Piece - 1), 2 * Piece) != tree.piece(all, 2 * Piece));
        QVERIFY(tree.piece(all.first(Leaf), 2 * Piece) != tree.piece(all.first(Leaf), Leaf));
        QVERIFY(tree.piece(all.first(0), 2 * Piece) != tree.piece(all, 2 * Piece));
    }

    void sizes()
    {
        QCOMPARE(HashTree::pieceCount(0), uint64_t(0));
        QCOMPARE(HashTree::pieceCount(1), uint64_t(1));
        QCOMPARE(HashTree::pieceCount(Piece), uint64_t(1));
        QCOMPARE(HashTree::pieceCount(Piece + 1), uint64_t(2));
        QCOMPARE(HashTree::pieceLength(0, Piece + 1), Piece);
        QCOMPARE(HashTree::pieceLength(1, Piece + 1), uint64_t(1));
        QCOMPARE(HashTree::pieceLength(1, 2 * Piece), Piece);
    }

    void bytesComeBack()
    {
        for (const uint64_t size : {uint64_t{0}, uint64_t{5}, Piece, 3 * Piece + 1}) {
            const PieceHashes hashes = hashesOf(contentOf(size));
            const QByteArray bytes = hashes.toBytes();
            QCOMPARE(bytes.size(), qsizetype(32 * (1 + hashes.pieces.size())));
            const auto read = PieceHashes::fromBytes(bytes, size);
            QVERIFY(read);
            QCOMPARE(*read, hashes);
        }
    }

    void whatIsNotATreeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("size");
        QTest::addColumn<int>("code");
        const quint64 size = 3 * Piece + 1;
        const QByteArray good = hashesOf(contentOf(size)).toBytes();
        const auto row = [](const char *name, const QByteArray &bytes, quint64 of, ErrorCode code) {
            QTest::newRow(name) << bytes << of << int(code);
        };
        const auto flipped = [&](qsizetype at) {
            QByteArray bytes = good;
            bytes[at] = char(bytes[at] ^ 0x80);
            return bytes;
        };
        row("nothing", {}, size, ErrorCode::ProtocolViolation);
        row("a byte less", good.chopped(1), size, ErrorCode::ProtocolViolation);
        row("a byte more", good + '\0', size, ErrorCode::ProtocolViolation);
        row("a piece less", good.chopped(32), size, ErrorCode::ProtocolViolation);
        row("of a smaller content", good, 3 * Piece, ErrorCode::ProtocolViolation);
        row("of a larger one", good, 4 * Piece + 1, ErrorCode::ProtocolViolation);
        row("of one that has none", good, HashTree::ContentMost + 1, ErrorCode::ProtocolViolation);
        row("of the greatest number", QByteArray(32, '\0'), UINT64_MAX, ErrorCode::ProtocolViolation);
        row("another root", flipped(0), size, ErrorCode::VerificationFailed);
        row("another first piece", flipped(32), size, ErrorCode::VerificationFailed);
        row("another last piece", flipped(good.size() - 1), size, ErrorCode::VerificationFailed);
        row("pieces changed about", good.first(32) + good.mid(64, 32) + good.mid(32, 32) + good.sliced(96),
            size, ErrorCode::VerificationFailed);
    }
    void whatIsNotATreeIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const quint64, size);
        const auto read = PieceHashes::fromBytes(bytes, size);
        QVERIFY(!read);
        QTEST(int(read.error().code), "code");
    }
};

CASTDECK_TEST(HashTreeTest)

} // namespace castdeck::tst_hashtree
#include "tst_hashtree.moc"
