// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/jsoncodec.h"
#include "support/faultychannel.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace castdeck::tst_jsoncodec
{

namespace
{

Result<std::optional<Message>> decode(const QByteArray &line)
{
    JsonCodec codec;
    return codec.decode(line);
}

/// The error a request is answered with, for one that has an id but cannot be read.
Error unreadable(const QByteArray &line)
{
    const auto message = decode(line);
    if (!message || !*message)
        return {ErrorCode::Internal, QStringLiteral("not even a request")};
    const auto *request = std::get_if<Request>(&**message);
    const auto *body = request ? std::get_if<UnreadableRequest>(&request->body) : nullptr;
    return body ? body->error : Error{ErrorCode::Internal, QStringLiteral("it was read")};
}

DisconnectOrder order()
{
    return {DisconnectType::Abort, QStringLiteral("Grüße, \"x\"\n"), QStringLiteral("me")};
}

QList<Message> everyMessage()
{
    const Inventory inventory = sampleInventory(2, 2);
    SessionInfo failed = inventory.sessions.first();
    failed.error = Error{ErrorCode::NoInterface, QStringLiteral("eth9")};
    failed.state = SessionState::Failed;
    failed.tier = 2;
    failed.rateLimit = (1ULL << 53U) - 1;
    failed.startedAt = failed.stalledSince = QDateTime::currentDateTimeUtc();
    Notice notice;
    notice.kind = Notice::Kind::SessionTerminated;
    notice.time = QDateTime::currentDateTimeUtc();
    notice.sessionId = SessionId(5);
    notice.count = 3;
    notice.names = {QStringLiteral("a"), QString()};
    notice.error = Error{ErrorCode::KickedFail, {}};
    const TokenInfo token{QStringLiteral("id"), QStringLiteral("name"), Role::Receiver,
                          QDateTime::currentDateTimeUtc(), QDateTime::currentDateTimeUtc().addYears(1)};
    InitiationGrant grant;
    grant.symKey = QByteArray("\0\x80\xff", 3);
    grant.contentSize = (1ULL << 53U) - 1;
    grant.secMode = 0xFFFFFFFF;

    NamespaceInfo scheduled = inventory.namespaces.first();
    scheduled.type = NamespaceType::ScheduledCastAutoStart;
    scheduled.minimumClients = 7;
    scheduled.startTime = scheduled.tombstoneTime = QDateTime::currentDateTimeUtc();
    scheduled.transmissionStarted = scheduled.startMissed = scheduled.tombstoned = true;
    scheduled.waitingClients = 3;
    scheduled.fallbackUrl = QStringLiteral("https://m/{content}");
    scheduled.error = Error{ErrorCode::FolderEmpty, QStringLiteral("/srv")};
    ContentInfo digested = inventory.contents.first();
    digested.digestState = DigestState::Known;
    digested.digest = QStringLiteral("sha256:00");
    digested.root = QStringLiteral("sha256:01");
    ServicePolicy service;
    service.version = 9;
    service.ipv4 = {IpAddressSource::Dhcp, QStringLiteral("239.0.0.1"), QStringLiteral("239.0.0.9")};
    service.ipv6.endAddress = QStringLiteral("ff18::1");
    service.startPort = 0;
    service.endPort = 70'000;
    service.udpPortPolicy = UdpPortPolicy::Dynamic;
    ServerInfo draining = inventory.server;
    draining.serviceRunning = draining.serviceEnabled = false;
    draining.serviceDraining = true;
    HistoryFilter filter;
    filter.since = QDateTime::currentDateTimeUtc().addDays(-1);
    filter.until = QDateTime::currentDateTimeUtc();
    filter.before = 17;
    filter.limit = 3;
    EndedSession ended;
    ended.number = 4;
    ended.id = SessionId(9);
    ended.startedAt = *filter.since;
    ended.endedAt = *filter.until;
    ended.bytesSent = 1ULL << 42U;
    ended.outcome = SessionOutcome::Terminated;
    ended.by = QStringLiteral("alice");
    ended.error = Error{ErrorCode::ContentChanged, {}};
    ended.clients = {EndedClient{}, EndedClient{}, EndedClient{}};
    ended.clients[1].outcome = ClientOutcome::Vanished;
    ended.clients[1].leftAt = *filter.until;
    ended.clients[2].outcome = ClientOutcome::Demoted;
    ended.clients[2].by = QStringLiteral("slow-client policy");
    ended.clients[2].reason = QStringLiteral("too slow");
    ended.clientsOmitted = 2;
    AuditRecord audited;
    audited.number = 8;
    audited.time = *filter.since;
    audited.verb = QStringLiteral("session.terminate");
    audited.error = Error{ErrorCode::NotAuthorised, QStringLiteral("viewer")};

    QList<Message> messages;
    quint64 id = 0;
    const QList<RequestBody> requests = {
        Hello{7, QStringLiteral("secret")},
        Ping{},
        RetrieveInventory{},
        Subscribe{},
        RegisterNamespace{inventory.namespaces.first()},
        DeregisterNamespace{NamespaceId(0xFFFFFFFF), true, order()},
        ReplaceNamespace{NamespaceId(1), scheduled, true, order()},
        StartTransmission{NamespaceId(1)},
        SetMinimumClients{NamespaceId(1), 0xFFFFFFFF},
        RearmNamespace{NamespaceId(1), scheduled.startTime},
        RetrieveNamespaces{},
        RetrieveNamespaces{{QStringLiteral("WDS"), QStringLiteral("n"), true}},
        ListOffering{NamespaceId(1)},
        RetrieveBlocks{ClientId(5)},
        RetrievePolicies{},
        CommitPolicy{service},
        CommitPolicy{MulticastSessionPolicy{3, SlowClientHandling::Multistream, 1, 2, false}},
        CommitPolicy{DiagnosticsPolicy{4, true, 0xFFFFFFFF}},
        StartService{},
        StopService{true, order()},
        RestartService{true, order()},
        SetServiceEnabled{false},
        ReadSettings{},
        RetrieveSetup{},
        RetrieveRateLimits{},
        SetRateLimit{{RateScope::Namespace, 0xFFFFFFFF, 9'007'199'254'740'991}},
        SetRateLimit{},
        TerminateContent{ContentId(2), order()},
        TerminateSession{SessionId(3), order()},
        DisconnectClient{ClientId(4), order()},
        Subscribe{true},
        InitiateSession{{QStringLiteral("n"), QStringLiteral("c"), QStringLiteral("m"), 7, {}, {}}},
        CreateToken{QStringLiteral("t"), Role::Admin, QDateTime::currentDateTimeUtc()},
        ListTokens{},
        RevokeToken{QStringLiteral("t")},
        RetrieveSessionHistory{filter},
        RetrieveAudit{},
    };
    for (const RequestBody &body : requests)
        messages.append(Request{++id, body});
    const QList<Result<ReplyBody>> replies = {
        Welcome{1, inventory.server, Role::Operator, QStringLiteral("who")},
        Done{},
        inventory,
        NamespaceReport{1, NamespaceId(2)},
        DisconnectReport{1, 2, 3, {QStringLiteral("x")}},
        grant,
        NewToken{token, QStringLiteral("s")},
        QList<TokenInfo>{token, token},
        QList<NamespaceInfo>{scheduled, inventory.namespaces.first()},
        Policies{service, {}, {}},
        Offering{{{QStringLiteral("a/b"), 1}, {QStringLiteral("2"), {}}}, true},
        BlockMap{7, {0, 100, 3}},
        BlockMap{},
        QList<RateLimit>{{RateScope::Server, 0, 1}, {RateScope::Session, 7, 2}},
        PolicyReport{2, {QStringLiteral("a")}, {QStringLiteral("b"), QString()}, 3},
        SetupInfo{QStringLiteral("1"),
                  FeatureTransportServer,
                  ProtocolMulticast,
                  {{QStringLiteral("WDS"), QStringLiteral("d"), true}}},
        SessionHistory{{ended, EndedSession{}}, 3},
        AuditHistory{{audited, AuditRecord{}}, 0},
        tl::unexpected(Error{ErrorCode::UnknownVerb, QStringLiteral("x")}),
        tl::unexpected(Error{ErrorCode::ProtocolViolation, {}}),
        tl::unexpected(Error{ErrorCode(0xFFFFFFFF), QStringLiteral("y")}),
    };
    for (const auto &body : replies)
        messages.append(Reply{++id, body});
    const QList<Change> changes = {inventory.server,
                                   inventory.namespaces.first(),
                                   scheduled,
                                   draining,
                                   inventory.contents.first(),
                                   digested,
                                   failed,
                                   inventory.clients.first(),
                                   NamespaceId(1),
                                   ContentId(2),
                                   SessionId(3),
                                   ClientId(4),
                                   notice};
    for (const Change &change : changes)
        messages.append(Event{InventoryEvent{++id, change}});
    ClientInfo stuck = inventory.clients.first();
    stuck.byUnicast = true;
    stuck.silentSince = stuck.stalledSince = QDateTime::currentDateTimeUtc();
    stuck.writesSlowly = true;
    messages.append(Event{InventoryEvent{++id, stuck}});
    ClientMeasures measures;
    for (const ClientInfo &client : inventory.clients)
        measures.append(client);
    messages.append(Event{InventoryEvent{++id, measures, 2}});
    RowEnding clientEnding;
    clientEnding.client = ClientOutcome::Completed;
    clientEnding.unicast = true;
    clientEnding.percentCompletion = 100;
    messages.append(Event{InventoryEvent{++id, ClientId(4), 0, clientEnding}});
    RowEnding sessionEnding;
    sessionEnding.session = SessionOutcome::Terminated;
    sessionEnding.at = QDateTime::currentDateTimeUtc();
    sessionEnding.clients = 20;
    sessionEnding.completed = 3;
    sessionEnding.disconnected = 17;
    sessionEnding.by = QStringLiteral("ann");
    sessionEnding.reason = QStringLiteral("lunch");
    messages.append(Event{InventoryEvent{++id, SessionId(3), 0, sessionEnding}});
    messages.append(Goodbye{{ErrorCode::NotAuthenticated, QStringLiteral("revoked")}});
    return messages;
}

} // namespace

class TestJsonCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyMessageComesBack()
    {
        const auto messages = everyMessage();
        for (const Message &message : messages) {
            const auto line = JsonCodec::encode(message);
            QVERIFY(line);
            QVERIFY(line->endsWith('\n'));
            QCOMPARE(line->count('\n'), 1);
            const auto again = decode(line->chopped(1));
            QVERIFY2(again && *again, line->constData());
            QVERIFY2(**again == message, line->constData());
            QCOMPARE(QJsonDocument::fromJson(*line).object().value(QStringLiteral("jsonrpc")).toString(),
                     QStringLiteral("2.0"));
        }
    }

    void truncationsAreRefused()
    {
        const auto messages = everyMessage();
        for (const Message &message : messages) {
            const QByteArray line = JsonCodec::encode(message)->chopped(1);
            for (qsizetype size = 0; size < line.size(); size += 1 + size / 128)
                QVERIFY(!decode(line.first(size)));
        }
    }

    void whatIsNoMessageIsAnError_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("http") << QByteArray("GET / HTTP/1.1");
        QTest::newRow("array") << QByteArray(R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])");
        QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"ping"})");
        QTest::newRow("other version") << QByteArray(R"({"jsonrpc":"1.0","id":1,"method":"ping"})");
        QTest::newRow("id 0") << QByteArray(R"({"jsonrpc":"2.0","id":0,"method":"ping"})");
        QTest::newRow("id negative") << QByteArray(R"({"jsonrpc":"2.0","id":-1,"method":"ping"})");
        QTest::newRow("id fraction") << QByteArray(R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})");
        QTest::newRow("id too large")
            << QByteArray(R"({"jsonrpc":"2.0","id":9007199254740992,"method":"ping"})");
        QTest::newRow("id string") << QByteArray(R"({"jsonrpc":"2.0","id":"1","method":"ping"})");
        QTest::newRow("method number") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":2})");
        QTest::newRow("nothing") << QByteArray(R"({"jsonrpc":"2.0"})");
        QTest::newRow("event without revision")
            << QByteArray(R"({"jsonrpc":"2.0","method":"event","params":{"sessionRemoved":1}})");
        QTest::newRow("event of nothing known")
            << QByteArray(R"({"jsonrpc":"2.0","method":"event","params":{"revision":1,"planet":1}})");
        QTest::newRow("event of wrong type") << QByteArray(
            R"({"jsonrpc":"2.0","method":"event","params":{"revision":1,"sessionRemoved":"1"}})");
        QTest::newRow("invalid utf-8")
            << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}");
        QTest::newRow("nul bytes") << QByteArray(64, '\0');
        QTest::newRow("deep") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":)") +
                                     QByteArray(100'000, '[') + QByteArray(100'000, ']') + '}';
        QTest::newRow("too long") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"ping","x":")") +
                                         QByteArray(JsonCodec::MaxLine, 'x') + "\"}";
    }

    void whatIsNoMessageIsAnError()
    {
        QFETCH(QByteArray, line);
        const auto message = decode(line);
        QVERIFY(!message);
        QCOMPARE(message.error().code, ErrorCode::ProtocolViolation);
        QVERIFY(!message.error().detail.isEmpty());
    }

    void aRequestThatCannotBeReadSaysWhere_data()
    {
        QTest::addColumn<QByteArray>("methodAndParams");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char *name, const char *rest, const char *detail) {
            QTest::newRow(name) << QByteArray(rest) << ErrorCode::InvalidParameter
                                << QString::fromLatin1(detail);
        };
        QTest::newRow("unknown method") << QByteArray(R"("method":"session.fly")") << ErrorCode::UnknownVerb
                                        << QStringLiteral("session.fly");
        row("params missing", R"("method":"session.terminate")", "params.id is missing");
        row("params array", R"("method":"ping","params":[])", "params must be an object");
        row("order missing", R"("method":"session.terminate","params":{"id":1})", "params.order is missing");
        row("type unknown", R"("method":"session.terminate","params":{"id":1,"order":{"type":"hug"}})",
            "params.order.type must be one of the known words");
        row("id too large",
            R"("method":"session.terminate","params":{"id":4294967296,"order":{"type":"abort"}})",
            "params.id must be an integer from 0 to 4294967295");
        row("id fraction", R"("method":"client.disconnect","params":{"id":1.5,"order":{"type":"abort"}})",
            "params.id must be an integer from 0 to 4294967295");
        row("reason number",
            R"("method":"client.disconnect","params":{"id":1,"order":{"type":"abort","reason":1}})",
            "params.order.reason must be a string");
        row("terminate string", R"("method":"namespace.deregister","params":{"id":1,"terminate":"yes"}})",
            "params.terminate must be true or false");
        row("local time",
            R"("method":"token.create","params":{"name":"x","role":"admin","expiresAt":"2030-01-01T00:00:00"})",
            "params.expiresAt must be a time with its zone");
        row("role", R"("method":"token.create","params":{"name":"x","role":"god"})",
            "params.role must be one of the known words");
    }

    void aRequestThatCannotBeReadSaysWhere()
    {
        QFETCH(QByteArray, methodAndParams);
        QFETCH(ErrorCode, code);
        QFETCH(QString, detail);
        const QByteArray line = R"({"jsonrpc":"2.0","id":9,)" + methodAndParams;
        // Rows may bring their own closing brace.
        const QByteArray whole = line.count('{') == line.count('}') ? line : line + '}';
        QCOMPARE(unreadable(whole), (Error{code, detail}));
    }

    void aReplyThatCannotBeReadEndsItsCall_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("no result") << QByteArray(R"("x":1)");
        QTest::newRow("result number") << QByteArray(R"("result":1)");
        QTest::newRow("result of nothing known") << QByteArray(R"("result":{"planet":1}})");
        QTest::newRow("wrong type") << QByteArray(R"("result":{"namespaceReport":{"revision":"1","id":2}})");
        QTest::newRow("row broken") << QByteArray(R"("result":{"tokens":[{"id":"x"}]})");
        QTest::newRow("bad base64") << QByteArray(
            R"("result":{"initiation":{"multicastAddress":"x","multicastPort":1,)"
            R"("unicastAddress":"x","unicastPort":1,"sessionId":1,"contentSize":1,)"
            R"("blockSize":1,"totalBlocks":1,"symKey":"%%"}})");
        QTest::newRow("error without code") << QByteArray(R"("error":{})");
        QTest::newRow("error of -1") << QByteArray(R"("error":{"code":-1,"message":"x"})");
    }

    void aReplyThatCannotBeReadEndsItsCall()
    {
        QFETCH(QByteArray, rest);
        QByteArray line = R"({"jsonrpc":"2.0","id":9,)" + rest;
        if (line.count('{') != line.count('}'))
            line += '}';
        const auto message = decode(line);
        QVERIFY(message && *message);
        const auto *reply = std::get_if<Reply>(&**message);
        QVERIFY(reply);
        QCOMPARE(reply->id, 9U);
        QVERIFY(!reply->body);
        QCOMPARE(reply->body.error().code, ErrorCode::ProtocolViolation);
    }

    void unknownKeysAndNotificationsAreIgnored()
    {
        const auto request =
            decode(R"({"jsonrpc":"2.0","id":3,"method":"session.terminate","future":{"x":[1]},)"
                   R"("params":{"id":1,"order":{"type":"abort","volume":11},"tone":"kind"}})");
        QVERIFY(request && *request);
        QVERIFY((**request ==
                 Message(Request{3, TerminateSession{SessionId(1), {DisconnectType::Abort, {}, {}}}})));
        const auto notification = decode(R"({"jsonrpc":"2.0","method":"weather","params":{}})");
        QVERIFY(notification);
        QVERIFY(!*notification);
    }

    void theInitiationOfTheSpecification()
    {
        // session-initiation §3.6, inside our envelope.
        const auto request = decode(R"({"jsonrpc":"2.0","id":1,"method":"session.initiate","params":)"
                                    R"({"namespace": "WDS:default/install.wim/1", "content": "install.wim",)"
                                    R"( "client": "TESTMACHINE", "capabilities": 3}})");
        QVERIFY(request && *request);
        const InitiationAsk ask{QStringLiteral("WDS:default/install.wim/1"),
                                QStringLiteral("install.wim"),
                                QStringLiteral("TESTMACHINE"),
                                3,
                                {},
                                {}};
        QVERIFY((**request == Message(Request{1, InitiateSession{ask}})));

        const auto reply = decode(
            R"({"jsonrpc":"2.0","id":1,"result":{"initiation":{"multicastAddress": "239.0.0.111",)"
            R"( "multicastPort": 64132, "unicastAddress": "192.168.0.200", "unicastPort": 64132,)"
            R"( "sessionId": 1830415998, "contentSize": 4018886380, "blockSize": 8785, "totalBlocks": 457472,)"
            R"( "symKey": "LxX4KuBoPveebWKnC9xRnSoyRuD9s1Tp", "hashAlgId": 32780, "hmacAlgId": 32777,)"
            R"( "secMode": 65537}}})");
        QVERIFY(reply && *reply);
        const auto &grant = std::get<InitiationGrant>(std::get<Reply>(**reply).body.value());
        QCOMPARE(grant.symKey.toHex(), QByteArray("2f15f82ae0683ef79e6d62a70bdc519d2a3246e0fdb354e9"));
        QCOMPARE(grant.contentSize, 4018886380ULL);
        QCOMPARE(grant.sessionId, SessionId(1830415998));
    }

    void whoAsksIsNotSent()
    {
        InitiateSession request;
        request.ask.identity = QStringLiteral("forged");
        request.ask.address = QStringLiteral("6.6.6.6");
        const QByteArray line = JsonCodec::encode(Request{1, request}).value();
        QVERIFY(!line.contains("forged"));
        QVERIFY(!line.contains("6.6.6.6"));
    }

    void aLargeSnapshotIsSplitAndPutTogether()
    {
        Inventory inventory = sampleInventory(50, 200);
        const Reply reply{5, inventory};
        const QByteArray lines = JsonCodec::encode(reply).value();
        const auto all = lines.chopped(1).split('\n');
        QVERIFY(all.size() > 2);
        JsonCodec codec;
        for (const QByteArray &line : all) {
            QVERIFY(line.size() < JsonCodec::MaxLine);
            const auto message = codec.decode(line);
            QVERIFY(message);
            QCOMPARE(message->has_value(), &line == &all.last());
            if (*message)
                QVERIFY(**message == Message(reply));
        }
        // Parts of one reply do not get into another.
        QVERIFY(codec.decode(all.first()));
        const QByteArray small = JsonCodec::encode(Reply{6, sampleInventory(1, 1)})->chopped(1);
        QVERIFY((*codec.decode(small).value() == Message(Reply{6, sampleInventory(1, 1)})));
    }

    void aSnapshotWithoutEndIsRefused()
    {
        // Blanks count as well, and are read quickly.
        QByteArray part =
            R"({"jsonrpc":"2.0","method":"inventory.part","params":{"id":5,"inventory":{"revision":1,)"
            R"("server":{"name":"","version":""},"namespaces":[],"contents":[],"sessions":[],"clients":[]}}})";
        part += QByteArray(JsonCodec::MaxLine - 1 - part.size(), ' ');
        JsonCodec codec;
        qsizetype taken = 0;
        while (codec.decode(part)) {
            taken += part.size();
            QVERIFY(taken <= bounds::Answer);
        }
        QVERIFY(taken > bounds::Answer - JsonCodec::MaxLine);
    }

    void aLongListIsSplitAndPutTogether()
    {
        QList<TokenInfo> tokens;
        QList<NamespaceInfo> namespaces;
        QList<RateLimit> limits;
        for (quint32 i = 0; i < 1'500; ++i) {
            tokens.append({QString::number(i), QString(700, QLatin1Char('t')), Role::Viewer, {}, {}});
            tokens.last().createdAt = QDateTime::fromMSecsSinceEpoch(i).toUTC();
            namespaces.emplaceBack().id = NamespaceId(i);
            namespaces.last().description = QString(700, QLatin1Char('n'));
            for (quint32 j = 0; j < 10; ++j)
                limits.append({RateScope::Namespace, 10 * i + j, 7});
        }
        JsonCodec codec;
        for (const ReplyBody &body : {ReplyBody(tokens), ReplyBody(namespaces), ReplyBody(limits)}) {
            const QByteArrayList lines = JsonCodec::encode(Reply{5, body})->chopped(1).split('\n');
            QVERIFY(lines.size() > 1);
            for (const QByteArray &line : lines) {
                QVERIFY(line.size() < JsonCodec::MaxLine);
                const auto message = codec.decode(line);
                QVERIFY(message);
                QCOMPARE(message->has_value(), &line == &lines.last());
                if (*message)
                    QVERIFY((**message == Message(Reply{5, body})));
            }
        }
    }

    void partsOfDifferentThingsAreRefused()
    {
        JsonCodec codec;
        QVERIFY(codec.decode(
            R"({"jsonrpc":"2.0","method":"reply.part","params":{"id":5,"result":{"rateLimits":[]}}})"));
        QVERIFY(!codec.decode(
            R"({"jsonrpc":"2.0","method":"reply.part","params":{"id":5,"result":{"tokens":[]}}})"));
        const auto reply = codec.decode(R"({"jsonrpc":"2.0","id":5,"result":{"done":{}}})");
        QVERIFY(reply && *reply);
        QCOMPARE(std::get<Reply>(**reply).body.error().code, ErrorCode::ProtocolViolation);
    }

    void eachStateIsEncodedOnce()
    {
        const Inventory first = sampleInventory(2, 3);
        Inventory second = first;
        SnapshotCache cache;
        const char *const text = cache.partsOf(first).first().constData();
        QCOMPARE(cache.partsOf(first).first().constData(), text);
        // Changed without a new revision, by whoever does not keep to the rules: seen all the same.
        second.clients[0].percentCompletion = 77;
        QVERIFY(cache.partsOf(second).first() != JsonCodec::encode(Reply{1, first}));
        const QByteArray line = JsonCodec::encode(Reply{1, second}, &cache).value();
        QVERIFY((*decode(line.chopped(1)).value() == Message(Reply{1, second})));
    }

    void onlyWhatTheOtherEndMaySendIsRead()
    {
        const auto messages = everyMessage();
        for (const Message &message : messages) {
            const QByteArray line = JsonCodec::encode(message)->chopped(1);
            const bool isRequest = std::holds_alternative<Request>(message);
            const bool isGoodbye = std::holds_alternative<Goodbye>(message);
            const auto answering = JsonCodec(JsonCodec::Takes::Requests).decode(line);
            QCOMPARE(answering.has_value(), isRequest || isGoodbye);
            const auto asking = JsonCodec(JsonCodec::Takes::Answers).decode(line);
            QCOMPARE(asking.has_value(), !isRequest);
        }
        const QByteArrayList strange{
            R"({"jsonrpc":"2.0","method":"weather","params":{}})",
            R"({"jsonrpc":"2.0","method":"reply.part","params":{"id":1,"result":{"tokens":[]}}})",
            R"({"jsonrpc":"2.0","method":"inventory.part","params":{}})"};
        for (const QByteArray &line : strange)
            QCOMPARE(JsonCodec(JsonCodec::Takes::Requests).decode(line).error().detail,
                     QStringLiteral("only requests are taken here"));
    }

    void whatIsAskedIsNeverCut()
    {
        RegisterNamespace request;
        request.what.description = QString(JsonCodec::MaxLine, QLatin1Char('x'));
        QCOMPARE(JsonCodec::encode(Request{1, request}).error().code, ErrorCode::InvalidParameter);
        InitiationGrant grant;
        grant.fallbackUrl = request.what.description;
        QCOMPARE(JsonCodec::encode(Reply{1, grant}).error().code, ErrorCode::InvalidParameter);
    }

    void whatIsToldIsCutUntilItFits_data()
    {
        // As plain text, and as one that grows sixfold.
        QTest::addColumn<QString>("text");
        QTest::newRow("letters") << QString(JsonCodec::MaxLine + 1, QLatin1Char('x'));
        QTest::newRow("control characters") << QString(180'000, QChar(1));
        QTest::newRow("half characters") << QString(180'000, QChar(0xD800));
    }

    void whatIsToldIsCutUntilItFits()
    {
        QFETCH(QString, text);
        const Inventory sample = sampleInventory(1, 1);
        NamespaceInfo bulky = sample.namespaces.first();
        bulky.description = text;
        bulky.error = Error{ErrorCode::FileFailure, text};
        Inventory inventory = sample;
        inventory.namespaces = {bulky, bulky};
        Notice notice;
        notice.reason = text;
        notice.names = QStringList(20'000, text.left(60));
        notice.error = bulky.error;
        EndedSession ended;
        ended.reason = text;
        const QList<Message> messages{
            Event{InventoryEvent{1, bulky}},
            Event{InventoryEvent{1, notice}},
            Reply{1, inventory},
            Reply{1, QList<NamespaceInfo>{bulky, bulky}},
            Reply{1, SessionHistory{{ended, ended}, 0}},
            Reply{1, DisconnectReport{1, 2, 3, QStringList(20'000, text.left(60))}},
            Reply{1, tl::unexpected(*bulky.error)},
            Goodbye{*bulky.error},
        };
        for (const Message &message : messages) {
            const auto lines = JsonCodec::encode(message);
            QVERIFY(lines);
            QVERIFY(lines->contains("…"));
            JsonCodec codec;
            std::optional<Message> told;
            for (const QByteArray &line : lines->chopped(1).split('\n')) {
                QVERIFY(line.size() < JsonCodec::MaxLine);
                const auto read = codec.decode(line);
                QVERIFY(read);
                told = *read;
            }
            QVERIFY(told);
            QCOMPARE(told->index(), message.index());
        }
    }
};

CASTDECK_TEST(TestJsonCodec)

} // namespace castdeck::tst_jsoncodec
#include "tst_jsoncodec.moc"
