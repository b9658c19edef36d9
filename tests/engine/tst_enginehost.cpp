// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/miniclient.h"
#include "engine/server/enginehost.h"
#include "engine/server/transportengine.h"
#include "support/agedfile.h"
#include "support/testprogram.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_enginehost
{

class TestEngineHost : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void startsServesAndStops();
    void takenInitiationPortIsTold();
    void canBeDestroyedAtAnyTime();
    void destructionTellsTheClients();

private:
    static EngineSettings settings()
    {
        EngineSettings settings;
        settings.interfaceName = QStringLiteral("127.0.0.1");
        settings.initiationPort = 0;
        settings.ports = {47200, 47299};
        settings.parameters.terminationGrace = std::chrono::milliseconds(500);
        return settings;
    }
};

void TestEngineHost::startsServesAndStops()
{
    EngineHost host(settings());
    QSignalSpy ready(&host, &EngineHost::ready);
    QSignalSpy stopped(&host, &EngineHost::stopped);
    bool early = false;
    host.start();
    host.post([&](TransportEngine &engine) { early = engine.thread() == QThread::currentThread(); });
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(ready[0][0].value<quint16>() != 0);

    std::atomic<bool> ran = false;
    QThread *engineThread = nullptr;
    bool childGone = false;
    host.post([&](TransportEngine &engine) {
        engineThread = QThread::currentThread();
        auto *const child = new QObject(&engine);
        connect(
            child, &QObject::destroyed, child, [&childGone] { childGone = true; }, Qt::DirectConnection);
        ran = true;
    });
    QTRY_VERIFY(ran);
    QVERIFY(early);
    QVERIFY(engineThread != QThread::currentThread());
    host.shutDown({DisconnectType::Abort, QString(), QString()});
    QTRY_COMPARE(stopped.size(), 1);
    QVERIFY(!host.isRunning());
    QVERIFY(childGone);
    host.post([](TransportEngine &) { QFAIL("the engine is gone"); });
}

void TestEngineHost::takenInitiationPortIsTold()
{
    QUdpSocket other;
    QVERIFY(other.bind(QHostAddress::LocalHost, 0, QUdpSocket::DontShareAddress));
    EngineSettings taken = settings();
    taken.initiationPort = other.localPort();
    EngineHost host(taken);
    QSignalSpy ready(&host, &EngineHost::ready);
    QSignalSpy failed(&host, &EngineHost::initiationFailed);
    host.start();
    QTRY_COMPARE(ready.size(), 1);
    QCOMPARE(ready[0][0].value<quint16>(), quint16(0));
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::AddressInUse);
}

void TestEngineHost::canBeDestroyedAtAnyTime()
{
    QThread *thread = nullptr;
    {
        EngineHost neverStarted(settings());
        neverStarted.post([&](TransportEngine &) { thread = QThread::currentThread(); });
    }
    QVERIFY(!thread);
    EngineHost justStarted(settings());
    justStarted.start();
    QVERIFY(justStarted.isRunning());
}

void TestEngineHost::destructionTellsTheClients()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.img")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(100'000) && makeOld(file));
    auto host = std::make_unique<EngineHost>(settings());
    host->start();
    Result<InitiationGrant> grant = failure(ErrorCode::Internal);
    std::atomic<bool> answered = false;
    NamespaceInfo what;
    what.name = QStringLiteral("images");
    what.configuration = folder.path();
    what.allowUnauthenticated = true;
    host->post([&, what](TransportEngine &engine) {
        engine.ask(RegisterNamespace{what});
        InitiationAsk ask;
        ask.namespaceName = what.name;
        ask.content = QStringLiteral("a.img");
        grant = engine.initiateUnauthenticated(ask);
        answered = true;
    });
    QTRY_VERIFY(answered);
    QVERIFY(grant);
    MiniClient client(*grant, QStringLiteral("PC"));
    client.join();
    QTRY_VERIFY(client.blocksSeen() > 0);
    host.reset();
    QTRY_COMPARE(client.kickReason(), int(wire::KickFail));
}

CASTDECK_TEST(TestEngineHost)

} // namespace castdeck::tst_enginehost
#include "tst_enginehost.moc"
