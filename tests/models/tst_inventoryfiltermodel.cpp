// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "support/treetolines.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
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
                                                          InventoryRole::Group, InventoryRole::Fields);
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

    void asksTheFieldsOfARow()
    {
        filterBy("server:computer done>9");
        QVERIFY(names().contains(QStringLiteral("    PC-9")));
        QVERIFY(!names().contains(QStringLiteral("    PC-10")));
        QCOMPARE(m_filter->shownCount(), static_cast<int>(names().size()));
        QCOMPARE(m_filter->totalCount(), 7);
        // A value that changes is judged again.
        ClientInfo faster = sampleClient(1, 1, QStringLiteral("PC-10"));
        faster.percentCompletion = 50;
        m_model->apply(m_server, {11, faster});
        QTRY_VERIFY(names().contains(QStringLiteral("    PC-10")));
        QVERIFY(!m_filter->setFilterText(QStringLiteral("sate:x")));
        QVERIFY(names().contains(QStringLiteral("    PC-10")));
        filterBy("-state:receiving");
        QVERIFY(!names().contains(QStringLiteral("    lab")));
    }

    void waitsUntilNobodyIsBusy()
    {
        const auto clients = [this] {
            QStringList found = names();
            found.removeIf([](const QString &name) { return !name.contains(QStringLiteral("PC-")); });
            return found;
        };
        bool isBusy = true;
        int asked = 0;
        m_filter->sort(static_cast<int>(Column::Progress)); // somebody wants it now
        const QStringList before = clients();
        QCOMPARE(before.first(), QStringLiteral("    PC-10"));
        m_filter->setBusy([&] {
            ++asked;
            return isBusy;
        });
        const QPersistentModelIndex first =
            m_filter->mapFromSource(m_model->indexOf({m_server, RowKind::Client, 1}));
        ClientInfo faster = sampleClient(1, 1, QStringLiteral("PC-10"));
        faster.percentCompletion = 90;
        m_model->apply(m_server, {11, faster});
        QTRY_VERIFY(asked > 2);
        QCOMPARE(clients(), before);
        isBusy = false;
        QTRY_COMPARE(clients().last(), QStringLiteral("    PC-10"));
        QCOMPARE(first.data().toString(), QStringLiteral("PC-10"));
    }

    void serversStandAsTheyWereAddedOrAsTheyAreCalled()
    {
        const ServerId other(QStringLiteral("other"));
        m_model->addServer(other, QStringLiteral("A place"));
        const auto first = [this] { return m_filter->index(0, 0).data().toString(); };
        QCOMPARE(first(), QStringLiteral("This computer"));
        m_filter->sort(static_cast<int>(Column::Name));
        QCOMPARE(first(), QStringLiteral("A place"));
        m_filter->sort(-1);
        QCOMPARE(first(), QStringLiteral("This computer"));
        // Below them, names count in either case.
        QVERIFY(names().indexOf(QStringLiteral("    PC-9")) < names().indexOf(QStringLiteral("    PC-10")));
        m_model->setStatus(m_server, {ConnectionState::Ready, {}, {}, {}});
        m_model->setStatus(other, {ConnectionState::Lost, QDateTime::currentDateTimeUtc(), {}, {}});
        m_filter->sort(static_cast<int>(Column::Health));
        QCOMPARE(first(), QStringLiteral("A place")); // the worst first
    }

    /// More than is done at once: whatever the slices, in the end it is what each row says by itself.
    void manyRowsAreJudgedAndOrdered()
    {
        m_tester.reset(); // it looks at all rows at each change
        Inventory inventory = sampleInventory(4, 400);
        for (ClientInfo &client : inventory.clients)
            client.percentCompletion = static_cast<quint8>(client.id.value() * 37 % 100);
        m_model->merge(m_server, inventory);
        m_filter->sort(static_cast<int>(Column::Progress), Qt::DescendingOrder);
        const QSignalSpy filtered(m_filter.get(), &InventoryFilterModel::filtered);
        m_filter->setFilterText(QStringLiteral("done>50 machine-1"));
        QTRY_COMPARE(filtered.size(), 1);
        int expected = 0;
        for (const ClientInfo &client : std::as_const(inventory.clients))
            expected += client.percentCompletion > 50 && client.name.contains(QStringLiteral("MACHINE-1"));
        const QModelIndex server = m_filter->index(0, 0);
        const auto isOrdered = [&] {
            for (int i = 0; i < m_filter->rowCount(server); ++i) {
                const QModelIndex session = m_filter->index(i, 0, server);
                for (int j = 1; j < m_filter->rowCount(session); ++j) {
                    const auto key = [&](int at) {
                        return m_filter->index(at, static_cast<int>(Column::Progress), session)
                            .data(InventoryRole::Sort)
                            .toInt();
                    };
                    if (key(j - 1) < key(j))
                        return false;
                }
            }
            return true;
        };
        int shown = 0;
        for (int i = 0; i < m_filter->rowCount(server); ++i) {
            const QModelIndex session = m_filter->index(i, 0, server);
            QVERIFY(m_filter->leadsToMatch(session));
            shown += m_filter->rowCount(session);
        }
        QCOMPARE(shown, expected);
        QTRY_VERIFY(isOrdered());
        m_filter->setFilterText({});
        QCOMPARE(m_filter->shownCount(), m_filter->totalCount());
        QTRY_VERIFY(isOrdered());
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
