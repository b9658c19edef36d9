// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/rig.h"
#include "support/sampleinventory.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>
#include <pty.h>
#include <unistd.h>

namespace castdeck::tst_castctl
{

namespace
{

struct Run {
    int code = -1;
    QByteArray out;
    QByteArray err;

    QJsonDocument json() const { return QJsonDocument::fromJson(out); }
    QJsonArray rows() const { return json().array(); }
    QJsonObject object() const { return json().object(); }
};

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

/// The real program against a real management listener on loopback.
class CastctlTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Rig> m_rig;
    QMap<QString, QString> m_environment; ///< of the program, beside ours

    QString path(const char *name) const { return m_folder->filePath(QString::fromLatin1(name)); }
    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_rig->listener().serverPort()); }
    QString tokenFile(Role role)
    {
        const QString secret = m_rig->onServer([&](FakeTransportServer &) {
            return m_rig->tokens().create(QStringLiteral("lab"), role, {}).value().secret;
        });
        return file("token", secret.toUtf8());
    }
    QString file(const char *name, const QByteArray &content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }
    std::unique_ptr<QProcess> start(const QStringList &arguments) const
    {
        auto process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
        for (const auto &[name, value] : m_environment.asKeyValueRange())
            environment.insert(name, value);
        process->setProcessEnvironment(environment);
        process->setWorkingDirectory(m_folder->path());
        process->start(QStringLiteral(CASTDECK_BIN_DIR "/castctl"), arguments);
        return process;
    }
    static Run finished(QProcess &process)
    {
        if (!process.waitForFinished(Patience))
            return {};
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    Run run(const QStringList &arguments) const { return finished(*start(arguments)); }
    QStringList reached(Role role)
    {
        return {QStringLiteral("--server"), address(), QStringLiteral("--token-file"), tokenFile(role)};
    }
    Run as(Role role, const char *line) { return run(reached(role) + words(line)); }
    Run json(const char *line) { return run(reached(Role::Admin) + words("--format json") + words(line)); }
    FakeTransportServer::Call lastCall()
    {
        return m_rig->onServer(
            [](FakeTransportServer &server) { return server.calls().value(server.calls().size() - 1); });
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_environment.clear();
        m_rig = std::make_unique<Rig>(Rig::Kind::RemoteTls);
        m_rig->onServer([](FakeTransportServer &server) { server.setState(sampleInventory(3, 2)); });
    }
    void usageIsTwo_data();
    void usageIsTwo();
    void unreachableIsThree();
    void wrongTokenIsFour();
    void viewerMayOnlyRead_data();
    void viewerMayOnlyRead();
    void pinsAndRefusesChangedFingerprint();
    void status();
    void lists_data();
    void lists();
    void shows();
    void csvAndTable();
    void terminatesSeveral();
    void whoNeverAnswersIsNotDone_data();
    void whoNeverAnswersIsNotDone();
    void disconnects();
    void terminatesContent();
    void createsClonesDeregisters();
    void tokens();
    void endedSessions();
    void audit();
    void profiles();
    void overSsh();
    void watches();
    void watchesOnTerminal();
    void followsEvents();
    void hostileNames_data();
    void hostileNames();
};

void CastctlTest::overSsh()
{
    const StreamCommand peer = m_rig->offerStreams(Role::Admin);
    const QString words = (QStringList{peer.program} + peer.arguments).join(QLatin1Char(' '));
    m_environment = {
        {QStringLiteral("CASTDECK_SSH"), QStringLiteral(CASTDECK_SOURCE_DIR "/tests/support/ssh")},
        {QStringLiteral("CASTDECK_SSH_LOG"), path("log")},
        {QStringLiteral("CASTDECK_SSH_PEER"), words}};
    const auto lastSsh = [this] {
        QFile log(path("log"));
        return log.open(QIODevice::ReadOnly) ? log.readAll().trimmed().split('\n').last() : QByteArray();
    };
    const Run direct =
        run(QStringLiteral("--server ssh://anna@deploy1:2222 --format json status").split(u' '));
    QCOMPARE(direct.code, 0);
    QCOMPARE(direct.object()[u"name"].toString(), QStringLiteral("rig"));
    QCOMPARE(direct.err, QByteArray());
    QCOMPARE(lastSsh(),
             QByteArray("-T -o BatchMode=yes -o ClearAllForwardings=yes -o ConnectTimeout=15 -l anna "
                        "-p 2222 -- deploy1 castctl dial-stdio"));
    QCOMPARE(run(QStringLiteral("server add lab wds+ssh://wds1").split(u' ')).code, 0);
    const Run kept = run(QStringLiteral("--server lab session terminate 1 --reason x").split(u' '));
    QCOMPARE(kept.code, 0);
    QVERIFY2(lastSsh().endsWith("-- wds1 castdeck-wds"), lastSsh().constData());
    QCOMPARE(lastCall().verb, QStringLiteral("terminateSession"));
    QCOMPARE(run({QStringLiteral("server"), QStringLiteral("add"), QStringLiteral("own"),
                  QStringLiteral("--command"), words})
                 .code,
             0);
    QCOMPARE(run(QStringLiteral("--server own status").split(u' ')).code, 0);

    m_environment.insert(QStringLiteral("CASTDECK_SSH_PEER"), QStringLiteral("/bin/false"));
    const Run failed = run(QStringLiteral("--server lab status").split(u' '));
    QCOMPARE(failed.code, 3);
    QVERIFY2(failed.err.contains("wds+ssh://wds1") && failed.err.count('\n') == 1, failed.err.constData());
}

void CastctlTest::usageIsTwo_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"",
                             "nonsense",
                             "session",
                             "session terminate",
                             "session terminate x",
                             "session terminate 0",
                             "client disconnect 1",
                             "client disconnect 1 --type maybe",
                             "namespace create a --type autocast",
                             "namespace create a --type autocast --path /x --clients 3",
                             "token create a --role king",
                             "token create a --role viewer --expires tomorrow",
                             "--format xml status",
                             "--fingerprint sha256:12 status",
                             "audit --since yesterday",
                             "audit --limit -1",
                             "session list --limit 5",
                             "--certificate /x status",
                             "--key /x status",
                             "--server http://x status",
                             "--server ssh://-oProxyCommand=id status",
                             "server add lab",
                             "server add lab ssh://a;b",
                             "server add lab deploy1 --command true",
                             "--format csv session watch"})
        QTest::addRow("%s", line) << QByteArray(line);
}

void CastctlTest::usageIsTwo()
{
    QFETCH(QByteArray, line);
    const Run ended = run(words(line.constData()));
    QCOMPARE(ended.code, 2);
    QVERIFY(!ended.err.isEmpty());
}

void CastctlTest::unreachableIsThree()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const QString closed = QStringLiteral("127.0.0.1:%1").arg(taken.serverPort());
    taken.close();
    const Run ended = run({QStringLiteral("--server"), closed, QStringLiteral("status")});
    QCOMPARE(ended.code, 3);
    QVERIFY2(ended.err.contains("WDSTPTMGMT_E_TRANSPORT_SERVER_UNAVAILABLE (C1100113)"),
             ended.err.constData());
}

void CastctlTest::wrongTokenIsFour()
{
    const Run wrong = run({QStringLiteral("--server"), address(), QStringLiteral("--token-file"),
                           file("wrong", "nonsense\n"), QStringLiteral("status")});
    QCOMPARE(wrong.code, 4);
    QVERIFY2(wrong.err.contains("CASTDECK_E_NOT_AUTHENTICATED (E4CD0004)"), wrong.err.constData());
    const Run missing = run(words("--token-file /nonexistent/token status"));
    QCOMPARE(missing.code, 1);
    QVERIFY2(missing.err.contains("/nonexistent/token"), missing.err.constData());
}

void CastctlTest::viewerMayOnlyRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("code");
    QTest::newRow("reads") << QByteArray("session list") << 0;
    for (const char *line : {"session terminate 1", "session terminate 1 2",
                             "client disconnect 1 --type abort", "content terminate 1", "token list",
                             "namespace deregister images", "namespace create a --type autocast --path /x"})
        QTest::addRow("%s", line) << QByteArray(line) << 4;
}

void CastctlTest::viewerMayOnlyRead()
{
    QFETCH(QByteArray, line);
    QFETCH(int, code);
    const Run ended = as(Role::Viewer, line.constData());
    QCOMPARE(ended.code, code);
    QCOMPARE(ended.err.contains("CASTDECK_E_NOT_AUTHORISED (E4CD0005)"), code == 4);
}

void CastctlTest::pinsAndRefusesChangedFingerprint()
{
    const QByteArray fingerprint = m_rig->listener().fingerprint().toLatin1();
    const Run first = as(Role::Viewer, "status");
    QCOMPARE(first.code, 0);
    QVERIFY2(first.err.contains(fingerprint), first.err.constData());
    const Run second = as(Role::Viewer, "status");
    QCOMPARE(second.code, 0);
    QVERIFY2(second.err.isEmpty(), second.err.constData());

    const QByteArray other = "sha256:" + QByteArray(64, 'a');
    file("castdeck/known-servers.json",
         QJsonDocument(QJsonObject{{address(), QString::fromLatin1(other)}}).toJson());
    const Run changed = as(Role::Viewer, "status");
    QCOMPARE(changed.code, 3);
    QVERIFY2(changed.err.contains("CASTDECK_E_FINGERPRINT_MISMATCH (E4CD0006)"), changed.err.constData());
    QVERIFY2(changed.err.contains(fingerprint) && changed.err.contains(other), changed.err.constData());
    const Run given = as(Role::Viewer, QByteArray("--fingerprint " + fingerprint + " status").constData());
    QCOMPARE(given.code, 0);
}

void CastctlTest::status()
{
    const Run ended = json("status");
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.object().value(QStringLiteral("name")), QStringLiteral("rig"));
    QCOMPARE(ended.object().value(QStringLiteral("role")), QStringLiteral("admin"));
    QCOMPARE(ended.object().value(QStringLiteral("sessionCount")).toInt(), 3);
    QCOMPARE(ended.object().value(QStringLiteral("transferRate")).toInteger(), 300'000'000);
}

void CastctlTest::lists_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("namespaces") << QByteArray("namespace list") << 1 << QStringLiteral("configuration")
                                << QJsonValue(QStringLiteral("/srv/images"));
    QTest::newRow("contents") << QByteArray("content list") << 1 << QStringLiteral("size")
                              << QJsonValue(qint64(1) << 32);
    QTest::newRow("sessions") << QByteArray("session list") << 3 << QStringLiteral("transferRate")
                              << QJsonValue(100'000'000);
    QTest::newRow("clients") << QByteArray("client list") << 6 << QStringLiteral("joinedAt")
                             << QJsonValue(QStringLiteral("2023-11-14T22:13:20.001Z"));
    QTest::newRow("clients of one") << QByteArray("client list --session 2") << 2
                                    << QStringLiteral("sessionId") << QJsonValue(2);
}

void CastctlTest::lists()
{
    QFETCH(QByteArray, line);
    QFETCH(int, rows);
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    const Run ended = json(line.constData());
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.rows().size(), rows);
    QCOMPARE(ended.rows().first().toObject().value(key), value);
}

void CastctlTest::shows()
{
    const Run session = json("session show 2");
    QCOMPARE(session.code, 0);
    QCOMPARE(session.object().value(QStringLiteral("clients")).toArray().size(), 2);
    QCOMPARE(session.object().value(QStringLiteral("contentName")), QStringLiteral("install.wim"));
    const Run space = json("namespace show images");
    QCOMPARE(space.object().value(QStringLiteral("id")).toInt(), 1);
    for (const char *line : {"session show 9", "client list --session 9", "session watch 9"}) {
        const Run unknown = json(line);
        QCOMPARE(unknown.code, 1);
        QVERIFY2(unknown.err.contains("CASTDECK_E_SESSION_NOT_FOUND (E4CD0008): session 9"),
                 unknown.err.constData());
    }
    const Run nowhere = json("namespace show nowhere");
    QCOMPARE(nowhere.code, 1);
    QVERIFY2(nowhere.err.contains("WDSMCS_E_NAMESPACE_NOT_FOUND (C1210105)"), nowhere.err.constData());
}

void CastctlTest::csvAndTable()
{
    const Run csv = as(Role::Viewer, "--format csv session list");
    const QList<QByteArray> lines = csv.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[0].startsWith("id,namespaceName,contentName,state,percentCompletion,transferRate"),
             csv.out.constData());
    QVERIFY2(lines[1].startsWith("1,images,install.wim,sending,0,100000000,2"), csv.out.constData());
    QVERIFY2(lines[0].endsWith("port,rateLimit,tier,rejectedPackets,error") && lines[1].contains(",0,0,0,"),
             csv.out.constData());
    const Run table = as(Role::Viewer, "content list");
    QVERIFY2(table.out.contains("4.3 GB"), table.out.constData());
    const QList<QByteArray> rows = table.out.split('\n');
    QCOMPARE(rows[0].indexOf("NAMESPACE"), rows[1].indexOf("images"));
}

void CastctlTest::terminatesSeveral()
{
    const Run some = json("session terminate 1 99 2 1 --reason Lunch");
    QCOMPARE(some.code, 5);
    QCOMPARE(some.rows().size(), 3);
    QStringList outcomes;
    const QJsonArray rows = some.rows();
    for (const QJsonValue row : rows)
        outcomes.append(row.toObject().value(QStringLiteral("outcome")).toString());
    QCOMPARE(outcomes.join(QLatin1Char(' ')), QStringLiteral("done failed done"));
    QCOMPARE(rows[0].toObject().value(QStringLiteral("disconnected")).toInt(), 2);
    QVERIFY2(some.err.contains("CASTDECK_E_SESSION_NOT_FOUND (E4CD0008): session 99"), some.err.constData());
    QCOMPARE(lastCall().order.reason, QStringLiteral("Lunch"));
    QCOMPARE(m_rig->serverState().sessions.size(), 1);
    QCOMPARE(json("session terminate 99").code, 1);
    QCOMPARE(json("session terminate 3").code, 0);
}

void CastctlTest::whoNeverAnswersIsNotDone()
{
    QFETCH(const QString, order);
    m_rig->onServer([](FakeTransportServer &server) { server.setUnanswered({QStringLiteral("pc1")}); });
    const Run run = json(order.toLatin1().constData());
    QCOMPARE(run.code, 5);
    QVERIFY2(run.out.contains("pc1"), run.out.constData());
}

void CastctlTest::whoNeverAnswersIsNotDone_data()
{
    QTest::addColumn<QString>("order");
    for (const char *order :
         {"session terminate 1", "content terminate 1", "client disconnect 1 --type abort", "service stop"})
        QTest::newRow(order) << QString::fromLatin1(order);
}

void CastctlTest::disconnects()
{
    QCOMPARE(json("client disconnect 2 --type fallback").code, 0);
    QCOMPARE(lastCall().order.type, DisconnectType::Fallback);
    const Run unknown = json("client disconnect 99 --type abort");
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("castctl: WDSMCS_E_CLIENT_NOT_FOUND (C1210104): "),
             unknown.err.constData());
}

void CastctlTest::terminatesContent()
{
    QCOMPARE(json("content terminate 7").code, 1);
    const Run ended = json("content terminate 1");
    QCOMPARE(ended.code, 0);
    QCOMPARE(ended.rows().first().toObject().value(QStringLiteral("disconnected")).toInt(), 6);
    QVERIFY(m_rig->serverState().sessions.isEmpty());
}

void CastctlTest::createsClonesDeregisters()
{
    QCOMPARE(json("namespace create new --type autocast --path sub/dir --allow-unauthenticated").code, 0);
    QCOMPARE(lastCall().what.configuration,
             QDir(m_folder->path()).absoluteFilePath(QStringLiteral("sub/dir")));
    QVERIFY(lastCall().what.allowUnauthenticated);
    QCOMPARE(json("namespace create new --type autocast --path d --fallback-url https://m/").code, 2);
    QCOMPARE(json("namespace create far --type autocast --path d --fallback-url https://m/{content}").code,
             0);
    QCOMPARE(lastCall().what.fallbackUrl, QStringLiteral("https://m/{content}"));
    const QStringList cleared = reached(Role::Admin) + words("namespace clone far near --fallback-url");
    QCOMPARE(run(cleared + QStringList{QString()}).code, 0);
    QCOMPARE(lastCall().what.fallbackUrl, QString());
    QCOMPARE(json("namespace deregister far near --terminate").code, 0);
    QCOMPARE(json("namespace clone images copy").code, 0);
    QCOMPARE(lastCall().what.name, QStringLiteral("copy"));
    QCOMPARE(lastCall().what.configuration, QStringLiteral("/srv/images"));
    QCOMPARE(json("namespace clone nowhere copy").code, 1);
    QCOMPARE(json("namespace deregister copy nowhere --terminate").code, 5);
    QVERIFY(lastCall().terminate);
    QCOMPARE(m_rig->serverState().namespaces.size(), 2);
}

void CastctlTest::tokens()
{
    const Run made = json("token create bench --role operator --expires 2099-01-01T00:00:00Z");
    QCOMPARE(made.code, 0);
    const QString secret = made.object().value(QStringLiteral("secret")).toString();
    QVERIFY(!secret.isEmpty());
    const Run listed = json("token list");
    QVERIFY(listed.out.contains("bench"));
    QVERIFY(!listed.out.contains(secret.toLatin1()));
    const QString id = made.object().value(QStringLiteral("id")).toString();
    QCOMPARE(json(QByteArray("token revoke " + id.toLatin1()).constData()).code, 0);
    QCOMPARE(json(QByteArray("token revoke " + id.toLatin1()).constData()).code, 1);
    QCOMPARE(json("token create late --role viewer --expires 2001-01-01T00:00:00Z").code, 1);
}

void CastctlTest::endedSessions()
{
    QList<EndedSession> ended;
    for (quint32 i = 1; i <= 130; ++i) {
        EndedSession session;
        session.number = i;
        session.id = SessionId(1'000 + i);
        session.contentName = QStringLiteral("install.wim");
        session.bytesSent = 4'000'000;
        session.clients.append({ClientId(i),
                                QStringLiteral("pc,1"),
                                {},
                                {},
                                {},
                                ClientOutcome::Vanished,
                                40,
                                {},
                                {},
                                {},
                                QStringLiteral("its disk")});
        ended.append(session);
    }
    ended.last().outcome = SessionOutcome::Failed;
    ended.last().clients.append(ended.last().clients.first());
    ended.last().clients.last().outcome = ClientOutcome::Demoted;
    ended.last().error = Error{ErrorCode::ContentChanged, QStringLiteral("cut")};
    m_rig->onServer([&](FakeTransportServer &server) { server.setHistory(ended); });
    const Run newest = json("session list --ended");
    QCOMPARE(newest.code, 0);
    QCOMPARE(newest.rows().size(), 100);
    const QJsonObject row = newest.rows().first().toObject();
    QCOMPARE(row.value(QStringLiteral("id")).toInt(), 1'130);
    QCOMPARE(row.value(QStringLiteral("vanishedCount")).toInt(), 1);
    QCOMPARE(row.value(QStringLiteral("demotedCount")).toInt(), 1);
    QCOMPARE(row.value(QStringLiteral("leftCount")).toInt(), 0);
    QCOMPARE(row.value(QStringLiteral("error")).toObject().value(QStringLiteral("name")).toString(),
             errorName(ErrorCode::ContentChanged));
    const QJsonObject client = row.value(QStringLiteral("clients")).toArray().first().toObject();
    QCOMPARE(client.value(QStringLiteral("outcome")).toString(), QStringLiteral("vanished"));
    QCOMPARE(client.value(QStringLiteral("reason")).toString(), QStringLiteral("its disk"));
    QCOMPARE(json("session list --ended --limit 3").rows().size(), 3);
    QCOMPARE(json("session list --ended --limit 0").rows().size(), 130);
    const Run csv = as(Role::Viewer, "--format csv session list --ended --limit 1");
    QVERIFY2(csv.out.startsWith("id,namespaceName,contentName,outcome,startedAt,"), csv.out.constData());
    QVERIFY2(csv.out.contains("1130,,install.wim,failed,"), csv.out.constData());
    QVERIFY(as(Role::Viewer, "session list --ended --limit 1").out.contains("4.0 MB"));
}

void CastctlTest::audit()
{
    QCOMPARE(json("session terminate 1 --reason Lunch,1").code, 0);
    QCOMPARE(as(Role::Viewer, "session terminate 2").code, 4);
    const Run listed = json("audit");
    QCOMPARE(listed.code, 0);
    QCOMPARE(listed.rows().size(), 2);
    const QJsonObject refused = listed.rows()[0].toObject();
    QCOMPARE(refused.value(QStringLiteral("result")).toString(),
             QStringLiteral("CASTDECK_E_NOT_AUTHORISED (E4CD0005)"));
    QCOMPARE(refused.value(QStringLiteral("role")).toString(), QStringLiteral("viewer"));
    const QJsonObject done = listed.rows()[1].toObject();
    QCOMPARE(done.value(QStringLiteral("result")).toString(), QStringLiteral("ok"));
    QCOMPARE(done.value(QStringLiteral("address")).toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(json("audit --limit 1").rows().size(), 1);
    const Run csv = as(Role::Admin, "--format csv audit");
    QVERIFY2(csv.out.startsWith("time,who,role,address,verb,subject,reason,result\n"), csv.out.constData());
    QVERIFY2(
        csv.out.contains(
            ",lab,admin,127.0.0.1,session.terminate,\"session 1 (install.wim), abort\",\"Lunch,1\",ok\n"),
        csv.out.constData());
    QCOMPARE(as(Role::Viewer, "audit").code, 4);
}

void CastctlTest::profiles()
{
    const QString token = tokenFile(Role::Viewer);
    QCOMPARE(run({QStringLiteral("server"), QStringLiteral("add"), QStringLiteral("lab"), address(),
                  QStringLiteral("--token-file"), QStringLiteral("token"), QStringLiteral("--fingerprint"),
                  m_rig->listener().fingerprint()})
                 .code,
             0);
    QCOMPARE(run(words("--server lab status")).code, 0);
    QFile kept(path("castdeck/servers.json"));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.permissions() & QFile::Permissions(0x0077), QFile::Permissions());
    const QByteArray content = kept.readAll();
    QVERIFY(content.contains(token.toUtf8()));
    QFile secret(token);
    QVERIFY(secret.open(QIODevice::ReadOnly));
    QVERIFY(!content.contains(secret.readAll().trimmed()));
    QCOMPARE(run(words("--format json server list")).rows().size(), 1);
    QCOMPARE(run(words("server add lab elsewhere")).code, 1);
    QCOMPARE(run(words("server add bad a:b:c")).code, 2);
    QCOMPARE(run(words("server remove lab")).code, 0);
    QCOMPARE(run(words("server remove lab")).code, 1);
    file("castdeck/servers.json", "{ half");
    QCOMPARE(run(words("server list")).code, 1);
}

void CastctlTest::watches()
{
    const auto watch = start(reached(Role::Viewer) + words("session watch 1"));
    const auto line = [&] {
        while (!watch->canReadLine() && watch->waitForReadyRead(Patience)) {
        }
        return QJsonDocument::fromJson(watch->readLine()).object();
    };
    QCOMPARE(line().value(QStringLiteral("session")).toObject().value(QStringLiteral("id")).toInt(), 1);
    m_rig->onServer([](FakeTransportServer &server) {
        SessionInfo session = *server.state().find(SessionId(1));
        session.percentCompletion = 77;
        server.raise(session);
        server.raise(SessionId(2));
        server.raise(SessionId(1));
    });
    QCOMPARE(
        line().value(QStringLiteral("session")).toObject().value(QStringLiteral("percentCompletion")).toInt(),
        77);
    QCOMPARE(line().value(QStringLiteral("sessionRemoved")).toInt(), 1);
    QCOMPARE(finished(*watch).code, 0);
}

void CastctlTest::watchesOnTerminal()
{
    int master = -1;
    int terminal = -1;
    QCOMPARE(openpty(&master, &terminal, nullptr, nullptr, nullptr), 0);
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
    process.setProcessEnvironment(environment);
    process.setChildProcessModifier([terminal] { dup2(terminal, STDOUT_FILENO); });
    process.start(QStringLiteral(CASTDECK_BIN_DIR "/castctl"),
                  reached(Role::Viewer) + words("session watch 1"));
    QVERIFY(process.waitForStarted(Patience));
    close(terminal);
    // The other end of the terminal is gone when the program is.
    const auto read = [master] {
        QByteArray part(4096, '\0');
        part.resize(std::max<ssize_t>(::read(master, part.data(), size_t(part.size())), 0));
        return part;
    };
    QByteArray first;
    while (!first.contains("\x1b[J")) {
        const QByteArray part = read();
        QVERIFY(!part.isEmpty());
        first += part;
    }
    m_rig->onServer([](FakeTransportServer &server) { server.raise(SessionId(1)); });
    QByteArray rest;
    for (QByteArray part = read(); !part.isEmpty(); part = read())
        rest += part;
    close(master);
    QVERIFY2(first.startsWith("\x1b[H") && first.contains("install.wim"), first.constData());
    QVERIFY2(rest.contains("sessions: 0"), rest.constData());
    QCOMPARE(finished(process).code, 0);
}

void CastctlTest::followsEvents()
{
    const Run now = json("events");
    QCOMPARE(now.code, 0);
    QCOMPARE(now.out.trimmed().split('\n').size(), 1 + 1 + 1 + 3 + 6);

    const auto follow = start(reached(Role::Viewer) + words("--format json events --follow"));
    QByteArray out;
    const auto readUntil = [&](const QByteArray &part) {
        while (!out.contains(part) && follow->waitForReadyRead(Patience))
            out += follow->readAllStandardOutput();
        return out.contains(part);
    };
    QVERIFY(readUntil("MACHINE-6"));
    m_rig->onServer([](FakeTransportServer &server) { server.raise(ClientId(3)); });
    QVERIFY(readUntil("{\"clientRemoved\":3,\"revision\":101}"));
    m_rig->dropAll({ErrorCode::TransportServerUnavailable, QStringLiteral("going down")});
    const Run ended = finished(*follow);
    QCOMPARE(ended.code, 3);
    QVERIFY2(ended.err.contains("going down"), ended.err.constData());
}

void CastctlTest::hostileNames_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"client list", "--format json client list", "--format csv client list", "events",
                             "--format json events", "session show 1"})
        QTest::addRow("%s", line) << QByteArray(line);
}

void CastctlTest::hostileNames()
{
    QFETCH(QByteArray, line);
    m_rig->onServer([](FakeTransportServer &server) {
        Inventory state = sampleInventory(1, 1);
        state.clients[0].name = QStringLiteral("a\x1b[2Jb\r\nc\u009b1m\u202Ed\x7f");
        server.setState(state);
    });
    const Run ended = as(Role::Viewer, line.constData());
    QCOMPARE(ended.code, 0);
    const QString text = QString::fromUtf8(ended.out);
    QVERIFY(text.contains(QStringLiteral("[2J")));
    for (const QChar c : text)
        QVERIFY2(c == QLatin1Char('\n') ||
                     (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format),
                 ended.out.toPercentEncoding(" ").constData());
    QVERIFY(!text.contains(QStringLiteral("b\n")));
}

CASTDECK_TEST(CastctlTest)

} // namespace castdeck::tst_castctl
#include "tst_castctl.moc"
