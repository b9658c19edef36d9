// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policydraft.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_policies
{

namespace
{

/// InvalidOperation stands for "nothing is wrong": no policy is refused with it.
constexpr ErrorCode fine = ErrorCode::InvalidOperation;

ErrorCode verdict(const Policy &policy)
{
    const auto result = check(policy);
    return result ? fine : result.error().code;
}

Policy ipv4(const char *start, const char *end)
{
    ServicePolicy policy;
    policy.ipv4 = {IpAddressSource::Range, QString::fromLatin1(start), QString::fromLatin1(end)};
    return policy;
}

Policy ipv6(const char *start, const char *end)
{
    ServicePolicy policy;
    policy.ipv6 = {IpAddressSource::Range, QString::fromLatin1(start), QString::fromLatin1(end)};
    return policy;
}

Policy ports(quint32 start, quint32 end)
{
    ServicePolicy policy;
    policy.startPort = start;
    policy.endPort = end;
    return policy;
}

Policy slow(SlowClientHandling handling, quint32 threshold, quint32 streams)
{
    return MulticastSessionPolicy{1, handling, threshold, streams, true};
}

} // namespace

class TestPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPropertyIsChecked_data()
    {
        QTest::addColumn<Policy>("policy");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const Policy &policy, ErrorCode code) {
            QTest::newRow(name) << policy << code;
        };
        row("defaults", ServicePolicy{}, fine);
        row("range", ipv4("239.0.0.1", "239.0.0.254"), fine);
        row("one address", ipv4("224.0.0.1", "224.0.0.1"), fine);
        row("turned round", ipv4("239.0.0.9", "239.0.0.1"), ErrorCode::InvalidServiceIpAddressRange);
        row("below multicast", ipv4("223.255.255.255", "239.0.0.1"), ErrorCode::InvalidIpv4MulticastAddress);
        row("above multicast", ipv4("239.0.0.1", "240.0.0.0"), ErrorCode::InvalidIpv4MulticastAddress);
        row("no end", ipv4("239.0.0.1", ""), ErrorCode::InvalidIpAddress);
        row("no start", ipv4("", "239.0.0.1"), ErrorCode::InvalidIpAddress);
        row("no address", ipv4("239.0.0", "239.0.0.1"), ErrorCode::InvalidIpAddress);
        row("words", ipv4("239.0.0.1\n", "239.0.0.1"), ErrorCode::InvalidIpAddress);
        row("other family", ipv4("ff18::1", "ff18::2"), ErrorCode::InvalidIpAddress);
        row("ipv6 range", ipv6("ff18::1", "ff18::ffff"), fine);
        row("ipv6 turned round", ipv6("ff18::2", "ff18::1"), ErrorCode::InvalidServiceIpAddressRange);
        row("ipv6 too wide", ipv6("ff18::1", "ff18:1::1"), ErrorCode::InvalidServiceIpAddressRange);
        row("ipv6 unicast", ipv6("fe80::1", "ff18::1"), ErrorCode::InvalidIpv6MulticastAddress);
        ServicePolicy madcap;
        madcap.ipv6.source = IpAddressSource::Dhcp;
        row("ipv6 dhcp", madcap, ErrorCode::InvalidIpv6MulticastAddressSource);
        madcap.ipv6 = {};
        madcap.ipv4.source = IpAddressSource::Dhcp;
        row("ipv4 dhcp", madcap, ErrorCode::InvalidProperty);
        madcap.ipv4.source = IpAddressSource::Unknown;
        row("no source", madcap, ErrorCode::InvalidProperty);

        row("one port", ports(1, 1), fine);
        row("all ports", ports(1, 65535), fine);
        row("port 0", ports(0, 9), ErrorCode::InvalidServicePortRange);
        row("ports turned round", ports(9, 8), ErrorCode::InvalidServicePortRange);
        row("port beyond 16 bits", ports(9, 65536), ErrorCode::InvalidServicePortRange);

        row("session defaults", MulticastSessionPolicy{}, fine);
        row("two streams", slow(SlowClientHandling::Multistream, 1, 2), fine);
        row("one stream", slow(SlowClientHandling::Multistream, 1, 1),
            ErrorCode::InvalidMultistreamStreamCount);
        row("four streams unused", slow(SlowClientHandling::None, 1, 4),
            ErrorCode::InvalidMultistreamStreamCount);
        row("no threshold", slow(SlowClientHandling::AutoDisconnect, 0, 2),
            ErrorCode::InvalidAutoDisconnectThreshold);
        row("highest threshold", slow(SlowClientHandling::AutoDisconnect, 4'194'303, 2), fine);
        row("absurd threshold", slow(SlowClientHandling::AutoDisconnect, 4'194'304, 2),
            ErrorCode::InvalidAutoDisconnectThreshold);
        row("no handling", slow(SlowClientHandling::Unknown, 1, 2), ErrorCode::InvalidSlowClientHandlingType);
        row("foreign handling", slow(SlowClientHandling(77), 1, 2), ErrorCode::InvalidSlowClientHandlingType);

        row("components", DiagnosticsPolicy{1, true, DiagnosticsAll}, fine);
        row("no components", DiagnosticsPolicy{1, true, 0}, fine);
        row("foreign component", DiagnosticsPolicy{1, false, 0x10}, ErrorCode::InvalidDiagnosticsComponents);
    }
    void eachPropertyIsChecked()
    {
        QFETCH(const Policy, policy);
        QTEST(verdict(policy), "code");
    }

    void names()
    {
        QCOMPARE(policyName(ServicePolicy{}), QStringLiteral("service"));
        QCOMPARE(policyName(MulticastSessionPolicy{}), QStringLiteral("multicastSession"));
        QCOMPARE(policyName(DiagnosticsPolicy{}), QStringLiteral("diagnostics"));
    }

    void aDraftIsCleanUntilItIsWritten()
    {
        PolicyDraft draft(DiagnosticsPolicy{5, false, DiagnosticsAll});
        QVERIFY(!draft.isDirty());
        draft.write({99, true, DiagnosticsTftp});
        QVERIFY(draft.isDirty());
        QCOMPARE(draft.value(), (DiagnosticsPolicy{5, true, DiagnosticsTftp}));

        QCOMPARE(draft.refresh({6, false, 0}).error().code, ErrorCode::CannotRefreshDirtyObject);
        QCOMPARE(draft.value().version, 5U);
        draft.discard();
        QVERIFY(!draft.isDirty());
        QCOMPARE(draft.value(), (DiagnosticsPolicy{5, false, DiagnosticsAll}));
        QVERIFY(draft.refresh({6, false, 0}));
        QCOMPARE(draft.value(), (DiagnosticsPolicy{6, false, 0}));
    }

    void aCommittedDraftIsCleanInItsNewVersion()
    {
        PolicyDraft draft(DiagnosticsPolicy{5, false, DiagnosticsAll});
        draft.write({0, true, DiagnosticsPxe});
        draft.committed(6);
        QVERIFY(!draft.isDirty());
        QCOMPARE(draft.value(), (DiagnosticsPolicy{6, true, DiagnosticsPxe}));
        draft.discard();
        QCOMPARE(draft.value(), (DiagnosticsPolicy{6, true, DiagnosticsPxe}));
    }
};

CASTDECK_TEST(TestPolicies)

} // namespace castdeck::tst_policies
#include "tst_policies.moc"
