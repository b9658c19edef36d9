// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The service, its policies and its setup.
#include "engine/enginerig.h"
#include "engine/miniclient.h"
#include "engine/store/store.h"
#include "support/testprogram.h"

#include <QTemporaryDir>

namespace castdeck::tst_service
{

class TestService : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    std::unique_ptr<MiniClient> join(EngineRig &rig, const QString &content = QStringLiteral("a.img"))
    {
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content));
        if (!grant)
            return nullptr;
        auto client = std::make_unique<MiniClient>(*grant, QStringLiteral("PC"));
        const qsizetype before = rig.seen().clients.size();
        client->join();
        const auto isThere = [&] {
            return client->isJoined() && client->blocksSeen() > 0 && rig.seen().clients.size() > before;
        };
        return QTest::qWaitFor(isThere, Patience) ? std::move(client) : nullptr;
    }
    QString store() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

private Q_SLOTS:
    void aStoppedServiceLetsNobodyIn()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        QVERIFY(rig.seen().server.serviceRunning);
        QVERIFY(rig.wait(rig.engine().ask(StopService{false, rig.order()})));
        QVERIFY(!rig.seen().server.serviceRunning);
        QVERIFY(!rig.seen().server.serviceDraining);
        QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask()).error().code,
                 ErrorCode::SessionShutdownInProgress);
        QCOMPARE(rig.wait(rig.engine().initiate(rig.ask())).error().code,
                 ErrorCode::SessionShutdownInProgress);
        QVERIFY(rig.seen().sessions.isEmpty());
        // Management goes on; what is published there waits for the service.
        QVERIFY(rig.publish(QStringLiteral("other")).isValid());
        const NamespaceId id = rig.seen().namespaces.first().id;
        QCOMPARE(rig.wait(rig.engine().ask(StartTransmission{id})).error().code,
                 ErrorCode::ServiceNotRunning);

        const quint64 revision = rig.seen().revision;
        QVERIFY(rig.wait(rig.engine().ask(StopService{true, rig.order()})));
        QVERIFY(rig.wait(rig.engine().ask(RestartService{true, rig.order()})));
        QCOMPARE(rig.seen().revision, revision);
        QVERIFY(rig.wait(rig.engine().ask(StartService{})));
        QVERIFY(rig.seen().server.serviceRunning);
        QVERIFY(rig.engine().initiateUnauthenticated(rig.ask()));
        const quint64 running = rig.seen().revision;
        QVERIFY(rig.wait(rig.engine().ask(StartService{})));
        QCOMPARE(rig.seen().revision, running);
        QCOMPARE(rig.notices(Notice::Kind::ServiceStopped).value(0).by, QStringLiteral("alice"));
        QCOMPARE(rig.notices(Notice::Kind::ServiceStarted).size(), 1);
        QVERIFY(rig.isConsistent());
    }

    void cuttingDisconnectsEverybody()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        const auto one = join(rig);
        const auto two = join(rig, QStringLiteral("b.img"));
        QVERIFY(one && two);
        const auto report = rig.wait(rig.engine().ask(StopService{true, rig.order()}));
        QVERIFY(report);
        QCOMPARE(report->disconnected, 2U);
        QVERIFY(report->revision <= rig.seen().revision);
        QVERIFY(rig.seen().sessions.isEmpty());
        QVERIFY(!rig.seen().server.serviceDraining);
        QCOMPARE(
            rig.wait(rig.engine().ask(StopService{true, {DisconnectType::Unknown, {}, {}}})).error().code,
            ErrorCode::InvalidParameter);
    }

    void drainingLetsThePresentFinish()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        const auto client = join(rig);
        QVERIFY(client);
        QVERIFY(rig.wait(rig.engine().ask(StopService{false, rig.order()})));
        QVERIFY(!rig.seen().server.serviceRunning);
        QVERIFY(rig.seen().server.serviceDraining);
        QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask()).error().code,
                 ErrorCode::SessionShutdownInProgress);
        const quint64 seen = client->blocksSeen();
        QTRY_VERIFY(client->blocksSeen() > seen);
        client->leave(wire::LeaveComplete);
        QTRY_VERIFY(!rig.seen().server.serviceDraining);
        QVERIFY(!rig.seen().server.serviceRunning);
        QVERIFY(rig.isConsistent());
    }

    void drainingLetsThoseWhoWaitGo()
    {
        EngineRig rig;
        NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
        what.type = NamespaceType::ScheduledCastManualStart;
        QVERIFY(rig.wait(rig.engine().ask(RegisterNamespace{what})));
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY(grant);
        MiniClient client(*grant, QStringLiteral("PC"));
        client.join();
        QTRY_COMPARE(rig.seen().clients.size(), 1);
        QVERIFY(client.blocksSeen() == 0);
        QVERIFY(rig.wait(rig.engine().ask(StopService{false, rig.order()})));
        QVERIFY(rig.seen().server.serviceDraining);
        QTRY_VERIFY(client.blocksSeen() > 0);
    }

    void aRestartStartsAgainWhenTheLastHasGone()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        auto client = join(rig);
        QVERIFY(client);
        QVERIFY(rig.wait(rig.engine().ask(RestartService{false, rig.order()})));
        QVERIFY(!rig.seen().server.serviceRunning);
        client->leave(wire::LeaveComplete);
        QTRY_VERIFY(rig.seen().server.serviceRunning);

        client = join(rig);
        QVERIFY(client);
        const auto cut = rig.wait(rig.engine().ask(RestartService{true, rig.order()}));
        QVERIFY(cut);
        QCOMPARE(cut->disconnected, 1U);
        QTRY_VERIFY(rig.seen().server.serviceRunning);
        QVERIFY(rig.wait(rig.engine().ask(RestartService{true, rig.order()})));
        QVERIFY(rig.seen().server.serviceRunning);
        QVERIFY(rig.isConsistent());
    }

    void disabledMeansNotStartedNextTime()
    {
        {
            EngineRig rig;
            QCOMPARE(rig.wait(rig.engine().ask(SetServiceEnabled{false})).error().code,
                     ErrorCode::InvalidOperation);
            QVERIFY(rig.restore(store()));
            QVERIFY(rig.wait(rig.engine().ask(SetServiceEnabled{false})));
            QVERIFY(!rig.seen().server.serviceEnabled);
            QVERIFY(rig.seen().server.serviceRunning);
        }
        {
            EngineRig rig;
            QVERIFY(rig.restore(store()));
            QVERIFY(!rig.seen().server.serviceEnabled);
            QVERIFY(!rig.seen().server.serviceRunning);
            QVERIFY(rig.publish().isValid());
            QVERIFY(!rig.engine().initiateUnauthenticated(rig.ask()));
            QVERIFY(rig.wait(rig.engine().ask(StartService{})));
            QVERIFY(rig.engine().initiateUnauthenticated(rig.ask()));
            QVERIFY(!rig.seen().server.serviceEnabled);
            QVERIFY(rig.wait(rig.engine().ask(SetServiceEnabled{true})));
        }
        EngineRig rig;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be served")));
        QVERIFY(rig.restore(store()));
        QVERIFY(rig.seen().server.serviceEnabled);
        QVERIFY(rig.seen().server.serviceRunning);
    }

    void newRangesHoldForNewSessions()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        const auto client = join(rig);
        QVERIFY(client);
        ServicePolicy policy = rig.wait(rig.engine().ask(RetrievePolicies{}))->service;
        QCOMPARE(policy.startPort, 47100U);
        QCOMPARE(policy.endPort, 47199U);
        policy.ipv4 = {IpAddressSource::Range, QStringLiteral("239.77.0.1"), QStringLiteral("239.77.0.2")};
        policy.startPort = 47200;
        policy.endPort = 47210;
        const auto report = rig.wait(rig.engine().ask(CommitPolicy{policy}));
        QVERIFY(report);
        QCOMPARE(report->version, 2U);
        QVERIFY(report->live.isEmpty());
        QCOMPARE(report->needsRestart,
                 QStringList({QStringLiteral("endPort"), QStringLiteral("ipv4.endIpAddress"),
                              QStringLiteral("ipv4.startIpAddress"), QStringLiteral("startPort")}));
        QCOMPARE(report->clientsCut, 1U);
        QCOMPARE(rig.notices(Notice::Kind::PolicyChanged).value(0).subject, QStringLiteral("service"));

        const auto grant = rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img")));
        QVERIFY(grant);
        QVERIFY(grant->multicastAddress.startsWith(QStringLiteral("239.77.0.")));
        QVERIFY(grant->multicastPort >= 47200 && grant->multicastPort <= 47210);
        const quint64 before = client->blocksSeen();
        QTRY_VERIFY(client->blocksSeen() > before);

        QVERIFY(rig.wait(rig.engine().ask(RestartService{true, rig.order()})));
        QTRY_VERIFY(rig.seen().server.serviceRunning);
        policy = rig.wait(rig.engine().ask(RetrievePolicies{}))->service;
        policy.endPort = 47220;
        const auto idle = rig.wait(rig.engine().ask(CommitPolicy{policy}));
        QVERIFY(idle);
        QCOMPARE(idle->live, QStringList{QStringLiteral("endPort")});
        QVERIFY(idle->needsRestart.isEmpty());
        QCOMPARE(idle->clientsCut, 0U);
    }

    void narrowRangesRespectWhatRuns()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        const auto first = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY(first);
        ServicePolicy policy = rig.wait(rig.engine().ask(RetrievePolicies{}))->service;
        policy.ipv4 = {IpAddressSource::Range, first->multicastAddress, first->multicastAddress};
        const auto report = rig.wait(rig.engine().ask(CommitPolicy{policy}));
        QVERIFY(report);
        QVERIFY(report->needsRestart.isEmpty());
        // Who holds the only address has no client yet: it will be free in seconds.
        QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img"))).error().code,
                 ErrorCode::Busy);
        QVERIFY(rig.wait(rig.engine().ask(TerminateSession{first->sessionId, rig.order()})));
        const auto second = rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img")));
        QVERIFY(second);
        QCOMPARE(second->multicastAddress, first->multicastAddress);
    }

    void dynamicPortsAreThoseOfTheSystem()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        ServicePolicy policy = rig.wait(rig.engine().ask(RetrievePolicies{}))->service;
        policy.udpPortPolicy = UdpPortPolicy::Dynamic;
        QVERIFY(rig.wait(rig.engine().ask(CommitPolicy{policy})));
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY(grant);
        QVERIFY(grant->multicastPort >= 49152);
    }

    void diagnosticsAreAnnounced()
    {
        EngineRig rig;
        QList<DiagnosticsPolicy> told;
        connect(&rig.engine(), &TransportEngine::diagnosticsChanged, this,
                [&](const DiagnosticsPolicy &policy) { told.append(policy); });
        QVERIFY(rig.wait(rig.engine().ask(CommitPolicy{DiagnosticsPolicy{1, true, DiagnosticsMulticast}})));
        QCOMPARE(told.last(), (DiagnosticsPolicy{2, true, DiagnosticsMulticast}));
        QCOMPARE(rig.wait(rig.engine().ask(CommitPolicy{DiagnosticsPolicy{1, false, 0}})).error().code,
                 ErrorCode::PolicyConflict);
        QCOMPARE(
            rig.wait(rig.engine().ask(CommitPolicy{MulticastSessionPolicy{1, {}, 0, 0, false}})).error().code,
            ErrorCode::InvalidSlowClientHandlingType);
    }

    void policiesComeFromTheStoreAndAreReadAnew()
    {
        {
            EngineRig rig;
            QVERIFY(rig.restore(store()));
            QVERIFY(rig.wait(rig.engine().ask(
                CommitPolicy{MulticastSessionPolicy{1, SlowClientHandling::AutoDisconnect, 77, 2, false}})));
        }
        EngineRig rig;
        QVERIFY(rig.restore(store()));
        QCOMPARE(rig.wait(rig.engine().ask(RetrievePolicies{}))->multicastSession,
                 (MulticastSessionPolicy{2, SlowClientHandling::AutoDisconnect, 77, 2, false}));
        QVERIFY(Store::open(store())->store->saveSettings(
            QStringLiteral("policy.service"), {{QStringLiteral("startPort"), QStringLiteral("47150")}}));
        QCOMPARE(rig.wait(rig.engine().ask(RetrievePolicies{}))->service.startPort, 47100U);
        QVERIFY(rig.wait(rig.engine().ask(ReadSettings{})));
        QCOMPARE(rig.wait(rig.engine().ask(RetrievePolicies{}))->service.startPort, 47150U);
        QVERIFY(rig.publish().isValid());
        QVERIFY(rig.engine().initiateUnauthenticated(rig.ask())->multicastPort >= 47150);
    }

    void setupNamesWhatThereIs()
    {
        EngineRig rig;
        const auto setup = rig.wait(rig.engine().ask(RetrieveSetup{}));
        QVERIFY(setup);
        QCOMPARE(setup->version, rig.seen().server.version);
        QVERIFY(!setup->version.isEmpty());
        QCOMPARE(setup->features, quint32(FeatureTransportServer));
        QCOMPARE(setup->protocols, quint32(ProtocolMulticast));
        rig.engine().offerUnicast(5043);
        QCOMPARE(EngineRig::wait(rig.engine().ask(RetrieveSetup{}))->protocols,
                 quint32(ProtocolMulticast | ProtocolUnicast));
        QStringList names;
        for (const ContentProviderInfo &provider : setup->contentProviders) {
            names.append(provider.name);
            QVERIFY(!provider.description.isEmpty());
        }
        QCOMPARE(names.first(2), QStringList({QStringLiteral("WDS"), QStringLiteral("File")}));
    }
};

CASTDECK_TEST(TestService)

} // namespace castdeck::tst_service
#include "tst_service.moc"
