// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientpolicy.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_slowclientpolicy
{

using namespace std::chrono_literals;

namespace
{

using Handling = SlowClientPolicy::Handling;

constexpr uint64_t Threshold = 100'000;
const ClientId Master(7001);
const ClientId Other(7002);

/// A session that is looked at four times a second while data wait.
struct Watched {
    SlowClientPolicy policy;
    SessionSnapshot look;
    int tier = 0;

    explicit Watched(const SlowClientPolicy::Rules &rules) : policy(rules)
    {
        look.masterClientId = Master;
        add(Master);
        add(Other);
    }
    void add(ClientId id)
    {
        ClientSnapshot client;
        client.id = id;
        client.state = ClientState::Receiving;
        client.canBeDemoted = true;
        look.clients << client;
    }
    void remove(ClientId id)
    {
        look.clients.removeIf([id](const ClientSnapshot &client) { return client.id == id; });
    }
    /// Lets data wait for so long at that rate; the first verdict, and when it came.
    std::optional<SlowClientPolicy::Verdict> wait(std::chrono::milliseconds time, uint64_t rate)
    {
        std::optional<SlowClientPolicy::Verdict> first;
        for (auto passed = 0ms; passed < time; passed += 250ms) {
            look.counters.waited += 250ms;
            look.counters.acknowledgedBytes += rate / 4;
            const auto verdict = policy.look(look, tier);
            if (verdict && !first) {
                first = verdict;
                came = look.counters.waited;
            }
        }
        return first;
    }
    std::chrono::milliseconds came{0};
};

SlowClientPolicy::Rules rules(Handling handling, bool fallback = true, int streams = 2)
{
    return {handling, Threshold, streams, fallback};
}

} // namespace

class TestSlowClientPolicy : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<int>("handling");
        QTest::addColumn<int>("streams");
        QTest::addColumn<bool>("fallback");
        QTest::addColumn<int>("clients");
        QTest::addColumn<int>("tier");
        QTest::addColumn<bool>("capable");
        QTest::addColumn<quint64>("rate");
        QTest::addColumn<QString>("expected");

        const int none = int(Handling::None);
        const int disconnect = int(Handling::AutoDisconnect);
        const int multi = int(Handling::Multistream);
        const quint64 slow = Threshold - 4;
        QTest::newRow("no policy") << none << 2 << true << 2 << 0 << true << slow << "";
        QTest::newRow("slow") << disconnect << 2 << true << 2 << 0 << true << slow << "disconnect fallback";
        QTest::newRow("slow, no fallback")
            << disconnect << 2 << false << 2 << 0 << true << slow << "disconnect";
        QTest::newRow("stands still")
            << disconnect << 2 << true << 2 << 0 << true << quint64(0) << "disconnect fallback";
        QTest::newRow("just fast enough")
            << disconnect << 2 << true << 2 << 0 << true << quint64(Threshold) << "";
        QTest::newRow("alone") << disconnect << 2 << true << 1 << 0 << true << slow << "";
        QTest::newRow("two streams, upper") << multi << 2 << true << 2 << 0 << true << slow << "demote";
        QTest::newRow("two streams, lowest") << multi << 2 << true << 2 << 1 << true << slow << "";
        QTest::newRow("three streams, middle") << multi << 3 << true << 2 << 1 << true << slow << "demote";
        QTest::newRow("three streams, lowest") << multi << 3 << true << 2 << 2 << true << slow << "";
        QTest::newRow("cannot be demoted")
            << multi << 2 << true << 2 << 0 << false << slow << "disconnect fallback";
        QTest::newRow("cannot be demoted, no fallback")
            << multi << 2 << false << 2 << 0 << false << slow << "disconnect";
    }
    void verdicts()
    {
        QFETCH(int, handling);
        QFETCH(int, streams);
        QFETCH(bool, fallback);
        QFETCH(int, clients);
        QFETCH(int, tier);
        QFETCH(bool, capable);
        QFETCH(quint64, rate);
        Watched session(rules(Handling(handling), fallback, streams));
        session.tier = tier;
        session.look.clients[0].canBeDemoted = capable;
        if (clients == 1)
            session.remove(Other);

        const auto verdict = session.wait(60s, rate);
        QString text;
        if (verdict && verdict->action == SlowClientPolicy::Action::Demote)
            text = QStringLiteral("demote");
        else if (verdict)
            text = verdict->fallback ? QStringLiteral("disconnect fallback") : QStringLiteral("disconnect");
        QTEST(text, "expected");
        if (verdict) {
            QCOMPARE(verdict->client, Master);
            QCOMPARE(verdict->rate, rate / 4 * 4);
        }
    }

    void tenSecondsLowAfterTenToMeasure()
    {
        Watched session(rules(Handling::AutoDisconnect));
        QVERIFY(session.wait(60s, 10'000));
        // The first look is where measuring begins.
        QCOMPARE(session.came, 20'250ms);
    }

    void theServersConfigurationMaySayHowLong()
    {
        SessionParameters parameters;
        parameters.slowClientWindow = 3s;
        parameters.slowClientPatience = 2s;
        MulticastSessionPolicy policy;
        policy.slowClientHandling = SlowClientHandling::AutoDisconnect;
        Watched session(slowClientRules(policy, parameters));
        QVERIFY(session.wait(60s, 10'000));
        QCOMPARE(session.came, 5'250ms);
    }

    void aShortDipSendsNobodyAway()
    {
        Watched session(rules(Handling::AutoDisconnect));
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!session.wait(12s, 2 * Threshold));
            QVERIFY(!session.wait(9s, 0));
        }
    }

    void goodTimesBeforeDoNotHideBadOnes()
    {
        Watched session(rules(Handling::AutoDisconnect));
        QVERIFY(!session.wait(10min, 2 * Threshold));
        const auto before = session.look.counters.waited;
        QVERIFY(session.wait(60s, 0));
        QVERIFY2(session.came - before <= 21s, "late");
    }

    void timeInWhichNothingWaitsDoesNotCount()
    {
        Watched session(rules(Handling::AutoDisconnect));
        QVERIFY(!session.wait(19s, 0));
        for (int i = 0; i < 1000; ++i) // the sums stand still
            QVERIFY(!session.policy.look(session.look, session.tier));
        QVERIFY(session.wait(2s, 0));
    }

    void oneActionInTenSeconds()
    {
        Watched session(rules(Handling::AutoDisconnect));
        QVERIFY(session.wait(60s, 0));
        const auto first = session.came;
        Watched again = session;
        QVERIFY(again.wait(60s, 0));
        QVERIFY(again.came - first >= 10s);
    }

    void newRulesBeginAnew()
    {
        Watched session(rules(Handling::AutoDisconnect));
        QVERIFY(!session.wait(19s, 0));
        session.policy.setRules(rules(Handling::AutoDisconnect)); // the same ones
        QVERIFY(session.wait(2s, 0));
        QVERIFY(!session.wait(19s, 0));
        session.policy.setRules(rules(Handling::AutoDisconnect, false));
        QVERIFY(!session.wait(19s, 0));
        QVERIFY(session.wait(2s, 0));
    }

    void whoIsMasterForAMomentIsNotTheCulprit_data()
    {
        QTest::addColumn<int>("share"); // so many looks of eight see the other as the master
        QTest::addColumn<bool>("isGone");
        QTest::addColumn<quint32>("culprit");
        for (const int share : {1, 2, 3, 5, 6, 7})
            QTest::addRow("%d of 8", share) << share << false << (share < 4 ? Master : Other).value();
        QTest::newRow("who held it has gone") << 2 << true << Other.value();
    }
    void whoIsMasterForAMomentIsNotTheCulprit()
    {
        QFETCH(const int, share);
        QFETCH(const bool, isGone);
        QFETCH(const quint32, culprit);
        for (int first = 0; first < 8; ++first) { // whoever it is at last
            Watched session(rules(Handling::AutoDisconnect));
            session.add(ClientId(7003));
            std::optional<SlowClientPolicy::Verdict> verdict;
            for (int i = 0; i < 200 && !verdict; ++i) {
                session.look.masterClientId = (i + first) % 8 < share ? Other : Master;
                if (isGone && session.look.counters.waited == 20s)
                    session.remove(Master);
                verdict = session.wait(250ms, 0);
            }
            QVERIFY(verdict);
            QCOMPARE(verdict->client.value(), culprit);
        }
    }

    void nobodyIsSentAwayWhileThereIsNoMaster()
    {
        Watched session(rules(Handling::AutoDisconnect));
        session.look.masterClientId = {};
        QVERIFY(!session.wait(60s, 0));
        session.look.masterClientId = Master;
        QVERIFY(session.wait(250ms, 0));
    }
};

CASTDECK_TEST(TestSlowClientPolicy)

} // namespace castdeck::tst_slowclientpolicy
#include "tst_slowclientpolicy.moc"
