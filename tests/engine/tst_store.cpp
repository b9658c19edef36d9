// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/meddle.h"
#include "engine/store/store.h"
#include "support/failingcalls.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QDir>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <cerrno>
#include <cstdio>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

namespace castdeck::tst_store
{

namespace
{

NamespaceInfo sample(quint32 id, const QString &name)
{
    NamespaceInfo row;
    row.id = NamespaceId(id);
    row.name = name;
    row.friendlyName = QStringLiteral("Bücher '; DROP TABLE namespaces");
    row.description = QStringLiteral("two\nlines");
    row.configuration = QStringLiteral("/srv/images");
    row.allowUnauthenticated = true;
    row.fallbackUrl = QStringLiteral("https://mirror.example/'{content}'");
    return row;
}

const QString service = QStringLiteral("service");
const Store::Settings disabled{{QStringLiteral("enabled"), QStringLiteral("false")}};

} // namespace

class TestStore : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_path;

    std::unique_ptr<Store> open()
    {
        auto opened = Store::open(m_path);
        return opened && opened->setAside.isEmpty() ? std::move(opened->store) : nullptr;
    }

private Q_SLOTS:
    void init() { m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())); }

    void keepsWhatWasSaved()
    {
        const NamespaceInfo first = sample(3, QStringLiteral("images"));
        NamespaceInfo second = sample(9, QStringLiteral("drivers"));
        {
            const auto store = open();
            QVERIFY(store);
            QVERIFY(store->save(second));
            QVERIFY(store->save(first));
            second.description = QString();
            QVERIFY(store->save(second));
        }
        const auto store = open();
        QVERIFY(store);
        QCOMPARE(store->namespaces().value_or(QList<NamespaceInfo>()), (QList{first, second}));
        QVERIFY(QFile::permissions(m_path) ==
                (QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser));
    }

    void idsAreNotGivenTwice()
    {
        {
            const auto store = open();
            QVERIFY(store);
            QCOMPARE(store->lastNamespaceId().value_or(NamespaceId(99)), NamespaceId());
            QVERIFY(store->save(sample(7, QStringLiteral("images"))));
            QVERIFY(store->remove(NamespaceId(7)));
            QVERIFY(store->remove(NamespaceId(8)));
        }
        const auto store = open();
        QVERIFY(store->namespaces().value().isEmpty());
        QCOMPARE(store->lastNamespaceId().value_or(NamespaceId()), NamespaceId(7));
    }

    void damagedFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addRow("emptied") << QByteArray("");
        QTest::addRow("text") << QByteArray("this is no database, however one looks at it");
        QTest::addRow("header only") << QByteArray("SQLite format 3\0 and noise", 26) + QByteArray(5000, 'x');
    }
    void damagedFileIsSetAside()
    {
        QFETCH(const QByteArray, content);
        m_path += QString::fromLatin1(QTest::currentDataTag()).remove(QLatin1Char(' '));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        const auto opened = Store::open(m_path);
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
        QVERIFY(opened->setAside.startsWith(m_path + QStringLiteral(".damaged-")));
        QFile aside(opened->setAside);
        QVERIFY(aside.open(QIODevice::ReadOnly));
        QCOMPARE(aside.readAll(), content);
        QVERIFY(!opened->store->isSound());
        QCOMPARE(opened->store->settings(service).value(), disabled);
        QVERIFY(opened->store->save(sample(1, QStringLiteral("images"))));
    }

    void anImpossibleVersionIsDamage()
    {
        QVERIFY(open());
        meddle(m_path, QStringLiteral("PRAGMA user_version = -7"));
        const auto opened = Store::open(m_path);
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
        QVERIFY(!opened->setAside.isEmpty() && !opened->store->isSound());
        meddle(m_path, QStringLiteral("PRAGMA user_version = 1")); // its tables say otherwise
        const auto again = Store::open(m_path);
        QVERIFY(again && !again->setAside.isEmpty() && !again->store->isSound());
    }

    /// Whatever is in a page of the file: it opens, with what was in it or with nobody being served.
    void damageEnablesNothing_data()
    {
        QTest::addColumn<QString>("with");
        for (const char *with : {"noughts", "noise", "another page", "a bit"})
            QTest::addRow("%s", with) << QString::fromLatin1(with);
    }
    void damageEnablesNothing()
    {
        QFETCH(const QString, with);
        constexpr int pageSize = 4'096;
        const Store::Settings limits{{QStringLiteral("server"), QStringLiteral("1000000")},
                                     {QStringLiteral("1"), QStringLiteral("50000")}};
        {
            const auto store = open();
            QVERIFY(store);
            for (quint32 id = 1; id <= 30; ++id)
                QVERIFY(store->save(sample(id, QStringLiteral("images%1").arg(id))));
            QVERIFY(store->saveSettings(service, disabled));
            QVERIFY(store->saveSettings(Store::rateSection(), limits));
        }
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        file.close();
        const int pages = int(whole.size() / pageSize);
        QVERIFY(pages >= 5);
        std::mt19937 random(4711);
        const bool isBit = with == QLatin1String("a bit");
        for (int round = 0; round < (isBit ? 150 : pages); ++round) {
            QByteArray damaged = whole;
            char *const page = damaged.data() + qsizetype(round % pages) * pageSize;
            for (int i = 0; i < pageSize && !isBit; ++i)
                page[i] = with == QLatin1String("noughts") ? '\0'
                          : with == QLatin1String("noise") ? char(random())
                                                           : whole[((round + 1) % pages) * pageSize + i];
            if (isBit) {
                char &byte = page[random() % pageSize];
                byte = char(uchar(byte) ^ (1U << random() % 8));
            }
            const QTemporaryDir folder;
            const QString place = folder.filePath(QStringLiteral("store"));
            const QString same = folder.filePath(QStringLiteral("same"));
            for (const QString &name : {place, same}) {
                QFile copy(name);
                QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(damaged) == damaged.size());
            }
            auto opened = Store::open(place);
            const QByteArray where = "round " + QByteArray::number(round);
            if (!opened) { // a version that is not known yet
                QVERIFY2(opened.error().code == ErrorCode::IncompatibleVersion, where.constData());
                continue;
            }
            if (opened->store->isSound()) { // nothing of it was in use
                QCOMPARE(opened->store->settings(Store::rateSection()).value(), limits);
                QCOMPARE(opened->store->settings(service).value(), disabled);
                QCOMPARE(opened->store->namespaces()->size(), 30);
                continue;
            }
            EngineRig rig;
            QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(QStringLiteral("starts disabled")));
            QVERIFY2(rig.restore(same), where.constData());
            QVERIFY2(!rig.seen().server.serviceEnabled && !rig.seen().server.serviceRunning,
                     where.constData());
            rig.destroyEngine();
            // It stays so until somebody says otherwise.
            opened = Store::open(same);
            QVERIFY2(opened && opened->store->isSound(), where.constData());
            QCOMPARE(opened->store->settings(service).value(), disabled);
        }
    }

    void whatOthersWroteIsNotBelieved()
    {
        QVERIFY(open()->saveSettings(service, disabled));
        QVERIFY(open()->isSound());
        for (const char *change :
             {"UPDATE settings SET value = 'true'", "DELETE FROM settings", "DELETE FROM seal",
              "INSERT INTO settings VALUES ('rate', 'server', 'none')"}) {
            meddle(m_path, QString::fromLatin1(change));
            const auto store = open();
            QVERIFY2(store && !store->isSound(), change);
            QVERIFY(store->saveSettings(service, disabled));
            QVERIFY(open()->isSound());
        }
    }

    /// The old or the new, never less, and it is said.
    void everyCallMayFail_data()
    {
        QTest::addColumn<int>("error");
        QTest::addRow("full") << ENOSPC;
        QTest::addRow("broken") << EIO;
        QTest::addRow("not allowed") << EROFS;
    }
    void everyCallMayFail()
    {
        QFETCH(const int, error);
        m_path += QString::number(error);
        int failures = 0;
        for (int which = 1;; ++which) {
            QFile::remove(m_path);
            auto store = open();
            QVERIFY(store);
            QVERIFY(store->save(sample(1, QStringLiteral("images"))));
            const Store::Settings before{{QStringLiteral("1"), QStringLiteral("50000")}};
            QVERIFY(store->saveSettings(Store::rateSection(), before));
            bool happened = false;
            Result<void> done;
            {
                const test::FailingCalls calls(which, test::CallFate::Fails, error);
                done = store->replace(NamespaceId(1), sample(2, QStringLiteral("images")));
                happened = calls.happened();
            }
            if (!happened)
                break;
            failures += done ? 0 : 1;
            // It goes on once there is room.
            QVERIFY(store->saveSettings(service, disabled));
            store = open();
            QVERIFY(store && store->isSound());
            const auto rows = store->namespaces().value();
            QCOMPARE(rows.size(), 1);
            const bool isNew = rows.first().id == NamespaceId(2);
            QVERIFY(isNew || !done);
            const Store::Settings after{{QString::number(isNew ? 2 : 1), QStringLiteral("50000")}};
            QCOMPARE(store->settings(Store::rateSection()).value(), after);
        }
        QVERIFY(failures >= 3);
    }

    void aFirstStartIsWholeOrNone()
    {
        bool isOver = false;
        int deaths = 0;
        for (int which = 1; !isOver; ++which) {
            QFile::remove(m_path);
            const pid_t child = fork();
            if (child == 0) {
                const test::FailingCalls calls(which, test::CallFate::Kills);
                _exit(Store::open(m_path) ? 0 : 1);
            }
            int status = 0;
            QCOMPARE(waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status) && (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
            isOver = WEXITSTATUS(status) == 0;
            deaths += isOver ? 0 : 1;
            const auto opened = Store::open(m_path);
            QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().detail));
            QVERIFY2(opened->setAside.isEmpty() && opened->store->isSound(),
                     qPrintable(QStringLiteral("killed at call %1").arg(which)));
        }
        QVERIFY(deaths >= 3);
        QVERIFY(!QFile::exists(m_path + QStringLiteral(".new")));
    }

    void aLinkIsNotFollowed()
    {
        const QString target = m_path + QStringLiteral("-target");
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto open644 = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
        QVERIFY(QFile::setPermissions(target, open644));
        QVERIFY(QFile::link(target, m_path));
        const auto opened = Store::open(m_path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::WrongFileKind);
        QCOMPARE(QFile::permissions(target) & ~(QFile::ReadUser | QFile::WriteUser), open644);
        QCOMPARE(QFileInfo(target).size(), 0);
    }

    void whoIsLockedOutSaysSo()
    {
        const auto store = open();
        QVERIFY(store->save(sample(1, QStringLiteral("images"))));
        {
            QSqlDatabase other =
                QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            other.setDatabaseName(m_path);
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(QStringLiteral("BEGIN EXCLUSIVE")));
            const auto saved = store->save(sample(2, QStringLiteral("more")));
            QVERIFY(!saved);
            QCOMPARE(saved.error().code, ErrorCode::Busy);
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
        QVERIFY(store->save(sample(2, QStringLiteral("more"))));
    }

    void whatIsKeptForANamespaceGoesWithIt()
    {
        const auto store = open();
        QVERIFY(store->save(sample(1, QStringLiteral("images"))));
        QVERIFY(store->save(sample(2, QStringLiteral("drivers"))));
        const QString limit = QStringLiteral("50000");
        QVERIFY(store->saveSettings(
            Store::rateSection(),
            {{QStringLiteral("1"), limit}, {QStringLiteral("2"), limit}, {QStringLiteral("server"), limit}}));
        QVERIFY(store->replace(NamespaceId(1), sample(7, QStringLiteral("images"))));
        QVERIFY(store->remove(NamespaceId(2)));
        QCOMPARE(store->settings(Store::rateSection()).value(),
                 (Store::Settings{{QStringLiteral("7"), limit}, {QStringLiteral("server"), limit}}));
    }

    void laterVersionIsLeftAlone()
    {
        QVERIFY(open());
        meddle(m_path, QStringLiteral("PRAGMA user_version = 1000"));
        const auto opened = Store::open(m_path);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::IncompatibleVersion);
        QVERIFY(QFile::exists(m_path));
    }

    void senselessRowIsLeftOut()
    {
        const NamespaceInfo good = sample(1, QStringLiteral("images"));
        QVERIFY(open()->save(good));
        QVERIFY(open()->save(sample(2, QStringLiteral("odd"))));
        meddle(m_path, QStringLiteral("UPDATE namespaces SET type = 'teleport' WHERE id = 2"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("left out .*\"odd\"")));
        QCOMPARE(open()->namespaces().value_or(QList<NamespaceInfo>()), QList{good});
    }

    void schedulesAreKept()
    {
        NamespaceInfo row = sample(4, QStringLiteral("tonight"));
        row.type = NamespaceType::ScheduledCastAutoStart;
        row.minimumClients = 0xFFFFFFFF;
        row.startTime = utc(QDate(2031, 2, 3), QTime(4, 5, 6, 789));
        row.transmissionStarted = true;
        row.startMissed = true;
        QVERIFY(open()->save(row));
        QCOMPARE(open()->namespaces().value_or(QList<NamespaceInfo>()), QList{row});
    }

    void aFileOfVersion1IsTakenOver()
    {
        QVERIFY(QFile::copy(QStringLiteral(CASTDECK_TEST_DATA "/store/version1.sqlite"), m_path));
        QVERIFY(QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner));
        NamespaceInfo scheduled = sample(5, QStringLiteral("tonight"));
        scheduled.minimumClients = 7;
        {
            const auto store = open();
            QVERIFY(store);
            const auto rows = store->namespaces();
            QVERIFY(rows);
            QCOMPARE(rows->size(), 3);
            NamespaceInfo first;
            first.id = NamespaceId(1);
            first.name = QStringLiteral("images");
            first.friendlyName = QStringLiteral("The images");
            first.configuration = QStringLiteral("/srv/images");
            first.allowUnauthenticated = true;
            QCOMPARE(rows->first(), first);
            QCOMPARE(rows->last().name, QStringLiteral("removed"));
            QCOMPARE(store->lastNamespaceId().value_or(NamespaceId()), NamespaceId(4));
            QVERIFY(store->save(scheduled));
            QVERIFY(store->saveSettings(QStringLiteral("service"), {{QStringLiteral("k"), QString()}}));
        }
        const auto again = open();
        QVERIFY(again);
        QCOMPARE(again->namespaces()->last(), scheduled);
        QCOMPARE(again->settings(QStringLiteral("service")).value(),
                 (Store::Settings{{QStringLiteral("k"), QStringLiteral("")}}));
    }

    void aFileOfVersion2IsTakenOver()
    {
        {
            const auto store = open();
            QVERIFY(store);
            QVERIFY(store->save(sample(4, QStringLiteral("images"))));
        }
        meddle(m_path, QStringLiteral("ALTER TABLE namespaces DROP COLUMN fallback_url"));
        meddle(m_path, QStringLiteral("DROP TABLE seal"));
        meddle(m_path, QStringLiteral("PRAGMA user_version = 2"));
        NamespaceInfo expected = sample(4, QStringLiteral("images"));
        expected.fallbackUrl.clear();
        const auto store = open();
        QVERIFY(store);
        QCOMPARE(store->namespaces().value_or(QList<NamespaceInfo>()), QList{expected});
        QVERIFY(store->save(sample(5, QStringLiteral("more"))));
        QCOMPARE(store->namespaces()->last(), sample(5, QStringLiteral("more")));
    }

    void replacingIsAllOrNothing()
    {
        const auto store = open();
        QVERIFY(store->save(sample(1, QStringLiteral("images"))));
        QVERIFY(store->save(sample(2, QStringLiteral("drivers"))));
        const NamespaceInfo next = sample(3, QStringLiteral("images"));
        QVERIFY(store->replace(NamespaceId(1), next));
        QCOMPARE(store->namespaces()->last(), next);
        QCOMPARE(store->namespaces()->size(), 2);

        meddle(m_path, QStringLiteral("CREATE TRIGGER refuse BEFORE INSERT ON namespaces BEGIN "
                                      "SELECT RAISE(ABORT, 'no'); END"));
        QVERIFY(!store->replace(NamespaceId(3), sample(4, QStringLiteral("images"))));
        QCOMPARE(store->namespaces()->last(), next);
    }

    void settingsAreKeptBySection()
    {
        const QString one = QStringLiteral("one");
        const Store::Settings first{{QStringLiteral("a"), QStringLiteral("'; DROP TABLE settings")},
                                    {QStringLiteral("b"), QStringLiteral("2")}};
        QVERIFY(open()->saveSettings(one, first));
        QVERIFY(open()->saveSettings(QStringLiteral("two"), {{QStringLiteral("a"), QStringLiteral("9")}}));
        QVERIFY(open()->saveSettings(one, {{QStringLiteral("b"), QStringLiteral("3")}}));
        Store::Settings expected = first;
        expected[QStringLiteral("b")] = QStringLiteral("3");
        QCOMPARE(open()->settings(one).value(), expected);
        QVERIFY(open()->settings(QStringLiteral("three"))->isEmpty());
    }

    void nothingSaidToBeSavedIsLostByAKill_data()
    {
        QTest::addColumn<int>("lines");
        for (const int lines : {1, 7, 40, 120})
            QTest::addRow("%d", lines) << lines;
    }
    void nothingSaidToBeSavedIsLostByAKill()
    {
        QFETCH(const int, lines);
        m_path += QString::number(lines);
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("storewriter"), m_path});
        QVERIFY(writer.waitForStarted());
        QByteArray said;
        while (said.count('\n') < lines) {
            QVERIFY(writer.waitForReadyRead(Patience));
            said += writer.readAllStandardOutput();
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
        said += writer.readAllStandardOutput();

        const auto store = open();
        QVERIFY(store);
        QMap<quint32, QString> kept;
        const QList<NamespaceInfo> rows = store->namespaces().value();
        for (const NamespaceInfo &row : rows)
            kept.insert(row.id.value(), row.description);
        // Each line is an id and the text that was saved last; one more may be in the file than was said.
        QMap<quint32, QString> told;
        const auto all = said.first(said.lastIndexOf('\n')).split('\n');
        for (const QByteArray &line : all) {
            const auto words = line.split(' ');
            told.insert(words[0].toUInt(), QString::fromLatin1(words[1]));
        }
        QVERIFY(told.size() > 0);
        for (auto it = told.begin(); it != told.end(); ++it) {
            const int round = kept.value(it.key(), QStringLiteral("-1")).toInt();
            QVERIFY2(round >= it->toInt(), qPrintable(QString::number(it.key())));
        }
    }

    void folderInItsPlaceIsAnError()
    {
        QVERIFY(QDir().mkpath(m_path));
        const auto opened = Store::open(m_path);
        QVERIFY(!opened);
        QVERIFY(opened.error().detail.contains(m_path));
    }

    void engineRemembers()
    {
        NamespaceId kept;
        {
            EngineRig rig;
            rig.write(QStringLiteral("a.img"), 1);
            QVERIFY(rig.restore(m_path));
            kept = rig.publish(QStringLiteral("kept"));
            const NamespaceId dropped = rig.publish(QStringLiteral("dropped"));
            QVERIFY(kept.isValid() && dropped.isValid());
            QVERIFY(EngineRig::wait(rig.engine().ask(DeregisterNamespace{dropped, false, rig.order()})));
        }
        // The folder went with the rig, what was published from it is remembered all the same.
        EngineRig rig;
        rig.write(QStringLiteral("a.img"), 1);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"kept\" cannot be served")));
        QVERIFY(rig.restore(m_path));
        const auto inventory = EngineRig::wait(rig.engine().ask(RetrieveInventory{}));
        QVERIFY(inventory);
        QCOMPARE(inventory->namespaces.size(), 1);
        QCOMPARE(inventory->namespaces[0].name, QStringLiteral("kept"));
        QCOMPARE(inventory->namespaces[0].id, kept);
        QCOMPARE(rig.publish(QStringLiteral("next")).value(), kept.value() + 2);
        QVERIFY(rig.isConsistent());
    }
};

/// Saves one namespace after the other, over and over, and says each when it is saved, until it is killed.
static int writeForever(const QString &path)
{
    const auto opened = Store::open(path);
    if (!opened)
        return 1;
    for (int round = 0;; ++round) {
        for (quint32 id = 1; id <= 5; ++id) {
            NamespaceInfo row = sample(id, QString::number(id));
            row.description = QString::number(round);
            if (!opened->store->save(row))
                return 1;
            std::printf("%u %d\n", id, round);
            std::fflush(stdout);
        }
    }
}

CASTDECK_TEST(TestStore)

/// A process of its own, so that it can be killed.
const test::ProgramPart writer(
    __FILE__,
    [](int argc, char **argv) {
        const QCoreApplication application(argc, argv);
        return writeForever(QCoreApplication::arguments().value(1));
    },
    "storewriter");

} // namespace castdeck::tst_store
#include "tst_store.moc"
