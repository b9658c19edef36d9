// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/filesink.h"

#include "smalldisk.h"
#include "support/testprogram.h"
#include "transport/sink/freeroom.h"
#include "transport/sink/pipesink.h"
#include "transport/sink/sparsewrite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <fcntl.h>
#include <numeric>
#include <random>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace castdeck::tst_filesink
{

namespace
{

Result<void> write(ContentSink &sink, uint64_t offset, QByteArray bytes)
{
    std::array<iovec, 1> pieces{iovec{bytes.data(), static_cast<size_t>(bytes.size())}};
    return sink.write(offset, pieces);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class FileSinkTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void theNameComesLast()
    {
        auto sink = FileSink::create(path("a"), 7);
        QVERIFY(sink);
        QVERIFY(write(**sink, 4, "efg"));
        QVERIFY(write(**sink, 0, "abcd"));
        QVERIFY(!QFile::exists(path("a")));
        QCOMPARE(contentOf(path("a.part")), QByteArray("abcdefg"));
        QVERIFY((*sink)->finish());
        QCOMPARE(contentOf(path("a")), QByteArray("abcdefg"));
        QVERIFY(!QFile::exists(path("a.part")));
    }

    void anInterruptedOneIsKeptAndStartsAgain()
    {
        {
            auto sink = FileSink::create(path("b"), 4);
            QVERIFY(write(**sink, 0, "abcd"));
        }
        QCOMPARE(contentOf(path("b.part")), QByteArray("abcd"));
        QVERIFY(!QFile::exists(path("b")));
        auto again = FileSink::create(path("b"), 2);
        QVERIFY(again);
        QVERIFY((*again)->finish());
        QCOMPARE(contentOf(path("b")), QByteArray(2, '\0'));
    }

    void onlyTheExpectedBytesGetTheName()
    {
        auto sink = FileSink::create(path("v"), 7);
        (*sink)->expect(*ContentDigest::of("abcdefg"));
        QVERIFY(write(**sink, 0, "abcdefg"));
        QVERIFY((*sink)->finish());
        QVERIFY(QFile::exists(path("v")));

        auto other = FileSink::create(path("w"), 7);
        (*other)->expect(*ContentDigest::of("abcdefg"));
        QVERIFY(write(**other, 0, "abcdefg"));
        // Somebody else spoils what was written: it is the file that counts.
        QFile part(path("w.part"));
        QVERIFY(part.open(QIODevice::ReadWrite));
        part.write("X");
        part.close();
        const auto finished = (*other)->finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::VerificationFailed);
        QVERIFY(finished.error().detail.contains(ContentDigest::text(*ContentDigest::of("abcdefg"))));
        QVERIFY(finished.error().detail.contains(ContentDigest::text(*ContentDigest::of("Xbcdefg"))));
        QVERIFY(!QFile::exists(path("w")));
        QVERIFY(QFile::exists(path("w.part")));
    }

    void aDigestIsReadFromText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        const QString digits(62, QLatin1Char('0'));
        const auto row = [](const char *name, const QString &text, bool valid) {
            QTest::newRow(name) << text << valid;
        };
        row("lower case", QStringLiteral("sha256:ab") + digits, true);
        row("upper case", QStringLiteral("sha256:AB") + digits, true);
        row("empty", {}, false);
        row("half a prefix", QStringLiteral("sha2"), false);
        row("bare", QStringLiteral("ab") + digits, false);
        row("short", QStringLiteral("sha256:a") + digits, false);
        row("long", QStringLiteral("sha256:abc") + digits, false);
        row("no hex", QStringLiteral("sha256:ag") + digits, false);
        row("no latin", QStringLiteral("sha256:a\u0661") + digits, false);
        row("blank", QStringLiteral("sha256:a ") + digits, false);
    }
    void aDigestIsReadFromText()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, valid);
        const auto value = ContentDigest::fromText(text);
        QCOMPARE(value.has_value(), valid);
        if (value)
            QCOMPARE(ContentDigest::text(*value), text.toLower());
    }

    void theDigestIsSha256()
    {
        // FIPS 180-2, appendix B.1
        QCOMPARE(ContentDigest::text(*ContentDigest::of("abc")),
                 QStringLiteral("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    void nothingMakesAnEmptyFile()
    {
        auto sink = FileSink::create(path("empty"), 0);
        QVERIFY((*sink)->finish());
        QVERIFY(QFile::exists(path("empty")));
        QCOMPARE(QFile(path("empty")).size(), 0);
    }

    void anOlderFileStaysUntilTheEnd()
    {
        QFile old(path("old"));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        auto sink = FileSink::create(path("old"), 3);
        QVERIFY(write(**sink, 0, "new"));
        QCOMPARE(contentOf(path("old")), QByteArray("old"));
        QVERIFY((*sink)->finish());
        QCOMPARE(contentOf(path("old")), QByteArray("new"));
    }

    void onlyOneWriter()
    {
        auto first = FileSink::create(path("locked"), 1);
        QVERIFY(first);
        const auto second = FileSink::create(path("locked"), 1);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Busy);
        QVERIFY((*first)->finish());
        first->reset();
        QVERIFY(FileSink::create(path("locked"), 1));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<quint64>("size");
        QTest::addColumn<ErrorCode>("code");
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder")));
        QCOMPARE(mkfifo(QFile::encodeName(path("fifo")).constData(), 0600), 0);
        QVERIFY(QFile::link(path("elsewhere"), path("trap.part")));
        QTest::newRow("a folder") << path("folder") << quint64(1) << ErrorCode::WrongFileKind;
        QTest::newRow("a pipe") << path("fifo") << quint64(1) << ErrorCode::WrongFileKind;
        QTest::newRow("a device") << QStringLiteral("/dev/null") << quint64(1) << ErrorCode::WrongFileKind;
        QTest::newRow("no such folder") << path("none/x") << quint64(1) << ErrorCode::FileNotFound;
        QTest::newRow("beyond any file") << path("huge") << ~quint64(0) << ErrorCode::DeviceFull;
        QTest::newRow("the .part is a link") << path("trap") << quint64(1) << ErrorCode::FileFailure;
    }
    void refused()
    {
        QFETCH(const QString, where);
        QFETCH(const quint64, size);
        QFETCH(const ErrorCode, code);
        const auto sink = FileSink::create(where, size);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, code);
        QVERIFY(sink.error().detail.contains(where));
        QVERIFY(!QFile::exists(path("elsewhere")));
    }

    void aFullDeviceShowsBeforeTheFirstBlock()
    {
        const QByteArray disk = QFile::encodeName(path("disk"));
        QVERIFY(mkdir(disk.constData(), 0700) == 0);
        if (mount("castdeck", disk.constData(), "tmpfs", 0, "size=256k") != 0)
            QSKIP("needs the right to mount a small tmpfs");
        const auto tooBig = FileSink::create(path("disk/x"), 1'000'000);
        const bool partLeft = QFile::exists(path("disk/x.part"));
        const bool fits = FileSink::create(path("disk/x"), 100'000).has_value();
        umount(disk.constData());
        QVERIFY(!tooBig);
        QCOMPARE(tooBig.error().code, ErrorCode::DeviceFull);
        QVERIFY(!partLeft);
        QVERIFY(fits);
    }

    void roomInMemoryIsLookedAtAndNotFilled()
    {
        const SmallDisk disk(QStringLiteral("tmpfs"), 4 << 20);
        if (!disk.isThere())
            QSKIP("needs the right to mount such a file system");
        const QString file = disk.path(QStringLiteral("x"));
        const auto sink = FileSink::create(file, 3'000'000);
        QVERIFY(sink);
        struct stat made = {};
        QCOMPARE(stat(QFile::encodeName(FileSink::partPath(file)).constData(), &made), 0);
        QCOMPARE(made.st_size, off_t(3'000'000));
        QCOMPARE(made.st_blocks, blkcnt_t(0));
        QCOMPARE(FileSink::create(disk.path(QStringLiteral("y")), 5'000'000).error().code,
                 ErrorCode::DeviceFull);
    }

    /// File systems of every kind on which half a content lies already, and which have room for the rest.
    void whatIsThereIsNotTakenForLackOfRoom_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"tmpfs", "ramfs", "ext2"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void whatIsThereIsNotTakenForLackOfRoom()
    {
        QFETCH(const QString, kind);
        const SmallDisk disk(kind, 4 << 20);
        if (!disk.isThere())
            QSKIP("needs the right to mount such a file system");
        constexpr uint64_t Size = 3'000'000;
        const QString file = disk.path(QStringLiteral("x"));
        const QByteArray half(1'600'000, 'h');
        {
            auto sink = FileSink::create(file, Size);
            QVERIFY2(sink, qPrintable(sink ? QString() : sink.error().detail));
            QVERIFY(write(**sink, 0, half));
        }
        auto again = FileSink::create(file, Size);
        QVERIFY2(again, qPrintable(again ? QString() : again.error().detail));
        QVERIFY(contentOf(FileSink::partPath(file)).startsWith(half));
        QVERIFY(write(**again, half.size(), QByteArray(qsizetype(Size) - half.size(), 'r')));
        QVERIFY((*again)->finish());
        QCOMPARE(QFile(file).size(), qint64(Size));
    }

    /// Whatever is wrong with the next one: what an earlier call left is there afterwards.
    void lackOfRoomTakesNothingAway_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<quint64>("next");
        QTest::newRow("tmpfs, the same") << QStringLiteral("tmpfs") << quint64(3'000'000);
        QTest::newRow("tmpfs, a larger one") << QStringLiteral("tmpfs") << quint64(8'000'000);
        QTest::newRow("ext2, the same") << QStringLiteral("ext2") << quint64(3'000'000);
        QTest::newRow("ext2, a larger one") << QStringLiteral("ext2") << quint64(8'000'000);
    }
    void lackOfRoomTakesNothingAway()
    {
        QFETCH(const QString, kind);
        QFETCH(const quint64, next);
        const SmallDisk disk(kind, 4 << 20);
        if (!disk.isThere())
            QSKIP("needs the right to mount such a file system");
        const QString file = disk.path(QStringLiteral("x"));
        const QByteArray part(300'000, 'p');
        QFile before(FileSink::partPath(file)); // with holes, as another program or file system left it
        QVERIFY(before.open(QIODevice::WriteOnly) && before.write(part) == part.size());
        QVERIFY(before.resize(3'000'000));
        before.close();
        QFile other(disk.path(QStringLiteral("other"))); // takes all that is left
        QVERIFY(other.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (other.write(QByteArray(4096, 'o')) > 0) {
        }
        const auto sink = FileSink::create(file, next);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::DeviceFull);
        QCOMPARE(before.size(), 3'000'000);
        QVERIFY(contentOf(before.fileName()).startsWith(part));
    }

    void roomIsCountedAsTheSystemSaysIt_data()
    {
        QTest::addColumn<quint64>("owned"); // bytes
        QTest::addColumn<quint64>("blocks");
        QTest::addColumn<quint64>("forAll"); // blocks
        QTest::addColumn<quint64>("forRoot");
        QTest::addColumn<bool>("lacks");
        QTest::addColumn<bool>("lacksForRoot");
        const auto row = [](const char *name, quint64 owned, quint64 blocks, quint64 forAll, quint64 forRoot,
                            bool lacks, bool lacksForRoot) {
            QTest::newRow(name) << owned << blocks << forAll << forRoot << lacks << lacksForRoot;
        };
        row("just enough", 0, 100, 10, 10, false, false);
        row("one block short", 0, 100, 9, 9, true, true);
        row("the rest is owned", 4096, 100, 9, 9, false, false);
        row("more is owned than wanted", 1 << 20, 100, 0, 0, false, false);
        row("a reserve for root", 0, 100, 9, 10, true, false);
        row("a system that does not say", 0, 0, 0, 0, false, false);
    }
    void roomIsCountedAsTheSystemSaysIt()
    {
        QFETCH(const quint64, owned);
        QFETCH(const quint64, blocks);
        QFETCH(const quint64, forAll);
        QFETCH(const quint64, forRoot);
        struct stat file = {};
        file.st_blocks = blkcnt_t(owned / 512);
        struct statvfs system = {};
        system.f_frsize = 4096;
        system.f_blocks = blocks;
        system.f_bavail = forAll;
        system.f_bfree = forRoot;
        QTEST(certainlyLacksRoom(40'960, file, system, false), "lacks");
        QTEST(certainlyLacksRoom(40'960, file, system, true), "lacksForRoot");
    }

    /// Whatever lies where, and in whatever pieces it comes: the bytes are right, and long zeroes take no
    /// room, not even where something else lay before.
    void holesStayHoles_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void holesStayHoles()
    {
        QFETCH(const quint32, seed);
        std::mt19937 random(seed);
        constexpr qsizetype Size = 3'000'000;
        QByteArray content;
        while (content.size() < Size)
            content +=
                QByteArray(qsizetype(random() % 300'000), random() % 2 ? '\0' : char('a' + random() % 9));
        content.truncate(Size);
        auto sink = FileSink::create(path("sparse"), Size);
        QVERIFY(write(**sink, 0, QByteArray(Size, 'o'))); // of another content
        for (qsizetype at = 0; at < Size;) {
            std::vector<QByteArray> bytes;
            std::vector<iovec> pieces;
            const auto from = static_cast<uint64_t>(at);
            for (auto count = random() % 4 + 1; count > 0 && at < Size; --count) {
                bytes.push_back(content.mid(at, qsizetype(random() % 400'000)));
                at += bytes.back().size();
            }
            for (QByteArray &one : bytes)
                pieces.push_back({one.data(), size_t(one.size())});
            QVERIFY((*sink)->write(from, pieces));
        }
        struct stat status = {};
        QCOMPARE(::stat(qPrintable(path("sparse.part")), &status), 0);
        qint64 zeroes = 0;
        for (qsizetype at = 0; at + qsizetype(HoleSize) <= Size; at += HoleSize)
            zeroes += content.mid(at, HoleSize).count('\0') == qsizetype(HoleSize) ? qint64(HoleSize) : 0;
        QVERIFY2(status.st_blocks * 512 <= Size - zeroes / 2 + 65'536,
                 qPrintable(QStringLiteral("%1 blocks, %2 zeroes").arg(status.st_blocks).arg(zeroes)));
        QVERIFY((*sink)->finish());
        QVERIFY(contentOf(path("sparse")) == content);
    }

    void anyNameHasRoomForItsPart_data()
    {
        QTest::addColumn<QString>("name");
        for (const int length : {1, 244, 245, 250, 251, 255}) {
            QTest::addRow("%d bytes", length) << QString(length, QLatin1Char('n'));
            if (length > 1)
                QTest::addRow("%d bytes, not of one each", length)
                    << QString(length % 2, QLatin1Char('n')) + QString(length / 2, QChar(0xE9));
        }
    }
    void anyNameHasRoomForItsPart()
    {
        QFETCH(const QString, name);
        const QString file = m_folder.filePath(name);
        const QString state = FileSink::statePath(file);
        const bool isShort = QFile::encodeName(name).size() <= 244;
        QCOMPARE(state, isShort ? file + QStringLiteral(".part.state") : state);
        QVERIFY(state.endsWith(QLatin1String(".part.state")));
        QVERIFY(QFile::encodeName(QFileInfo(state).fileName()).size() <= 255);
        // Another name of the same beginning has another.
        QVERIFY(FileSink::partPath(file) != FileSink::partPath(file.chopped(1) + QLatin1Char('m')));
        auto sink = FileSink::create(file, 3);
        QVERIFY2(sink, qPrintable(sink ? QString() : sink.error().detail));
        QVERIFY(write(**sink, 0, "abc"));
        QVERIFY(QFile::exists(FileSink::partPath(file)));
        QVERIFY((*sink)->finish());
        QCOMPARE(contentOf(file), QByteArray("abc"));
    }

    void aPartWithASecondNameIsNotWrittenThrough()
    {
        QFile other(path("precious"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("keep") == 4);
        other.close();
        QCOMPARE(::link(QFile::encodeName(path("precious")).constData(),
                        QFile::encodeName(path("twin.part")).constData()),
                 0);
        const auto sink = FileSink::create(path("twin"), 9);
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::FileAccessDenied);
        QCOMPARE(contentOf(path("precious")), QByteArray("keep"));
    }

    void aFailingWriteIsReported()
    {
        auto sink = FileSink::create(path("limited"), 0);
        const auto written = write(**sink, uint64_t(1) << 62, "x"); // no file system has such offsets
        QVERIFY(!written);
        QVERIFY(written.error().detail.contains(QLatin1String("limited.part")));
    }

    void aKilledWriterLeavesNoFile()
    {
        int ready[2];
        QCOMPARE(pipe(ready), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto sink = FileSink::create(path("killed"), 4);
            const char done = sink && write(**sink, 0, "abcd") ? '1' : '0';
            if (::write(ready[1], &done, 1) == 1)
                pause();
            _exit(1);
        }
        char done = 0;
        QCOMPARE(read(ready[0], &done, 1), ssize_t(1));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        close(ready[0]);
        close(ready[1]);
        QCOMPARE(done, '1');
        QVERIFY(!QFile::exists(path("killed")));
        QCOMPARE(contentOf(path("killed.part")), QByteArray("abcd"));
        QVERIFY(FileSink::create(path("killed"), 4)); // the lock died with it
    }

    /// Blocks in any order come out of the pipe in order, however slowly it is read.
    void aPipeGetsItsBytesInOrder()
    {
        constexpr int Blocks = 300;
        constexpr int BlockSize = 1413;
        std::mt19937 random(3);
        QByteArray content;
        while (content.size() < Blocks * BlockSize)
            content.append(static_cast<char>(random()));
        int ends[2];
        QCOMPARE(pipe2(ends, O_NONBLOCK), 0);
        auto sink = PipeSink::create(ends[1]);
        QVERIFY(sink);
        std::vector<int> order(Blocks);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin() + 20, order.end(), random); // the first 20 go straight through
        for (const int block : order)
            QVERIFY(write(**sink, static_cast<uint64_t>(block * BlockSize),
                          content.mid(block * BlockSize, BlockSize)));
        QCOMPARE((*sink)->waitsFor().fd, ends[1]); // a pipe holds less than that
        QByteArray got;
        std::array<char, 10'000> buffer;
        while (got.size() < content.size()) {
            const ssize_t count = read(ends[0], buffer.data(), buffer.size());
            QVERIFY(count > 0);
            got.append(buffer.data(), count);
            QVERIFY((*sink)->pump());
        }
        QCOMPARE(got, content);
        QCOMPARE((*sink)->waitsFor().fd, -1);
        QVERIFY((*sink)->finish());
        close(ends[0]);
        close(ends[1]);
    }

    void aReaderThatLeavesIsAnError()
    {
        std::signal(SIGPIPE, SIG_IGN);
        int ends[2];
        QCOMPARE(pipe2(ends, O_NONBLOCK), 0);
        auto sink = PipeSink::create(ends[1]);
        close(ends[0]);
        const auto written = write(**sink, 0, "abc");
        close(ends[1]);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::ConnectionLost);
    }
};

CASTDECK_TEST(FileSinkTest)

} // namespace castdeck::tst_filesink
#include "tst_filesink.moc"
