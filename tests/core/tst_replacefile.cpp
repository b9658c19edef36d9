// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replacefile.h"
#include "support/failingcalls.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace castdeck::tst_replacefile
{

using test::CallFate;
using test::FailingCalls;

namespace
{

const QByteArray before = "what was there";
const QByteArray after = QByteArray("what takes its place ").repeated(5'000);

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    return lstat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace

class TestReplaceFile : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name = QStringLiteral("file")) const { return m_folder->filePath(name); }
    QStringList names() const
    {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyCallMayFail_data()
    {
        QTest::addColumn<FileAccess>("access");
        QTest::addColumn<bool>("isThere");
        QTest::addColumn<CallFate>("fate");
        QTest::addColumn<int>("error");
        for (const auto access : {FileAccess::Private, FileAccess::Shared}) {
            const char *const kind = access == FileAccess::Private ? "private" : "shared";
            for (const bool isThere : {false, true}) {
                const char *const state = isThere ? "old" : "new";
                QTest::addRow("%s %s full", kind, state) << access << isThere << CallFate::Fails << ENOSPC;
                QTest::addRow("%s %s broken", kind, state) << access << isThere << CallFate::Fails << EIO;
                QTest::addRow("%s %s short", kind, state) << access << isThere << CallFate::Short << 0;
            }
        }
    }
    void everyCallMayFail()
    {
        QFETCH(const FileAccess, access);
        QFETCH(const bool, isThere);
        QFETCH(const CallFate, fate);
        QFETCH(const int, error);
        int failures = 0;
        for (int which = 1;; ++which) {
            QFile::remove(path());
            if (isThere)
                put(path(), before);
            FailingCalls calls(which, fate, error);
            const auto replaced = replaceFile(path(), after, access);
            if (!calls.happened())
                break;
            const QByteArray found = contentOf(path());
            QVERIFY2(found == after || (!replaced && found == (isThere ? before : QByteArray())),
                     calls.name());
            QCOMPARE(names().size(), found.isEmpty() ? 0 : 1);
            failures += replaced ? 0 : 1;
            if (!replaced)
                QVERIFY2(replaced.error().detail.contains(path()), qPrintable(replaced.error().detail));
        }
        // Opened, written, synced, renamed, closed, and the folder opened and synced.
        QVERIFY(fate == CallFate::Short ? failures == 0 : failures >= 7);
    }

    void everyCallMayBeTheLast()
    {
        bool isOver = false;
        int deaths = 0;
        for (int which = 1; !isOver; ++which) {
            put(path(), before);
            const pid_t child = fork();
            if (child == 0) {
                const FailingCalls calls(which, CallFate::Kills);
                _exit(replaceFile(path(), after, FileAccess::Private) ? 0 : 1);
            }
            int status = 0;
            QCOMPARE(waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status) && (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
            isOver = WEXITSTATUS(status) == 0;
            deaths += isOver ? 0 : 1;
            QVERIFY(contentOf(path()) == before || contentOf(path()) == after);
            QVERIFY(names().size() <= 2);
            QVERIFY(replaceFile(path(), before, FileAccess::Private));
            QCOMPARE(names(), QStringList{QStringLiteral("file")});
        }
        QVERIFY(deaths >= 7);
    }

    void whatIsBeingWrittenIsNotSweptAway()
    {
        int ready[2]{-1, -1};
        int done[2]{-1, -1};
        QVERIFY(pipe(ready) == 0 && pipe(done) == 0);
        const pid_t child = fork();
        if (child == 0) { // stops between the writing and the renaming, as seen from the folder
            const QByteArray name = QFile::encodeName(path(QStringLiteral(".castdeck-0.new")));
            const int file = ::open(name.constData(), O_WRONLY | O_CREAT, 0600);
            flock(file, LOCK_EX);
            char byte = 0;
            _exit(::write(ready[1], &byte, 1) == 1 && ::read(done[0], &byte, 1) == 1 ? 0 : 1);
        }
        char byte = 0;
        QCOMPARE(::read(ready[0], &byte, 1), 1);
        put(path(QStringLiteral(".castdeck-1.new")), before);
        put(path(QStringLiteral("castdeck.new")), before);
        QVERIFY(replaceFile(path(), after, FileAccess::Private));
        QCOMPARE(names(), (QStringList{QStringLiteral(".castdeck-0.new"), QStringLiteral("castdeck.new"),
                                       QStringLiteral("file")}));
        QCOMPARE(::write(done[1], &byte, 1), 1);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        sweepReplacements(m_folder->path());
        QCOMPARE(names(), (QStringList{QStringLiteral("castdeck.new"), QStringLiteral("file")}));
        for (const int end : {ready[0], ready[1], done[0], done[1]})
            ::close(end);
    }

    void modesAndLinks_data()
    {
        QTest::addColumn<FileAccess>("access");
        QTest::addColumn<int>("mode"); ///< of the file before, 0: none
        QTest::addColumn<int>("expected");
        QTest::addRow("new private") << FileAccess::Private << 0 << 0600;
        QTest::addRow("open private") << FileAccess::Private << 0666 << 0600;
        QTest::addRow("new shared") << FileAccess::Shared << 0 << 0640;
        QTest::addRow("wide shared") << FileAccess::Shared << 0666 << 0666;
        QTest::addRow("narrow shared") << FileAccess::Shared << 0600 << 0600;
    }
    void modesAndLinks()
    {
        QFETCH(const FileAccess, access);
        QFETCH(const int, mode);
        QFETCH(const int, expected);
        const mode_t mask = umask(0027);
        for (const bool isLinked : {false, true}) {
            const QString place = path(isLinked ? QStringLiteral("link") : QStringLiteral("file"));
            const QString target = path(QStringLiteral("target"));
            if (isLinked)
                QVERIFY(QFile::link(QStringLiteral("target"), place));
            const QString behind = isLinked ? target : place;
            if (mode != 0) {
                put(behind, before);
                QVERIFY(chmod(QFile::encodeName(behind).constData(), mode_t(mode)) == 0);
            }
            QVERIFY(replaceFile(place, after, access));
            QCOMPARE(contentOf(place), after);
            const bool isFollowed = isLinked && access == FileAccess::Shared;
            QCOMPARE(QFileInfo(place).isSymLink(), isFollowed);
            QCOMPARE(int(modeOf(isFollowed ? target : place)), expected);
            if (isLinked && access == FileAccess::Private) { // what it led to is as it was
                QCOMPARE(contentOf(target), mode != 0 ? before : QByteArray());
                QCOMPARE(int(modeOf(target)), mode);
            }
        }
        umask(mask);
    }

    void ownersStay()
    {
        if (geteuid() != 0)
            QSKIP("gives a file to somebody else, which only root can");
        put(path(), before);
        QVERIFY(chown(QFile::encodeName(path()).constData(), 1234, 4321) == 0);
        QVERIFY(replaceFile(path(), after, FileAccess::Shared));
        struct stat status = {};
        QVERIFY(stat(QFile::encodeName(path()).constData(), &status) == 0);
        QCOMPARE(int(status.st_uid), 1234);
        QCOMPARE(int(status.st_gid), 4321);
    }

    void whatIsNoFileStays_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char *kind : {"folder", "pipe", "loop", "nowhere"})
            QTest::addRow("%s", kind) << QString::fromLatin1(kind);
    }
    void whatIsNoFileStays()
    {
        QFETCH(const QString, kind);
        const QByteArray name = QFile::encodeName(path());
        QString place = path();
        if (kind == QLatin1String("folder"))
            QVERIFY(mkdir(name.constData(), 0700) == 0);
        else if (kind == QLatin1String("pipe"))
            QVERIFY(mkfifo(name.constData(), 0600) == 0);
        else if (kind == QLatin1String("loop"))
            QVERIFY(symlink("file", name.constData()) == 0);
        else
            place = path(QStringLiteral("missing/file"));
        const auto replaced = replaceFile(place, after, FileAccess::Shared);
        QVERIFY(!replaced);
        QVERIFY(replaced.error().detail.contains(place));
        const QStringList all =
            QDir(m_folder->path())
                .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        QCOMPARE(all, kind == QLatin1String("nowhere") ? QStringList() : QStringList{QStringLiteral("file")});
    }

    void aFileThatMayNotGrow()
    {
        put(path(), before);
        rlimit limit = {};
        QVERIFY(getrlimit(RLIMIT_FSIZE, &limit) == 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{1'000, limit.rlim_max};
        QVERIFY(setrlimit(RLIMIT_FSIZE, &small) == 0);
        const auto replaced = replaceFile(path(), after, FileAccess::Private);
        QVERIFY(setrlimit(RLIMIT_FSIZE, &limit) == 0);
        std::signal(SIGXFSZ, handler);
        QVERIFY(!replaced);
        QCOMPARE(contentOf(path()), before);
        QCOMPARE(names(), QStringList{QStringLiteral("file")});
    }

    void theLongestName()
    {
        const QString longest = path(QString(255, QLatin1Char('n')));
        QVERIFY(replaceFile(longest, after, FileAccess::Shared));
        QCOMPARE(contentOf(longest), after);
    }
};

CASTDECK_TEST(TestReplaceFile)

} // namespace castdeck::tst_replacefile
#include "tst_replacefile.moc"
