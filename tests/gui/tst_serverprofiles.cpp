// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/profilejson.h"
#include "gui/servers/serverprofiles.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_serverprofiles
{

namespace
{

const QString list = QStringLiteral("servers");

ServerProfile profile(const QString &id)
{
    return {ServerId(id), QStringLiteral("Room ") + id, id + QStringLiteral(".example"), 7, {}};
}

QStringList idsOf(const QList<ServerProfile> &profiles)
{
    QStringList ids;
    for (const ServerProfile &one : profiles)
        ids.append(one.id.value());
    return ids;
}

} // namespace

/// The list of servers in its file, which others write too, and which can fail.
class TestServerProfiles : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    ServerProfiles::Places places() const
    {
        return {path(QStringLiteral("servers.json")), path(QStringLiteral("castdeck.conf")),
                std::chrono::milliseconds(10)};
    }
    static bool isRead(ServerProfiles &profiles)
    {
        QSignalSpy loaded(&profiles, &ServerProfiles::loaded);
        profiles.load();
        return QTest::qWaitFor([&] { return !loaded.isEmpty(); }, Patience);
    }
    static bool isWritten(const ServerProfiles &profiles)
    {
        return QTest::qWaitFor([&] { return profiles.isKept(); }, Patience);
    }
    QList<ServerProfile> saved() const
    {
        ServerProfiles profiles(places());
        return isRead(profiles) ? profiles.all() : QList<ServerProfile>();
    }
    QByteArray content(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &text) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }
    /// As consoles did before the list had a file of its own.
    void writeSettings(const QList<ServerProfile> &profiles) const
    {
        QSettings settings(places().formerly, QSettings::IniFormat);
        settings.beginWriteArray(list);
        for (int i = 0; i < profiles.size(); ++i) {
            settings.setArrayIndex(i);
            settings.setValue(QStringLiteral("id"), profiles.at(i).id.value());
            settings.setValue(QStringLiteral("name"), profiles.at(i).name);
            settings.setValue(QStringLiteral("host"), profiles.at(i).host);
            settings.setValue(QStringLiteral("port"), profiles.at(i).port);
        }
        settings.endArray();
    }
    /// Also in root's way.
    bool lockOut() const { return QDir().mkpath(places().file + QStringLiteral(".lock")); }
    bool letIn() const { return QDir().rmdir(places().file + QStringLiteral(".lock")); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void severalConsolesKeepTheirServers()
    {
        constexpr int consoles = 4;
        std::vector<std::unique_ptr<ServerProfiles>> all;
        QStringList expected;
        for (int i = 0; i < consoles; ++i)
            all.push_back(std::make_unique<ServerProfiles>(places()));
        for (int i = 0; i < consoles * 5; ++i) {
            expected << QString::number(i);
            all[size_t(i % consoles)]->save(profile(QString::number(i)));
        }
        for (const auto &one : all)
            QVERIFY(isWritten(*one));
        all[0]->remove(ServerId(expected.takeAt(2)));
        QVERIFY(isWritten(*all[0]));
        QStringList kept = idsOf(saved());
        kept.sort();
        expected.sort();
        QCOMPARE(kept, expected);
        QCOMPARE(QFileInfo(places().file).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void everyFieldIsKept()
    {
        ServerProfile full = profile(QStringLiteral("full"));
        full.fingerprint = QStringLiteral("sha256:") + QString(64, QLatin1Char('a'));
        full.authorityFile = QStringLiteral("/etc/ca.pem");
        full.certificateFile = QStringLiteral("/etc/me, too.pem");
        full.keyFile = QStringLiteral("/etc/\"me\".key");
        ServerProfiles profiles(places());
        profiles.save(full);
        QVERIFY(isWritten(profiles));
        QCOMPARE(saved(), QList<ServerProfile>{full});
    }

    void everyKindIsKept()
    {
        ServerProfile ssh = profileFromAddress(QStringLiteral("ssh://anna@deploy1:2222")).value();
        ssh.id = ServerId(QStringLiteral("ssh"));
        ServerProfile wds = profileFromAddress(QStringLiteral("wds+ssh://wds1")).value();
        wds.id = ServerId(QStringLiteral("wds"));
        ServerProfile own = profile(QStringLiteral("own"));
        own.kind = ServerKind::Ssh;
        own.command = {QStringLiteral("/opt/a b/leads there"), QStringLiteral("$(x)"), QString()};
        const QList<ServerProfile> all{ssh, profile(QStringLiteral("tls")), wds, own};
        ServerProfiles profiles(places());
        for (const ServerProfile &one : all)
            profiles.save(one);
        QVERIFY(isWritten(profiles));
        QCOMPARE(saved(), all);
        QCOMPARE(importedProfiles(exportedProfiles(all)).value().profiles.size(), 4);
        // A version that knows of no kinds finds no port in these, and so no server.
        const QJsonArray entries =
            QJsonDocument::fromJson(content(QStringLiteral("servers.json"))).object()[list].toArray();
        QCOMPARE(entries[0][u"port"].toInt(-1), 0);
        QCOMPARE(entries[1][u"port"].toInt(-1), 7);
    }

    /// What a later version has written is not shown, and not lost.
    void whatIsOfNoKnownKindStays()
    {
        write(QStringLiteral("servers.json"),
              R"({"servers":[{"id":"new","kind":"quic","host":"h","port":9,"more":[1]},)"
              R"({"id":"old","host":"h","port":9},)"
              R"({"id":"bad","kind":"ssh","host":"-oProxyCommand=id"},)"
              R"({"id":"bad2","kind":"ssh","host":"h","user":"a;b"}],"settingsAreTaken":true})");
        ServerProfiles profiles(places());
        QVERIFY(isRead(profiles));
        QCOMPARE(idsOf(profiles.all()), QStringList{QStringLiteral("old")});
        profiles.remove(ServerId(QStringLiteral("old")));
        profiles.save(profile(QStringLiteral("mine")));
        QVERIFY(isWritten(profiles));
        const QJsonArray entries =
            QJsonDocument::fromJson(content(QStringLiteral("servers.json"))).object()[list].toArray();
        QCOMPARE(entries.size(), 4);
        QCOMPARE(
            entries[0].toObject(),
            QJsonDocument::fromJson(R"({"id":"new","kind":"quic","host":"h","port":9,"more":[1]})").object());
    }

    void theSettingsAreTakenOverOnce()
    {
        const QList<ServerProfile> former{profile(QStringLiteral("b")), profile(QStringLiteral("a"))};
        writeSettings(former);
        const QByteArray settings = content(QStringLiteral("castdeck.conf"));
        ServerProfiles profiles(places());
        QVERIFY(isRead(profiles));
        QCOMPARE(profiles.all(), former);
        profiles.remove(ServerId(QStringLiteral("b")));
        QVERIFY(isWritten(profiles));
        QCOMPARE(idsOf(saved()), QStringList{QStringLiteral("a")});
        QCOMPARE(content(QStringLiteral("castdeck.conf")), settings);
    }

    void withoutAFileTheSettingsAreStillThere()
    {
        writeSettings({profile(QStringLiteral("a"))});
        QVERIFY(lockOut());
        QCOMPARE(idsOf(saved()), QStringList{QStringLiteral("a")});
        QVERIFY(!QFile::exists(places().file));
        QVERIFY(letIn());
        QCOMPARE(idsOf(saved()), QStringList{QStringLiteral("a")});
        QVERIFY(QFile::exists(places().file));
    }

    void whatCouldNotBeWrittenIsWrittenLater()
    {
        ServerProfiles profiles(places());
        QSignalSpy notKept(&profiles, &ServerProfiles::notKept);
        QVERIFY(lockOut());
        profiles.save(profile(QStringLiteral("a")));
        profiles.save(profile(QStringLiteral("b")));
        QTRY_COMPARE(notKept.size(), 2);
        QCOMPARE(idsOf(profiles.all()), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!profiles.isKept());
        QVERIFY(letIn());
        QVERIFY(isWritten(profiles));
        QCOMPARE(saved(), profiles.all());
        QCOMPARE(notKept.size(), 2); // however often it was tried
    }

    void whatIsNoListIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isDamaged");
        QTest::newRow("text") << QByteArray("spoilt") << true;
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("half") << QByteArray("{\"servers\":[{\"id\":\"a\",\"ho") << true;
        QTest::newRow("another list") << QByteArray("[]") << true;
        QTest::newRow("no list") << QByteArray("{\"servers\":3}") << true;
        QTest::newRow("no servers") << QByteArray("{}") << false;
        QTest::newRow("of a later console") << QByteArray("{\"servers\":[],\"groups\":[1]}") << false;
    }
    void whatIsNoListIsSetAside()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const bool, isDamaged);
        write(QStringLiteral("servers.json"), text);
        ServerProfiles profiles(places());
        QSignalSpy aside(&profiles, &ServerProfiles::wasSetAside);
        QVERIFY(isRead(profiles));
        QCOMPARE(aside.size(), isDamaged);
        profiles.save(profile(QStringLiteral("a")));
        QVERIFY(isWritten(profiles));
        QCOMPARE(idsOf(saved()), QStringList{QStringLiteral("a")});
        if (isDamaged) {
            QFile kept(aside.constFirst().constFirst().toString());
            QVERIFY(kept.open(QIODevice::ReadOnly));
            QCOMPARE(kept.readAll(), text);
        }
    }

    void whatIsNotUnderstoodStays()
    {
        write(QStringLiteral("servers.json"), R"({"groups": 7, "servers": [
            {"id": "x", "host": "x.example", "port": 0}, {"host": "nobody"}, {"id": "y"}, 12,
            {"id": "a", "host": "a.example", "colour": "red"}, {"id": "a", "host": "twice.example"}]})");
        ServerProfiles profiles(places());
        QVERIFY(isRead(profiles));
        QCOMPARE(idsOf(profiles.all()), QStringList{QStringLiteral("a")});
        QCOMPARE(profiles.all().constFirst().port, ManagementPort);
        QCOMPARE(profiles.all().constFirst().name, QStringLiteral("a.example"));
        profiles.save(profile(QStringLiteral("a")));
        QVERIFY(isWritten(profiles));
        const QJsonObject object = QJsonDocument::fromJson(content(QStringLiteral("servers.json"))).object();
        QCOMPARE(object.value(QStringLiteral("groups")).toInt(), 7);
        const QJsonArray entries = object.value(list).toArray();
        QCOMPARE(entries.size(), 6);
        QCOMPARE(entries.at(4).toObject().value(QStringLiteral("colour")).toString(), QStringLiteral("red"));
        QCOMPARE(entries.at(4).toObject().value(QStringLiteral("port")).toInt(), 7);
        QCOMPARE(entries.at(3).toInt(), 12);
    }

    void whatCannotBeReadIsSaidAndNotReplaced()
    {
        QVERIFY(QDir().mkpath(places().file)); // no file at all
        ServerProfiles profiles(places());
        QSignalSpy notRead(&profiles, &ServerProfiles::notRead);
        QSignalSpy loaded(&profiles, &ServerProfiles::loaded);
        profiles.load();
        QTRY_COMPARE(notRead.size(), 1);
        profiles.save(profile(QStringLiteral("a")));
        QVERIFY(!profiles.isKept());
        QVERIFY(QFileInfo(places().file).isDir());
        QVERIFY(loaded.isEmpty());
        QVERIFY(QDir().rmdir(places().file));
        QTRY_COMPARE(loaded.size(), 1);
        QVERIFY(isWritten(profiles));
        QCOMPARE(idsOf(saved()), QStringList{QStringLiteral("a")});
        QCOMPARE(notRead.size(), 1);
    }
};

CASTDECK_TEST(TestServerProfiles)

} // namespace castdeck::tst_serverprofiles
#include "tst_serverprofiles.moc"
