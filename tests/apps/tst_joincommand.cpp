// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/text/joincommand.h"
#include "support/castdeckdprocess.h"
#include "support/outcome.h"
#include "support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace castdeck::tst_joincommand
{

using namespace castdeck::test;

namespace
{

const QByteArray text = QByteArray(50'000, 'x') + "the end";

} // namespace

/// What the console says is typed at a machine, typed into a shell.
class TestJoinCommand : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<CastdeckdProcess> m_server;
    std::unique_ptr<ServerConnection> m_connection;
    NamespaceId m_id;

    static QStringList names()
    {
        return {QStringLiteral("plain.img"), QStringLiteral("with 'quotes' and $HOME; echo.img"),
                QStringLiteral("below/a folder/ünï.img"), QStringLiteral("-dash.img"),
                QStringLiteral(".hidden")};
    }
    void write(const QString &path, const QByteArray &bytes) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    HowToAsk facts() const
    {
        HowToAsk facts;
        facts.namespaceName = QStringLiteral("it's mine");
        facts.server = m_server->address();
        facts.takesAnybody = true;
        facts.initiationPort = m_server->initiationPort().toUShort();
        facts.managementPort = m_server->port();
        facts.fingerprint = m_server->fingerprint();
        return facts;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString &name : names())
            write(m_folder.filePath(QStringLiteral("images/") + name), text + name.toUtf8());
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("server")));
        m_server = std::make_unique<CastdeckdProcess>(m_folder.filePath(QStringLiteral("server")));
        QVERIFY(m_server->start());
        m_connection = m_server->connect();
        NamespaceInfo what;
        what.name = facts().namespaceName;
        what.configuration = m_folder.filePath(QStringLiteral("images"));
        what.allowUnauthenticated = true;
        const auto registered = outcome(m_connection->ask(RegisterNamespace{what}));
        QVERIFY(registered);
        const auto all = outcome(m_connection->ask(RetrieveNamespaces{}));
        m_id = all.value().constFirst().id;
    }

    void theServerSaysWhatThereIs()
    {
        const auto found = outcome(m_connection->ask(ListOffering{m_id}));
        QVERIFY(found);
        QStringList listed;
        for (const OfferedContent &one : found->contents) {
            listed << one.name;
            QCOMPARE(one.size, quint64(text.size() + one.name.toUtf8().size()));
        }
        QStringList expected = names();
        expected.sort();
        QCOMPARE(listed, expected);
        QVERIFY(!found->more);
    }

    void isTypedAtAMachine_data()
    {
        QTest::addColumn<HowToAsk::Way>("way");
        QTest::addColumn<QString>("name");
        for (const QString &name : names()) {
            QTest::addRow("udp %s", qPrintable(name)) << HowToAsk::Way::Udp << name;
            QTest::addRow("tls %s", qPrintable(name)) << HowToAsk::Way::Tls << name;
        }
    }

    void isTypedAtAMachine()
    {
        QFETCH(const HowToAsk::Way, way);
        QFETCH(const QString, name);
        const QTemporaryDir machine;
        const auto token = outcome(m_connection->ask(
            CreateToken{QString::fromLatin1(QTest::currentDataTag()).left(20), Role::Receiver, {}}));
        QVERIFY(token);
        write(machine.filePath(JoinCommand::tokenFile()), token->secret.toUtf8());
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("PATH"),
                           QStringLiteral(CASTDECK_BIN_DIR ":") + environment.value(QStringLiteral("PATH")));
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(machine.path());
        shell.setProcessChannelMode(QProcess::MergedChannels);
        shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), JoinCommand::of(facts(), way, name)});
        QVERIFY(shell.waitForFinished(Patience));
        QVERIFY2(shell.exitCode() == 0, shell.readAll().constData());
        QFile got(machine.filePath(QFileInfo(name).fileName()));
        QVERIFY(got.open(QIODevice::ReadOnly));
        QCOMPARE(got.readAll(), text + name.toUtf8());
    }

    void whatCannotBeSeenIsNotForPasting()
    {
        QVERIFY(JoinCommand::of(facts(), HowToAsk::Way::Udp, QStringLiteral("a\u202Eb")).isEmpty());
        QVERIFY(JoinCommand::of(facts(), HowToAsk::Way::Udp, QStringLiteral("a\nrm -rf /")).isEmpty());
    }
};

CASTDECK_TEST(TestJoinCommand)

} // namespace castdeck::tst_joincommand
#include "tst_joincommand.moc"
