// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine remembers of sessions that really ran.
#include "engine/enginerig.h"
#include "engine/meddle.h"
#include "engine/miniclient.h"
#include "support/testprogram.h"

#include <QMap>

namespace castdeck::tst_enginehistory
{

class TestEngineHistory : public QObject
{
    Q_OBJECT

    std::unique_ptr<EngineRig> m_rig;
    InitiationGrant m_grant;
    std::vector<std::unique_ptr<MiniClient>> m_clients;

    bool join(int count)
    {
        const auto grant = m_rig->engine().initiateUnauthenticated(m_rig->ask());
        if (!grant)
            return false;
        m_grant = *grant;
        for (int i = 0; i < count; ++i) {
            m_clients.push_back(std::make_unique<MiniClient>(m_grant, QStringLiteral("PC-%1").arg(i)));
            m_clients.back()->join();
        }
        return QTest::qWaitFor(
            [&] {
                const QList<ClientInfo> &rows = m_rig->seen().clients;
                return rows.size() == count && std::ranges::all_of(rows, [](const ClientInfo &row) {
                           return row.state == ClientState::Receiving;
                       });
            },
            Patience);
    }
    QList<EndedSession> ended() const
    {
        return EngineRig::wait(m_rig->engine().ask(RetrieveSessionHistory{}))
            .value_or(SessionHistory())
            .records;
    }
    QList<EndedSession> onceEnded() const
    {
        QList<EndedSession> records;
        if (!QTest::qWaitFor([&] { return !(records = ended()).isEmpty(); }, Patience))
            return {};
        return records;
    }

private Q_SLOTS:
    void init()
    {
        m_clients.clear();
        m_rig = std::make_unique<EngineRig>();
        QVERIFY(m_rig->publish().isValid());
    }

    void terminatedSession()
    {
        const QDateTime before = QDateTime::currentDateTimeUtc();
        QVERIFY(join(4));
        QTRY_VERIFY(m_clients[0]->blocksSeen() > 0);
        m_clients[0]->leave(wire::LeaveComplete);
        m_clients[1]->leave(wire::LeaveCancelled);
        QTRY_COMPARE(m_rig->seen().clients.size(), 2);
        m_clients[2]->fallSilent();
        QVERIFY(ended().isEmpty());
        QVERIFY(EngineRig::wait(m_rig->engine().ask(TerminateSession{m_grant.sessionId, m_rig->order()})));
        // It is there when the answer is.
        const QList<EndedSession> records = ended();
        QCOMPARE(records.size(), 1);
        const EndedSession &session = records[0];
        QCOMPARE(session.id, m_grant.sessionId);
        QCOMPARE(session.namespaceName, QStringLiteral("images"));
        QCOMPARE(session.contentName, QStringLiteral("a.img"));
        QCOMPARE(session.contentSize, quint64(400'000));
        QCOMPARE(session.outcome, SessionOutcome::Terminated);
        QCOMPARE(session.by, m_rig->order().by);
        QCOMPARE(session.reason, m_rig->order().reason);
        QCOMPARE(session.groupAddress, m_grant.multicastAddress);
        QCOMPARE(session.port, m_grant.multicastPort);
        QVERIFY(before <= session.startedAt && session.startedAt < session.endedAt);
        QVERIFY(session.bytesSent > 0 && session.meanRate > 0);
        QMap<QString, ClientOutcome> outcomes;
        for (const EndedClient &client : session.clients) {
            outcomes.insert(client.name, client.outcome);
            QCOMPARE(client.ipAddress, QStringLiteral("127.0.0.1"));
            QVERIFY(client.joinedAt.isValid() && client.joinedAt <= client.leftAt);
        }
        QCOMPARE(outcomes,
                 (QMap<QString, ClientOutcome>{{QStringLiteral("PC-0"), ClientOutcome::Completed},
                                               {QStringLiteral("PC-1"), ClientOutcome::Left},
                                               {QStringLiteral("PC-2"), ClientOutcome::Vanished},
                                               {QStringLiteral("PC-3"), ClientOutcome::Disconnected}}));
    }

    void whyAClientWentIsRemembered()
    {
        QVERIFY(join(2));
        const ClientInfo sentAway = m_rig->seen().clients.at(0);
        const DisconnectOrder order{DisconnectType::Fallback, QStringLiteral("its disk is full"),
                                    QStringLiteral("bob")};
        QVERIFY(EngineRig::wait(m_rig->engine().ask(DisconnectClient{sentAway.id, order})));
        QVERIFY(EngineRig::wait(m_rig->engine().ask(TerminateSession{m_grant.sessionId, m_rig->order()})));
        const QList<EndedSession> records = ended();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records[0].clients.size(), 2);
        for (const EndedClient &client : records[0].clients) {
            // What is true of the session is not said of each.
            const bool isIt = client.id == sentAway.id;
            QCOMPARE(client.outcome, ClientOutcome::Disconnected);
            QCOMPARE(client.by, isIt ? order.by : QString());
            QCOMPARE(client.reason, isIt ? order.reason : QString());
        }
    }

    void finishedSession()
    {
        QVERIFY(join(1));
        m_clients[0]->leave(wire::LeaveComplete);
        const QList<EndedSession> records = onceEnded();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records[0].outcome, SessionOutcome::Finished);
        QVERIFY(records[0].by.isEmpty() && !records[0].error);
        QCOMPARE(records[0].clients.size(), 1);
        QCOMPARE(records[0].clients[0].percentCompletion, quint8(100));
    }

    void failedSession()
    {
        QVERIFY(join(1));
        m_rig->write(QStringLiteral("a.img"), 1'000);
        const QList<EndedSession> records = onceEnded();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records[0].outcome, SessionOutcome::Failed);
        QVERIFY(records[0].error);
        QCOMPARE(records[0].error->code, ErrorCode::ContentChanged);
        QCOMPARE(records[0].clients.value(0).outcome, ClientOutcome::Disconnected);
    }

    void sessionThatNeverStarted()
    {
        EngineSettings settings = EngineRig::quickSettings();
        settings.interfaceName = QStringLiteral("nowhere0");
        m_rig = std::make_unique<EngineRig>(settings);
        QVERIFY(m_rig->publish().isValid());
        const QDateTime before = QDateTime::currentDateTimeUtc();
        // However often it is asked for, it is one failure.
        for (int i = 0; i < 3; ++i)
            QVERIFY(!m_rig->engine().initiateUnauthenticated(m_rig->ask()));
        QList<EndedSession> records = ended();
        QCOMPARE(records.size(), 1);
        QCOMPARE(records[0].outcome, SessionOutcome::Failed);
        QVERIFY(records[0].error);
        QCOMPARE(records[0].error->code, ErrorCode::NoInterface);
        QCOMPARE(records[0].contentName, QStringLiteral("a.img"));
        QCOMPARE(records[0].namespaceName, QStringLiteral("images"));
        QCOMPARE(records[0].contentSize, quint64(400'000));
        QVERIFY(records[0].id.isValid());
        QVERIFY(before <= records[0].startedAt && records[0].startedAt <= records[0].endedAt);
        QVERIFY(records[0].clients.isEmpty());
        // And whatever else of the namespace is asked for: the last of it is in sight, alone.
        QVERIFY(!m_rig->engine().initiateUnauthenticated(m_rig->ask(QStringLiteral("b.img"))));
        QCOMPARE(ended().size(), 1);
        QCOMPARE(m_rig->seen().sessions.size(), 1);
        QCOMPARE(m_rig->seen().contents.size(), 1);
        QCOMPARE(m_rig->seen().contents[0].name, QStringLiteral("b.img"));
    }

    void theAuditKnowsWhatTheNumbersStandFor()
    {
        const HistoryKeeper &history = m_rig->engine().history();
        QVERIFY(join(1));
        QCOMPARE(history.nameOf(m_grant.sessionId), QStringLiteral("a.img"));
        QCOMPARE(history.nameOf(m_rig->seen().namespaces.at(0).id), QStringLiteral("images"));
        QVERIFY(EngineRig::wait(m_rig->engine().ask(TerminateSession{m_grant.sessionId, m_rig->order()})));
        QCOMPARE(history.nameOf(m_grant.sessionId), QString());
    }

    void sessionEndsThoughItCannotBeWrittenDown()
    {
        const QString path = m_rig->folder() + QStringLiteral("/history");
        m_rig->engine().history().open(path, [path] { return HistoryStore::open(path); });
        QVERIFY(EngineRig::wait(m_rig->engine().ask(RetrieveSessionHistory{})));
        meddle(path, QStringLiteral("DROP TABLE ended_clients"));
        QVERIFY(join(1));
        QTest::ignoreMessage(QtCriticalMsg,
                             QRegularExpression(QStringLiteral("not written down yet: .*a.img")));
        const auto report =
            EngineRig::wait(m_rig->engine().ask(TerminateSession{m_grant.sessionId, m_rig->order()}));
        QVERIFY(report);
        QCOMPARE(report->disconnected, 1U);
        QVERIFY(m_rig->seen().sessions.isEmpty());
        QVERIFY(ended().isEmpty());
    }
};

CASTDECK_TEST(TestEngineHistory)

} // namespace castdeck::tst_enginehistory
#include "tst_enginehistory.moc"
