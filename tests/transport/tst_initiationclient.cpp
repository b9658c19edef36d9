// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/receiving/initiationclient.h"

#include "initiationscript.h"
#include "support/testprogram.h"

#include <QTest>
#include <poll.h>
#include <sys/eventfd.h>
#include <thread>

namespace castdeck::tst_initiationclient
{

using namespace std::chrono_literals;

namespace
{

wire::InitiationReply goodReply()
{
    return {{{{239, 0, 0, 111}, 4}, 64132}, {Loopback, 64132}, 1000, 100, 10, 0x6D19EE7E};
}

wire::InitiationRequest request()
{
    wire::InitiationRequest request;
    request.namespaceName = QStringLiteral("images");
    request.content = QStringLiteral("install.wim");
    request.macLength = 6;
    return request;
}

InitiationClient::Options fast()
{
    InitiationClient::Options options;
    options.interval = 50ms;
    options.busyWait = 60ms;
    return options;
}

} // namespace

class InitiationClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theAnswerIsTaken()
    {
        ScriptedServer server([](int) { return Packets{encoded(goodReply())}; });
        const auto reply = InitiationClient::ask(server.endpoint(), request(), fast());
        QVERIFY(reply);
        QCOMPARE(reply->sessionId, 0x6D19EE7Eu);
        QCOMPARE(reply->contentSize, uint64_t(1000));
    }

    void itAsksAgainAndIgnoresNonsense()
    {
        ScriptedServer server([](int n) {
            auto cut = encoded(goodReply());
            cut.pop_back();
            return n < 2 ? Packets{cut, {2}, {0, 0}} : Packets{encoded(goodReply())};
        });
        QVERIFY(InitiationClient::ask(server.endpoint(), request(), fast()));
        QCOMPARE(server.requests(), 3);
    }

    void aRefusalEndsItAtOnce()
    {
        ScriptedServer server([](int) { return Packets{encoded(wire::InitiationError{0xC1210105})}; });
        const auto reply = InitiationClient::ask(server.endpoint(), request(), fast());
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::NamespaceNotFound);
        QCOMPARE(server.requests(), 1);
    }

    void busyIsAskedAgain()
    {
        ScriptedServer server([](int n) {
            return Packets{n == 0 ? encoded(wire::InitiationError{0xAA}) : encoded(goodReply())};
        });
        QVERIFY(InitiationClient::ask(server.endpoint(), request(), fast()));
        QCOMPARE(server.requests(), 2);
    }

    void busyIsNoSilence()
    {
        ScriptedServer server([](int n) {
            return Packets{n < 12 ? encoded(wire::InitiationError{0xAA}) : encoded(goodReply())};
        });
        auto options = fast();
        options.busyWait = 2ms;
        int told = 0;
        options.isBusy = [&] { ++told; };
        QVERIFY(InitiationClient::ask(server.endpoint(), request(), options));
        QCOMPARE(server.requests(), 13);
        QCOMPARE(told, 12);
    }

    void busyIsWaitedForWithinLimits()
    {
        ScriptedServer server([](int) { return Packets{encoded(wire::InitiationError{0xAA})}; });
        auto options = fast();
        options.busyWait = 2ms;
        options.busyPatience = 20ms;
        const auto reply = InitiationClient::ask(server.endpoint(), request(), options);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Busy);
    }

    void silenceAfterTenTries()
    {
        ScriptedServer server([](int) { return Packets{}; });
        auto options = fast();
        options.interval = 5ms;
        const auto reply = InitiationClient::ask(server.endpoint(), request(), options);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::TimedOut);
        QTRY_COMPARE(server.requests(), 10);
    }

    void nothingButNonsenseIsNoSilence()
    {
        ScriptedServer server([](int) {
            auto reply = goodReply();
            reply.blockSize = 65449;
            reply.totalBlocks = 1;
            return Packets{encoded(reply)};
        });
        auto options = fast();
        options.interval = 5ms;
        const auto reply = InitiationClient::ask(server.endpoint(), request(), options);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::ProtocolViolation);
        QVERIFY2(reply.error().detail.contains(QLatin1String("bad-value")), qPrintable(reply.error().detail));
    }

    void onlyTheServerThatWasAskedIsBelieved()
    {
        auto stranger = DatagramSocket::bind({Loopback, 0}, {});
        auto server = DatagramSocket::bind({Loopback, 0}, {});
        QVERIFY(stranger && server);
        std::thread forger([&] {
            pollfd ready{server->descriptor(), POLLIN, 0};
            poll(&ready, 1, 5000);
            for (const auto &datagram : server->receive()) {
                const auto forged = encoded(goodReply());
                stranger->send(forged, forged.size(), datagram.from);
            }
        });
        auto options = fast();
        options.tries = 2;
        const auto reply = InitiationClient::ask(server->localEndpoint(), request(), options);
        forger.join();
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::TimedOut);
    }

    void itCanBeStopped()
    {
        ScriptedServer server([](int) { return Packets{}; });
        const Descriptor stop(eventfd(1, EFD_CLOEXEC));
        auto options = fast();
        options.interval = 60s;
        options.stopDescriptor = stop.value();
        const auto reply = InitiationClient::ask(server.endpoint(), request(), options);
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Cancelled);
    }

    void aNameTooLongIsNotSent()
    {
        auto wrong = request();
        wrong.content = QString(4000, QLatin1Char('x'));
        const auto reply = InitiationClient::ask({Loopback, 9}, wrong, fast());
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::InvalidParameter);
    }
};

CASTDECK_TEST(InitiationClientTest)

} // namespace castdeck::tst_initiationclient
#include "tst_initiationclient.moc"
