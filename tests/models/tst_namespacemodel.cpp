// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventoryfiltermodel.h"
#include "models/inventoryrole.h"
#include "models/namespacecolumns.h"
#include "models/namespacemodel.h"
#include "support/testprogram.h"
#include "support/treetolines.h"
#include "support/utc.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_namespacemodel
{

using namespace castdeck::test;

namespace
{

QString symbol(const Error &error)
{
    return errorName(error.code);
}

NamespaceInfo nameSpace(quint32 id, const QString &name, NamespaceType type = NamespaceType::AutoCast)
{
    NamespaceInfo info;
    info.id = NamespaceId(id);
    info.name = name;
    info.type = type;
    info.configuration = QStringLiteral("/srv/") + name;
    return info;
}

ContentInfo content(quint32 id, quint32 of)
{
    ContentInfo info;
    info.id = ContentId(id);
    info.namespaceId = NamespaceId(of);
    info.name = QStringLiteral("file%1.wim").arg(id);
    info.size = 1000 * id;
    return info;
}

SessionInfo session(quint32 id, quint32 of)
{
    SessionInfo info;
    info.id = SessionId(id);
    info.contentId = ContentId(of);
    return info;
}

ClientInfo client(quint32 id, quint32 of)
{
    ClientInfo info;
    info.id = ClientId(id);
    info.sessionId = SessionId(of);
    return info;
}

} // namespace

class TestNamespaceModel : public QObject
{
    Q_OBJECT

    const ServerId m_id{QStringLiteral("here")};
    std::unique_ptr<InventoryModel> m_inventory;
    std::unique_ptr<NamespaceModel> m_model;
    std::unique_ptr<InventoryFilterModel> m_rows;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QAbstractItemModelTester> m_rowsTester;
    quint64 m_revision = 0;

    void raise(const Change &change) { m_inventory->apply(m_id, {++m_revision, change}); }
    QString cell(quint32 id, NamespaceColumn column, int role = Qt::DisplayRole)
    {
        return m_model->indexOf(m_id, NamespaceId(id))
            .siblingAtColumn(static_cast<int>(column))
            .data(role)
            .toString();
    }
    QString state(quint32 id) { return cell(id, NamespaceColumn::State); }
    QString stateKey(quint32 id) { return cell(id, NamespaceColumn::State, InventoryRole::Value); }
    QStringList names()
    {
        QStringList found;
        for (int row = 0; row < m_model->rowCount(); ++row)
            found << m_model->index(row, 0).data().toString();
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_revision = 0;
        m_inventory = std::make_unique<InventoryModel>(symbol);
        m_inventory->addServer(m_id, QStringLiteral("This computer"));
        m_model = std::make_unique<NamespaceModel>(*m_inventory, symbol);
        m_rows = std::make_unique<InventoryFilterModel>(InventoryRole::Filter, InventoryRole::Sort,
                                                        InventoryRole::Group);
        m_rows->setSourceModel(m_model.get());
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_rowsTester = std::make_unique<QAbstractItemModelTester>(
            m_rows.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        ConnectionStatus status;
        status.state = ConnectionState::Ready;
        m_inventory->setStatus(m_id, status);
    }

    void cleanup()
    {
        m_rowsTester.reset();
        m_tester.reset();
        m_rows.reset();
        m_model.reset();
    }

    void rowsFollowTheServer()
    {
        raise(nameSpace(3, QStringLiteral("c")));
        raise(nameSpace(1, QStringLiteral("a")));
        raise(nameSpace(2, QStringLiteral("b")));
        QCOMPARE(names(), (QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
        raise(NamespaceId(2));
        QCOMPARE(names(), (QStringList{QStringLiteral("a"), QStringLiteral("c")}));
        m_inventory->merge(m_id, {});
        QVERIFY(names().isEmpty());
    }

    void serversAreKeptApart()
    {
        const ServerId other(QStringLiteral("a there"));
        m_inventory->addServer(other, QStringLiteral("Upstairs"));
        Inventory inventory;
        inventory.namespaces = {nameSpace(1, QStringLiteral("images"))};
        m_inventory->merge(other, inventory);
        raise(nameSpace(1, QStringLiteral("images")));
        QCOMPARE(m_model->rowCount(), 2);
        QCOMPARE(m_model->namesOn(other), QStringList{QStringLiteral("images")});
        m_inventory->renameServer(other, QStringLiteral("Cellar"));
        QCOMPARE(m_model->indexOf(other, NamespaceId(1))
                     .siblingAtColumn(static_cast<int>(NamespaceColumn::Server))
                     .data()
                     .toString(),
                 QStringLiteral("Cellar"));
        m_inventory->removeServer(other);
        QCOMPARE(m_model->rowCount(), 1);
        QVERIFY(m_model->indexOf(m_id, NamespaceId(1)).isValid());
    }

    void contentsCountSessionsAndClients()
    {
        raise(nameSpace(1, QStringLiteral("images")));
        raise(content(8, 1));
        raise(content(7, 1));
        raise(session(1, 7));
        raise(session(2, 7));
        raise(client(1, 1));
        raise(client(2, 2));
        raise(client(3, 2));
        const QModelIndex images = m_model->indexOf(m_id, NamespaceId(1));
        QCOMPARE(m_model->rowCount(images), 2);
        const QModelIndex file = m_model->index(0, 0, images);
        QCOMPARE(file.data().toString(), QStringLiteral("file7.wim"));
        const NamespaceFacts facts = m_model->facts(file);
        QCOMPARE(facts.contentId, ContentId(7));
        QCOMPARE(facts.sessions, 2);
        QCOMPARE(facts.clients, 3);
        QCOMPARE(m_model->facts(images).clients, 3);
        raise(ClientId(3));
        raise(SessionId(1));
        QCOMPARE(m_model->facts(images).sessions, 1);
        QCOMPARE(m_model->facts(images).clients, 1);
        QCOMPARE(file.siblingAtColumn(static_cast<int>(NamespaceColumn::Size)).data(InventoryRole::Value),
                 7000);
        raise(ContentId(7));
        QCOMPARE(m_model->rowCount(images), 1);
    }

    void progressChangesNothingHere()
    {
        raise(nameSpace(1, QStringLiteral("images")));
        raise(content(1, 1));
        raise(session(1, 1));
        raise(client(1, 1));
        const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        SessionInfo faster = session(1, 1);
        faster.transferRate = 5;
        raise(faster);
        ClientInfo further = client(1, 1);
        further.percentCompletion = 50;
        raise(further);
        QCOMPARE(changed.size(), 0);
    }

    void statesAreTold_data()
    {
        QTest::addColumn<NamespaceInfo>("info");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("part");
        QTest::addColumn<bool>("alert");
        const auto scheduled = NamespaceType::ScheduledCastAutoStart;
        NamespaceInfo info = nameSpace(1, QStringLiteral("x"));
        QTest::newRow("auto") << info << QStringLiteral("registered") << QStringLiteral("Published") << false;
        info.tombstoned = true;
        QTest::newRow("tombstone") << info << QStringLiteral("tombstoned") << QStringLiteral("Draining")
                                   << false;
        info = nameSpace(1, QStringLiteral("x"), NamespaceType::ScheduledCastManualStart);
        info.waitingClients = 4;
        QTest::newRow("by hand") << info << QStringLiteral("waiting") << QStringLiteral("4") << false;
        info.transmissionStarted = true;
        QTest::newRow("started") << info << QStringLiteral("started") << QStringLiteral("Started") << false;
        info = nameSpace(1, QStringLiteral("x"), scheduled);
        info.minimumClients = 10;
        info.waitingClients = 3;
        QTest::newRow("3 of 10") << info << QStringLiteral("waiting") << QStringLiteral("3 of 10") << false;
        info.startTime = QDateTime::fromString(QStringLiteral("2099-01-02T03:04:00Z"), Qt::ISODate);
        QTest::newRow("or a time") << info << QStringLiteral("waiting") << QStringLiteral("or until")
                                   << false;
        info.startMissed = true;
        QTest::newRow("missed") << info << QStringLiteral("startmissed") << QStringLiteral("missed") << true;
        info.error = Error{ErrorCode::FileNotFound, {}};
        QTest::newRow("broken") << info << QStringLiteral("broken") << QStringLiteral("FILE_NOT_FOUND")
                                << true;
    }

    void statesAreTold()
    {
        QFETCH(const NamespaceInfo, info);
        QFETCH(const QString, key);
        QFETCH(const QString, part);
        QFETCH(const bool, alert);
        raise(info);
        QCOMPARE(stateKey(1), key);
        QVERIFY2(state(1).contains(part), qPrintable(state(1)));
        QCOMPARE(m_model->indexOf(m_id, NamespaceId(1)).data(InventoryRole::Alert).toBool(), alert);
    }

    void theToolTipHasWhatNoColumnHas()
    {
        NamespaceInfo info = nameSpace(1, QStringLiteral("a"));
        info.tombstoned = true;
        info.tombstoneTime = utc(QDate(2026, 11, 22), QTime(20, 0));
        raise(info);
        const QString tip = cell(1, NamespaceColumn::Name, Qt::ToolTipRole);
        QVERIFY2(tip.contains(QStringLiteral("Namespace id: 1")), qPrintable(tip));
        QVERIFY2(tip.contains(QStringLiteral("Deregistered: ")), qPrintable(tip));
        raise(content(77, 1));
        const QModelIndex row = m_model->index(0, 0, m_model->indexOf(m_id, NamespaceId(1)));
        QVERIFY(row.data(Qt::ToolTipRole).toString().contains(QStringLiteral("Content id: 77")));
    }

    void whatPeersSayStaysText()
    {
        NamespaceInfo info = nameSpace(1, QStringLiteral("<b>x</b>\n\u202Egpj"));
        info.description = QStringLiteral("<script>");
        raise(info);
        QVERIFY(!cell(1, NamespaceColumn::Name).contains(QLatin1Char('\n')));
        QVERIFY(!cell(1, NamespaceColumn::Name).contains(QChar(0x202E)));
        QVERIFY(!cell(1, NamespaceColumn::Name, Qt::ToolTipRole).contains(QStringLiteral("<script>")));
    }

    void staleWhenLost()
    {
        raise(nameSpace(1, QStringLiteral("x")));
        const QModelIndex row = m_model->indexOf(m_id, NamespaceId(1));
        QVERIFY(!row.data(InventoryRole::Stale).toBool());
        ConnectionStatus lost;
        lost.state = ConnectionState::Lost;
        m_inventory->setStatus(m_id, lost);
        QVERIFY(row.data(InventoryRole::Stale).toBool());
        QVERIFY(!m_model->facts(row).reachable);
    }

    void pendingIsShownAndTakenBack()
    {
        raise(nameSpace(1, QStringLiteral("x")));
        const QString before = state(1);
        m_model->addPending(m_id, NamespaceId(1), Pending::Unpublishing);
        const QString unpublishing = state(1);
        QVERIFY(unpublishing != before);
        QVERIFY(m_model->indexOf(m_id, NamespaceId(1)).data(InventoryRole::Stale).toBool());
        // Of several orders, the answer to one does not stand for the others.
        m_model->addPending(m_id, NamespaceId(1), Pending::Ending);
        m_model->addPending(m_id, NamespaceId(1), Pending::Ending);
        QCOMPARE(state(1), unpublishing);
        m_model->removePending(m_id, NamespaceId(1), Pending::Unpublishing);
        m_model->removePending(m_id, NamespaceId(1), Pending::Ending);
        QVERIFY(state(1) != before && state(1) != unpublishing);
        m_model->removePending(m_id, NamespaceId(1), Pending::Ending);
        QCOMPARE(state(1), before);
        m_model->addPending(m_id, NamespaceId(9), Pending::Ending);
        m_model->removePending(m_id, NamespaceId(9), Pending::Ending);
        m_model->removePending(m_id, NamespaceId(1), Pending::Ending);
        QCOMPARE(state(1), before);
    }

    void filterFindsContents()
    {
        raise(nameSpace(1, QStringLiteral("images")));
        raise(nameSpace(2, QStringLiteral("drivers")));
        raise(content(5, 2));
        m_rows->setFilterText(QStringLiteral("file5"));
        QCOMPARE(m_rows->rowCount(), 1);
        QCOMPARE(m_rows->index(0, 0).data().toString(), QStringLiteral("drivers"));
    }

    /// Whatever comes, the rows are those of a model that is given the state at once.
    void manyChangesLeaveItTrue()
    {
        QRandomGenerator random(7);
        Inventory inventory;
        for (int step = 0; step < 600; ++step) {
            const quint32 id = 1 + random.bounded(6U);
            Change change = NamespaceId(id);
            switch (random.bounded(8)) {
            case 0:
                change = nameSpace(id, QStringLiteral("n%1").arg(random.bounded(3)));
                break;
            case 1:
                change = content(id, 1 + random.bounded(4U));
                break;
            case 2:
                change = session(id, 1 + random.bounded(6U));
                break;
            case 3:
                change = client(id, 1 + random.bounded(6U));
                break;
            case 4:
                change = ContentId(id);
                break;
            case 5:
                change = SessionId(id);
                break;
            case 6:
                change = ClientId(id);
                break;
            default:
                break;
            }
            raise(change);
            inventory.apply({m_revision, change});
        }
        InventoryModel anew(symbol);
        anew.addServer(m_id, QStringLiteral("This computer"));
        anew.setStatus(m_id, m_inventory->status(m_id));
        anew.merge(m_id, inventory);
        const NamespaceModel wanted(anew, symbol);
        QVERIFY(wanted.rowCount() > 0);
        QCOMPARE(treeToLines(*m_model), treeToLines(wanted));
    }
};

CASTDECK_TEST(TestNamespaceModel)

} // namespace castdeck::tst_namespacemodel
#include "tst_namespacemodel.moc"
