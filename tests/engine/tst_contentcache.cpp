// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/content/contentcache.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <unistd.h>

namespace castdeck::tst_contentcache
{

class TestContentCache : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_root = std::make_unique<QTemporaryDir>(); }
    void onlyTheFinishedIsFound();
    void whatIsGivenUpLeavesNothing();
    void whatAKilledProgramLeftGoes();
    void theLongestUnusedGoes();
    void whatIsReadStays();
    void useDoesNotLookLikeAChange();
    void whatGrowsMakesItsRoom();
    void whatIsTooBigIsRefused();
    void aFolderThatCannotBeIsSaid();

private:
    QString folder() const { return m_root->filePath(QStringLiteral("images")); }
    QStringList files() const { return QDir(folder()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
    static void fill(const ContentCache::Part &part, size_t size)
    {
        const std::vector<char> bytes(size, 'x');
        QCOMPARE(write(part.descriptor(), bytes.data(), bytes.size()), ssize_t(size));
    }
    /// Makes it, as used @p minutes ago.
    void put(const ContentCache &cache, const QString &key, size_t size, int minutes = 0)
    {
        auto part = cache.begin(size);
        QVERIFY2(part, part ? "" : qPrintable(part.error().detail));
        fill(*part, size);
        QVERIFY(cache.finish(std::move(*part), key));
        const timespec times[] = {{time(nullptr) - minutes * 60, 0}, {0, UTIME_OMIT}};
        const QByteArray path = QFile::encodeName(folder() + u'/' + key);
        QCOMPARE(utimensat(AT_FDCWD, path.constData(), times, 0), 0);
    }

    std::unique_ptr<QTemporaryDir> m_root;
};

void TestContentCache::onlyTheFinishedIsFound()
{
    const ContentCache cache(folder(), 1000);
    QVERIFY(!cache.find(QStringLiteral("a"), {}));
    auto part = cache.begin(100);
    QVERIFY(part);
    fill(*part, 100);
    QVERIFY(!cache.find(QStringLiteral("a"), {}));
    QVERIFY(!files().contains(QStringLiteral("a")));
    QVERIFY(cache.finish(std::move(*part), QStringLiteral("a")));
    const auto found = cache.find(QStringLiteral("a"), QStringLiteral("image 1"));
    QVERIFY(found);
    QCOMPARE(found->size(), 100u);
    QCOMPARE(found->name(), QStringLiteral("image 1"));
    QVERIFY(fcntl(found->descriptor(), F_GETFD) & FD_CLOEXEC);
    QCOMPARE(files(), QStringList{QStringLiteral("a")});
    QCOMPARE(QFile::permissions(folder()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestContentCache::whatIsGivenUpLeavesNothing()
{
    const ContentCache cache(folder(), 1000);
    {
        const auto part = cache.begin(100);
        QVERIFY(part);
        QCOMPARE(files().size(), 1);
    }
    QCOMPARE(files(), QStringList());
}

void TestContentCache::whatAKilledProgramLeftGoes()
{
    const ContentCache cache(folder(), 1000);
    const auto living = cache.begin(100);
    QVERIFY(living);
    QFile left(folder() + QStringLiteral("/.part-killed"));
    QVERIFY(left.open(QIODevice::WriteOnly) && left.resize(900));
    left.close();
    const auto other = cache.begin(100);
    QVERIFY(other);
    QVERIFY(!left.exists());
    QVERIFY(QFile::exists(living->path()));
}

void TestContentCache::theLongestUnusedGoes()
{
    const ContentCache cache(folder(), 1000);
    put(cache, QStringLiteral("old"), 300, 30);
    put(cache, QStringLiteral("oldest"), 300, 40);
    put(cache, QStringLiteral("new"), 300, 10);
    QVERIFY(cache.find(QStringLiteral("oldest"), {}));
    put(cache, QStringLiteral("more"), 300);
    QCOMPARE(files(), (QStringList{QStringLiteral("more"), QStringLiteral("new"), QStringLiteral("oldest")}));
    put(cache, QStringLiteral("all"), 1000);
    QCOMPARE(files(), QStringList{QStringLiteral("all")});
}

void TestContentCache::whatIsReadStays()
{
    const ContentCache cache(folder(), 1000);
    put(cache, QStringLiteral("a"), 600);
    auto found = cache.find(QStringLiteral("a"), {});
    QVERIFY(found);
    // As a session does.
    Descriptor session(fcntl(found->descriptor(), F_DUPFD_CLOEXEC, 0));
    found.reset();
    const auto refused = cache.begin(600);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DeviceFull);
    QVERIFY(refused.error().detail.contains(folder()));
    QCOMPARE(files(), QStringList{QStringLiteral("a")});
    QVERIFY(cache.begin(400));
    session = Descriptor();
    QVERIFY(cache.begin(600));
    QCOMPARE(files(), QStringList());
}

void TestContentCache::useDoesNotLookLikeAChange()
{
    const ContentCache cache(folder(), 1000);
    put(cache, QStringLiteral("a"), 100, 60);
    const auto read = cache.find(QStringLiteral("a"), {});
    QVERIFY(read);
    const auto again = cache.find(QStringLiteral("a"), {});
    QVERIFY(again);
    QVERIFY(again->version() == read->version());
    QVERIFY(read->checkUnchanged());
}

void TestContentCache::whatGrowsMakesItsRoom()
{
    const ContentCache cache(folder(), 1000);
    put(cache, QStringLiteral("old"), 400, 60);
    put(cache, QStringLiteral("new"), 400, 30);
    auto part = cache.begin();
    QVERIFY(part);
    fill(*part, 100);
    QVERIFY(cache.makeRoom());
    QCOMPARE(files().size(), 3);
    fill(*part, 400);
    QVERIFY(cache.makeRoom());
    QVERIFY(!QFile::exists(folder() + QStringLiteral("/old")));
    QVERIFY(QFile::exists(folder() + QStringLiteral("/new")));
    fill(*part, 600);
    QCOMPARE(cache.makeRoom().error().code, ErrorCode::DeviceFull);
    QCOMPARE(cache.finish(std::move(*part), QStringLiteral("big")).error().code, ErrorCode::DeviceFull);
}

void TestContentCache::whatIsTooBigIsRefused()
{
    const ContentCache cache(folder(), 1000);
    // Nobody knows how big it will be before it is there.
    auto part = cache.begin(5000);
    QVERIFY(part);
    fill(*part, 1000);
    QVERIFY(cache.makeRoom());
    fill(*part, 1);
    QCOMPARE(cache.makeRoom().error().code, ErrorCode::DeviceFull);
    QCOMPARE(cache.finish(std::move(*part), QStringLiteral("a")).error().code, ErrorCode::DeviceFull);
    QCOMPARE(files(), QStringList());
}

void TestContentCache::aFolderThatCannotBeIsSaid()
{
    QFile inTheWay(m_root->filePath(QStringLiteral("file")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    const ContentCache cache(inTheWay.fileName() + QStringLiteral("/images"), 1000);
    const auto refused = cache.begin(1);
    QVERIFY(!refused);
    QVERIFY(refused.error().detail.contains(inTheWay.fileName()));
    QVERIFY(!cache.find(QStringLiteral("a"), {}));
}

CASTDECK_TEST(TestContentCache)

} // namespace castdeck::tst_contentcache
#include "tst_contentcache.moc"
