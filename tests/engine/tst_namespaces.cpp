// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Schedules, replacement and tombstones of namespaces, with clients that really join.
#include "engine/enginerig.h"
#include "engine/meddle.h"
#include "engine/miniclient.h"
#include "engine/store/store.h"
#include "support/agedfile.h"
#include "support/testprogram.h"
#include "support/wallclock.h"

#include <QTemporaryDir>

namespace castdeck::tst_namespaces
{

namespace
{

NamespaceInfo scheduled(const EngineRig &rig, NamespaceType type, quint32 clients = 0,
                        const QDateTime &time = {})
{
    NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
    what.type = type;
    what.minimumClients = clients;
    what.startTime = time;
    return what;
}

constexpr auto manual = NamespaceType::ScheduledCastManualStart;
constexpr auto automatic = NamespaceType::ScheduledCastAutoStart;

ErrorCode codeOf(const QFuture<Result<NamespaceReport>> &future)
{
    const auto result = EngineRig::wait(future);
    return result ? ErrorCode::Internal : result.error().code;
}

} // namespace

class TestNamespaces : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;

    NamespaceId add(EngineRig &rig, const NamespaceInfo &what)
    {
        const auto report = rig.wait(rig.engine().ask(RegisterNamespace{what}));
        return report ? report->id : NamespaceId();
    }
    std::unique_ptr<MiniClient> join(EngineRig &rig, const QString &name)
    {
        const auto grant = rig.engine().initiateUnauthenticated(rig.ask());
        if (!grant)
            return nullptr;
        auto client = std::make_unique<MiniClient>(*grant, name);
        client->join();
        return client;
    }
    static NamespaceInfo row(const EngineRig &rig, NamespaceId id)
    {
        const NamespaceInfo *const found = rig.seen().find(id);
        return found ? *found : NamespaceInfo{};
    }
    QString storePath() const { return m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }
    /// Beside the engine's own.
    std::unique_ptr<Store> openStore() const
    {
        auto opened = Store::open(storePath());
        return opened ? std::move(opened->store) : nullptr;
    }

private Q_SLOTS:
    void aManualStartHoldsItsClients()
    {
        EngineRig rig;
        const NamespaceId id = add(rig, scheduled(rig, manual));
        QVERIFY(id.isValid());
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{id})), ErrorCode::NamespaceStartFailedNoClients);
        const auto one = join(rig, QStringLiteral("PC-1"));
        const auto two = join(rig, QStringLiteral("PC-2"));
        QVERIFY(one && two);
        QTRY_COMPARE(row(rig, id).waitingClients, 2U);
        QCOMPARE(rig.seen().sessions.size(), 1);
        // A query would have come long ago: one more round of QCC shows that time goes by without.
        QTest::qWait(700);
        QCOMPARE(one->blocksSeen(), 0U);
        QCOMPARE(rig.seen().sessions[0].state, SessionState::Waiting);

        QVERIFY(rig.wait(rig.engine().ask(StartTransmission{id})));
        QVERIFY(row(rig, id).transmissionStarted);
        QCOMPARE(row(rig, id).waitingClients, 0U);
        QTRY_VERIFY(one->blocksSeen() > 0);
        QTRY_VERIFY(two->blocksSeen() > 0);
        QTRY_COMPARE(rig.seen().sessions[0].state, SessionState::Sending);
        const auto notices = rig.notices(Notice::Kind::TransmissionStarted);
        QCOMPARE(notices.size(), 1);
        QCOMPARE(notices[0].count, 2U);
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{id})), ErrorCode::NamespaceAlreadyStarted);

        const auto late = join(rig, QStringLiteral("LATE"));
        QTRY_VERIFY(late->blocksSeen() > 0);
        QVERIFY(rig.isConsistent());
    }

    void enoughClientsStartIt()
    {
        EngineRig rig;
        const NamespaceId id =
            add(rig, scheduled(rig, automatic, 3, QDateTime::currentDateTimeUtc().addDays(1)));
        const auto one = join(rig, QStringLiteral("PC-1"));
        const auto two = join(rig, QStringLiteral("PC-2"));
        QTRY_COMPARE(row(rig, id).waitingClients, 2U);
        QVERIFY(!row(rig, id).transmissionStarted);
        const auto three = join(rig, QStringLiteral("PC-3"));
        QTRY_VERIFY(row(rig, id).transmissionStarted);
        QTRY_VERIFY(one->blocksSeen() > 0 && two->blocksSeen() > 0 && three->blocksSeen() > 0);
        QCOMPARE(rig.notices(Notice::Kind::TransmissionStarted).value(0).count, 3U);
    }

    void whoLeavesNoLongerWaits()
    {
        EngineRig rig;
        const NamespaceId id = add(rig, scheduled(rig, automatic, 2));
        const auto one = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        one->leave(wire::LeaveComplete);
        QTRY_COMPARE(row(rig, id).waitingClients, 0U);
        const auto two = join(rig, QStringLiteral("PC-2"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        QVERIFY(!row(rig, id).transmissionStarted);
    }

    void aLowerMinimumStartsAtOnce()
    {
        EngineRig rig;
        const NamespaceId id = add(rig, scheduled(rig, automatic, 9));
        const auto one = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        QVERIFY(rig.wait(rig.engine().ask(SetMinimumClients{id, 2})));
        QCOMPARE(row(rig, id).minimumClients, 2U);
        QVERIFY(!row(rig, id).transmissionStarted);
        QCOMPARE(codeOf(rig.engine().ask(SetMinimumClients{id, 0})),
                 ErrorCode::InvalidNamespaceStartParameters);
        QVERIFY(rig.wait(rig.engine().ask(SetMinimumClients{id, 1})));
        QVERIFY(row(rig, id).transmissionStarted);
        QTRY_VERIFY(one->blocksSeen() > 0);
        QCOMPARE(codeOf(rig.engine().ask(SetMinimumClients{id, 5})), ErrorCode::NamespaceAlreadyStarted);
    }

    void itsTimeStartsIt()
    {
        EngineRig rig;
        const QDateTime time = QDateTime::currentDateTimeUtc().addMSecs(2'500);
        const NamespaceId id = add(rig, scheduled(rig, automatic, 50, time));
        const auto one = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        QTRY_VERIFY(row(rig, id).transmissionStarted);
        QVERIFY(QDateTime::currentDateTimeUtc() >= time);
        QTRY_VERIFY(one->blocksSeen() > 0);
        QVERIFY(rig.notices(Notice::Kind::StartMissed).isEmpty());
    }

    void aTimeWithNobodyThereIsMissedAndCanBeRearmed()
    {
        EngineRig rig;
        const NamespaceId id =
            add(rig, scheduled(rig, automatic, 0, QDateTime::currentDateTimeUtc().addMSecs(50)));
        QTRY_VERIFY(row(rig, id).startMissed);
        QVERIFY(!row(rig, id).transmissionStarted);
        QCOMPARE(rig.notices(Notice::Kind::StartMissed).size(), 1);
        const auto late = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        QVERIFY(!row(rig, id).transmissionStarted);

        QCOMPARE(codeOf(rig.engine().ask(RearmNamespace{id, QDateTime::currentDateTimeUtc()})),
                 ErrorCode::StartTimeInPast);
        QVERIFY(
            rig.wait(rig.engine().ask(RearmNamespace{id, QDateTime::currentDateTimeUtc().addMSecs(100)})));
        QVERIFY(!row(rig, id).startMissed);
        QTRY_VERIFY(row(rig, id).transmissionStarted);
        QTRY_VERIFY(late->blocksSeen() > 0);
        QCOMPARE(codeOf(rig.engine().ask(RearmNamespace{id, QDateTime::currentDateTimeUtc().addDays(1)})),
                 ErrorCode::InvalidOperation);
    }

    void aClockThatJumpsStartsNothing()
    {
        EngineRig rig;
        const QDateTime time = QDateTime::currentDateTimeUtc().addSecs(3'600);
        const NamespaceId waiting = add(rig, scheduled(rig, automatic, 50, time));
        const auto one = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, waiting).waitingClients, 1U);
        const auto look = [&] { QVERIFY(rig.wait(rig.engine().ask(SetMinimumClients{waiting, 50}))); };
        {
            const test::WallClockJump jump(std::chrono::hours(200 * 24));
            QVERIFY(QDateTime::currentDateTimeUtc() > time);
            look();
            QVERIFY(!row(rig, waiting).transmissionStarted && !row(rig, waiting).startMissed);
        }
        look();
        QVERIFY(!row(rig, waiting).transmissionStarted && !row(rig, waiting).startMissed);
        QCOMPARE(one->blocksSeen(), 0U);
    }

    void whatAWrongClockMissedIsAwaitedAgain()
    {
        const auto store = openStore();
        EngineRig rig;
        NamespaceInfo what = scheduled(rig, automatic, 50, QDateTime::currentDateTimeUtc().addSecs(3'600));
        what.id = NamespaceId(1);
        QVERIFY(store->save(what));
        {
            const test::WallClockJump jump(std::chrono::hours(2)); // from the start on
            QVERIFY(rig.restore(storePath()));
            QVERIFY(row(rig, what.id).startMissed);
        }
        QVERIFY(rig.wait(rig.engine().ask(SetMinimumClients{what.id, 40})));
        QVERIFY(!row(rig, what.id).startMissed);
        QVERIFY(!store->namespaces()->first().startMissed);
    }

    void unknownIdsAndTypesAreRefused()
    {
        EngineRig rig;
        const NamespaceId none(77);
        const QDateTime later = QDateTime::currentDateTimeUtc().addDays(1);
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{none})), ErrorCode::NamespaceNotFound);
        QCOMPARE(codeOf(rig.engine().ask(SetMinimumClients{none, 1})), ErrorCode::NamespaceNotFound);
        QCOMPARE(codeOf(rig.engine().ask(RearmNamespace{none, later})), ErrorCode::NamespaceNotFound);
        QCOMPARE(codeOf(rig.engine().ask(ReplaceNamespace{none, {}, false, rig.order()})),
                 ErrorCode::NamespaceNotFound);
        const NamespaceId autocast = rig.publish();
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{autocast})), ErrorCode::InvalidOperation);
        QCOMPARE(codeOf(rig.engine().ask(SetMinimumClients{autocast, 1})), ErrorCode::NamespaceReadOnly);
    }

    void schedulesSurviveARestart()
    {
        const auto store = openStore();
        const QDateTime soon = QDateTime::currentDateTimeUtc().addMSecs(4'000);
        QTemporaryDir content;
        QFile file(content.filePath(QStringLiteral("a.img")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(1000) && makeOld(file));
        const auto named = [&](const QString &name, NamespaceType type, quint32 clients,
                               const QDateTime &time) {
            NamespaceInfo what;
            what.name = name;
            what.type = type;
            what.minimumClients = clients;
            what.startTime = time;
            what.configuration = content.path();
            what.allowUnauthenticated = true;
            return what;
        };
        NamespaceId started;
        {
            EngineRig rig;
            QVERIFY(rig.restore(storePath()));
            started = add(rig, named(QStringLiteral("started"), manual, 0, {}));
            QVERIFY(add(rig, named(QStringLiteral("missed"), automatic, 0, soon)).isValid());
            QVERIFY(add(rig, named(QStringLiteral("later"), automatic, 5, soon.addDays(1))).isValid());
            const auto grant = rig.engine().initiateUnauthenticated(
                rig.ask(QStringLiteral("a.img"), QStringLiteral("started")));
            QVERIFY(grant);
            MiniClient client(*grant, QStringLiteral("PC"));
            client.join();
            QTRY_COMPARE(row(rig, started).waitingClients, 1U);
            QVERIFY(rig.wait(rig.engine().ask(StartTransmission{started})));
        }
        while (QDateTime::currentDateTimeUtc() <= soon)
            QTest::qWait(20);
        EngineRig rig;
        QVERIFY(rig.restore(storePath()));
        const auto rows = rig.wait(rig.engine().ask(RetrieveNamespaces{}));
        QVERIFY(rows);
        QCOMPARE(rows->size(), 3);
        QVERIFY(rows->at(0).transmissionStarted);
        QVERIFY(rows->at(1).startMissed);
        QVERIFY(!rows->at(1).transmissionStarted);
        QVERIFY(!rows->at(2).startMissed);
        QCOMPARE(rows->at(2).minimumClients, 5U);
        QCOMPARE(rows->at(2).startTime, soon.addDays(1));
        QVERIFY(rig.wait(rig.engine().ask(RearmNamespace{rows->at(1).id, soon.addDays(2)})));
        QCOMPARE(store->namespaces()->at(1).startTime, soon.addDays(2));
        QVERIFY(!store->namespaces()->at(1).startMissed);
    }

    void aStoreThatFailsChangesNothing()
    {
        EngineRig rig;
        QVERIFY(rig.restore(storePath()));
        const NamespaceId id = add(rig, scheduled(rig, automatic, 9));
        const auto client = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        const NamespaceInfo before = row(rig, id);
        for (const QString &table : {QStringLiteral("namespaces"), QStringLiteral("settings")})
            meddle(storePath(), QStringLiteral("CREATE TRIGGER refuse_%1 BEFORE INSERT ON %1 BEGIN "
                                               "SELECT RAISE(ABORT, 'no'); END")
                                    .arg(table));
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{id})), ErrorCode::FileFailure);
        QCOMPARE(codeOf(rig.engine().ask(SetMinimumClients{id, 1})), ErrorCode::FileFailure);
        NamespaceInfo next = unregisteredCopy(before);
        next.description = QStringLiteral("other");
        QCOMPARE(codeOf(rig.engine().ask(ReplaceNamespace{id, next, true, rig.order()})),
                 ErrorCode::FileFailure);
        QCOMPARE(row(rig, id), before);
        QCOMPARE(rig.wait(rig.engine().ask(CommitPolicy{DiagnosticsPolicy{}})).error().code,
                 ErrorCode::FileFailure);
        QCOMPARE(rig.wait(rig.engine().ask(RetrievePolicies{}))->diagnostics.version, 1U);
        QCOMPARE(rig.wait(rig.engine().ask(SetServiceEnabled{false})).error().code, ErrorCode::FileFailure);
        QVERIFY(rig.seen().server.serviceEnabled);
        QCOMPARE(client->blocksSeen(), 0U);

        meddle(storePath(), QStringLiteral("DROP TRIGGER refuse_namespaces"));
        QVERIFY(rig.wait(rig.engine().ask(StartTransmission{id})));
        QTRY_VERIFY(client->blocksSeen() > 0);
    }

    void aBrokenFolderIsShownAndMended()
    {
        const auto store = openStore();
        QTemporaryDir content;
        const QString folder = content.filePath(QStringLiteral("images"));
        NamespaceInfo what;
        what.id = NamespaceId(1);
        what.name = QStringLiteral("images");
        what.configuration = folder;
        what.allowUnauthenticated = true;
        QVERIFY(store->save(what));
        EngineRig rig;
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be served")));
        QVERIFY(rig.restore(storePath()));
        QCOMPARE(row(rig, what.id).error.value_or(Error{}).code, ErrorCode::FileNotFound);
        QVERIFY(!rig.engine().initiateUnauthenticated(rig.ask()));

        QVERIFY(QDir().mkpath(folder));
        QFile file(folder + QStringLiteral("/a.img"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(1000) && makeOld(file));
        QVERIFY(rig.engine().initiateUnauthenticated(rig.ask()));
        QVERIFY(!row(rig, what.id).error);
    }

    void aRefreshLooksAgain()
    {
        QTemporaryDir content;
        const QString folder = content.filePath(QStringLiteral("images"));
        const auto fill = [&] {
            QFile file(folder + QStringLiteral("/a.img"));
            return QDir().mkpath(folder) && file.open(QIODevice::WriteOnly);
        };
        EngineRig rig;
        QVERIFY(fill());
        NamespaceInfo what = rig.namespaceInfo(QStringLiteral("images"));
        what.configuration = folder;
        const auto registered = rig.wait(rig.engine().ask(RegisterNamespace{what}));
        QVERIFY2(registered, qPrintable(registered ? QString() : errorName(registered.error().code)));
        const NamespaceId id = registered->id;
        const auto refresh = [&](NamespaceId which) {
            return rig.wait(rig.engine().ask(RefreshNamespace{which}));
        };

        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(!row(rig, id).error); // nobody has asked for anything
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("cannot be served")));
        const auto gone = refresh(id);
        QVERIFY(gone);
        QCOMPARE(gone->id, id);
        QCOMPARE(row(rig, id).error.value_or(Error{}).code, ErrorCode::FileNotFound);
        QCOMPARE(rig.seen().revision, gone->revision);
        QVERIFY(fill());
        QVERIFY(refresh(id));
        QVERIFY(!row(rig, id).error);

        QCOMPARE(refresh(NamespaceId(99)).error().code, ErrorCode::NamespaceNotFound);
    }

    void theNewOneTakesThePlaceOfTheOld()
    {
        const auto store = openStore();
        EngineRig rig;
        QVERIFY(rig.restore(storePath()));
        const NamespaceId old = rig.publish();
        const auto client = join(rig, QStringLiteral("PC-1"));
        QTRY_VERIFY(client->blocksSeen() > 0);
        NamespaceInfo next = unregisteredCopy(row(rig, old));
        next.description = QStringLiteral("second edition");

        NamespaceInfo unusable = next;
        unusable.configuration = QStringLiteral("/nonexistent/folder");
        QCOMPARE(codeOf(rig.engine().ask(ReplaceNamespace{old, unusable, true, rig.order()})),
                 ErrorCode::FileNotFound);
        QVERIFY(!row(rig, old).tombstoned);
        QVERIFY(rig.notices(Notice::Kind::NamespaceDeregistered).isEmpty());

        const auto drained = rig.wait(rig.engine().ask(ReplaceNamespace{old, next, false, rig.order()}));
        QVERIFY(drained);
        QVERIFY(drained->id != old);
        QVERIFY(row(rig, old).tombstoned);
        QVERIFY(row(rig, old).tombstoneTime.isValid());
        QCOMPARE(row(rig, drained->id).description, next.description);
        QCOMPARE(store->namespaces()->size(), 1);
        QCOMPARE(store->namespaces()->first().id, drained->id);
        QCOMPARE(rig.wait(rig.engine().ask(RetrieveNamespaces{{{}, next.name, true}}))->size(), 2);
        QCOMPARE(rig.wait(rig.engine().ask(RetrieveNamespaces{{{}, next.name, false}}))->size(), 1);
        QCOMPARE(codeOf(rig.engine().ask(ReplaceNamespace{old, next, false, rig.order()})),
                 ErrorCode::NamespaceNotRegistered);
        QCOMPARE(client->kickReason(), -1);
        client->leave(wire::LeaveComplete);
        QTRY_VERIFY(!rig.seen().find(old));

        const auto other = join(rig, QStringLiteral("PC-2"));
        QTRY_VERIFY(other->isJoined());
        const auto cut = rig.wait(rig.engine().ask(ReplaceNamespace{drained->id, next, true, rig.order()}));
        QVERIFY(cut);
        QVERIFY(!rig.seen().find(drained->id));
        QVERIFY(other->kickReason() >= 0);
        QVERIFY(rig.isConsistent());
    }

    void drainingLetsThoseWhoWaitFinish()
    {
        EngineRig rig;
        const NamespaceId id = add(rig, scheduled(rig, manual));
        const auto client = join(rig, QStringLiteral("PC-1"));
        QTRY_COMPARE(row(rig, id).waitingClients, 1U);
        QVERIFY(rig.wait(rig.engine().ask(DeregisterNamespace{id, false, rig.order()})));
        QTRY_VERIFY(client->blocksSeen() > 0);
        QCOMPARE(codeOf(rig.engine().ask(StartTransmission{id})), ErrorCode::NamespaceShutdownInProgress);
        client->leave(wire::LeaveComplete);
        QTRY_VERIFY(rig.seen().namespaces.isEmpty());
    }

    void oneFileIsAProviderOfItsOwn()
    {
        EngineRig rig;
        NamespaceInfo what = rig.namespaceInfo(QStringLiteral("single"));
        what.contentProvider = QStringLiteral("File");
        QCOMPARE(codeOf(rig.engine().ask(RegisterNamespace{what})), ErrorCode::WrongFileKind);
        what.configuration = QStringLiteral("a.img");
        QCOMPARE(codeOf(rig.engine().ask(RegisterNamespace{what})), ErrorCode::InvalidNamespaceData);
        what.configuration = rig.folder() + QStringLiteral("/missing");
        QCOMPARE(codeOf(rig.engine().ask(RegisterNamespace{what})), ErrorCode::FileNotFound);
        what.configuration = rig.folder() + QStringLiteral("/a.img");
        QVERIFY(add(rig, what).isValid());
        const auto ask = [&](const QString &content) {
            return rig.engine().initiateUnauthenticated(rig.ask(content, QStringLiteral("single")));
        };
        QCOMPARE(ask(QStringLiteral("b.img")).error().code, ErrorCode::ContentNotFound);
        QCOMPARE(ask(what.configuration).error().code, ErrorCode::ContentNotFound);
        QCOMPARE(ask(QString()).error().code, ErrorCode::ContentNotFound);
        QCOMPARE(ask(QStringLiteral("a.img"))->contentSize, quint64(400'000));
    }

    void theDigestOfAContentIsShown()
    {
        EngineRig rig;
        QVERIFY(rig.publish().isValid());
        QVERIFY(rig.engine().initiateUnauthenticated(rig.ask()));
        QCOMPARE(rig.seen().contents[0].digestState, DigestState::None);
        const auto future = rig.engine().initiate(rig.ask());
        QCOMPARE(rig.seen().contents[0].digestState, DigestState::Computing);
        const auto grant = rig.wait(future);
        QVERIFY(grant);
        QCOMPARE(rig.seen().contents[0].digestState, DigestState::Known);
        QCOMPARE(rig.seen().contents[0].digest, grant->contentDigest);
        QVERIFY(grant->contentDigest.startsWith(QStringLiteral("sha256:")));
        QVERIFY(rig.isConsistent());
    }
};

CASTDECK_TEST(TestNamespaces)

} // namespace castdeck::tst_namespaces
#include "tst_namespaces.moc"
