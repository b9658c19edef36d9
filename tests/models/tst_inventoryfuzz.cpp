// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "support/treetolines.h"
#include "support/utc.h"

#include <QAbstractItemModelTester>
#include <QTest>

namespace castdeck::tst_inventoryfuzz
{

using namespace castdeck::test;

namespace
{

const QList<int> everyRole{Qt::DisplayRole,         Qt::AccessibleTextRole, InventoryRole::Sort,
                           InventoryRole::Progress, InventoryRole::Alert,   InventoryRole::Stale,
                           InventoryRole::Master,   InventoryRole::Kind};

constexpr auto fatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QString nameOnly(const Error &error)
{
    return errorName(error.code);
}

ServerId server(int number)
{
    return ServerId(QStringLiteral("server%1").arg(number));
}

/// A view's memory of a model: what it was told by signals, cell by cell. Shows signals that were not sent.
class Mirror
{
public:
    explicit Mirror(const QAbstractItemModel &model) : m_model(model)
    {
        QObject::connect(&model, &QAbstractItemModel::dataChanged, &m_context,
                         [this](const QModelIndex &from, const QModelIndex &to) {
                             for (int row = from.row(); row <= to.row(); ++row) {
                                 for (int column = from.column(); column <= to.column(); ++column)
                                     learn(from.sibling(row, column));
                             }
                         });
        QObject::connect(&model, &QAbstractItemModel::rowsInserted, &m_context,
                         [this](const QModelIndex &parent, int first, int last) {
                             for (int row = first; row <= last; ++row)
                                 learnTree(m_model.index(row, 0, parent));
                         });
    }

    /// The first cell that reads differently from what was announced; empty if none.
    QString untold() const
    {
        for (auto it = m_cells.cbegin(); it != m_cells.cend(); ++it) {
            if (it.key().isValid() && it.key().data().toString() != it.value())
                return QStringLiteral("%1 is %2").arg(it.value(), it.key().data().toString());
        }
        return {};
    }

private:
    void learn(const QModelIndex &cell) { m_cells.insert(cell, cell.data().toString()); }
    void learnTree(const QModelIndex &row)
    {
        for (int column = 0; column < m_model.columnCount(); ++column)
            learn(row.sibling(row.row(), column));
        for (int child = 0; child < m_model.rowCount(row); ++child)
            learnTree(m_model.index(child, 0, row));
    }

    const QAbstractItemModel &m_model;
    QObject m_context;
    QHash<QPersistentModelIndex, QString> m_cells;
};

} // namespace

/// Random histories of several servers: whatever way the rows came to be, they read as if built anew.
class TestInventoryFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAsIfBuiltAnew_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 6; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void readsAsIfBuiltAnew()
    {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        const QDateTime now = utc(QDate(2025, 3, 1), QTime(13, 0));
        InventoryModel model(nameOnly);
        model.setNow(now);
        const QAbstractItemModelTester tester(&model, fatal);
        InventoryFilterModel filter(InventoryRole::Filter, InventoryRole::Sort, InventoryRole::Group);
        filter.setSourceModel(&model);
        filter.sort(static_cast<int>(Column::Progress), seed % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
        const QAbstractItemModelTester filterTester(&filter, fatal);
        const Mirror mirror(model);

        constexpr int servers = 3;
        std::array<Inventory, servers> truth;
        for (int i = 0; i < servers; ++i) {
            model.addServer(server(i), server(i).value());
            model.setStatus(server(i), {ConnectionState::Ready, {}, {}, {}});
        }
        for (int step = 0; step < 90; ++step) {
            const int i = random.bounded(servers);
            Inventory &inventory = truth[static_cast<size_t>(i)];
            if (random.bounded(12) == 0) {
                inventory = randomInventory(random);
                model.merge(server(i), inventory);
            } else {
                const InventoryEvent event{inventory.revision + 1, randomChange(random, inventory)};
                inventory.apply(event);
                model.apply(server(i), event);
            }
            QCOMPARE(model.revision(server(i)), inventory.revision);
            if (step % 40 == 20)
                filter.setFilterText(QStringLiteral("PC-%1").arg(random.bounded(9)));
            if (step % 40 == 39)
                filter.setFilterText({});
            QVERIFY2(mirror.untold().isEmpty(), qPrintable(mirror.untold()));
        }
        filter.setFilterText({});

        InventoryModel anew(nameOnly);
        anew.setNow(now);
        for (int i = 0; i < servers; ++i) {
            anew.addServer(server(i), server(i).value());
            anew.setStatus(server(i), {ConnectionState::Ready, {}, {}, {}});
            anew.merge(server(i), truth[static_cast<size_t>(i)]);
        }
        QCOMPARE(treeToLines(model, everyRole), treeToLines(anew, everyRole));
        QStringList filtered = treeToLines(filter);
        QStringList plain = treeToLines(model);
        filtered.sort();
        plain.sort();
        QCOMPARE(filtered, plain);
    }
};

CASTDECK_TEST(TestInventoryFuzz)

} // namespace castdeck::tst_inventoryfuzz
#include "tst_inventoryfuzz.moc"
