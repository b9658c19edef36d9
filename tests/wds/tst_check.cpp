// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "wds/bridge.h"

#include <QJsonDocument>

namespace castdeck::test::tst_check
{

namespace
{

struct Said {
    int code = -1;
    QString out;
    QString error;
};

Said run(const Scenario &scenario, const QStringList &arguments)
{
    Bridge bridge(scenario, arguments);
    bridge.process.closeWriteChannel();
    if (!bridge.waitForEnd(90'000))
        return {};
    return {bridge.process.exitCode(), QString::fromUtf8(bridge.process.readAllStandardOutput()),
            QString::fromUtf8(bridge.process.readAllStandardError())};
}

/// What it says of that: "ok" of "tree      ok".
QString outcome(const QString &out, const QString &what)
{
    for (const QString &line : out.split(QLatin1Char('\n'))) {
        if (line.trimmed().startsWith(what + QLatin1Char(' ')))
            return line.trimmed().sliced(what.size()).trimmed();
    }
    return {};
}

} // namespace

/// What an owner of a real WDS server runs, and can send to somebody.
class TestCheck : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void works();
    void saysWhatFails_data();
    void saysWhatFails();
    void anOldVersionWorks();
    void oneBrokenNamespace();
    void tftpClients();
    void usage_data();
    void usage();
    void standsInForSsh();
};

void TestCheck::works()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    const Said said = run(scenario, {QStringLiteral("--check")});
    QCOMPARE(said.code, 0);
    for (const char *interface :
         {"IWdsTransportServer", "IWdsTransportServer2", "IWdsTransportSetupManager",
          "IWdsTransportSetupManager2", "IWdsTransportConfigurationManager",
          "IWdsTransportConfigurationManager2", "IWdsTransportNamespaceManager", "tree", "policies"})
        QCOMPARE(outcome(said.out, QString::fromLatin1(interface)), QStringLiteral("ok"));
    QCOMPARE(outcome(said.out, QStringLiteral("clients")), QStringLiteral("3"));
    QCOMPARE(outcome(said.out, QStringLiteral("TFTP clients")), QStringLiteral("1"));
    QVERIFY(outcome(said.out, QStringLiteral("verdict")).startsWith(QStringLiteral("works")));
    QCOMPARE(outcome(said.out, QStringLiteral("server")), QStringLiteral("this machine"));
    // It changes nothing.
    const QStringList calls = scenario.journal();
    for (const char *verb :
         {"Terminate", "Disconnect", "Register", "Commit", "Start", "Stop", "=", "Notify"}) {
        for (const QString &call : calls)
            QVERIFY2(!call.contains(QString::fromLatin1(verb)), qPrintable(call));
    }
}

void TestCheck::saysWhatFails_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<quint32>("code");
    QTest::addColumn<QString>("step");
    QTest::addColumn<QString>("words");
    QTest::newRow("unreachable") << "Manager.GetWdsTransportServer" << 0xC1100113U << "connection"
                                 << "FAILED: WDSTPTMGMT_E_TRANSPORT_SERVER_UNAVAILABLE (0xC1100113), this "
                                    "machine: GetWdsTransportServer";
    QTest::newRow("tree") << "NamespaceManager.RetrieveNamespaces" << 0xC1100106U << "tree"
                          << "FAILED: WDSTPTMGMT_E_TRANSPORT_SERVER_ROLE_NOT_CONFIGURED (0xC1100106), "
                             "server: RetrieveNamespaces";
    QTest::newRow("no name for it") << "SetupManager.Protocols" << 0xC1101234U << "setup"
                                    << "FAILED: 0xC1101234, setup: Protocols";
    QTest::newRow("policy") << "Policy.Refresh diagnostics" << 0x80070005U << "policies"
                            << "FAILED: E_ACCESSDENIED (0x80070005), policy diagnostics: Refresh";
    QTest::newRow("TFTP") << "TftpManager.RetrieveTftpClients" << 0x80004001U << "TFTP clients"
                          << "FAILED: E_NOTIMPL (0x80004001), server: RetrieveTftpClients";
}

void TestCheck::saysWhatFails()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QString, call);
    QFETCH(quint32, code);
    QFETCH(QString, step);
    QFETCH(QString, words);
    Scenario scenario;
    scenario.refuse(call, code);
    const Said said = run(scenario, {QStringLiteral("--check")});
    QCOMPARE(said.code, 1);
    QVERIFY2(outcome(said.out, step).startsWith(words), qPrintable(said.out));
    QVERIFY(outcome(said.out, QStringLiteral("verdict")).startsWith(QStringLiteral("does not work")));
}

void TestCheck::anOldVersionWorks()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.data[QStringLiteral("without")] =
        QJsonArray{QStringLiteral("IWdsTransportServer2"), QStringLiteral("IWdsTransportSetupManager2"),
                   QStringLiteral("IWdsTransportConfigurationManager2")};
    const Said said = run(scenario, {QStringLiteral("--check")});
    QCOMPARE(said.code, 0);
    QCOMPARE(outcome(said.out, QStringLiteral("IWdsTransportServer2")),
             QStringLiteral("absent, it came with Windows Server 2012"));
    QCOMPARE(outcome(said.out, QStringLiteral("IWdsTransportConfigurationManager2")),
             QStringLiteral("absent, it came with Windows Server 2008 R2"));
    const Said tftp = run(scenario, {QStringLiteral("--tftp-clients")});
    QCOMPARE(tftp.code, 1);
    QVERIFY2(tftp.error.startsWith(
                 QStringLiteral("castdeck-wds: E_NOINTERFACE (0x80004002), IWdsTransportServer2")),
             qPrintable(tftp.error));
}

void TestCheck::oneBrokenNamespace()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.refuse(QStringLiteral("Namespace.RetrieveContents 3"), 0x80004005);
    const Said said = run(scenario, {QStringLiteral("--check")});
    QCOMPARE(said.code, 1);
    QVERIFY2(outcome(said.out, QStringLiteral("namespace 3"))
                 .startsWith(QStringLiteral("FAILED: E_FAIL (0x80004005)")),
             qPrintable(said.out));
}

void TestCheck::tftpClients()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    const Said said = run(scenario, {QStringLiteral("--tftp-clients"), QStringLiteral("wds2")});
    QCOMPARE(said.code, 0);
    QCOMPARE(
        QJsonDocument::fromJson(said.out.toUtf8()),
        QJsonDocument::fromJson(R"([{"fileName":"boot\\x64\\wdsnbp.com","ipAddress":"192.0.2.40","timeout":3,
                                         "currentFileOffset":4294967296,"fileSize":8589934592,"blockSize":1456,
                                         "windowSize":8}])"));
    QVERIFY(scenario.journal().contains(QStringLiteral("Manager.GetWdsTransportServer wds2")));
}

void TestCheck::usage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const auto row = [](const QStringList &arguments, int code) {
        QTest::newRow(qPrintable(arguments.join(QLatin1Char(' ')))) << arguments << code;
    };
    row({QStringLiteral("--help")}, 0);
    row({QStringLiteral("--version")}, 0);
    row({QStringLiteral("--sing")}, 2);
    row({QStringLiteral("one"), QStringLiteral("two")}, 2);
    row({QStringLiteral("--check"), QStringLiteral("--check")}, 2);
}

void TestCheck::usage()
{
    CASTDECK_NEED_BRIDGE();
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const Said said = run(Scenario(), arguments);
    QCOMPARE(said.code, code);
    QCOMPARE(said.out.isEmpty(), code != 0);
    QCOMPARE(said.error.isEmpty(), code == 0);
}

/// The script that the console's own test runs in place of ssh.
void TestCheck::standsInForSsh()
{
    CASTDECK_NEED_BRIDGE();
    Scenario scenario;
    scenario.write();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    scenario.addTo(environment);
    const auto ssh = [&](const QString &line) {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(environment.value(QStringLiteral("CASTDECK_WDS_SSH")), line.split(QLatin1Char(' ')));
        process.closeWriteChannel();
        process.waitForFinished(Patience);
        return std::pair(process.exitCode(),
                         QByteArray(process.readAllStandardOutput() + process.readAllStandardError()));
    };
    const auto [code, said] =
        ssh(QStringLiteral("-T -o BatchMode=yes -p 22 -l admin -- wds1 castdeck-wds --version"));
    QCOMPARE(code, 0);
    QVERIFY(said.startsWith("castdeck-wds "));
    QCOMPARE(ssh(QStringLiteral("-T wds1 castctl dial-stdio")).first, 127);
    QCOMPARE(ssh(QStringLiteral("-T")).first, 255);
}

CASTDECK_TEST(TestCheck)

} // namespace castdeck::test::tst_check

#include "tst_check.moc"
