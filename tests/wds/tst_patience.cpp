// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

namespace castdeck::test::tst_patience
{

namespace
{

QJsonObject blocking(const char *method)
{
    return object(method, 3'600'000);
}

} // namespace

/// A call into the library of WDS may take a minute, or for ever: everything else goes on, nobody is told
/// that something was done or not done when that is not known, and what comes of it is seen.
class TestPatience : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingElseGoesOn();
    void whatHasNotBegunIsNotDoneLater();
    void whatIsDoneLateIsSeen();
    void whatFailsLateIsSaid();
    void theServerSaysThatItHangs();
    void endsWhileItHangs();
};

void TestPatience::everythingElseGoesOn()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("block")] = blocking("Manager.GetWdsTransportServer");
    Bridge bridge(scenario);
    QVERIFY(!bridge.greet().isEmpty()); // needs nothing of the library
    const quint64 asked = bridge.send(QStringLiteral("inventory"));
    for (int i = 0; i < 20; ++i)
        QVERIFY(!bridge.ask(QStringLiteral("ping"))[u"result"].isUndefined());
    QCOMPARE(bridge.ask(QStringLiteral("rate.get"))[u"error"][u"code"].toInt(), -32601);
    const QJsonObject error = bridge.reply(asked)[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), 0xE4CD0002U);
    QCOMPARE(error[u"message"].toString(), QStringLiteral("CASTDECK_E_TIMED_OUT"));
    QVERIFY2(error[u"data"][u"detail"].toString().startsWith(
                 QStringLiteral("GetWdsTransportServer has not answered for 10 s")),
             qPrintable(error[u"data"][u"detail"].toString()));
    QVERIFY(!bridge.ask(QStringLiteral("ping"))[u"result"].isUndefined());
    scenario.data.remove(QStringLiteral("block"));
    scenario.write();
    QVERIFY(!bridge.ask(QStringLiteral("inventory"))[u"result"].isUndefined());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestPatience::whatHasNotBegunIsNotDoneLater()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("block")] = blocking("SetupManager.Version");
    Bridge bridge(scenario);
    bridge.greet();
    bridge.send(QStringLiteral("setup.get"));
    const QJsonObject error =
        bridge.ask(QStringLiteral("session.terminate"), orderFor(7))[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), 0xE4CD0002U);
    QVERIFY(error[u"data"][u"detail"].toString().endsWith(QStringLiteral("nothing was done")));
    scenario.data.remove(QStringLiteral("block"));
    scenario.write();
    QVERIFY(!rowIn(bridge.ask(QStringLiteral("inventory"))[u"result"][u"inventory"].toObject(), "sessions", 7)
                 .isEmpty());
    QVERIFY(scenario.journal().filter(QStringLiteral("Terminate")).isEmpty());
}

void TestPatience::whatIsDoneLateIsSeen()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.data[QStringLiteral("block")] = blocking("Session.Terminate");
    scenario.write();
    const QJsonObject error =
        bridge.ask(QStringLiteral("session.terminate"), orderFor(7))[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), 0xE4CD0002U);
    QVERIFY(error[u"data"][u"detail"].toString().startsWith(QStringLiteral("Terminate has not answered")));
    QVERIFY(error[u"data"][u"detail"].toString().endsWith(QStringLiteral("what comes of it will be seen")));
    scenario.data.remove(QStringLiteral("block"));
    scenario.write();
    QCOMPARE(bridge.event(QStringLiteral("sessionRemoved")).toInt(), 7);
    QCOMPARE(bridge.event(QStringLiteral("notice"))[u"kind"].toString(), QStringLiteral("sessionterminated"));
    QVERIFY(!bridge.ask(QStringLiteral("ping"))[u"result"].isUndefined());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestPatience::whatFailsLateIsSaid()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.data[QStringLiteral("block")] = blocking("Session.Terminate");
    scenario.refuse(QStringLiteral("Session.Terminate"), 0xC1210100);
    scenario.write();
    QCOMPARE(bridge.codeOf(QStringLiteral("session.terminate"), orderFor(7)), 0xE4CD0002U);
    scenario.data.remove(QStringLiteral("block"));
    scenario.write();
    // On the row of the server, for nobody waits for an answer any more.
    QJsonObject error;
    for (int rows = 0; rows < 5 && quint32(error[u"code"].toInteger()) != 0xC1210100U; ++rows)
        error = bridge.event(QStringLiteral("server"))[u"error"].toObject();
    QCOMPARE(quint32(error[u"code"].toInteger()), 0xC1210100U);
    QCOMPARE(error[u"detail"].toString(), QStringLiteral("session.terminate, session 7: Terminate"));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestPatience::theServerSaysThatItHangs()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    scenario.data[QStringLiteral("block")] = blocking("NamespaceManager.RetrieveNamespaces");
    scenario.write();
    const QJsonValue server = bridge.event(QStringLiteral("server"));
    QCOMPARE(quint32(server[u"error"][u"code"].toInteger()), 0xE4CD0002U);
    QCOMPARE(server[u"error"][u"detail"].toString(), QStringLiteral("RetrieveNamespaces does not return"));
    QCOMPARE(server[u"serviceRunning"], QJsonValue(true)); // as it was last seen
    scenario.data.remove(QStringLiteral("block"));
    scenario.write();
    const QJsonValue again = bridge.event(QStringLiteral("server"));
    QVERIFY(again.isObject() && !again.toObject().contains(u"error"));
    QCOMPARE(bridge.complaints, QStringList());
}

void TestPatience::endsWhileItHangs()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("block")] = blocking("Manager.GetWdsTransportServer");
    Bridge bridge(scenario);
    bridge.greet();
    bridge.send(QStringLiteral("inventory"));
    bridge.ask(QStringLiteral("ping"));
    QStringList calls;
    QTRY_VERIFY((calls += scenario.journal(), !calls.isEmpty()));
    bridge.process.closeWriteChannel();
    QVERIFY(bridge.waitForEnd());
    QCOMPARE(bridge.process.exitCode(), 0);
}

CASTDECK_TEST(TestPatience)

} // namespace castdeck::test::tst_patience

#include "tst_patience.moc"
