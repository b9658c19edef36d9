// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/threadshortage.h"

#include "engine/store/databases.h"
#include "fallback/boundedworkers.h"
#include "fallback/connectionwatch.h"
#include "fallback/fallbackserver.h"
#include "support/testprogram.h"
#include "transport/sending/sendingthread.h"
#include "transport/sink/writingthread.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_threadshortage
{

using test::ThreadShortage;

namespace
{

class NoSink : public ContentSink
{
public:
    Result<void> write(uint64_t, std::span<iovec>) override { return {}; }
    Result<void> finish() override { return {}; }
};

} // namespace

/// Whoever needs a thread and gets none says so, or does without; nothing ends the program.
class ThreadShortageTest : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    Result<void> startSending() const
    {
        QFile file(m_folder.filePath(QStringLiteral("content")));
        if (!file.open(QIODevice::WriteOnly) || file.write("content") != 7)
            return failure(ErrorCode::FileFailure);
        file.close();
        auto source = ContentSource::fromPath(file.fileName());
        const auto loopback = findInterface(QStringLiteral("lo"));
        if (!source || !loopback)
            return failure(ErrorCode::FileFailure);
        SendingSettings settings;
        settings.id = SessionId(7);
        settings.interface = *loopback;
        settings.group = {{{239, 255, 78, 1}, 4},
                          static_cast<uint16_t>(30000 + QCoreApplication::applicationPid() % 20000)};
        return SendingThread::start(settings, std::move(*source), std::make_shared<ClientIds>())
            .map([](const auto &) {});
    }
    static Result<void> startFallback()
    {
        FallbackServer server(std::make_shared<FallbackContents>(), FallbackServer::Limits{});
        const auto made = makeCertificate(QStringLiteral("server"), -3600, 3600);
        if (!made)
            return tl::unexpected(made.error());
        const ServerCertificate certificate{QSslCertificate::fromData(made->certificate),
                                            QSslKey(made->key, QSsl::Ec)};
        return server.open(QHostAddress(QHostAddress::LocalHost), 0, certificate);
    }

private Q_SLOTS:
    void itIsSaid_data()
    {
        using Start = std::function<Result<void>()>;
        QTest::addColumn<Start>("start");
        QTest::newRow("a session") << Start([this] { return startSending(); });
        QTest::newRow("writing") << Start(
            [] { return WritingThread::start(std::make_unique<NoSink>()).map([](const auto &) {}); });
        QTest::newRow("the other way") << Start(&startFallback);
        QTest::newRow("watching connections") << Start([] { return ConnectionWatch({}).start(); });
    }

    void itIsSaid()
    {
        QFETCH(const std::function<Result<void>()>, start);
        {
            const ThreadShortage none;
            const auto started = start();
            QVERIFY(!started);
            QCOMPARE(started.error().code, ErrorCode::NoSystemResources);
        }
        const auto started = start();
        QVERIFY2(started, started ? "" : qPrintable(started.error().detail));
    }

    void aJobIsRefused()
    {
        WorkerThread worker;
        int done = 0;
        const WorkerThread::Job job = [&done]() -> WorkerThread::Outcome { return [&done] { ++done; }; };
        {
            const ThreadShortage none;
            QVERIFY(!worker.post(job));
        }
        QVERIFY(worker.post(job));
        QTRY_COMPARE(done, 1);
    }

    void aQuestionIsAnswered()
    {
        Databases databases(std::chrono::minutes(5));
        std::optional<Result<int>> answer;
        const ThreadShortage none;
        databases.ask<int>(
            {}, databases.patience(), [](Databases::Open &) -> Result<int> { return 7; },
            [&answer](const Result<int> &given) { answer = given; });
        QTRY_VERIFY(answer);
        QVERIFY(!*answer);
        QCOMPARE(answer->error().code, ErrorCode::NoSystemResources);
    }

    /// Whoever takes connections serves one himself rather than let it wait for ever.
    void connectionsAreServedOneByOne()
    {
        BoundedWorkers workers(3, [] {});
        int done = 0;
        {
            const ThreadShortage none;
            for (int i = 0; i < 5; ++i) {
                workers.enqueue([&] { ++done; });
                QCOMPARE(done, i + 1);
            }
        }
        std::atomic<int> later = 0;
        for (int i = 0; i < 5; ++i)
            workers.enqueue([&] { ++later; });
        QTRY_COMPARE(later.load(), 5);
        workers.shutdown();
    }
};

CASTDECK_TEST(ThreadShortageTest)

} // namespace castdeck::tst_threadshortage
#include "tst_threadshortage.moc"
