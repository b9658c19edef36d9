// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

#include <QElapsedTimer>

namespace castdeck::test::tst_changes
{

namespace
{

/// What an event is about: "session 7", "sessionRemoved 7", "notice sessionstarted".
QStringList told(const QList<QJsonObject> &events)
{
    QStringList all;
    for (const QJsonObject &event : events) {
        for (auto it = event.begin(); it != event.end(); ++it) {
            if (it.key() == QLatin1String("revision") || it.key() == QLatin1String("ending"))
                continue;
            const QJsonObject row = it->toObject();
            if (it.key() == QLatin1String("notice"))
                all << QStringLiteral("notice ") + row[u"kind"].toString();
            else if (row.contains(u"id"))
                all << it.key() + QStringLiteral(" %1").arg(row[u"id"].toInteger());
            else if (it->isDouble())
                all << it.key() + QStringLiteral(" %1").arg(it->toInteger());
            else
                all << it.key();
        }
    }
    return all;
}

} // namespace

/// Nothing in WDS says that something has changed: the tree is looked at, and what is different is told.
class TestChanges : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsNewComesInOrder();
    void whatGoes();
    void whatChanges();
    void measuresComeTogether();
    void anIdUsedAgainIsAnotherThing_data();
    void anIdUsedAgainIsAnotherThing();
    void whoMeansTheOldOneEndsNothing_data();
    void whoMeansTheOldOneEndsNothing();
    void aClientInAnotherSession();
    void theTimeOfJoiningStays();
    void aServerThatGoesAndComesBack();
    void nobodyWatches();
};

void TestChanges::whatIsNewComesInOrder()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    for (const auto &[list, from] :
         {std::pair("namespaces", 3), std::pair("contents", 5), std::pair("sessions", 7)}) {
        QJsonObject row = scenario.row(QString::fromLatin1(list), from);
        row[QStringLiteral("id")] = from + 100;
        row[QStringLiteral("name")] = QStringLiteral("new");
        row[QStringLiteral("namespaceId")] = 103;
        row[QStringLiteral("contentId")] = 105;
        scenario.setRow(QString::fromLatin1(list), row);
    }
    scenario.addClients(200, 1, 107);
    scenario.write();
    QList<QJsonObject> events;
    QJsonValue client = bridge.event(QStringLiteral("namespace"));
    QCOMPARE(client[u"id"].toInt(), 103);
    client = bridge.event(QStringLiteral("client"));
    QCOMPARE(client[u"name"].toString(), QStringLiteral("PC-200"));
    QVERIFY(bridge.takeEvents().isEmpty());
    QCOMPARE(bridge.complaints, QStringList());

    // The same once more, to see the order of all of it.
    Bridge other(scenario);
    other.subscribe();
    scenario.removeRow(QStringLiteral("sessions"), 107);
    scenario.write();
    QVERIFY(!other.event(QStringLiteral("sessionRemoved")).isUndefined());
    scenario.setRow(QStringLiteral("sessions"), {{QStringLiteral("id"), 108},
                                                 {QStringLiteral("contentId"), 105},
                                                 {QStringLiteral("masterClientId"), 0}});
    scenario.addClients(201, 1, 108);
    scenario.write();
    QTRY_VERIFY((other.ask(QStringLiteral("ping")), events += other.takeEvents(),
                 told(events).contains(QStringLiteral("client 201"))));
    const QStringList order = told(events);
    QVERIFY(order.indexOf(QStringLiteral("session 108")) < order.indexOf(QStringLiteral("client 201")));
    QVERIFY(order.contains(QStringLiteral("notice sessionstarted")));
}

void TestChanges::whatGoes()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.removeRow(QStringLiteral("clients"), 18);
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("clientRemoved")).toInt(), 18);
    bridge.ask(QStringLiteral("ping"));
    // WDS does not tell why, so nothing is guessed.
    for (const QJsonObject &event : bridge.takeEvents())
        QVERIFY(!event.contains(u"ending"));

    for (const char *list : {"namespaces", "contents", "sessions", "clients"})
        scenario.data[QString::fromLatin1(list)] = QJsonArray();
    scenario.write();
    QList<QJsonObject> events;
    QTRY_VERIFY((bridge.ask(QStringLiteral("ping")), events += bridge.takeEvents(),
                 told(events).contains(QStringLiteral("namespaceRemoved 3"))));
    const QStringList order = told(events);
    QCOMPARE(order.filter(QStringLiteral("Removed")),
             QStringList({QStringLiteral("clientRemoved 17"), QStringLiteral("clientRemoved 19"),
                          QStringLiteral("sessionRemoved 7"), QStringLiteral("contentRemoved 5"),
                          QStringLiteral("namespaceRemoved 3")}));
    QVERIFY(order.contains(QStringLiteral("notice namespacederegistered")));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestChanges::whatChanges()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QJsonObject session = scenario.row(QStringLiteral("sessions"), 7);
    session[QStringLiteral("transferRate")] = 5;
    session[QStringLiteral("masterClientId")] = 18;
    scenario.setRow(QStringLiteral("sessions"), session);
    scenario.data[QStringLiteral("running")] = false;
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("server"))[u"serviceRunning"], QJsonValue(false));
    QCOMPARE(bridge.event(QStringLiteral("notice"))[u"kind"].toString(), QStringLiteral("servicestopped"));
    const QJsonValue row = bridge.event(QStringLiteral("session"));
    QCOMPARE(row[u"transferRate"].toInt(), 5);
    QCOMPARE(row[u"masterClientId"].toInt(), 18);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestChanges::measuresComeTogether()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.addClients(1'000, 2'500, 7);
    Bridge bridge(scenario);
    bridge.subscribe(true);
    QJsonArray clients;
    for (QJsonValue each : scenario.data[u"clients"].toArray()) {
        QJsonObject row = each.toObject();
        row[QStringLiteral("cpuUtilization")] = row[u"id"].toInt() == 17 ? 99 : 50;
        if (row[u"id"].toInt() == 18)
            row[QStringLiteral("ipAddress")] = QStringLiteral("192.0.2.99");
        clients.append(row);
    }
    scenario.data[QStringLiteral("clients")] = clients;
    scenario.write();
    // More than a number has changed of this one.
    QCOMPARE(bridge.event(QStringLiteral("client"))[u"ipAddress"].toString(), QStringLiteral("192.0.2.99"));
    const QJsonValue first = bridge.event(QStringLiteral("clientMeasures"));
    const QJsonValue second = bridge.event(QStringLiteral("clientMeasures"));
    QCOMPARE(first[u"ids"].toArray().size(), 2'000);
    QCOMPARE(second[u"ids"].toArray().size(), 502);
    QCOMPARE(first[u"ids"][0].toInt(), 17);
    QCOMPARE(first[u"cpuUtilization"][0].toInt(), 99);
    QCOMPARE(second[u"cpuUtilization"].toArray().size(), 502);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestChanges::anIdUsedAgainIsAnotherThing_data()
{
    QTest::addColumn<QString>("list");
    QTest::addColumn<int>("id");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QStringList>("wanted");
    QTest::newRow("client") << "clients" << 17 << "macAddress"
                            << QJsonValue(QStringLiteral("02-00-5E-FF-FF-FF"))
                            << QStringList{QStringLiteral("clientRemoved 17"), QStringLiteral("client 17")};
    QTest::newRow("session") << "sessions" << 7 << "networkInterfaceAddress"
                             << QJsonValue(QStringLiteral("02-00-5E-FF-FF-FF"))
                             << QStringList{QStringLiteral("sessionRemoved 7"),
                                            QStringLiteral("session 7"),
                                            QStringLiteral("notice sessionstarted"),
                                            QStringLiteral("client 17"),
                                            QStringLiteral("client 18"),
                                            QStringLiteral("client 19")};
    QTest::newRow("content") << "contents" << 5 << "name" << QJsonValue(QStringLiteral("boot.wim"))
                             << QStringList{QStringLiteral("contentRemoved 5"),
                                            QStringLiteral("content 5"),
                                            QStringLiteral("session 7"),
                                            QStringLiteral("notice sessionstarted"),
                                            QStringLiteral("client 17"),
                                            QStringLiteral("client 18"),
                                            QStringLiteral("client 19")};
}

/// What hangs on the old one goes with it at the other end, so all of it is told again.
void TestChanges::anIdUsedAgainIsAnotherThing()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, list);
    QFETCH(int, id);
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QFETCH(QStringList, wanted);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QJsonObject row = scenario.row(list, id);
    row[key] = value;
    scenario.setRow(list, row);
    scenario.write();
    QList<QJsonObject> events;
    QTRY_VERIFY((bridge.ask(QStringLiteral("ping")), events += bridge.takeEvents(),
                 told(events).contains(wanted.last())));
    QCOMPARE(told(events), wanted);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestChanges::whoMeansTheOldOneEndsNothing_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("list");
    QTest::addColumn<int>("id");
    QTest::addColumn<QString>("key");
    QTest::addColumn<quint32>("code");
    QTest::newRow("client") << "client.disconnect"
                            << "clients" << 17 << "name" << 0xC1210104U;
    QTest::newRow("session") << "session.terminate"
                             << "sessions" << 7 << "networkInterfaceAddress" << 0xE4CD0008U;
    QTest::newRow("content") << "content.terminate"
                             << "contents" << 5 << "name" << 0xC1210103U;
    QTest::newRow("namespace") << "namespace.startTransmission"
                               << "namespaces" << 3 << "name" << 0xC1210105U;
}

void TestChanges::whoMeansTheOldOneEndsNothing()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    QFETCH(QString, list);
    QFETCH(int, id);
    QFETCH(QString, key);
    QFETCH(quint32, code);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    bridge.ask(QStringLiteral("inventory"));
    QJsonObject row = scenario.row(list, id);
    row[key] = QStringLiteral("another");
    scenario.setRow(list, row);
    scenario.write();
    QTest::qWait(500); // what was seen a moment ago counts as now
    scenario.journal();
    const QJsonObject error = bridge.ask(verb, orderFor(id))[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), code);
    QVERIFY(error[u"data"][u"detail"].toString().endsWith(QStringLiteral("is another one now")));
    const QStringList calls = scenario.journal();
    QVERIFY(calls.filter(QStringLiteral("Terminate")).isEmpty());
    QVERIFY(calls.filter(QStringLiteral("Disconnect")).isEmpty());
    QVERIFY(calls.filter(QStringLiteral("StartTransmission")).isEmpty());
}

void TestChanges::aClientInAnotherSession()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QJsonObject session = scenario.row(QStringLiteral("sessions"), 7);
    session[QStringLiteral("id")] = 8;
    scenario.setRow(QStringLiteral("sessions"), session);
    QJsonObject client = scenario.row(QStringLiteral("clients"), 18);
    client[QStringLiteral("sessionId")] = 8;
    scenario.setRow(QStringLiteral("clients"), client);
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("clientRemoved")).toInt(), 18);
    QCOMPARE(bridge.event(QStringLiteral("client"))[u"sessionId"].toInt(), 8);
}

void TestChanges::theTimeOfJoiningStays()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    const QString joined = rowIn(bridge.subscribe(), "clients", 17)[u"joinedAt"].toString();
    // The server counts whole seconds, and not those of this clock.
    QElapsedTimer since;
    since.start();
    for (const int percent : {71, 72, 73}) {
        QJsonObject row = scenario.row(QStringLiteral("clients"), 17);
        row[QStringLiteral("joinDuration")] = 60 + int(since.elapsed() / 1'000) + percent - 72;
        row[QStringLiteral("percentCompletion")] = percent;
        scenario.setRow(QStringLiteral("clients"), row);
        scenario.write();
        const QJsonValue client = bridge.event(QStringLiteral("client"));
        QCOMPARE(client[u"percentCompletion"].toInt(), percent);
        QCOMPARE(client[u"joinedAt"].toString(), joined);
    }
    QJsonObject row = scenario.row(QStringLiteral("clients"), 17);
    row[QStringLiteral("joinDuration")] = 4'000;
    scenario.setRow(QStringLiteral("clients"), row);
    scenario.write();
    QVERIFY(bridge.event(QStringLiteral("client"))[u"joinedAt"].toString() < joined);
}

/// The tree stays as it was last seen, the row of the server says that it is not seen any more.
void TestChanges::aServerThatGoesAndComesBack()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.refuse(QStringLiteral("NamespaceManager.RetrieveNamespaces"), 0x800706BA);
    scenario.write();
    QJsonValue server = bridge.event(QStringLiteral("server"));
    QCOMPARE(quint32(server[u"error"][u"code"].toInteger()), 0x800706BAU);
    bridge.ask(QStringLiteral("ping"));
    QVERIFY(told(bridge.takeEvents()).filter(QStringLiteral("Removed")).isEmpty());

    scenario.removeRow(QStringLiteral("clients"), 18);
    scenario.data.remove(QStringLiteral("refuse"));
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("clientRemoved")).toInt(), 18);
    server = bridge.event(QStringLiteral("server"));
    QVERIFY(server.isObject());
    QVERIFY(!server.toObject().contains(u"error"));
    QVERIFY(scenario.journal().filter(QStringLiteral("GetWdsTransportServer")).size() >= 2);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestChanges::nobodyWatches()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    bridge.ask(QStringLiteral("inventory"));
    scenario.removeRow(QStringLiteral("clients"), 18);
    scenario.write();
    QCOMPARE(bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"][u"clients"].toArray().size(),
             2);
    QVERIFY(bridge.takeEvents().isEmpty());
    QCOMPARE(scenario.journal().filter(QStringLiteral("RetrieveNamespaces")).size(), 2);
}

CASTDECK_TEST(TestChanges)

} // namespace castdeck::test::tst_changes

#include "tst_changes.moc"
