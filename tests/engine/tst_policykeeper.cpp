// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/policykeeper.h"
#include "engine/server/policytext.h"
#include "engine/store/store.h"
#include "support/testprogram.h"

#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_policykeeper
{

class TestPolicyKeeper : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    static Result<QStringList> commit(PolicyKeeper &keeper, const Policy &policy, Store *store = nullptr)
    {
        const auto next = keeper.next(policy);
        if (!next)
            return tl::unexpected(next.error());
        if (const auto saved = store ? PolicyKeeper::saveIn(*store, *next) : Result<void>(); !saved)
            return tl::unexpected(saved.error());
        return keeper.take(*next);
    }
    static bool restore(PolicyKeeper &keeper, const Store &store)
    {
        const auto stored = PolicyKeeper::readFrom(store);
        if (stored)
            keeper.restore(*stored);
        return stored.has_value();
    }
    std::unique_ptr<Store> open()
    {
        const QString name = QString::fromLatin1(QTest::currentTestFunction());
        auto opened = Store::open(m_folder.filePath(name));
        return opened ? std::move(opened->store) : nullptr;
    }

private Q_SLOTS:
    void everyPropertyHasItsText_data()
    {
        QTest::addColumn<Policy>("policy");
        QTest::addColumn<Policy>("otherwise");
        ServicePolicy service;
        service.version = 7;
        service.ipv4 = {IpAddressSource::Dhcp, QStringLiteral("239.1.2.3"), QStringLiteral("239.1.2.4")};
        service.ipv6 = {IpAddressSource::Unknown, QStringLiteral("ff18::1"), QStringLiteral("ff18::2")};
        service.startPort = 1;
        service.endPort = 2;
        service.udpPortPolicy = UdpPortPolicy::Dynamic;
        QTest::newRow("service") << Policy(service) << Policy(ServicePolicy{});
        QTest::newRow("session") << Policy(MulticastSessionPolicy{9, SlowClientHandling::Multistream, 1, 2,
                                                                  false})
                                 << Policy(MulticastSessionPolicy{});
        QTest::newRow("diagnostics") << Policy(DiagnosticsPolicy{8, true, 5}) << Policy(DiagnosticsPolicy{});
    }
    void everyPropertyHasItsText()
    {
        QFETCH(const Policy, policy);
        QFETCH(const Policy, otherwise);
        const PolicyText text = textOf(policy);
        QVERIFY(policyFrom(text, otherwise) == policy);
        QVERIFY(policyFrom({}, otherwise) == otherwise);
        // Each of them differs from the default, so each is named.
        QCOMPARE(differences(otherwise, policy),
                 text.keys().filter(QRegularExpression(QStringLiteral("^(?!version)"))));
        QVERIFY(differences(policy, policy).isEmpty());
    }

    void nonsenseCountsAsAbsent()
    {
        const PolicyText text{{QStringLiteral("startPort"), QStringLiteral("many")},
                              {QStringLiteral("endPort"), QStringLiteral("-1")},
                              {QStringLiteral("version"), QString()},
                              {QStringLiteral("udpPortPolicy"), QStringLiteral("open")},
                              {QStringLiteral("unheard"), QStringLiteral("of")}};
        QVERIFY(policyFrom(text, ServicePolicy{}) == Policy(ServicePolicy{}));
    }

    void aCommitIsTheNextVersion()
    {
        PolicyKeeper keeper({});
        DiagnosticsPolicy policy;
        policy.enabled = true;
        QCOMPARE(commit(keeper, policy).value(), QStringList{QStringLiteral("enabled")});
        QCOMPARE(keeper.current().diagnostics, (DiagnosticsPolicy{2, true, DiagnosticsAll}));
        QCOMPARE(commit(keeper, policy).error().code, ErrorCode::PolicyConflict);
        policy.version = 3;
        QCOMPARE(commit(keeper, policy).error().code, ErrorCode::PolicyConflict);
        policy.version = 2;
        QVERIFY(commit(keeper, policy).value().isEmpty());
        QCOMPARE(keeper.current().diagnostics.version, 3U);
        // The others are not touched.
        QCOMPARE(keeper.current().service, ServicePolicy{});
        QCOMPARE(keeper.current().multicastSession, MulticastSessionPolicy{});
    }

    void whatCannotBeIsRefusedBeforeAConflict()
    {
        PolicyKeeper keeper({});
        QCOMPARE(commit(keeper, DiagnosticsPolicy{99, true, 0x10}).error().code,
                 ErrorCode::InvalidDiagnosticsComponents);
        QCOMPARE(keeper.current(), Policies{});
    }

    void aRestartChangesNothing()
    {
        Policies initial;
        initial.service.startPort = 100;
        initial.service.endPort = 200;
        Policies last;
        {
            const auto store = open();
            QVERIFY(store);
            PolicyKeeper keeper(initial);
            QVERIFY(restore(keeper, *store));
            QCOMPARE(keeper.current(), initial);
            ServicePolicy service = initial.service;
            service.ipv4.startAddress = QStringLiteral("239.9.0.1");
            service.ipv4.endAddress = QStringLiteral("239.9.0.9");
            QVERIFY(commit(keeper, service, store.get()));
            const MulticastSessionPolicy session{1, SlowClientHandling::AutoDisconnect, 9, 2, false};
            QVERIFY(commit(keeper, session, store.get()));
            last = keeper.current();
        }
        const auto store = open();
        // What is stored counts more than what the program is started with.
        PolicyKeeper keeper({});
        QVERIFY(restore(keeper, *store));
        QCOMPARE(keeper.current().service, last.service);
        QCOMPARE(keeper.current().multicastSession, last.multicastSession);
        QCOMPARE(commit(keeper, MulticastSessionPolicy{}).error().code, ErrorCode::PolicyConflict);
    }

    void aStoredPolicyThatCannotBeIsLeftOut()
    {
        const auto store = open();
        QVERIFY(store->saveSettings(QStringLiteral("policy.service"),
                                    {{QStringLiteral("startPort"), QStringLiteral("70000")}}));
        PolicyKeeper keeper({});
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("left out .*service")));
        QVERIFY(restore(keeper, *store));
        QCOMPARE(keeper.current(), Policies{});
    }
};

CASTDECK_TEST(TestPolicyKeeper)

} // namespace castdeck::tst_policykeeper
#include "tst_policykeeper.moc"
