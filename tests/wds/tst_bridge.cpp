// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QThread>

namespace castdeck::test::tst_bridge
{

/// The protocol itself: how it begins, how it ends, and lines that are none.
class TestBridge : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void greets();
    void linesThatEndIt_data();
    void linesThatEndIt();
    void linesThatAreTaken();
    void endsWithItsInput();
    void endsAtGoodbye();
    void endsInSilence();
    void manyQuestionsAtOnce();
    void whoDoesNotReadIsNotWaitedFor();
    void theServerThatIsNamed();
};

void TestBridge::greets()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    // Whatever token is shown: the right is that of the user who has logged in.
    const QJsonObject welcome =
        bridge
            .ask(QStringLiteral("hello"), {{QStringLiteral("protocol"), 1},
                                           {QStringLiteral("token"), QStringLiteral("x")},
                                           {QStringLiteral("unknown"), 1}})[u"result"][u"welcome"]
            .toObject();
    QCOMPARE(welcome[u"protocol"].toInt(), 1);
    QCOMPARE(welcome[u"role"].toString(), QStringLiteral("admin"));
    QVERIFY(!welcome[u"identity"].toString().isEmpty());
    QVERIFY(!welcome[u"server"][u"name"].toString().isEmpty());
    QVERIFY(welcome[u"server"][u"version"].toString().startsWith(QStringLiteral("castdeck-wds ")));
    QVERIFY(!bridge.ask(QStringLiteral("ping"))[u"result"][u"done"].isUndefined());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestBridge::linesThatEndIt_data()
{
    QTest::addColumn<bool>("greeted");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<quint32>("code");
    const quint32 violation = 0xE4CD0003;
    QTest::newRow("no JSON") << false << QByteArray("hello") << violation;
    QTest::newRow("an array") << true << QByteArray("[]") << violation;
    QTest::newRow("no UTF-8") << true << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}")
                              << violation;
    QTest::newRow("another protocol")
        << true << QByteArray("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}") << violation;
    QTest::newRow("no id") << true << QByteArray("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}") << violation;
    QTest::newRow("an id below one") << true
                                     << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"ping\"}")
                                     << violation;
    QTest::newRow("an id that is a text")
        << true << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\"}") << violation;
    QTest::newRow("no method") << true << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":9}") << violation;
    QTest::newRow("before hello") << false << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                                  << violation;
    QTest::newRow("twice hello")
        << true
        << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"hello\",\"params\":{\"protocol\":1}}")
        << violation;
    QTest::newRow("a later protocol")
        << false
        << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":2}}")
        << 0xC1210102U;
    QTest::newRow("hello without protocol")
        << false << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\"}") << 0x57U;
    QTest::newRow("a long line before hello") << false << QByteArray(9'000, ' ') << violation;
    QTest::newRow("a line of more than a mebibyte") << true << QByteArray((1 << 20) + 10, ' ') << violation;
    QTest::newRow("very deep") << true << QByteArray(QByteArray(500'000, '[') + QByteArray(500'000, ']'))
                               << violation;
}

void TestBridge::linesThatEndIt()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(bool, greeted);
    QFETCH(QByteArray, line);
    QFETCH(quint32, code);
    const Scenario scenario;
    Bridge bridge(scenario);
    if (greeted)
        bridge.greet();
    bridge.sendLine(line);
    QCOMPARE(quint32(bridge.goodbye()[u"code"].toInteger()), code);
    QVERIFY(bridge.waitForEnd());
    QCOMPARE(bridge.process.exitCode(), 1);
    QVERIFY(bridge.process.readAllStandardError().startsWith("castdeck-wds: "));
}

void TestBridge::linesThatAreTaken()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    bridge.sendLine("{\"jsonrpc\":\"2.0\",\"id\":41,\"method\":\"ping\"}\r");
    QVERIFY(!bridge.reply(41).isEmpty());
    bridge.sendLine("  {\"params\":{},\"method\":\"ping\",\"more\":null,\"id\":42.0,\"jsonrpc\":\"2.0\"}  ");
    QVERIFY(!bridge.reply(42).isEmpty());
    // Deep in what is not known, and as long as a line may be.
    bridge.sendLine("{\"jsonrpc\":\"2.0\",\"id\":43,\"method\":\"inventory\",\"params\":{\"x\":" +
                    QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}}");
    QVERIFY(!bridge.reply(43)[u"result"].isUndefined());
    const QByteArray begin = "{\"jsonrpc\":\"2.0\",\"id\":44,\"method\":\"ping\",\"params\":{\"x\":\"";
    bridge.sendLine(begin + QByteArray((1 << 20) - begin.size() - 4, 'x') + "\"}}");
    QVERIFY(!bridge.reply(44).isEmpty());
    QCOMPARE(bridge.complaints, QStringList());
}

void TestBridge::endsWithItsInput()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    bridge.process.closeWriteChannel();
    QVERIFY(bridge.waitForEnd());
    QCOMPARE(bridge.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(bridge.process.exitCode(), 0);
    QCOMPARE(bridge.process.readAllStandardError(), QByteArray());
}

void TestBridge::endsAtGoodbye()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    bridge.sendLine(
        R"({"jsonrpc":"2.0","method":"goodbye","params":{"reason":{"code":3830251568,"detail":""}}})");
    QVERIFY(bridge.waitForEnd());
    QCOMPARE(bridge.process.exitCode(), 0);
}

/// Whoever has gone without a word may have left the stream open.
void TestBridge::endsInSilence()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.subscribe();
    QElapsedTimer since;
    since.start();
    QCOMPARE(quint32(bridge.goodbye()[u"code"].toInteger()), 0xE4CD0002U);
    QVERIFY(since.elapsed() > 20'000); // not at once
    QVERIFY(bridge.waitForEnd());
    QVERIFY(bridge.process.readAllStandardError().contains("nothing was heard for 30 s"));
}

void TestBridge::manyQuestionsAtOnce()
{
    CASTDECK_NEED_BRIDGE();
    const Scenario scenario;
    Bridge bridge(scenario);
    bridge.greet();
    QList<quint64> asked;
    for (int i = 0; i < 300; ++i)
        asked << bridge.send(i % 3 == 0   ? QStringLiteral("ping")
                             : i % 3 == 1 ? QStringLiteral("inventory")
                                          : QStringLiteral("policy.get"));
    for (const quint64 id : asked)
        QVERIFY(!bridge.reply(id)[u"result"].isUndefined());
    QCOMPARE(bridge.complaints, QStringList());
}

/// It goes on hearing, and ends when its input does, though its output is full.
void TestBridge::whoDoesNotReadIsNotWaitedFor()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.addClients(1'000, 5'000, 7);
    Bridge bridge(scenario);
    bridge.greet();
    scenario.journal();
    // Nothing is read of it here, for that would take the event loop, and what fits into the pipe is little.
    for (int i = 0; i < 20; ++i)
        bridge.send(QStringLiteral("inventory"));
    QStringList calls;
    for (const QDeadlineTimer deadline(60'000); calls.size() < 2 && !deadline.hasExpired();
         QThread::msleep(20))
        calls += scenario.journal().filter(QStringLiteral("RetrieveNamespaces"));
    QVERIFY(calls.size() >= 2);
    bridge.process.closeWriteChannel();
    QVERIFY(bridge.waitForEnd());
    QCOMPARE(bridge.process.exitCode(), 0);
}

void TestBridge::theServerThatIsNamed()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    Bridge bridge(scenario, {QStringLiteral("wds2.example")});
    QCOMPARE(bridge.greet()[u"name"].toString(), QStringLiteral("wds2.example"));
    QVERIFY(!bridge.ask(QStringLiteral("inventory"))[u"result"].isUndefined());
    QVERIFY(scenario.journal().contains(QStringLiteral("Manager.GetWdsTransportServer wds2.example")));
}

CASTDECK_TEST(TestBridge)

} // namespace castdeck::test::tst_bridge

#include "tst_bridge.moc"
