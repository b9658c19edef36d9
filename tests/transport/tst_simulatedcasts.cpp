// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "casts.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_simulatedcasts
{

using namespace std::chrono_literals;

namespace
{

constexpr uint64_t Mega = 1'000'000;

/// One of whom it is seen how long it gets nothing.
struct Healthy {
    SimulatedReceiver *receiver;
    Instant joined;
    Instant gotAt;
    uint64_t blocks = 0;

    Duration silence(Instant now)
    {
        const uint64_t count = receiver->writer.blocks().count();
        if (count != blocks || receiver->completedAt)
            gotAt = now;
        blocks = count;
        return now - gotAt;
    }
};

double seconds(Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

} // namespace

class TestSimulatedCasts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aVanishedMasterCostsTheOthersTwoSecondsAtMost_data()
    {
        QTest::addColumn<int>("receivers");
        QTest::addColumn<int>("afterMs");
        for (const int receivers : {2, 5, 40}) {
            for (const int after : {300, 1500, 3100})
                QTest::addRow("%d receivers, after %d ms", receivers, after) << receivers << after;
        }
    }
    void aVanishedMasterCostsTheOthersTwoSecondsAtMost()
    {
        QFETCH(int, receivers);
        QFETCH(int, afterMs);
        Duration times[2]{};
        for (const bool vanishes : {false, true}) {
            Casts casts(Mega);
            SendingSettings settings = Casts::settings(1);
            settings.rateLimit = Mega / 4; // four seconds
            SimulatedSender &sender = casts.send(settings);
            for (int i = 0; i < receivers; ++i)
                casts.receive(settings);
            const Instant start = casts.network.now();
            SimulatedReceiver *gone = nullptr;
            casts.script.at(start + std::chrono::milliseconds(afterMs), [&] {
                for (SimulatedReceiver &receiver : casts.receivers) {
                    if (vanishes && receiver.session.isMaster())
                        (gone = &receiver)->vanish();
                }
            });
            QVERIFY(casts.runUntilAllEnd());
            QCOMPARE(gone != nullptr, vanishes);
            for (SimulatedReceiver &receiver : casts.receivers) {
                if (&receiver == gone)
                    continue;
                QCOMPARE(receiver.sink.content, casts.content);
                times[vanishes] = std::max(times[vanishes], casts.since(start, receiver));
            }
            if (!vanishes)
                continue;
            QVERIFY(casts.network.run(casts.network.now() + 2min, [&] { return sender.isOver(); }));
            const auto vanished =
                std::ranges::find(sender.departures, ClientDeparture::Kind::Vanished, &ClientDeparture::kind);
            QVERIFY(vanished != sender.departures.end());
            QCOMPARE(vanished->id.value(), gone->session.clientId());
        }
        const Duration lost = times[1] - times[0];
        QVERIFY2(lost <= 2s, qPrintable(QStringLiteral("%1 s").arg(seconds(lost))));
    }

    void aSickMachineCostsTheOthersTwoSecondsAtMost_data()
    {
        QTest::addColumn<Sickness>("sickness");
        QTest::addColumn<int>("place"); // among four healthy ones that join one after the other
        QTest::addColumn<quint64>("limit");
        QTest::addColumn<wire::SecurityMode>("mode");
        for (const Sickness sickness : AllSicknesses) {
            for (const int place : {0, 2, 4}) {
                for (const quint64 limit : {quint64(0), quint64(Mega / 2)})
                    QTest::addRow("%s, joins at place %d, limit %d", name(sickness), place, int(limit))
                        << sickness << place << limit << wire::SecurityMode::Checksum;
            }
            QTest::addRow("%s, encrypted", name(sickness))
                << sickness << 0 << quint64(Mega / 2) << wire::SecurityMode::Encrypted;
        }
    }
    void aSickMachineCostsTheOthersTwoSecondsAtMost()
    {
        QFETCH(Sickness, sickness);
        QFETCH(int, place);
        QFETCH(quint64, limit);
        QFETCH(wire::SecurityMode, mode);
        Duration longest[2]{};
        for (const bool sick : {false, true}) {
            Casts casts(4 * Mega);
            SendingSettings settings = Casts::settings(1, mode);
            settings.rateLimit = limit;
            SimulatedSender &sender = casts.send(settings);
            sender.ownOut.bandwidth = Mega;
            std::vector<Healthy> healthy;
            SimulatedReceiver *ill = nullptr;
            for (int i = 0; i <= 4; ++i) {
                if (i == place) { // or a healthy one that nobody looks at
                    SimulatedReceiver &fifth = casts.receive(settings);
                    if (sick)
                        (ill = &fifth)->sicken(sickness);
                }
                if (i < 4)
                    healthy.push_back({&casts.receive(settings), casts.network.now(), casts.network.now()});
                casts.runFor(300ms);
            }
            const Instant start = casts.network.now();
            casts.script.at(start + 1s, [&] {
                if (ill && sickness == Sickness::Freezes)
                    ill->vanish();
                else if (ill && sickness == Sickness::Sleeps)
                    ill->sleepUntil(casts.network.now() + 20s);
                else if (ill && sickness == Sickness::IgnoresKick)
                    sender.session.disconnectClient(ClientId(ill->session.clientId()), {},
                                                    casts.network.now());
            });
            Duration silence{};
            while (std::ranges::any_of(healthy, [](const Healthy &one) { return !one.receiver->isOver(); })) {
                casts.runFor(50ms);
                QVERIFY(casts.network.now() - start < 5min);
                for (Healthy &one : healthy)
                    silence = std::max(silence, one.silence(casts.network.now()));
            }
            for (const Healthy &one : healthy) {
                QCOMPARE(one.receiver->sink.content, casts.content);
                longest[sick] = std::max(longest[sick], casts.since(one.joined, *one.receiver));
            }
            QVERIFY2(silence <= 2s, qPrintable(QStringLiteral("%1 s without a block").arg(seconds(silence))));
        }
        const Duration lost = longest[1] - longest[0];
        QVERIFY2(
            lost <= 2s,
            qPrintable(
                QStringLiteral("%1 s instead of %2 s").arg(seconds(longest[1])).arg(seconds(longest[0]))));
    }

    void sessionsOnOneLinkShareIt_data()
    {
        QTest::addColumn<int>("sessions");
        QTest::addColumn<int>("receivers");
        QTest::addColumn<quint64>("bytesPerSecond");
        for (const int sessions : {2, 3}) {
            for (const int receivers : {1, 4}) {
                QTest::addRow("%d sessions of %d, 1 MB/s", sessions, receivers)
                    << sessions << receivers << quint64(Mega);
                QTest::addRow("%d sessions of %d, 4 MB/s", sessions, receivers)
                    << sessions << receivers << quint64(4 * Mega);
            }
        }
    }
    /// A bottleneck behind the server that drops what does not fit into its queue; nothing but the window
    /// decides who gets how much.
    void sessionsOnOneLinkShareIt()
    {
        QFETCH(int, sessions);
        QFETCH(int, receivers);
        QFETCH(quint64, bytesPerSecond);
        Casts casts(10 * bytesPerSecond); // nobody is ready before the end
        SimulatedPath link;
        link.bandwidth = bytesPerSecond;
        link.queue = static_cast<size_t>(bytesPerSecond / 20); // 50 ms, as in a switch
        link.delay = 500us;
        for (int i = 1; i <= sessions; ++i) {
            const SendingSettings settings = Casts::settings(uint8_t(i));
            casts.send(settings).out = &link;
            for (int k = 0; k < receivers; ++k)
                casts.receive(settings);
        }
        casts.runFor(2s); // joining and first steps
        std::vector<uint64_t> before;
        for (const SimulatedReceiver &receiver : casts.receivers)
            before.push_back(receiver.writer.bytesWritten());
        casts.runFor(8s);

        std::vector<double> rates;
        for (int i = 0; i < sessions; ++i) {
            const auto first = size_t(i * receivers);
            rates.push_back(double(casts.receivers[first].writer.bytesWritten() - before[first]) / 8);
        }
        double sum = 0;
        double squares = 0;
        for (const double rate : rates) {
            sum += rate;
            squares += rate * rate;
        }
        const double fairness = sum * sum / (double(sessions) * squares); // Jain's index, 1 is equal
        QString figures;
        for (const double rate : rates)
            figures += QStringLiteral("%1 ").arg(rate / Mega, 0, 'f', 2);
        qInfo().noquote() << figures + QStringLiteral("MB/s, fairness %1, link used to %2 %")
                                           .arg(fairness, 0, 'f', 3)
                                           .arg(100 * sum / double(bytesPerSecond), 0, 'f', 0);
        QVERIFY2(fairness > 0.8, qPrintable(figures));
        QVERIFY2(sum > 0.5 * double(bytesPerSecond), qPrintable(figures));
    }

    /// What is not in order on the way costs little more than itself.
    void aBadLinkIsUsedWell_data()
    {
        QTest::addColumn<double>("loss"); // of each receiver by itself
        QTest::addColumn<quint64>("bytesPerSecond");
        QTest::addColumn<int>("queue");
        QTest::addColumn<int>("receivers");
        QTest::addColumn<double>("leastUse");    // of the link
        QTest::addColumn<double>("mostRepairs"); // for each block
        const auto row = [](double loss, int megabytesPerSecond, int queue, int receivers, double leastUse,
                            double mostRepairs) {
            QTest::addRow("%g %% lost, %d MB/s, queue of %d kB, %d receivers", 100 * loss, megabytesPerSecond,
                          queue / 1000, receivers)
                << loss << quint64(megabytesPerSecond * Mega) << queue << receivers << leastUse
                << mostRepairs;
        };
        for (const int receivers : {1, 5}) {
            row(0, 1, 65'536, receivers, 0.75, 0.2);
            row(0, 10, 65'536, receivers, 0.75, 0.2);
            row(0, 100, 65'536, receivers, 0.65, 0.15);
            row(0, 10, 524'288, receivers, 0.85, 0.05);
            row(0.01, 100, 1'000'000, receivers, 0.55, 0.06);
            row(0.02, 10, 524'288, receivers, 0.7, 0.13);
        }
        row(0.05, 100, 1'000'000, 1, 0.55, 0.07);
    }
    void aBadLinkIsUsedWell()
    {
        QFETCH(const double, loss);
        QFETCH(const quint64, bytesPerSecond);
        QFETCH(const int, queue);
        QFETCH(const int, receivers);
        QFETCH(const double, leastUse);
        QFETCH(const double, mostRepairs);
        Casts casts(std::min<uint64_t>(4 * bytesPerSecond, 20 * Mega), 7);
        const SendingSettings settings = Casts::settings(1);
        SimulatedSender &sender = casts.send(settings);
        sender.ownOut.bandwidth = bytesPerSecond;
        sender.ownOut.queue = size_t(queue);
        sender.ownOut.delay = sender.in.delay = 100us;
        for (int i = 0; i < receivers; ++i) {
            SimulatedReceiver &receiver = casts.receive(settings);
            receiver.in.loss = loss;
            receiver.in.delay = receiver.ownOut.delay = 100us;
        }
        const Instant start = casts.network.now();
        QVERIFY(casts.runUntilAllEnd());
        Duration longest{};
        for (const SimulatedReceiver &receiver : casts.receivers) {
            QVERIFY(receiver.sink.content == casts.content);
            longest = std::max(longest, casts.since(start, receiver));
        }
        const SendingCounters counters = sender.session.snapshot(casts.network.now()).counters;
        const double use = double(casts.content.size()) / seconds(longest) / double(bytesPerSecond);
        const double repairs = double(counters.repairPackets) / double(counters.dataPackets);
        const QString figures = QStringLiteral("link used to %1 %, %2 repairs for each block")
                                    .arg(100 * use, 0, 'f', 0)
                                    .arg(repairs, 0, 'f', 3);
        qInfo().noquote() << figures;
        QVERIFY2(use >= leastUse, qPrintable(figures));
        QVERIFY2(repairs <= mostRepairs, qPrintable(figures));
    }

    void aSharedRateIsKeptAndShared()
    {
        Casts casts(12 * Mega);
        const auto rate = std::make_shared<SharedRate>(3 * Mega / 5);
        for (uint8_t i = 1; i <= 3; ++i) {
            SendingSettings settings = Casts::settings(i);
            settings.sharedRates = {rate};
            casts.send(settings);
            casts.receive(settings);
        }
        const auto measure = [&](Duration time) {
            std::vector<uint64_t> counts;
            for (const SimulatedReceiver &receiver : casts.receivers)
                counts.push_back(receiver.writer.bytesWritten());
            casts.runFor(time);
            for (size_t i = 0; i < counts.size(); ++i)
                counts[i] = casts.receivers[i].writer.bytesWritten() - counts[i];
            return counts;
        };
        casts.runFor(1s);
        for (const uint64_t bytes : measure(5s))
            QVERIFY2(bytes > 900'000 && bytes < 1'100'000, qPrintable(QString::number(bytes)));
        rate->setRate(6 * Mega / 5, casts.network.now()); // while they run
        for (const uint64_t bytes : measure(5s))
            QVERIFY2(bytes > 1'800'000 && bytes < 2'200'000, qPrintable(QString::number(bytes)));
        casts.senders[0].session.setRateLimit(Mega / 5, casts.network.now());
        const auto counts = measure(5s);
        QVERIFY2(counts[0] > 900'000 && counts[0] < 1'100'000, qPrintable(QString::number(counts[0])));
        for (const size_t i : {size_t(1), size_t(2)}) // get what the first does not take
            QVERIFY2(counts[i] > 2'200'000 && counts[i] < 2'800'000, qPrintable(QString::number(counts[i])));
    }

    void aDemotedClientGoesOnInTheLowerSession()
    {
        Casts casts(4 * Mega);
        SendingSettings upper = Casts::settings(1);
        upper.rateLimit = Mega;
        SendingSettings lower = Casts::settings(2);
        lower.rateLimit = Mega / 2;
        SimulatedSender &first = casts.send(upper);
        SimulatedSender &second = casts.send(lower);
        SimulatedReceiver &moved = casts.receive(upper);
        SimulatedReceiver &stays = casts.receive(upper);
        moved.in.loss = 0.05; // the order is one of those that get lost
        const Instant start = casts.network.now();
        casts.runFor(2s);
        const uint64_t had = moved.writer.blocks().count();
        QVERIFY(had > 0);
        first.session.demoteClient(ClientId(moved.session.clientId()),
                                   {lower.id, lower.group, {lower.interface.address, lower.group.port}},
                                   {DisconnectType::Fallback, QStringLiteral("slow"), {}},
                                   casts.network.now());
        casts.network.touch(first);
        QVERIFY(casts.runUntilAllEnd());
        QVERIFY(
            casts.network.run(casts.network.now() + 1min, [&] { return first.isOver() && second.isOver(); }));

        QCOMPARE(moved.sink.content, casts.content);
        QCOMPARE(stays.sink.content, casts.content);
        QCOMPARE(moved.session.sessionId(), lower.id.value());
        QCOMPARE(stays.session.sessionId(), upper.id.value());
        // Whoever was not meant is not disturbed: at most the search for another master.
        QVERIFY2(casts.since(start, stays) < 6500ms,
                 qPrintable(QString::number(seconds(casts.since(start, stays)))));
        QCOMPARE(first.departures.size(), size_t(2));
        QCOMPARE(first.departures[0].kind, ClientDeparture::Kind::Demoted);
        QCOMPARE(second.departures.size(), size_t(1));
        QCOMPARE(second.departures[0].kind, ClientDeparture::Kind::Completed);
        // It kept what it had.
        QVERIFY(second.session.end()->counters.dataPackets <= casts.geometry.totalBlocks() - had);
    }

    void waitingIsTheClientsFaultOnly()
    {
        // A disk that takes 200 kB/s holds a session up that could do a megabyte; its own limit does not.
        for (const bool slowDisk : {false, true}) {
            Casts casts(20 * Mega);
            SendingSettings settings = Casts::settings(1);
            settings.rateLimit = slowDisk ? 0 : 200'000;
            SimulatedSender &sender = casts.send(settings);
            casts.receive(settings, {.limit = slowDisk ? 200'000u : 0u, .cacheBytes = 64 * 1024});
            casts.runFor(20s);
            const SendingCounters counters = sender.session.snapshot(casts.network.now()).counters;
            const double waited = seconds(counters.waited);
            QVERIFY2(slowDisk ? waited > 15 : waited < 2, qPrintable(QString::number(waited)));
            QVERIFY(counters.acknowledgedBytes > 2 * Mega && counters.acknowledgedBytes < 5 * Mega);
        }
    }
};

CASTDECK_TEST(TestSimulatedCasts)

} // namespace castdeck::tst_simulatedcasts
#include "tst_simulatedcasts.moc"
