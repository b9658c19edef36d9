// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/columntext.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "models/spread.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::test::tst_rowhealth
{

namespace
{

const ServerId here(QStringLiteral("here"));
const RowKey serverKey{here, RowKind::Server, 0};
const RowKey sessionKey{here, RowKind::Session, 1};
const RowKey clientKey{here, RowKind::Client, 1};
const RowKey masterKey{here, RowKind::Client, 2};

} // namespace

/// Who does not get on, who holds up whom, how long it will take: what a row tells beyond its values.
class TestRowHealth : public QObject
{
    Q_OBJECT

    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QDateTime m_now;
    quint64 m_revision = 10;

    QVariant data(const RowKey &key, int role, Column column = Column::State)
    {
        return m_model->indexOf(key, column).data(role);
    }
    QString text(const RowKey &key, Column column = Column::State)
    {
        return data(key, Qt::DisplayRole, column).toString();
    }
    QString sentence(const RowKey &key) { return data(key, InventoryRole::Sentence).toString(); }
    Severity severity(const RowKey &key)
    {
        return static_cast<Severity>(data(key, InventoryRole::Severity).toInt());
    }
    Health health(const RowKey &key) { return static_cast<Health>(data(key, InventoryRole::Health).toInt()); }
    void apply(const Change &change) { m_model->apply(here, {++m_revision, change}); }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void init()
    {
        m_model = std::make_unique<InventoryModel>([](const Error &e) { return errorName(e.code); });
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_now = sampleInventory().clients.at(0).joinedAt.addSecs(600);
        m_model->setNow(m_now);
        m_model->addServer(here, QStringLiteral("Here"));
        m_model->setStatus(here, {ConnectionState::Ready, {}, {}, {}});
        m_model->merge(here, sampleInventory());
        m_revision = 10;
    }

    void troubleIsAmberAndClimbs_data()
    {
        QTest::addColumn<QString>("which");
        QTest::addColumn<QString>("state");
        QTest::newRow("silent") << "silent"
                                << "Not heard for 12 s";
        QTest::newRow("stalled") << "stalled"
                                 << "Stalled 0:12";
        QTest::newRow("no data") << "nodata"
                                 << "No data";
    }

    void troubleIsAmberAndClimbs()
    {
        QFETCH(const QString, which);
        QFETCH(const QString, state);
        QCOMPARE(health(serverKey), Health::Good);
        QCOMPARE(m_model->totals(), (Totals{2, 2, {}}));
        QVERIFY(data(sessionKey, InventoryRole::Spread).value<Spread>().stuck.isEmpty());

        ClientInfo client = sampleInventory().clients.at(0);
        const QDateTime since = m_now.addSecs(-12);
        if (which == QLatin1String("silent"))
            client.silentSince = since;
        else if (which == QLatin1String("stalled"))
            client.stalledSince = since;
        else
            client.state = ClientState::NoData;
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        apply(client);
        QCOMPARE(text(clientKey), state);
        QCOMPARE(severity(clientKey), which == QLatin1String("nodata") ? Severity::Alert : Severity::Warning);
        QCOMPARE(health(clientKey), Health::Stalled);
        QCOMPARE(health(sessionKey), Health::Strained);
        QCOMPARE(health(serverKey), Health::Strained);
        QCOMPARE(severity(sessionKey), Severity::None);
        QCOMPARE(m_model->totals().troubles, (Troubles{0, 0, 1}));
        QCOMPARE(data(sessionKey, InventoryRole::Spread).value<Spread>().stuck, QList<int>{40});
        const auto told = [&](const RowKey &key, int role) {
            return std::any_of(changed.cbegin(), changed.cend(), [&](const auto &args) {
                return args.at(0).toModelIndex().siblingAtColumn(0) == m_model->indexOf(key) &&
                       args.at(2).template value<QList<int>>().contains(role);
            });
        };
        QVERIFY(told(sessionKey, InventoryRole::Spread));
        QVERIFY(told(serverKey, InventoryRole::Health));

        apply(sampleInventory().clients.at(0));
        QCOMPARE(health(serverKey), Health::Good);
        QCOMPARE(m_model->totals().troubles, Troubles());
    }

    void aServerThatDoesNotAnswerSaysSoBeforeItIsLost()
    {
        ConnectionStatus status{ConnectionState::Ready, {}, {}, {}};
        status.silentSince = m_now.addSecs(-12);
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        m_model->setStatus(here, status);
        for (const auto &args : changed)
            QVERIFY(!args.at(0).toModelIndex().parent().isValid()); // the rows below stay as they are
        QCOMPARE(text(serverKey), QStringLiteral("Not heard for 12 s"));
        QCOMPARE(severity(serverKey), Severity::Warning);
        QCOMPARE(m_model->totals().troubles, (Troubles{0, 0, 1}));
        changed.clear();
        m_model->setNow(m_now.addSecs(1));
        QCOMPARE(changed.size(), 1); // it ticks, since it was looked at
        QCOMPARE(text(serverKey), QStringLiteral("Not heard for 13 s"));
        m_model->setStatus(here, {ConnectionState::Ready, {}, {}, {}});
        QCOMPARE(text(serverKey), QStringLiteral("Connected"));
    }

    void whoHoldsTheRoomUpAndWhy()
    {
        QCOMPARE(sentence(sessionKey), QStringLiteral("Sending, paced by PC-2"));
        QCOMPARE(text(sessionKey), QStringLiteral("Sending"));
        QCOMPARE(m_model->facts(m_model->indexOf(sessionKey)).master, masterKey);
        ClientInfo master = sampleInventory().clients.at(1);
        master.writesSlowly = true;
        master.lossRate = 0.03;
        master.roundTrip = 850;
        apply(master);
        QCOMPARE(sentence(sessionKey),
                 QStringLiteral("Sending, paced by PC-2: writes slowly, loses 3.0 %, 850 ms away"));
        QVERIFY(data(sessionKey, Qt::ToolTipRole).toString().contains(QStringLiteral("writes slowly")));
        QVERIFY(data(sessionKey, Qt::AccessibleTextRole).toString().contains(QStringLiteral("paced by")));
        QCOMPARE(sentence(masterKey),
                 QStringLiteral("Master, receiving: writes slowly, loses 3.0 %, 850 ms away"));
        SessionInfo session = sampleInventory().sessions.at(0);
        session.stalledSince = m_now.addSecs(-12);
        apply(session);
        QCOMPARE(text(sessionKey), QStringLiteral("Stalled 0:12"));
        QVERIFY(sentence(sessionKey).startsWith(QStringLiteral("Stalled for 12 s, paced by PC-2")));
        QCOMPARE(severity(sessionKey), Severity::Warning);
        // A master that is no client of it is none.
        session.masterClientId = ClientId(77);
        apply(session);
        QVERIFY(!m_model->facts(m_model->indexOf(sessionKey)).master.server.isValid());
    }

    void aClientsRateAndWhatRemains()
    {
        QVERIFY(text(clientKey, Column::Rate).isEmpty());
        QVERIFY(text(clientKey, Column::Remaining).isEmpty());
        QVERIFY(!data(clientKey, InventoryRole::Value, Column::Rate).isValid());
        ClientInfo client = sampleInventory().clients.at(0);
        for (int second = 1; second <= 10; ++second) {
            m_model->setNow(m_now.addSecs(second * 10));
            ++client.percentCompletion;
            apply(client);
        }
        // 1 % of 4.7 GB in 10 s, and half of it to go.
        QCOMPARE(text(clientKey, Column::Rate), QStringLiteral("4.7 MB/s"));
        QCOMPARE(data(clientKey, InventoryRole::Value, Column::Rate).toULongLong(), 4'700'000ULL);
        QCOMPARE(text(clientKey, Column::Remaining), QStringLiteral("8 min"));
        QCOMPARE(text(sessionKey, Column::Remaining), QStringLiteral("8 min"));
        QCOMPARE(text(sessionKey, Column::Size), QStringLiteral("4.7 GB"));
        // What does not move any more gets slower and slower.
        m_model->setNow(m_now.addSecs(200));
        QCOMPARE(text(clientKey, Column::Rate), QStringLiteral("940.0 kB/s"));
        client.stalledSince = m_now;
        apply(client);
        QVERIFY(text(clientKey, Column::Rate).isEmpty());
        QVERIFY(text(sessionKey, Column::Remaining).isEmpty());
    }

    void spreadFollowsOnceItWasAskedFor()
    {
        const auto spread = [this] { return data(sessionKey, InventoryRole::Spread).value<Spread>(); };
        QCOMPARE(spread(), (Spread{40, 40, 40, {}}));
        ClientInfo client = sampleInventory().clients.at(0);
        client.percentCompletion = 60;
        QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        apply(client);
        QVERIFY(std::any_of(changed.cbegin(), changed.cend(), [&](const auto &args) {
            return args.at(0).toModelIndex() == m_model->indexOf(sessionKey, Column::Progress);
        }));
        QCOMPARE(spread(), (Spread{40, 60, 50, {}}));
        apply(ClientId(1));
        QCOMPARE(spread(), (Spread{40, 40, 40, {}}));
        apply(ClientId(2));
        QVERIFY(!data(sessionKey, InventoryRole::Spread).isValid());
    }

    void sortKeysDoNotJitter()
    {
        const auto key = [this](Column column) { return data(clientKey, InventoryRole::Sort, column); };
        ClientInfo client = sampleInventory().clients.at(0);
        client.percentCompletion = 41;
        client.lossRate = 0.0041;
        client.cpuUtilization = 16;
        apply(client);
        const QVariantList before{key(Column::Progress), key(Column::Loss), key(Column::Cpu)};
        client.percentCompletion = 42;
        client.lossRate = 0.0042;
        client.cpuUtilization = 18;
        client.silentSince = m_now;
        apply(client);
        QCOMPARE((QVariantList{key(Column::Progress), key(Column::Loss), key(Column::Cpu)}), before);
        QCOMPARE(data(clientKey, InventoryRole::Value, Column::Progress).toInt(), 42);
        const QVariant state = key(Column::State);
        m_model->setNow(m_now.addSecs(30));
        QCOMPARE(key(Column::State), state);
        client.percentCompletion = 95;
        apply(client);
        QVERIFY(key(Column::Progress).toInt() > before.at(0).toInt());
    }

    void everyCellReadsAloud()
    {
        for (const RowKey &key : {serverKey, sessionKey, clientKey}) {
            for (int column = 0; column < ColumnCount; ++column) {
                const QModelIndex cell = m_model->indexOf(key, static_cast<Column>(column));
                const QString title = ColumnText::title(static_cast<Column>(column));
                const QString spoken = cell.data(Qt::AccessibleTextRole).toString();
                QVERIFY2(column == 0 ? spoken.contains(cell.data().toString()) : spoken.startsWith(title),
                         qPrintable(spoken));
                QVERIFY(!cell.data(Qt::AccessibleDescriptionRole).toString().isEmpty());
            }
        }
    }
};

CASTDECK_TEST(TestRowHealth)

} // namespace castdeck::test::tst_rowhealth
#include "tst_rowhealth.moc"
