// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/namespacename.h"
#include "engine/content/fileprovider.h"
#include "engine/content/folderprovider.h"
#include "engine/content/openbeneath.h"
#include "support/agedfile.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace castdeck::tst_folderprovider
{

class TestFolderProvider : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void check_data();
    void check();
    void foldersThatCannotBeReadAreRefused();
    void opensWhatIsThere_data();
    void opensWhatIsThere();
    void refusesWhatIsNoContent_data();
    void refusesWhatIsNoContent();
    void missingFolderIsNotAMissingContent();
    void bothMethodsAgree();
    void whatIsBeingWrittenIsWaitedFor();
    void listsWhatItWouldOpen();
    void namespaceNames_data();
    void namespaceNames();

private:
    QString path(const QString &name) const { return m_root->filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    void age(const QString &name) const { QVERIFY(makeOld(path(name))); }

    std::unique_ptr<QTemporaryDir> m_root;
    FolderProvider m_provider;
};

void TestFolderProvider::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_root->path()).mkpath(QStringLiteral("folder/sub/deep")));
    QVERIFY(QDir(m_root->path()).mkpath(QStringLiteral("hollow/sub")));
    write(QStringLiteral("secret"), "secret");
    write(QStringLiteral("folder/a.img"), "12345");
    write(QStringLiteral("folder/sub/deep/b"), "1");
    write(QStringLiteral("folder/back\\slash"), "12");
    write(QStringLiteral("folder/größe 1"), "123");
    write(QStringLiteral("folder/..dots"), "1234");
    for (const char *const name : {"a.img", "sub/deep/b", "back\\slash", "größe 1", "..dots"})
        age(QStringLiteral("folder/") + QString::fromUtf8(name));
    QVERIFY(QFile::link(QStringLiteral("sub/deep/b"), path(QStringLiteral("folder/inside"))));
    QVERIFY(QFile::link(QStringLiteral("../secret"), path(QStringLiteral("folder/outside"))));
    QVERIFY(QFile::link(path(QStringLiteral("secret")), path(QStringLiteral("folder/absolute"))));
    QVERIFY(QFile::link(path(QStringLiteral("folder/a.img")), path(QStringLiteral("folder/back"))));
    QVERIFY(QDir(m_root->path()).mkpath(QStringLiteral("folder-2")));
    write(QStringLiteral("folder-2/x"), "secret");
    QVERIFY(QFile::link(path(QStringLiteral("folder-2/x")), path(QStringLiteral("folder/neighbour"))));
    QVERIFY(QFile::link(QStringLiteral("/proc/self/exe"), path(QStringLiteral("folder/self"))));
    const QByteArray old = QFile::encodeName(path(QStringLiteral("folder/"))) + "fr\xfcher";
    QCOMPARE(mkdir(old.constData(), 0700), 0);
    const QByteArray oldFile = old + "/alt.img";
    const int latin = open(oldFile.constData(), O_WRONLY | O_CREAT, 0600);
    QCOMPARE(::write(latin, "1234567", 7), ssize_t(7));
    const timespec before[] = {{1, 0}, {1, 0}};
    QCOMPARE(futimens(latin, before), 0);
    close(latin);
    QVERIFY(QFile::link(QStringLiteral(".."), path(QStringLiteral("folder/up"))));
    QVERIFY(QFile::link(QStringLiteral("loop"), path(QStringLiteral("folder/loop"))));
    QCOMPARE(mkfifo(QFile::encodeName(path(QStringLiteral("folder/fifo"))).constData(), 0600), 0);
    // Only root can; without it the name is simply missing, which is refused as well.
    mknod(QFile::encodeName(path(QStringLiteral("folder/device"))).constData(), S_IFCHR | 0600,
          makedev(1, 5));
}

/// Qt cannot spell this name, so it cannot remove it either.
void TestFolderProvider::cleanup()
{
    const QByteArray old = QFile::encodeName(path(QStringLiteral("folder/"))) + "fr\xfcher";
    const QByteArray file = old + "/alt.img";
    unlink(file.constData());
    rmdir(old.constData());
}

void TestFolderProvider::check_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<bool>("usable");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("folder") << "folder" << true << ErrorCode::Internal;
    QTest::newRow("missing") << "nowhere" << false << ErrorCode::FileNotFound;
    QTest::newRow("file") << "secret" << false << ErrorCode::WrongFileKind;
    QTest::newRow("fifo") << "folder/fifo" << false << ErrorCode::WrongFileKind;
    QTest::newRow("empty") << "hollow" << false << ErrorCode::FolderEmpty;
}

void TestFolderProvider::check()
{
    QFETCH(QString, folder);
    QFETCH(bool, usable);
    QFETCH(ErrorCode, code);
    const auto checked = m_provider.check(path(folder));
    QCOMPARE(checked.has_value(), usable);
    if (!usable) {
        QCOMPARE(checked.error().code, code);
        QVERIFY(checked.error().detail.contains(folder));
    }
}

void TestFolderProvider::foldersThatCannotBeReadAreRefused()
{
    QCOMPARE(m_provider.check(QString()).error().code, ErrorCode::FileNotFound);
    QCOMPARE(m_provider.check(QStringLiteral("folder")).error().code, ErrorCode::InvalidNamespaceData);
    if (geteuid() == 0) {
        // Root reads everything, so this one check is made by somebody else.
        QFile::setPermissions(m_root->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(seteuid(65534), 0);
    } else {
        QFile::setPermissions(path(QStringLiteral("folder")), QFile::WriteOwner);
    }
    const auto checked = m_provider.check(path(QStringLiteral("folder")));
    if (getuid() == 0)
        QCOMPARE(seteuid(0), 0);
    QVERIFY(!checked);
    QCOMPARE(checked.error().code, ErrorCode::FileAccessDenied);
}

void TestFolderProvider::opensWhatIsThere_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<quint64>("size");
    QTest::newRow("file") << "a.img" << quint64(5);
    QTest::newRow("below") << "sub/deep/b" << quint64(1);
    QTest::newRow("backslash") << "back\\slash" << quint64(2);
    QTest::newRow("not ASCII") << QStringLiteral("größe 1") << quint64(3);
    QTest::newRow("dots") << "..dots" << quint64(4);
    QTest::newRow("link that stays") << "inside" << quint64(1);
    QTest::newRow("absolute link that stays") << "back" << quint64(5);
    QTest::newRow("Latin-1 in the bytes") << QStringLiteral("früher/alt.img") << quint64(7);
}

void TestFolderProvider::opensWhatIsThere()
{
    QFETCH(QString, name);
    QFETCH(quint64, size);
    const auto source = m_provider.open(path(QStringLiteral("folder")), name);
    QVERIFY2(source, source ? "" : qPrintable(source.error().detail));
    QCOMPARE(quint64(source->size()), size);
    QCOMPARE(source->name(), name);
    QVERIFY(fcntl(source->descriptor(), F_GETFD) & FD_CLOEXEC);
}

void TestFolderProvider::refusesWhatIsNoContent_data()
{
    QTest::addColumn<QString>("name");
    for (const char *const name : {"missing",
                                   "../secret",
                                   "sub/../../secret",
                                   "sub/../a.img",
                                   "./a.img",
                                   "sub//deep/b",
                                   "a.img/",
                                   "/a.img",
                                   "/etc/passwd",
                                   "",
                                   "..",
                                   ".",
                                   "/",
                                   "sub",
                                   "fifo",
                                   "device",
                                   "outside",
                                   "absolute",
                                   "up/secret",
                                   "loop",
                                   "a.img/x",
                                   "neighbour",
                                   "self"})
        QTest::newRow(name) << QString::fromLatin1(name);
    QTest::newRow("zero") << QStringLiteral("a.img") + QChar(QChar::Null) + QStringLiteral("x");
    QTest::newRow("lone surrogate") << QString(QChar(0xD800));
}

void TestFolderProvider::refusesWhatIsNoContent()
{
    QFETCH(QString, name);
    const auto source = m_provider.open(path(QStringLiteral("folder")), name);
    QVERIFY(!source);
    QCOMPARE(source.error().code, ErrorCode::ContentNotFound);
    QVERIFY(!source.error().detail.isEmpty());
}

void TestFolderProvider::missingFolderIsNotAMissingContent()
{
    const auto source = m_provider.open(path(QStringLiteral("nowhere")), QStringLiteral("a.img"));
    QCOMPARE(source.error().code, ErrorCode::FileNotFound);
}

void TestFolderProvider::bothMethodsAgree()
{
    const int folder =
        open(QFile::encodeName(path(QStringLiteral("folder"))).constData(), O_RDONLY | O_DIRECTORY);
    QVERIFY(folder >= 0);
    for (const BeneathMethod method : {BeneathMethod::Automatic, BeneathMethod::ByPath}) {
        for (const char *const name : {"sub/deep/b", "inside", "back", "up/folder/a.img", "sub/../a.img"}) {
            const auto opened = openBeneath(folder, name, method);
            QVERIFY2(opened, name);
            close(*opened);
        }
        for (const char *const name :
             {"../secret", "/etc/passwd", "outside", "absolute", "neighbour", "up/secret", "loop", "fifo",
              "device", "sub", "missing", "a.img/x", "self"}) {
            const auto refused = openBeneath(folder, name, method);
            QVERIFY2(!refused, name);
        }
        QCOMPARE(openBeneath(folder, "..", method).error().code, ErrorCode::ContentNotFound);
        QCOMPARE(openBeneath(folder, "fifo", method).error().code, ErrorCode::WrongFileKind);
    }
    close(folder);
}

void TestFolderProvider::whatIsBeingWrittenIsWaitedFor()
{
    const QString name = QStringLiteral("growing");
    write(QStringLiteral("folder/growing"), "1234");
    QCOMPARE(m_provider.open(path(QStringLiteral("folder")), name).error().code, ErrorCode::Busy);
    bool isReady = false;
    m_provider.whenReady(path(QStringLiteral("folder")), name, [&] { isReady = true; });
    QVERIFY(!isReady);
    QTRY_VERIFY(isReady);
    age(QStringLiteral("folder/growing"));
    QVERIFY(m_provider.open(path(QStringLiteral("folder")), name));

    FileProvider one;
    write(QStringLiteral("one.img"), "1");
    QCOMPARE(one.open(path(QStringLiteral("one.img")), QStringLiteral("one.img")).error().code,
             ErrorCode::Busy);
    age(QStringLiteral("one.img"));
    QVERIFY(one.open(path(QStringLiteral("one.img")), QStringLiteral("one.img")));
}

void TestFolderProvider::listsWhatItWouldOpen()
{
    std::optional<Result<Offering>> found;
    m_provider.list(path(QStringLiteral("folder")), [&found](const auto &listed) { found = listed; });
    QTRY_VERIFY(found);
    QVERIFY(*found);
    QStringList names;
    for (const OfferedContent &one : (*found)->contents) {
        names << one.name;
        const auto opened = m_provider.open(path(QStringLiteral("folder")), one.name);
        QVERIFY2(opened, qPrintable(one.name));
        QCOMPARE(one.size, opened->size());
    }
    for (const char *const name : {"..dots", "a.img", "back\\slash", "größe 1", "inside", "sub/deep/b"})
        QVERIFY2(names.contains(QString::fromUtf8(name)), name);
    QVERIFY(std::ranges::is_sorted(names));
    QVERIFY(!(*found)->more);

    for (qsizetype i = 0; i <= Offering::MaxContents; ++i)
        write(QStringLiteral("hollow/sub/%1").arg(i), {});
    found.reset();
    m_provider.list(path(QStringLiteral("hollow")), [&found](const auto &listed) { found = listed; });
    QTRY_VERIFY(found);
    QCOMPARE((*found)->contents.size(), Offering::MaxContents);
    QVERIFY((*found)->more);

    found.reset();
    m_provider.list(path(QStringLiteral("nowhere")), [&found](const auto &listed) { found = listed; });
    QTRY_VERIFY(found);
    QCOMPARE(found->error().code, ErrorCode::FileNotFound);
}

void TestFolderProvider::namespaceNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("usable");
    QTest::newRow("plain") << "WDS:default/install.wim/1" << true;
    QTest::newRow("not ASCII") << QStringLiteral("Größe") << true;
    QTest::newRow("longest") << QString(511, u'x') << true;
    QTest::newRow("too long") << QString(512, u'x') << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("blank") << QStringLiteral("  ") << false;
    QTest::newRow("control") << QStringLiteral("a\nb") << false;
    QTest::newRow("zero") << QString(QChar(QChar::Null)) << false;
    QTest::newRow("lone surrogate") << QString(QChar(0xDC00)) << false;
}

void TestFolderProvider::namespaceNames()
{
    QFETCH(QString, name);
    QFETCH(bool, usable);
    QCOMPARE(isNamespaceName(name), usable);
}

CASTDECK_TEST(TestFolderProvider)

} // namespace castdeck::tst_folderprovider
#include "tst_folderprovider.moc"
