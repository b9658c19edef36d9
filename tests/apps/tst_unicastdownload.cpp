// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/unicastdownload.h"
#include "httpscript.h"
#include "management/fingerprint.h"
#include "management/truststore.h"
#include "support/testprogram.h"
#include "transport/receivingbench.h"
#include "transport/sink/writingthread.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/eventfd.h>
#include <unistd.h>

namespace castdeck::tst_unicastdownload
{

using namespace std::chrono_literals;

namespace
{

constexpr wire::ContentGeometry Geometry{100'005, 1000}; // 101 blocks, the last of 5 bytes

/// The blocks of a receiver, and the sink they go to.
struct Receiver {
    explicit Receiver(const BlockWriter::Options &options = {})
        : writer(*BlockWriter::create(Geometry, sink, options))
    {
    }
    void has(uint64_t first, uint64_t last)
    {
        for (uint64_t block = first; block <= last; ++block)
            writer.offer(blockOf(content, Geometry, block), Instant{1s});
        writer.settle(Instant{1s});
    }

    const QByteArray content = testContent(Geometry);
    MemorySink sink;
    BlockWriter writer;
};

UnicastDownload::Options quick()
{
    UnicastDownload::Options options;
    options.firstPatience = 400ms;
    options.patience = 3s;
    options.retryFirst = 10ms;
    options.retryMost = 50ms;
    options.requestsAtOnce = 1;
    options.nearBytes = 0;
    return options;
}

ServerCertificate certificate(const char *name, qint64 from = -3600, qint64 to = 3600)
{
    const auto made = makeCertificate(QString::fromLatin1(name), from, to);
    return {QSslCertificate::fromData(made->certificate), QSslKey(made->key, QSsl::Ec)};
}

} // namespace

class UnicastDownloadTest : public QObject
{
    Q_OBJECT
    using Kind = UnicastEnd::Kind;

    static UnicastEnd run(const HttpScript &server, Receiver &receiver,
                          const UnicastDownload::Options &options = quick())
    {
        return UnicastDownload({server.url(), {}}, receiver.writer, receiver.sink, options).run();
    }

private Q_SLOTS:
    void exactlyWhatIsMissingIsAsked()
    {
        Receiver receiver;
        receiver.has(1, 10);
        receiver.has(12, 50);
        receiver.has(60, 100);
        HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, receiver.content); });
        const UnicastEnd end = run(server, receiver);
        QCOMPARE(end.kind, Kind::Complete);
        QVERIFY(receiver.sink.content == receiver.content);
        QList<std::pair<qint64, qint64>> asked;
        for (const HttpAsk &ask : server.asks)
            asked.append({ask.first, ask.last});
        QCOMPARE(asked,
                 (QList<std::pair<qint64, qint64>>{{10'000, 10'999}, {50'000, 58'999}, {100'000, 100'004}}));
        QVERIFY(receiver.writer.isComplete());
    }

    void nearGapsAreOneRequestAndSeveralAreUnderWay()
    {
        Receiver receiver;
        for (uint64_t block = 1; block <= 101; ++block) {
            const bool isMissing = block % 20 == 0 || block % 20 == 3; // three blocks apart, and sixteen
            if (!isMissing)
                receiver.has(block, block);
        }
        HttpScript server([&](int, const HttpAsk &ask) {
            // Nobody is answered before the third has asked.
            return server.asks.size() < 3 ? HttpAnswer{} : rightAnswer(ask, receiver.content);
        });
        UnicastDownload::Options options = quick();
        options.requestsAtOnce = 3;
        options.nearBytes = 3000;
        options.silence = 100ms; // those that were not answered are asked again
        QCOMPARE(run(server, receiver, options).kind, Kind::Complete);
        QVERIFY(receiver.sink.content == receiver.content);
        QList<std::pair<qint64, qint64>> asked;
        for (const HttpAsk &ask : server.asks) {
            if (!asked.contains(std::pair(ask.first, ask.last)))
                asked.append({ask.first, ask.last});
        }
        std::ranges::sort(asked);
        QCOMPARE(asked, (QList<std::pair<qint64, qint64>>{{2000, 2999},
                                                          {19'000, 22'999},
                                                          {39'000, 42'999},
                                                          {59'000, 62'999},
                                                          {79'000, 82'999},
                                                          {99'000, 99'999}}));
    }

    /// The sink gets on between the answer that it is full and the question what to wait for.
    void aSinkThatGetsOnBehindOurBackIsNoticed()
    {
        struct QuickSink : MemorySink {
            mutable int asked = 0;
            size_t bytesHeld() const override { return ++asked % 3 == 0 ? 1'000'000 : 0; }
        } sink;
        auto writer = BlockWriter::create(Geometry, sink, {.cacheBytes = 10'000});
        const QByteArray content = testContent(Geometry);
        HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, content); });
        const int stop = eventfd(0, EFD_CLOEXEC);
        UnicastDownload::Options options = quick();
        options.stopDescriptor = stop;
        QTimer::singleShot(5s, &server, [&] { eventfd_write(stop, 1); }); // so that the test ends
        const UnicastEnd end = UnicastDownload({server.url(), {}}, *writer, sink, options).run();
        ::close(stop);
        QCOMPARE(end.kind, Kind::Complete);
        QVERIFY(sink.content == content);
    }

    void aServerWithoutRangesWillDoForTheWhole()
    {
        Receiver receiver;
        HttpScript server([&](int, const HttpAsk &) {
            return HttpAnswer{httpHead("200 OK", {"Content-Length: 100005"}) + receiver.content, false};
        });
        QCOMPARE(run(server, receiver).kind, Kind::Complete);
        QVERIFY(receiver.sink.content == receiver.content);
    }

    void brokenConnectionsGoOnWhereTheyWere()
    {
        Receiver receiver;
        HttpScript server([&](int number, const HttpAsk &ask) {
            HttpAnswer answer = rightAnswer(ask, receiver.content);
            if (number < 5) {
                // Cut in the middle of a block: that one is asked for again.
                answer.bytes.truncate(answer.bytes.indexOf("\r\n\r\n") + 4 + 10'500);
                answer.close = true;
            }
            return answer;
        });
        QCOMPARE(run(server, receiver).kind, Kind::Complete);
        QVERIFY(receiver.sink.content == receiver.content);
        // What came right before the end of a connection may be lost with it, and Qt may ask again by itself.
        QVERIFY2(server.asks.size() >= 6 && server.asks.size() <= 11,
                 qPrintable(QString::number(server.asks.size())));
        const HttpAsk &last = server.asks.last();
        QVERIFY(last.first >= 10'000);
        QVERIFY(last.first <= 50'000);
        QCOMPARE(last.first % 10'000, 0);
    }

    void aServerAtItsLimitIsWaitedFor()
    {
        Receiver receiver;
        HttpScript server([&](int number, const HttpAsk &ask) {
            if (number == 0)
                return HttpAnswer{
                    httpHead("503 Service Unavailable", {"Retry-After: 1", "Content-Length: 0"}), false};
            return rightAnswer(ask, receiver.content);
        });
        UnicastDownload::Options options = quick();
        options.firstPatience = options.patience = 1ms;
        QCOMPARE(run(server, receiver, options).kind, Kind::Complete);
        QCOMPARE(server.asks.size(), 2);
    }

    void oddAnswersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("body");
        QTest::addColumn<int>("kind");
        QTest::addColumn<quint32>("code");
        const auto row = [](const char *name, const char *status, const QList<QByteArray> &fields, int body,
                            Kind kind, ErrorCode code) {
            QTest::newRow(name) << httpHead(status, fields) << body << int(kind) << quint32(code);
        };
        const QByteArray length = "Content-Length: 100005";
        const char *const part = "206 Partial Content";
        row("no range", part, {length}, 100'005, Kind::Failed, ErrorCode::ProtocolViolation);
        row("another range", part, {length, "Content-Range: bytes 1-100005/100005"}, 100'005, Kind::Failed,
            ErrorCode::ProtocolViolation);
        row("shorter range", part, {"Content-Length: 1000", "Content-Range: bytes 0-999/100005"}, 1000,
            Kind::Failed, ErrorCode::ProtocolViolation);
        row("range backwards", part, {length, "Content-Range: bytes 100004-0/100005"}, 100'005, Kind::Failed,
            ErrorCode::ProtocolViolation);
        row("negative", part, {length, "Content-Range: bytes -5-100004/100005"}, 100'005, Kind::Failed,
            ErrorCode::ProtocolViolation);
        row("overflowing", part,
            {length, "Content-Range: bytes 18446744073709551616-18446744073709651620/100005"}, 100'005,
            Kind::Failed, ErrorCode::ProtocolViolation);
        row("unknown size", part, {length, "Content-Range: bytes 0-100004/*"}, 100'005, Kind::Failed,
            ErrorCode::ProtocolViolation);
        row("another unit", part, {length, "Content-Range: blocks 0-100004/100005"}, 100'005, Kind::Failed,
            ErrorCode::ProtocolViolation);
        row("another size", part, {length, "Content-Range: bytes 0-100004/100006"}, 100'005, Kind::Gone,
            ErrorCode::ContentChanged);
        row("more than said", part, {"Content-Length: 100006", "Content-Range: bytes 0-100004/100005"},
            100'006, Kind::Failed, ErrorCode::ProtocolViolation);
        row("without length", part, {"Connection: close", "Content-Range: bytes 0-100004/100005"}, 100'006,
            Kind::Failed, ErrorCode::ProtocolViolation);
        row("packed", part, {length, "Content-Range: bytes 0-100004/100005", "Content-Encoding: gzip"},
            100'005, Kind::Failed, ErrorCode::ProtocolViolation);
        row("another whole", "200 OK", {"Content-Length: 9"}, 9, Kind::Failed, ErrorCode::ProtocolViolation);
        row("not satisfiable", "416 Range Not Satisfiable", {"Content-Length: 0"}, 0, Kind::Gone,
            ErrorCode::ContentChanged);
        row("elsewhere", "302 Found", {"Location: http://127.0.0.1:9/x", "Content-Length: 0"}, 0,
            Kind::Failed, ErrorCode::ProtocolViolation);
        row("unknown ticket", "404 Not Found", {"Content-Length: 7"}, 7, Kind::Gone,
            ErrorCode::ContentNotFound);
        row("forbidden", "403 Forbidden", {"Content-Length: 0"}, 0, Kind::Gone, ErrorCode::ContentNotFound);
        row("changed", "410 Gone", {"Content-Length: 0"}, 0, Kind::Gone, ErrorCode::ContentNotFound);
    }
    void oddAnswersAreRefused()
    {
        QFETCH(const QByteArray, head);
        QFETCH(const int, body);
        QFETCH(const int, kind);
        QFETCH(const quint32, code);
        Receiver receiver;
        HttpScript server([&](int, const HttpAsk &) {
            return HttpAnswer{head + QByteArray(body, 'x'), true};
        });
        const UnicastEnd end = run(server, receiver);
        QCOMPARE(int(end.kind), kind);
        QCOMPARE(quint32(end.error->code), code);
        QCOMPARE(server.asks.size(), 1);
        // Only what came with the right range may have been written.
        QVERIFY(receiver.writer.bytesWritten() == 0 || head.contains("bytes 0-100004/100005"));
    }

    void anotherEntityInTheMiddleIsRefused()
    {
        Receiver receiver;
        receiver.has(50, 50);
        HttpScript server([&](int number, const HttpAsk &ask) {
            HttpAnswer answer = rightAnswer(ask, receiver.content);
            if (number == 1)
                answer.bytes.replace("\"one\"", "\"two\"");
            return answer;
        });
        const UnicastEnd end = run(server, receiver);
        QCOMPARE(end.kind, Kind::Gone);
        QCOMPARE(end.error->code, ErrorCode::ContentChanged);
        QCOMPARE(receiver.writer.bytesWritten(), uint64_t(50'000));
    }

    void nobodyThereIsGivenUp()
    {
        Receiver receiver;
        QUrl url;
        {
            const HttpScript gone([](int, const HttpAsk &) { return HttpAnswer{}; });
            url = gone.url();
        }
        const UnicastEnd end = UnicastDownload({url, {}}, receiver.writer, receiver.sink, quick()).run();
        QCOMPARE(end.kind, Kind::Failed);
        QCOMPARE(end.error->code, ErrorCode::NetworkFailure);
    }

    void noProxyIsAsked()
    {
        Receiver receiver;
        const HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, receiver.content); });
        UnicastPlace place{server.url(), {}};
        place.url.setHost(QStringLiteral("0.0.0.0")); // no proxy would be asked for what is called loopback
        QCOMPARE(UnicastDownload(place, receiver.writer, receiver.sink, quick()).run().kind, Kind::Complete);
    }

    void silenceIsGivenUp()
    {
        Receiver receiver;
        HttpScript server([](int, const HttpAsk &) { return HttpAnswer{}; });
        UnicastDownload::Options options = quick();
        options.silence = 50ms;
        const UnicastEnd end = run(server, receiver, options);
        QCOMPARE(end.kind, Kind::Failed);
        QCOMPARE(end.error->code, ErrorCode::TimedOut);
        QVERIFY(server.asks.size() > 1);
    }

    void certificates_data()
    {
        QTest::addColumn<bool>("pinned");
        QTest::addColumn<bool>("right");
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addColumn<int>("kind");
        const qint64 since1970 = QDateTime::currentSecsSinceEpoch();
        const std::pair<const char *, std::pair<qint64, qint64>> times[] = {
            {"", {-3600, 3600}},
            {", expired", {-7200, -3600}},
            {", not yet valid", {3600, 7200}},
            {", made in 1970", {-since1970, 631'152'000 - since1970}},
            {", made in 2060", {2'840'140'800 - since1970, 3'471'292'800 - since1970}}};
        for (const auto &[name, time] : times) {
            const auto row = [&, when = name, time = time](const char *which, bool pinned, bool right) {
                QTest::addRow("%s%s", which, when) << pinned << right << time.first << time.second
                                                   << int(right ? Kind::Complete : Kind::Failed);
            };
            row("the pinned one", true, true);
            row("another", true, false);
            row("nobody vouches for it", false, false);
        }
    }
    void certificates()
    {
        QFETCH(const bool, pinned);
        QFETCH(const bool, right);
        QFETCH(const qint64, from);
        QFETCH(const qint64, to);
        QFETCH(const int, kind);
        const ServerCertificate shown = certificate("server", from, to);
        const QString expected = (right ? shown : certificate("server")).fingerprint();
        Receiver receiver;
        HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, receiver.content); }, shown);
        UnicastPlace place{server.url(), {}};
        if (pinned)
            place.recognises = [&](const QString &fingerprint) {
                return fingerprint == expected
                           ? Result<void>()
                           : Result<void>(tl::unexpected(fingerprintMismatch(expected, fingerprint)));
            };
        const UnicastEnd end = UnicastDownload(place, receiver.writer, receiver.sink, quick()).run();
        QCOMPARE(int(end.kind), kind);
        if (end.kind == Kind::Complete) {
            QVERIFY(receiver.sink.content == receiver.content);
        } else {
            QVERIFY(server.asks.isEmpty()); // nothing was said to a stranger
            QCOMPARE(end.error->code,
                     pinned ? ErrorCode::FingerprintMismatch : ErrorCode::CertificateRefused);
        }
    }

    void theLimitHolds()
    {
        Receiver receiver({.limit = 1'000'000, .cacheBytes = 10'000});
        HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, receiver.content); });
        size_t most = 0;
        UnicastDownload::Options options = quick();
        options.reportInterval = 1ms;
        options.report = [&] { most = std::max(most, receiver.writer.bytesHeld()); };
        QCOMPARE(run(server, receiver, options).kind, Kind::Complete);
        QVERIFY(receiver.sink.content == receiver.content);
        QVERIFY(most > 0);
        QVERIFY(most <= 10'000);
        QCOMPARE(server.asks.size(), 1);
    }

    void aFailingWriteEndsIt_data()
    {
        QTest::addColumn<bool>("thread");
        QTest::newRow("at once") << false;
        QTest::newRow("in a thread of its own") << true;
    }
    void aFailingWriteEndsIt()
    {
        QFETCH(const bool, thread);
        auto memory = std::make_unique<MemorySink>();
        memory->failure = Error{ErrorCode::DeviceFull, QStringLiteral("disk")};
        std::unique_ptr<ContentSink> sink = std::move(memory);
        if (thread)
            sink = std::move(*WritingThread::start(std::move(sink)));
        auto writer = BlockWriter::create(Geometry, *sink, {});
        const QByteArray content = testContent(Geometry);
        HttpScript server([&](int, const HttpAsk &ask) { return rightAnswer(ask, content); });
        const UnicastEnd end = UnicastDownload({server.url(), {}}, *writer, *sink, quick()).run();
        QCOMPARE(end.kind, Kind::Local);
        QCOMPARE(end.error->code, ErrorCode::DeviceFull);
    }

    void itCanBeCancelled()
    {
        Receiver receiver;
        const int stop = eventfd(1, EFD_CLOEXEC);
        HttpScript server([](int, const HttpAsk &) { return HttpAnswer{}; });
        UnicastDownload::Options options = quick();
        options.stopDescriptor = stop;
        QCOMPARE(run(server, receiver, options).kind, Kind::Cancelled);
        ::close(stop);
    }
};

CASTDECK_TEST(UnicastDownloadTest)

} // namespace castdeck::tst_unicastdownload
#include "tst_unicastdownload.moc"
