// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/receivingloop.h"
#include "transport/sending/sendingthread.h"
#include "transport/sink/filesink.h"

#include "receivingbench.h"
#include "support/freeport.h"
#include "support/testprogram.h"
#include "support/threadshortage.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <thread>

namespace castdeck::tst_endtoend
{

namespace
{

constexpr uint32_t BlockSize = 1413;
/// One receiver in a thread of its own, from the sockets to the file.
class Receiver
{
public:
    Receiver(const SendingSettings &sender, uint64_t size, QString path, uint64_t limit = 0)
        : m_path(std::move(path)), m_thread([this, sender, size, limit] { run(sender, size, limit); })
    {
    }
    ~Receiver() { m_thread.join(); }

    bool isDone() const { return m_done; }
    uint64_t bytes() const { return m_bytes; }
    uint64_t duplicates() const { return m_duplicates; }
    uint64_t refusals() const { return m_refusals; }
    /// Once isDone().
    const ReceivingEnd &end() const { return m_end; }
    QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    const QString &path() const { return m_path; }

private:
    void run(const SendingSettings &sender, uint64_t size, uint64_t limit)
    {
        if (const auto error = receive(sender, size, limit))
            m_end = {ReceivingEnd::Kind::Failed, {}, {}, error};
        m_done = true;
    }

    std::optional<Error> receive(const SendingSettings &sender, uint64_t size, uint64_t limit)
    {
        auto sink = FileSink::create(m_path, size);
        if (!sink)
            return sink.error();
        auto writer = BlockWriter::create({size, sender.blockSize}, **sink, {.limit = limit});
        if (!writer)
            return writer.error();
        ReceivingSettings settings;
        settings.sessionId = sender.id.value();
        settings.group = sender.group;
        settings.server = {sender.interface.address, sender.group.port};
        settings.serverMode = settings.clientMode = sender.mode;
        settings.key = sender.key;
        settings.clientName = m_path.section(QLatin1Char('/'), -1);
        settings.clientAddress = sender.interface.address;
        settings.seed = qHash(m_path);
        auto loop = ReceivingLoop::open(settings, sender.interface, *writer, **sink);
        if (!loop)
            return loop.error();
        m_end = (*loop)->run({-1, std::chrono::milliseconds(10), [this](const ReceivingStatus &status) {
                                  m_bytes = status.bytesWritten;
                                  m_duplicates = status.counters.duplicates;
                                  m_refusals = status.counters.refusals;
                              }});
        return std::nullopt;
    }

    QString m_path;
    ReceivingEnd m_end;
    std::atomic<bool> m_done = false;
    std::atomic<uint64_t> m_bytes = 0;
    std::atomic<uint64_t> m_duplicates = 0;
    std::atomic<uint64_t> m_refusals = 0;
    std::thread m_thread; // last: it uses all of the above
};

} // namespace

class EndToEndTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    /// A session over loopback for a content of that size, with group and port of its own.
    std::unique_ptr<SendingThread> serve(const QByteArray &content, SendingSettings &settings)
    {
        const QString path = m_folder.filePath(QStringLiteral("content"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return nullptr;
        file.close();
        auto source = ContentSource::fromPath(path);
        const auto loopback = findInterface(QStringLiteral("lo"));
        if (!source || !loopback)
            return nullptr;
        const uint16_t port = freePort();
        settings.id = SessionId(0x6D190000u + port);
        settings.interface = *loopback;
        settings.group = {{{239, 255, 77, static_cast<uint8_t>(port)}, 4}, port};
        settings.blockSize = BlockSize;
        auto thread = SendingThread::start(settings, std::move(*source), std::make_shared<ClientIds>());
        return thread ? std::move(*thread) : nullptr;
    }

private Q_SLOTS:
    void itIsFinishedWithoutAThread()
    {
        const QByteArray content = testContent({1'000'000, BlockSize});
        SendingSettings settings;
        const auto sender = serve(content, settings);
        QVERIFY(sender);
        const Receiver receiver(settings, uint64_t(content.size()),
                                m_folder.filePath(QStringLiteral("alone")), 1'000'000);
        QTRY_VERIFY(receiver.bytes() > 0);
        const test::ThreadShortage none;
        QTRY_VERIFY(receiver.isDone());
        QCOMPARE(receiver.end().kind, ReceivingEnd::Kind::Complete);
        QVERIFY(receiver.content() == content);
    }

    void everyByteArrives_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("receivers");
        QTest::addColumn<bool>("hmac");
        QTest::newRow("one byte") << 1 << 1 << false;
        QTest::newRow("one block") << int(BlockSize) << 1 << false;
        QTest::newRow("a block and a byte") << int(BlockSize) + 1 << 2 << false;
        QTest::newRow("odd") << 1'234'567 << 2 << true;
        QTest::newRow("16 MB") << 16'000'001 << 4 << false;
    }
    void everyByteArrives()
    {
        QFETCH(const int, size);
        QFETCH(const int, receivers);
        QFETCH(const bool, hmac);
        const QByteArray content = testContent({static_cast<uint64_t>(size), BlockSize});
        SendingSettings settings;
        if (hmac) {
            settings.mode = wire::SecurityMode::Hash;
            settings.key.fill(0x5B);
        }
        const auto sender = serve(content, settings);
        QVERIFY(sender);
        std::vector<std::unique_ptr<Receiver>> all;
        for (int i = 0; i < receivers; ++i)
            all.push_back(std::make_unique<Receiver>(settings, static_cast<uint64_t>(size),
                                                     m_folder.filePath(QStringLiteral("got%1").arg(i))));
        for (const auto &receiver : all) {
            QTRY_VERIFY(receiver->isDone());
            QCOMPARE(receiver->end().kind, ReceivingEnd::Kind::Complete);
            QVERIFY(receiver->content() == content);
        }
    }

    void aLateOneCollectsTheBeginning()
    {
        constexpr uint64_t Size = 6'000'000;
        const QByteArray content = testContent({Size, BlockSize});
        SendingSettings settings;
        settings.rateLimit = 6'000'000;
        const auto sender = serve(content, settings);
        QVERIFY(sender);
        Receiver early(settings, Size, m_folder.filePath(QStringLiteral("early")));
        QTRY_VERIFY(early.bytes() > Size / 3);
        Receiver late(settings, Size, m_folder.filePath(QStringLiteral("late")));
        QTRY_VERIFY(early.isDone() && late.isDone());
        QCOMPARE(late.end().kind, ReceivingEnd::Kind::Complete);
        QVERIFY(early.content() == content);
        QVERIFY(late.content() == content);
    }

    void aSlowWriterPacesTheSession()
    {
        constexpr uint64_t Size = 12'000'000;
        const QByteArray content = testContent({Size, BlockSize});
        SendingSettings settings;
        const auto sender = serve(content, settings);
        QVERIFY(sender);
        Receiver slow(settings, Size, m_folder.filePath(QStringLiteral("slow")), 6'000'000);
        Receiver fast(settings, Size, m_folder.filePath(QStringLiteral("fast")));
        QTRY_VERIFY(slow.isDone() && fast.isDone());
        QVERIFY(slow.content() == content);
        QVERIFY(fast.content() == content);
    }

    /// Its writer is waited for only so long: orders come by the same way as data.
    void whoWritesNothingObeysAllTheSame()
    {
        constexpr uint64_t Size = 12'000'000;
        SendingSettings settings;
        const auto sender = serve(testContent({Size, BlockSize}), settings);
        QVERIFY(sender);
        Receiver stuck(settings, Size, m_folder.filePath(QStringLiteral("stuck")), 1);
        QTRY_VERIFY(stuck.refusals() > 0);
        QSignalSpy ended(sender.get(), &SendingThread::ended);
        sender->terminate({DisconnectType::Abort, {}, {}});
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(ended.first().first().value<SessionEnd>().unansweredNames.isEmpty());
        QTRY_VERIFY(stuck.isDone());
        QCOMPARE(stuck.end().kind, ReceivingEnd::Kind::KickedFail);
    }

    void terminatedMeansNoFile()
    {
        constexpr uint64_t Size = 4'000'000;
        SendingSettings settings;
        settings.rateLimit = 1'000'000;
        const auto sender = serve(testContent({Size, BlockSize}), settings);
        QVERIFY(sender);
        Receiver receiver(settings, Size, m_folder.filePath(QStringLiteral("cut")));
        QTRY_VERIFY(receiver.bytes() > 0);
        QSignalSpy ended(sender.get(), &SendingThread::ended);
        sender->terminate({DisconnectType::Abort, QStringLiteral("wrong image"), QStringLiteral("alice")});
        QTRY_VERIFY(receiver.isDone());
        QCOMPARE(receiver.end().kind, ReceivingEnd::Kind::KickedFail);
        QCOMPARE(receiver.end().by, QStringLiteral("alice"));
        QCOMPARE(receiver.end().reason, QStringLiteral("wrong image"));
        QVERIFY(!QFile::exists(receiver.path()));
        QVERIFY(QFile::exists(FileSink::partPath(receiver.path())));
        QTRY_COMPARE(ended.size(), 1);
        const auto end = ended.first().first().value<SessionEnd>();
        QCOMPARE(end.disconnected, 1u);
        QVERIFY(end.unansweredNames.isEmpty());
    }
};

CASTDECK_TEST(EndToEndTest)

} // namespace castdeck::tst_endtoend
#include "tst_endtoend.moc"
