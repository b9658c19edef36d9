// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientwatch.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_slowclientwatch
{

using namespace std::chrono_literals;

namespace
{

/// What is special about one of five machines.
struct Trait {
    uint64_t slowDowns = 0; ///< a second
    double lossRate = 0;
    uint32_t roundTrip = 0; ///< ms
    bool isMaster = false;  ///< in turn with the others that are
    bool isGone = false;
};

/// A session that is looked at four times a second while data wait.
struct Watched {
    std::vector<Trait> traits;
    uint64_t rate = 2'000'000; ///< bytes per second
    SlowClientWatch watch{};
    SessionSnapshot snapshot{};
    int looks = 0;

    /// The names of those found in so much time.
    QStringList wait(std::chrono::milliseconds time)
    {
        QStringList found;
        std::vector<ClientId> masters;
        for (size_t i = 0; i < traits.size(); ++i) {
            if (traits[i].isMaster)
                masters.emplace_back(quint32(i + 1));
        }
        for (auto passed = 0ms; passed < time; passed += 250ms, ++looks) {
            snapshot.counters.waited += 250ms;
            snapshot.counters.acknowledgedBytes += rate / 4;
            snapshot.masterClientId = masters[size_t(looks) % masters.size()];
            snapshot.clients.clear();
            for (size_t i = 0; i < traits.size(); ++i) {
                ClientSnapshot client;
                client.id = ClientId(quint32(i + 1));
                client.name = QStringLiteral("pc%1").arg(i);
                client.state = traits[i].isGone ? ClientState::Disconnecting : ClientState::Receiving;
                client.lossRate = traits[i].lossRate;
                client.roundTrip = traits[i].roundTrip;
                client.slowDowns = traits[i].slowDowns * uint64_t(looks) / 4;
                snapshot.clients.append(client);
            }
            for (const auto &finding : watch.look(snapshot)) {
                found << finding.name;
                reason = finding.reason;
            }
        }
        return found;
    }
    QString reason{};
};

const Trait well{.slowDowns = 0, .lossRate = 0.0001, .roundTrip = 1};
const Trait wellMaster{.slowDowns = 0, .lossRate = 0.0001, .roundTrip = 1, .isMaster = true};
const Trait full{.slowDowns = 20, .isMaster = true};
const Trait lossy{.lossRate = 0.03, .roundTrip = 5, .isMaster = true};
const Trait far{.roundTrip = 200, .isMaster = true};

} // namespace

class TestSlowClientWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoIsNamed_data()
    {
        QTest::addColumn<std::vector<Trait>>("traits");
        QTest::addColumn<QStringList>("named");
        const QStringList none;
        const QStringList first{QStringLiteral("pc0")};
        const QStringList both{QStringLiteral("pc0"), QStringLiteral("pc1")};
        using Traits = std::vector<Trait>;
        QTest::newRow("a full cache") << Traits{full, well, well} << first;
        QTest::newRow("loss") << Traits{lossy, well, well} << first;
        QTest::newRow("a long way") << Traits{far, well, well} << first;
        QTest::newRow("one of two") << Traits{full, well} << first;
        QTest::newRow("two of five") << Traits{full, lossy, well, well, well} << both;
        QTest::newRow("somebody has to be the master") << Traits{wellMaster, well, well} << none;
        QTest::newRow("all are alike") << Traits{full, full, full} << none;
        QTest::newRow("all are far away") << Traits{far, far, far} << none;
        QTest::newRow("alone") << Traits{full} << none;
        Trait gone = well;
        gone.isGone = true;
        QTest::newRow("alone with one that goes") << Traits{full, gone} << none;
        Trait notMaster = full;
        notMaster.isMaster = false;
        QTest::newRow("nobody waits for it") << Traits{wellMaster, notMaster, well} << none;
        Trait seldom = full;
        seldom.slowDowns = 0;
        QTest::newRow("hardly ever full") << Traits{seldom, well, well} << none;
    }

    /// Ten seconds are enough, and nobody is named twice.
    void whoIsNamed()
    {
        QFETCH(const std::vector<Trait>, traits);
        QFETCH(const QStringList, named);
        Watched session{traits};
        QCOMPARE(session.wait(10s), named);
        QVERIFY(named.isEmpty() || session.reason.contains(QStringLiteral("holds the session at 19")));
        QCOMPARE(session.wait(30s), QStringList());
    }

    void aFastSessionWaitsForNobodysWay()
    {
        Watched session{{lossy, well, well}};
        session.rate = 50'000'000;
        QCOMPARE(session.wait(10s), QStringList());
        session.rate = 5'000'000;
        QCOMPARE(session.wait(10s), QStringList{QStringLiteral("pc0")});
    }

    void whoBecomesSlowIsNamedThen()
    {
        Watched session{{wellMaster, well, well}};
        QCOMPARE(session.wait(60s), QStringList());
        session.traits[1] = far;
        QCOMPARE(session.wait(10s), QStringList{QStringLiteral("pc1")});
    }

    void timeInWhichNothingWaitsDoesNotCount()
    {
        Watched session{{full, well}};
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(session.wait(250ms), QStringList());
            session.snapshot.counters.waited -= 250ms;
        }
    }
};

CASTDECK_TEST(TestSlowClientWatch)

} // namespace castdeck::tst_slowclientwatch
#include "tst_slowclientwatch.moc"
