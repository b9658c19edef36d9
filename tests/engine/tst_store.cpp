// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/store.h"

#include <QDir>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace castdeck;

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
    return row;
}

/// Does something to the file that Store itself never would.
void meddle(const QString &path, const QString &statement)
{
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("meddle"));
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(query.exec(statement));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("meddle"));
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

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
