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

        const auto replaced = outcome(connection->replaceNamespace(NamespaceId(1), next, true, order()));
        QVERIFY(replaced);
        QCOMPARE(replaced->id, NamespaceId(2));
        QVERIFY(outcome(connection->setMinimumClients(NamespaceId(2), 9)));
        QVERIFY(outcome(connection->rearmNamespace(NamespaceId(2), later)));
        QVERIFY(outcome(connection->startTransmission(NamespaceId(2))));
        QCOMPARE(outcome(connection->startTransmission(NamespaceId(1))).error().code,
                 ErrorCode::NamespaceNotFound);
        const auto found = outcome(connection->retrieveNamespaces({{}, QStringLiteral("next"), false}));
        QVERIFY(found);
        QCOMPARE(*found, rig->serverState().namespaces);
        QCOMPARE(found->first().minimumClients, 9U);
        QCOMPARE(found->first().startTime, later);
        QVERIFY(found->first().transmissionStarted);
        const auto none = outcome(connection->retrieveNamespaces({{}, QStringLiteral("images"), true}));
        QVERIFY(none);
        QVERIFY(none->isEmpty());

        const auto calls = rig->onServer([](auto &server) { return server.calls(); });
        const QList<FakeTransportServer::Call> expected = {
            {QStringLiteral("replaceNamespace"), 1, true, signedOrder(), next},
            {QStringLiteral("setMinimumClients"), 2, false, {}, {}, 9U},
            {QStringLiteral("rearmNamespace"), 2, false, {}, {}, later},
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
        PolicyDraft mine(outcome(first->policies()).value().service);
        PolicyDraft theirs(outcome(second->policies()).value().service);
        ServicePolicy changed = mine.value();
        changed.startPort = 50'000;
        mine.write(changed);
        theirs.write(theirs.value());

        const auto report = outcome(first->commitPolicy(mine.value()));
        QVERIFY(report);
        QCOMPARE(*report, (PolicyReport{2, {QStringLiteral("endPort")}, {QStringLiteral("startPort")}, 4}));
        mine.committed(report->version);
        QCOMPARE(outcome(second->commitPolicy(theirs.value())).error().code, ErrorCode::PolicyConflict);
        QCOMPARE(outcome(second->policies())->service, mine.value());

        const MulticastSessionPolicy slow{1, SlowClientHandling::AutoDisconnect, 100, 2, false};
        QVERIFY(outcome(first->commitPolicy(slow)));
        QVERIFY(outcome(first->commitPolicy(DiagnosticsPolicy{1, true, DiagnosticsMulticast})));
        QCOMPARE(outcome(first->commitPolicy(DiagnosticsPolicy{2, true, 0x10})).error().code,
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
        QCOMPARE(outcome(connection->setup()).value(), setup);
        QVERIFY(outcome(connection->restartService(false, order())));
        const auto stopped = outcome(connection->stopService(true, order()));
        QVERIFY(stopped);
        QCOMPARE(stopped->disconnected, 6U);
        QVERIFY(outcome(connection->setServiceEnabled(false)));
        QVERIFY(!rig->serverState().server.serviceRunning);
        QVERIFY(!rig->serverState().server.serviceEnabled);
        QVERIFY(outcome(connection->readSettings()));
        QVERIFY(outcome(connection->startService()));
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
