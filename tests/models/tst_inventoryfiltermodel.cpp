// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "support/treetolines.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace castdeck::tst_inventoryfiltermodel
{

using namespace castdeck::test;

class TestInventoryFilterModel : public QObject
{
    Q_OBJECT

    const ServerId m_server{QStringLiteral("here")};
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<InventoryFilterModel> m_filter;
    std::unique_ptr<QAbstractItemModelTester> m_tester;

    QStringList names() const
    {
        QStringList names;
        for (const QString &line : treeToLines(*m_filter))
            names << line.section(QStringLiteral(" | "), 0, 0);
        return names;
    }

    void filterBy(const char *text) { m_filter->setFilterText(QString::fromLatin1(text)); }

private Q_SLOTS:
    void init()
    {
        m_model = std::make_unique<InventoryModel>([](const Error &) { return QString(); });
        m_filter = std::make_unique<InventoryFilterModel>(InventoryRole::Filter, InventoryRole::Sort,
                                                          InventoryRole::Group);
        m_filter->setSourceModel(m_model.get());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_filter.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_model->addServer(m_server, QStringLiteral("This computer"));
        Inventory inventory = sampleInventory();
        inventory.clients = {sampleClient(1, 1, QStringLiteral("PC-10")),
                             sampleClient(2, 1, QStringLiteral("PC-9")),
                             sampleClient(3, 2, QStringLiteral("lab"))};
        inventory.clients[0].percentCompletion = 9;
        inventory.clients[1].percentCompletion = 10;
        m_model->merge(m_server, inventory);
    }

    void matchKeepsWhatIsAboveAndBelow()
    {
        filterBy("LAB");
        QCOMPARE(names(), (QStringList{QStringLiteral("This computer"), QStringLiteral("  install.wim"),
                                       QStringLiteral("    lab")}));
        filterBy("239.0.0.1:");
        QCOMPARE(names().size(), 4);
        filterBy("drivers");
        QCOMPARE(names(), (QStringList{QStringLiteral("This computer"), QStringLiteral("  drivers")}));
    }

    void everyWordMustBeFound()
    {
        filterBy("pc 10.0.1.2");
        QCOMPARE(names().last(), QStringLiteral("    PC-9"));
        QCOMPARE(names().size(), 3);
        filterBy("pc nowhere");
        QVERIFY(names().isEmpty());
        filterBy("  ");
        QCOMPARE(names().size(), 7);
    }

    void newRowsAreFilteredToo()
    {
        filterBy("late");
        QVERIFY(names().isEmpty());
        m_model->apply(m_server, {11, sampleClient(4, 2, QStringLiteral("latecomer"))});
        QTRY_COMPARE(names().size(), 3);
        m_model->apply(m_server, {12, sampleClient(4, 2, QStringLiteral("other"))});
        QTRY_VERIFY(names().isEmpty());
    }

    void ordersNumbersAsNumbersAndFoldersLast_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<Qt::SortOrder>("order");
        QTest::addColumn<QStringList>("expected");
        const QString nine = QStringLiteral("    PC-9");
        const QString ten = QStringLiteral("    PC-10");
        QTest::newRow("name up") << static_cast<int>(Column::Name) << Qt::AscendingOrder
                                 << QStringList{nine, ten};
        QTest::newRow("name down") << static_cast<int>(Column::Name) << Qt::DescendingOrder
                                   << QStringList{ten, nine};
        QTest::newRow("progress up") << static_cast<int>(Column::Progress) << Qt::AscendingOrder
                                     << QStringList{ten, nine};
        QTest::newRow("progress down")
            << static_cast<int>(Column::Progress) << Qt::DescendingOrder << QStringList{nine, ten};
    }

    void ordersNumbersAsNumbersAndFoldersLast()
    {
        QFETCH(const int, column);
        QFETCH(const Qt::SortOrder, order);
        QFETCH(const QStringList, expected);
        m_filter->sort(column, order);
        QStringList found = names();
        QCOMPARE(found.last(), QStringLiteral("  drivers"));
        found.removeIf([](const QString &name) { return !name.contains(QStringLiteral("PC-")); });
        QCOMPARE(found, expected);
    }
};

CASTDECK_TEST(TestInventoryFilterModel)

} // namespace castdeck::tst_inventoryfiltermodel
#include "tst_inventoryfiltermodel.moc"
