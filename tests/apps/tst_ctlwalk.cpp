// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every verb of castctl against a fresh castdeckd, as it should be used and as it should not. After each step
// that changes something the server is restarted, which must change nothing.
#include "ctlwalk.h"

#include "management/servercertificate.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTest>

namespace castdeck::tst_ctlwalk
{

class CtlWalkTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<CtlWalk> m_walk;

    QString walk(const QList<CtlWalk::Step> &steps) { return m_walk->take(steps); }
    void publish(const char *name)
    {
        QVERIFY(QDir(m_walk->path({})).mkpath(QStringLiteral("images")));
        m_walk->write(QStringLiteral("images/big.img"), QByteArray(20'000'000, 'x'));
        const CtlWalk::Run made = m_walk->as(
            "admin",
            QStringLiteral("namespace create %1 --type autocast --path images --allow-unauthenticated")
                .arg(QLatin1String(name)));
        QVERIFY2(made.code == 0, made.err.constData());
    }

private Q_SLOTS:
    void init()
    {
        m_walk = std::make_unique<CtlWalk>();
        const QString wrong = m_walk->start();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
    void cleanup() { m_walk.reset(); }

    void whoMayAsk()
    {
        const QString wrong = walk({
            {"admin", "status", 0, "admin"},
            {"viewer", "status", 0, "viewer"},
            {"wrong", "status", 4, "CASTDECK_E_NOT_AUTHENTICATED (E4CD0004)"},
            {"receiver", "status", 4, "CASTDECK_E_NOT_AUTHORISED (E4CD0005)"},
            {"viewer", "setup", 0, "transportserver"},
            {"viewer", "--format json setup", 0, "\"multicast\""},
            {"viewer", "setup now", 2},
            {"viewer", "nonsense", 2},
            {"viewer", "events", 0, "server"},
            {"viewer", "--format json events", 0, "\"revision\""},
            {"receiver", "events", 4},
            {"viewer", "events --forever", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void unreachable()
    {
        const QString address = m_walk->address();
        QCOMPARE(m_walk->stop(), 0);
        const CtlWalk::Run gone =
            m_walk->run({QStringLiteral("--server"), address, QStringLiteral("status")});
        QCOMPARE(gone.code, 3);
        QVERIFY2(gone.err.contains("WDSTPTMGMT_E_TRANSPORT_SERVER_UNAVAILABLE (C1100113)"),
                 gone.err.constData());
        QCOMPARE(m_walk->run({QStringLiteral("--server"), QStringLiteral("a:b:c:"), QStringLiteral("status")})
                     .code,
                 2);
    }

    void namespaces()
    {
        publish("images");
        QVERIFY(QDir(m_walk->path({})).mkpath(QStringLiteral("empty")));
        const QString wrong = walk({
            {"viewer", "namespace list", 0, "images"},
            {"viewer", "namespace list --name other", 0},
            {"viewer", "--format csv namespace list --provider WDS --no-ending", 0, ",images,autocast,"},
            {"viewer", "namespace list --provider", 2},
            {"viewer", "namespace show images", 0, "autocast"},
            {"viewer", "namespace show 1", 0, "images"},
            {"viewer", "namespace show nowhere", 1, "WDSMCS_E_NAMESPACE_NOT_FOUND (C1210105)"},
            {"operator", "namespace create more --type autocast --path images", 4},
            {"admin", "namespace create more --type autocast --path images", 0, "2", true},
            {"admin", "namespace create more --type autocast --path images", 1,
             "WDSMCS_E_NAMESPACE_ALREADY_EXISTS (C1210107)", true},
            {"admin", "namespace create gone --type autocast --path nowhere", 1, "CASTDECK_E_FILE_NOT_FOUND"},
            {"admin", "namespace create gone --type autocast --path empty", 1, "CASTDECK_E_FOLDER_EMPTY"},
            {"admin", "namespace create gone --type autocast --path images --provider FOO", 1,
             "WDSMCS_E_CONTENT_PROVIDER_NOT_FOUND"},
            {"admin", "namespace create x --type autocast --path images --clients 3", 2,
             "--type scheduledcast"},
            {"admin", "namespace create x --path images", 2},
            {"admin", "namespace clone images copy --friendly-name Copy", 0, "copy", true},
            {"admin", "namespace clone nowhere copy", 1, "C1210105"},
            {"admin", "namespace clone images more", 1, "C1210107"},
            {"operator", "namespace clone images copy2", 4},
            {"viewer", "namespace deregister copy", 4},
            {"admin", "namespace deregister copy nowhere", 5, "C1210105", true},
            {"admin", "namespace deregister nowhere", 1, "C1210105"},
            {"admin", "namespace deregister", 2},
            {"admin", "namespace deregister more --terminate --reason over", 0, "done", true},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void exportAndRegister()
    {
        publish("images");
        const QByteArray exported = m_walk->json(QStringLiteral("namespace list")).out;
        const CtlWalk::Run taken = m_walk->as("admin", QStringLiteral("namespace register"), exported);
        QCOMPARE(taken.code, 1);
        QVERIFY2(taken.err.contains("C1210107"), taken.err.constData());
        QCOMPARE(m_walk->as("admin", QStringLiteral("namespace deregister images")).code, 0);
        const QString file = m_walk->write(QStringLiteral("all.json"), exported);
        const CtlWalk::Run back = m_walk->as("admin", QStringLiteral("namespace register ") + file);
        QVERIFY2(back.code == 0, back.err.constData());
        const QJsonObject row = m_walk->json(QStringLiteral("namespace show images")).object();
        QCOMPARE(row.value(QStringLiteral("id")).toInt(), 2);
        QCOMPARE(row.value(QStringLiteral("allowUnauthenticated")).toBool(), true);
        const QString changed = m_walk->restart();
        QVERIFY2(changed.isEmpty(), qPrintable(changed));

        const auto refused = [&](const QByteArray &input) {
            const CtlWalk::Run run = m_walk->as("admin", QStringLiteral("namespace register -"), input);
            return run.code == 1 ? run.err : QByteArray::number(run.code) + run.err;
        };
        QVERIFY2(refused("{").contains("no JSON"), "half a document");
        QVERIFY(refused("[]").contains("no namespace"));
        QVERIFY(refused("[7]").contains("no namespace"));
        QVERIFY(refused("{\"configuration\":\"/x\"}").contains("name is missing"));
        QVERIFY(refused("{\"name\":7,\"configuration\":\"/x\"}").contains("name must be a string"));
        QVERIFY(refused(QByteArray(2 << 20, ' ')).contains("too large"));
        QCOMPARE(m_walk->as("admin", QStringLiteral("namespace register /nonexistent/file")).code, 1);
        QCOMPARE(m_walk
                     ->as("viewer", QStringLiteral("namespace register"),
                          "{\"name\":\"n\",\"configuration\":\"/x\"}")
                     .code,
                 4);
    }

    void schedules()
    {
        publish("images");
        const QString wrong = walk({
            {"admin", "namespace create lesson --type scheduledcast --path images --allow-unauthenticated", 0,
             "lesson", true},
            {"viewer", "namespace show lesson", 0, "scheduledcastmanualstart"},
            {"operator", "namespace start lesson", 1, "WDSMCS_E_NS_START_FAILED_NO_CLIENTS (C121010A)"},
            {"viewer", "namespace start lesson", 4},
            {"operator", "namespace start images", 1, "WDSTPTMGMT_E_INVALID_OPERATION (C1100101)"},
            {"operator", "namespace start nowhere", 1, "C1210105"},
            {"operator", "namespace refresh lesson images", 0, "lesson"},
            {"viewer", "namespace contents images", 0, "big.img"},
            {"viewer", "namespace contents nowhere", 1, "C1210105"},
            {"operator", "namespace refresh nowhere", 1, "C1210105"},
            {"viewer", "namespace refresh lesson", 4},
            {"admin",
             "namespace create night --type scheduledcast --path images --clients 3 --at "
             "2199-01-01T00:00:00Z",
             0, "night", true},
            {"viewer", "--format json namespace show night", 0, "2199-01-01T00:00:00.000Z"},
            {"admin", "namespace create late --type scheduledcast --path images --at 2001-01-01T00:00:00Z", 1,
             "WDSMCS_E_START_TIME_IN_PAST (C121010B)"},
            {"admin", "namespace create late --type scheduledcast --path images --at tomorrow", 2,
             "ISO 8601"},
            {"admin", "namespace set-minimum night 5", 0, "night", true},
            {"viewer", "--format json namespace show night", 0, "\"minimumClients\": 5"},
            {"admin", "namespace set-minimum images 5", 1, "WDSTPTMGMT_E_NAMESPACE_READ_ONLY (C110010C)"},
            {"admin", "namespace set-minimum nowhere 5", 1, "C1210105"},
            {"admin", "namespace set-minimum night", 2},
            {"operator", "namespace set-minimum night 6", 4},
            {"admin", "namespace rearm night --at 2199-02-01T00:00:00Z", 1, "C1100101"},
            {"admin", "namespace rearm nowhere --at 2199-02-01T00:00:00Z", 1, "C1210105"},
            {"admin", "namespace rearm night", 2},
            {"operator", "namespace rearm night --at 2199-02-01T00:00:00Z", 4},
            {"admin", "namespace edit night --clients 7 --description late", 0, "finish", true},
            {"viewer", "--format json namespace show night", 0, "\"minimumClients\": 7"},
            {"admin", "namespace edit night --type autocast", 0, "night", true},
            {"viewer", "namespace show night", 0, "autocast"},
            {"admin", "namespace edit night --name images", 1, "C1210107", true},
            {"admin", "namespace edit nowhere --name x", 1, "C1210105"},
            {"admin", "namespace edit night --allow-unauthenticated --forbid-unauthenticated", 2, "exclude"},
            {"operator", "namespace edit night --name x", 4},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void missedStartIsKeptAndRearmed()
    {
        publish("images");
        QString soon;
        CtlWalk::Run made;
        for (const int ahead : {3, 30}) { // on a machine that is busy it may be past before it is asked for
            soon = QDateTime::currentDateTimeUtc().addSecs(ahead).toString(Qt::ISODate);
            made = m_walk->as(
                "admin",
                QStringLiteral("namespace create dawn --type scheduledcast --path images --at ") + soon);
            if (made.code == 0)
                break;
        }
        QVERIFY2(made.code == 0, made.err.constData());
        QCOMPARE(m_walk->stop(), 0);
        QTRY_VERIFY_WITH_TIMEOUT(QDateTime::currentDateTimeUtc() > QDateTime::fromString(soon, Qt::ISODate),
                                 CastdeckdProcess::Patience);
        QCOMPARE(m_walk->start(), QString());
        const auto missed = [&] {
            return m_walk->json(QStringLiteral("namespace show dawn"))
                .object()
                .value(QStringLiteral("startMissed"))
                .toBool();
        };
        QVERIFY(missed());
        const QString wrong = walk({
            {"admin", "namespace rearm dawn --at 2001-01-01T00:00:00Z", 1, "C121010B"},
            {"admin", "namespace rearm dawn --at 2199-01-01T00:00:00Z", 0, "dawn", true},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QVERIFY(!missed());
    }

    void policies()
    {
        const QString wrong = walk({
            {"viewer", "policy show", 0, "service.ipv4.startIpAddress"},
            {"viewer", "--format json policy show", 0, "\"multicastSession\""},
            {"viewer", "policy show all", 2},
            {"operator", "policy set --threshold 100", 4},
            {"admin", "policy set", 2},
            {"admin", "policy set --port-range 1-x", 2},
            {"admin", "policy set --ipv4-range 239.1.0.1-239.1.0.99 --port-range 47400-47499", 0, "service",
             true},
            {"viewer", "policy show", 0, "239.1.0.99"},
            {"admin", "policy set --ipv4-range 239.1.0.9-239.1.0.1", 1,
             "WDSTPTMGMT_E_INVALID_SERVICE_IP_ADDRESS_RANGE (C1100110)"},
            {"admin", "policy set --ipv4-range 10.0.0.1-10.0.0.9", 1, "C1100117"},
            {"admin", "policy set --ipv6-range ::1-::2", 1, "C1100118"},
            {"admin", "policy set --ipv4-range here-there", 1, "C1100116"},
            {"admin", "policy set --ipv4-range dhcp", 1, "ipv4 dhcp"},
            {"admin", "policy set --ipv6-range dhcp", 1,
             "WDSTPTMGMT_E_INVALID_IPV6_MULTICAST_ADDRESS_SOURCE"},
            {"admin", "policy set --port-range 9-1", 1, "WDSTPTMGMT_E_INVALID_SERVICE_PORT_RANGE (C1100111)"},
            {"admin", "policy set --streams 7", 1,
             "WDSTPTMGMT_E_INVALID_MULTISTREAM_STREAM_COUNT (C110011B)"},
            {"admin", "policy set --threshold 0", 1,
             "WDSTPTMGMT_E_INVALID_AUTO_DISCONNECT_THRESHOLD (C110011C)"},
            {"admin", "policy set --components 99", 1,
             "WDSTPTMGMT_E_INVALID_DIAGNOSTICS_COMPONENTS (C110010E)"},
            {"admin",
             "policy set --slow-clients autodisconnect --threshold 300 --fallback no --diagnostics on", 0,
             "diagnostics", true},
            {"viewer", "--format csv policy show", 0, "multicastSession.autoDisconnectThreshold,300"},
            {"admin", "policy set --streams 2 --components 99", 5, "C110010E", true},
            {"viewer", "--format csv policy show", 0, "multicastSession.version,3"},
            {"admin", "policy set --streams 3 --version 2", 1, "CASTDECK_E_POLICY_CONFLICT (E4CD0028)"},
            {"admin", "policy set --streams 3 --version 5000000000", 1, "CASTDECK_E_POLICY_CONFLICT"},
            {"admin", "policy set --streams 3 --version 9007199254740992", 2},
            {"viewer", "--format csv policy show", 0, "multicastSession.multistreamStreamCount,2"},
            {"admin", "policy set --streams 3 --version 3", 0, "multicastSession"},
            {"admin", "policy set --streams 2 --diagnostics off --version 4", 2},
            {"admin", "policy set --version 4", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void rates()
    {
        publish("images");
        const auto slow = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        const QString wrong = walk({
            {"viewer", "rate show", 0, "Limit"},
            {"viewer", "rate set 1000000", 4},
            {"admin", "rate set", 2},
            {"admin", "rate set fast", 2},
            {"admin", "rate set -1", 2},
            {"admin", "rate set 9007199254740992", 2},
            {"admin", "rate set 9007199254740991", 0, "9.0 PB/s"},
            {"admin", "rate set 1000 --namespace 1 --session 2", 2},
            {"admin", "rate set 1000 --namespace 4711", 1, "WDSMCS_E_NAMESPACE_NOT_FOUND (C1210105)"},
            {"admin", "rate set 1000 --session 4711", 1, "CASTDECK_E_SESSION_NOT_FOUND (E4CD0008)"},
            {"admin", "rate set 40000 --session {session}", 0, "session"},
            {"admin", "rate set 50000 --namespace 1", 0, "namespace"},
            {"admin", "rate set 60000", 0, "server"},
            {"viewer", "--format csv rate show", 0, "server,,60000"},
            {"viewer", "--format csv rate show", 0, "namespace,1,50000"},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        const QString gone = walk({{"operator", "session terminate {session}", 0, "", true},
                                   {"viewer", "--format csv rate show", 0, "namespace,1,50000"},
                                   {"viewer", "--format csv rate show", 0, "server,,60000"},
                                   {"admin", "rate set 0", 0, "", true},
                                   {"admin", "rate set 0 --namespace 1", 0, "", true}});
        QVERIFY2(gone.isEmpty(), qPrintable(gone));
        QVERIFY(!m_walk->json(QStringLiteral("rate show")).out.contains("0000"));
    }

    void service()
    {
        const QString wrong = walk({
            {"viewer", "service status", 0, "yes"},
            {"viewer", "service status now", 2},
            {"operator", "service stop", 4},
            {"operator", "service start", 4},
            {"admin", "service start", 0},
            {"admin", "service disable", 0},
            {"viewer", "--format json service status", 0, "\"enabled\": false"},
            {"admin", "service enable", 0, "", true},
            {"admin", "service stop --drain", 0},
            {"viewer", "--format json service status", 0, "\"running\": false"},
            {"admin", "service stop --reason again", 0},
            {"admin", "service restart", 0},
            {"viewer", "--format json service status", 0, "\"running\": false"},
            {"admin", "service start", 0},
            {"viewer", "--format json service status", 0, "\"running\": true"},
            {"admin", "service restart --drain", 0, "", true},
            {"admin", "service read-settings", 0, "", true},
            {"viewer", "service enable", 4},
            {"viewer", "service disable", 4},
            {"viewer", "service read-settings", 4},
            {"viewer", "service restart", 4},
            {"admin", "service stop now", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void sessions()
    {
        publish("images");
        QString wrong = walk({
            {"viewer", "session list", 0, "ID"},
            {"viewer", "session list --ended", 0, "OUTCOME"},
            {"viewer", "session show 4711", 1, "CASTDECK_E_SESSION_NOT_FOUND (E4CD0008)"},
            {"viewer", "session show 1 2", 2},
            {"operator", "session terminate 4711", 1, "E4CD0008"},
            {"operator", "session terminate none", 2},
            {"viewer", "session terminate 4711", 4},
            {"viewer", "session watch 4711", 1, "E4CD0008"},
            {"viewer", "client list", 0, "ID"},
            {"viewer", "client blocks 4711", 1, "WDSMCS_E_CLIENT_NOT_FOUND (C1210104)"},
            {"viewer", "client list --session 4711", 1, "E4CD0008"},
            {"operator", "client disconnect 4711 --type abort", 1, "WDSMCS_E_CLIENT_NOT_FOUND (C1210104)"},
            {"operator", "client disconnect 4711", 2},
            {"viewer", "content list", 0, "ID"},
            {"operator", "content terminate 4711", 1, "WDSMCS_E_CONTENT_NOT_FOUND (C1210103)"},
            {"operator", "content terminate", 2},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));

        const auto disconnected = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        wrong = walk({
            {"viewer", "session list", 0, "big.img"},
            {"viewer", "--format json session show {session}", 0, "\"clients\""},
            {"viewer", "client list --session {session}", 0, "127.0.0.1"},
            {"viewer", "client blocks {client}", 0, "Missing"},
            {"viewer", "--format json content list", 0, "\"digestState\""},
            {"viewer", "client disconnect {client} --type abort", 4},
            {"viewer", "content terminate {content}", 4},
            {"operator", "client disconnect {client} 4711 --type abort --reason away", 5, "C1210104"},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QTRY_COMPARE_WITH_TIMEOUT(disconnected->state(), QProcess::NotRunning, 30'000);
        QVERIFY(disconnected->exitCode() != 0);

        const auto terminated = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        wrong = walk({{"operator", "session terminate {session} 4711 --reason lunch", 5, "E4CD0008", true},
                      {"viewer", "session list --ended", 0, "lunch"},
                      {"viewer", "--format csv session list --ended --limit 1", 0, ",terminated,"},
                      {"viewer", "session list --ended --until 2001-01-01T00:00:00Z", 0, "OUTCOME"}});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QTRY_COMPARE_WITH_TIMEOUT(terminated->state(), QProcess::NotRunning, 30'000);
        QCOMPARE(terminated->exitCode(), 10);

        const auto ended = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        const auto rate = [&] {
            const QJsonArray rows = m_walk->json(QStringLiteral("session list")).rows();
            return rows.first().toObject().value(QStringLiteral("transferRate")).toInteger();
        };
        QTRY_VERIFY_WITH_TIMEOUT(rate() > 0, 30'000);
        wrong = walk({{"operator", "content terminate {content} --reason over", 0, "done", true}});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        const QJsonArray history = m_walk->json(QStringLiteral("session list --ended")).rows();
        const QJsonObject last = history.first().toObject();
        QCOMPARE(last.value(QStringLiteral("reason")).toString(), QStringLiteral("over"));
        QCOMPARE(last.value(QStringLiteral("by")).toString(), QStringLiteral("operator"));
        QCOMPARE(last.value(QStringLiteral("disconnectedCount")).toInt(), 1);
        QVERIFY(last.value(QStringLiteral("bytesSent")).toInteger() > 0);

        // What is over can still be looked at.
        const QString show =
            QStringLiteral("session show %1").arg(last.value(QStringLiteral("id")).toInteger());
        const QJsonObject shown = m_walk->json(show).object();
        QCOMPARE(shown.value(QStringLiteral("reason")).toString(), QStringLiteral("over"));
        const QJsonArray clients = shown.value(QStringLiteral("clients")).toArray();
        QCOMPARE(clients.size(), 1);
        QCOMPARE(clients.first().toObject().value(QStringLiteral("outcome")).toString(),
                 QStringLiteral("disconnected"));
        const CtlWalk::Run table = m_walk->as("viewer", show);
        QCOMPARE(table.code, 0);
        QVERIFY2(table.out.contains("terminated") && table.out.contains("disconnected"),
                 table.out.constData());
    }

    void tokensAndAudit()
    {
        const QString wrong = walk({
            {"admin", "token list", 0, "admin"},
            {"operator", "token list", 4},
            {"admin", "token create bench --role operator --expires 2199-01-01T00:00:00Z", 0, "Secret", true},
            {"admin", "token create late --role viewer --expires 2001-01-01T00:00:00Z", 1, "(00000057)"},
            {"admin", "token create king --role king", 2},
            {"viewer", "token create mine --role admin", 4},
            {"admin", "token revoke nonsense", 1, "(00000057)"},
            {"admin", "token revoke", 2},
            {"viewer", "token revoke nonsense", 4},
            {"viewer", "audit", 4},
            {"admin", "audit --limit many", 2},
            {"admin", "audit --since 2199-01-01T00:00:00Z", 0, "RESULT"},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        const QJsonArray records = m_walk->json(QStringLiteral("audit --limit 0")).rows();
        QStringList lines;
        for (const QJsonValue value : records) {
            const QJsonObject row = value.toObject();
            QCOMPARE(row.value(QStringLiteral("address")).toString(), QStringLiteral("127.0.0.1"));
            lines.append(QStringLiteral("%1 %2 %3 %4")
                             .arg(row.value(QStringLiteral("who")).toString(),
                                  row.value(QStringLiteral("verb")).toString(),
                                  row.value(QStringLiteral("subject")).toString(),
                                  row.value(QStringLiteral("result")).toString()));
        }
        const QString refused = QStringLiteral(" CASTDECK_E_NOT_AUTHORISED (E4CD0005)");
        QVERIFY(lines.contains(QStringLiteral("admin token.create token bench, operator ok")));
        QVERIFY(lines.contains(QStringLiteral("viewer token.create token mine, admin") + refused));
        QVERIFY(lines.contains(QStringLiteral("viewer token.revoke token nonsense") + refused));
        // What reads leaves no trace: the operator only tried to list.
        QCOMPARE(lines.filter(QStringLiteral("operator token")), QStringList());
        QVERIFY(m_walk->as("admin", QStringLiteral("--format csv audit"))
                    .out.startsWith("time,who,role,address,verb"));
    }

    void serverProfiles()
    {
        const QString token = m_walk->path(QStringLiteral("state/admin.token"));
        const auto local = [&](const QString &line) { return m_walk->run(QProcess::splitCommand(line)); };
        QCOMPARE(local(QStringLiteral("server list")).code, 0);
        QCOMPARE(local(QStringLiteral("--token-file %1 --fingerprint %2 server add lab %3")
                           .arg(token, m_walk->fingerprint(), m_walk->address()))
                     .code,
                 0);
        QCOMPARE(local(QStringLiteral("server add lab other")).code, 1);
        QCOMPARE(local(QStringLiteral("server add lab")).code, 2);
        QVERIFY(local(QStringLiteral("--format csv server list"))
                    .out.contains(QByteArray("lab," + m_walk->address().toUtf8())));
        QCOMPARE(local(QStringLiteral("--server lab status")).code, 0);
        QCOMPARE(local(QStringLiteral("--server lab --fingerprint sha256:%1 status")
                           .arg(QString(64, QLatin1Char('0'))))
                     .code,
                 3);
        QCOMPARE(local(QStringLiteral("server remove lab")).code, 0);
        QCOMPARE(local(QStringLiteral("server remove lab")).code, 1);
    }

    void mutualTls()
    {
        // One self-signed certificate, which is its own authority, serves for either side.
        const QString certificate = m_walk->path(QStringLiteral("client.pem"));
        const QString key = m_walk->path(QStringLiteral("client.key"));
        QVERIFY(ServerCertificate::loadOrMake(certificate, key, QStringLiteral("localhost")));
        QCOMPARE(m_walk->stop(), 0);
        m_walk->write(
            QStringLiteral("castdeckd.conf"),
            QStringLiteral("client-ca = %1\nclient-certificate-role = operator\n").arg(certificate).toUtf8());
        QCOMPARE(m_walk->start(), QString());
        const QStringList reach{QStringLiteral("--server"), m_walk->address(),
                                QStringLiteral("--fingerprint"), m_walk->fingerprint()};
        const QStringList shown{QStringLiteral("--certificate"), certificate, QStringLiteral("--key"), key};
        const QStringList status{QStringLiteral("--format"), QStringLiteral("json"),
                                 QStringLiteral("status")};
        const CtlWalk::Run none = m_walk->run(reach + status);
        QCOMPARE(none.code, 3);
        const CtlWalk::Run known = m_walk->run(reach + shown + status);
        QVERIFY2(known.code == 0, known.err.constData());
        QCOMPARE(known.object().value(QStringLiteral("role")).toString(), QStringLiteral("operator"));
        const CtlWalk::Run missing =
            m_walk->run(reach +
                        QStringList{QStringLiteral("--certificate"), QStringLiteral("/nonexistent"),
                                    QStringLiteral("--key"), key} +
                        status);
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("/nonexistent"), missing.err.constData());

        // A server whose certificate one of --ca signed needs no fingerprint.
        QCOMPARE(m_walk->stop(), 0);
        m_walk->write(QStringLiteral("castdeckd.conf"),
                      QStringLiteral("certificate = %1\nkey = %2\n").arg(certificate, key).toUtf8());
        QCOMPARE(m_walk->start(), QString());
        const QString byName =
            QString(m_walk->address()).replace(QStringLiteral("127.0.0.1"), QStringLiteral("localhost"));
        const QStringList believed{
            QStringLiteral("--server"),     byName,
            QStringLiteral("--ca"),         certificate,
            QStringLiteral("--token-file"), m_walk->path(QStringLiteral("state/admin.token"))};
        const CtlWalk::Run signedBy = m_walk->run(believed + status);
        QVERIFY2(signedBy.code == 0, signedBy.err.constData());
        QVERIFY2(!signedBy.err.contains("first time"), signedBy.err.constData());
    }
};

CASTDECK_TEST(CtlWalkTest)

} // namespace castdeck::tst_ctlwalk
#include "tst_ctlwalk.moc"
