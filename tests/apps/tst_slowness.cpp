// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/slowness.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_slowness
{

using namespace std::chrono_literals;

namespace
{

struct Machine {
    uint64_t slowDowns = 0; ///< a second
    double lossRate = 0;
    bool isMaster = true;
    ReceivingState state = ReceivingState::Regular;
    Slowness slowness{};
    Instant now{};
    uint64_t slowDownsInAll = 0;

    /// What is said in ten seconds, with a report so often.
    QStringList said(std::chrono::milliseconds interval)
    {
        QStringList all;
        ProgressReport report;
        report.rate = 2'000'000;
        report.status.state = state;
        report.status.master = isMaster;
        report.status.lossRate = lossRate;
        for (auto passed = 0ms; passed < 10s; passed += interval) {
            report.status.counters.slowDowns = slowDownsInAll;
            if (const auto text = slowness.look(report, now))
                all << *text;
            now += interval;
            slowDownsInAll += slowDowns * uint64_t(interval.count()) / 250 / 4;
        }
        return all;
    }
};

} // namespace

class TestSlowness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsSaid_data()
    {
        QTest::addColumn<Machine>("machine");
        QTest::addColumn<QString>("says");
        QTest::newRow("a full cache") << Machine{.slowDowns = 8} << QStringLiteral("no faster than 2.0 MB/s");
        QTest::newRow("loss") << Machine{.lossRate = 0.031} << QStringLiteral("3.1 % of the packets");
        QTest::newRow("well") << Machine{.lossRate = 0.001} << QString();
        QTest::newRow("another is the master")
            << Machine{.slowDowns = 8, .lossRate = 0.1, .isMaster = false} << QString();
        QTest::newRow("not in the session yet")
            << Machine{.slowDowns = 8, .state = ReceivingState::Join} << QString();
    }

    /// Within ten seconds, and once; however often it is looked at.
    void whatIsSaid()
    {
        QFETCH(Machine, machine);
        QFETCH(const QString, says);
        for (const auto interval : {250ms, 1'000ms}) {
            Machine looked = machine;
            const QString all = looked.said(interval).join(QLatin1Char('\n'));
            QVERIFY2(all.contains(says) && all.isEmpty() == says.isEmpty(), qPrintable(all));
            QCOMPARE(looked.said(interval), QStringList());
        }
    }

    void aSlowerSessionCountsAnew()
    {
        Machine machine{.slowDowns = 8, .isMaster = false};
        QCOMPARE(machine.said(250ms), QStringList());
        machine.slowDownsInAll = 0;
        machine.slowDowns = 0;
        machine.isMaster = true;
        QCOMPARE(machine.said(250ms), QStringList());
    }
};

CASTDECK_TEST(TestSlowness)

} // namespace castdeck::tst_slowness
#include "tst_slowness.moc"
