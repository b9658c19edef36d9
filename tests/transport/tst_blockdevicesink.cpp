// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopdevice.h"
#include "support/testprogram.h"
#include "transport/sink/blockdevicesink.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <unistd.h>

namespace castdeck::tst_blockdevicesink
{

namespace
{

Result<void> write(ContentSink &sink, uint64_t offset, QByteArray bytes)
{
    std::array<iovec, 1> piece{iovec{bytes.data(), size_t(bytes.size())}};
    return sink.write(offset, piece);
}

} // namespace

class BlockDeviceSinkTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    DeviceFacts facts() const { return {m_folder->filePath(QStringLiteral("sys")), proc()}; }
    QString proc() const { return m_folder->filePath(QStringLiteral("proc")); }
    static void put(const QString &path, const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).absolutePath()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    /// A disk or partition as the kernel shows it; @p inside: of which disk.
    void device(const char *name, const char *number, const char *inside = "")
    {
        const QString sys = facts().sys;
        const QString below = *inside ? QString::fromLatin1(inside) + QLatin1Char('/') : QString();
        const QString folder = sys + QStringLiteral("/devices/") + below + QString::fromLatin1(name);
        QVERIFY(QDir().mkpath(folder + QStringLiteral("/holders")));
        put(folder + QStringLiteral("/dev"), QByteArray(number) + '\n');
        if (*inside)
            put(folder + QStringLiteral("/partition"), "1\n");
        QVERIFY(QDir().mkpath(sys + QStringLiteral("/dev/block")));
        QVERIFY(QFile::link(folder, sys + QStringLiteral("/dev/block/") + QString::fromLatin1(number)));
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void whatIsUsedIsRefused_data()
    {
        QTest::addColumn<QByteArray>("mount");
        QTest::addColumn<QByteArray>("swap");
        QTest::addColumn<QString>("holder");
        QTest::addColumn<bool>("disk");
        QTest::addColumn<bool>("first");
        QTest::addColumn<bool>("second");
        const auto row = [](const char *name, const char *mount, const char *swap, const char *holder,
                            bool disk, bool first, bool second) {
            QTest::newRow(name) << QByteArray(mount) << QByteArray(swap) << QString::fromLatin1(holder)
                                << disk << first << second;
        };
        row("nothing", "", "", "", true, true, true);
        row("the disk is mounted", "36 1 252:0 / /mnt rw - ext4 /dev/vdx rw\n", "", "", false, false, false);
        row("a partition is mounted", "36 1 252:1 / / rw - ext4 /dev/vdx1 rw\n", "", "", false, false, true);
        row("with a number of its own", "36 1 0:33 / / rw shared:1 master:2 - btrfs /dev/vdx1 rw\n", "", "",
            false, false, true);
        row("several fields in between", "36 1 9:9 / /a\\040b rw shared:1 - ext4 /dev/other rw\n", "", "",
            true, true, true);
        row("swap", "", "/dev/vdx2 partition 1 0 -2\n", "", false, true, false);
        row("a volume on a partition", "", "", "vdx/vdx1/holders/dm-0", false, false, true);
        row("a disk in an array", "", "", "vdx/holders/md0", false, false, false);
        row("nonsense", "36 1\n\n- - -\nx", "", "", true, true, true);
    }
    void whatIsUsedIsRefused()
    {
        QFETCH(const QByteArray, mount);
        QFETCH(const QByteArray, swap);
        QFETCH(const QString, holder);
        QFETCH(const bool, disk);
        QFETCH(const bool, first);
        QFETCH(const bool, second);
        device("vdx", "252:0");
        device("vdx1", "252:1", "vdx");
        device("vdx2", "252:2", "vdx");
        put(proc() + QStringLiteral("/self/mountinfo"), "22 1 0:1 / /proc rw - proc proc rw\n" + mount);
        put(proc() + QStringLiteral("/swaps"), "Filename Type Size Used Priority\n" + swap);
        if (!holder.isEmpty())
            QVERIFY(QDir().mkpath(facts().sys + QStringLiteral("/devices/") + holder));
        const std::array expected{disk, first, second};
        for (unsigned i = 0; i < expected.size(); ++i) {
            const auto unused = checkUnused(252, i, facts());
            QCOMPARE(unused.has_value(), expected[i]);
            if (!unused) {
                QCOMPARE(unused.error().code, ErrorCode::Busy);
                QVERIFY2(unused.error().detail.contains(QStringLiteral("/dev/vdx")),
                         qPrintable(unused.error().detail));
            }
        }
    }

    void whatTheKernelDoesNotSayIsNoLeave()
    {
        QCOMPARE(checkUnused(252, 0, facts()).error().code, ErrorCode::FileFailure);
        device("vdx", "252:0");
        QCOMPARE(checkUnused(252, 0, facts()).error().code, ErrorCode::FileFailure); // no list of mounts
    }

    void otherFilesAreRefused()
    {
        const QString file = m_folder->filePath(QStringLiteral("file"));
        put(file, "x");
        for (const QString &path : {file, m_folder->path(), QStringLiteral("/dev/null")}) {
            const auto sink = BlockDeviceSink::create(path, 1);
            QVERIFY(!sink);
            QCOMPARE(sink.error().code, ErrorCode::WrongFileKind);
        }
        QCOMPARE(BlockDeviceSink::create(file + QStringLiteral("2"), 1).error().code,
                 ErrorCode::FileNotFound);
    }

    void aRealDevice()
    {
        const QString image = m_folder->filePath(QStringLiteral("image"));
        QFile file(image);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(1 << 20));
        const LoopDevice loop(image);
        if (loop.path.isEmpty())
            QSKIP("no loop device to be had here");
        const QByteArray content(700'001, 'z');

        const auto tooSmall = BlockDeviceSink::create(loop.path, (1 << 20) + 1);
        QVERIFY(!tooSmall);
        QCOMPARE(tooSmall.error().code, ErrorCode::DeviceFull);
        {
            const Descriptor holder(
                ::open(QFile::encodeName(loop.path).constData(), O_RDONLY | O_EXCL | O_CLOEXEC));
            QVERIFY(holder.isValid());
            QCOMPARE(BlockDeviceSink::create(loop.path, 1).error().code, ErrorCode::Busy);
        }
        auto sink = BlockDeviceSink::create(loop.path, uint64_t(content.size()));
        QVERIFY2(sink, qPrintable(sink ? QString() : sink.error().detail));
        (*sink)->expect(*ContentDigest::of(content));
        QVERIFY(write(**sink, 500'000, content.mid(500'000)));
        QVERIFY(write(**sink, 0, content.left(500'000)));
        QVERIFY((*sink)->finish());
        QVERIFY(write(**sink, 7, "y"));
        const auto spoiled = (*sink)->finish();
        QVERIFY(!spoiled);
        QCOMPARE(spoiled.error().code, ErrorCode::VerificationFailed);
        sink->reset();
        QVERIFY(file.seek(0));
        QCOMPARE(file.read(9), QByteArray("zzzzzzzyz"));
    }
};

CASTDECK_TEST(BlockDeviceSinkTest)

} // namespace castdeck::tst_blockdevicesink
#include "tst_blockdevicesink.moc"
