// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/miniclient.h"
#include "support/testprogram.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QSignalSpy>
#include <QUdpSocket>

namespace castdeck::tst_transportengine
{

namespace
{

/// Everything a test needs of a session with clients that have all joined.
struct Crowd {
    InitiationGrant grant;
    std::vector<std::unique_ptr<MiniClient>> clients;
};

} // namespace

class TestTransportEngine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void registerChecks_data();
    void registerChecks();
    void registerAndRemove();
    void admissionInOrder_data();
    void admissionInOrder();
    void askingTwiceGivesTheSameSession();
    void modesOfSessions();
    void encryptionIsForThoseWhoCan();
    void checksumNeedsTheCapability();
    void blocksThatAClientMisses();
    void everySessionHasItsOwnAddresses();
    void fullSessionGetsASecond();
    void aCrowdThatAsksAtOnceIsSharedOut();
    void whoeverNeverComesIsWaitedForNoLonger();
    void anEmptySessionGivesUpItsPort_data();
    void anEmptySessionGivesUpItsPort();
    void emptySessionsAreBounded_data();
    void emptySessionsAreBounded();
    void aReplacedContentIsAnotherSession_data();
    void aReplacedContentIsAnotherSession();
    void aContentThatIsStillWrittenIsWaitedFor();
    void emptyContentNeedsNoSession();
    void hostileNames_data();
    void hostileNames();
    void clientsAreSeen();
    void identityFollowsTheAsker();
    void identitiesBehindOneAddressAreToldApart();
    void terminateDisconnectsEverybody();
    void terminateNamesTheSilent();
    void secondTerminateJoinsTheFirst();
    void terminateFreesThePort();
    void terminateContentEndsAllItsSessions();
    void terminateRefuses();
    void disconnectOne();
    void disconnectNamesTheSilent();
    void whoIsCutIsTold_data();
    void whoIsCutIsTold();
    void drainThenGone();
    void cutEndsTheSessions();
    void sessionEndsWhenNobodyIsLeft();
    void takenPortsArePassedOver();
    void failedStartIsShownAndDoesNotBlock();
    void unreadableInterfaceIsShown();
    void failedRowGoesByItself();
    void changedContentFailsTheSession();
    void whoHoldsASessionUpIsNamed();
    void whoNeverReportedIsNoNews();
    void notMoreIsSaidThanCanBeRead();
    void shutDownEndsEverything();
    void destructionFinishesEveryFuture();

private:
    Crowd crowd(EngineRig &rig, int count, const QString &content = QStringLiteral("a.img"));
};

Crowd TestTransportEngine::crowd(EngineRig &rig, int count, const QString &content)
{
    Crowd made;
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content));
    if (!grant)
        return made;
    made.grant = *grant;
    for (int i = 0; i < count; ++i) {
        made.clients.push_back(std::make_unique<MiniClient>(*grant, QStringLiteral("PC-%1").arg(i)));
        made.clients.back()->join();
    }
    const auto allReceive = [&] {
        const QList<ClientInfo> &rows = rig.seen().clients;
        return rows.size() >= count && std::ranges::none_of(rows, [](const ClientInfo &row) {
                   return row.state == ClientState::Joining;
               });
    };
    if (!QTest::qWaitFor(allReceive, Patience))
        made.clients.clear();
    return made;
}

void TestTransportEngine::registerChecks_data()
{
    QTest::addColumn<NamespaceInfo>("what");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *name, ErrorCode code, auto change) {
        NamespaceInfo what;
        what.name = QStringLiteral("other");
        change(what);
        QTest::newRow(name) << what << code;
    };
    row("no name", ErrorCode::InvalidNamespaceName, [](NamespaceInfo &what) { what.name.clear(); });
    row("control", ErrorCode::InvalidNamespaceName,
        [](NamespaceInfo &what) { what.name = QStringLiteral("a\tb"); });
    row("taken", ErrorCode::NamespaceAlreadyExists,
        [](NamespaceInfo &what) { what.name = QStringLiteral("images"); });
    row("provider", ErrorCode::ContentProviderNotFound,
        [](NamespaceInfo &what) { what.contentProvider = QStringLiteral("FOO"); });
    row("unknown type", ErrorCode::InvalidNamespaceData,
        [](NamespaceInfo &what) { what.type = NamespaceType::Unknown; });
    row("automatic without criterion", ErrorCode::InvalidNamespaceStartParameters,
        [](NamespaceInfo &what) { what.type = NamespaceType::ScheduledCastAutoStart; });
    row("past", ErrorCode::StartTimeInPast, [](NamespaceInfo &what) {
        what.type = NamespaceType::ScheduledCastAutoStart;
        what.startTime = QDateTime::currentDateTimeUtc();
    });
    row("missing folder", ErrorCode::FileNotFound,
        [](NamespaceInfo &what) { what.configuration = QStringLiteral("/nonexistent/folder"); });
}

void TestTransportEngine::registerChecks()
{
    QFETCH(NamespaceInfo, what);
    QFETCH(ErrorCode, code);
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const quint64 before = rig.seen().revision;
    const auto future = rig.engine().ask(RegisterNamespace{what});
    QVERIFY(!future.isFinished());
    const auto refused = rig.wait(future);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QVERIFY(code == ErrorCode::InvalidNamespaceName || !refused.error().detail.isEmpty());
    QCOMPARE(rig.seen().revision, before);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::registerAndRemove()
{
    EngineRig rig;
    NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
    what.id = NamespaceId(4711);
    what.tombstoned = true;
    const auto report = rig.wait(rig.engine().ask(RegisterNamespace{what}));
    QVERIFY(report);
    QVERIFY(report->id != what.id);
    QVERIFY(report->revision <= rig.seen().revision);
    const NamespaceInfo *const row = rig.seen().find(report->id);
    QVERIFY(row);
    QCOMPARE(row->name, what.name);
    QVERIFY(!row->tombstoned);
    QCOMPARE(rig.notices(Notice::Kind::NamespaceRegistered).size(), 1);

    const auto gone = rig.wait(rig.engine().ask(DeregisterNamespace{report->id, false, rig.order()}));
    QVERIFY(gone);
    QVERIFY(rig.seen().namespaces.isEmpty());
    QCOMPARE(rig.notices(Notice::Kind::NamespaceDeregistered).value(0).by, QStringLiteral("alice"));
    QCOMPARE(rig.wait(rig.engine().ask(DeregisterNamespace{report->id, false, rig.order()})).error().code,
             ErrorCode::NamespaceNotFound);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::admissionInOrder_data()
{
    QTest::addColumn<QString>("namespaceName");
    QTest::addColumn<QString>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no namespace") << "nothing"
                                  << "a.img" << ErrorCode::NamespaceNotFound;
    QTest::newRow("case counts") << "Images"
                                 << "a.img" << ErrorCode::NamespaceNotFound;
    QTest::newRow("closed to strangers") << "closed"
                                         << "a.img" << ErrorCode::AccessDenied;
    QTest::newRow("closed, content unknown") << "closed"
                                             << "missing" << ErrorCode::AccessDenied;
    QTest::newRow("no content") << "images"
                                << "missing" << ErrorCode::ContentNotFound;
}

void TestTransportEngine::admissionInOrder()
{
    QFETCH(QString, namespaceName);
    QFETCH(QString, content);
    QFETCH(ErrorCode, code);
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    NamespaceInfo closed = rig.namespaceInfo(QStringLiteral("closed"));
    closed.allowUnauthenticated = false;
    QVERIFY(rig.wait(rig.engine().ask(RegisterNamespace{closed})));
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content, namespaceName));
    QVERIFY(!grant);
    QCOMPARE(grant.error().code, code);
    QVERIFY(rig.seen().contents.isEmpty());
    QVERIFY(rig.seen().sessions.isEmpty());
}

void TestTransportEngine::askingTwiceGivesTheSameSession()
{
    EngineRig rig;
    const NamespaceId id = rig.publish();
    const auto first = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(first);
    QCOMPARE(first->contentSize, quint64(400'000));
    QVERIFY(first->blockSize > 0);
    QCOMPARE(first->totalBlocks, (first->contentSize + first->blockSize - 1) / first->blockSize);
    QCOMPARE(first->unicastPort, first->multicastPort);
    QCOMPARE(first->unicastAddress, QStringLiteral("127.0.0.1"));
    const quint64 revision = rig.seen().revision;
    QCOMPARE(*rig.engine().initiateUnauthenticated(rig.ask()), *first);
    QCOMPARE(rig.seen().revision, revision);

    QCOMPARE(rig.seen().contents.size(), 1);
    QCOMPARE(rig.seen().contents[0].namespaceId, id);
    QCOMPARE(rig.seen().contents[0].name, QStringLiteral("a.img"));
    QCOMPARE(rig.seen().contents[0].size, quint64(400'000));
    const SessionInfo *const row = rig.seen().find(first->sessionId);
    QVERIFY(row);
    QCOMPARE(row->groupAddress, first->multicastAddress);
    QCOMPARE(row->port, first->multicastPort);
    QCOMPARE(row->interfaceName, QStringLiteral("lo"));
    QCOMPARE(rig.notices(Notice::Kind::SessionStarted).size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::modesOfSessions()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const auto open = rig.engine().initiateUnauthenticated(rig.ask());
    InitiationAsk ask = rig.ask();
    const auto future = rig.engine().initiate(ask);
    QVERIFY(!future.isFinished());
    const auto hashed = rig.wait(future);
    QVERIFY(open && hashed);
    QVERIFY(open->sessionId != hashed->sessionId);
    QCOMPARE(open->secMode, 0x30003u);
    QVERIFY(open->symKey.isEmpty());
    QCOMPARE(hashed->secMode, 0x10001u);
    QCOMPARE(hashed->symKey.size(), 24);
    QCOMPARE(hashed->hashAlgId, 0x800Cu);
    QCOMPARE(hashed->hmacAlgId, 0x8009u);
    QVERIFY(hashed->blockSize < open->blockSize);
    QCOMPARE(rig.seen().contents.size(), 1);
    ask.capabilities = 0x5;
    QCOMPARE(rig.wait(rig.engine().initiate(ask))->sessionId, open->sessionId);

    MiniClient client(*hashed, QStringLiteral("PC"));
    client.join();
    QTRY_VERIFY(client.blocksSeen() > 0);
}

void TestTransportEngine::encryptionIsForThoseWhoCan()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    InitiationAsk ask = rig.ask();
    const auto hashed = rig.wait(rig.engine().initiate(ask));
    ask.capabilities |= CapabilityEncryption;
    const auto first = rig.wait(rig.engine().initiate(ask));
    const auto second = rig.wait(rig.engine().initiate(ask));
    QVERIFY(hashed && first && second);
    QCOMPARE(hashed->secMode, 0x10001u);
    QVERIFY(hashed->memberSecret.isEmpty());
    QCOMPARE(first->secMode, 0x450045u);
    QVERIFY(first->symKey.isEmpty());
    QCOMPARE(first->memberSecret.size(), 32);
    QVERIFY(first->sessionId != hashed->sessionId);
    for (const SessionInfo &row : rig.seen().sessions)
        QCOMPARE(row.encrypted, row.id == first->sessionId);
    // One session, and for each who asks, be it the same one again, a secret of its own.
    QCOMPARE(second->sessionId, first->sessionId);
    QVERIFY(second->memberNumber != first->memberNumber);
    QVERIFY(second->memberSecret != first->memberSecret);
    // Whoever asks over UDP could be heard asking.
    const auto open = rig.engine().initiateUnauthenticated(ask);
    QVERIFY(open);
    QCOMPARE(open->secMode, 0x30003u);
    QVERIFY(open->memberSecret.isEmpty());
    // Where it is not wanted nobody gets it.
    EngineSettings settings = EngineRig::quickSettings();
    settings.authenticatedMode = wire::SecurityMode::Hash;
    EngineRig other(settings);
    QVERIFY(other.publish().isValid());
    InitiationAsk there = other.ask();
    there.capabilities |= CapabilityEncryption;
    QCOMPARE(other.wait(other.engine().initiate(there))->secMode, 0x10001u);
    // What is empty is complete at once, and still an offer.
    rig.write(QStringLiteral("empty.img"), 0);
    ask.content = QStringLiteral("empty.img");
    QCOMPARE(rig.wait(rig.engine().initiate(ask))->memberSecret.size(), 32);
}

void TestTransportEngine::blocksThatAClientMisses()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.rateLimit = 100'000;
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    MiniClient client(*grant, QStringLiteral("PC"));
    client.join();
    BlockMap map;
    // It misses everything at first; what was sent since counts as there, and is sent from the front.
    const auto isHalfThere = [&] {
        const auto answer = rig.wait(rig.engine().ask(RetrieveBlocks{client.id()}));
        map = answer.value_or(BlockMap());
        return map.missing.size() == qsizetype(BlockMap::Parts) && map.missing.first() == 0 &&
               map.missing.last() == 100;
    };
    QVERIFY(QTest::qWaitFor(isHalfThere, Patience));
    QCOMPARE(map.blocks, grant->totalBlocks);
    QVERIFY(std::ranges::is_sorted(map.missing));
    QCOMPARE(rig.wait(rig.engine().ask(RetrieveBlocks{ClientId(4711)})).error().code,
             ErrorCode::ClientNotFound);
}

void TestTransportEngine::checksumNeedsTheCapability()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    InitiationAsk ask = rig.ask();
    ask.capabilities = 0x4;
    QCOMPARE(rig.wait(rig.engine().initiate(ask)).error().code, ErrorCode::ClientDoesNotSupportSecurityMode);
}

void TestTransportEngine::everySessionHasItsOwnAddresses()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    QVERIFY(rig.publish(QStringLiteral("again")).isValid());
    QSet<QString> groups;
    QSet<quint16> ports;
    QSet<SessionId> ids;
    for (const QString &space : {QStringLiteral("images"), QStringLiteral("again")}) {
        for (const QString &content : {QStringLiteral("a.img"), QStringLiteral("b.img")}) {
            const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content, space));
            QVERIFY(grant);
            groups.insert(grant->multicastAddress);
            ports.insert(grant->multicastPort);
            ids.insert(grant->sessionId);
        }
    }
    QCOMPARE(groups.size(), 4);
    QCOMPARE(ports.size(), 4);
    QCOMPARE(ids.size(), 4);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::fullSessionGetsASecond()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.parameters.clientsMax = 2;
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    Crowd full = crowd(rig, 2);
    QCOMPARE(full.clients.size(), size_t(2));
    const auto other = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(other);
    QVERIFY(other->sessionId != full.grant.sessionId);
    QCOMPARE(rig.seen().contents.size(), 1);
    full.clients[0]->leave(wire::LeaveComplete);
    QTRY_COMPARE(rig.seen().clients.size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::aCrowdThatAsksAtOnceIsSharedOut()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.parameters.clientsMax = 3;
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    std::vector<InitiationGrant> grants;
    QHash<SessionId, int> led;
    for (int i = 0; i < 7; ++i) {
        InitiationAsk ask = rig.ask();
        ask.asker = QString::number(i);
        const auto grant = rig.engine().initiateUnauthenticated(ask);
        QVERIFY(grant);
        // Its answer may be lost: it asks again, and gets the same.
        QCOMPARE(rig.engine().initiateUnauthenticated(ask), grant);
        ++led[grant->sessionId];
        grants.push_back(*grant);
    }
    QCOMPARE(led.size(), 3);
    QVERIFY(std::ranges::all_of(led, [](int count) { return count <= 3; }));

    std::vector<std::unique_ptr<MiniClient>> clients;
    for (const InitiationGrant &grant : grants) {
        clients.push_back(std::make_unique<MiniClient>(grant, QStringLiteral("PC")));
        clients.back()->join();
    }
    QTRY_VERIFY(std::ranges::all_of(clients, &MiniClient::isJoined));
    QTRY_COMPARE(rig.seen().clients.size(), 7);
    // Who has joined holds one place, not two.
    const auto more = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(more);
    QVERIFY(led.contains(more->sessionId));
    QCOMPARE(rig.seen().sessions.size(), 3);
}

void TestTransportEngine::whoeverNeverComesIsWaitedForNoLonger()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.parameters.joinPatience = std::chrono::milliseconds(400);
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    QTRY_VERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().contents.isEmpty());
    QCOMPARE(rig.notices(Notice::Kind::SessionEnded).size(), 1);

    // Somebody who has been there changes nothing for the next who is led there.
    settings.parameters.joinPatience = std::chrono::seconds(60);
    settings.parameters.linger = std::chrono::milliseconds(0);
    EngineRig patient(settings);
    QVERIFY(patient.publish().isValid());
    InitiationAsk late = patient.ask();
    late.client = QStringLiteral("LATE");
    const auto first = patient.engine().initiateUnauthenticated(late);
    QVERIFY(first);
    Crowd one = crowd(patient, 1);
    QCOMPARE(one.clients.size(), size_t(1));
    QCOMPARE(one.grant.sessionId, first->sessionId);
    one.clients[0]->leave(wire::LeaveComplete);
    QTRY_VERIFY(patient.seen().clients.isEmpty());
    MiniClient client(*first, late.client);
    client.join();
    QTRY_VERIFY(client.isJoined());
    client.leave(wire::LeaveComplete);
    QTRY_VERIFY(patient.seen().sessions.isEmpty());
}

void TestTransportEngine::anEmptySessionGivesUpItsPort_data()
{
    QTest::addColumn<bool>("authenticated");
    QTest::newRow("who asks over UDP is told Busy and asks again") << false;
    QTest::newRow("who asks over TLS is answered later") << true;
}

void TestTransportEngine::anEmptySessionGivesUpItsPort()
{
    QFETCH(bool, authenticated);
    EngineSettings settings = EngineRig::quickSettings();
    settings.ports = {47190, 47190};
    settings.parameters.linger = std::chrono::minutes(10);
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    Crowd one = crowd(rig, 1);
    QCOMPARE(one.clients.size(), size_t(1));
    const InitiationAsk other = rig.ask(QStringLiteral("b.img"));
    const auto full = rig.engine().initiateUnauthenticated(other);
    QCOMPARE(full.error().code, ErrorCode::NoSystemResources);
    QCOMPARE(rig.notices(Notice::Kind::SessionFailed).size(), 1);
    one.clients[0]->leave(wire::LeaveComplete);
    QTRY_VERIFY(rig.seen().clients.isEmpty());

    if (authenticated) {
        const auto grant = rig.wait(rig.engine().initiate(other));
        QVERIFY2(grant, qPrintable(grant ? QString() : errorName(grant.error().code)));
    } else {
        QCOMPARE(rig.engine().initiateUnauthenticated(other).error().code, ErrorCode::Busy);
        QTRY_VERIFY(rig.engine().initiateUnauthenticated(other));
    }
    QCOMPARE(rig.seen().sessions.size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::emptySessionsAreBounded_data()
{
    QTest::addColumn<QString>("identity");
    QTest::addColumn<int>("addresses");
    QTest::addColumn<int>("most");
    QTest::newRow("of one address") << QString() << 1 << SessionTable::EmptyLimits().perAddress;
    QTest::newRow("of strangers") << QString() << 9 << SessionTable::EmptyLimits().ofStrangers;
    QTest::newRow("of one token") << QStringLiteral("bob") << 9 << SessionTable::EmptyLimits().perToken;
}

void TestTransportEngine::emptySessionsAreBounded()
{
    QFETCH(QString, identity);
    QFETCH(int, addresses);
    QFETCH(int, most);
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    QList<QFuture<Result<InitiationGrant>>> waiting;
    std::optional<InitiationGrant> first;
    for (int i = 0; i < most + 5; ++i) {
        InitiationAsk ask = rig.ask(QStringLiteral("%1.img").arg(i));
        ask.address = QStringLiteral("127.0.0.%1").arg(10 + i % addresses);
        ask.identity = identity;
        rig.write(ask.content, 100'000);
        if (!identity.isEmpty()) {
            waiting.append(rig.engine().initiate(ask));
            continue;
        }
        const auto grant = rig.engine().initiateUnauthenticated(ask);
        QCOMPARE(grant.has_value(), i < most);
        if (i >= most)
            QCOMPARE(grant.error().code, ErrorCode::Busy);
        else if (!first)
            first = *grant;
    }
    QCOMPARE(rig.seen().sessions.size(), most);
    QCOMPARE(rig.notices(Notice::Kind::SessionFailed).size(), 1);
    // Others are served.
    InitiationAsk other = rig.ask();
    other.address = QStringLiteral("127.0.0.200");
    other.identity = QStringLiteral("alice");
    QVERIFY(rig.wait(rig.engine().initiate(other)));
    if (waiting.isEmpty())
        return;
    // One that somebody has joined does not count, so somebody who waits gets on.
    const auto finished = [&] {
        return std::ranges::count_if(waiting, [](const auto &future) { return future.isFinished(); });
    };
    QTRY_COMPARE(finished(), most);
    MiniClient client(*waiting[0].result(), QStringLiteral("PC"));
    client.join();
    QTRY_COMPARE(finished(), most + 1);
}

void TestTransportEngine::aReplacedContentIsAnotherSession_data()
{
    QTest::addColumn<bool>("sameTimes");
    QTest::newRow("renamed over") << false;
    QTest::newRow("of the same size and modification time") << true;
}

void TestTransportEngine::aReplacedContentIsAnotherSession()
{
    QFETCH(bool, sameTimes);
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const QString path = rig.folder() + QStringLiteral("/a.img");
    const auto first = rig.wait(rig.engine().initiate(rig.ask()));
    QVERIFY(first);
    MiniClient client(*first, QStringLiteral("PC"));
    client.join();
    QTRY_VERIFY(client.isJoined());

    const QString other = rig.folder() + QStringLiteral("/other.img");
    QFile file(other);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.write(QByteArray(sameTimes ? 400'000 : 300'000, 'x')) > 0);
    QVERIFY(file.flush());
    const QDateTime before = QFileInfo(path).lastModified();
    QVERIFY(file.setFileTime(sameTimes ? before : before.addDays(1), QFileDevice::FileModificationTime));
    QCOMPARE(::rename(qPrintable(other), qPrintable(path)), 0);

    const auto second = rig.wait(rig.engine().initiate(rig.ask()));
    QVERIFY(second);
    QVERIFY(second->sessionId != first->sessionId);
    QVERIFY(second->contentDigest != first->contentDigest);
    QCOMPARE(second->contentSize, sameTimes ? quint64(400'000) : quint64(300'000));
    // Those who are under way get what they began with.
    QTRY_VERIFY(client.blocksSeen() > first->totalBlocks / 2);
    QCOMPARE(client.kickReason(), -1);
}

void TestTransportEngine::aContentThatIsStillWrittenIsWaitedFor()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const QString path = rig.folder() + QStringLiteral("/a.img");
    rig.write(QStringLiteral("a.img"), 100'000'000);
    const auto future = rig.engine().initiate(rig.ask());
    // Its copy goes on while it is read.
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
    QCOMPARE(file.write("the end"), qint64(7));
    file.close();
    const auto early = rig.engine().initiateUnauthenticated(rig.ask());
    QCOMPARE(early.error().code, ErrorCode::Busy);
    const auto grant = rig.wait(future);
    QVERIFY2(grant, qPrintable(grant ? QString() : errorName(grant.error().code)));
    QCOMPARE(grant->contentSize, quint64(100'000'007));
}

void TestTransportEngine::emptyContentNeedsNoSession()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("empty.img")));
    QVERIFY(grant);
    QCOMPARE(grant->totalBlocks, quint64(0));
    QCOMPARE(grant->contentSize, quint64(0));
    QVERIFY(grant->sessionId.isValid());
    QVERIFY(grant->blockSize > 0);
    QVERIFY(grant->multicastPort > 0);
    QVERIFY(QHostAddress(grant->multicastAddress).isMulticast());
    QVERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().contents.isEmpty());
}

void TestTransportEngine::hostileNames_data()
{
    QTest::addColumn<QString>("content");
    for (const char *const name : {"../secret", "/etc/passwd", "", "..", "link", "a.img/..", "./a.img"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestTransportEngine::hostileNames()
{
    QFETCH(QString, content);
    EngineRig rig;
    QVERIFY(QFile::link(QStringLiteral("/etc/passwd"), rig.folder() + QStringLiteral("/link")));
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask(content));
    QVERIFY(!grant);
    QCOMPARE(grant.error().code, ErrorCode::ContentNotFound);
    QVERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.engine().initiateUnauthenticated(rig.ask()));
}

void TestTransportEngine::clientsAreSeen()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QCOMPARE(two.clients.size(), size_t(2));
    const SessionId session = two.grant.sessionId;
    QTRY_COMPARE(rig.seen().find(session)->state, SessionState::Sending);
    QTRY_VERIFY(rig.seen().find(session)->masterClientId.isValid());
    QVERIFY(rig.seen().find(rig.seen().find(session)->masterClientId));
    const ClientInfo *const row = rig.seen().find(two.clients[1]->id());
    QVERIFY(row);
    QCOMPARE(row->name, QStringLiteral("PC-1"));
    QCOMPARE(row->sessionId, session);
    QCOMPARE(row->ipAddress, QStringLiteral("127.0.0.1"));
    QTRY_COMPARE(rig.seen().find(two.clients[1]->id())->percentCompletion, quint8(25));
    QTRY_COMPARE(rig.seen().find(session)->percentCompletion, quint8(25));
    QTRY_COMPARE(rig.seen().find(two.clients[0]->id())->cpuUtilization, quint8(12));
    QCOMPARE(rig.notices(Notice::Kind::ClientJoined).size(), 2);

    two.clients[0]->leave(wire::LeaveComplete);
    QTRY_COMPARE(rig.notices(Notice::Kind::ClientCompleted).size(), 1);
    two.clients[1]->leave(wire::LeaveCancelled);
    QTRY_COMPARE(rig.notices(Notice::Kind::ClientLeft).size(), 1);
    QCOMPARE(rig.notices(Notice::Kind::ClientLeft)[0].subject, QStringLiteral("PC-1"));
    QVERIFY(rig.seen().clients.isEmpty());
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::identityFollowsTheAsker()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    InitiationAsk ask = rig.ask();
    ask.identity = QStringLiteral("bob");
    const auto grant = rig.wait(rig.engine().initiate(ask));
    QVERIFY(grant);
    MiniClient client(*grant, QStringLiteral("PC"));
    client.join();
    QTRY_COMPARE(rig.seen().clients.size(), 1);
    QCOMPARE(rig.seen().clients[0].userIdentity, QStringLiteral("bob"));
}

void TestTransportEngine::identitiesBehindOneAddressAreToldApart()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    std::vector<std::unique_ptr<MiniClient>> clients;
    for (const QString &name : {QStringLiteral("bob"), QStringLiteral("eve")}) {
        InitiationAsk ask = rig.ask();
        ask.identity = name;
        ask.client = QStringLiteral("PC-") + name;
        const auto grant = rig.wait(rig.engine().initiate(ask));
        QVERIFY(grant);
        clients.push_back(std::make_unique<MiniClient>(*grant, ask.client));
    }
    for (const auto &client : clients)
        client->join();
    QTRY_COMPARE(rig.seen().clients.size(), 2);
    for (const ClientInfo &row : rig.seen().clients)
        QCOMPARE(row.name, QStringLiteral("PC-") + row.userIdentity);
}

void TestTransportEngine::terminateDisconnectsEverybody()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd four = crowd(rig, 4);
    QCOMPARE(four.clients.size(), size_t(4));
    const SessionId id = four.grant.sessionId;
    quint64 removedAt = 0;
    connect(&rig.engine(), &TransportEngine::eventRaised, this, [&](const InventoryEvent &event) {
        const auto *gone = std::get_if<SessionId>(&event.change);
        if (gone && *gone == id)
            removedAt = event.revision;
    });
    quint64 removedBeforeReply = 0;
    auto future = rig.engine().ask(TerminateSession{id, rig.order()});
    QVERIFY(!future.isFinished());
    QCOMPARE(rig.seen().find(id)->state, SessionState::Terminating);
    QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask()).error().code,
             ErrorCode::SessionShutdownInProgress);
    auto seen = future.then(this, [&](const Result<DisconnectReport> &report) {
        removedBeforeReply = removedAt;
        return report;
    });
    const auto report = rig.wait(seen);
    QVERIFY(report);
    QCOMPARE(report->disconnected, 4u);
    QCOMPARE(report->unanswered, 0u);
    QVERIFY(removedBeforeReply > 0);
    QVERIFY(report->revision >= removedBeforeReply);
    for (const auto &client : four.clients) {
        QCOMPARE(client->kickReason(), int(wire::KickFail));
        QCOMPARE(client->kickedBy(), QStringLiteral("alice"));
        QCOMPARE(client->kickText(), QStringLiteral("wrong image"));
    }
    QVERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().contents.isEmpty());
    QVERIFY(rig.seen().clients.isEmpty());
    QCOMPARE(rig.seen().namespaces.size(), 1);
    const Notice notice = rig.notices(Notice::Kind::SessionTerminated).value(0);
    QCOMPARE(notice.count, 4u);
    QCOMPARE(notice.by, QStringLiteral("alice"));
    QCOMPARE(notice.subject, QStringLiteral("a.img"));
    QVERIFY(rig.isConsistent());
    // The server still serves.
    const auto next = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(next);
    QVERIFY(next->sessionId != id);
}

void TestTransportEngine::terminateNamesTheSilent()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd three = crowd(rig, 3);
    QCOMPARE(three.clients.size(), size_t(3));
    three.clients[1]->fallSilent();
    const auto report = rig.wait(
        rig.engine().ask(TerminateSession{three.grant.sessionId, rig.order(DisconnectType::Fallback)}));
    QVERIFY(report);
    QCOMPARE(report->disconnected, 2u);
    QCOMPARE(report->unanswered, 1u);
    QCOMPARE(report->unansweredNames, QStringList(QStringLiteral("PC-1")));
    QCOMPARE(three.clients[0]->kickReason(), int(wire::KickFallback));
    QCOMPARE(rig.notices(Notice::Kind::SessionTerminated).value(0).names, report->unansweredNames);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::secondTerminateJoinsTheFirst()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QCOMPARE(two.clients.size(), size_t(2));
    two.clients[1]->fallSilent();
    const SessionId id = two.grant.sessionId;
    const auto first = rig.engine().ask(TerminateSession{id, rig.order()});
    QTRY_COMPARE(two.clients[0]->kickReason(), int(wire::KickFail));
    const auto second = rig.engine().ask(TerminateSession{id, rig.order(DisconnectType::Fallback)});
    QCOMPARE(rig.wait(rig.engine().ask(DisconnectClient{two.clients[1]->id(), rig.order()})).error().code,
             ErrorCode::SessionShutdownInProgress);
    const auto one = rig.wait(first);
    const auto two2 = rig.wait(second);
    QVERIFY(one && two2);
    QCOMPARE(*one, *two2);
    QCOMPARE(one->disconnected, 1u);
    QCOMPARE(rig.notices(Notice::Kind::SessionTerminated).size(), 1);
    // A late one finds nothing any more.
    QCOMPARE(rig.wait(rig.engine().ask(TerminateSession{id, rig.order()})).error().code,
             ErrorCode::SessionNotFound);
}

void TestTransportEngine::terminateFreesThePort()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.ports = {47050, 47050};
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    for (int i = 0; i < 3; ++i) {
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        QVERIFY2(grant, grant ? "" : qPrintable(grant.error().detail));
        QVERIFY(rig.wait(rig.engine().ask(TerminateSession{grant->sessionId, rig.order()})));
        QUdpSocket other;
        QVERIFY(other.bind(QHostAddress::LocalHost, 47050, QUdpSocket::DontShareAddress));
    }
}

void TestTransportEngine::terminateContentEndsAllItsSessions()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QVERIFY(rig.wait(rig.engine().initiate(rig.ask())));
    const auto kept = rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img")));
    QVERIFY(kept);
    QCOMPARE(rig.seen().sessions.size(), 3);
    const ContentId content = rig.seen().find(two.grant.sessionId)->contentId;
    const auto report = rig.wait(rig.engine().ask(TerminateContent{content, rig.order()}));
    QVERIFY(report);
    QCOMPARE(report->disconnected, 2u);
    QCOMPARE(rig.seen().sessions.size(), 1);
    QCOMPARE(rig.seen().sessions[0].id, kept->sessionId);
    QVERIFY(!rig.seen().find(content));
    QCOMPARE(rig.wait(rig.engine().ask(TerminateContent{content, rig.order()})).error().code,
             ErrorCode::ContentNotFound);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::terminateRefuses()
{
    EngineRig rig;
    const NamespaceId space = rig.publish();
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    const DisconnectOrder vague = rig.order(DisconnectType::Unknown);
    const quint64 before = rig.seen().revision;
    QCOMPARE(rig.wait(rig.engine().ask(TerminateSession{grant->sessionId, vague})).error().code,
             ErrorCode::InvalidParameter);
    QCOMPARE(rig.wait(rig.engine().ask(TerminateContent{rig.seen().contents[0].id, vague})).error().code,
             ErrorCode::InvalidParameter);
    QCOMPARE(rig.wait(rig.engine().ask(DisconnectClient{ClientId(1), vague})).error().code,
             ErrorCode::InvalidParameter);
    QCOMPARE(rig.wait(rig.engine().ask(DeregisterNamespace{space, true, vague})).error().code,
             ErrorCode::InvalidParameter);
    QCOMPARE(rig.wait(rig.engine().ask(TerminateSession{SessionId(), rig.order()})).error().code,
             ErrorCode::SessionNotFound);
    QCOMPARE(rig.wait(rig.engine().ask(DisconnectClient{ClientId(1), rig.order()})).error().code,
             ErrorCode::ClientNotFound);
    QCOMPARE(rig.seen().revision, before);
}

void TestTransportEngine::disconnectOne()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd three = crowd(rig, 3);
    QCOMPARE(three.clients.size(), size_t(3));
    const ClientId id = three.clients[1]->id();
    const auto first = rig.engine().ask(DisconnectClient{id, rig.order(DisconnectType::Fallback)});
    const auto second = rig.engine().ask(DisconnectClient{id, rig.order(DisconnectType::Fallback)});
    const auto report = rig.wait(first);
    QVERIFY(report);
    QCOMPARE(report->disconnected, 1u);
    QCOMPARE(report->unanswered, 0u);
    QCOMPARE(rig.wait(second)->disconnected, 1u);
    QCOMPARE(three.clients[1]->kickReason(), int(wire::KickFallback));
    QVERIFY(!rig.seen().find(id));
    QCOMPARE(rig.seen().clients.size(), 2);
    const Notice notice = rig.notices(Notice::Kind::ClientDisconnected).value(0);
    QCOMPARE(notice.subject, QStringLiteral("PC-1"));
    QCOMPARE(notice.reason, QStringLiteral("wrong image"));
    QCOMPARE(three.clients[0]->kickReason(), -1);
    QCOMPARE(rig.wait(rig.engine().ask(DisconnectClient{id, rig.order()})).error().code,
             ErrorCode::ClientNotFound);
    // The others go on.
    const quint64 blocks = three.clients[0]->blocksSeen();
    QTRY_VERIFY(three.clients[0]->blocksSeen() > blocks);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::whoIsCutIsTold_data()
{
    using Order = std::function<void(EngineRig &, const InitiationGrant &, const DisconnectOrder &)>;
    QTest::addColumn<Order>("order");
    QTest::addColumn<QByteArray>("signal");
    const auto row = [](const char *name, const char *signal, const Order &order) {
        QTest::newRow(name) << order << QByteArray(signal);
    };
    row("client", SIGNAL(clientCut(castdeck::SessionId, QString, QString)),
        [](EngineRig &rig, const InitiationGrant &, const DisconnectOrder &order) {
            rig.engine().ask(DisconnectClient{rig.seen().clients[0].id, order});
        });
    row("session", SIGNAL(sessionCut(castdeck::SessionId)),
        [](EngineRig &rig, const InitiationGrant &grant, const DisconnectOrder &order) {
            rig.engine().ask(TerminateSession{grant.sessionId, order});
        });
    row("content", SIGNAL(sessionCut(castdeck::SessionId)),
        [](EngineRig &rig, const InitiationGrant &, const DisconnectOrder &order) {
            rig.engine().ask(TerminateContent{rig.seen().contents[0].id, order});
        });
    row("namespace", SIGNAL(namespaceCut(castdeck::NamespaceId)),
        [](EngineRig &rig, const InitiationGrant &, const DisconnectOrder &order) {
            rig.engine().ask(DeregisterNamespace{rig.seen().namespaces[0].id, true, order});
        });
    row("service", SIGNAL(serviceCut()),
        [](EngineRig &rig, const InitiationGrant &, const DisconnectOrder &order) {
            rig.engine().ask(StopService{true, order});
        });
}

void TestTransportEngine::whoIsCutIsTold()
{
    using Order = std::function<void(EngineRig &, const InitiationGrant &, const DisconnectOrder &)>;
    QFETCH(Order, order);
    QFETCH(QByteArray, signal);
    for (const DisconnectType type : {DisconnectType::Abort, DisconnectType::Fallback}) {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        Crowd one = crowd(rig, 1);
        QCOMPARE(one.clients.size(), size_t(1));
        QSignalSpy spy(&rig.engine(), signal.constData());
        QVERIFY(spy.isValid());
        order(rig, one.grant, rig.order(type));
        // Whoever is sent to the fallback may use it.
        QCOMPARE(spy.size(), type == DisconnectType::Abort ? 1 : 0);
    }
}

void TestTransportEngine::disconnectNamesTheSilent()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QCOMPARE(two.clients.size(), size_t(2));
    two.clients[1]->fallSilent();
    const ClientId id = two.clients[1]->id();
    const auto report = rig.wait(rig.engine().ask(DisconnectClient{id, rig.order()}));
    QVERIFY(report);
    QCOMPARE(report->disconnected, 0u);
    QCOMPARE(report->unansweredNames, QStringList(QStringLiteral("PC-1")));
    QCOMPARE(rig.seen().find(id)->state, ClientState::Disconnecting);
    // Ending the session ends the second try too, which nobody answers either.
    const auto again = rig.engine().ask(DisconnectClient{id, rig.order()});
    const auto end = rig.wait(rig.engine().ask(TerminateSession{two.grant.sessionId, rig.order()}));
    QVERIFY(end);
    QCOMPARE(end->unansweredNames, QStringList(QStringLiteral("PC-1")));
    QCOMPARE(rig.wait(again)->unanswered, 1u);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::drainThenGone()
{
    EngineRig rig;
    const NamespaceId space = rig.publish();
    Crowd one = crowd(rig, 1);
    QCOMPARE(one.clients.size(), size_t(1));
    const auto drained = rig.wait(rig.engine().ask(DeregisterNamespace{space, false, rig.order()}));
    QVERIFY(drained);
    QVERIFY(rig.seen().find(space)->tombstoned);
    QCOMPARE(one.clients[0]->kickReason(), -1);
    QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask()).error().code,
             ErrorCode::NamespaceShutdownInProgress);
    QCOMPARE(rig.wait(rig.engine().ask(DeregisterNamespace{space, false, rig.order()})).error().code,
             ErrorCode::NamespaceNotRegistered);
    // Its name is free; who asks now gets the new one.
    const NamespaceId next = rig.publish();
    QVERIFY(next.isValid() && next != space);
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    QVERIFY(grant->sessionId != one.grant.sessionId);

    one.clients[0]->leave(wire::LeaveComplete);
    QTRY_VERIFY(!rig.seen().find(space));
    QVERIFY(rig.seen().find(next));
    QCOMPARE(rig.seen().sessions.size(), 1);
    QCOMPARE(rig.notices(Notice::Kind::SessionEnded).size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::cutEndsTheSessions()
{
    EngineRig rig;
    const NamespaceId space = rig.publish();
    Crowd two = crowd(rig, 2);
    QVERIFY(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img"))));
    QVERIFY(rig.wait(rig.engine().ask(DeregisterNamespace{space, false, rig.order()})));
    const auto cut = rig.wait(rig.engine().ask(DeregisterNamespace{space, true, rig.order()}));
    QVERIFY(cut);
    QCOMPARE(cut->id, space);
    QVERIFY(rig.seen().namespaces.isEmpty());
    QVERIFY(rig.seen().sessions.isEmpty());
    QCOMPARE(two.clients.at(0)->kickReason(), int(wire::KickFail));
    QCOMPARE(rig.notices(Notice::Kind::NamespaceDeregistered).size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::sessionEndsWhenNobodyIsLeft()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd one = crowd(rig, 1);
    QCOMPARE(one.clients.size(), size_t(1));
    one.clients[0]->leave(wire::LeaveComplete);
    QTRY_VERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().contents.isEmpty());
    QTRY_COMPARE(rig.notices(Notice::Kind::SessionEnded).size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::takenPortsArePassedOver()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.ports = {47060, 47063};
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    QUdpSocket first;
    QUdpSocket second;
    QVERIFY(first.bind(QHostAddress::LocalHost, 47060, QUdpSocket::DontShareAddress));
    QVERIFY(second.bind(QHostAddress::LocalHost, 47061, QUdpSocket::DontShareAddress));
    const auto a = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(a);
    QCOMPARE(a->multicastPort, quint16(47062));
    const auto b = rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img")));
    QVERIFY(b);
    QCOMPARE(b->multicastPort, quint16(47063));
    first.close();
    // The passed ones were not kept.
    const auto c = rig.wait(rig.engine().initiate(rig.ask()));
    QVERIFY(c);
    QCOMPARE(c->multicastPort, quint16(47060));
}

void TestTransportEngine::failedStartIsShownAndDoesNotBlock()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.ports = {47070, 47071};
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    QUdpSocket first;
    QUdpSocket second;
    QVERIFY(first.bind(QHostAddress::LocalHost, 47070, QUdpSocket::DontShareAddress));
    QVERIFY(second.bind(QHostAddress::LocalHost, 47071, QUdpSocket::DontShareAddress));
    const auto refused = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NoSystemResources);
    QVERIFY(refused.error().detail.contains(QStringLiteral("47071")));
    QCOMPARE(rig.seen().sessions.size(), 1);
    const SessionInfo row = rig.seen().sessions[0];
    QCOMPARE(row.state, SessionState::Failed);
    QCOMPARE(row.error, std::optional(refused.error()));
    QVERIFY(rig.seen().find(row.contentId));

    // The same failure again is no news, and one content has one such row.
    const quint64 revision = rig.seen().revision;
    QVERIFY(!rig.engine().initiateUnauthenticated(rig.ask()));
    QCOMPARE(rig.seen().revision, revision);
    QCOMPARE(rig.notices(Notice::Kind::SessionFailed).size(), 1);

    first.close();
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    QCOMPARE(rig.seen().sessions.size(), 1);
    QCOMPARE(rig.seen().sessions[0].id, grant->sessionId);

    // Terminate dismisses a failed row. While the other session is empty, whoever asks would only be told to
    // wait.
    MiniClient client(*grant, QStringLiteral("PC"));
    client.join();
    QTRY_VERIFY(!rig.seen().clients.isEmpty());
    QVERIFY(!rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img"))));
    QCOMPARE(rig.seen().sessions.size(), 2);
    const auto failed = std::ranges::find(rig.seen().sessions, SessionState::Failed, &SessionInfo::state);
    QVERIFY(failed != rig.seen().sessions.end());
    const auto report = rig.wait(rig.engine().ask(TerminateSession{failed->id, rig.order()}));
    QVERIFY(report);
    QCOMPARE(report->disconnected + report->unanswered, 0u);
    QCOMPARE(report->revision, rig.seen().revision);
    QCOMPARE(rig.seen().sessions.size(), 1);
    QCOMPARE(rig.seen().contents.size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::unreadableInterfaceIsShown()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.interfaceName = QStringLiteral("nonexistent0");
    EngineRig rig(settings);
    const NamespaceId space = rig.publish();
    const auto refused = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::NoInterface);
    QCOMPARE(rig.seen().sessions.size(), 1);
    QCOMPARE(rig.seen().sessions[0].interfaceName, settings.interfaceName);
    QCOMPARE(rig.seen().sessions[0].error->code, ErrorCode::NoInterface);
    // It does not keep its namespace from going.
    QVERIFY(rig.wait(rig.engine().ask(DeregisterNamespace{space, false, rig.order()})));
    QVERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().namespaces.isEmpty());
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::failedRowGoesByItself()
{
    EngineSettings settings = EngineRig::quickSettings();
    settings.interfaceName = QStringLiteral("nonexistent0");
    settings.failedSessionKept = std::chrono::milliseconds(1);
    EngineRig rig(settings);
    QVERIFY(rig.publish().isValid());
    QVERIFY(!rig.engine().initiateUnauthenticated(rig.ask()));
    QCOMPARE(rig.seen().sessions.size(), 1);
    QTRY_VERIFY(rig.seen().sessions.isEmpty());
    QVERIFY(rig.seen().contents.isEmpty());
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::changedContentFailsTheSession()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QCOMPARE(two.clients.size(), size_t(2));
    rig.write(QStringLiteral("a.img"), 1'000);
    QTRY_COMPARE(rig.notices(Notice::Kind::SessionFailed).size(), 1);
    QCOMPARE(rig.seen().sessions.size(), 1);
    const SessionInfo row = rig.seen().sessions[0];
    QCOMPARE(row.id, two.grant.sessionId);
    QCOMPARE(row.state, SessionState::Failed);
    QCOMPARE(row.error->code, ErrorCode::ContentChanged);
    QVERIFY(rig.seen().clients.isEmpty());
    // The next asker gets the file as it is now.
    const auto next = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(next);
    QCOMPARE(next->contentSize, quint64(1'000));
    QCOMPARE(rig.seen().sessions.size(), 1);
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::whoHoldsASessionUpIsNamed()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QCOMPARE(two.clients.size(), size_t(2));
    for (const auto &client : two.clients)
        client->standStill(); // one of them is the master
    QTRY_VERIFY(!rig.notices(Notice::Kind::ClientStuck).isEmpty());
    const Notice said = rig.notices(Notice::Kind::ClientStuck).first();
    QVERIFY(said.subject == QStringLiteral("PC-0") || said.subject == QStringLiteral("PC-1"));
    QCOMPARE(said.sessionId, two.grant.sessionId);
    QVERIFY(said.clientId.isValid());
    QVERIFY2(said.reason.contains(QStringLiteral("nothing new")), qPrintable(said.reason));
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::whoNeverReportedIsNoNews()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    for (int i = 0; i < 20; ++i) {
        MiniClient stranger(*grant, QStringLiteral("X-%1").arg(i));
        stranger.neverReport();
        stranger.join();
        QTRY_VERIFY(stranger.isJoined());
        stranger.leave(wire::LeaveCancelled);
    }
    MiniClient client(*grant, QStringLiteral("PC"));
    client.join();
    QTRY_COMPARE(rig.notices(Notice::Kind::ClientJoined).size(), 1);
    QCOMPARE(rig.notices(Notice::Kind::ClientJoined)[0].subject, QStringLiteral("PC"));
    QVERIFY(rig.notices(Notice::Kind::ClientLeft).isEmpty());
}

void TestTransportEngine::notMoreIsSaidThanCanBeRead()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
    QVERIFY(grant);
    // A datagram may get lost where much is going on.
    const auto joins = [](MiniClient &client) {
        for (int attempt = 0; attempt < 30; ++attempt) {
            client.join();
            if (QTest::qWaitFor([&] { return client.isJoined(); }, 2'000))
                return true;
        }
        return false;
    };
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 400; ++i) {
        MiniClient client(*grant, QStringLiteral("X-%1").arg(i));
        QVERIFY(joins(client));
        client.leave(wire::LeaveCancelled);
    }
    MiniClient last(*grant, QStringLiteral("PC"));
    QVERIFY(joins(last));
    QTRY_VERIFY(std::ranges::any_of(rig.seen().clients, [](const ClientInfo &row) {
        return row.name == QStringLiteral("PC") && row.state == ClientState::Receiving;
    }));
    const auto said =
        rig.notices(Notice::Kind::ClientJoined).size() + rig.notices(Notice::Kind::ClientLeft).size();
    const qsizetype windows = time.elapsed() / 10'000 + 1;
    QVERIFY2(said >= 400 && said <= 500 * windows, qPrintable(QString::number(said)));
}

void TestTransportEngine::shutDownEndsEverything()
{
    EngineRig rig;
    QVERIFY(rig.publish().isValid());
    Crowd two = crowd(rig, 2);
    QVERIFY(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("b.img"))));
    const auto down = rig.engine().shutDown(rig.order());
    QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask()).error().code,
             ErrorCode::SessionShutdownInProgress);
    QCOMPARE(rig.engine().initiateUnauthenticated(rig.ask(QStringLiteral("missing"))).error().code,
             ErrorCode::ContentNotFound);
    QCOMPARE(
        rig.wait(rig.engine().ask(RegisterNamespace{rig.namespaceInfo(QStringLiteral("late"))})).error().code,
        ErrorCode::InvalidOperation);
    const auto report = rig.wait(down);
    QVERIFY(report);
    QCOMPARE(report->disconnected, 2u);
    QVERIFY(rig.seen().sessions.isEmpty());
    QCOMPARE(two.clients.at(1)->kickReason(), int(wire::KickFail));
    QVERIFY(rig.wait(rig.engine().shutDown(rig.order())));
    QVERIFY(rig.isConsistent());
}

void TestTransportEngine::destructionFinishesEveryFuture()
{
    EngineRig rig;
    const NamespaceId space = rig.publish();
    Crowd one = crowd(rig, 1);
    QCOMPARE(one.clients.size(), size_t(1));
    one.clients[0]->fallSilent();
    const auto disconnect = rig.engine().ask(DisconnectClient{one.clients[0]->id(), rig.order()});
    const auto terminate = rig.engine().ask(TerminateSession{one.grant.sessionId, rig.order()});
    const auto cut = rig.engine().ask(DeregisterNamespace{space, true, rig.order()});
    const auto answered = rig.engine().ask(TerminateSession{SessionId(), rig.order()});
    rig.destroyEngine();
    QVERIFY(disconnect.isFinished());
    QVERIFY(terminate.isFinished());
    QVERIFY(cut.isFinished());
    QTRY_VERIFY(answered.isFinished()); // what was known already comes from the event loop
    QCOMPARE(disconnect.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(terminate.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(cut.result().error().code, ErrorCode::Cancelled);
    QCOMPARE(answered.result().error().code, ErrorCode::SessionNotFound);
}

CASTDECK_TEST(TestTransportEngine)

} // namespace castdeck::tst_transportengine
#include "tst_transportengine.moc"
