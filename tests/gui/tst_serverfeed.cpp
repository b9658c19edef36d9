// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverregistry.h"
#include "management/inprocesschannel.h"
#include "management/serverconnection.h"
#include "management/serverendpoint.h"
#include "models/inventoryrole.h"
#include "support/faketransportserver.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "support/treetolines.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_serverfeed
{

using namespace castdeck::test;

class TestServerFeed : public QObject
{
    Q_OBJECT

    const ServerId m_id{QStringLiteral("here")};
    std::unique_ptr<InventoryModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<ServerRegistry> m_registry;
    std::unique_ptr<FakeTransportServer> m_fake;
    std::unique_ptr<ServerEndpoint> m_endpoint;
    std::unique_ptr<ServerConnection> m_connection;

    ServerFeed &feed() { return *m_registry->feed(m_id); }
    ConnectionState state() const { return m_model->status(m_id).state; }

    /// The rows are those of a model that is given the server's state at once.
    bool isTrue() const
    {
        InventoryModel anew([](const Error &error) { return errorName(error.code); });
        anew.addServer(m_id, QStringLiteral("This computer"));
        anew.setStatus(m_id, m_model->status(m_id));
        anew.merge(m_id, m_fake->state());
        const QList<int> role{InventoryRole::Value};
        return m_model->revision(m_id) == m_fake->state().revision &&
               treeToLines(*m_model, role) == treeToLines(anew, role);
    }

    void connectAs(Role role)
    {
        InProcessChannel::Pair pair = InProcessChannel::pair();
        ServerEndpoint::Services services;
        services.server = m_fake.get();
        services.info = m_fake->state().server;
        m_endpoint = std::make_unique<ServerEndpoint>(
            std::move(pair.answering), services,
            ServerEndpoint::admitAs({QStringLiteral("tester"), role, {}, {}, {}}), ServerEndpoint::Limits{});
        ServerConnection::Options options;
        options.resyncPause = std::chrono::milliseconds(1);
        m_connection = std::make_unique<ServerConnection>(std::move(pair.asking), options);
        feed().attach(m_connection.get());
    }
    void connectAndWait()
    {
        connectAs(Role::Admin);
        QTRY_COMPARE(state(), ConnectionState::Ready);
    }

private Q_SLOTS:
    void init()
    {
        m_connection.reset();
        m_endpoint.reset();
        m_registry.reset();
        m_model = std::make_unique<InventoryModel>([](const Error &error) { return errorName(error.code); });
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_fake = std::make_unique<FakeTransportServer>();
        m_fake->setState(sampleInventory(2, 3));
        m_registry->add(m_id, QStringLiteral("This computer"), ServerRegistry::Files::Shared);
    }

    void followsItsConnection()
    {
        connectAs(Role::Admin);
        QCOMPARE(state(), ConnectionState::Connecting);
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(isTrue());
        m_fake->raise(ClientId(2));
        m_fake->raise(SessionId(2));
        QTRY_VERIFY(isTrue());
        m_fake->raiseUnseen(SessionId(1));
        m_fake->raise(ClientId(6));
        QTRY_VERIFY(isTrue());
    }

    void refreshFetchesAnew()
    {
        connectAndWait();
        const int before = m_fake->snapshotsTaken();
        m_fake->raiseUnseen(SessionId(1));
        feed().refresh();
        feed().refresh();
        QTRY_VERIFY(isTrue());
        QCOMPARE(m_fake->snapshotsTaken(), before + 1);
    }

    void noticesArePassedOn()
    {
        connectAndWait();
        QSignalSpy noticed(m_registry.get(), &ServerRegistry::noticed);
        Notice notice;
        notice.subject = QStringLiteral("PC-1");
        m_fake->raise(notice);
        QTRY_COMPARE(noticed.size(), 1);
        QCOMPARE(noticed.at(0).at(1).value<Notice>().subject, notice.subject);
        QVERIFY(isTrue());
    }

    void lostConnectionKeepsRowsUntilTheNextOne()
    {
        connectAs(Role::Viewer);
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(!m_model->status(m_id).powers.disconnect);
        m_fake->raise(ClientId(1));
        QTRY_VERIFY(isTrue());

        m_endpoint.reset();
        QTRY_COMPARE(state(), ConnectionState::Lost);
        QVERIFY(m_model->status(m_id).since.isValid());
        QCOMPARE(m_model->rowCount(m_model->indexOf(m_id)), 2);
        m_fake->raise(SessionId(1));

        connectAs(Role::Admin);
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(m_model->status(m_id).powers.publish);
        QTRY_VERIFY(isTrue());
        QVERIFY(m_registry->server(m_id) == m_connection.get());
        m_connection.reset();
        QCOMPARE(m_registry->server(m_id), nullptr);
    }

    void serversComeAndGo()
    {
        connectAndWait();
        QCOMPARE(&m_registry->add(m_id, QStringLiteral("again"), ServerRegistry::Files::Remote), &feed());
        QCOMPARE(m_registry->files(m_id), ServerRegistry::Files::Shared);
        m_registry->remove(m_id);
        QCOMPARE(m_model->rowCount(), 0);
        QCOMPARE(m_registry->server(m_id), nullptr);
        m_fake->raise(SessionId(1));
        QCOMPARE(m_model->rowCount(), 0);
    }
};

CASTDECK_TEST(TestServerFeed)

} // namespace castdeck::tst_serverfeed
#include "tst_serverfeed.moc"
