// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/content/contentsource.h"

#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace castdeck::tst_contentsource
{

namespace
{

QByteArray readAll(ContentSource &source, uint64_t offset, std::initializer_list<size_t> lengths, bool *fine)
{
    size_t total = 0;
    for (const size_t length : lengths)
        total += length;
    QByteArray bytes(static_cast<qsizetype>(total), 'x');
    std::vector<iovec> places;
    char *at = bytes.data();
    for (const size_t length : lengths) {
        places.push_back({at, length});
        at += length;
    }
    *fine = source.read(offset, places).has_value();
    return bytes;
}

} // namespace

class TestContentSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_file = std::make_unique<QTemporaryFile>();
        QVERIFY(m_file->open());
        QVERIFY(m_file->write("0123456789abcdefghij") == 20 && m_file->flush());
    }

    void placesAreFilledInOrder()
    {
        auto source = ContentSource::fromPath(m_file->fileName());
        QVERIFY(source.has_value());
        QCOMPARE(source->size(), uint64_t(20));
        bool fine = false;
        QCOMPARE(readAll(*source, 2, {3, 1, 5}, &fine), QByteArray("23456789a"));
        QVERIFY(fine);
        QVERIFY(source->checkUnchanged().has_value());
    }

    void morePlacesThanOneCallTakes()
    {
        QVERIFY(m_file->resize(5000));
        auto source = ContentSource::fromPath(m_file->fileName());
        QByteArray bytes(5000, 'x');
        std::vector<iovec> places;
        for (qsizetype i = 0; i < bytes.size(); ++i)
            places.push_back({bytes.data() + i, 1});
        QVERIFY(source->read(0, places).has_value());
        QCOMPARE(bytes.left(20), QByteArray("0123456789abcdefghij"));
        QCOMPARE(bytes.count('\0'), 4980);
    }

    void shrunkFileIsAnError()
    {
        auto source = ContentSource::fromPath(m_file->fileName());
        QVERIFY(m_file->resize(10));
        bool fine = true;
        readAll(*source, 5, {10}, &fine);
        QVERIFY(!fine);
        QVERIFY(source->checkUnchanged().error().code == ErrorCode::ContentChanged);
    }

    /// Each kind of change behind our back: not one byte of it is handed out.
    void nothingOfAnotherVersionIsRead_data()
    {
        QTest::addColumn<QString>("change");
        for (const char *change : {"overwritten", "overwritten, time set back", "grown", "shrunk and grown"})
            QTest::newRow(change) << QString::fromLatin1(change);
    }
    void nothingOfAnotherVersionIsRead()
    {
        QFETCH(const QString, change);
        auto source = ContentSource::fromPath(m_file->fileName());
        bool fine = false;
        QCOMPARE(readAll(*source, 0, {5}, &fine), QByteArray("01234"));
        QVERIFY(fine);
        struct stat before = {};
        QCOMPARE(::fstat(m_file->handle(), &before), 0);
        QTest::qWait(20); // the system's clock for files is coarse
        if (change == QLatin1String("grown"))
            QVERIFY(m_file->seek(20) && m_file->write("x") == 1 && m_file->flush());
        else if (change == QLatin1String("shrunk and grown"))
            QVERIFY(m_file->resize(3) && m_file->resize(20));
        else
            QVERIFY(m_file->seek(12) && m_file->write("X") == 1 && m_file->flush());
        if (change.endsWith(QLatin1String("time set back"))) {
            const timespec times[2] = {before.st_atim, before.st_mtim};
            QCOMPARE(::futimens(m_file->handle(), times), 0);
        }
        readAll(*source, 5, {5}, &fine);
        QVERIFY(!fine);
        QCOMPARE(source->checkUnchanged().error().code, ErrorCode::ContentChanged);
        QCOMPARE(source->duplicate()->checkUnchanged().error().code, ErrorCode::ContentChanged);
        QVERIFY(ContentSource::fromPath(m_file->fileName())->version() != source->version());
    }

    /// The bytes are the same, and the session goes on.
    void whatLeavesTheBytesAloneIsNoChange_data()
    {
        QTest::addColumn<bool>("isWrittenToo");
        QTest::newRow("alone") << false;
        QTest::newRow("after a write in secret") << true;
    }
    void whatLeavesTheBytesAloneIsNoChange()
    {
        QFETCH(const bool, isWrittenToo);
        auto source = ContentSource::fromPath(m_file->fileName());
        source->watchWrites();
        const auto copy = source->duplicate();
        const QByteArray path = QFile::encodeName(m_file->fileName());
        const QByteArray other = path + ".link";
        struct stat before = {};
        QCOMPARE(::fstat(m_file->handle(), &before), 0);
        QTest::qWait(20); // the system's clock for files is coarse
        if (isWrittenToo) {
            const timespec times[2] = {before.st_atim, before.st_mtim};
            QVERIFY(m_file->seek(3) && m_file->write("X") == 1 && m_file->flush());
            QCOMPARE(::futimens(m_file->handle(), times), 0);
        }
        using Change = std::function<int()>;
        const Change changes[] = {[&] { return ::chmod(path.constData(), 0640); },
                                  [&] { return ::link(path.constData(), other.constData()); },
                                  [&] { return ::unlink(other.constData()); },
                                  [&] { return ::rename(path.constData(), other.constData()); },
                                  [&] { return ::rename(other.constData(), path.constData()); }};
        for (const Change &change : changes) {
            QCOMPARE(change(), 0);
            for (const ContentSource *const one : {static_cast<const ContentSource *>(&*source), &*copy})
                QCOMPARE(one->checkUnchanged().has_value(), !isWrittenToo);
            QTest::qWait(20);
        }
        QVERIFY(isWrittenToo || ContentSource::fromPath(m_file->fileName())->version() != source->version());
        // What was accepted once is no excuse for what comes later.
        const timespec times[2] = {before.st_atim, before.st_mtim};
        QCOMPARE(::futimens(m_file->handle(), times), 0);
        QCOMPARE(source->checkUnchanged().error().code, ErrorCode::ContentChanged);
        QCOMPARE(copy->checkUnchanged().error().code, ErrorCode::ContentChanged);
    }

    void aReplacedFileIsStillThere()
    {
        auto source = ContentSource::fromPath(m_file->fileName());
        QTest::qWait(20);
        QFile other(m_file->fileName() + QStringLiteral(".new"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("ANOTHER CONTENT HERE") == 20);
        other.close();
        QCOMPARE(::rename(qPrintable(other.fileName()), qPrintable(m_file->fileName())), 0);
        bool fine = false;
        QCOMPARE(readAll(*source, 10, {10}, &fine), QByteArray("abcdefghij"));
        QVERIFY(fine);
    }

    void whatWasWrittenJustNowIsFresh()
    {
        const auto age = [&](qint64 seconds) {
            m_file->setFileTime(QDateTime::currentDateTime().addSecs(-seconds),
                                QFileDevice::FileModificationTime);
            return ContentSource::fromPath(m_file->fileName())->isFresh();
        };
        QVERIFY(age(0));
        QVERIFY(!age(60));
        QVERIFY(!age(-60)); // somebody's clock is wrong
    }

    void rewrittenFileIsNoticed()
    {
        auto source = ContentSource::fromPath(m_file->fileName());
        QVERIFY(
            m_file->setFileTime(QDateTime::currentDateTime().addSecs(5), QFileDevice::FileModificationTime));
        QVERIFY(!source->checkUnchanged());
    }

    void whatIsNoRegularFileIsRefused()
    {
        QTemporaryDir folder;
        const QString pipe = folder.filePath(QStringLiteral("pipe"));
        QCOMPARE(::mkfifo(qPrintable(pipe), 0600), 0);
        for (const QString &path : {folder.path(), pipe, QStringLiteral("/dev/null")}) {
            const auto source = ContentSource::fromPath(path);
            QVERIFY2(!source && source.error().code == ErrorCode::WrongFileKind, qPrintable(path));
        }
        const auto missing = ContentSource::fromPath(folder.filePath(QStringLiteral("missing")));
        QVERIFY(!missing && missing.error().code == ErrorCode::FileNotFound);
        QVERIFY(missing.error().detail.contains(QStringLiteral("missing")));
    }

    // Block numbers and offsets beyond 32 bits, without five gigabytes of disk.
    void blocksBeyondFourGigabytes()
    {
        QTemporaryFile sparse;
        QVERIFY(sparse.open());
        const qint64 size = 5LL * 1024 * 1024 * 1024 + 17;
        QVERIFY(sparse.resize(size));
        QVERIFY(sparse.seek(size - 4) && sparse.write("last") == 4 && sparse.flush());
        auto source = ContentSource::fromPath(sparse.fileName());
        QVERIFY(source.has_value());
        const wire::ContentGeometry geometry{source->size(), 1413};
        const uint64_t last = geometry.totalBlocks();
        QByteArray block(geometry.length(last), 'x');
        iovec place{block.data(), static_cast<size_t>(block.size())};
        QVERIFY(source->read(geometry.offset(last), {&place, 1}).has_value());
        QVERIFY(block.endsWith("last"));
    }

private:
    std::unique_ptr<QTemporaryFile> m_file;
};

CASTDECK_TEST(TestContentSource)

} // namespace castdeck::tst_contentsource
#include "tst_contentsource.moc"
