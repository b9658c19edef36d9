// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/hangingfolder.h"
#include "support/testprogram.h"
#include "transport/content/readahead.h"
#include "transport/receivingbench.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <fcntl.h>

namespace castdeck::tst_readahead
{

namespace
{

constexpr uint64_t Size = 5'000'000;

/// Out of the system's memory, so that the next to read waits for the disk.
void coolDown(const ContentSource &source)
{
    ::fsync(source.descriptor());
    ::posix_fadvise(source.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
}

} // namespace

class ReadAheadTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_content = testContent({Size, 1000});
    std::atomic<int> m_arrivals = 0;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    std::unique_ptr<ReadAhead> open(const QString &name)
    {
        auto source = ContentSource::fromPath(path(name));
        return source ? std::make_unique<ReadAhead>(std::move(*source), [this] { ++m_arrivals; }) : nullptr;
    }
    /// As a session does: asks again whenever something has arrived. The bytes, or what went wrong.
    Result<QByteArray> take(ReadAhead &reader, uint64_t offset, qsizetype length)
    {
        QByteArray bytes(length, 'x');
        while (true) {
            std::array<iovec, 2> places{iovec{bytes.data(), size_t(length / 3)},
                                        iovec{bytes.data() + length / 3, size_t(length - length / 3)}};
            const int before = m_arrivals;
            const auto read = reader.read(offset, places);
            if (!read)
                return tl::unexpected(read.error());
            if (*read)
                return bytes;
            if (!QTest::qWaitFor([&] { return m_arrivals > before; }, Patience))
                return failure(ErrorCode::TimedOut);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("disk")));
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("share")));
        QFile file(path(QStringLiteral("disk/content")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_content) == m_content.size());
    }

    void everyByteIsInItsPlace_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("disk") << QStringLiteral("disk/content");
        QTest::newRow("share") << QStringLiteral("share/content");
    }
    /// In order with repairs between, whatever the memory holds of it.
    void everyByteIsInItsPlace()
    {
        QFETCH(const QString, name);
        const HangingFolder share(path(QStringLiteral("disk")), path(QStringLiteral("share")));
        if (!share.isMounted())
            QSKIP("this system mounts no file system for us");
        const auto reader = open(name);
        QVERIFY(reader);
        QCOMPARE(reader->source().mayHang(), name.startsWith(QStringLiteral("share")));
        QRandomGenerator random(1);
        for (uint64_t offset = 0; offset < Size;) {
            const auto length = qsizetype(std::min<uint64_t>(random.bounded(1, 65'000), Size - offset));
            if (random.bounded(20) == 0)
                coolDown(reader->source());
            const auto bytes = take(*reader, offset, length);
            QVERIFY(bytes);
            QVERIFY(*bytes == m_content.sliced(qsizetype(offset), length));
            offset += uint64_t(length);
            if (random.bounded(4) == 0) {
                const auto repair = random.bounded(qint64(offset));
                const auto part = std::min<qint64>(1'400, qint64(offset) - repair);
                const auto again = take(*reader, uint64_t(repair), part);
                QVERIFY(again && *again == m_content.sliced(repair, part));
            }
        }
        QVERIFY(reader->checkUnchanged());
    }

    void aShareThatStopsAnsweringHoldsUpNobody()
    {
        const HangingFolder share(path(QStringLiteral("disk")), path(QStringLiteral("share")));
        if (!share.isMounted())
            QSKIP("this system mounts no file system for us");
        auto reader = open(QStringLiteral("share/content"));
        QVERIFY(reader);
        QVERIFY(take(*reader, 0, 1'000));
        share.stop();
        QByteArray bytes(1'000, 'x');
        iovec place{bytes.data(), 1'000};
        const auto read = reader->read(Size - 1'000, {&place, 1}); // would wait here for ever
        QVERIFY(read && !*read);
        QVERIFY(reader->checkUnchanged());
        reader.reset(); // and here
        share.goOn();
    }

    void whatChangedIsNotRead()
    {
        const HangingFolder share(path(QStringLiteral("disk")), path(QStringLiteral("share")));
        for (const QString &name : {QStringLiteral("disk/content"), QStringLiteral("share/content")}) {
            if (name.startsWith(QStringLiteral("share")) && !share.isMounted())
                continue;
            const auto reader = open(name);
            QVERIFY(reader);
            QVERIFY(take(*reader, 0, 1'000));
            QFile file(path(QStringLiteral("disk/content")));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.write("changed") == 7);
            file.close();
            // Of the share it shows when it has been asked.
            QTRY_VERIFY(!reader->checkUnchanged());
            const auto bytes = take(*reader, 4'000'000, 1'000);
            QVERIFY(!bytes);
            QCOMPARE(bytes.error().code, ErrorCode::ContentChanged);
            QVERIFY(file.open(QIODevice::ReadWrite) && file.write(m_content) == m_content.size());
        }
    }
};

CASTDECK_TEST(ReadAheadTest)

} // namespace castdeck::tst_readahead
#include "tst_readahead.moc"
