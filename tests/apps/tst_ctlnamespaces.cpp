// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctlwalktest.h"
#include "support/testprogram.h"

namespace castdeck::tst_ctlnamespaces
{

/// What is published.
class CtlNamespacesTest : public CtlWalkTest
{
    Q_OBJECT

private Q_SLOTS:
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
        QTRY_VERIFY(QDateTime::currentDateTimeUtc() > QDateTime::fromString(soon, Qt::ISODate));
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
};

CASTDECK_TEST(CtlNamespacesTest)

} // namespace castdeck::tst_ctlnamespaces
#include "tst_ctlnamespaces.moc"
