// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/meddle.h"
#include "engine/store.h"
#include "support/testprogram.h"
#include "support/utc.h"

#include <QDir>
#include <QProcess>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>

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
        QVERIFY(opened->store->save(sample(1, QStringLiteral("images"))));
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
            QVERIFY(writer.waitForReadyRead(30'000));
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
        const auto store = open();
        NamespaceId kept;
        {
            EngineRig rig;
            rig.write(QStringLiteral("a.img"), 1);
            QVERIFY(rig.engine().restore(store.get()));
            kept = rig.publish(QStringLiteral("kept"));
            const NamespaceId dropped = rig.publish(QStringLiteral("dropped"));
            QVERIFY(kept.isValid() && dropped.isValid());
            QVERIFY(EngineRig::wait(rig.engine().deregisterNamespace(dropped, false, rig.order())));
        }
        // The folder went with the rig, what was published from it is remembered all the same.
        EngineRig rig;
        rig.write(QStringLiteral("a.img"), 1);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("\"kept\" cannot be served")));
        QVERIFY(rig.engine().restore(store.get()));
        const auto inventory = EngineRig::wait(rig.engine().inventory());
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
