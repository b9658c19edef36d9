// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treestore.h"
#include "support/testprogram.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck::tst_treestore
{

namespace
{

constexpr qint64 Size = 3 * qint64(HashTree::PieceSize) + 5;

ContentVersion versionOf(quint64 inode, qint64 size = Size)
{
    return {.device = 7, .inode = inode, .size = size, .modified = -1, .changed = 1'700'000'000'000'000'001};
}

PieceHashes hashesOf(quint8 seed, qint64 size = Size)
{
    PieceHashes hashes;
    hashes.pieces.resize(HashTree::pieceCount(quint64(size)));
    for (size_t i = 0; i < hashes.pieces.size(); ++i)
        hashes.pieces[i].fill(quint8(seed + i));
    hashes.root = *HashTree().root(hashes.pieces);
    return hashes;
}

} // namespace

class TreeStoreTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString folder() const { return m_folder->filePath(QStringLiteral("trees")); }
    TreeStore store() const { return TreeStore(folder()); }
    QString onlyFile() const
    {
        const QStringList names = QDir(folder()).entryList(QDir::Files | QDir::Hidden);
        return names.size() == 1 ? QDir(folder()).filePath(names.first()) : QString();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatWasKeptIsFound()
    {
        QVERIFY(!store().find(versionOf(1)));
        QVERIFY(store().keep(versionOf(1), hashesOf(10)));
        QVERIFY(store().keep(versionOf(2), hashesOf(20)));
        QCOMPARE(store().find(versionOf(1)), std::optional(hashesOf(10)));
        QCOMPARE(store().find(versionOf(2)), std::optional(hashesOf(20)));
        QVERIFY(!store().find(versionOf(3)));
        struct stat status = {};
        QCOMPARE(::stat(QFile::encodeName(folder()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0700U);
    }

    void withoutAFolderNothingIsKept()
    {
        const TreeStore nowhere{QString()};
        QVERIFY(nowhere.keep(versionOf(1), hashesOf(1)));
        QVERIFY(!nowhere.find(versionOf(1)));
    }

    void anotherVersionIsAnotherContent_data()
    {
        QTest::addColumn<int>("field");
        int field = 0;
        for (const char *name : {"device", "inode", "size", "modified", "changed"})
            QTest::newRow(name) << field++;
    }
    void anotherVersionIsAnotherContent()
    {
        QFETCH(const int, field);
        ContentVersion other = versionOf(1);
        other.device += field == 0;
        other.inode += field == 1;
        other.size += field == 2;
        other.modified += field == 3;
        other.changed += field == 4;
        const QByteArray bytes = TreeStore::toBytes(versionOf(1), hashesOf(10));
        QVERIFY(TreeStore::fromBytes(bytes, versionOf(1)));
        QVERIFY(!TreeStore::fromBytes(bytes, other));
        QVERIFY(store().keep(versionOf(1), hashesOf(10)));
        QVERIFY(!store().find(other));
    }

    void aNewVersionTakesThePlaceOfTheOld()
    {
        ContentVersion next = versionOf(1);
        ++next.changed;
        QVERIFY(store().keep(versionOf(1), hashesOf(10)));
        QVERIFY(store().keep(next, hashesOf(11)));
        QVERIFY(!onlyFile().isEmpty());
        QVERIFY(!store().find(versionOf(1)));
        QCOMPARE(store().find(next), std::optional(hashesOf(11)));
    }

    /// Every bit, and every length.
    void whatIsDamagedIsNoTree()
    {
        const QByteArray good = TreeStore::toBytes(versionOf(1), hashesOf(10));
        for (qsizetype at = 0; at < good.size(); ++at) {
            QByteArray bytes = good;
            bytes[at] = char(bytes[at] ^ (1 << (at % 8)));
            QVERIFY(!TreeStore::fromBytes(bytes, versionOf(1)));
            QVERIFY(!TreeStore::fromBytes(good.first(at), versionOf(1)));
        }
        QVERIFY(!TreeStore::fromBytes(QByteArray(good + '\0'), versionOf(1)));
        QVERIFY(!TreeStore::fromBytes(QByteArray(good + good), versionOf(1)));
    }

    /// Made by somebody who knows how: the seal is right, and the root is not.
    void aSealedRootIsLookedAtToo()
    {
        PieceHashes wrong = hashesOf(10);
        wrong.root[0] ^= 1;
        QVERIFY(!TreeStore::fromBytes(TreeStore::toBytes(versionOf(1), wrong), versionOf(1)));
    }

    void whatLiesInItsPlaceIsNotBelieved()
    {
        QVERIFY(store().keep(versionOf(1), hashesOf(10)));
        const QString path = onlyFile();
        const QString elsewhere = m_folder->filePath(QStringLiteral("elsewhere"));
        QVERIFY(QFile::rename(path, elsewhere));
        QVERIFY(QFile::link(elsewhere, path));
        QVERIFY(!store().find(versionOf(1)));
        QVERIFY(QFile::remove(path));
        QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
        QVERIFY(!store().find(versionOf(1)));
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::copy(elsewhere, path));
        QVERIFY(store().find(versionOf(1)));
        if (::geteuid() != 0)
            QSKIP("needs root to give a file away");
        QCOMPARE(::chown(QFile::encodeName(path).constData(), 65534, 65534), 0);
        QVERIFY(!store().find(versionOf(1)));
    }

    void itIsBounded()
    {
        const auto bytes = quint64(TreeStore::toBytes(versionOf(1), hashesOf(1)).size());
        const auto found = [](const TreeStore &store, int last) {
            QString kept;
            for (int i = 1; i <= last; ++i)
                kept += store.find(versionOf(quint64(i))) ? QString::number(i) : QString();
            return kept;
        };
        const auto fill = [&](const TreeStore &store) {
            for (int i = 1; i <= 5; ++i) {
                QVERIFY(store.keep(versionOf(quint64(i)), hashesOf(quint8(i))));
                // Apart, as they are in life.
                for (const QFileInfo &info : QDir(folder()).entryInfoList(QDir::Files)) {
                    QFile file(info.filePath());
                    QVERIFY(file.open(QIODevice::ReadWrite));
                    QVERIFY(file.setFileTime(info.lastModified().addSecs(-60), QFile::FileModificationTime));
                }
            }
        };
        const TreeStore few(folder(), {.files = 3});
        fill(few);
        QCOMPARE(found(few, 5), QStringLiteral("345"));
        QDir(folder()).removeRecursively();
        const TreeStore small(folder(), {.bytes = 2 * bytes + 1});
        fill(small);
        QCOMPARE(found(small, 5), QStringLiteral("45"));
    }

    void whatIsUsedStays()
    {
        const TreeStore store(folder(), {.files = 2});
        QVERIFY(store.keep(versionOf(1), hashesOf(1)));
        QVERIFY(store.keep(versionOf(2), hashesOf(2)));
        for (const QFileInfo &info : QDir(folder()).entryInfoList(QDir::Files)) {
            QFile file(info.filePath());
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(info.lastModified().addSecs(-60), QFile::FileModificationTime));
        }
        QVERIFY(store.find(versionOf(1)));
        QVERIFY(store.keep(versionOf(3), hashesOf(3)));
        QVERIFY(store.find(versionOf(1)));
        QVERIFY(!store.find(versionOf(2)));
    }

    void aFolderThatCannotBeMadeIsAnError()
    {
        QFile file(folder());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!store().keep(versionOf(1), hashesOf(1)));
        QVERIFY(!store().find(versionOf(1)));
    }
};

CASTDECK_TEST(TreeStoreTest)

} // namespace castdeck::tst_treestore
#include "tst_treestore.moc"
