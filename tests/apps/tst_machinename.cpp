// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/machinename.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_machinename
{

class TestMachineName : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fitsAndTellsApart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("short") << "pc-1"
                               << "pc-1";
        QTest::newRow("just fits") << "lab-classroom-1"
                                   << "lab-classroom-1";
        QTest::newRow("numbered at the end") << "lab-classroom-pc-01" << QStringLiteral("lab-cl…om-pc-01");
        QTest::newRow("its neighbour") << "lab-classroom-pc-02" << QStringLiteral("lab-cl…om-pc-02");
        QTest::newRow("no half characters")
            << QStringLiteral("12345🖥90123🖥890123") << QStringLiteral("12345…🖥890123");
        QTest::newRow("half at the cut")
            << QStringLiteral("1234567890🖥2345678") << QStringLiteral("123456…2345678");
    }
    void fitsAndTellsApart()
    {
        QFETCH(QString, name);
        QFETCH(QString, shown);
        QCOMPARE(nameOfMachine(name), shown);
        QVERIFY(nameOfMachine(name).size() <= ClientNameMax);
        QVERIFY(nameOfMachine(name).isValidUtf16());
    }
};

CASTDECK_TEST(TestMachineName)

} // namespace castdeck::tst_machinename
#include "tst_machinename.moc"
