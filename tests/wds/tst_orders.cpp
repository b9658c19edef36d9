// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

namespace castdeck::test::tst_orders
{

namespace
{

QJsonObject withTerminate(bool terminate)
{
    QJsonObject params = orderFor(0);
    params.remove(u"id");
    params[QStringLiteral("terminate")] = terminate;
    return params;
}

} // namespace

/// What ends something, and the service: which method of COM is called, what is answered, and that a refusal
/// comes back as it is.
class TestOrders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void terminatesASession();
    void terminatesAContent();
    void disconnectsAClient_data();
    void disconnectsAClient();
    void whoDoesNotGoIsNamed();
    void theServiceIsSwitched_data();
    void theServiceIsSwitched();
    void aStopEndsWhatRuns();
    void refusalsComeBack_data();
    void refusalsComeBack();
    void whatIsNotThere_data();
    void whatIsNotThere();
    void wrongParameters_data();
    void wrongParameters();
    void whatAWdsServerHasNot_data();
    void whatAWdsServerHasNot();
    void setup();
};

void TestOrders::terminatesASession()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    const QString identity =
        bridge.ask(QStringLiteral("hello"), object("protocol", 1))[u"result"][u"welcome"][u"identity"]
            .toString();
    QVERIFY(!identity.isEmpty());
    bridge.ask(QStringLiteral("subscribe"));
    scenario.journal();
    const QJsonObject report =
        bridge.ask(QStringLiteral("session.terminate"), orderFor(7))[u"result"][u"disconnectReport"]
            .toObject();
    QCOMPARE(scenario.journal().filter(QStringLiteral("Terminate")),
             QStringList(QStringLiteral("Session.Terminate 7")));
    QCOMPARE(report[u"disconnected"].toInt(), 3);
    QCOMPARE(report[u"unanswered"].toInt(), 0);
    QCOMPARE(report[u"unansweredNames"].toArray().size(), 0);
    // The tree is there already when the answer comes.
    QCOMPARE(bridge.revision, quint64(report[u"revision"].toInteger()));
    bool isRemoved = false;
    for (const QJsonObject &event : bridge.takeEvents()) {
        if (event.contains(u"clientRemoved")) {
            QCOMPARE(event[u"ending"][u"client"].toString(), QStringLiteral("disconnected"));
        } else if (event.contains(u"sessionRemoved")) {
            isRemoved = true;
            const QJsonObject ending = event[u"ending"].toObject();
            QCOMPARE(ending[u"session"].toString(), QStringLiteral("terminated"));
            QCOMPARE(ending[u"clients"].toInt(), 3);
            QCOMPARE(ending[u"disconnected"].toInt(), 3);
            QCOMPARE(ending[u"by"].toString(), identity);
            QCOMPARE(ending[u"reason"].toString(), QStringLiteral("maintenance"));
        } else if (event.contains(u"notice")) {
            QCOMPARE(event[u"notice"][u"kind"].toString(), QStringLiteral("sessionterminated"));
            QCOMPARE(event[u"notice"][u"subject"].toString(), QStringLiteral("install.wim"));
        }
    }
    QVERIFY(isRemoved);
    QCOMPARE(bridge.complaints, QStringList());
}

void TestOrders::terminatesAContent()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    QJsonObject second = scenario.row(QStringLiteral("sessions"), 7);
    second[QStringLiteral("id")] = 8;
    scenario.setRow(QStringLiteral("sessions"), second);
    scenario.addClients(30, 2, 8);
    Bridge bridge(scenario);
    bridge.subscribe();
    const QJsonObject report =
        bridge
            .ask(QStringLiteral("content.terminate"), orderFor(5, "fallback"))[u"result"][u"disconnectReport"]
            .toObject();
    QCOMPARE(report[u"disconnected"].toInt(), 5);
    QCOMPARE(scenario.journal().filter(QStringLiteral("Terminate")),
             QStringList(QStringLiteral("Content.Terminate 5")));
    QVERIFY(!bridge.event(QStringLiteral("contentRemoved")).isUndefined());
}

void TestOrders::disconnectsAClient_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("call");
    QTest::newRow("abort") << "abort"
                           << "Server.DisconnectClient(Abort) 18";
    QTest::newRow("fallback") << "fallback"
                              << "Server.DisconnectClient(Fallback) 18";
}

void TestOrders::disconnectsAClient()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, type);
    QFETCH(QString, call);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    const QJsonObject answer =
        bridge.ask(QStringLiteral("client.disconnect"), orderFor(18, qPrintable(type)));
    QCOMPARE(answer[u"result"][u"disconnectReport"][u"disconnected"].toInt(), 1);
    QCOMPARE(scenario.journal().filter(QStringLiteral("Disconnect")), QStringList(call));
    QJsonObject removal;
    for (const QJsonObject &event : bridge.takeEvents()) {
        if (event.contains(u"clientRemoved"))
            removal = event;
    }
    QCOMPARE(removal[u"clientRemoved"].toInt(), 18);
    QCOMPARE(removal[u"ending"][u"client"].toString(), QStringLiteral("disconnected"));
    QCOMPARE(removal[u"ending"][u"reason"].toString(), QStringLiteral("maintenance"));
}

void TestOrders::whoDoesNotGoIsNamed()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("stays")] = QJsonArray{18};
    Bridge bridge(scenario);
    bridge.subscribe();
    const quint64 ordered = bridge.send(QStringLiteral("session.terminate"), orderFor(7));
    // Nobody else waits for those who do not go.
    QVERIFY(!bridge.ask(QStringLiteral("setup.get"))[u"result"].isUndefined());
    const QJsonObject report = bridge.reply(ordered)[u"result"][u"disconnectReport"].toObject();
    QCOMPARE(report[u"disconnected"].toInt(), 2);
    QCOMPARE(report[u"unanswered"].toInt(), 1);
    QCOMPARE(report[u"unansweredNames"].toArray(), QJsonArray{QStringLiteral("PC-18")});
    QCOMPARE(bridge.codeOf(QStringLiteral("client.disconnect"), orderFor(18)), 0U);
}

void TestOrders::theServiceIsSwitched_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<QString>("call");
    const auto row = [](const char *verb, const QJsonObject &params, const char *call) {
        QTest::addRow("%s %s", verb, call)
            << QString::fromLatin1(verb) << params
            << QStringLiteral("ConfigurationManager.") + QString::fromLatin1(call);
    };
    row("service.start", {}, "StartWdsTransportServices");
    row("service.stop", withTerminate(true), "StopWdsTransportServices");
    row("service.restart", withTerminate(true), "RestartWdsTransportServices");
    row("service.setEnabled", object("enabled", true), "EnableWdsTransportServices");
    row("service.setEnabled", object("enabled", false), "DisableWdsTransportServices");
    row("service.readSettings", {}, "NotifyWdsTransportServices 1");
}

void TestOrders::theServiceIsSwitched()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    QFETCH(QJsonObject, params);
    QFETCH(QString, call);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QVERIFY(!bridge.ask(verb, params)[u"result"][u"disconnectReport"].isUndefined());
    QVERIFY(scenario.journal().contains(call));
    if (verb == QLatin1String("service.setEnabled"))
        QCOMPARE(bridge.event(QStringLiteral("server"))[u"serviceEnabled"], params[u"enabled"]);
    scenario.refuse(call.section(QLatin1Char(' '), 0, 0), 0x80070005);
    scenario.write();
    QCOMPARE(bridge.codeOf(verb, params), 0x80070005U);
    QCOMPARE(bridge.complaints, QStringList());
}

/// WDS knows no stop that lets the present finish.
void TestOrders::aStopEndsWhatRuns()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QCOMPARE(bridge.codeOf(QStringLiteral("service.stop"), withTerminate(false)), 0xC1100101U);
    QCOMPARE(bridge.codeOf(QStringLiteral("service.restart"), withTerminate(false)), 0xC1100101U);
    const QStringList calls = scenario.journal();
    QVERIFY(calls.filter(QStringLiteral("StopWds")).isEmpty() &&
            calls.filter(QStringLiteral("RestartWds")).isEmpty());
    const QJsonObject answer = bridge.ask(QStringLiteral("service.stop"), withTerminate(true));
    QCOMPARE(answer[u"result"][u"disconnectReport"][u"disconnected"].toInt(), 3);
    QVERIFY(!bridge.event(QStringLiteral("sessionRemoved")).isUndefined());
    // Now nothing runs.
    QCOMPARE(bridge.codeOf(QStringLiteral("service.stop"), withTerminate(false)), 0U);
}

void TestOrders::refusalsComeBack_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<QString>("call");
    QTest::addColumn<quint32>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("session") << "session.terminate" << orderFor(7) << "Session.Terminate" << 0xC1210100U
                             << "WDSMCS_E_SESSION_SHUTDOWN_IN_PROGRESS";
    QTest::newRow("content") << "content.terminate" << orderFor(5) << "Content.Terminate" << 0xC1210103U
                             << "WDSMCS_E_CONTENT_NOT_FOUND";
    QTest::newRow("client") << "client.disconnect" << orderFor(17) << "Server.DisconnectClient(Abort)"
                            << 0xC1210104U << "WDSMCS_E_CLIENT_NOT_FOUND";
    QTest::newRow("a code nobody knows")
        << "session.terminate" << orderFor(7) << "Session.Terminate" << 0x80ABCDEFU << "0x80ABCDEF";
    QTest::newRow("on the way") << "session.terminate" << orderFor(7) << "Content.RetrieveSessions 5"
                                << 0x80070005U << "E_ACCESSDENIED";
}

void TestOrders::refusalsComeBack()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    QFETCH(QJsonObject, params);
    QFETCH(QString, call);
    QFETCH(quint32, code);
    QFETCH(QString, name);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.refuse(call, code);
    scenario.write();
    const QJsonObject error = bridge.ask(verb, params)[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), code);
    QCOMPARE(error[u"message"].toString(), name);
    QVERIFY2(error[u"data"][u"detail"].toString().contains(QLatin1Char(':')), "which thing, which call");
    // What was not done is not told as done.
    scenario.data.remove(QStringLiteral("refuse"));
    scenario.removeRow(QStringLiteral("clients"), 17);
    scenario.removeRow(QStringLiteral("sessions"), 7);
    scenario.write();
    QVERIFY(!bridge.event(QStringLiteral("sessionRemoved")).isUndefined());
    for (const QJsonObject &event : bridge.takeEvents())
        QVERIFY(!event.contains(u"ending") && !event.contains(u"notice"));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestOrders::whatIsNotThere_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<quint32>("code");
    QTest::newRow("session") << "session.terminate" << orderFor(99) << 0xE4CD0008U;
    QTest::newRow("content") << "content.terminate" << orderFor(99) << 0xC1210103U;
    QTest::newRow("client") << "client.disconnect" << orderFor(99) << 0xC1210104U;
    QTest::newRow("namespace") << "namespace.startTransmission" << object("id", 99) << 0xC1210105U;
    QJsonObject cut = orderFor(99);
    cut[QStringLiteral("terminate")] = true;
    QTest::newRow("namespace to cut") << "namespace.deregister" << cut << 0xC1210105U;
}

void TestOrders::whatIsNotThere()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    QFETCH(QJsonObject, params);
    QFETCH(quint32, code);
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QCOMPARE(bridge.codeOf(verb, params), code);
}

void TestOrders::wrongParameters_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QJsonObject>("params");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char *verb, const QJsonObject &params, const char *detail) {
        QTest::newRow(detail) << QString::fromLatin1(verb) << params << QString::fromLatin1(detail);
    };
    row("session.terminate", {}, "params.id is missing");
    row("session.terminate", object("id", 7), "params.order is missing");
    row("session.terminate", orderFor(-1), "params.id must be an integer from 0 to 4294967295");
    row("session.terminate", {{QStringLiteral("id"), 7.5}},
        "params.id must be an integer from 0 to 4294967295");
    row("session.terminate", orderFor(7, "unknown"), "params.order.type must be one of the known words");
    row("client.disconnect", {{QStringLiteral("id"), 17}, {QStringLiteral("order"), 5}},
        "params.order must be an object");
    QJsonObject long_ = orderFor(7);
    long_[QStringLiteral("order")] = QJsonObject{{QStringLiteral("type"), QStringLiteral("abort")},
                                                 {QStringLiteral("reason"), QString(9'000, u'x')}};
    row("content.terminate", long_, "params.order.reason has more than 8192 bytes");
    row("service.stop", orderFor(0), "params.terminate is missing");
    row("service.setEnabled", object("enabled", 1), "params.enabled must be true or false");
}

void TestOrders::wrongParameters()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    QFETCH(QJsonObject, params);
    QFETCH(QString, detail);
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject error = bridge.ask(verb, params)[u"error"].toObject();
    QCOMPARE(error[u"code"].toInt(), 0x57);
    QCOMPARE(error[u"data"][u"detail"].toString(), detail);
    QVERIFY(scenario.journal().isEmpty());
}

void TestOrders::whatAWdsServerHasNot_data()
{
    QTest::addColumn<QString>("verb");
    for (const char *verb :
         {"session.history", "audit.list", "rate.get", "rate.set", "token.list", "token.create",
          "token.revoke", "namespace.contents", "namespace.rearm", "namespace.replace", "session.initiate"})
        QTest::newRow(verb) << QString::fromLatin1(verb);
}

void TestOrders::whatAWdsServerHasNot()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, verb);
    const Scenario scenario;
    Bridge bridge(scenario);
    QVERIFY(bridge.greet()[u"lacks"].toArray().contains(verb));
    const QJsonObject error = bridge.ask(verb)[u"error"].toObject();
    QCOMPARE(error[u"code"].toInt(), -32601);
    QVERIFY(error[u"data"][u"detail"].toString().contains(verb));
    // Nor what nobody has.
    QCOMPARE(bridge.ask(QStringLiteral("session.sing"))[u"error"][u"code"].toInt(), -32601);
}

void TestOrders::setup()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    const QJsonObject setup = bridge.ask(QStringLiteral("setup.get"))[u"result"][u"setup"].toObject();
    QCOMPARE(setup[u"version"].toString(), QStringLiteral("10.0.17763.1"));
    QCOMPARE(setup[u"features"].toInt(), 7);
    QCOMPARE(setup[u"protocols"].toInt(), 3);
    QCOMPARE(setup[u"contentProviders"][0][u"description"].toString(), QStringLiteral("files of a folder"));
    scenario.refuse(QStringLiteral("SetupManager.InstalledFeatures"), 0x80004005);
    scenario.write();
    QCOMPARE(bridge.codeOf(QStringLiteral("setup.get")), 0x80004005U);
    QCOMPARE(bridge.complaints, QStringList());
}

CASTDECK_TEST(TestOrders)

} // namespace castdeck::test::tst_orders

#include "tst_orders.moc"
