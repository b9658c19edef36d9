// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of sessions and of who asked for what, over either kind of channel.
#include "rig.h"

#include "core/textlength.h"

#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTest>

namespace castdeck::tst_history
{

namespace
{

DisconnectOrder order()
{
    return {DisconnectType::Abort, QStringLiteral("maintenance"), QStringLiteral("somebody else")};
}

/// "who@address verb subject (reason): result".
QString line(const AuditRecord &record)
{
    return QStringLiteral("%1@%2 %3 %4 (%5): %6")
        .arg(record.who, record.address, record.verb, record.subject, record.reason,
             record.error ? errorName(record.error->code) : QStringLiteral("ok"));
}

QStringList lines(const QList<AuditRecord> &records)
{
    QStringList all;
    for (const AuditRecord &record : records)
        all.append(line(record));
    return all;
}

} // namespace

class TestHistory : public QObject
{
    Q_OBJECT

    std::unique_ptr<Rig> m_rig;

    QString address() const
    {
        QFETCH_GLOBAL(Rig::Kind, kind);
        return kind == Rig::Kind::RemoteTls || kind == Rig::Kind::ReadElsewhere ? QStringLiteral("127.0.0.1")
                                                                                : QString();
    }
    std::unique_ptr<ServerConnection> connectAs(Role role) const
    {
        ServerConnection::Options options;
        options.subscribe = false;
        return m_rig->connect(role, options);
    }
    QList<AuditRecord> audit() const
    {
        return m_rig->onServer([](FakeTransportServer &server) { return server.audit(); });
    }

private Q_SLOTS:
    void initTestCase_data() { Rig::addRows(); }

    void init() { m_rig = Rig::ofRow(); }

    void sessionsComeInPages()
    {
        QList<EndedSession> ended;
        for (quint32 i = 1; i <= 5; ++i) {
            EndedSession session;
            session.number = i;
            session.id = SessionId(100 + i);
            session.contentName = QStringLiteral("install.wim");
            session.outcome = SessionOutcome::Terminated;
            session.by = QStringLiteral("alice");
            session.clients.append({ClientId(i),
                                    QStringLiteral("pc"),
                                    {},
                                    {},
                                    {},
                                    ClientOutcome::Vanished,
                                    7,
                                    QDateTime::currentDateTimeUtc(),
                                    QDateTime::currentDateTimeUtc()});
            ended.append(session);
        }
        m_rig->onServer([&](FakeTransportServer &server) { server.setHistory(ended); });
        const auto connection = connectAs(Role::Viewer);
        HistoryFilter filter;
        filter.limit = 3;
        const auto first = outcome(connection->ask(RetrieveSessionHistory{filter}));
        QVERIFY(first);
        QCOMPARE(first->records, (QList{ended[4], ended[3], ended[2]}));
        filter.before = first->next;
        const auto second = outcome(connection->ask(RetrieveSessionHistory{filter}));
        QVERIFY(second);
        QCOMPARE(second->records, (QList{ended[1], ended[0]}));
        QCOMPARE(second->next, quint64(0));
    }

    void everyAdministrativeVerbIsWrittenDown()
    {
        const auto connection = connectAs(Role::Admin);
        NamespaceInfo space;
        space.name = QStringLiteral("new");
        QVERIFY(outcome(connection->ask(RegisterNamespace{space})));
        QVERIFY(outcome(connection->ask(SetRateLimit{{RateScope::Namespace, 1, 5'000'000}})));
        QVERIFY(outcome(connection->ask(SetRateLimit{{RateScope::Server, 0, 0}})));
        QVERIFY(outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        QVERIFY(!outcome(connection->ask(TerminateSession{SessionId(77), order()})));
        DisconnectOrder bypass = order();
        bypass.type = DisconnectType::Fallback;
        QVERIFY(outcome(connection->ask(DisconnectClient{ClientId(4), bypass})));
        QVERIFY(outcome(connection->ask(TerminateContent{ContentId(1), order()})));
        QVERIFY(outcome(connection->ask(DeregisterNamespace{NamespaceId(1), true, order()})));
        QVERIFY(outcome(connection->ask(StopService{false, order()})));
        const auto token = outcome(connection->ask(CreateToken{QStringLiteral("bench"), Role::Viewer, {}}));
        QVERIFY(token);
        QVERIFY(outcome(connection->ask(RevokeToken{token->info.id})));
        QVERIFY(!outcome(connection->ask(RevokeToken{token->info.id})));
        const auto told = outcome(connection->ask(RetrieveAudit{}));
        QVERIFY(told);
        QList<AuditRecord> records = told->records;
        std::reverse(records.begin(), records.end());
        const QString who = QStringLiteral("tester@") + address();
        const QString id = token->info.id;
        QCOMPARE(
            lines(records),
            (QStringList{
                who + QStringLiteral(" namespace.register namespace new (): ok"),
                who + QStringLiteral(" rate.set rate namespace 1 (images), 5000000 B/s (): ok"),
                who + QStringLiteral(" rate.set rate server, no limit (): ok"),
                who + QStringLiteral(" session.terminate session 1 (install.wim), abort (maintenance): ok"),
                who + QStringLiteral(" session.terminate session 77, abort (maintenance): ") +
                    errorName(ErrorCode::SessionNotFound),
                who + QStringLiteral(" client.disconnect client 4 (MACHINE-4), fallback (maintenance): ok"),
                who + QStringLiteral(" content.terminate content 1 (install.wim), abort (maintenance): ok"),
                who +
                    QStringLiteral(" namespace.deregister namespace 1 (images), terminate (maintenance): ok"),
                who + QStringLiteral(" service.stop drain (maintenance): ok"),
                who + QStringLiteral(" token.create token bench, viewer (): ok"),
                who + QStringLiteral(" token.revoke token %1 (): ok").arg(id),
                who + QStringLiteral(" token.revoke token %1 (): %2")
                          .arg(id, errorName(ErrorCode::InvalidParameter)),
            }));
        QCOMPARE(records[0].role, QStringLiteral("admin"));
        // The secret of a token is nowhere in it.
        for (const QString &text : lines(records))
            QVERIFY(!text.contains(token->secret));
    }

    void refusedVerbsAreWrittenDown()
    {
        const auto connection = connectAs(Role::Viewer);
        QVERIFY(!outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        QVERIFY(!outcome(connection->ask(CreateToken{QStringLiteral("mine"), Role::Admin, {}})));
        const QString who = QStringLiteral("tester@") + address();
        const QString refused = QStringLiteral("): ") + errorName(ErrorCode::NotAuthorised);
        QCOMPARE(lines(audit()),
                 (QStringList{
                     who + QStringLiteral(" session.terminate session 1 (install.wim), abort (maintenance") +
                         refused,
                     who + QStringLiteral(" token.create token mine, admin (") + refused}));
        QCOMPARE(audit()[0].role, QStringLiteral("viewer"));
    }

    void whatIsRefusedFillsNoDisk()
    {
        const auto connection = connectAs(Role::Operator);
        for (int i = 0; i < 60; ++i)
            QVERIFY(!outcome(connection->ask(TerminateSession{SessionId(77), order()})));
        QCOMPARE(audit().size(), bounds::LinesPerSource);
        // What was done is written down, however much failed.
        QVERIFY(outcome(connection->ask(TerminateSession{SessionId(1), order()})));
        QCOMPARE(audit().size(), bounds::LinesPerSource + 1);
    }

    void whatIsTooLongIsWrittenDownCut()
    {
        if (address().isEmpty())
            return; // our own end does not even send it
        auto opened = m_rig->open(Role::Admin);
        QList<Reply> replies;
        QObject::connect(opened.channel.get(), &Channel::received, this, [&](const Message &message) {
            if (const auto *reply = std::get_if<Reply>(&message))
                replies.append(*reply);
        });
        opened.channel->start();
        opened.channel->send(Request{1, Hello{ProtocolVersion, opened.token}});
        QTRY_COMPARE(replies.size(), 1);
        DisconnectOrder endless = order();
        endless.reason = QString(100'000, QChar(1));
        opened.channel->send(Request{2, TerminateSession{SessionId(1), endless}});
        opened.channel->send(Request{3, RevokeToken{endless.reason}});
        QTRY_COMPARE(replies.size(), 3);
        QCOMPARE(replies.last().body.error().code, ErrorCode::InvalidParameter);
        QCOMPARE(audit().size(), 2);
        QVERIFY(jsonLength(audit()[0].reason) <= bounds::textBytes("reason"));
        QVERIFY(jsonLength(audit()[1].subject) <= bounds::OtherText);
    }

    void readingIsNotWrittenDown()
    {
        const auto connection = connectAs(Role::Admin);
        QVERIFY(outcome(connection->ask(RetrieveInventory{})));
        QVERIFY(outcome(connection->ask(ListTokens{})));
        QVERIFY(outcome(connection->ask(RetrieveSessionHistory{})));
        QVERIFY(outcome(connection->ask(RetrieveAudit{})));
        QVERIFY(outcome(connection->ask(InitiateSession{{}})));
        QCOMPARE(lines(audit()), QStringList());
    }

    void whoeverLeavesBeforeTheAnswerIsWrittenDown()
    {
        m_rig->onServer([](auto &server) { server.setReplies(FakeTransportServer::Replies::Held); });
        auto connection = connectAs(Role::Operator);
        const auto future = connection->ask(TerminateSession{SessionId(1), order()});
        QTRY_COMPARE(m_rig->onServer([](auto &server) { return server.calls().size(); }), 1);
        connection.reset();
        QTRY_COMPARE(m_rig->endpointCount(), 0);
        QVERIFY(audit().isEmpty());
        m_rig->onServer([](auto &server) { server.releaseReplies(); });
        QTRY_COMPARE(audit().size(), 1);
        QVERIFY(!audit()[0].error);
    }
};

CASTDECK_TEST(TestHistory)

} // namespace castdeck::tst_history
#include "tst_history.moc"
