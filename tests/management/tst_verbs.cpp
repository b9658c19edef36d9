// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs for schedules, policies and the service, once for each kind of channel.
#include "rig.h"

#include "core/policydraft.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_verbs
{

namespace
{

DisconnectOrder order()
{
    return {DisconnectType::Fallback, QStringLiteral("maintenance"), QStringLiteral("somebody else")};
}

DisconnectOrder signedOrder()
{
    return {DisconnectType::Fallback, QStringLiteral("maintenance"), QStringLiteral("tester")};
}

} // namespace

class TestVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { Rig::addRows(); }

    void namespacesAreScheduledFromAfar()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->rewrite = reencoded;
        const auto connection = rig->connect(Role::Admin, {}, faults);
        NamespaceInfo next;
        next.name = QStringLiteral("next");
        next.type = NamespaceType::ScheduledCastAutoStart;
        next.minimumClients = 5;
        next.startTime = QDateTime::fromMSecsSinceEpoch(1'900'000'000'123).toUTC();
        const QDateTime later = next.startTime.addSecs(60);

        const auto replaced = outcome(connection->ask(ReplaceNamespace{NamespaceId(1), next, true, order()}));
        QVERIFY(replaced);
        QCOMPARE(replaced->id, NamespaceId(2));
        QVERIFY(outcome(connection->ask(SetMinimumClients{NamespaceId(2), 9})));
        QVERIFY(outcome(connection->ask(RearmNamespace{NamespaceId(2), later})));
        QVERIFY(outcome(connection->ask(RefreshNamespace{NamespaceId(2)})));
        QVERIFY(outcome(connection->ask(StartTransmission{NamespaceId(2)})));
        QCOMPARE(outcome(connection->ask(StartTransmission{NamespaceId(1)})).error().code,
                 ErrorCode::NamespaceNotFound);
        const auto found = outcome(connection->ask(RetrieveNamespaces{{{}, QStringLiteral("next"), false}}));
        QVERIFY(found);
        QCOMPARE(*found, rig->serverState().namespaces);
        QCOMPARE(found->first().minimumClients, 9U);
        QCOMPARE(found->first().startTime, later);
        QVERIFY(found->first().transmissionStarted);
        const auto none = outcome(connection->ask(RetrieveNamespaces{{{}, QStringLiteral("images"), true}}));
        QVERIFY(none);
        QVERIFY(none->isEmpty());

        const auto calls = rig->onServer([](auto &server) { return server.calls(); });
        const QList<FakeTransportServer::Call> expected = {
            {QStringLiteral("replaceNamespace"), 1, true, signedOrder(), next},
            {QStringLiteral("setMinimumClients"), 2, false, {}, {}, 9U},
            {QStringLiteral("rearmNamespace"), 2, false, {}, {}, later},
            {QStringLiteral("refreshNamespace"), 2, false, {}, {}},
            {QStringLiteral("startTransmission"), 2, false, {}, {}},
            {QStringLiteral("startTransmission"), 1, false, {}, {}},
        };
        QCOMPARE(calls, expected);
    }

    void theSecondWriterOfAPolicyIsTold()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->rewrite = reencoded;
        const auto first = rig->connect(Role::Admin, {}, faults);
        const auto second = rig->connect();
        rig->onServer([](auto &server) {
            server.setPolicyReport({0, {QStringLiteral("endPort")}, {QStringLiteral("startPort")}, 4});
        });
        PolicyDraft mine(outcome(first->ask(RetrievePolicies{})).value().service);
        PolicyDraft theirs(outcome(second->ask(RetrievePolicies{})).value().service);
        ServicePolicy changed = mine.value();
        changed.startPort = 50'000;
        mine.write(changed);
        theirs.write(theirs.value());

        const auto report = outcome(first->ask(CommitPolicy{mine.value()}));
        QVERIFY(report);
        QCOMPARE(*report, (PolicyReport{2, {QStringLiteral("endPort")}, {QStringLiteral("startPort")}, 4}));
        mine.committed(report->version);
        QCOMPARE(outcome(second->ask(CommitPolicy{theirs.value()})).error().code, ErrorCode::PolicyConflict);
        QCOMPARE(outcome(second->ask(RetrievePolicies{}))->service, mine.value());

        const MulticastSessionPolicy slow{1, SlowClientHandling::AutoDisconnect, 100, 2, false};
        QVERIFY(outcome(first->ask(CommitPolicy{slow})));
        QVERIFY(outcome(first->ask(CommitPolicy{DiagnosticsPolicy{1, true, DiagnosticsMulticast}})));
        QCOMPARE(outcome(first->ask(CommitPolicy{DiagnosticsPolicy{2, true, 0x10}})).error().code,
                 ErrorCode::InvalidDiagnosticsComponents);
        const auto stored = rig->onServer([](auto &server) { return server.storedPolicies(); });
        QCOMPARE(stored.multicastSession.autoDisconnectThreshold, 100U);
        QCOMPARE(stored.diagnostics, (DiagnosticsPolicy{2, true, DiagnosticsMulticast}));
    }

    void theServiceIsControlledFromAfar()
    {
        const auto rig = Rig::ofRow();
        const SetupInfo setup{QStringLiteral("7"), FeatureTransportServer, ProtocolMulticast, {}};
        rig->onServer([&](auto &server) { server.setSetup(setup); });
        const auto connection = rig->connect();
        QCOMPARE(outcome(connection->ask(RetrieveSetup{})).value(), setup);
        QVERIFY(outcome(connection->ask(RestartService{false, order()})));
        const auto stopped = outcome(connection->ask(StopService{true, order()}));
        QVERIFY(stopped);
        QCOMPARE(stopped->disconnected, 6U);
        QVERIFY(outcome(connection->ask(SetServiceEnabled{false})));
        QVERIFY(!rig->serverState().server.serviceRunning);
        QVERIFY(!rig->serverState().server.serviceEnabled);
        QVERIFY(outcome(connection->ask(ReadSettings{})));
        QVERIFY(outcome(connection->ask(StartService{})));
        QVERIFY(rig->serverState().server.serviceRunning);

        const auto calls = rig->onServer([](auto &server) { return server.calls(); });
        const QList<FakeTransportServer::Call> expected = {
            {QStringLiteral("restartService"), 0, false, signedOrder(), {}},
            {QStringLiteral("stopService"), 0, true, signedOrder(), {}},
            {QStringLiteral("setServiceEnabled"), 0, false, {}, {}, false},
            {QStringLiteral("readSettings"), 0, false, {}, {}},
            {QStringLiteral("startService"), 0, false, {}, {}},
        };
        QCOMPARE(calls, expected);
    }
};

CASTDECK_TEST(TestVerbs)

} // namespace castdeck::tst_verbs
#include "tst_verbs.moc"
