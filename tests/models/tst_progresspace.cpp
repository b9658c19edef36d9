// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"
#include "models/progresspace.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::test::tst_progresspace
{

class TestProgressPace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingIsKnownBeforeItMoves()
    {
        ProgressPace pace;
        QVERIFY(!pace.percentPerSecond(1'000));
        pace.see(40, 1'000);
        pace.see(40, 9'000);
        QVERIFY(!pace.percentPerSecond(9'000) && !pace.secondsLeft(40, 9'000));
    }

    void smooth()
    {
        ProgressPace pace;
        pace.see(0, 1'000);
        for (int percent = 1; percent <= 50; ++percent)
            pace.see(percent, 1'000 + percent * 2'000);
        QCOMPARE(pace.percentPerSecond(101'000).value(), 0.5);
        QCOMPARE(pace.secondsLeft(50, 101'000).value(), 100);
        // One report that comes late changes little …
        pace.see(51, 107'000);
        const double after = pace.percentPerSecond(107'000).value();
        QVERIFY2(after > 0.38 && after < 0.5, qPrintable(QString::number(after)));
        // … and silence lets it sink.
        QVERIFY(pace.percentPerSecond(137'000).value() < 0.07);
        QVERIFY(!pace.secondsLeft(100, 137'000));
    }

    void beginsAnew()
    {
        ProgressPace pace;
        pace.see(50, 1'000);
        pace.see(60, 11'000);
        QVERIFY(pace.percentPerSecond(11'000));
        pace.see(3, 12'000); // another content, or it lost what it had
        QVERIFY(!pace.percentPerSecond(12'000));
        pace.see(255, 13'000); // a peer's number
        QCOMPARE(pace.percentPerSecond(13'000).value(), 97.0);
    }

    void remainingIsCoarse_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << -5 << "< 1 min";
        QTest::newRow("soon") << 29 << "< 1 min";
        QTest::newRow("one") << 31 << "1 min";
        QTest::newRow("nine") << 9 * 60 + 10 << "9 min";
        QTest::newRow("fives") << 13 * 60 << "15 min";
        QTest::newRow("nearly an hour") << 58 * 60 << "1 h 0 min";
        QTest::newRow("hours") << 81 * 60 << "1 h 20 min";
    }

    void remainingIsCoarse()
    {
        QFETCH(const int, seconds);
        QTEST(format::remaining(seconds), "text");
    }

    void elapsed()
    {
        QCOMPARE(format::elapsed(-3), QStringLiteral("0 s"));
        QCOMPARE(format::elapsed(12), QStringLiteral("12 s"));
        QCOMPARE(format::elapsed(185), QStringLiteral("3:05"));
    }
};

CASTDECK_TEST(TestProgressPace)

} // namespace castdeck::test::tst_progresspace
#include "tst_progresspace.moc"
