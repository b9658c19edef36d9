// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlwalktest.h"
#include "management/servercertificate.h"
#include "support/testprogram.h"

namespace castdeck::tst_ctlaccess
{

/// Who may ask what, how the server is recognised, and what is kept of it.
class CtlAccessTest : public CtlWalkTest
{
    Q_OBJECT

private Q_SLOTS:
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

CASTDECK_TEST(CtlAccessTest)

} // namespace castdeck::tst_ctlaccess
#include "tst_ctlaccess.moc"
