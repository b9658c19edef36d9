// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/net/pacer.h"
#include "transport/net/ratemeter.h"
#include "transport/net/roundtrip.h"
#include "transport/sending/blocksmissing.h"
#include "transport/sending/clientids.h"
#include "transport/sending/congestionwindow.h"
#include "transport/sending/masterchoice.h"
#include "transport/sending/repaircache.h"
#include "transport/sending/repairshare.h"
#include "transport/sending/rounds.h"
#include "transport/sending/sendingclient.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>
#include <cmath>
#include <map>
#include <random>

namespace castdeck::tst_sendingalgorithms
{

using namespace std::chrono_literals;

namespace
{

QJsonObject behaviour()
{
    QFile file(QStringLiteral(CASTDECK_TEST_DATA "/vectors/behaviour.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

BlockRanges ranges(const QJsonArray &array)
{
    BlockRanges result;
    for (const auto &range : array)
        result.push_back({static_cast<uint64_t>(range.toArray()[0].toInteger()),
                          static_cast<uint64_t>(range.toArray()[1].toInteger())});
    return result;
}

const Instant Start = Instant{} + 1h;

} // namespace

class TestSendingAlgorithms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientIdsGoOnAndAreNeverZero()
    {
        ClientIds ids(0xFFFFFFFE);
        QCOMPARE(ids.next(), ClientId(0xFFFFFFFE));
        QCOMPARE(ids.next(), ClientId(0xFFFFFFFF));
        QCOMPARE(ids.next(), ClientId(1));
        QCOMPARE(ids.next(), ClientId(2));
    }

    /// Against counting each block.
    void blocksMissingOfEachPart()
    {
        QRandomGenerator random(7);
        for (const uint64_t blocks : {1ULL, 5ULL, 63ULL, 64ULL, 65ULL, 1000ULL, 6057ULL}) {
            for (int i = 0; i < 20; ++i) {
                BlockRanges missing;
                std::vector<bool> isMissing(blocks);
                for (int n = random.bounded(6); n > 0; --n) {
                    const uint64_t start = random.bounded(quint32(blocks));
                    const uint64_t end =
                        std::min<uint64_t>(start + random.bounded(quint32(blocks)), blocks + 3);
                    missing.push_back({start, end}); // may end behind the last one, as a peer may say
                    for (uint64_t block = start; block <= end && block < blocks; ++block)
                        isMissing[block] = true;
                }
                const BlocksMissing counted = blocksMissing(missing, blocks);
                for (uint64_t part = 0; part < BlockMap::Parts; ++part) {
                    const uint64_t first = BlockMap::begin(part, blocks);
                    const uint64_t end = BlockMap::begin(part + 1, blocks);
                    const auto count = uint64_t(std::count(isMissing.begin() + std::ptrdiff_t(first),
                                                           isMissing.begin() + std::ptrdiff_t(end), true));
                    const uint64_t percent =
                        count == 0 ? 0 : std::max<uint64_t>(count * 100 / (end - first), 1);
                    QCOMPARE(uint64_t(counted.at(part)), percent);
                }
            }
        }
        BlocksMissing asked{};
        BlocksMissing unsent{};
        asked.at(0) = 100;
        asked.at(1) = 7;
        unsent.at(0) = 20;
        unsent.at(2) = 100;
        BlocksMissing still{};
        still.at(0) = 20;
        QCOMPARE(stillMissing(asked, unsent), still);
    }

    /// Up to ExpMax as the specification has it.
    void window()
    {
        const QJsonObject trace = behaviour()[QLatin1String("window")].toObject();
        SessionParameters parameters;
        parameters.windowExpMax = trace[QLatin1String("ExpMaxWindowSize")].toInt();
        parameters.windowMax = trace[QLatin1String("MaxWindowSize")].toInt();
        CongestionWindow window(parameters);
        QCOMPARE(window.size(), trace[QLatin1String("start")].toDouble());
        const QJsonArray steps = trace[QLatin1String("steps")].toArray();
        QVERIFY(!steps.isEmpty());
        int compared = 0;
        for (const auto &value : steps) {
            const QJsonObject step = value.toObject();
            if (step[QLatin1String("event")] != QLatin1String("ack") ||
                window.size() >= parameters.windowExpMax)
                break;
            window.acknowledged(static_cast<uint64_t>(step[QLatin1String("acknowledged")].toInteger()));
            QCOMPARE(window.size(), step[QLatin1String("window")].toDouble());
            QCOMPARE(static_cast<qint64>(window.packets()),
                     step[QLatin1String("may_be_in_flight")].toInteger());
            ++compared;
        }
        QVERIFY(compared > 1);
        window.reset();
        QCOMPARE(window.packets(), uint64_t(1));
    }

    void theWindowIsCutByWhatIsLost()
    {
        const SessionParameters parameters;
        const auto grown = [&parameters] {
            CongestionWindow window(parameters);
            while (window.size() < parameters.windowMax)
                window.acknowledged(window.packets());
            return window;
        };
        CongestionWindow window = grown();
        QCOMPARE(window.packets(), uint64_t(parameters.windowMax));
        window.cut(0.1);
        QCOMPARE(window.size(), 0.95 * parameters.windowMax);
        // As often as there were round trips, and at least once.
        window = grown();
        window.cut(0.1, 3);
        QVERIFY(qFuzzyCompare(window.size(), 0.95 * 0.95 * 0.95 * parameters.windowMax));
        window = grown();
        window.cut(0.1, 0.2);
        QCOMPARE(window.size(), 0.95 * parameters.windowMax);
        window = grown();
        window.cut(0.1, 1000);
        QCOMPARE(window.size(), 0.75 * parameters.windowMax);
        window = grown();
        window.cut(0.01, 1000);
        QVERIFY(window.size() > 0.95 * parameters.windowMax);
        for (const double most : {0.5, 0.75, 1.0}) {
            window = grown();
            window.cut(most);
            QCOMPARE(window.size(), 0.75 * parameters.windowMax);
        }
        for (int i = 0; i < 100; ++i)
            window.cut(1);
        QCOMPARE(window.packets(), uint64_t(2));
    }

    /// No faster than by some packets and a little of itself in a round trip, until it begins anew.
    void theWindowGrowsSlowlyWhereItWasCut()
    {
        const SessionParameters parameters;
        CongestionWindow window(parameters);
        for (const uint64_t acknowledged : {1, 3, 9})
            window.acknowledged(acknowledged);
        QCOMPARE(window.packets(), uint64_t(27));
        window.cut(1);
        for (int i = 0; i < 20; ++i) {
            const double before = window.size();
            window.acknowledged(window.packets());
            QVERIFY(window.size() > before + 1);
            QVERIFY(window.size() < before * 1.02 + 2.1);
        }
        window.reset();
        for (const uint64_t acknowledged : {1, 3, 9})
            window.acknowledged(acknowledged);
        QCOMPARE(window.packets(), uint64_t(27));
    }

    void masterSwitch()
    {
        const QJsonArray rows = behaviour()[QLatin1String("master_switch")].toArray();
        QVERIFY(!rows.isEmpty());
        for (const auto &value : rows) {
            const QJsonObject row = value.toObject();
            const double masterRtt = row[QLatin1String("MCRTT")].toDouble();
            const double masterLoss = row[QLatin1String("MCLossRate")].toDouble();
            const double rtt = row[QLatin1String("RTT")].toDouble();
            const double loss = row[QLatin1String("LossRate")].toDouble();
            QVERIFY(std::abs(masterCost(masterRtt, masterLoss) -
                             row[QLatin1String("cost_master")].toDouble()) < 1e-12);
            QVERIFY(std::abs(masterCost(rtt, loss) - row[QLatin1String("cost_client")].toDouble()) < 1e-12);
            QCOMPARE(shouldReplaceMaster(masterRtt, masterLoss, rtt, loss, 0.75),
                     row[QLatin1String("switch")].toBool());
        }
    }

    void roundTrip()
    {
        const QJsonArray rows = behaviour()[QLatin1String("rtt")].toArray();
        QVERIFY(!rows.isEmpty());
        for (const auto &value : rows) {
            const QJsonObject row = value.toObject();
            RoundTrip roundTrip;
            roundTrip.sample(static_cast<uint64_t>(row[QLatin1String("now")].toInteger()),
                             static_cast<uint64_t>(row[QLatin1String("ServerTime")].toInteger()),
                             static_cast<uint64_t>(row[QLatin1String("BackOff")].toInteger()));
            QCOMPARE(roundTrip.milliseconds(), row[QLatin1String("sample")].toDouble(0));
        }
        RoundTrip smooth;
        smooth.sample(1000, 992, 0);
        smooth.sample(1000, 984, 0);
        QCOMPARE(smooth.milliseconds(), 9.0);
        smooth.sample(1000, 1001, 0); // an echo from the future
        smooth.sample(1000, UINT64_MAX, 0);
        QCOMPARE(smooth.milliseconds(), 9.0);
        smooth.sample(10'000'000, 1, 0);
        QVERIFY(smooth.milliseconds() < 100); // one wrong echo is one sample of the greatest that counts
        for (int i = 0; i < 100; ++i)
            smooth.sample(10'000'000, 1, 0);
        QCOMPARE(smooth.wireValue(), uint16_t(500));
    }

    void answersAreMerged()
    {
        const QJsonArray rows = behaviour()[QLatin1String("round_merge")].toArray();
        QVERIFY(!rows.isEmpty());
        for (const auto &value : rows) {
            const QJsonObject row = value.toObject();
            std::vector<RoundAnswer> answers;
            for (const auto &answer : row[QLatin1String("answers")].toArray())
                answers.push_back(
                    {static_cast<uint32_t>(answer.toObject()[QLatin1String("TimeInSession")].toInt()),
                     ranges(answer.toObject()[QLatin1String("ranges")].toArray())});
            QCOMPARE(mergeAnswers(answers), ranges(row[QLatin1String("merged")].toArray()));
        }
    }

    void roundIsWalkedInRuns()
    {
        Rounds rounds;
        QVERIFY(rounds.nothingUnsent());
        rounds.beginQuery(Start);
        const BlockRanges missing{{1, 3}, {10, 10}};
        rounds.addAnswer(ClientId(1), {0, 1, std::span<const wire::Range>(missing)}, {1h});
        rounds.endQuery(Start);
        QVERIFY(rounds.state() == Rounds::State::Data);
        QCOMPARE(rounds.take(2), (wire::Range{1, 2}));
        QCOMPARE(rounds.take(5), (wire::Range{3, 3}));
        QCOMPARE(rounds.take(5), (wire::Range{10, 10}));
        QVERIFY(rounds.nothingUnsent());
        QCOMPARE(rounds.roundsBegun(), uint64_t(1));
    }

    void nobodyOrNothingIsNoRound()
    {
        Rounds rounds;
        rounds.beginQuery(Start);
        rounds.endQuery(Start);
        QVERIFY(rounds.state() == Rounds::State::Waiting);
        rounds.beginQuery(Start);
        rounds.addAnswer(ClientId(1), {100, 1, {}}, {1h});
        rounds.endQuery(Start);
        QVERIFY(rounds.state() == Rounds::State::Pause);
        QCOMPARE(rounds.pauseEnds(), Start + 500ms);
        QCOMPARE(rounds.roundsBegun(), uint64_t(0));
    }

    // Choice A11
    void aStuckElderDoesNotKeepTheYoungerWaiting()
    {
        Rounds rounds;
        const BlockRanges stuck{{5, 5}};
        const BlockRanges young{{1, 100}};
        const auto query = [&] {
            rounds.beginQuery(Start);
            rounds.addAnswer(ClientId(1), {0, 1000, std::span<const wire::Range>(stuck)}, {1h});
            rounds.addAnswer(ClientId(2), {0, 1, std::span<const wire::Range>(young)}, {1h});
            rounds.endQuery(Start);
            return rounds.take(1000);
        };
        for (int round = 0; round < 3; ++round)
            QCOMPARE(query(), (wire::Range{5, 5}));
        QCOMPARE(query(), (wire::Range{1, 100}));
    }

    void cacheKeepsTheAcknowledgedAndTheYoung()
    {
        RepairCache cache;
        QCOMPARE(cache.lead(), uint64_t(0));
        QVERIFY(!cache.holds(0) && !cache.holds(1));
        for (uint64_t i = 1; i <= 10; ++i)
            cache.push(100 + i, Start + std::chrono::milliseconds(i));
        QCOMPARE(cache.lead(), uint64_t(10));
        QVERIFY(!cache.release(10, Start + 500ms, 1s));
        QVERIFY(cache.release(10, Start + 1005ms, 1s));
        QCOMPARE(cache.trail(), uint64_t(6));
        QVERIFY(cache.release(10, Start + 5s, 1s));
        QCOMPARE(cache.trail(), uint64_t(10));
        QVERIFY(!cache.holds(9) && cache.holds(10) && !cache.holds(11));
    }

    void clientsAreCounted()
    {
        using List = SendingClient::List;
        constexpr List all[] = {List::Pending, List::Active, List::Kicked, List::Demoted, List::Dead};
        std::mt19937 random(17);
        SendingClients clients;
        for (int step = 0; step < 5000; ++step) {
            const ClientId id(1 + random() % 30);
            SendingClient *const client = clients.find(id);
            const auto what = random() % 5;
            if (what == 0)
                clients.add(id, {}, Start);
            else if (what == 1)
                clients.remove(id);
            else if (what == 2)
                clients.giveUp(id);
            else if (client)
                clients.move(*client, all[random() % std::size(all)]);
            size_t here = 0;
            for (const List list : all) {
                const auto found = std::count_if(clients.begin(), clients.end(), [&](const auto &entry) {
                    return entry.second.list == list;
                });
                QCOMPARE(clients.count(list), size_t(found));
                here += size_t(found);
            }
            QCOMPARE(clients.present() + clients.count(List::Dead), here);
        }
    }

    /// Whatever went out together, and in whatever order.
    void cacheKnowsEachPacket()
    {
        struct Sent {
            uint64_t block;
            Instant at;
        };
        std::mt19937 random(17);
        for (int turn = 0; turn < 20; ++turn) {
            RepairCache cache;
            std::map<uint64_t, Sent> expected;
            Instant now = Start;
            uint64_t block = 1;
            for (int step = 0; step < 300; ++step) {
                now += std::chrono::milliseconds(random() % 3);
                if (random() % 4 == 0)
                    block = 1 + random() % 1000;
                for (uint32_t i = random() % 50; i > 0; --i) {
                    cache.push(block, now);
                    expected[cache.lead()] = {block++, now};
                }
                const uint64_t acknowledged = cache.lead() - std::min<uint64_t>(cache.lead(), random() % 100);
                cache.release(acknowledged, now, 100ms);
                while (!expected.empty() && expected.begin()->first < acknowledged &&
                       now - expected.begin()->second.at >= 100ms)
                    expected.erase(expected.begin());
                QCOMPARE(cache.size(), expected.size());
                QCOMPARE(cache.trail(), expected.empty() ? cache.lead() + 1 : expected.begin()->first);
                QVERIFY(!cache.holds(cache.trail() - 1) && !cache.holds(cache.lead() + 1));
            }
            for (const auto &[seqNo, sent] : expected) {
                QVERIFY(cache.holds(seqNo));
                QCOMPARE(cache.sentAt(seqNo), sent.at);
                QVERIFY(cache.queue(seqNo, now, 4ms));
                QCOMPARE(cache.takeQueued(now)->block, sent.block);
            }
        }
    }

    void repairsAreQueuedOnceInTheOrderOfAsking()
    {
        RepairCache cache;
        for (uint64_t i = 1; i <= 10; ++i)
            cache.push(100 + i, Start);
        for (const uint64_t seqNo : {7, 3, 9})
            QVERIFY(cache.queue(seqNo, Start + 1ms, 4ms));
        QVERIFY(!cache.queue(7, Start + 100ms, 4ms)); // waits already
        QCOMPARE(cache.takeQueued(Start + 200ms)->block, uint64_t(107));
        QVERIFY(!cache.queue(7, Start + 203ms, 4ms)); // has just been repaired
        QVERIFY(cache.queue(7, Start + 204ms, 4ms));
        QVERIFY(cache.release(4, Start + 2s, 1s)); // 3 is not held any more
        QCOMPARE(cache.takeQueued(Start + 2s)->seqNo, uint64_t(9));
        QCOMPARE(cache.takeQueued(Start + 2s)->seqNo, uint64_t(7));
        QVERIFY(!cache.hasQueued() && !cache.takeQueued(Start + 2s));
    }

    /// Who has seen what went out after it waits for it in vain.
    void aRepairThatIsLostTooIsSentAgainAtOnce()
    {
        RepairCache cache;
        for (uint64_t i = 1; i <= 10; ++i)
            cache.push(100 + i, Start);
        QVERIFY(cache.queue(7, Start, 4ms, 10));
        QCOMPARE(cache.takeQueued(Start)->seqNo, uint64_t(7));
        cache.push(111, Start);
        for (const uint64_t highest : {uint64_t(0), uint64_t(10), 10 + RepairCache::ReorderedMost})
            QVERIFY(!cache.queue(7, Start + 1ms, 4ms, highest));
        QVERIFY(cache.queue(7, Start + 1ms, 4ms, 11 + RepairCache::ReorderedMost));
        QCOMPARE(cache.takeQueued(Start + 1ms)->seqNo, uint64_t(7));
        QVERIFY(!cache.queue(7, Start + 2ms, 4ms, 11 + RepairCache::ReorderedMost));
        QVERIFY(cache.queue(7, Start + 2ms, 4ms, UINT64_MAX));
    }

    void aShareOfRepairsIsBoundedByDataAndTime()
    {
        // The bound must not depend on how often it is asked for.
        for (const int asksPerSecond : {1, 50, 1000}) {
            for (const bool isMaster : {false, true}) {
                RepairShare share;
                size_t taken = 0;
                for (int i = 0; i <= 10 * asksPerSecond; ++i) {
                    const uint64_t sent = uint64_t(i) * 1000 / uint64_t(asksPerSecond);
                    const size_t most =
                        share.available({sent, sent}, isMaster, 1000, Start + i * 1s / asksPerSecond);
                    share.use(most);
                    taken += most;
                }
                // 250 at first, 62 a second for the time, and a quarter of 10 000 packets or twice as many;
                // with one look a second no more than 250 each.
                const size_t most = 250 + 625 + (isMaster ? 20'000 : 2'500);
                const size_t least = (250 + 625 + (isMaster ? 10'000 : 2'500)) / 5;
                QVERIFY2(taken <= most && taken >= least, qPrintable(QString::number(taken)));
            }
        }
        RepairShare slow;
        QCOMPARE(slow.available({}, false, 1, Start), size_t(8));
        RepairShare fast;
        QCOMPARE(fast.available({}, false, 0, Start), size_t(256));
        fast.use(256);
        QCOMPARE(fast.available({}, false, 0, Start), size_t(0));
        QVERIFY(fast.available({}, false, 0, Start + 1s) > 0); // nobody is locked out for good
    }

    void aMasterIsRepairedAsFastAsItGetsOn()
    {
        // It lost five windows and the first repairs with them, and nothing new is sent before they have
        // come.
        RepairShare share;
        share.use(share.available({2560, 0}, true, 0, Start));
        uint64_t acknowledged = 1; // the one that time allows
        int roundTrips = 0;
        for (; acknowledged < 2560 && roundTrips < 15; ++roundTrips) {
            const size_t most = share.available({2560, acknowledged}, true, 0, Start);
            share.use(most);
            acknowledged += most;
        }
        QVERIFY2(roundTrips < 15, qPrintable(QString::number(acknowledged)));
        // Whoever asks and does not get on is not believed for ever.
        share.use(share.available({2560, acknowledged}, true, 0, Start));
        QCOMPARE(share.available({2560, acknowledged}, true, 0, Start), size_t(0));
        // What the master got is nobody else's.
        RepairShare other;
        other.use(other.available({}, false, 0, Start));
        QCOMPARE(other.available({0, 1000}, false, 0, Start), size_t(0));
    }

    void noDebtLastsLongerThanASecond()
    {
        Pacer pacer(1'000'000, Start);
        pacer.spend(30'000'000);
        QVERIFY(!pacer.allows(Start + 500ms));
        QVERIFY(pacer.opensAt(Start + 500ms) <= Start + 1010ms);
        QVERIFY(pacer.allows(Start + 1010ms));
    }

    void whatAClientSaysOfItsTimeCountsNoMoreThanItsTime()
    {
        const BlockRanges liarLacks{{1, 100}};
        const BlockRanges honestLacks{{200, 300}};
        Rounds rounds;
        rounds.beginQuery(Start);
        rounds.addAnswer(ClientId(1), {0, UINT32_MAX, std::span<const wire::Range>(liarLacks)}, {5s});
        rounds.addAnswer(ClientId(2), {0, 40, std::span<const wire::Range>(honestLacks)}, {40s});
        rounds.endQuery(Start);
        QCOMPARE(rounds.take(1000), (wire::Range{200, 300}));
    }

    void whoIsGivenUpIsServedLast()
    {
        const BlockRanges all{{1, 100}};
        const BlockRanges rest{{50, 60}};
        for (const bool othersLack : {true, false}) {
            Rounds rounds;
            rounds.beginQuery(Start);
            rounds.addAnswer(ClientId(1), {0, 100, std::span<const wire::Range>(all)}, {100s, true});
            rounds.addAnswer(
                ClientId(2),
                {0, 10, othersLack ? std::span<const wire::Range>(rest) : std::span<const wire::Range>()},
                {10s});
            rounds.endQuery(Start);
            QCOMPARE(rounds.take(1000), (othersLack ? wire::Range{50, 60} : wire::Range{1, 100}));
        }
    }

    void aFullCacheReleasesEarlierWhatIsAcknowledged()
    {
        RepairCache cache;
        while (!cache.isFull())
            cache.push(1, Start);
        QCOMPARE(cache.size(), size_t(1'048'576)); // Choice T31
        QVERIFY(!cache.release(1000, Start + 99ms, 1s));
        QVERIFY(cache.release(1000, Start + 100ms, 1s));
        QCOMPARE(cache.trail(), uint64_t(1000));
        QVERIFY(!cache.isFull() && !cache.release(2000, Start + 999ms, 1s));
    }

    void pacerKeepsItsRate()
    {
        Instant now = Start;
        Pacer pacer(1'000'000, now);
        uint64_t sent = 0;
        while (now < Start + 10s) {
            now = pacer.opensAt(now);
            QVERIFY(pacer.allows(now));
            pacer.spend(14'130);
            sent += 14'130;
            QVERIFY(!pacer.allows(now) || sent < 40'000);
        }
        QVERIFY2(sent > 9'900'000 && sent < 10'100'000, qPrintable(QString::number(sent)));
        pacer.setRate(0, now);
        pacer.spend(UINT32_MAX);
        QVERIFY(pacer.allows(now));
    }

    void rateIsTheMeanOfFiveSeconds()
    {
        Instant now = Start;
        RateMeter meter(now);
        QCOMPARE(meter.bytesPerSecond(now), uint64_t(0));
        for (int i = 0; i < 200; ++i) {
            now += 100ms;
            meter.add(100'000, now);
        }
        const uint64_t steady = meter.bytesPerSecond(now);
        QVERIFY2(steady > 950'000 && steady < 1'060'000, qPrintable(QString::number(steady)));
        QVERIFY(meter.bytesPerSecond(now + 2s) < steady);
        QCOMPARE(meter.bytesPerSecond(now + 6s), uint64_t(0));
        QCOMPARE(meter.bytesPerSecond(now + 1h), uint64_t(0));
    }
};

CASTDECK_TEST(TestSendingAlgorithms)

} // namespace castdeck::tst_sendingalgorithms
#include "tst_sendingalgorithms.moc"
