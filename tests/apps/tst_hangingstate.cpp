// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "support/hangingfolder.h"
#include "support/testprogram.h"

#include <QDir>
#include <csignal>

namespace castdeck::tst_hangingstate
{

namespace
{

constexpr quint64 Size = 20'000'000;
const QString images = QStringLiteral("images");
const QStringList slowly{QStringLiteral("--limit"), QStringLiteral("200000"),
                         QStringLiteral("--no-fallback")};

DisconnectOrder cut()
{
    return {DisconnectType::Abort, QStringLiteral("a test"), {}};
}

/// Or is kept by the system for its parent.
bool hasEnded(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/stat").arg(process));
    return !status.open(QIODevice::ReadOnly) || QString::fromLatin1(status.readAll())
                                                    .section(QLatin1Char(')'), -1)
                                                    .startsWith(QLatin1String(" Z"));
}

} // namespace

/// The disk that a server keeps its own state on stops answering, and everything that needs no answer of it
/// goes on.
class HangingStateTest : public QObject
{
    Q_OBJECT

    /// A server that has run before, whose state is now on a file system that can hang.
    struct StateRig : CastRig {
        StateRig() : CastRig(Size, "linger-ms = 1000\n")
        {
            const QString kept = path(QStringLiteral("kept"));
            const QString state = path(QStringLiteral("state"));
            if (!isReady() || stop() != 0 || !QDir().rename(state, kept) || !QDir().mkdir(state))
                return;
            folder = std::make_unique<HangingFolder>(kept, state, HangingFolder::Files::Mapped);
        }
        bool begins()
        {
            if (!startAgain())
                return false;
            id = seen().namespaces.value(0).id;
            return id.isValid();
        }
        NamespaceInfo other(const QString &name) const
        {
            NamespaceInfo what;
            what.name = name;
            what.configuration = path(images);
            what.allowUnauthenticated = true;
            return what;
        }
        Result<NamespaceReport> publish(const QString &name)
        {
            return wait(server().ask(RegisterNamespace{other(name)}));
        }
        NamespaceId id;
        std::unique_ptr<HangingFolder> folder;
    };

private Q_SLOTS:
    void initTestCase()
    {
        // Whoever looks for leaks has to stop all threads first, also those that the system does not let go.
        qputenv("ASAN_OPTIONS", QByteArray(qgetenv("ASAN_OPTIONS") + ":detect_leaks=0"));
    }

    void everythingElseGoesOn()
    {
        StateRig rig;
        if (!rig.folder || !rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        QVERIFY2(rig.begins(), rig.log().constData());
        RigReceiver present(rig, QStringLiteral("present"), RigReceiver::Asks::Udp, slowly);
        QVERIFY(present.reaches(QStringLiteral("receiving"), 500'000));
        rig.folder->stop();

        // What is to be kept is refused, in time, …
        const auto published = rig.publish(QStringLiteral("more"));
        QVERIFY(!published);
        QCOMPARE(published.error().code, ErrorCode::FolderNotAnswering);
        const auto limited =
            CastRig::wait(rig.server().ask(SetRateLimit{{RateScope::Server, 0, 50'000'000}}));
        QVERIFY(!limited);
        QCOMPARE(limited.error().code, ErrorCode::FolderNotAnswering);
        CreateToken who;
        who.name = QStringLiteral("new");
        const auto token = CastRig::wait(rig.server().ask(who));
        QVERIFY(!token);
        QCOMPARE(token.error().code, ErrorCode::FolderNotAnswering);
        // … and everything else is done: who looks, who comes, and who ends a session.
        QVERIFY(CastRig::wait(rig.server().ask(RetrieveInventory{})));
        QVERIFY(CastRig::wait(rig.server().ask(RetrievePolicies{})));
        RigReceiver late(rig, QStringLiteral("late"), RigReceiver::Asks::Tls);
        QCOMPARE(late.exitCode(), 0);
        QVERIFY(late.written() == rig.content());
        QVERIFY(present.isRunning());
        QVERIFY(CastRig::wait(rig.server().ask(StopService{true, cut()})));
        QCOMPARE(present.exitCode(), 10);
        QVERIFY(CastRig::wait(rig.server().ask(StartService{})));
        QCOMPARE(CastRig::wait(rig.server().ask(RetrieveSessionHistory{})).error().code,
                 ErrorCode::FolderNotAnswering);

        rig.folder->goOn();
        QVERIFY(QTest::qWaitFor([&] { return rig.publish(QStringLiteral("after")).has_value(); }, Patience));
        const auto isRemembered = [&] {
            const auto page = CastRig::wait(rig.server().ask(RetrieveAudit{}));
            return page && std::ranges::any_of(page->records, [](const AuditRecord &record) {
                       return record.verb == QLatin1String("service.stop");
                   });
        };
        QTRY_VERIFY(isRemembered());
        // What is shown is what is kept.
        const QList<NamespaceInfo> shown = rig.seen().namespaces;
        QVERIFY2(rig.begins(), rig.log().constData());
        QStringList before;
        QStringList after;
        for (const NamespaceInfo &row : shown)
            before.append(row.name);
        for (const NamespaceInfo &row : rig.seen().namespaces)
            after.append(row.name);
        QCOMPARE(after, before);
    }

    void theServerEndsAllTheSame()
    {
        StateRig rig;
        if (!rig.folder || !rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        QVERIFY2(rig.begins(), rig.log().constData());
        RigReceiver present(rig, QStringLiteral("present"), RigReceiver::Asks::Tls, slowly);
        QVERIFY(present.reaches(QStringLiteral("receiving"), 500'000));
        rig.folder->stop();
        const auto published = rig.server().ask(RegisterNamespace{rig.other(QStringLiteral("more"))});
        rig.hangUp(); // it reads its configuration and its keys again
        const qint64 server = rig.serverProcessId();
        QCOMPARE(::kill(pid_t(server), SIGTERM), 0);
        QCOMPARE(present.exitCode(), 10);
        // The system keeps what is left of a process while one of its threads waits for a page to be written.
        QTRY_VERIFY(hasEnded(server));
        rig.folder->goOn();
        QCOMPARE(rig.stop(), 0);
    }

    void aStartEnds()
    {
        StateRig rig;
        if (!rig.folder || !rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        rig.folder->stop();
        QVERIFY(!rig.startAgain());
        QCOMPARE(rig.stop(), 1);
        QVERIFY2(rig.log().contains("FOLDER_NOT_ANSWERING"), rig.log().constData());
        rig.folder->goOn();
        QVERIFY2(rig.begins(), rig.log().constData());
    }
};

CASTDECK_TEST(HangingStateTest)

} // namespace castdeck::tst_hangingstate
#include "tst_hangingstate.moc"
