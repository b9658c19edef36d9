// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/wireobject.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_wireobject
{

class TestWireObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noRowIsMissing_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 8'000, 20'000}) // one line holds some 5 000
            QTest::addRow("%d", count) << count;
    }
    void noRowIsMissing()
    {
        QFETCH(int, count);
        QList<TokenInfo> tokens;
        for (int i = 0; i < count; ++i)
            tokens.append({QString::number(i),
                           QStringLiteral("name"),
                           Role::Viewer,
                           QDateTime::currentDateTimeUtc(),
                           {}});
        const QList<QJsonObject> rows = wireObjects(tokens);
        QCOMPARE(rows.size(), count);
        for (int i = 0; i < count; ++i)
            QCOMPARE(rows[i].value(QStringLiteral("id")).toString(), tokens[i].id);
    }
};

CASTDECK_TEST(TestWireObject)

} // namespace castdeck::tst_wireobject
#include "tst_wireobject.moc"
