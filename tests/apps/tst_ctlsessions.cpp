// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlwalktest.h"
#include "support/testprogram.h"

namespace castdeck::tst_ctlsessions
{

/// Sessions with receivers, and how fast they go.
class CtlSessionsTest : public CtlWalkTest
{
    Q_OBJECT

private Q_SLOTS:
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
        QTRY_COMPARE(disconnected->state(), QProcess::NotRunning);
        QVERIFY(disconnected->exitCode() != 0);

        const auto terminated = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        wrong = walk({{"operator", "session terminate {session} 4711 --reason lunch", 5, "E4CD0008", true},
                      {"viewer", "session list --ended", 0, "lunch"},
                      {"viewer", "--format csv session list --ended --limit 1", 0, ",terminated,"},
                      {"viewer", "session list --ended --until 2001-01-01T00:00:00Z", 0, "OUTCOME"}});
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QTRY_COMPARE(terminated->state(), QProcess::NotRunning);
        QCOMPARE(terminated->exitCode(), 10);

        const auto ended = m_walk->receiver(QStringLiteral("images"), QStringLiteral("big.img"));
        QVERIFY(m_walk->clientsReceive(1));
        const auto rate = [&] {
            const QJsonArray rows = m_walk->json(QStringLiteral("session list")).rows();
            return rows.first().toObject().value(QStringLiteral("transferRate")).toInteger();
        };
        QTRY_VERIFY(rate() > 0);
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
};

CASTDECK_TEST(CtlSessionsTest)

} // namespace castdeck::tst_ctlsessions
#include "tst_ctlsessions.moc"
