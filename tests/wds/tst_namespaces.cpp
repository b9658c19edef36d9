// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

#include <QJsonDocument>

namespace castdeck::test::tst_namespaces
{

namespace
{

QJsonObject wanted(const QJsonObject &changes = {})
{
    QJsonObject row =
        QJsonDocument::fromJson(R"({"id":0,"type":"autocast","name":"lab","contentProvider":"WDS",
                                                  "configuration":"D:\\lab","tombstoned":false,
                                                  "allowUnauthenticated":false})")
            .object();
    for (auto it = changes.begin(); it != changes.end(); ++it)
        row[it.key()] = it.value();
    return object("namespace", row);
}

QJsonObject deregistering(int id, bool terminate)
{
    QJsonObject params = orderFor(id);
    params[QStringLiteral("terminate")] = terminate;
    return params;
}

QJsonObject scheduled(const char *type, const QJsonObject &more = {})
{
    QJsonObject row =
        QJsonDocument::fromJson(R"({"id":9,"name":"cast","contentProvider":"WDS","configuration":"",
                                                  "tombstoned":false})")
            .object();
    row[QStringLiteral("type")] = QString::fromLatin1(type);
    for (auto it = more.begin(); it != more.end(); ++it)
        row[it.key()] = it.value();
    return row;
}

} // namespace

class TestNamespaces : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void registers();
    void registersCastsThatWait();
    void registeringIsRefused_data();
    void registeringIsRefused();
    void drains();
    void cuts();
    void starts();
    void minimumOfAClientCount_data();
    void minimumOfAClientCount();
    void retrieves();
    void aLongListComesInParts();
};

void TestNamespaces::registers()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    const QJsonObject answer = bridge.ask(QStringLiteral("namespace.register"),
                                          wanted({{QStringLiteral("friendlyName"), QStringLiteral("Prüfung")},
                                                  {QStringLiteral("description"), QStringLiteral("室")}}));
    const QJsonObject report = answer[u"result"][u"namespaceReport"].toObject();
    QCOMPARE(report[u"id"].toInt(), 4);
    QCOMPARE(quint64(report[u"revision"].toInteger()), bridge.revision);
    const QJsonValue row = bridge.event(QStringLiteral("namespace"));
    QCOMPARE(row[u"name"].toString(), QStringLiteral("lab"));
    QCOMPARE(row[u"configuration"].toString(), QStringLiteral("D:\\lab"));
    QCOMPARE(row[u"friendlyName"].toString(), QStringLiteral("Prüfung"));
    QCOMPARE(row[u"description"].toString(), QStringLiteral("室"));
    QCOMPARE(bridge.event(QStringLiteral("notice"))[u"kind"].toString(),
             QStringLiteral("namespaceregistered"));
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.refresh"), object("id", 4)), 0U);
    QVERIFY(scenario.journal().contains(QStringLiteral("Namespace.Refresh 4")));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestNamespaces::registersCastsThatWait()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QVERIFY(!bridge
                 .ask(QStringLiteral("namespace.register"),
                      wanted({{QStringLiteral("type"), QStringLiteral("scheduledcastautostart")},
                              {QStringLiteral("minimumClients"), 24},
                              {QStringLiteral("startTime"),
                               QStringLiteral("2199-02-28T23:59:59.250+01:00")}}))[u"result"]
                 .isUndefined());
    const QJsonValue row = bridge.event(QStringLiteral("namespace"));
    QCOMPARE(row[u"type"].toString(), QStringLiteral("scheduledcastautostart"));
    QCOMPARE(row[u"minimumClients"].toInt(), 24);
    QCOMPARE(row[u"startTime"].toString(), QStringLiteral("2199-02-28T22:59:59.250Z"));
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.register"),
                           wanted({{QStringLiteral("type"), QStringLiteral("scheduledcastmanualstart")},
                                   {QStringLiteral("name"), QStringLiteral("by hand")}})),
             0U);
    QCOMPARE(bridge.event(QStringLiteral("namespace"))[u"type"].toString(),
             QStringLiteral("scheduledcastmanualstart"));
}

void TestNamespaces::registeringIsRefused_data()
{
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<quint32>("code");
    const auto row = [](const char *what, const char *key, const QJsonValue &value, quint32 code) {
        QTest::newRow(what) << wanted(object(key, value)) << code;
    };
    row("no name", "name", QString(), 0xC110010A);
    row("a name that is taken", "name", QStringLiteral("WDS:Group/install.wim/1"), 0xC1210107);
    row("no such provider", "contentProvider", QStringLiteral("Zip"), 0xC1210106);
    row("nothing to start by", "type", QStringLiteral("scheduledcastautostart"), 0xC1100112);
    row("no such type", "type", QStringLiteral("unknown"), 0x57);
    row("no zone", "startTime", QStringLiteral("2199-01-01T00:00:00"), 0x57);
    row("no such day", "startTime", QStringLiteral("2199-02-30T00:00:00Z"), 0x57);
    row("for anybody", "allowUnauthenticated", true, 0xC1100100);
    row("a mirror", "fallbackUrl", QStringLiteral("https://mirror.example/"), 0xC1100100);
    QTest::newRow("a time that has passed")
        << wanted({{QStringLiteral("type"), QStringLiteral("scheduledcastautostart")},
                   {QStringLiteral("startTime"), QStringLiteral("2001-01-01T00:00:00.000Z")}})
        << 0xC121010BU;
    QTest::newRow("nothing at all") << QJsonObject() << 0x57U;
}

void TestNamespaces::registeringIsRefused()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QJsonObject, params);
    QFETCH(quint32, code);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.register"), params), code);
    scenario.read();
    QCOMPARE(scenario.data[u"namespaces"].toArray().size(), 1);
}

void TestNamespaces::drains()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QCOMPARE(bridge
                 .ask(QStringLiteral("namespace.deregister"),
                      deregistering(3, false))[u"result"][u"namespaceReport"][u"id"]
                 .toInt(),
             3);
    const QJsonValue row = bridge.event(QStringLiteral("namespace"));
    QCOMPARE(row[u"tombstoned"], QJsonValue(true));
    QVERIFY(row[u"tombstoneTime"].isString());
    QVERIFY(scenario.journal().contains(QStringLiteral("Namespace.Deregister 3")));
    // Those present have their session still; when it is over, the row goes.
    QVERIFY(!rowIn(bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"].toObject(), "clients", 17)
                 .isEmpty());
    QCOMPARE(bridge.codeOf(QStringLiteral("session.terminate"), orderFor(7)), 0U);
    QCOMPARE(bridge.event(QStringLiteral("namespaceRemoved")).toInt(), 3);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestNamespaces::cuts()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    const QJsonObject report = bridge
                                   .ask(QStringLiteral("namespace.deregister"),
                                        deregistering(3, true))[u"result"][u"namespaceReport"]
                                   .toObject();
    QCOMPARE(quint64(report[u"revision"].toInteger()), bridge.revision);
    QVERIFY(scenario.journal().contains(QStringLiteral("Namespace.DeregisterAndTerminate 3")));
    QStringList kinds;
    for (const QJsonObject &event : bridge.takeEvents()) {
        if (event.contains(u"sessionRemoved"))
            QCOMPARE(event[u"ending"][u"session"].toString(), QStringLiteral("terminated"));
        kinds << event.keys();
    }
    QVERIFY(kinds.contains(QStringLiteral("namespaceRemoved")) &&
            kinds.contains(QStringLiteral("sessionRemoved")));

    scenario.refuse(QStringLiteral("Namespace.DeregisterAndTerminate"), 0xC1100108);
    scenario.setRow(QStringLiteral("namespaces"), scheduled("autocast"));
    scenario.write();
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.deregister"), deregistering(9, true)), 0xC1100108U);
}

void TestNamespaces::starts()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.setRow(QStringLiteral("namespaces"), scheduled("scheduledcastmanualstart"));
    Bridge bridge(scenario);
    bridge.subscribe();
    const auto start = [&](int id) {
        return bridge.codeOf(QStringLiteral("namespace.startTransmission"), object("id", id));
    };
    QCOMPARE(start(3), 0xC1100101U); // an auto-cast
    QCOMPARE(start(9), 0xC121010AU); // nobody waits
    QJsonObject content = scenario.row(QStringLiteral("contents"), 5);
    content[QStringLiteral("namespaceId")] = 9;
    scenario.setRow(QStringLiteral("contents"), content);
    scenario.write();
    QCOMPARE(start(9), 0U);
    QVERIFY(scenario.journal().contains(QStringLiteral("Namespace.StartTransmission 9")));
    QCOMPARE(start(9), 0xC1210109U);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestNamespaces::minimumOfAClientCount_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("how");
    QTest::addColumn<quint32>("code");
    QTest::newRow("written") << "scheduledcastautostart"
                             << "written" << 0U;
    QTest::newRow("said to be done, and not") << "scheduledcastautostart"
                                              << "ignored" << 0xC110010CU;
    QTest::newRow("refused") << "scheduledcastautostart"
                             << "" << 0xC110010CU;
    QTest::newRow("an auto-cast") << "autocast"
                                  << "written" << 0xC110010CU;
}

void TestNamespaces::minimumOfAClientCount()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, type);
    QFETCH(QString, how);
    QFETCH(quint32, code);
    Scenario scenario;
    scenario.setRow(QStringLiteral("namespaces"), scheduled(qPrintable(type), object("minimumClients", 24)));
    scenario.data[QStringLiteral("minimumClients")] = how;
    Bridge bridge(scenario);
    bridge.subscribe();
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.setMinimumClients"),
                           {{QStringLiteral("id"), 9}, {QStringLiteral("minimumClients"), 20}}),
             code);
    if (code == 0)
        QCOMPARE(bridge.event(QStringLiteral("namespace"))[u"minimumClients"].toInt(), 20);
}

void TestNamespaces::retrieves()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.setRow(QStringLiteral("namespaces"), scheduled("autocast", object("tombstoned", true)));
    Bridge bridge(scenario);
    bridge.greet();
    const auto ids = [&](const QJsonObject &filter) {
        QList<int> found;
        for (const QJsonValue row :
             bridge.ask(QStringLiteral("namespace.retrieve"), filter)[u"result"][u"namespaces"].toArray())
            found << row[u"id"].toInt();
        return found;
    };
    QCOMPARE(ids({}), QList<int>({3}));
    QCOMPARE(ids(object("includeTombstones", true)), QList<int>({3, 9}));
    QCOMPARE(
        ids({{QStringLiteral("includeTombstones"), true}, {QStringLiteral("name"), QStringLiteral("cast")}}),
        QList<int>({9}));
    QCOMPARE(ids(object("contentProvider", QStringLiteral("Zip"))), QList<int>());
    QCOMPARE(bridge.codeOf(QStringLiteral("namespace.retrieve"), object("name", 5)), 0x57U);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestNamespaces::aLongListComesInParts()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonArray rows;
    for (int id = 1; id <= 500; ++id) {
        QJsonObject row = scheduled("autocast", object("description", QString(1'900, u'x')));
        row[QStringLiteral("id")] = id;
        rows.append(row);
    }
    scenario.data[QStringLiteral("namespaces")] = rows;
    scenario.data[QStringLiteral("contents")] = QJsonArray();
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonArray found =
        bridge.ask(QStringLiteral("namespace.retrieve"))[u"result"][u"namespaces"].toArray();
    QCOMPARE(found.size(), 500);
    QCOMPARE(found.first()[u"id"].toInt(), 1);
    QCOMPARE(found.last()[u"id"].toInt(), 500);
    QVERIFY(bridge.partsSeen >= 1);
    QCOMPARE(bridge.complaints, QStringList());
}

CASTDECK_TEST(TestNamespaces)

} // namespace castdeck::test::tst_namespaces

#include "tst_namespaces.moc"
