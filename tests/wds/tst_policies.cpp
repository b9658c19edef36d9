// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

namespace castdeck::test::tst_policies
{

/// The three policies with the life that WDS gives them: read anew, written whole or not at all, and never
/// over what somebody else has committed meanwhile.
class TestPolicies : public QObject
{
    Q_OBJECT

    static QJsonObject policies(Bridge &bridge)
    {
        return bridge.ask(QStringLiteral("policy.get"))[u"result"][u"policies"].toObject();
    }
    static QJsonObject changed(const QJsonObject &all, const char *name, const QString &path,
                               const QJsonValue &value)
    {
        QJsonObject policy = all[QString::fromLatin1(name)].toObject();
        const QString outer = path.section(QLatin1Char('.'), 0, -2);
        const QString key = path.section(QLatin1Char('.'), -1);
        if (outer.isEmpty()) {
            policy[key] = value;
        } else {
            QJsonObject inner = policy[outer].toObject();
            inner[key] = value;
            policy[outer] = inner;
        }
        return object(name, policy);
    }

private Q_SLOTS:
    void readsAll();
    void commits_data();
    void commits();
    void bothEndsOfARange();
    void nothingDifferentIsNotWritten();
    void refusals_data();
    void refusals();
    void whoeverWasFasterIsNotOverwritten();
    void whatIsReadIsWhatIsStored();
    void withoutSessionPolicy();
    void withoutIpv6();
};

void TestPolicies::readsAll()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject all = policies(bridge);
    QCOMPARE(all[u"service"][u"ipv4"].toObject(),
             QJsonObject({{QStringLiteral("ipAddressSource"), QStringLiteral("range")},
                          {QStringLiteral("startIpAddress"), QStringLiteral("239.0.0.1")},
                          {QStringLiteral("endIpAddress"), QStringLiteral("239.0.0.254")}}));
    QCOMPARE(all[u"service"][u"ipv6"][u"startIpAddress"].toString(), QStringLiteral("ff15::1"));
    QCOMPARE(all[u"service"][u"startPort"].toInt(), 64001);
    QCOMPARE(all[u"service"][u"endPort"].toInt(), 65000);
    QCOMPARE(all[u"service"][u"udpPortPolicy"].toString(), QStringLiteral("fixed"));
    QCOMPARE(all[u"multicastSession"][u"autoDisconnectThreshold"].toInt(), 256);
    QCOMPARE(all[u"multicastSession"][u"multistreamStreamCount"].toInt(), 3);
    QCOMPARE(all[u"multicastSession"][u"slowClientFallback"], QJsonValue(true));
    QCOMPARE(all[u"diagnostics"][u"enabled"], QJsonValue(false));
    QCOMPARE(all[u"diagnostics"][u"components"].toInt(), 15);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestPolicies::commits_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("call");
    const auto row = [](const char *policy, const char *path, const QJsonValue &value, const char *call) {
        QTest::newRow(path) << QString::fromLatin1(policy) << QString::fromLatin1(path) << value
                            << QString::fromLatin1(call);
    };
    row("service", "ipv4.ipAddressSource", QStringLiteral("dhcp"), "service.source4= 1");
    row("service", "ipv4.startIpAddress", QStringLiteral("239.0.0.7"), "service.start4= 239.0.0.7");
    row("service", "ipv6.endIpAddress", QStringLiteral("ff15::2"), "service.end6= ff15::2");
    row("service", "startPort", 64100, "service.startPort= 64100");
    row("service", "udpPortPolicy", QStringLiteral("dynamic"), "service.udpPortPolicy= 0");
    row("multicastSession", "slowClientHandling", QStringLiteral("multistream"),
        "multicastSession.handling= 3");
    row("multicastSession", "autoDisconnectThreshold", 512, "multicastSession.threshold= 512");
    row("multicastSession", "multistreamStreamCount", 2, "multicastSession.streams= 2");
    row("multicastSession", "slowClientFallback", false, "multicastSession.fallback= 0");
    row("diagnostics", "enabled", true, "diagnostics.enabled= 1");
    row("diagnostics", "components", 8, "diagnostics.components= 8");
}

void TestPolicies::commits()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, policy);
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(QString, call);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    const QJsonObject wanted = changed(policies(bridge), qPrintable(policy), path, value);
    scenario.journal();
    const QJsonObject report =
        bridge.ask(QStringLiteral("policy.commit"), wanted)[u"result"][u"policyReport"].toObject();
    // That one is written, and no other.
    QCOMPARE(scenario.journal().filter(QLatin1String("= ")), QStringList(call));
    QCOMPARE(report[u"needsRestart"].toArray(), QJsonArray{path});
    QCOMPARE(report[u"live"].toArray(), QJsonArray());
    QCOMPARE(report[u"clientsCut"].toInt(), 3);
    QCOMPARE(bridge.event(QStringLiteral("notice"))[u"subject"].toString(), policy);
    // It is there, as that version, and the next commit is based on it.
    const QJsonObject now = policies(bridge);
    QCOMPARE(now[policy][u"version"], report[u"version"]);
    QVERIFY(now[policy][u"version"] != wanted[policy][u"version"]);
    QJsonObject same = now[policy].toObject();
    same[QStringLiteral("version")] = wanted[policy][u"version"];
    QCOMPARE(same, wanted[policy].toObject());
    QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit"), object(qPrintable(policy), now[policy])), 0U);
    QCOMPARE(bridge.complaints, QStringList());
}

/// The new first port is above the old last one, so it can only be written after that.
void TestPolicies::bothEndsOfARange()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    QJsonObject all = policies(bridge);
    for (const auto &[start, end] : {std::pair(65100, 65200), std::pair(1024, 1100)}) {
        QJsonObject service = all[u"service"].toObject();
        service[QStringLiteral("startPort")] = start;
        service[QStringLiteral("endPort")] = end;
        QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit"), object("service", service)), 0U);
        all = policies(bridge);
        QCOMPARE(all[u"service"][u"startPort"].toInt(), start);
        QCOMPARE(all[u"service"][u"endPort"].toInt(), end);
    }
}

void TestPolicies::nothingDifferentIsNotWritten()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject all = policies(bridge);
    scenario.journal();
    const QJsonObject answer =
        bridge.ask(QStringLiteral("policy.commit"), object("service", all[u"service"]));
    QCOMPARE(answer[u"result"][u"policyReport"][u"needsRestart"].toArray(), QJsonArray());
    QCOMPARE(answer[u"result"][u"policyReport"][u"version"], all[u"service"][u"version"]);
    QVERIFY(scenario.journal().filter(QStringLiteral("Commit")).isEmpty());
}

void TestPolicies::refusals_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<quint32>("code");
    const auto row = [](const char *what, const char *policy, const char *path, const QJsonValue &value,
                        quint32 code) {
        QTest::newRow(what) << QString::fromLatin1(policy) << QString::fromLatin1(path) << value << code;
    };
    row("no multicast address", "service", "ipv4.startIpAddress", QStringLiteral("192.0.2.1"), 0xC1100117);
    row("ports turned round", "service", "endPort", 1000, 0xC1100111);
    row("MADCAP for IPv6", "service", "ipv6.ipAddressSource", QStringLiteral("dhcp"), 0xC110011A);
    row("no such policy of ports", "service", "udpPortPolicy", QStringLiteral("sometimes"), 0x57);
    row("a port that is a text", "service", "startPort", QStringLiteral("64001"), 0x57);
    row("a port below nothing", "service", "startPort", -1, 0x57);
    row("a family that is a number", "service", "ipv4", 4, 0x57);
    row("too many streams", "multicastSession", "multistreamStreamCount", 4, 0xC110011B);
    row("a threshold of nothing", "multicastSession", "autoDisconnectThreshold", 0, 0xC110011C);
    row("unknown bits", "diagnostics", "components", 16, 0xC110010E);
    row("no version", "diagnostics", "version", QJsonValue(), 0x57);
}

/// Nothing of it is done, and nothing of it stays in the object to be committed with something else.
void TestPolicies::refusals()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, policy);
    QFETCH(QString, path);
    QFETCH(QJsonValue, value);
    QFETCH(quint32, code);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject before = policies(bridge);
    QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit"), changed(before, qPrintable(policy), path, value)),
             code);
    QCOMPARE(policies(bridge), before);
    QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit")), 0x57U);
}

void TestPolicies::whoeverWasFasterIsNotOverwritten()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject wanted =
        changed(policies(bridge), "multicastSession", QStringLiteral("autoDisconnectThreshold"), 512);
    QJsonObject theirs = scenario.data[u"multicastSession"].toObject();
    theirs[QStringLiteral("streams")] = 2;
    scenario.data[QStringLiteral("multicastSession")] = theirs;
    scenario.write();
    QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit"), wanted), 0xE4CD0028U);
    scenario.read();
    QCOMPARE(scenario.data[u"multicastSession"].toObject(), theirs);
    // Another process knows the same versions.
    Bridge other(scenario);
    other.greet();
    QCOMPARE(policies(other), policies(bridge));
}

/// The library's object may have been left dirty; the store counts.
void TestPolicies::whatIsReadIsWhatIsStored()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject before = policies(bridge);
    scenario.refuse(QStringLiteral("Policy.Commit"), 0x80070005);
    scenario.write();
    QCOMPARE(bridge.codeOf(QStringLiteral("policy.commit"),
                           changed(before, "service", QStringLiteral("startPort"), 64500)),
             0x80070005U);
    QVERIFY(scenario.journal().contains(QStringLiteral("Policy.Discard service")));
    QCOMPARE(policies(bridge), before);
}

void TestPolicies::withoutSessionPolicy()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("without")] = QJsonArray{
        QStringLiteral("IWdsTransportConfigurationManager2"), QStringLiteral("IWdsTransportServicePolicy2")};
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject all = policies(bridge);
    const auto commit = [&](const char *policy, const char *path, const QJsonValue &value) {
        return bridge.codeOf(QStringLiteral("policy.commit"),
                             changed(all, policy, QString::fromLatin1(path), value));
    };
    QCOMPARE(commit("multicastSession", "slowClientHandling", QStringLiteral("multistream")), 0xC110011DU);
    QCOMPARE(commit("service", "udpPortPolicy", QStringLiteral("dynamic")), 0xC1100120U);
    QCOMPARE(commit("service", "startPort", 64002), 0U);
}

void TestPolicies::withoutIpv6()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    for (const char *property :
         {"service.source6", "service.start6", "service.end6", "service.start6=", "service.end6="})
        scenario.refuse(QString::fromLatin1(property), 0xC1100119);
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject all = policies(bridge);
    QCOMPARE(all[u"service"][u"ipv6"][u"startIpAddress"].toString(), QString());
    QCOMPARE(all[u"service"][u"startPort"].toInt(), 64001);
    const auto commit = [&](const char *path, const QJsonValue &value) {
        return bridge.codeOf(QStringLiteral("policy.commit"),
                             changed(all, "service", QString::fromLatin1(path), value));
    };
    QCOMPARE(commit("ipv6.startIpAddress", QStringLiteral("ff15::9")), 0xC1100119U);
    QCOMPARE(commit("ipv4.endIpAddress", QStringLiteral("239.0.0.9")), 0U);
}

CASTDECK_TEST(TestPolicies)

} // namespace castdeck::test::tst_policies

#include "tst_policies.moc"
