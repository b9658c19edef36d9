// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/believedtime.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QTest>

namespace castdeck::tst_believedtime
{

namespace
{

using namespace std::chrono_literals;

QDateTime noon()
{
    return utc(QDate(2030, 1, 1), QTime(12, 0));
}

/// A wall clock that goes on by itself, and is set.
class Clocks
{
public:
    ClockReading after(std::chrono::milliseconds passed, std::chrono::milliseconds jump = 0ms)
    {
        m_reading.running += passed;
        m_reading.wall = m_reading.wall.addMSecs((passed + jump).count());
        return m_reading;
    }
    QDateTime wall() const { return m_reading.wall; }
    /// Whether it is what the wall clock says.
    bool believes(BelievedTime &time, std::chrono::milliseconds passed, std::chrono::milliseconds jump = 0ms)
    {
        const QDateTime believed = time.at(after(passed, jump));
        return believed == wall();
    }

private:
    ClockReading m_reading{noon(), 1000h};
};

} // namespace

class TestBelievedTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClockThatGoesByItselfIsBelieved()
    {
        Clocks clocks;
        BelievedTime time(24h);
        for (int hour = 0; hour < 60; ++hour)
            QVERIFY(clocks.believes(time, 1h));
    }

    void aSmallCorrectionIsNoJump()
    {
        Clocks clocks;
        BelievedTime time(24h);
        time.at(clocks.after(0ms));
        for (int minute = 0; minute < 24 * 60; ++minute) // a slow quartz
            time.at(clocks.after(1min, 20ms));
        QVERIFY(clocks.believes(time, 1min));
    }

    void aJumpAheadIsBelievedWhenItSettled()
    {
        Clocks clocks;
        BelievedTime time(24h);
        time.at(clocks.after(0ms));
        time.at(clocks.after(48h));
        const QDateTime before = clocks.wall();
        QCOMPARE(time.at(clocks.after(1h, 200 * 24h)), before.addSecs(3'600));
        QCOMPARE(time.at(clocks.after(22h)), before.addSecs(23 * 3'600));
        QVERIFY(clocks.believes(time, 3h));
    }

    void aJumpAheadAndBackLeavesNothing()
    {
        Clocks clocks;
        BelievedTime time(24h);
        time.at(clocks.after(48h));
        const QDateTime before = clocks.wall();
        time.at(clocks.after(1h, 9'999h));
        QCOMPARE(time.at(clocks.after(1h, -9'999h)), before.addSecs(7'200));
        QCOMPARE(clocks.wall(), before.addSecs(7'200));
    }

    void aJumpBackIsFollowedAtOnce()
    {
        Clocks clocks;
        BelievedTime time(24h);
        time.at(clocks.after(48h));
        QVERIFY(clocks.believes(time, 1min, -5'000h));
        QVERIFY(clocks.believes(time, 1min));
    }

    void eachJumpBeginsTheWaitAnew()
    {
        Clocks clocks;
        BelievedTime time(24h);
        QDateTime right = time.at(clocks.after(48h));
        for (int day = 0; day < 5; ++day) {
            QCOMPARE(time.at(clocks.after(20h, 100h)), right.addSecs(20 * 3'600));
            right = right.addSecs(20 * 3'600);
        }
    }

    void whatWasBelievedBeforeAStart()
    {
        Clocks clocks;
        BelievedTime off(24h); // for three days, or the clock is ahead: nobody knows
        off.resume(noon().addDays(-3));
        QCOMPARE(off.at(clocks.after(0ms)), noon().addDays(-3));
        QCOMPARE(off.at(clocks.after(1h)), noon().addDays(-3).addSecs(3'600));
        QVERIFY(clocks.believes(off, 24h));
        BelievedTime ahead(24h); // it was in another century when that was written down
        ahead.resume(noon().addYears(30));
        QVERIFY(clocks.believes(ahead, 1min));
    }
};

CASTDECK_TEST(TestBelievedTime)

} // namespace castdeck::tst_believedtime
#include "tst_believedtime.moc"
