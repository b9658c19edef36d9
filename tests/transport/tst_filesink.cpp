// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/filesink.h"

#include "support/testprogram.h"
#include "transport/pipesink.h"

#include <QDir>
#include <QFile>
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

ContentDigest::Value digestOf(QByteArrayView bytes)
{
    ContentDigest digest;
    digest.add({reinterpret_cast<const uint8_t *>(bytes.data()), static_cast<size_t>(bytes.size())});
    return *digest.finish();
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
        (*sink)->expect(digestOf("abcdefg"));
        QVERIFY(write(**sink, 0, "abcdefg"));
        QVERIFY((*sink)->finish());
        QVERIFY(QFile::exists(path("v")));

        auto other = FileSink::create(path("w"), 7);
        (*other)->expect(digestOf("abcdefg"));
        QVERIFY(write(**other, 0, "abcdefg"));
        // Somebody else spoils what was written: it is the file that counts.
        QFile part(path("w.part"));
        QVERIFY(part.open(QIODevice::ReadWrite));
        part.write("X");
        part.close();
        const auto finished = (*other)->finish();
        QVERIFY(!finished);
        QCOMPARE(finished.error().code, ErrorCode::VerificationFailed);
        QVERIFY(finished.error().detail.contains(ContentDigest::text(digestOf("abcdefg"))));
        QVERIFY(finished.error().detail.contains(ContentDigest::text(digestOf("Xbcdefg"))));
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
        QCOMPARE(ContentDigest::text(digestOf("abc")),
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
