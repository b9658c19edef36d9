// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that holds for an administrator's way to a server, whatever channel lies between: each test runs
// once for each kind of channel, the global data rows.
#include "rig.h"

#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_management
{

namespace
{

using Replies = FakeTransportServer::Replies;

/// What an administrator's screen would hold.
class Mirror : public QObject
{
public:
    explicit Mirror(ServerConnection *connection)
    {
        connect(connection, &ServerConnection::inventoryReset, this, [this](const Inventory &snapshot) {
            inventory = snapshot;
            ++resets;
        });
        connect(connection, &TransportServer::eventRaised, this, [this](const InventoryEvent &event) {
            gaps += event.revision != inventory.revision + 1;
            inventory.apply(event);
            ++events;
        });
        connect(connection, &ServerConnection::lost, this,
                [this](const Error &reason) { lost.append(reason); });
    }

    Inventory inventory;
    int resets = 0;
    int events = 0;
    int gaps = 0;
    QList<Error> lost;
};

ServerConnection::Options quick()
{
    ServerConnection::Options options;
    options.resyncPause = std::chrono::milliseconds(1);
    return options;
}

DisconnectOrder order()
{
    return {DisconnectType::Fallback, QStringLiteral("maintenance"), QStringLiteral("somebody else")};
}

DisconnectOrder signedOrder()
{
    return {DisconnectType::Fallback, QStringLiteral("maintenance"), QStringLiteral("tester")};
}

ClientInfo changedClient(quint32 id, int percent)
{
    ClientInfo client = *sampleInventory(2, 3).find(ClientId(id));
    client.percentCompletion = quint8(percent);
    return client;
}

bool isReply(const Message &message)
{
    return std::holds_alternative<Reply>(message);
}

bool isEvent(const Message &message)
{
    return std::holds_alternative<Event>(message);
}

/// What arrives on a channel that is spoken to by hand.
class Listener : public QObject
{
public:
    explicit Listener(Channel *channel)
    {
        connect(channel, &Channel::received, this, [this](const Message &message) {
            if (const auto *reply = std::get_if<Reply>(&message))
                replies.append(*reply);
        });
        connect(channel, &Channel::closed, this, [this](const Error &reason) { closed.append(reason); });
        channel->start();
    }

    QList<Reply> replies;
    QList<Error> closed;
};

/// Verbs of which the fake server takes no note.
const QStringList reading{QStringLiteral("inventory"),      QStringLiteral("retrieveNamespaces"),
                          QStringLiteral("policies"),       QStringLiteral("setup"),
                          QStringLiteral("sessionHistory"), QStringLiteral("rateLimits"),
                          QStringLiteral("blocks"),         QStringLiteral("contents")};

} // namespace

class TestManagement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { Rig::addRows(); }

    void greets()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect(Role::Operator);
        QCOMPARE(connection->state(), ServerConnection::State::Greeting);
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        QCOMPARE(connection->greeting().server, (ServerInfo{QStringLiteral("rig"), QStringLiteral("7.7")}));
        QCOMPARE(connection->greeting().role, Role::Operator);
        QCOMPARE(connection->greeting().identity, QStringLiteral("tester"));
    }

    void everyVerbArrivesSigned()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->rewrite = reencoded;
        const auto connection = rig->connect(Role::Admin, {}, faults);
        NamespaceInfo added;
        added.name = QStringLiteral("täglich\n\"1\"");
        added.type = NamespaceType::ScheduledCastAutoStart;
        added.configuration = QStringLiteral("/srv/x");
        added.allowUnauthenticated = true;

        const auto registered = outcome(connection->ask(RegisterNamespace{added}));
        QVERIFY(registered);
        QCOMPARE(registered->id, NamespaceId(2));
        QCOMPARE(registered->revision, 101U);
        rig->onServer([](auto &server) { server.setUnanswered({QStringLiteral("MACHINE-3")}); });
        const auto client = outcome(connection->ask(DisconnectClient{ClientId(1), order()}));
        const auto session = outcome(connection->ask(TerminateSession{SessionId(1), order()}));
        rig->onServer([](auto &server) { server.setUnanswered({}); });
        const auto content = outcome(connection->ask(TerminateContent{ContentId(1), order()}));
        const auto removed = outcome(connection->ask(DeregisterNamespace{NamespaceId(1), true, order()}));
        QVERIFY(client && session && content && removed);
        QCOMPARE(*session, (DisconnectReport{103, 1, 1, {QStringLiteral("MACHINE-3")}}));
        QCOMPARE(content->disconnected, 3U);
        QCOMPARE(removed->id, NamespaceId(1));

        const auto all = outcome(connection->ask(RetrieveInventory{}));
        QVERIFY(all);
        QCOMPARE(*all, rig->serverState());

        const auto calls = rig->onServer([](auto &server) { return server.calls(); });
        const QList<FakeTransportServer::Call> expected = {
            {QStringLiteral("registerNamespace"), 0, false, {}, added},
            {QStringLiteral("disconnectClient"), 1, false, signedOrder(), {}},
            {QStringLiteral("terminateSession"), 1, false, signedOrder(), {}},
            {QStringLiteral("terminateContent"), 1, false, signedOrder(), {}},
            {QStringLiteral("deregisterNamespace"), 1, true, signedOrder(), {}},
        };
        QCOMPARE(calls, expected);
    }

    void ratesAreLimitedFromAfar()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        const RateLimit server{RateScope::Server, 0, 1'000'000};
        const RateLimit session{RateScope::Session, 11, 5};
        QVERIFY(outcome(connection->ask(SetRateLimit{server})));
        QCOMPARE(outcome(connection->ask(SetRateLimit{session})).value(), (QList{server, session}));
        QCOMPARE(outcome(connection->ask(SetRateLimit{{RateScope::Server, 0, 0}})).value(), QList{session});
        QCOMPARE(outcome(connection->ask(RetrieveRateLimits{})).value(), QList{session});
        rig->onServer([](auto &fake) { fake.setFailure(Error{ErrorCode::SessionNotFound, {}}); });
        QCOMPARE(outcome(connection->ask(SetRateLimit{session})).error().code, ErrorCode::SessionNotFound);
    }

    void errorsComeBackWhole()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        QCOMPARE(outcome(connection->ask(TerminateSession{SessionId(77), order()})).error(),
                 (Error{ErrorCode::SessionNotFound, {}}));
        const Error error{ErrorCode::NamespaceShutdownInProgress, QStringLiteral("images\u2028")};
        rig->onServer([&](auto &server) { server.setFailure(error); });
        QCOMPARE(outcome(connection->ask(RegisterNamespace{{}})).error(), error);
        QCOMPARE(outcome(connection->ask(DeregisterNamespace{NamespaceId(1), false, order()})).error(),
                 error);
        QCOMPARE(outcome(connection->ask(TerminateContent{ContentId(1), order()})).error(), error);
        QCOMPARE(outcome(connection->ask(DisconnectClient{ClientId(1), order()})).error(), error);
        QCOMPARE(connection->state(), ServerConnection::State::Ready);
    }

    void eventsFollowTheSnapshotInOrder()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        QCOMPARE(mirror.inventory, rig->serverState());

        rig->onServer([](auto &server) {
            for (int i = 0; i < 300; ++i)
                server.raise(changedClient(quint32(i % 6) + 1, i % 101));
            server.raise(ClientId(2));
            server.raise(SessionId(2));
            Notice notice;
            notice.kind = Notice::Kind::SessionTerminated;
            notice.names = {QStringLiteral("A"), QStringLiteral("B")};
            notice.error = Error{ErrorCode::KickedFail, QStringLiteral("x")};
            server.raise(notice);
        });
        QTRY_COMPARE(mirror.events, 303);
        QCOMPARE(mirror.gaps, 0);
        QCOMPARE(mirror.resets, 1);
        QCOMPARE(mirror.inventory, rig->serverState());
        QCOMPARE(connection->revision(), mirror.inventory.revision);
    }

    void eventsRaisedWhileTheSnapshotIsMade()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setReplies(Replies::Held); });
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        // The answer to a later request proves that the subscription has reached the server.
        auto later = connection->ask(TerminateSession{SessionId(77), order()});
        QTRY_COMPARE(rig->onServer([](auto &server) { return server.calls().size(); }), 1);
        rig->onServer([](auto &server) {
            server.raise(changedClient(1, 50));
            server.raise(changedClient(2, 60));
            server.setReplies(Replies::Immediate);
            server.releaseReplies();
            server.raise(changedClient(3, 70));
        });
        QVERIFY(!outcome(later));
        QTRY_COMPARE(mirror.events, 3);
        QCOMPARE(mirror.resets, 1);
        QCOMPARE(mirror.gaps, 0);
        QCOMPARE(mirror.inventory, rig->serverState());
    }

    void aGapIsMendedByASnapshot()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect(Role::Viewer, quick());
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        rig->onServer([](auto &server) {
            server.raise(changedClient(1, 50));
            server.raiseUnseen(changedClient(2, 60));
            server.raise(changedClient(3, 70));
            server.raise(changedClient(4, 80));
        });
        QTRY_COMPARE(mirror.resets, 2);
        QCOMPARE(mirror.events, 1);
        QCOMPARE(mirror.inventory, rig->serverState());
        rig->onServer([](auto &server) { server.raise(changedClient(5, 90)); });
        QTRY_COMPARE(mirror.events, 2);
        QCOMPARE(mirror.inventory, rig->serverState());
        QCOMPARE(mirror.gaps, 0);
    }

    void aLostEventIsMendedByASnapshot()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        int events = 0;
        faults->loseReceived = [&](const Message &message) { return isEvent(message) && ++events == 2; };
        const auto connection = rig->connect(Role::Viewer, quick(), faults);
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        rig->onServer([](auto &server) {
            for (quint32 i = 1; i <= 3; ++i)
                server.raise(changedClient(i, 99));
        });
        QTRY_COMPARE(mirror.resets, 2);
        QCOMPARE(mirror.inventory, rig->serverState());
        QCOMPARE(mirror.gaps, 0);
    }

    void aDelayKeepsTheOrder()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->delay = std::chrono::milliseconds(20);
        const auto connection = rig->connect(Role::Admin, quick(), faults);
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        auto call = connection->ask(TerminateSession{SessionId(1), order()});
        rig->onServer([](auto &server) {
            for (int i = 0; i < 50; ++i)
                server.raise(changedClient(quint32(i % 3) + 4, i));
        });
        QVERIFY(outcome(call));
        QTRY_COMPARE(mirror.events, 51);
        QCOMPARE(mirror.gaps, 0);
        QCOMPARE(mirror.resets, 1);
    }

    void theRowIsGoneBeforeTheReplyLands()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        bool goneAtReply = false;
        bool done = false;
        whenFinished(connection.get(), connection->ask(TerminateSession{SessionId(1), order()}),
                     [&](const Result<DisconnectReport> &report) {
                         goneAtReply = report && !mirror.inventory.find(SessionId(1)) &&
                                       mirror.inventory.revision >= report->revision;
                         done = true;
                     });
        QTRY_VERIFY(done);
        QVERIFY(goneAtReply);
        QCOMPARE(mirror.resets, 1);
    }

    void aReplyAheadOfItsEventsMakesARefetch()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect(Role::Operator, quick());
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        rig->onServer([](auto &server) { server.holdEvents(); });
        const auto report = outcome(connection->ask(TerminateSession{SessionId(1), order()}));
        QVERIFY(report);
        QTRY_COMPARE(mirror.resets, 2);
        QVERIFY(!mirror.inventory.find(SessionId(1)));
        // The late event is old news by now.
        rig->onServer([](auto &server) {
            server.releaseEvents();
            server.raise(changedClient(5, 1));
        });
        QTRY_COMPARE(mirror.events, 1);
        QCOMPARE(mirror.resets, 2);
        QCOMPARE(mirror.gaps, 0);
        QCOMPARE(mirror.inventory, rig->serverState());
    }

    void aSnapshotLargerThanALine()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setState(sampleInventory(20, 200)); });
        const auto connection = rig->connect(Role::Viewer);
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        QCOMPARE(mirror.inventory, rig->serverState());
        rig->onServer([](auto &server) { server.raise(ClientId(3777)); });
        QTRY_COMPARE(mirror.events, 1);
        QCOMPARE(mirror.inventory, rig->serverState());
    }

    void refreshOnDemand()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect(Role::Viewer, quick());
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        rig->onServer([](auto &server) { server.raiseUnseen(SessionId(1)); });
        connection->resync();
        QTRY_COMPARE(mirror.resets, 2);
        QCOMPARE(mirror.inventory, rig->serverState());
    }

    void withoutSubscriptionNothingComesUnasked()
    {
        const auto rig = Rig::ofRow();
        ServerConnection::Options options;
        options.subscribe = false;
        const auto connection = rig->connect(Role::Admin, options);
        Mirror mirror(connection.get());
        QVERIFY(outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        const auto inventory = outcome(connection->ask(RetrieveInventory{}));
        QVERIFY(inventory);
        QCOMPARE(*inventory, rig->serverState());
        QCOMPARE(mirror.resets, 0);
        QCOMPARE(mirror.events, 0);
    }

    void closedMidCall()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        rig->onServer([](auto &server) { server.setReplies(Replies::Held); });
        auto first = connection->ask(TerminateSession{SessionId(1), order()});
        auto second = connection->ask(RetrieveInventory{});
        QTRY_COMPARE(rig->onServer([](auto &server) { return server.calls().size(); }), 1);
        rig->dropAll({ErrorCode::Cancelled, QStringLiteral("server stops")});
        const Error expected{ErrorCode::ConnectionLost, QStringLiteral("server stops")};
        QCOMPARE(outcome(first).error(), expected);
        QCOMPARE(outcome(second).error(), expected);
        QCOMPARE(mirror.lost, QList<Error>({{ErrorCode::Cancelled, QStringLiteral("server stops")}}));
        QCOMPARE(connection->state(), ServerConnection::State::Lost);
        QTRY_COMPARE(rig->endpointCount(), 0);

        // Nothing is left to answer the next call, yet it ends, and not inside the verb.
        auto third = connection->ask(RetrieveInventory{});
        QVERIFY(!third.isFinished());
        QCOMPARE(outcome(third).error().code, ErrorCode::ConnectionLost);
    }

    void destroyedWithCallsPending()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setReplies(Replies::Never); });
        auto connection = rig->connect();
        auto unsent = connection->ask(RetrieveInventory{});
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        auto sent = connection->ask(TerminateSession{SessionId(1), order()});
        connection.reset();
        QVERIFY(!unsent.isFinished() && !sent.isFinished());
        QCOMPARE(outcome(unsent).error().code, ErrorCode::ConnectionLost);
        QCOMPARE(outcome(sent).error().code, ErrorCode::ConnectionLost);
        QTRY_COMPARE(rig->endpointCount(), 0);
    }

    void destroyedInACompletion()
    {
        const auto rig = Rig::ofRow();
        auto connection = rig->connect();
        const auto other =
            connection->ask(RetrieveInventory{}).then([&](const Result<Inventory> &) { connection.reset(); });
        auto pending = connection->ask(TerminateSession{SessionId(1), order()});
        QTRY_VERIFY(!connection);
        QVERIFY(outcome(pending) || outcome(pending).error().code == ErrorCode::ConnectionLost);
        QTRY_COMPARE(rig->endpointCount(), 0);
    }

    void destroyedWhenLost()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setReplies(Replies::Never); });
        auto connection = rig->connect();
        auto first =
            connection->ask(RetrieveInventory{}).then([&](const Result<Inventory> &) { connection.reset(); });
        auto second = connection->ask(RetrieveInventory{});
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        rig->dropAll({ErrorCode::Cancelled, {}});
        QTRY_VERIFY(!connection);
        QCOMPARE(outcome(second).error().code, ErrorCode::ConnectionLost);
    }

    void theAskerLeaves()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        auto pending = connection->ask(RetrieveInventory{});
        connection->disconnectFromServer();
        QTRY_COMPARE(mirror.lost.size(), 1);
        QCOMPARE(mirror.lost.first().code, ErrorCode::Cancelled);
        QCOMPARE(outcome(pending).error().code, ErrorCode::ConnectionLost);
        QTRY_COMPARE(rig->endpointCount(), 0);
        QTRY_COMPARE(rig->log(), QStringList());
    }

    void manyCallsAtOnce()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setState(sampleInventory(300, 2)); });
        std::vector<std::unique_ptr<ServerConnection>> connections;
        for (int i = 0; i < 3; ++i)
            connections.push_back(rig->connect());
        std::vector<QFuture<Result<DisconnectReport>>> futures;
        for (quint32 id = 1; id <= 600; ++id) {
            // Odd clients go, even ones with them are asked for under ids that do not exist.
            const ClientId asked(id % 2 == 1 ? id : id + 10'000);
            futures.push_back(connections[id % 3]->ask(DisconnectClient{asked, order()}));
        }
        quint32 id = 0;
        for (const auto &future : futures) {
            const auto result = outcome(future);
            if (++id % 2 == 1)
                QCOMPARE(result.value_or(DisconnectReport{}).disconnected, 1U);
            else
                QCOMPARE(result ? ErrorCode::Internal : result.error().code, ErrorCode::ClientNotFound);
        }
        QCOMPARE(rig->serverState().clients.size(), 300);
    }

    void aCallWithoutAnswerTimesOut()
    {
        const auto rig = Rig::ofRow();
        ServerConnection::Options options;
        options.callTimeout = rig->callTimeout();
        options.subscribe = false;
        const auto connection = rig->connect(Role::Admin, options);
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        rig->onServer([](auto &server) { server.setReplies(Replies::Held); });
        QCOMPARE(outcome(connection->ask(TerminateSession{SessionId(1), order()})).error().code,
                 ErrorCode::TimedOut);
        // The late answer disturbs nobody.
        rig->onServer([](auto &server) {
            server.releaseReplies();
            server.setReplies(Replies::Immediate);
        });
        QVERIFY(outcome(connection->ask(RetrieveInventory{})));
        QCOMPARE(connection->state(), ServerConnection::State::Ready);
    }

    void aLostReplyTimesOut()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        ServerConnection::Options options;
        options.callTimeout = rig->callTimeout();
        options.subscribe = false;
        const auto connection = rig->connect(Role::Admin, options, faults);
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        faults->loseReceived = isReply;
        QCOMPARE(outcome(connection->ask(RetrieveInventory{})).error().code, ErrorCode::TimedOut);
    }

    void aServerThatFallsSilentIsLost()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        ServerConnection::Options options;
        options.callTimeout = rig->callTimeout();
        options.keepAlive = std::chrono::milliseconds(50);
        const auto connection = rig->connect(Role::Viewer, options, faults);
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        faults->loseReceived = [](const Message &) { return true; };
        QTRY_COMPARE(mirror.lost.size(), 1);
        QCOMPARE(mirror.lost.first().code, ErrorCode::ConnectionLost);
    }

    void silenceIsToldBeforeTheServerIsLost()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        ServerConnection::Options options;
        options.quiet = options.silence = std::chrono::milliseconds(50);
        const auto connection = rig->connect(Role::Viewer, options, faults);
        Mirror mirror(connection.get());
        QSignalSpy silent(connection.get(), &ServerConnection::silent);
        QTRY_COMPARE(mirror.resets, 1);
        const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-60);
        faults->loseReceived = [](const Message &) { return true; };
        QTRY_COMPARE(silent.size(), 1);
        QVERIFY(silent.first().first().toDateTime() > before);
        QVERIFY(mirror.lost.isEmpty());
        faults->loseReceived = nullptr;
        rig->onServer([](auto &server) { server.raise(changedClient(5, 1)); });
        QTRY_COMPARE(silent.size(), 2);
        QVERIFY(!silent.last().first().toDateTime().isValid());
    }

    /// What clients measure comes together, in order with all else, and the end is the same.
    void measuresComeTogether()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->rewrite = reencoded;
        ServerConnection::Options options;
        options.measures = true;
        const auto connection = rig->connect(Role::Viewer, options, faults);
        Inventory shown;
        QList<InventoryEvent> events;
        connect(connection.get(), &ServerConnection::inventoryReset, this,
                [&](const Inventory &snapshot) { shown = snapshot; });
        connect(connection.get(), &TransportServer::eventRaised, this, [&](const InventoryEvent &event) {
            QVERIFY(event.follows(shown.revision));
            shown.apply(event);
            events.append(event);
        });
        QTRY_VERIFY(shown.revision > 0);
        rig->onServer([](auto &server) {
            for (quint32 id = 1; id <= 6; ++id)
                server.raise(changedClient(id, 70));
        });
        QTRY_COMPARE(events.size(), 1);
        QCOMPARE(std::get<ClientMeasures>(events.first().change).size(), 6);
        QCOMPARE(shown.find(ClientId(6))->percentCompletion, 70);
        // What is no measure does not wait, nor does what came before it.
        rig->onServer([](auto &server) {
            server.raise(changedClient(1, 71));
            ClientInfo stalled = changedClient(2, 71);
            stalled.stalledSince = QDateTime::currentDateTimeUtc();
            server.raise(stalled);
            server.raise(changedClient(3, 71));
            RowEnding ending;
            ending.client = ClientOutcome::Completed;
            server.raise(ClientId(3), ending);
        });
        QTRY_VERIFY(!shown.find(ClientId(3)));
        QCOMPARE(shown.find(ClientId(1))->percentCompletion, 71);
        QVERIFY(shown.find(ClientId(2))->stalledSince.isValid());
        QVERIFY(events.last().ending && events.last().ending->client == ClientOutcome::Completed);
        QTRY_COMPARE(shown, rig->onServer([](auto &server) { return server.state(); }));
    }

    /// Who asks for nothing, awaits nothing and does not listen is cut; nobody else is.
    void whoeverIsSilentIsCut()
    {
        ServerEndpoint::Limits limits;
        limits.idle = std::chrono::milliseconds(1000);
        const auto rig = Rig::ofRow(limits);
        rig->onServer([](auto &server) { server.setReplies(Replies::Held); });
        ServerConnection::Options options;
        options.subscribe = false;
        const auto waiting = rig->connect(Role::Operator, options);
        auto answer = waiting->ask(TerminateSession{SessionId(1), order()});
        QTRY_COMPARE(rig->onServer([](auto &server) { return server.calls().size(); }), 1);
        rig->onServer([](auto &server) { server.setReplies(Replies::Immediate); });
        options.keepAlive = std::chrono::milliseconds(50);
        const auto pinging = rig->connect(Role::Viewer, options);
        options.keepAlive = std::chrono::hours(1);
        const auto silent = rig->connect(Role::Viewer, options);
        options.subscribe = true;
        const auto listening = rig->connect(Role::Viewer, options);
        Mirror mirror(listening.get());
        QSignalSpy silentLost(silent.get(), &ServerConnection::lost);
        QTRY_COMPARE(silentLost.size(), 1);
        QCOMPARE(silentLost.first().first().value<Error>(),
                 (Error{ErrorCode::TimedOut, QStringLiteral("silent for too long")}));
        QTRY_COMPARE(rig->log(), QStringList({QStringLiteral("silent for too long")}));
        // The others have outlived it, and once more.
        const auto second = rig->connect(Role::Viewer, [&] {
            options.subscribe = false;
            return options;
        }());
        QSignalSpy secondLost(second.get(), &ServerConnection::lost);
        QTRY_COMPARE(secondLost.size(), 1);
        QVERIFY(outcome(pinging->ask(RetrieveInventory{})));
        QCOMPARE(mirror.lost, QList<Error>());
        rig->onServer([](auto &server) {
            server.raise(changedClient(5, 1));
            server.releaseReplies();
        });
        QTRY_VERIFY(mirror.events > 0);
        QVERIFY(outcome(answer));
    }

    /// Of what it could not take it gets the newest, in order, and it is not cut.
    void whoeverIsBehindCatchesUp_data()
    {
        QTest::addColumn<int>("held");
        QTest::newRow("by rows") << 10'000;
        QTest::newRow("by a snapshot") << 2;
    }

    void whoeverIsBehindCatchesUp()
    {
        QFETCH(int, held);
        ServerEndpoint::Limits limits;
        limits.behind = 50;
        limits.eventsHeld = held;
        const auto rig = Rig::ofRow(limits);
        // The slow peer subscribes in a thread of its own, which then stands still.
        QThread slow;
        slow.start();
        QObject slowContext;
        slowContext.moveToThread(&slow);
        std::unique_ptr<ServerConnection> slowConnection;
        std::unique_ptr<Mirror> slowMirror;
        QSemaphore subscribed;
        QSemaphore leave;
        QMetaObject::invokeMethod(&slowContext, [&] {
            auto opened = rig->open(Role::Viewer);
            ServerConnection::Options options = quick();
            options.token = opened.token;
            slowConnection = std::make_unique<ServerConnection>(std::move(opened.channel), options);
            slowMirror = std::make_unique<Mirror>(slowConnection.get());
            QObject::connect(slowConnection.get(), &ServerConnection::inventoryReset, &slowContext, [&] {
                subscribed.release();
                leave.acquire();
            });
        });
        QTRY_VERIFY(subscribed.available() > 0);

        const auto connection = rig->connect(Role::Viewer);
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        NamespaceInfo bulky = sampleInventory(0, 0).namespaces.first();
        const QString text(16'000, QLatin1Char('x')); // so that no buffer of the system holds all
        constexpr int raised = 1'500;
        for (int i = 0; i < raised;) {
            rig->onServer([&](auto &server) {
                for (int next = i + 20; i < next; ++i) {
                    bulky.description = QString::number(i) + text;
                    server.raise(bulky);
                    server.raise(changedClient(quint32(i % 3) + 1, i % 101));
                }
            });
            QTRY_COMPARE(mirror.events, 2 * i);
        }
        QCOMPARE(mirror.gaps, 0);
        leave.release(1'000);
        const auto ask = [&](auto call) {
            decltype(call()) value{};
            QMetaObject::invokeMethod(
                &slowContext, [&] { value = call(); }, Qt::BlockingQueuedConnection);
            return value;
        };
        const Inventory truth = rig->serverState();
        QTRY_VERIFY(ask([&] { return slowMirror->inventory; }) == truth);
        const auto [events, resets] = ask([&] { return std::pair(slowMirror->events, slowMirror->resets); });
        QVERIFY(events < 2 * raised);
        QCOMPARE(resets > 1, held == 2);
        QCOMPARE(ask([&] { return slowMirror->lost.size(); }), 0);
        QCOMPARE(rig->log(), QStringList());
        QMetaObject::invokeMethod(
            &slowContext,
            [&] {
                slowMirror.reset();
                slowConnection.reset();
            },
            Qt::BlockingQueuedConnection);
        slow.quit();
        slow.wait();
    }

    void theReplyDoesNotOvertakeItsEvents()
    {
        ServerEndpoint::Limits limits;
        limits.behind = 0;
        const auto rig = Rig::ofRow(limits);
        const auto connection = rig->connect();
        Mirror mirror(connection.get());
        QTRY_COMPARE(mirror.resets, 1);
        QVERIFY(outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        QVERIFY(!mirror.inventory.find(SessionId(1)));
        QCOMPARE(mirror.resets, 1);
    }

    void anyNumberOfOrdersAtOnce()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        std::vector<QFuture<Result<DisconnectReport>>> futures;
        for (quint32 id = 1; id <= 12'000; ++id)
            futures.push_back(connection->ask(DisconnectClient{ClientId(100 + id), order()}));
        for (const auto &future : futures)
            QTRY_VERIFY(future.isFinished());
        for (const auto &future : futures)
            QCOMPARE(future.result().error().code, ErrorCode::ClientNotFound);
        QCOMPARE(connection->state(), ServerConnection::State::Ready);
        QCOMPARE(rig->log(), QStringList());
    }

    void manyOrdersEndWithTheConnection()
    {
        const auto rig = Rig::ofRow();
        rig->onServer([](auto &server) { server.setReplies(Replies::Never); });
        auto connection = rig->connect();
        std::vector<QFuture<Result<DisconnectReport>>> futures;
        for (quint32 id = 1; id <= 2'000; ++id)
            futures.push_back(connection->ask(DisconnectClient{ClientId(id), order()}));
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        connection.reset();
        for (const auto &future : futures)
            QCOMPARE(outcome(future).error().code, ErrorCode::ConnectionLost);
    }

    void listsLongerThanALine()
    {
        const auto rig = Rig::ofRow();
        Inventory state = sampleInventory(1, 1);
        for (quint32 id = 2; id < 4'000; ++id) {
            NamespaceInfo row = state.namespaces.first();
            row.id = NamespaceId(id);
            row.description = QString(400, QLatin1Char('x'));
            state.namespaces.append(row);
        }
        rig->onServer([&](auto &server) { server.setState(state); });
        const auto connection = rig->connect();
        const auto all = outcome(connection->ask(RetrieveNamespaces{}));
        QVERIFY(all);
        QCOMPARE(*all, state.namespaces);
    }

    void aFloodIsCut()
    {
        ServerEndpoint::Limits limits;
        limits.requestsPerSecond = 100;
        const auto rig = Rig::ofRow(limits);
        const auto calm = rig->connect(Role::Viewer);
        QTRY_COMPARE(calm->state(), ServerConnection::State::Ready);
        auto opened = rig->open(Role::Viewer);
        Listener listener(opened.channel.get());
        opened.channel->send(Request{1, Hello{ProtocolVersion, opened.token}});
        QTRY_COMPARE(listener.replies.size(), 1);
        for (quint64 id = 2; id < 1000; ++id)
            opened.channel->send(Request{id, Ping{}});
        QTRY_COMPARE(listener.closed.size(), 1);
        QCOMPARE(listener.closed.first(),
                 (Error{ErrorCode::ProtocolViolation, QStringLiteral("too many requests")}));
        QTRY_COMPARE(rig->log(), QStringList({QStringLiteral("too many requests")}));
        QVERIFY(outcome(calm->ask(RetrieveInventory{})));
    }

    void whoIsRefusedTooOftenIsCut()
    {
        ServerEndpoint::Limits limits;
        limits.refusalsPerMinute = 20;
        const auto rig = Rig::ofRow(limits);
        const auto calm = rig->connect(Role::Viewer);
        auto opened = rig->open(Role::Viewer);
        Listener listener(opened.channel.get());
        opened.channel->send(Request{1, Hello{ProtocolVersion, opened.token}});
        QTRY_COMPARE(listener.replies.size(), 1);
        for (quint64 id = 2; id < 100; ++id)
            opened.channel->send(Request{id, TerminateSession{SessionId(1), {}}});
        QTRY_COMPARE(listener.closed.size(), 1);
        QCOMPARE(listener.closed.first(),
                 (Error{ErrorCode::ProtocolViolation, QStringLiteral("too many requests that are refused")}));
        QCOMPARE(listener.replies.size(), 1 + 20);
        // Those, and why it was cut.
        QTRY_COMPARE(rig->log().size(), 20 + 1);
        QCOMPARE(rig->onServer([](auto &server) { return server.audit().size(); }), 20);
        QVERIFY(outcome(calm->ask(RetrieveInventory{})));
    }

    void tooManyUnansweredCallsAreCut()
    {
        ServerEndpoint::Limits limits;
        limits.callsInFlight = 10;
        const auto rig = Rig::ofRow(limits);
        rig->onServer([](auto &server) { server.setReplies(Replies::Never); });
        ServerConnection::Options options;
        options.subscribe = false;
        const auto connection = rig->connect(Role::Viewer, options);
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        std::vector<QFuture<Result<Inventory>>> futures;
        for (int i = 0; i < 11; ++i)
            futures.push_back(connection->ask(RetrieveInventory{}));
        QTRY_COMPARE(lost.size(), 1);
        for (const auto &future : futures)
            QCOMPARE(outcome(future).error().code, ErrorCode::ConnectionLost);
    }

    void roles_data()
    {
        QTest::addColumn<Role>("role");
        QTest::addColumn<QStringList>("allowed");
        const QStringList operate{QStringLiteral("terminateSession"), QStringLiteral("terminateContent"),
                                  QStringLiteral("disconnectClient"), QStringLiteral("startTransmission")};
        const QStringList administer{
            QStringLiteral("registerNamespace"), QStringLiteral("deregisterNamespace"),
            QStringLiteral("createToken"),       QStringLiteral("tokens"),
            QStringLiteral("revokeToken"),       QStringLiteral("setMinimumClients"),
            QStringLiteral("rearmNamespace"),    QStringLiteral("replaceNamespace"),
            QStringLiteral("commitPolicy"),      QStringLiteral("startService"),
            QStringLiteral("stopService"),       QStringLiteral("restartService"),
            QStringLiteral("setServiceEnabled"), QStringLiteral("readSettings"),
            QStringLiteral("auditHistory"),      QStringLiteral("setRateLimit")};
        const QStringList initiate{QStringLiteral("initiate")};
        QTest::newRow("viewer") << Role::Viewer << reading;
        QTest::newRow("operator") << Role::Operator << reading + operate;
        QTest::newRow("admin") << Role::Admin << reading + operate + administer + initiate;
        QTest::newRow("receiver") << Role::Receiver << initiate;
    }

    void roles()
    {
        QFETCH(Role, role);
        QFETCH(QStringList, allowed);
        const auto rig = Rig::ofRow();
        ServerConnection::Options options;
        options.subscribe = false;
        const auto connection = rig->connect(role, options);
        QStringList done;
        int refused = 0;
        const auto tryOut = [&](const char *verb, const auto &result) {
            if (result) {
                done.append(QString::fromLatin1(verb));
            } else {
                QCOMPARE(result.error(), (Error{ErrorCode::NotAuthorised, toText(role)}));
                ++refused;
            }
        };
        tryOut("inventory", outcome(connection->ask(RetrieveInventory{})));
        tryOut("initiate", outcome(connection->ask(InitiateSession{{}})));
        tryOut("blocks", outcome(connection->ask(RetrieveBlocks{ClientId(1)})));
        tryOut("disconnectClient", outcome(connection->ask(DisconnectClient{ClientId(1), order()})));
        tryOut("terminateSession", outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        tryOut("terminateContent", outcome(connection->ask(TerminateContent{ContentId(1), order()})));
        tryOut("retrieveNamespaces", outcome(connection->ask(RetrieveNamespaces{})));
        tryOut("contents", outcome(connection->ask(ListOffering{NamespaceId(1)})));
        tryOut("policies", outcome(connection->ask(RetrievePolicies{})));
        tryOut("setup", outcome(connection->ask(RetrieveSetup{})));
        tryOut("startTransmission", outcome(connection->ask(StartTransmission{NamespaceId(1)})));
        tryOut("setMinimumClients", outcome(connection->ask(SetMinimumClients{NamespaceId(1), 2})));
        tryOut("rearmNamespace",
               outcome(connection->ask(RearmNamespace{NamespaceId(1), QDateTime::currentDateTimeUtc()})));
        tryOut("commitPolicy", outcome(connection->ask(CommitPolicy{DiagnosticsPolicy{}})));
        tryOut("startService", outcome(connection->ask(StartService{})));
        tryOut("stopService", outcome(connection->ask(StopService{false, order()})));
        tryOut("restartService", outcome(connection->ask(RestartService{false, order()})));
        tryOut("setServiceEnabled", outcome(connection->ask(SetServiceEnabled{true})));
        tryOut("setRateLimit", outcome(connection->ask(SetRateLimit{{}})));
        tryOut("rateLimits", outcome(connection->ask(RetrieveRateLimits{})));
        tryOut("readSettings", outcome(connection->ask(ReadSettings{})));
        tryOut("registerNamespace", outcome(connection->ask(RegisterNamespace{{}})));
        tryOut("replaceNamespace",
               outcome(connection->ask(ReplaceNamespace{NamespaceId(2), {}, false, order()})));
        tryOut("deregisterNamespace",
               outcome(connection->ask(DeregisterNamespace{NamespaceId(1), true, order()})));
        QStringList verbs = done;
        verbs.removeIf([&](const QString &verb) {
            return reading.contains(verb) || verb == QStringLiteral("initiate");
        });
        tryOut("createToken", outcome(connection->ask(CreateToken{QStringLiteral("x"), Role::Viewer, {}})));
        tryOut("tokens", outcome(connection->ask(ListTokens{})));
        tryOut("revokeToken", outcome(connection->ask(RevokeToken{rig->spareToken()})));
        tryOut("sessionHistory", outcome(connection->ask(RetrieveSessionHistory{})));
        tryOut("auditHistory", outcome(connection->ask(RetrieveAudit{})));
        done.sort();
        allowed.sort();
        QCOMPARE(done, allowed);
        QTRY_COMPARE(rig->log().size(), refused);
        // What was refused never reached the server.
        QCOMPARE(rig->onServer([](auto &server) { return server.calls().size(); }), verbs.size());
    }

    void tokens()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect();
        const auto before = outcome(connection->ask(ListTokens{}));
        QVERIFY(before);
        const auto expiry = QDateTime::currentDateTimeUtc().addDays(1);
        const auto made =
            outcome(connection->ask(CreateToken{QStringLiteral("night shift"), Role::Operator, expiry}));
        QVERIFY(made);
        QCOMPARE(made->info.name, QStringLiteral("night shift"));
        QCOMPARE(made->info.role, Role::Operator);
        QCOMPARE(made->info.expiresAt, std::optional(expiry));
        QVERIFY(made->secret.size() >= 43);
        QCOMPARE(outcome(connection->ask(ListTokens{})).value(), *before + QList<TokenInfo>{made->info});
        QVERIFY(outcome(connection->ask(RevokeToken{made->info.id})));
        QCOMPARE(outcome(connection->ask(ListTokens{})).value(), *before);
        QCOMPARE(outcome(connection->ask(RevokeToken{made->info.id})).error(),
                 (Error{ErrorCode::InvalidParameter, made->info.id}));
        QCOMPARE(outcome(connection->ask(CreateToken{QString(), Role::Viewer, {}})).error().code,
                 ErrorCode::InvalidParameter);
    }

    void aReceiverCannotSubscribe()
    {
        const auto rig = Rig::ofRow();
        const auto connection = rig->connect(Role::Receiver);
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().first().value<Error>().code, ErrorCode::NotAuthorised);
    }

    void initiation()
    {
        const auto rig = Rig::ofRow();
        InitiationGrant grant;
        grant.multicastAddress = QStringLiteral("239.0.0.111");
        grant.multicastPort = 64132;
        grant.unicastAddress = QStringLiteral("192.168.0.200");
        grant.unicastPort = 64132;
        grant.sessionId = SessionId(1830415998);
        grant.contentSize = 4018886380;
        grant.blockSize = 8785;
        grant.totalBlocks = 457472;
        grant.contentMetadata = QByteArray("\0\xff\x01", 3);
        grant.symKey = QByteArray(24, '\xfe');
        grant.hashAlgId = 0x800C;
        grant.hmacAlgId = 0x8009;
        grant.secMode = 65537;
        grant.contentDigest = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
        grant.contentVersion = QStringLiteral("1-2-3");
        grant.hashTree = true;
        rig->onServer([&](auto &) { rig->initiator().grant = grant; });

        ServerConnection::Options options;
        options.subscribe = false;
        const auto connection = rig->connect(Role::Receiver, options);
        InitiationAsk ask{QStringLiteral("images"),  QStringLiteral("install.wim"), QStringLiteral("TEST"), 3,
                          QStringLiteral("6.6.6.6"), QStringLiteral("root")};
        const auto granted = outcome(connection->ask(InitiateSession{ask}));
        QVERIFY(granted);
        QCOMPARE(*granted, grant);
        auto seen = rig->onServer([&](auto &) { return rig->initiator().asks; });
        QCOMPARE(seen.size(), 1);
        QVERIFY(seen.first().address != QStringLiteral("6.6.6.6"));
        ask.address = seen.first().address;
        ask.identity = QStringLiteral("tester");
        // The server says these, whatever the receiver does.
        QVERIFY(!seen.first().asker.isEmpty());
        ask.asker = seen.first().asker;
        ask.tokenId = seen.first().tokenId;
        QCOMPARE(seen.first(), ask);

        const Error error{ErrorCode::ContentNotFound, QStringLiteral("x")};
        rig->onServer([&](auto &) { rig->initiator().grant = tl::unexpected(error); });
        QCOMPARE(outcome(connection->ask(InitiateSession{ask})).error(), error);
    }

    void otherProtocolVersionsAreTold_data()
    {
        QTest::addColumn<quint32>("version");
        QTest::newRow("too old") << OldestProtocolVersion - 1;
        QTest::newRow("too new") << ProtocolVersion + 1;
    }

    void otherProtocolVersionsAreTold()
    {
        QFETCH(quint32, version);
        const auto rig = Rig::ofRow();
        auto opened = rig->open(Role::Viewer);
        Listener listener(opened.channel.get());
        opened.channel->send(Request{1, Hello{version, opened.token}});
        QTRY_COMPARE(listener.closed.size(), 1);
        QCOMPARE(listener.replies.size(), 1);
        QCOMPARE(listener.replies.first().body.error().code, ErrorCode::IncompatibleVersion);
        QTRY_COMPARE(rig->log().size(), 1);
        QTRY_COMPARE(rig->endpointCount(), 0);
    }

    void aServerOfAnotherVersionIsLeft()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        faults->rewrite = [](const Message &message) {
            Message changed = message;
            if (auto *reply = std::get_if<Reply>(&changed); reply && reply->body) {
                if (auto *hello = std::get_if<Welcome>(&*reply->body))
                    hello->protocol = ProtocolVersion + 1;
            }
            return changed;
        };
        const auto connection = rig->connect(Role::Viewer, {}, faults);
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().first().value<Error>().code, ErrorCode::IncompatibleVersion);
    }

    void misbehaviourEndsTheChannel_data()
    {
        QTest::addColumn<int>("how");
        QTest::addColumn<QString>("reason");
        QTest::newRow("no greeting") << 0 << QStringLiteral("the first request must be hello");
        QTest::newRow("greets twice") << 1 << QStringLiteral("greeted twice");
        QTest::newRow("sends a reply") << 2 << QStringLiteral("only requests are taken here");
        QTest::newRow("sends an event") << 3 << QStringLiteral("only requests are taken here");
        QTest::newRow("never greets") << 4 << QStringLiteral("no greeting in time");
    }

    void misbehaviourEndsTheChannel()
    {
        QFETCH(int, how);
        QFETCH(QString, reason);
        ServerEndpoint::Limits limits;
        limits.hello = std::chrono::milliseconds(how == 4 ? 2'000 : 10'000);
        const auto rig = Rig::ofRow(limits);
        auto opened = rig->open(Role::Admin);
        Listener listener(opened.channel.get());
        const Request hello{1, Hello{ProtocolVersion, opened.token}};
        if (how == 0) {
            opened.channel->send(Request{1, RetrieveInventory{}});
        } else if (how == 1) {
            opened.channel->send(hello);
            opened.channel->send(hello);
        } else if (how == 2) {
            opened.channel->send(Reply{1, Done{}});
        } else if (how == 3) {
            opened.channel->send(Event{InventoryEvent{1, SessionId(1)}});
        }
        QTRY_COMPARE(listener.closed.size(), 1);
        QCOMPARE(listener.closed.first().detail, reason);
        QTRY_COMPARE(rig->log(), QStringList({reason}));
        QTRY_COMPARE(rig->endpointCount(), 0);
    }

    void aServerThatMisbehavesIsLeft_data()
    {
        QTest::addColumn<bool>("wrongKind");
        QTest::newRow("reply of another kind") << true;
        QTest::newRow("reply to nothing") << false;
    }

    void aServerThatMisbehavesIsLeft()
    {
        QFETCH(bool, wrongKind);
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        ServerConnection::Options options;
        options.subscribe = false;
        const auto connection = rig->connect(Role::Viewer, options, faults);
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        faults->rewrite = [=](const Message &message) -> Message {
            if (!isReply(message))
                return message;
            Reply reply = std::get<Reply>(message);
            if (wrongKind)
                reply.body = Done{};
            else
                reply.id += 1000;
            return reply;
        };
        const auto result = outcome(connection->ask(RetrieveInventory{}));
        QVERIFY(!result);
        if (wrongKind) {
            QCOMPARE(result.error().code, ErrorCode::ProtocolViolation);
            QCOMPARE(lost.size(), 0);
        } else {
            QCOMPARE(result.error().code, ErrorCode::ConnectionLost);
            QTRY_COMPARE(lost.size(), 1);
            QCOMPARE(lost.first().first().value<Error>().code, ErrorCode::ProtocolViolation);
        }
    }

    void aServerWithoutStateIsLeft()
    {
        const auto rig = Rig::ofRow();
        const auto faults = std::make_shared<Faults>();
        const Error error{ErrorCode::Internal, QStringLiteral("no state")};
        faults->rewrite = [=](const Message &message) -> Message {
            const auto *reply = std::get_if<Reply>(&message);
            if (reply && reply->body && std::holds_alternative<Inventory>(*reply->body))
                return Reply{reply->id, tl::unexpected(error)};
            return message;
        };
        const auto connection = rig->connect(Role::Viewer, {}, faults);
        QSignalSpy lost(connection.get(), &ServerConnection::lost);
        QTRY_COMPARE(lost.size(), 1);
        QCOMPARE(lost.first().first().value<Error>(), error);
    }
};

CASTDECK_TEST(TestManagement)

} // namespace castdeck::tst_management
#include "tst_management.moc"
