// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "support/testprogram.h"

#include <QFile>

namespace castdeck::tst_slowclients
{

namespace
{

constexpr quint64 Size = 40'000'000;
/// Far below the threshold, and enough to end in time.
const QStringList slowly{QStringLiteral("--limit"), QStringLiteral("2000000")};
constexpr quint32 ThresholdKb = 6'000;
/// Ten seconds each are the default; what counts is that there are two such times.
const QByteArray quickJudge("slow-client-window-ms = 2000\nslow-client-patience-ms = 2000\n"
                            "linger-ms = 1000\n");

const QString judge = QStringLiteral("slow-client policy");

} // namespace

/// The policy for slow clients, from castdeckd to two castjoin, of which one writes slowly.
class SlowClientsTest : public QObject
{
    Q_OBJECT

    static Result<PolicyReport> decree(CastRig &rig, SlowClientHandling handling, bool fallback = true)
    {
        MulticastSessionPolicy policy;
        policy.slowClientHandling = handling;
        policy.autoDisconnectThreshold = ThresholdKb;
        policy.multistreamStreamCount = 2;
        policy.slowClientFallback = fallback;
        return CastRig::wait(rig.server().ask(CommitPolicy{policy}));
    }

private Q_SLOTS:
    void theSlowOneIsSentAway_data()
    {
        QTest::addColumn<bool>("fallback");
        QTest::newRow("and gets the rest by unicast") << true;
        QTest::newRow("for good") << false;
    }
    void theSlowOneIsSentAway()
    {
        QFETCH(const bool, fallback);
        CastRig rig(Size, quickJudge);
        QVERIFY2(rig.isReady(), rig.log().constData());
        QVERIFY(decree(rig, SlowClientHandling::AutoDisconnect, fallback));
        RigReceiver slow(rig, QStringLiteral("slow"), RigReceiver::Asks::Udp, slowly);
        QVERIFY(slow.reaches(QStringLiteral("receiving"), 1'000'000));
        RigReceiver quick(rig, QStringLiteral("quick"), RigReceiver::Asks::Udp);
        QCOMPARE(quick.exitCode(), 0);
        QVERIFY(quick.written() == rig.content());
        QCOMPARE(slow.exitCode(), fallback ? 0 : 12);

        // At the client …
        const QJsonObject told = fallback ? slow.line(QStringLiteral("fallback")) : slow.lastLine();
        QCOMPARE(told[QStringLiteral("by")].toString(), judge);
        QVERIFY2(told[QStringLiteral("reason")].toString().contains(QStringLiteral("limit is 6000 kB/s")),
                 slow.said().constData());
        QCOMPARE(told[QStringLiteral("result")].toString(),
                 fallback ? QString() : QStringLiteral("slowclient"));
        QCOMPARE(slow.written() == rig.content(), fallback);
        QVERIFY(QFile::exists(rig.path(QStringLiteral("slow.part"))) != fallback);
        // … in the log and in the event log.
        const QList<Notice> notices = rig.notices(Notice::Kind::ClientDisconnected);
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices[0].subject, QStringLiteral("slow"));
        QCOMPARE(notices[0].by, judge);
        QCOMPARE(notices[0].reason, told[QStringLiteral("reason")].toString());
        QTRY_VERIFY(rig.log().contains("too slow: held the session at"));
    }

    void theSlowOneGoesOnInASlowerStream()
    {
        CastRig rig(Size, quickJudge);
        QVERIFY2(rig.isReady(), rig.log().constData());
        QVERIFY(decree(rig, SlowClientHandling::Multistream));
        RigReceiver slow(rig, QStringLiteral("slow"), RigReceiver::Asks::Udp, slowly);
        QVERIFY(slow.reaches(QStringLiteral("receiving"), 1'000'000));
        RigReceiver quick(rig, QStringLiteral("quick"), RigReceiver::Asks::Udp);
        QVERIFY(slow.reaches(QStringLiteral("moved")));
        const QJsonObject told = slow.line(QStringLiteral("moved"));
        QCOMPARE(told[QStringLiteral("by")].toString(), judge);
        QVERIFY(told[QStringLiteral("reason")].toString().contains(QStringLiteral("limit is 6000 kB/s")));
        // Both streams are there, of the same content.
        const SessionId lower(quint32(told[QStringLiteral("sessionId")].toInteger()));
        QTRY_VERIFY(rig.seen().find(lower));
        const SessionInfo row = *rig.seen().find(lower);
        QCOMPARE(row.tier, quint8(1));
        QCOMPARE(told[QStringLiteral("group")].toString(),
                 QStringLiteral("%1:%2").arg(row.groupAddress).arg(row.port));
        const auto upper = std::ranges::find(rig.seen().sessions, quint8(0), &SessionInfo::tier);
        QVERIFY(upper != rig.seen().sessions.end());
        QCOMPARE(upper->contentId, row.contentId);

        // The quick one is not held back any more and has noticed nothing.
        QCOMPARE(quick.exitCode(), 0);
        QVERIFY(slow.isRunning());
        QVERIFY(quick.written() == rig.content());
        QVERIFY(quick.line(QStringLiteral("moved")).isEmpty());
        QCOMPARE(slow.exitCode(), 0);
        QVERIFY(slow.written() == rig.content());
        QVERIFY(slow.line(QStringLiteral("fallback")).isEmpty());

        const QList<Notice> notices = rig.notices(Notice::Kind::ClientDemoted);
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices[0].subject, QStringLiteral("slow"));
        QCOMPARE(notices[0].by, judge);
        QCOMPARE(notices[0].reason, told[QStringLiteral("reason")].toString());
        // The history says so too, once both have ended.
        QTRY_VERIFY(rig.seen().sessions.isEmpty());
        const auto history = CastRig::wait(rig.server().ask(RetrieveSessionHistory{}));
        QVERIFY(history);
        QStringList outcomes;
        for (const EndedSession &session : history->records) {
            for (const EndedClient &client : session.clients)
                outcomes << client.name + QLatin1Char(' ') + toText(client.outcome);
        }
        outcomes.sort();
        QCOMPARE(outcomes, (QStringList{QStringLiteral("quick completed"), QStringLiteral("slow completed"),
                                        QStringLiteral("slow demoted")}));
    }

    void theSlowOneIsNamedWithoutAPolicy()
    {
        CastRig rig(Size, quickJudge);
        QVERIFY2(rig.isReady(), rig.log().constData());
        QVERIFY(decree(rig, SlowClientHandling::None));
        RigReceiver slow(rig, QStringLiteral("slow"), RigReceiver::Asks::Udp, slowly);
        QVERIFY(slow.reaches(QStringLiteral("receiving"), 1'000'000));
        RigReceiver quick(rig, QStringLiteral("quick"), RigReceiver::Asks::Udp);
        QCOMPARE(quick.exitCode(), 0);
        QCOMPARE(slow.exitCode(), 0);
        QVERIFY(slow.line(QStringLiteral("fallback")).isEmpty());
        QVERIFY(slow.line(QStringLiteral("moved")).isEmpty());
        // It is not sent away, but all know who it was.
        // Under load it may pause for so long that it is not waited for any more, and so may the other: that
        // names it too.
        const QList<Notice> notices =
            rig.notices(Notice::Kind::ClientSlow) + rig.notices(Notice::Kind::ClientStuck);
        QVERIFY(std::ranges::find(notices, QStringLiteral("slow"), &Notice::subject) != notices.end());
        QVERIFY2(slow.line(QStringLiteral("slow"))[QStringLiteral("message")].toString().contains(
                     QStringLiteral("it writes no faster than")),
                 slow.said().constData());
    }
};

CASTDECK_TEST(SlowClientsTest)

} // namespace castdeck::tst_slowclients
#include "tst_slowclients.moc"
