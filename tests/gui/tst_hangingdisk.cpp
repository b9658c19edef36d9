// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/dialogs/publishwizard.h"
#include "gui/parts/filefield.h"
#include "gui/parts/rowexport.h"
#include "gui/serverdialogs/serverdialog.h"
#include "gui/servers/serverprofiles.h"
#include "gui/text/errortext.h"
#include "gui/window/keptlayout.h"
#include "models/inventorymodel.h"
#include "models/inventoryrole.h"
#include "support/hangingfolder.h"
#include "support/windowtest.h"

#include <QLabel>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace castdeck::tst_hangingdisk
{

namespace
{

/// Stops a file system, and lets it go on when the test has long been held up by it.
class Stop
{
public:
    explicit Stop(HangingFolder &folder) : m_folder(folder)
    {
        m_folder.stop();
        m_watch = std::thread([this] {
            std::unique_lock lock(m_mutex);
            if (!m_changed.wait_for(lock, std::chrono::milliseconds(5 * Patience),
                                    [this] { return m_isOver; })) {
                m_wasLate = true;
                m_folder.goOn();
            }
        });
    }
    ~Stop() { end(); }
    Q_DISABLE_COPY_MOVE(Stop)
    void end()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isOver = true;
            m_changed.notify_all();
        }
        if (m_watch.joinable())
            m_watch.join();
        m_folder.goOn();
    }
    bool wasLate() const { return m_wasLate; }

private:
    HangingFolder &m_folder;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_isOver = false;
    std::atomic<bool> m_wasLate = false;
    std::thread m_watch;
};

ServerProfile serverAt(const QString &host)
{
    ServerProfile profile = profileFromAddress(host).value();
    profile.id = ServerId(host);
    return profile;
}

} // namespace

/// The disk stops answering under all that the window reads and writes, and the window goes on.
class TestHangingDisk : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<HangingFolder> m_share;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString shared(const QString &name) const { return path(QStringLiteral("share/") + name); }
    static QString problemOf(const PublishWizard &wizard)
    {
        return wizard.findChild<QLabel *>(QStringLiteral("sourceProblem"))->text();
    }

private Q_SLOTS:
    void init()
    {
        QVERIFY(QDir().mkpath(path(QStringLiteral("disk/images/more"))));
        QVERIFY(QDir().mkpath(path(QStringLiteral("share"))));
        m_share =
            std::make_unique<HangingFolder>(path(QStringLiteral("disk")), path(QStringLiteral("share")));
        if (!m_share->isMounted())
            QSKIP("this system mounts no file system for us");
    }
    void cleanup() { m_share.reset(); }

    void theWindowGoesOn()
    {
        const QString notAnswering = QStringLiteral("does not answer");
        const ServerProfiles::Places places{shared(QStringLiteral("servers.json")),
                                            shared(QStringLiteral("castdeck.conf")),
                                            std::chrono::milliseconds(100)};
        ServerProfiles profiles(places);
        profiles.save(serverAt(QStringLiteral("a.example")));
        QTRY_VERIFY(profiles.isKept());
        KeptLayout layout(QSettings(shared(QStringLiteral("castdeck.conf")), QSettings::IniFormat));
        PublishQuestion question;
        question.filesAreShared = true;
        PublishWizard wizard(question);
        ServerQuestion server;
        server.profile.host = QStringLiteral("a.example");
        server.isNew = false;
        ServerDialog dialog(server);
        InventoryModel model(ErrorText::sentence);
        model.addServer(ServerId(QStringLiteral("here")), QStringLiteral("here"));
        FileSystemCalls files;
        QString written;
        Stop stop(*m_share);

        auto *source = wizard.findChild<FileField *>(QStringLiteral("source"));
        source->setPath(shared(QStringLiteral("images")));
        QVERIFY(!wizard.currentPage()->isComplete());
        const QString looking = problemOf(wizard);
        QVERIFY(!looking.isEmpty());
        dialog.findChild<FileField *>(QStringLiteral("authority"))->setPath(shared(QStringLiteral("ca.pem")));
        RowExport(InventoryRole::Value, {QStringLiteral("server")}, {QStringLiteral("server")})
            .write(files, shared(QStringLiteral("rows.csv")), RowExport::allRows(model),
                   [&](const Report &report) { written = report.text; });
        ServerProfiles others(places);
        QSignalSpy notRead(&others, &ServerProfiles::notRead);
        QSignalSpy loaded(&others, &ServerProfiles::loaded);
        others.load();
        QSignalSpy notKept(&profiles, &ServerProfiles::notKept);
        profiles.save(serverAt(QStringLiteral("b.example")));
        layout.keep({{QStringLiteral("window/columns"), 7}});

        // Meanwhile another folder can be chosen.
        source->setPath(path(QStringLiteral("disk/images")));
        QTRY_VERIFY(problemOf(wizard).isEmpty());
        source->setPath(shared(QStringLiteral("images")));
        QTRY_VERIFY(problemOf(wizard).contains(notAnswering));
        const auto *problem = dialog.findChild<QLabel *>(QStringLiteral("problem"));
        QTRY_VERIFY(problem->text().contains(notAnswering));
        QTRY_VERIFY(written.contains(notAnswering));
        QTRY_COMPARE(notKept.size(), 1);
        QTRY_COMPARE(notRead.size(), 1);
        QCOMPARE(notRead.constFirst().constFirst().value<Error>().code, ErrorCode::FolderNotAnswering);
        QVERIFY(loaded.isEmpty());
        QVERIFY2(!stop.wasLate(), "the window was held up");

        // What could not be done is done when it answers again.
        stop.end();
        QTRY_VERIFY(profiles.isKept());
        QTRY_COMPARE(loaded.size(), 1);
        const auto columns = [this] {
            return QSettings(shared(QStringLiteral("castdeck.conf")), QSettings::IniFormat)
                .value(QStringLiteral("window/columns"))
                .toInt();
        };
        QTRY_COMPARE(columns(), 7);
        const auto isComplete = [&] {
            source->setPath({});
            source->setPath(shared(QStringLiteral("images")));
            return wizard.currentPage()->isComplete();
        };
        QTRY_VERIFY(isComplete());
    }
};

CASTDECK_WINDOW_TEST(TestHangingDisk)

} // namespace castdeck::tst_hangingdisk
#include "tst_hangingdisk.moc"
