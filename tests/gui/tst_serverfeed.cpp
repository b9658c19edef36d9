// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverregistry.h"
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

    void attachAndWait()
    {
        feed().attach(m_fake.get());
        QTRY_COMPARE(state(), ConnectionState::Ready);
    }

private Q_SLOTS:
    void init()
    {
        m_registry.reset();
        m_model = std::make_unique<InventoryModel>([](const Error &error) { return errorName(error.code); });
        m_tester = std::make_unique<QAbstractItemModelTester>(
            m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        m_registry = std::make_unique<ServerRegistry>(*m_model);
        m_fake = std::make_unique<FakeTransportServer>();
        m_fake->setState(sampleInventory(2, 3));
        m_registry->add(m_id, QStringLiteral("This computer"), ServerRegistry::Files::Shared);
    }

    void fetchesThenFollows()
    {
        attachAndWait();
        QVERIFY(isTrue());
        m_fake->raise(ClientId(2));
        m_fake->raise(SessionId(2));
        QVERIFY(isTrue());
    }

    void eventsDuringTheFetchAreNotLost()
    {
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        feed().attach(m_fake.get());
        m_fake->raise(ClientId(1));
        m_fake->raise(SessionId(2));
        m_fake->releaseReplies();
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(isTrue());
    }

    void refreshNeverGoesBack()
    {
        attachAndWait();
        m_fake->setReplies(FakeTransportServer::Replies::Held);
        feed().refresh();
        feed().refresh();
        m_fake->raise(ClientId(1));
        QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        QSignalSpy refreshed(&feed(), &ServerFeed::refreshed);
        m_fake->releaseReplies();
        QTRY_COMPARE(refreshed.size(), 1);
        QVERIFY(isTrue());
        QVERIFY(inserted.isEmpty());
    }

    void gapIsNoticedAndMended()
    {
        attachAndWait();
        m_fake->raiseUnseen(SessionId(1));
        m_fake->raise(ClientId(6));
        QTRY_VERIFY(isTrue());
    }

    void catchesUpOnlyWhenBehind()
    {
        attachAndWait();
        QSignalSpy refreshed(&feed(), &ServerFeed::refreshed);
        feed().catchUp(m_fake->state().revision);
        m_fake->raiseUnseen(SessionId(1));
        feed().catchUp(m_fake->state().revision);
        QTRY_COMPARE(refreshed.size(), 1);
        QVERIFY(isTrue());
    }

    void oldEventsAreIgnored()
    {
        attachAndWait();
        Q_EMIT m_fake->eventRaised({5, SessionId(1)});
        QVERIFY(isTrue());
    }

    void failedFetchIsSaid()
    {
        m_fake->setReplies(FakeTransportServer::Replies::Never);
        QSignalSpy failed(m_registry.get(), &ServerRegistry::refreshFailed);
        {
            FakeTransportServer brief;
            brief.setReplies(FakeTransportServer::Replies::Never);
            feed().attach(&brief);
        }
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(state(), ConnectionState::Connecting);
        QCOMPARE(m_registry->server(m_id), nullptr);
    }

    void noticesArePassedOn()
    {
        attachAndWait();
        QSignalSpy noticed(m_registry.get(), &ServerRegistry::noticed);
        Notice notice;
        notice.subject = QStringLiteral("PC-1");
        m_fake->raise(notice);
        QCOMPARE(noticed.size(), 1);
        QCOMPARE(noticed.at(0).at(1).value<Notice>().subject, notice.subject);
        QVERIFY(isTrue());
    }

    void lostConnectionKeepsRowsUntilTheNextOne()
    {
        const auto connectTo = [this](Role role) {
            auto pair = InProcessChannel::pair();
            const Identity identity{QStringLiteral("tester"), role, {}, {}, {}};
            auto endpoint = std::make_unique<ServerEndpoint>(
                std::move(pair.answering),
                ServerEndpoint::Services{m_fake.get(), m_fake->state().server, nullptr, nullptr},
                ServerEndpoint::admitAs(identity), ServerEndpoint::Limits{});
            auto connection =
                std::make_unique<ServerConnection>(std::move(pair.asking), ServerConnection::Options{});
            feed().attach(connection.get());
            return std::make_pair(std::move(endpoint), std::move(connection));
        };
        auto first = connectTo(Role::Viewer);
        QCOMPARE(state(), ConnectionState::Connecting);
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(isTrue());
        QVERIFY(!m_model->status(m_id).powers.disconnect);
        m_fake->raise(ClientId(1));
        QTRY_VERIFY(isTrue());

        first.first.reset();
        QTRY_COMPARE(state(), ConnectionState::Lost);
        QVERIFY(m_model->status(m_id).since.isValid());
        QCOMPARE(m_model->rowCount(m_model->indexOf(m_id)), 2);
        m_fake->raise(SessionId(1));

        const auto second = connectTo(Role::Admin);
        QTRY_COMPARE(state(), ConnectionState::Ready);
        QVERIFY(m_model->status(m_id).powers.publish);
        QTRY_VERIFY(isTrue());
    }

    void serversComeAndGo()
    {
        attachAndWait();
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
