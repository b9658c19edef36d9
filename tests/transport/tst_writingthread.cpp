// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sink/pipesink.h"
#include "transport/sink/writingthread.h"

#include "receivingrig.h"
#include "support/testprogram.h"

#include <QTest>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <numeric>
#include <semaphore>
#include <unistd.h>

namespace castdeck::tst_writingthread
{

using namespace std::chrono_literals;

namespace
{

/// A disk that takes a write when it is let, and counts what it got in a sink of the test's.
class HeldSink : public ContentSink
{
public:
    HeldSink(MemorySink &into, std::counting_semaphore<> &allowed, std::atomic<int> &writes)
        : m_into(into), m_allowed(allowed), m_writes(writes)
    {
    }
    Result<void> write(uint64_t offset, std::span<iovec> pieces) override
    {
        ++m_writes;
        m_allowed.acquire();
        return m_into.write(offset, pieces);
    }
    Result<void> finish() override { return m_into.finish(); }

private:
    MemorySink &m_into;
    std::counting_semaphore<> &m_allowed;
    std::atomic<int> &m_writes;
};

Result<void> write(ContentSink &sink, uint64_t offset, QByteArray bytes)
{
    std::array<iovec, 1> piece{iovec{bytes.data(), size_t(bytes.size())}};
    return sink.write(offset, piece);
}

} // namespace

class WritingThreadTest : public QObject
{
    Q_OBJECT

    std::optional<MemorySink> m_memory;
    std::unique_ptr<std::counting_semaphore<>> m_allowed;
    std::atomic<int> m_writes;
    std::unique_ptr<WritingThread> m_thread;

private Q_SLOTS:
    void init()
    {
        m_memory.emplace();
        m_allowed = std::make_unique<std::counting_semaphore<>>(0);
        m_writes = 0;
        m_thread =
            std::move(*WritingThread::start(std::make_unique<HeldSink>(*m_memory, *m_allowed, m_writes)));
    }
    void cleanup()
    {
        m_allowed->release(1000);
        m_thread.reset();
    }

    void aSlowDiskKeepsNobody()
    {
        QCOMPARE(m_thread->waitsFor().fd, -1);
        QByteArray bytes("abc");
        QVERIFY(write(*m_thread, 0, bytes));
        bytes.fill('x');                     // it was copied
        QVERIFY(write(*m_thread, 4, "def")); // elsewhere: a write of its own
        QCOMPARE(m_thread->bytesHeld(), size_t(6));
        QVERIFY(m_thread->waitsFor().fd >= 0);
        m_allowed->release();
        QTRY_COMPARE(m_thread->bytesHeld(), size_t(3));
        m_allowed->release();
        QTRY_COMPARE(m_thread->waitsFor().fd, -1);
        QCOMPARE(m_thread->bytesHeld(), size_t(0));
        QVERIFY(m_thread->pump());
        QVERIFY(m_thread->finish());
        QCOMPARE(m_memory->content, QByteArray("abc\0def", 7));
        QCOMPARE(m_memory->finished, 1);
    }

    void whatComesInOrderIsWrittenInLongPieces()
    {
        QVERIFY(write(*m_thread, 0, "first"));
        QTRY_COMPARE(m_writes.load(), 1);
        const QByteArray block(1000, 'x');
        for (uint64_t i = 0; i < 1000; ++i)
            QVERIFY(write(*m_thread, 5 + i * 1000, block));
        m_allowed->release(1000);
        QTRY_COMPARE(m_thread->bytesHeld(), size_t(0));
        QVERIFY2(m_writes <= 5, qPrintable(QString::number(m_writes)));
        QCOMPARE(m_memory->content, "first" + QByteArray(1'000'000, 'x'));
    }

    void nothingIsSoonWritten()
    {
        QVERIFY(write(*m_thread, 5, QByteArray()));
        QCOMPARE(m_thread->bytesHeld(), size_t(0));
        QTRY_COMPARE(m_thread->waitsFor().fd, -1);
        QVERIFY(m_thread->finish());
    }

    /// So that a page is written whole and once; and whoever wants to look at it is told when it is there.
    void noWriteCrossesAMultipleOf256KiB()
    {
        constexpr uint64_t Multiple = uint64_t{256} * 1024;
        std::map<uint64_t, size_t> told;
        m_thread->tellWrites([&](uint64_t offset, std::vector<uint8_t> bytes) {
            const QByteArrayView view(bytes.data(), qsizetype(bytes.size()));
            const bool isThere = m_memory->content.mid(qsizetype(offset), view.size()) == view;
            told[offset] = isThere ? bytes.size() : 0;
            return bytes; // to be used again
        });
        m_allowed->release(1000);
        QByteArray content(3'000'000, '\0');
        std::iota(content.begin() + 1000, content.end(), char(0));
        for (qsizetype at = 1000; at < content.size(); at += 70'001)
            QVERIFY(write(*m_thread, uint64_t(at), content.mid(at, 70'001)));
        QTRY_COMPARE(m_thread->waitsFor().fd, -1);
        uint64_t behind = 1000;
        for (const auto &[offset, size] : told) {
            QCOMPARE(offset, behind);
            QVERIFY(size > 0 && offset / Multiple == (offset + size - 1) / Multiple);
            behind = offset + size;
        }
        QCOMPARE(behind, uint64_t(content.size()));
        QVERIFY(m_memory->content == content);
    }

    void progressWakesWhoWaits()
    {
        QVERIFY(write(*m_thread, 0, "abc"));
        QTRY_VERIFY(m_thread->waitsFor().fd >= 0);
        QVERIFY(m_thread->pump()); // what woke it before
        m_allowed->release();
        pollfd wanted = m_thread->waitsFor();
        if (wanted.fd >= 0)
            QCOMPARE(::poll(&wanted, 1, Patience), 1);
        QTRY_COMPARE(m_thread->waitsFor().fd, -1);
    }

    void aFailedWriteIsAnErrorAtOnce()
    {
        m_memory->failure = Error{ErrorCode::DeviceFull, QStringLiteral("disk")};
        QVERIFY(write(*m_thread, 0, "abc"));
        QVERIFY(write(*m_thread, 3, "def"));
        m_allowed->release();
        pollfd wanted = m_thread->waitsFor();
        QVERIFY(wanted.fd >= 0);
        const auto told = [&] { return !m_thread->pump(); };
        QTRY_VERIFY(told());
        QCOMPARE(m_thread->pump().error().code, ErrorCode::DeviceFull);
        const auto later = write(*m_thread, 6, "ghi");
        QVERIFY(!later);
        QCOMPARE(later.error().code, ErrorCode::DeviceFull);
        QVERIFY(!m_thread->finish());
        QCOMPARE(m_memory->finished, 0);
        QVERIFY(m_thread->bytesHeld() >= 6); // never counted as written
    }

    void whatIsQueuedIsStillWritten()
    {
        for (int i = 0; i < 100; ++i)
            QVERIFY(write(*m_thread, uint64_t(i), "x"));
        m_allowed->release(100);
        m_thread.reset();
        QCOMPARE(m_memory->content, QByteArray(100, 'x'));
    }

    void aPipeThatIsNotReadHoldsUpNothing()
    {
        std::signal(SIGPIPE, SIG_IGN);
        int ends[2];
        QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
        auto thread = std::move(*WritingThread::start(std::move(*PipeSink::create(ends[1]))));
        const QByteArray block(100'000, 'y');
        for (uint64_t i = 20; i > 0; --i) // backwards: all but the last waits in the spool
            QVERIFY(write(*thread, (i - 1) * 100'000, block));
        QTRY_COMPARE(thread->bytesHeld(), size_t(0));
        QVERIFY(thread->waitsFor().fd >= 0); // the reader has not got it
        QByteArray got;
        std::array<char, 65536> buffer;
        while (got.size() < 2'000'000) {
            const ssize_t count = ::read(ends[0], buffer.data(), buffer.size());
            QVERIFY(count > 0);
            got.append(buffer.data(), count);
        }
        QTRY_COMPARE(thread->waitsFor().fd, -1);
        QCOMPARE(got, QByteArray(2'000'000, 'y'));
        thread.reset();
        ::close(ends[0]);
        ::close(ends[1]);
    }

    /// The session sees a full cache, as with --limit, and no loss: no NACK asks for anything that came and
    /// was taken, and what was refused is asked for when there is room (multicast-transport §6.7).
    void aSlowDiskIsFlowControlAndNoLoss()
    {
        ReceivingRig rig({.cacheBytes = 400}, 1, m_thread.get());
        rig.joined();
        rig.deliverSpm(1, 1, 0, ReceivingRig::ClientId);
        const auto rangesAsked = [&] {
            size_t ranges = 0;
            for (const auto *sent : rig.all<wire::Nack>())
                ranges += sent->as<wire::Nack>()->ranges.size();
            return ranges;
        };
        for (uint64_t n = 1; n <= 40; ++n)
            rig.deliver({rig.data(n, ReceivingRig::ClientId)});
        rig.pass(50ms);
        QCOMPARE(rig.writer.bytesHeld(), size_t(400));
        QCOMPARE(rig.session.counters().refusals, uint64_t(0));
        QVERIFY(!rig.all<wire::Nack>().empty()); // slow down: three quarters are full
        QCOMPARE(rangesAsked(), size_t(0));
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(40));
        rig.deliver({rig.data(41, ReceivingRig::ClientId)});
        rig.pass(500ms);
        QCOMPARE(rig.session.counters().refusals, uint64_t(1));
        QCOMPARE(rangesAsked(), size_t(0));
        QCOMPARE(rig.session.stream().loss().wireValue(), uint64_t(0));
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(40));

        m_allowed->release(1000);
        QTRY_COMPARE(rig.writer.bytesHeld(), size_t(0));
        rig.pass(500ms);
        QVERIFY(rangesAsked() > 0);
        const auto &asked = rig.last<wire::Nack>()->ranges;
        QCOMPARE(asked.size(), size_t(1));
        rig.deliver({rig.data(41, ReceivingRig::ClientId, 0, true)});
        QCOMPARE(rig.last<wire::Ack>()->oDataSeqNo, uint64_t(41));
        QTRY_COMPARE(m_memory->content.size(), 410);
    }
};

CASTDECK_TEST(WritingThreadTest)

} // namespace castdeck::tst_writingthread
#include "tst_writingthread.moc"
