// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/sampleinventory.h"
#include "support/testprogram.h"
#include "wds/bridge.h"

#include <QJsonDocument>
#include <QSet>

namespace castdeck::test::tst_inventory
{

namespace
{

QStringList names(const QJsonObject &inventory, const char *list)
{
    QStringList all;
    for (const QJsonValue row : inventory[QString::fromLatin1(list)].toArray())
        all << row[u"name"].toString();
    return all;
}

} // namespace

/// What a WDS server has, as rows: all of it, whatever it is called, and whatever of it is not there any
/// more.
class TestInventory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsAreThoseOfTheServer();
    void everyName_data();
    void everyName();
    void aLongTextIsCut();
    void scheduledCasts();
    void tombstone();
    void anOldVersion();
    void whatVanishesIsLeftOut_data();
    void whatVanishesIsLeftOut();
    void oneBrokenNamespaceHidesNoOther();
    void aServerThatRefuses_data();
    void aServerThatRefuses();
    void aServerWithoutRoleIsNoEmptyServer();
    void collectionsByNumber();
    void idsOfContentsNeedNotBeUnique();
    void tenThousandClients();
    void notWds();
};

void TestInventory::rowsAreThoseOfTheServer()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    const QJsonObject greeted = bridge.greet();
    QCOMPARE(greeted[u"kind"].toString(), QStringLiteral("wds"));
    QStringList lacks;
    for (const QJsonValue word : greeted[u"lacks"].toArray())
        lacks << word.toString();
    QCOMPARE(lacks, sampleWdsServer().lacks);

    const QDateTime asked = QDateTime::currentDateTimeUtc();
    const QJsonObject inventory = bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"].toObject();
    QCOMPARE(inventory[u"server"][u"serviceRunning"], QJsonValue(true));
    QCOMPARE(inventory[u"server"][u"kind"].toString(), QStringLiteral("wds"));
    const QJsonObject space = rowIn(inventory, "namespaces", 3);
    QCOMPARE(space, QJsonDocument::fromJson(
                        R"({"id":3,"type":"autocast","name":"WDS:Group/install.wim/1","friendlyName":"Lab",
                            "description":"for the lab","contentProvider":"WDS","configuration":"D:\\images",
                            "tombstoned":false,"allowUnauthenticated":false})")
                        .object());
    QCOMPARE(rowIn(inventory, "contents", 5),
             QJsonDocument::fromJson(R"({"id":5,"namespaceId":3,"name":"install.wim","size":0})").object());
    QCOMPARE(rowIn(inventory, "sessions", 7),
             QJsonDocument::fromJson(
                 R"({"id":7,"contentId":5,"state":"sending","networkInterfaceName":"Ethernet",
                     "networkInterfaceAddress":"02-00-5E-10-20-30","serverAddress":"","groupAddress":"","port":0,
                     "transferRate":110000000,"percentCompletion":18,"masterClientId":17,"rejectedPackets":0})")
                 .object());
    QJsonObject client = rowIn(inventory, "clients", 18);
    const auto joined = QDateTime::fromString(client.take(u"joinedAt").toString(), Qt::ISODateWithMs);
    QVERIFY(std::abs(joined.secsTo(asked) - 60) <= 20);
    QCOMPARE(
        client,
        QJsonDocument::fromJson(
            R"({"id":18,"sessionId":7,"state":"receiving","name":"PC-18","macAddress":"02-00-5E-00-00-12",
                             "ipAddress":"192.0.2.18","percentCompletion":18,"cpuUtilization":12,
                             "memoryUtilization":40,"networkUtilization":255,"lossRate":0,"roundTrip":0,
                             "userIdentity":"LAB\\install"})")
            .object());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::everyName_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("German") << QStringLiteral("Prüfungsraum ß");
    QTest::newRow("Japanese") << QStringLiteral("展開サーバー");
    QTest::newRow("beyond the first plane") << QString::fromUtf8("\xf0\x9f\x96\xa5 PC");
    QTest::newRow("quotes and backslashes") << QStringLiteral("a\"b\\c/d");
    QTest::newRow("line feeds and zero")
        << QString(QStringLiteral("a\nb\r\tc") + QChar(0) + QStringLiteral("d"));
    QTest::newRow("right to left") << QStringLiteral("\u202Eexe.PC");
    QTest::newRow("last of the first plane")
        << QString(QChar(0xFFFF)) + QChar(0xE000) + QChar(0x7FF) + QChar(0x800);
}

void TestInventory::everyName()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, name);
    Scenario scenario;
    for (const auto &[list, id] :
         {std::pair("namespaces", 3), std::pair("contents", 5), std::pair("clients", 17)}) {
        QJsonObject row = scenario.row(QString::fromLatin1(list), id);
        row[QStringLiteral("name")] = name;
        scenario.setRow(QString::fromLatin1(list), row);
    }
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QCOMPARE(rowIn(inventory, "namespaces", 3)[u"name"].toString(), name);
    QCOMPARE(rowIn(inventory, "contents", 5)[u"name"].toString(), name);
    QCOMPARE(rowIn(inventory, "clients", 17)[u"name"].toString(), name);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::aLongTextIsCut()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject row = scenario.row(QStringLiteral("namespaces"), 3);
    const QString clef = QString::fromUcs4(U"\U0001D11E");
    row[QStringLiteral("configuration")] = QString(QStringLiteral("x") + clef.repeated(50'000));
    row[QStringLiteral("description")] = QString(300'000, QChar(1));
    scenario.setRow(QStringLiteral("namespaces"), row);
    Bridge bridge(scenario);
    const QJsonObject told = rowIn(bridge.subscribe(), "namespaces", 3);
    QCOMPARE(told[u"configuration"].toString(),
             QString(QStringLiteral("x") + clef.repeated(999) + QStringLiteral("…")));
    QCOMPARE(told[u"description"].toString().size(), 2'001);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::scheduledCasts()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject row = scenario.row(QStringLiteral("namespaces"), 3);
    row[QStringLiteral("type")] = QStringLiteral("scheduledcastautostart");
    row[QStringLiteral("minimumClients")] = 24;
    row[QStringLiteral("startTime")] = QStringLiteral("2199-03-01T18:00:00.000Z");
    scenario.setRow(QStringLiteral("namespaces"), row);
    Bridge bridge(scenario);
    QJsonObject inventory = bridge.subscribe();
    QJsonObject told = rowIn(inventory, "namespaces", 3);
    QCOMPARE(told[u"type"].toString(), QStringLiteral("scheduledcastautostart"));
    QCOMPARE(told[u"minimumClients"].toInt(), 24);
    QCOMPARE(told[u"startTime"].toString(), QStringLiteral("2199-03-01T18:00:00.000Z"));
    QCOMPARE(told[u"waitingClients"].toInt(), 3);
    QVERIFY(!told.contains(u"transmissionStarted"));
    QCOMPARE(rowIn(inventory, "sessions", 7)[u"state"].toString(), QStringLiteral("waiting"));

    row[QStringLiteral("transmissionStarted")] = true;
    row[QStringLiteral("type")] = QStringLiteral("scheduledcastmanualstart");
    scenario.setRow(QStringLiteral("namespaces"), row);
    scenario.write();
    inventory = bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"].toObject();
    told = rowIn(inventory, "namespaces", 3);
    QCOMPARE(told[u"transmissionStarted"], QJsonValue(true));
    QVERIFY(!told.contains(u"waitingClients"));
    QVERIFY(!told.contains(u"minimumClients")); // a manual start has none
    QCOMPARE(rowIn(inventory, "sessions", 7)[u"state"].toString(), QStringLiteral("sending"));
}

void TestInventory::tombstone()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject row = scenario.row(QStringLiteral("namespaces"), 3);
    row[QStringLiteral("tombstoned")] = true;
    row[QStringLiteral("tombstoneTime")] = QStringLiteral("2026-03-01T18:00:00.500Z");
    scenario.setRow(QStringLiteral("namespaces"), row);
    // Its name is free again.
    row[QStringLiteral("id")] = 4;
    row[QStringLiteral("tombstoned")] = false;
    scenario.setRow(QStringLiteral("namespaces"), row);
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QCOMPARE(rowIn(inventory, "namespaces", 3)[u"tombstoneTime"].toString(),
             QStringLiteral("2026-03-01T18:00:00.500Z"));
    QCOMPARE(rowIn(inventory, "namespaces", 4)[u"name"], rowIn(inventory, "namespaces", 3)[u"name"]);
    QVERIFY(!rowIn(inventory, "namespaces", 4).contains(u"tombstoneTime"));
}

/// Windows Server 2008 has none of the second interfaces, and four members of a client fewer.
void TestInventory::anOldVersion()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("version")] = QStringLiteral("6.0.6002.1");
    scenario.data[QStringLiteral("without")] = QJsonArray{
        QStringLiteral("IWdsTransportServer2"), QStringLiteral("IWdsTransportSetupManager2"),
        QStringLiteral("IWdsTransportConfigurationManager2"), QStringLiteral("IWdsTransportServicePolicy2")};
    scenario.data[QStringLiteral("journalProperties")] = true;
    Bridge bridge(scenario);
    const QJsonObject client = rowIn(bridge.subscribe(), "clients", 17);
    QCOMPARE(client[u"name"].toString(), QStringLiteral("PC-17"));
    QCOMPARE(client[u"cpuUtilization"].toInt(), 255);
    QVERIFY(!client.contains(u"userIdentity"));

    const QJsonObject setup = bridge.ask(QStringLiteral("setup.get"))[u"result"][u"setup"].toObject();
    QCOMPARE(setup[u"version"].toString(), QStringLiteral("6.0.6002.1"));
    QCOMPARE(setup[u"contentProviders"][0][u"name"].toString(), QStringLiteral("WDS"));
    const QJsonObject policies = bridge.ask(QStringLiteral("policy.get"))[u"result"][u"policies"].toObject();
    QCOMPARE(policies[u"service"][u"startPort"].toInt(), 64001);
    QCOMPARE(policies[u"service"][u"udpPortPolicy"].toString(), QStringLiteral("fixed"));
    QCOMPARE(policies[u"multicastSession"][u"slowClientHandling"].toString(), QStringLiteral("none"));

    QCOMPARE(bridge.codeOf(QStringLiteral("client.disconnect"), orderFor(17)), 0U);
    const QStringList journal = scenario.journal();
    QVERIFY(journal.contains(QStringLiteral("Client.Name 17")));
    QVERIFY(journal.contains(QStringLiteral("Server.DisconnectClient(Abort) 17")));
    for (const char *absent : {"Client.CpuUtilization", "Client.MemoryUtilization",
                               "Client.NetworkUtilization", "Client.UserIdentity", "Client.Disconnect"})
        QVERIFY2(journal.filter(QString::fromLatin1(absent)).isEmpty(), absent);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::whatVanishesIsLeftOut_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("list");
    QTest::addColumn<int>("id");
    QTest::newRow("namespace") << "NamespaceManager.RetrieveNamespaces"
                               << "namespaces" << 3;
    QTest::newRow("content") << "Namespace.RetrieveContents"
                             << "contents" << 5;
    QTest::newRow("session") << "Content.RetrieveSessions"
                             << "sessions" << 7;
}

/// A row goes between the call that lists it and the next one.
void TestInventory::whatVanishesIsLeftOut()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, call);
    QFETCH(QString, list);
    QFETCH(int, id);
    Scenario scenario;
    scenario.setRow(
        QStringLiteral("namespaces"),
        QJsonDocument::fromJson(R"({"id":9,"type":"autocast","name":"other","contentProvider":"WDS",
                                                "configuration":"","tombstoned":false})")
            .object());
    scenario.data[QStringLiteral("then")] = QJsonObject{{call, QJsonArray{QJsonArray{list, id}}}};
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QVERIFY(rowIn(inventory, qPrintable(list), id).isEmpty());
    QCOMPARE(rowIn(inventory, "namespaces", 9)[u"name"].toString(), QStringLiteral("other"));
    QVERIFY(!rowIn(inventory, "namespaces", 3).contains(u"error"));
    QVERIFY(rowIn(inventory, "clients", 17).isEmpty());
    QVERIFY(!inventory[u"server"].toObject().contains(u"error"));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::oneBrokenNamespaceHidesNoOther()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject other = scenario.row(QStringLiteral("namespaces"), 3);
    other[QStringLiteral("id")] = 9;
    scenario.setRow(QStringLiteral("namespaces"), other);
    scenario.refuse(QStringLiteral("Namespace.RetrieveContents 9"), 0x80004005);
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QCOMPARE(quint32(rowIn(inventory, "namespaces", 9)[u"error"][u"code"].toInteger()), 0x80004005U);
    QCOMPARE(rowIn(inventory, "namespaces", 9)[u"error"][u"detail"].toString(),
             QStringLiteral("namespace 9: RetrieveContents"));
    QVERIFY(!rowIn(inventory, "namespaces", 3).contains(u"error"));
    QCOMPARE(rowIn(inventory, "clients", 17)[u"name"].toString(), QStringLiteral("PC-17"));
}

void TestInventory::aServerThatRefuses_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<quint32>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("unreachable") << "Manager.GetWdsTransportServer" << 0xC1100113U
                                 << "WDSTPTMGMT_E_TRANSPORT_SERVER_UNAVAILABLE";
    QTest::newRow("not an administrator")
        << "NamespaceManager.RetrieveNamespaces" << 0x80070005U << "E_ACCESSDENIED";
    QTest::newRow("half of it") << "Content.RetrieveSessions" << 0x800706BAU << "RPC_S_SERVER_UNAVAILABLE";
    QTest::newRow("a code nobody knows") << "Server.SetupManager" << 0xC1101234U << "0xC1101234";
}

void TestInventory::aServerThatRefuses()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, call);
    QFETCH(quint32, code);
    QFETCH(QString, name);
    Scenario scenario;
    scenario.refuse(call, code);
    Bridge bridge(scenario);
    bridge.greet();
    QJsonObject error = bridge.ask(QStringLiteral("subscribe"))[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), code);
    QCOMPARE(error[u"message"].toString(), name);
    QVERIFY(error[u"data"][u"detail"].toString().contains(call.section(QLatin1Char('.'), 1)));
    // It is not asked for by that, and it may be better next time.
    scenario.data.remove(QStringLiteral("refuse"));
    scenario.write();
    QVERIFY(!bridge.ask(QStringLiteral("subscribe"))[u"result"].isUndefined());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestInventory::aServerWithoutRoleIsNoEmptyServer()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("features")] = 1;
    scenario.refuse(QStringLiteral("*"), 0xC1100106);
    for (const char *works :
         {"Manager.GetWdsTransportServer", "Server.Name", "Server.SetupManager",
          "Server.ConfigurationManager", "Server.NamespaceManager", "SetupManager.Version",
          "SetupManager.InstalledFeatures", "SetupManager.Protocols", "SetupManager.ContentProviders"})
        scenario.refuse(QString::fromLatin1(works), 0);
    Bridge bridge(scenario);
    bridge.greet();
    QCOMPARE(bridge.codeOf(QStringLiteral("subscribe")), 0xC1100106U);
    QCOMPARE(bridge.ask(QStringLiteral("setup.get"))[u"result"][u"setup"][u"features"].toInt(), 1);
    QCOMPARE(bridge.codeOf(QStringLiteral("session.terminate"), orderFor(7)), 0xC1100106U);
}

void TestInventory::collectionsByNumber()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.refuse(QStringLiteral("Collection._NewEnum"), 0x80004001);
    Bridge bridge(scenario);
    QCOMPARE(names(bridge.subscribe(), "clients"),
             QStringList({QStringLiteral("PC-17"), QStringLiteral("PC-18"), QStringLiteral("PC-19")}));
    // One that went while they were fetched.
    scenario.refuse(QStringLiteral("Collection.Item 2"), 0xC1210104);
    scenario.write();
    const QJsonObject inventory = bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"].toObject();
    QCOMPARE(names(inventory, "clients"), QStringList({QStringLiteral("PC-17"), QStringLiteral("PC-19")}));
}

void TestInventory::idsOfContentsNeedNotBeUnique()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject space = scenario.row(QStringLiteral("namespaces"), 3);
    space[QStringLiteral("id")] = 4;
    space[QStringLiteral("name")] = QStringLiteral("other");
    scenario.setRow(QStringLiteral("namespaces"), space);
    scenario.setRow(
        QStringLiteral("contents"),
        QJsonDocument::fromJson(R"({"id":50,"shownId":5,"namespaceId":4,"name":"boot.wim"})").object());
    QJsonObject session = scenario.row(QStringLiteral("sessions"), 7);
    session[QStringLiteral("id")] = 8;
    session[QStringLiteral("contentId")] = 50;
    scenario.setRow(QStringLiteral("sessions"), session);
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QCOMPARE(rowIn(inventory, "contents", 5)[u"name"].toString(), QStringLiteral("install.wim"));
    const qint64 other = rowIn(inventory, "sessions", 8)[u"contentId"].toInteger();
    QVERIFY(other != 5);
    scenario.journal();
    QCOMPARE(bridge.codeOf(QStringLiteral("content.terminate"),
                           {{QStringLiteral("id"), other}, {QStringLiteral("order"), orderFor(0)[u"order"]}}),
             0U);
    QCOMPARE(scenario.journal().filter(QStringLiteral("Terminate")),
             QStringList(QStringLiteral("Content.Terminate 50")));
}

/// More than fits a line: in parts, each row once, with a large name in each.
void TestInventory::tenThousandClients()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.addClients(1'000, 10'000, 7);
    Bridge bridge(scenario);
    const QJsonObject inventory = bridge.subscribe();
    QSet<qint64> ids;
    for (const QJsonValue row : inventory[u"clients"].toArray())
        ids.insert(row[u"id"].toInteger());
    QCOMPARE(inventory[u"clients"].toArray().size(), 10'003);
    QCOMPARE(ids.size(), 10'003);
    QVERIFY(bridge.partsSeen >= 2);
    QVERIFY(bridge.longestLine <= JsonCodec::MaxLine);
    QCOMPARE(inventory[u"namespaces"].toArray().size(), 1);
    QCOMPARE(bridge.complaints, QStringList());

    // One of them goes and all the others are told of nothing.
    scenario.removeRow(QStringLiteral("clients"), 5'000);
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("clientRemoved")).toInt(), 5'000);
    bridge.ask(QStringLiteral("ping"));
    for (const QJsonObject &event : bridge.takeEvents())
        QVERIFY(event.contains(u"session") || event.contains(u"client"));
    // And then all of them.
    const QJsonObject report =
        bridge.ask(QStringLiteral("session.terminate"), orderFor(7))[u"result"][u"disconnectReport"]
            .toObject();
    QCOMPARE(report[u"disconnected"].toInt(), 10'002);
    QVERIFY(bridge.revision >= quint64(report[u"revision"].toInteger()));
    QCOMPARE(bridge.complaints, QStringList());
}

/// Before the fake was registered, nothing on that machine was WDS.
void TestInventory::notWds()
{
    if (qEnvironmentVariableIsEmpty("CASTDECK_WDS_CHECKED"))
        QSKIP("needs castdeck-wds.exe and Wine: ./dev test-wds");
    QFile file(qEnvironmentVariable("CASTDECK_WDS_CHECKED"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray said = file.readAll();
    QVERIFY2(said.contains("REGDB_E_CLASSNOTREG (0x80040154)"), said.constData());
    QVERIFY2(said.contains("verdict"), said.constData());
}

CASTDECK_TEST(TestInventory)

} // namespace castdeck::test::tst_inventory

#include "tst_inventory.moc"
