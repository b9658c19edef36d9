// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/treebuilding.h"
#include "engine/content/treecache.h"
#include "support/testprogram.h"
#include "transport/hashesof.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_treecache
{

namespace
{

using Urgency = TreeCache::Urgency;
constexpr uint64_t Piece = HashTree::PieceSize;

QByteArray contentOf(uint64_t size, char seed = 'a')
{
    QByteArray content(qsizetype(size), seed);
    for (qsizetype i = 0; i < content.size(); i += 7)
        content[i] = char(i / 7 + seed);
    return content;
}

} // namespace

class TreeCacheTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    TreeStore store() const { return TreeStore(path("trees")); }
    QString write(const QByteArray &content, const char *name = "content") const
    {
        QFile file(path(name));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
        return written ? file.fileName() : QString();
    }
    static ContentSource open(const QString &path) { return *ContentSource::fromPath(path); }
    /// The root's text, or the error's name.
    static QString root(TreeCache &cache, const ContentSource &source, Urgency urgency = Urgency::Asked)
    {
        QString answer;
        cache.request(source, urgency, [&](const Result<HashTree::Hash> &result) {
            answer = result ? ContentDigest::text(*result) : errorName(result.error().code);
        });
        const bool atOnce = !answer.isEmpty();
        const bool came = QTest::qWaitFor([&] { return !answer.isEmpty(); }, Patience);
        return came && !atOnce ? answer : QStringLiteral("not from the event loop");
    }
    static QString rootOf(const QByteArray &content) { return ContentDigest::text(hashesOf(content).root); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void builds_data()
    {
        QTest::addColumn<quint64>("size");
        QTest::addColumn<unsigned>("threads");
        for (const unsigned threads : {1U, 2U, 7U}) {
            for (const uint64_t size :
                 {uint64_t{0}, uint64_t{1}, Piece - 1, Piece, Piece + 1, 5 * Piece + 123})
                QTest::addRow("%llu by %u", static_cast<unsigned long long>(size), threads)
                    << quint64(size) << threads;
        }
    }
    void builds()
    {
        QFETCH(const quint64, size);
        QFETCH(const unsigned, threads);
        const QByteArray content = contentOf(size);
        const auto built = buildTree(open(write(content)), threads, false);
        QVERIFY(built);
        QCOMPARE(*built, hashesOf(content));
    }

    void itIsNotBuiltOfWhatChanges()
    {
        const ContentSource source = open(write(contentOf(3 * Piece)));
        QFile file(path("content"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.putChar('x') && file.flush());
        const auto changed = buildTree(source, 2, false);
        QVERIFY(!changed);
        QCOMPARE(changed.error().code, ErrorCode::ContentChanged);
        TreeCache cache{store()};
        QCOMPARE(root(cache, source), errorName(ErrorCode::ContentChanged));
        QVERIFY(!store().find(source.version()));
        QVERIFY(!QDir(path("trees")).exists());
    }

    void whoeverStopsItIsHeard()
    {
        const auto stopped = buildTree(open(write(contentOf(3 * Piece))), 2, true);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    void onceForAllWhoAsk()
    {
        const QByteArray content = contentOf(2 * Piece + 9);
        const ContentSource source = open(write(content));
        TreeCache cache{store()};
        QStringList answers;
        for (const Urgency urgency : {Urgency::Ahead, Urgency::Asked, Urgency::Ahead, Urgency::Asked})
            cache.request(source, urgency, [&](const Result<HashTree::Hash> &result) {
                answers += result ? ContentDigest::text(*result) : QString();
            });
        QTRY_COMPARE(answers.size(), 4);
        QCOMPARE(answers, QStringList(4, rootOf(content)));
        QCOMPARE(root(cache, source), rootOf(content));
        QCOMPARE(cache.buildings(), 1);
        const auto tree = cache.find(source.version());
        QVERIFY(tree && tree->bytes() && *tree->bytes());
        QCOMPARE(**tree->bytes(), hashesOf(content).toBytes());
    }

    void nobodyWaitsForIt()
    {
        QFile file(write({}));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(qint64(8) << 30)); // holes
        const ContentSource source = open(file.fileName());
        TreeCache cache{store()};
        const auto tree = cache.request(source, Urgency::Asked);
        QVERIFY(tree);
        QVERIFY(!tree->bytes()); // nobody reads as fast as that, and it is no error
        QCOMPARE(cache.find(source.version()), tree);
    }

    void itIsNotBuiltAgainAfterAStart()
    {
        const QByteArray content = contentOf(3 * Piece);
        const ContentSource source = open(write(content));
        QCOMPARE(root(*std::make_unique<TreeCache>(store()), source), rootOf(content));
        TreeCache second{store()};
        QCOMPARE(root(second, source, Urgency::Ahead), rootOf(content));
        QCOMPARE(second.buildings(), 0);
    }

    void aDamagedFileIsBuiltAnew()
    {
        const QByteArray content = contentOf(3 * Piece);
        const ContentSource source = open(write(content));
        QCOMPARE(root(*std::make_unique<TreeCache>(store()), source), rootOf(content));
        const QFileInfoList files = QDir(path("trees")).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 1);
        QFile file(files.first().filePath());
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(100) && file.putChar('!'));
        file.close();
        TreeCache second{store()};
        QCOMPARE(root(second, source), rootOf(content));
        QCOMPARE(second.buildings(), 1);
        QCOMPARE(store().find(source.version()), std::optional(hashesOf(content)));
    }

    /// As cp -p and rsync -t leave it: only the time of change tells.
    void aChangedContentIsAnother()
    {
        const QDateTime time = QDateTime::fromSecsSinceEpoch(1'000'000);
        TreeCache cache{store()};
        for (const char seed : {'a', 'b'}) {
            const QByteArray content = contentOf(Piece + 5, seed);
            QFile file(write(content));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.setFileTime(time, QFile::FileModificationTime));
            QCOMPARE(root(cache, open(file.fileName())), rootOf(content));
        }
        QCOMPARE(cache.buildings(), 2);
    }

    void whatFailedIsTriedAgain()
    {
        const ContentSource source = open(write(contentOf(Piece)));
        TreeCache cache{store()};
        QFile file(path("content"));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.resize(5));
        const auto tree = cache.request(source, Urgency::Asked);
        QCOMPARE(root(cache, source), errorName(ErrorCode::ContentChanged));
        QVERIFY(tree->bytes() && !*tree->bytes());
        QVERIFY(!cache.find(source.version()));
        QCOMPARE(root(cache, source), errorName(ErrorCode::ContentChanged));
        QCOMPARE(cache.buildings(), 2);
    }

    void destructionCallsNobody()
    {
        int calls = 0;
        std::shared_ptr<const ContentTree> tree;
        {
            TreeCache cache{store()};
            tree = cache.request(open(write(contentOf(32 * Piece))), Urgency::Asked,
                                 [&](const Result<HashTree::Hash> &) { ++calls; });
        }
        QCoreApplication::processEvents();
        QCOMPARE(calls, 0);
        QVERIFY(!tree->bytes());
    }
};

CASTDECK_TEST(TreeCacheTest)

} // namespace castdeck::tst_treecache
#include "tst_treecache.moc"
