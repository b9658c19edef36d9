// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/net/sharedrate.h"

#include <QTest>
#include <atomic>
#include <thread>
#include <vector>

namespace castdeck::tst_sharedrate
{

using namespace std::chrono_literals;

namespace
{

/// Somebody who sends bursts as soon as it may, at most @p own bytes per second by itself (0: no limit).
struct Sender {
    SharedRate::Part part;
    uint64_t own = 0;
    uint64_t sent = 0;
    Instant busyUntil{};

    void act(Instant now, Instant start, uint64_t burst)
    {
        const std::chrono::duration<double> passed = now - start;
        if (own > 0 && static_cast<double>(sent) > passed.count() * static_cast<double>(own))
            return;
        if (part.allows(now)) {
            part.spend(burst);
            sent += burst;
        } else {
            part.opensAt(now);
        }
    }
};

const Instant Start = Instant{} + 1h;

/// Everybody acts once a millisecond, always in the same order, which is the least fair.
void run(std::vector<Sender> &senders, Duration time, uint64_t burst = 10'000)
{
    for (Instant now = Start; now < Start + time; now += 1ms) {
        for (Sender &sender : senders)
            sender.act(now, Start, burst);
    }
}

std::vector<Sender> sendersOf(const std::shared_ptr<SharedRate> &rate, std::vector<uint64_t> own)
{
    std::vector<Sender> senders;
    senders.reserve(own.size());
    for (const uint64_t limit : own)
        senders.push_back({SharedRate::Part(rate), limit});
    return senders;
}

bool isAbout(uint64_t value, uint64_t expected)
{
    return value > expected * 9 / 10 && value < expected * 11 / 10;
}

} // namespace

class TestSharedRate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parts_data()
    {
        QTest::addColumn<QList<quint64>>("own");
        QTest::addColumn<QList<quint64>>("expected");
        using List = QList<quint64>;
        QTest::newRow("one takes all") << List{0} << List{3'000'000};
        QTest::newRow("two share") << List{0, 0} << List{1'500'000, 1'500'000};
        QTest::newRow("three share") << List{0, 0, 0} << List{1'000'000, 1'000'000, 1'000'000};
        QTest::newRow("what one cannot use goes to the others")
            << List{300'000, 0, 0} << List{300'000, 1'350'000, 1'350'000};
        QTest::newRow("two slow ones") << List{300'000, 300'000, 0} << List{300'000, 300'000, 2'400'000};
    }
    void parts()
    {
        QFETCH(QList<quint64>, own);
        QFETCH(QList<quint64>, expected);
        const auto rate = std::make_shared<SharedRate>(3'000'000);
        auto senders = sendersOf(rate, {own.begin(), own.end()});
        run(senders, 10s);
        for (size_t i = 0; i < senders.size(); ++i)
            QVERIFY2(isAbout(senders[i].sent, 10 * expected[qsizetype(i)]),
                     qPrintable(QStringLiteral("%1: %2").arg(i).arg(senders[i].sent)));
    }

    void zeroIsNoLimit()
    {
        const auto rate = std::make_shared<SharedRate>(0);
        auto senders = sendersOf(rate, {0, 0});
        run(senders, 100ms);
        QCOMPARE(senders[0].sent, uint64_t(1'000'000));
        QCOMPARE(senders[1].sent, uint64_t(1'000'000));
    }

    void changesWhileItRuns()
    {
        const auto rate = std::make_shared<SharedRate>(1000);
        SharedRate::Part part(rate);
        QVERIFY(part.allows(Start));
        part.spend(1'000'000);
        QVERIFY(!part.allows(Start + 1s));
        QVERIFY(part.opensAt(Start + 1s) > Start + 60s); // a burst's worth: more is nobody's debt
        rate->setRate(1'000'000, Start + 1s);
        QCOMPARE(rate->rate(), uint64_t(1'000'000));
        QVERIFY(part.allows(Start + 1s));
        part.spend(1'000'000);
        QVERIFY(!part.allows(Start + 1'500ms));
        QVERIFY(part.allows(Start + 2'100ms));
    }

    void whoeverIsSilentDoesNotHoldTheOthersUp()
    {
        const auto rate = std::make_shared<SharedRate>(1'000'000);
        SharedRate::Part silent(rate);
        auto senders = sendersOf(rate, {0});
        run(senders, 10s);
        QVERIFY(isAbout(senders[0].sent, 10'000'000));
        // And gets no more than a part when it speaks again.
        const Instant later = Start + 10s;
        uint64_t taken = 0;
        for (Instant now = later; now < later + 1s; now += 1ms) {
            if (silent.allows(now)) {
                silent.spend(10'000);
                taken += 10'000;
            }
            senders[0].act(now, Start, 10'000);
        }
        QVERIFY2(taken < 700'000, qPrintable(QString::number(taken)));
    }

    void whoeverIsSilentDoesNotSpoilTheSharesOfTheOthers()
    {
        const auto rate = std::make_shared<SharedRate>(1'000'000);
        const SharedRate::Part silent(rate);
        auto senders = sendersOf(rate, {0, 0});
        run(senders, 10s);
        QVERIFY2(isAbout(senders[0].sent, senders[1].sent), qPrintable(QString::number(senders[0].sent)));
    }

    void slowRatesAreSharedToo()
    {
        const auto rate = std::make_shared<SharedRate>(20'000);
        auto senders = sendersOf(rate, {0, 0});
        run(senders, 200s, 10'000);
        QVERIFY(isAbout(senders[0].sent, 2'000'000));
        QVERIFY(isAbout(senders[1].sent, 2'000'000));
    }

    void whoeverGoesLeavesNothingBehind()
    {
        const auto rate = std::make_shared<SharedRate>(1'000'000);
        {
            SharedRate::Part first(rate);
            SharedRate::Part moved(std::move(first));
            QVERIFY(moved.allows(Start));
        }
        QCOMPARE(rate.use_count(), 1L);
        auto senders = sendersOf(rate, {0});
        run(senders, 10s);
        QVERIFY(isAbout(senders[0].sent, 10'000'000));

        const auto quick = std::make_shared<SharedRate>(100'000'000);
        SharedRate::Part staying(quick);
        auto going = std::make_optional<SharedRate::Part>(quick);
        QVERIFY(going->allows(Start) && staying.allows(Start));
        staying.spend(100'000);
        // Enough for a packet, while somebody who has had nothing yet would come first.
        const Instant soon = Start + 1'001us;
        QVERIFY(!staying.allows(soon));
        going.reset();
        QVERIFY(staying.allows(soon));
    }

    void threadsMayShareIt()
    {
        const auto rate = std::make_shared<SharedRate>(1'000'000);
        std::atomic<uint64_t> sent = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                SharedRate::Part part(rate);
                for (Instant now = Start; now < Start + 1s; now += 1ms) {
                    if (part.allows(now)) {
                        part.spend(1000);
                        sent += 1000;
                    }
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY2(sent >= 500'000 && sent <= 1'100'000, qPrintable(QString::number(sent)));
    }
};

CASTDECK_TEST(TestSharedRate)

} // namespace castdeck::tst_sharedrate
#include "tst_sharedrate.moc"
