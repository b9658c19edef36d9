// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/namespaceword.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_namespaceword
{

class TestNamespaceWord : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void meansOneOrNone_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<quint32>("id"); // 0: refused
        QTest::newRow("a name") << "images" << 1u;
        QTest::newRow("an id") << "3" << 3u;
        QTest::newRow("a name that is nobody's id") << "9" << 2u;
        QTest::newRow("one's name and another's id") << "1" << 0u;
        QTest::newRow("said to be an id") << "id:1" << 1u;
        QTest::newRow("its own id") << "4" << 4u;
        QTest::newRow("nothing") << "none" << 0u;
        QTest::newRow("no such id") << "id:77" << 0u;
        QTest::newRow("no number") << "id:x" << 0u;
    }
    void meansOneOrNone()
    {
        QFETCH(QString, word);
        QFETCH(quint32, id);
        Inventory inventory;
        quint32 last = 0;
        for (const char *const name : {"images", "9", "1", "4"}) {
            NamespaceInfo row;
            row.id = NamespaceId(++last);
            row.name = QString::fromLatin1(name);
            inventory.namespaces.append(row);
        }
        const auto found = findNamespace(inventory, word);
        QCOMPARE(found.has_value(), id != 0);
        if (id != 0)
            QCOMPARE(found->id, NamespaceId(id));
        else if (word == QLatin1String("1"))
            QVERIFY2(found.error().detail.contains(QStringLiteral("id:3")), qPrintable(found.error().detail));
    }
};

CASTDECK_TEST(TestNamespaceWord)

} // namespace castdeck::tst_namespaceword
#include "tst_namespaceword.moc"
