// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/console/localserver.h"
#include "gui/text/errortext.h"
#include "support/outcome.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_localserver
{

namespace
{

LocalServer::Settings quiet(const QTemporaryDir &folder)
{
    LocalServer::Settings settings;
    settings.engine.initiationPort.reset();
    settings.fallbackPort = 0;
    settings.keyFolder = folder.path();
    return settings;
}

} // namespace

class TestLocalServer : public QObject
{
    Q_OBJECT

    const ServerId m_id = LocalServer::id();

    static ConnectionState stateOf(const InventoryModel &model)
    {
        return model.status(LocalServer::id()).state;
    }

private Q_SLOTS:
    void itsOwnEngineIsNeverLost()
    {
        const QTemporaryDir folder;
        InventoryModel model(ErrorText::sentence);
        ServerRegistry servers(model);
        LocalServer local(quiet(folder), servers);
        QTRY_COMPARE(stateOf(model), ConnectionState::Ready);
        for (int i = 0; i < 3; ++i) {
            const QPointer<TransportServer> before = servers.server(m_id);
            qobject_cast<ServerConnection *>(before.data())->disconnectFromServer();
            QTRY_COMPARE(stateOf(model), ConnectionState::Lost);
            QTRY_COMPARE(stateOf(model), ConnectionState::Ready);
            QVERIFY(!before);
            QVERIFY(outcome(servers.server(m_id)->ask(RetrieveInventory{})));
        }
        QSignalSpy stopped(&local, &LocalServer::stopped);
        local.shutDown();
        QTRY_COMPARE(stopped.size(), 1);
    }

    /// Far more than any stranger may do: there are no limits within a process.
    void nothingItIsAskedIsTooMuch()
    {
        const QTemporaryDir folder;
        InventoryModel model(ErrorText::sentence);
        ServerRegistry servers(model);
        LocalServer local(quiet(folder), servers);
        QTRY_COMPARE(stateOf(model), ConnectionState::Ready);
        std::vector<QFuture<Result<DisconnectReport>>> futures;
        for (quint32 id = 1; id <= 15'000; ++id)
            futures.push_back(
                servers.server(m_id)->ask(DisconnectClient{ClientId(id), {DisconnectType::Abort, {}, {}}}));
        for (const auto &future : futures)
            QTRY_VERIFY(future.isFinished());
        QCOMPARE(futures.back().result().error().code, ErrorCode::ClientNotFound);
        QCOMPARE(stateOf(model), ConnectionState::Ready);
        QSignalSpy stopped(&local, &LocalServer::stopped);
        local.shutDown();
        QTRY_COMPARE(stopped.size(), 1);
    }
};

CASTDECK_TEST(TestLocalServer)

} // namespace castdeck::tst_localserver
#include "tst_localserver.moc"
