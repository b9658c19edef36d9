// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Images of a WIM file through the real programs: published, joined, and looked at by wimlib's own tool.
#include "ctlwalk.h"

#include "../engine/wimfiles.h"
#include "support/testprogram.h"

#include <QTest>

namespace castdeck::tst_wimcast
{

class WimCastTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<CtlWalk> m_walk;
    QString m_source;

    /// castjoin for one image; its exit code.
    int join(const QStringList &how, const QString &image, const QString &copy) const
    {
        QProcess process;
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(m_walk->path(QStringLiteral("join.log")), QIODevice::Append);
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"),
                      how + QStringList{QStringLiteral("--interface"), QStringLiteral("lo"),
                                        QStringLiteral("-o"), copy, QStringLiteral("127.0.0.1"),
                                        QStringLiteral("windows"), image});
        return process.waitForFinished(2 * Patience) ? process.exitCode() : -1;
    }
    QStringList overTls() const
    {
        return {QStringLiteral("--initiation"),  QStringLiteral("tls"),
                QStringLiteral("--port"),        m_walk->address().section(QLatin1Char(':'), 1),
                QStringLiteral("--fingerprint"), m_walk->fingerprint(),
                QStringLiteral("--token-file"),  m_walk->path(QStringLiteral("state/admin.token"))};
    }
    QStringList overUdp() const
    {
        return {QStringLiteral("--initiation"), QStringLiteral("udp"), QStringLiteral("--initiation-port"),
                m_walk->initiationPort()};
    }

private Q_SLOTS:
    void init()
    {
        m_walk = std::make_unique<CtlWalk>();
        m_source = m_walk->path(QStringLiteral("install.wim"));
        QVERIFY(wimfiles::make(m_source, 2, 3'000'000));
        QCOMPARE(m_walk->start(), QString());
    }
    void cleanup() { m_walk.reset(); }

    void imagesArriveWhole()
    {
        const QString wrong = m_walk->take({
            {"viewer", "setup", 0, "WIM"},
            {"admin", "namespace create windows --type autocast --provider WIM --path nowhere.wim", 1,
             "CASTDECK_E_FILE_NOT_FOUND"},
            {"admin", "namespace create windows --type autocast --provider WIM --path castdeckd.conf", 1,
             "WDSTPTMGMT_E_INVALID_NAMESPACE_DATA (C110010B)"},
            {"admin",
             "namespace create windows --type autocast --provider WIM --path install.wim "
             "--allow-unauthenticated",
             0, "", true},
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        const QString first = m_walk->path(QStringLiteral("first.wim"));
        const QString again = m_walk->path(QStringLiteral("again.wim"));
        const QString second = m_walk->path(QStringLiteral("second.wim"));
        QCOMPARE(join(overTls(), QStringLiteral("1"), first), 0);
        QCOMPARE(join(overUdp(), QStringLiteral("2"), second), 0);
        QCOMPARE(join(overTls(), QStringLiteral("3"), m_walk->path(QStringLiteral("none"))), 3);
        for (const QString &copy : {first, second})
            QCOMPARE(wimfiles::tool({QStringLiteral("verify"), copy}), 0);
        const QString tree = m_walk->path(QStringLiteral("tree"));
        QCOMPARE(wimfiles::tool({QStringLiteral("apply"), second, QStringLiteral("1"), tree}), 0);
        QCOMPARE(wimfiles::read(tree + QStringLiteral("/number")), QByteArray("2"));
        QCOMPARE(wimfiles::read(tree + QStringLiteral("/bulk")), wimfiles::bulk(2, 3'000'000));
        // What the server has to make again is the same.
        QVERIFY(QDir(m_walk->path(QStringLiteral("state/images"))).removeRecursively());
        QCOMPARE(join(overTls(), QStringLiteral("1"), again), 0);
        QCOMPARE(wimfiles::read(again), wimfiles::read(first));
    }
};

CASTDECK_TEST(WimCastTest)

} // namespace castdeck::tst_wimcast
#include "tst_wimcast.moc"
