// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/format.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QTest>
#include <limits>

namespace castdeck::tst_format
{

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); } // so are the numbers written that are expected

    void rates()
    {
        QCOMPARE(format::rate(84'200'000), QStringLiteral("84.2 MB/s"));
        QVERIFY(!format::rate(std::numeric_limits<quint64>::max()).contains(QLatin1Char('-')));
    }

    void shares_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0.0 << QStringLiteral("0 %");
        QTest::newRow("little") << 0.004 << QStringLiteral("0.4 %");
        QTest::newRow("much") << 0.25 << QStringLiteral("25 %");
        QTest::newRow("more than all") << 1.5 << QStringLiteral("–");
        QTest::newRow("negative") << -0.1 << QStringLiteral("–");
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << QStringLiteral("–");
    }

    void shares()
    {
        QFETCH(const double, share);
        QTEST(format::share(share), "expected");
    }

    void durations()
    {
        QCOMPARE(format::duration(-9), QStringLiteral("0:00"));
        QCOMPARE(format::duration(65), QStringLiteral("1:05"));
        QCOMPARE(format::duration(3600 * 30 + 61), QStringLiteral("30:01:01"));
    }

    void momentsOfOtherDaysHaveADate()
    {
        const QDateTime now = utc(QDate(2025, 3, 1), QTime(12, 0));
        QCOMPARE(format::moment(now, now), now.toLocalTime().toString(QStringLiteral("HH:mm:ss")));
        QVERIFY(format::moment(now.addDays(-1), now).size() > format::moment(now, now).size());
        QCOMPARE(format::moment({}, now), QStringLiteral("–"));
    }
};

CASTDECK_TEST(TestFormat)

} // namespace castdeck::tst_format
#include "tst_format.moc"
