// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/pacewatch.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_pacewatch
{

using namespace std::chrono_literals;

class TestPaceWatch : public QObject
{
    Q_OBJECT

    static SessionSnapshot snapshot(uint64_t acknowledged, std::chrono::milliseconds waited)
    {
        SessionSnapshot all;
        all.state = SessionState::Sending;
        all.counters.acknowledgedBytes = acknowledged;
        all.counters.waited = waited;
        return all;
    }

private Q_SLOTS:
    void stallsWhenDataWaitAndNobodyTakesThem()
    {
        PaceWatch watch;
        const Instant now = monotonicNow();
        watch.look(snapshot(100, 0ms), now);
        watch.look(snapshot(100, 4'999ms), now);
        QVERIFY(!watch.stalledSince().isValid());
        watch.look(snapshot(100, 5'000ms), now);
        const QDateTime since = watch.stalledSince();
        QVERIFY(since.isValid());
        watch.look(snapshot(100, 9'000ms), now);
        QCOMPARE(watch.stalledSince(), since); // one event, not one a second
        watch.look(snapshot(101, 9'100ms), now);
        QVERIFY(!watch.stalledSince().isValid());
        SessionSnapshot waiting = snapshot(101, 99'000ms);
        waiting.state = SessionState::Waiting;
        watch.look(waiting, now);
        QVERIFY(!watch.stalledSince().isValid());
    }

    void findsWhoCannotWriteAsFastAsItIsSent()
    {
        PaceWatch watch;
        const Instant start = monotonicNow();
        SessionSnapshot all = snapshot(0, 0ms);
        all.clients.resize(2);
        all.clients[0].id = ClientId(1);
        all.clients[0].slowDowns = 50; // from before anybody looked
        all.clients[1].id = ClientId(2);
        watch.look(all, start);
        QVERIFY(!watch.writesSlowly(ClientId(1)));
        all.clients[1].slowDowns = 2;
        all.clients[0].slowDowns = 53;
        watch.look(all, start + 1s);
        QVERIFY(!watch.writesSlowly(ClientId(1)));
        watch.look(all, start + 3s);
        QVERIFY(watch.writesSlowly(ClientId(1)) && !watch.writesSlowly(ClientId(2)));
        watch.look(all, start + 6s);
        QVERIFY(!watch.writesSlowly(ClientId(1)));
    }
};

CASTDECK_TEST(TestPaceWatch)

} // namespace castdeck::tst_pacewatch
#include "tst_pacewatch.moc"
