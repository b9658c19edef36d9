// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "castrig.h"
#include "support/agedfile.h"
#include "support/hangingfolder.h"
#include "support/testprogram.h"

#include <QFile>

namespace castdeck::tst_hangingfolder
{

namespace
{

constexpr quint64 Size = 20'000'000;
const QString Share = QStringLiteral("share");
const QString images = QStringLiteral("images");
const QStringList slowly{QStringLiteral("--limit"), QStringLiteral("1000000")};

} // namespace

/// A share behind one namespace stops answering, and everything else goes on.
class HangingFolderTest : public QObject
{
    Q_OBJECT

    /// The images once more, over a file system that can hang, and published.
    struct SharedRig : CastRig {
        SharedRig() : CastRig(Size, "linger-ms = 1000\n")
        {
            if (!isReady() || !QDir(path(QString())).mkdir(Share))
                return;
            folder = std::make_unique<HangingFolder>(path(images), path(Share));
            if (folder->isMounted())
                id = publish(Share);
        }
        NamespaceId publish(const QString &name)
        {
            NamespaceInfo what;
            what.name = name;
            what.configuration = path(Share);
            what.allowUnauthenticated = true;
            const auto report = wait(server().ask(RegisterNamespace{what}));
            return report ? report->id : NamespaceId();
        }
        std::optional<ErrorCode> errorOf(NamespaceId which) const
        {
            const NamespaceInfo *const row = seen().find(which);
            return row && row->error ? std::optional(row->error->code) : std::nullopt;
        }
        SessionId sessionOf(NamespaceId which) const
        {
            for (const SessionInfo &row : seen().sessions) {
                const ContentInfo *const content = seen().find(row.contentId);
                if (content && content->namespaceId == which && !row.error)
                    return row.id;
            }
            return {};
        }
        std::unique_ptr<HangingFolder> folder;
        NamespaceId id;
    };

    static void serves(CastRig &rig, const QString &name)
    {
        RigReceiver receiver(rig, name, RigReceiver::Asks::Tls);
        QCOMPARE(receiver.exitCode(), 0);
        QVERIFY(receiver.written() == rig.content());
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Whoever looks for leaks has to stop all threads first, also those that the system does not let go.
        qputenv("ASAN_OPTIONS", QByteArray(qgetenv("ASAN_OPTIONS") + ":detect_leaks=0"));
    }

    /// The folder itself is what it stands for, whatever its program was doing.
    void whoWaitsForItCanBeKilled()
    {
        QTemporaryDir disk;
        const QString original = disk.filePath(images);
        const QString share = disk.filePath(Share);
        QVERIFY(QDir(disk.path()).mkdir(original) && QDir(disk.path()).mkdir(share));
        QFile image(original + QStringLiteral("/disk.img"));
        QVERIFY(image.open(QIODevice::WriteOnly) && image.resize(qint64(Size)));
        const HangingFolder folder(original, share);
        if (!folder.isMounted())
            QSKIP("this system mounts no file system for us");
        for (int i = 0; i < 20; ++i) {
            QProcess reader;
            reader.setStandardOutputFile(QProcess::nullDevice());
            reader.start(QStringLiteral("cat"),
                         QStringList(1000, QString(share + QStringLiteral("/disk.img"))));
            QVERIFY(reader.waitForStarted());
            QTest::qWait(i); // at another moment each time
            folder.stop();
            reader.kill();
            const bool ends = reader.waitForFinished(Patience);
            folder.goOn();
            QVERIFY(ends);
        }
    }

    void everythingElseGoesOn()
    {
        SharedRig rig;
        QVERIFY2(rig.isReady(), rig.log().constData());
        if (!rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        QVERIFY(rig.id.isValid());
        RigReceiver present(rig, QStringLiteral("present"), RigReceiver::Asks::Udp,
                            slowly + QStringList{QStringLiteral("--no-fallback")}, Share);
        QVERIFY(present.reaches(QStringLiteral("receiving"), 500'000));
        rig.folder->stop();

        // Those who come for it are told, and so is whoever looks …
        RigReceiver late(rig, QStringLiteral("late"), RigReceiver::Asks::Tls, {}, Share);
        serves(rig, QStringLiteral("other"));
        QCOMPARE(late.exitCode(), 3);
        QVERIFY2(late.said().contains("does not answer"), late.said().constData());
        QTRY_COMPARE(rig.errorOf(rig.id), ErrorCode::FolderNotAnswering);
        // … nothing more is published from there …
        NamespaceInfo what;
        what.name = QStringLiteral("more");
        what.configuration = rig.path(Share);
        const auto refused = CastRig::wait(rig.server().ask(RegisterNamespace{what}));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FolderNotAnswering);
        // … and a session of it ends when it is told to, with every client.
        const SessionId session = rig.sessionOf(rig.id);
        if (present.isRunning() && session.isValid()) {
            const auto report =
                CastRig::wait(rig.server().ask(TerminateSession{session, {DisconnectType::Abort, {}, {}}}));
            QVERIFY(report);
            QCOMPARE(report->unanswered, 0U);
            QCOMPARE(present.exitCode(), 10);
        }
        serves(rig, QStringLiteral("another"));

        rig.folder->goOn();
        QTRY_COMPARE(rig.errorOf(rig.id), std::nullopt);
        RigReceiver again(rig, QStringLiteral("again"), RigReceiver::Asks::Tls, {}, Share);
        QCOMPARE(again.exitCode(), 0);
        QVERIFY(again.written() == rig.content());
    }

    /// By unicast as well: what cannot be read takes nobody's place.
    void theServerEndsAllTheSame_data()
    {
        QTest::addColumn<bool>("falls");
        QTest::newRow("a session") << false;
        QTest::newRow("unicast") << true;
    }
    void theServerEndsAllTheSame()
    {
        QFETCH(const bool, falls);
        SharedRig rig;
        QVERIFY2(rig.isReady(), rig.log().constData());
        if (!rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        RigReceiver present(rig, QStringLiteral("present"), RigReceiver::Asks::Tls, slowly, Share);
        QVERIFY(present.reaches(QStringLiteral("receiving"), 500'000));
        if (falls) {
            const auto sent = CastRig::wait(rig.server().ask(
                TerminateSession{rig.sessionOf(rig.id), {DisconnectType::Fallback, {}, {}}}));
            QVERIFY(sent);
            QVERIFY(present.reaches(QStringLiteral("fallback")));
        }
        rig.folder->stop();
        RigReceiver late(rig, QStringLiteral("late"), RigReceiver::Asks::Tls, {}, Share);
        QVERIFY(late.reaches(QStringLiteral("connected")));
        QCOMPARE(rig.stop(), 0);
    }

    void whatHangsAtTheStartDelaysNobody()
    {
        SharedRig rig;
        QVERIFY2(rig.isReady(), rig.log().constData());
        if (!rig.folder->isMounted())
            QSKIP("this system mounts no file system for us");
        rig.folder->stop();
        QVERIFY(rig.startAgain());
        serves(rig, QStringLiteral("other"));
        QTRY_COMPARE(rig.errorOf(rig.id), ErrorCode::FolderNotAnswering);
        rig.folder->goOn();
        QTRY_COMPARE(rig.errorOf(rig.id), std::nullopt);
        QCOMPARE(rig.stop(), 0);
    }
};

CASTDECK_TEST(HangingFolderTest)

} // namespace castdeck::tst_hangingfolder
#include "tst_hangingfolder.moc"
