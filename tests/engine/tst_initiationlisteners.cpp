// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/server/initiationlisteners.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"
#include "transport/receiving/initiationclient.h"

#include <QProcess>
#include <QTest>
#include <sched.h>
#include <thread>

namespace castdeck::tst_initiationlisteners
{

namespace
{

bool run(const QString &command)
{
    QStringList words = command.split(u' ');
    return QProcess::execute(words.takeFirst(), words) == 0;
}

QStringList sorted(QStringList texts)
{
    texts.sort();
    return texts;
}

} // namespace

/// In a network namespace of this test, where cards and addresses come and go.
class TestInitiationListeners : public QObject
{
    Q_OBJECT

    static QStringList addressesOf(const InitiationListeners &listeners)
    {
        QStringList texts;
        for (const wire::Address &address : listeners.addresses())
            texts.append(toText(address));
        return sorted(texts);
    }
    static InitiationServer::Admit busy()
    {
        return [](const InitiationAsk &) { return failure(ErrorCode::ContentNotFound); };
    }
    /// The code that the server on that address answers with.
    static ErrorCode ask(const QString &server, quint16 port)
    {
        ErrorCode code = ErrorCode::Internal;
        std::atomic<bool> done = false;
        std::thread asker([&] {
            wire::InitiationRequest request;
            request.namespaceName = QStringLiteral("images");
            request.content = QStringLiteral("a.img");
            request.macLength = 6;
            const auto reply = InitiationClient::ask({*addressFromText(server), port}, request, {});
            code = reply ? ErrorCode::Internal : reply.error().code;
            done = true;
        });
        const bool isAnswered = QTest::qWaitFor([&] { return done.load(); }, Patience);
        asker.join();
        return isAnswered ? code : ErrorCode::TimedOut;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (::unshare(CLONE_NEWNET) != 0)
            QSKIP("no right to make a network namespace");
        for (const char *command :
             {"ip link set lo up", "ip link add cast0 type veth peer name cast1",
              "ip link set cast0 addrgenmode none", "ip link set cast1 addrgenmode none",
              "ip link set cast0 up", "ip link set cast1 up"}) {
            if (!run(QString::fromLatin1(command)))
                QSKIP("cannot make a network device");
        }
    }

    void followsTheMachine()
    {
        InitiationListeners all(QString(), busy());
        InitiationListeners one(QStringLiteral("cast0"), busy());
        const auto allPort = all.open(0);
        const auto onePort = one.open(0);
        QVERIFY(allPort && onePort);
        QVERIFY(*allPort != 0 && *onePort != 0);
        const QStringList loopback{QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
        QCOMPARE(addressesOf(all), loopback);
        QCOMPARE(addressesOf(one), QStringList());

        const QStringList both{QStringLiteral("10.77.0.1"), QStringLiteral("fd00:77::1")};
        QVERIFY(run(QStringLiteral("ip addr add 10.77.0.1/24 dev cast0")));
        QVERIFY(run(QStringLiteral("ip addr add 10.79.0.1/24 dev cast1")));
        QVERIFY(run(QStringLiteral("ip -6 addr add fd00:77::1/64 dev cast0 nodad")));
        QTRY_COMPARE(addressesOf(one), both);
        QTRY_COMPARE(addressesOf(all), sorted(loopback + both + QStringList{QStringLiteral("10.79.0.1")}));
        for (const QString &address : both) {
            QCOMPARE(ask(address, *onePort), ErrorCode::ContentNotFound);
            QCOMPARE(ask(address, *allPort), ErrorCode::ContentNotFound);
        }

        QVERIFY(run(QStringLiteral("ip addr del 10.77.0.1/24 dev cast0")));
        QVERIFY(run(QStringLiteral("ip addr add 10.77.0.2/24 dev cast0")));
        QTRY_COMPARE(addressesOf(one), sorted({QStringLiteral("10.77.0.2"), both[1]}));
        QCOMPARE(ask(QStringLiteral("10.77.0.2"), *onePort), ErrorCode::ContentNotFound);
        QVERIFY(run(QStringLiteral("ip link set cast0 down")));
        QTRY_COMPARE(addressesOf(one), QStringList());
        QVERIFY(run(QStringLiteral("ip link set cast0 up")));
        QTRY_COMPARE(addressesOf(one).value(0), QStringLiteral("10.77.0.2"));
    }

    void sessionsAreOfTheAddressTowardsTheAsker_data()
    {
        QTest::addColumn<QString>("interface");
        QTest::addColumn<QString>("asker");
        QTest::addColumn<QString>("granted");
        const auto row = [](const char *interface, const char *asker, const char *granted) {
            QTest::addRow("%s %s", interface, asker)
                << QString::fromLatin1(interface) << QString::fromLatin1(asker)
                << QString::fromLatin1(granted);
        };
        for (const char *const interface : {"", "two0"}) {
            row(interface, "10.81.0.9", "10.81.0.1");
            row(interface, "10.82.0.9", "10.82.0.1");
            row(interface, "10.83.0.9", "10.82.0.1"); // behind a router of that network
            row(interface, "10.82.0.1", "10.82.0.1");
            row(interface, "fd00:81::9", "fd00:81::1");
        }
        row("10.82.0.1", "10.81.0.9", "10.82.0.1");
        row("two0", "192.0.2.1", "10.81.0.1");
    }
    void sessionsAreOfTheAddressTowardsTheAsker()
    {
        QFETCH(QString, interface);
        QFETCH(QString, asker);
        QFETCH(QString, granted);
        if (!findInterface(QStringLiteral("two0"))) {
            for (const char *command :
                 {"ip link add two0 type veth peer name two1", "ip link set two0 up", "ip link set two1 up",
                  "ip addr add 10.81.0.1/24 dev two0", "ip addr add 10.82.0.1/24 dev two0",
                  "ip -6 addr add fd00:81::1/64 dev two0 nodad", "ip route add 10.83.0.0/24 via 10.82.0.254"})
                QVERIFY(run(QString::fromLatin1(command)));
        }
        EngineSettings settings = EngineRig::quickSettings();
        settings.interfaceName = interface;
        EngineRig rig(settings);
        QVERIFY(rig.publish().isValid());
        InitiationAsk ask = rig.ask();
        ask.address = asker;
        const auto grant = rig.engine().initiateUnauthenticated(ask);
        QVERIFY2(grant, qPrintable(grant ? QString() : grant.error().detail));
        QCOMPARE(grant->unicastAddress, granted);
    }

    void aLinkLocalAskerIsServedWhereItAsked()
    {
        for (const char *command : {"ip link add ll0 type veth peer name ll1", "ip link set ll0 up",
                                    "ip link set ll1 up", "ip -6 addr add fe80::77/64 dev ll0 nodad"})
            QVERIFY(run(QString::fromLatin1(command)));
        EngineSettings settings = EngineRig::quickSettings();
        settings.interfaceName.clear();
        EngineRig rig(settings);
        QVERIFY(rig.publish().isValid());
        InitiationAsk ask = rig.ask();
        ask.address = QStringLiteral("fe80::99");
        ask.interfaceName = QStringLiteral("ll0");
        const auto grant = rig.engine().initiateUnauthenticated(ask);
        QVERIFY2(grant, qPrintable(grant ? QString() : grant.error().detail));
        QVERIFY(addressFromText(grant->unicastAddress)->isLinkLocal());
        QCOMPARE(rig.seen().find(grant->sessionId)->interfaceName, ask.interfaceName);
    }

    void anInterfaceWithoutRoomForDataIsRefused_data()
    {
        QTest::addColumn<int>("mtu");
        QTest::addColumn<bool>("hasRoom");
        // 20 + 8 and what our header takes, 59 bytes.
        QTest::newRow("none") << 87 << false;
        QTest::newRow("one byte") << 88 << true;
    }
    void anInterfaceWithoutRoomForDataIsRefused()
    {
        QFETCH(int, mtu);
        QFETCH(bool, hasRoom);
        if (!findInterface(QStringLiteral("small0"))) {
            for (const char *command : {"ip link add small0 type veth peer name small1",
                                        "ip link set small0 up", "ip addr add 10.85.0.1/24 dev small0"})
                QVERIFY(run(QString::fromLatin1(command)));
        }
        QVERIFY(run(QStringLiteral("ip link set small0 mtu %1").arg(mtu)));
        EngineSettings settings = EngineRig::quickSettings();
        settings.interfaceName = QStringLiteral("small0");
        EngineRig rig(settings);
        QVERIFY(rig.publish().isValid());
        for (const QString &content : {QStringLiteral("a.img"), QStringLiteral("empty.img")}) {
            const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content));
            QCOMPARE(grant.has_value(), hasRoom);
            if (!grant)
                QVERIFY2(grant.error().detail.contains(QStringLiteral("small0: an MTU of 87")),
                         qPrintable(grant.error().detail));
        }
    }
};

CASTDECK_TEST(TestInitiationListeners)

} // namespace castdeck::tst_initiationlisteners
#include "tst_initiationlisteners.moc"
