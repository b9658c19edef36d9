// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What only the standard streams of a command can go through: programs that are missing, that ask, chatter,
// end, or stay.
#include "management/processchannel.h"

#include "management/serverconnection.h"
#include "support/lossof.h"
#include "support/outcome.h"
#include "support/testprogram.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace castdeck::tst_processchannel
{

using namespace std::chrono_literals;

namespace
{

const QString welcome = QStringLiteral(
    R"(read -r line; echo '{"jsonrpc":"2.0","id":1,"result":{"welcome":{"protocol":1,"role":"admin",)"
    R"("identity":"anna","server":{"name":"peer","version":"1"}}}}'; )");

/// The peer is a script; the shell is the program that is run, and none of the product's.
StreamCommand script(const QString &text)
{
    return {QStringLiteral("/bin/sh"), {QStringLiteral("-c"), text}, QStringLiteral("ssh deploy1")};
}

std::unique_ptr<ServerConnection> dial(const StreamCommand &command,
                                       LineChannel::Limits limits = ProcessChannel::usualLimits())
{
    ServerConnection::Options options;
    options.subscribe = false;
    return std::make_unique<ServerConnection>(std::make_unique<ProcessChannel>(command, limits), options);
}

/// The number that a script has written into that file; 0 as long as there is none.
pid_t processIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

bool lives(pid_t process)
{
    return ::kill(process, 0) == 0;
}

} // namespace

class TestProcessChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatDoesNotLeadToAServer_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("detail");
        const auto row = [](const char *name, const char *peer, ErrorCode code, const char *detail) {
            QTest::newRow(name) << QString::fromLatin1(peer) << code << QString::fromUtf8(detail);
        };
        const auto login = ErrorCode::LoginRefused;
        const auto hostKey = ErrorCode::HostKeyUnknown;
        const auto command = ErrorCode::CommandFailed;
        const auto nobody = ErrorCode::TransportServerUnavailable;
        row("asks for a password", "printf \"lab@deploy1's password: \" >&2; exec sleep 60", login,
            "ssh deploy1: lab@deploy1's password:");
        row("asks on its output", "printf 'Password: '; exec sleep 60", login, "ssh deploy1: “Password:”");
        row("asks for a passphrase", "printf \"Enter passphrase for key '/k': \" >&2; exec sleep 60", login,
            "ssh deploy1: Enter passphrase for key '/k':");
        row("asks about a host key",
            "printf 'ED25519 key fingerprint is X.\\nContinue (yes/no/[fingerprint])? ' >&2; exec sleep 60",
            hostKey, "ssh deploy1: Continue (yes/no/[fingerprint])?");
        row("host key unknown", "echo 'Host key verification failed.' >&2; exit 255", hostKey,
            "ssh deploy1: it ended with code 255: Host key verification failed.");
        row("host key changed",
            "echo '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @' >&2; echo bad >&2; exit 255",
            hostKey,
            "ssh deploy1: it ended with code 255: @ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @");
        row("no key accepted", "echo 'lab@deploy1: Permission denied (publickey,password).' >&2; exit 255",
            login,
            "ssh deploy1: it ended with code 255: lab@deploy1: Permission denied (publickey,password).");
        row("not installed there", "echo 'castctl: No such file' >&2; exit 127", command,
            "ssh deploy1: it ended with code 127: castctl: No such file");
        row("not installed on Windows",
            "printf \"'castdeck-wds' is not recognized as an internal\\r\\nor external command.\\r\\n\" >&2; "
            "exit 1",
            command, "ssh deploy1: it ended with code 1: 'castdeck-wds' is not recognized as an internal");
        row("no way there", "echo 'connect to host deploy1 port 22: Connection refused' >&2; exit 255",
            nobody,
            "ssh deploy1: it ended with code 255: connect to host deploy1 port 22: Connection refused");
        row("ends without a word", "exit 0", nobody, "ssh deploy1: it ended with code 0");
        row("is killed", "kill -9 $$", nobody, "ssh deploy1: it crashed or was killed");
        row("chatters", "echo 'Welcome to deploy1'; echo more; exec sleep 60", command,
            "ssh deploy1: “Welcome to deploy1”");
        row("chatters half a line and ends", "printf Welcome", command, "ssh deploy1: “Welcome”");
        row("steers what shows it", "printf 'a\\033[2Jb\\n'; exec sleep 60", command,
            "ssh deploy1: “a\uFFFD[2Jb”");
        row("complains in control characters", "printf 'a\\033[2J\\r\\n' >&2; exit 1", nobody,
            "ssh deploy1: it ended with code 1: a\uFFFD[2J");
    }

    void whatDoesNotLeadToAServer()
    {
        QFETCH(QString, peer);
        QFETCH(ErrorCode, code);
        QFETCH(QString, detail);
        const auto connection = dial(script(peer));
        const auto pending = connection->ask(RetrieveInventory{});
        const Error loss = lossOf(connection.get());
        QCOMPARE(loss.detail, detail);
        QCOMPARE(errorName(loss.code), errorName(code));
        QCOMPARE(outcome(pending).error().code, ErrorCode::ConnectionLost);
    }

    void aMissingProgram()
    {
        const auto connection = dial({QStringLiteral("/nowhere/ssh"), {}, QStringLiteral("ssh deploy1")});
        const Error loss = lossOf(connection.get());
        QCOMPARE(errorName(loss.code), errorName(ErrorCode::CommandFailed));
        QVERIFY2(loss.detail.startsWith(QStringLiteral("ssh deploy1: ")), qPrintable(loss.detail));
    }

    void oneThatSaysNothing()
    {
        const auto connection = dial(script(QStringLiteral("exec sleep 60")), {.handshake = 200ms});
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::TimedOut, QStringLiteral("ssh deploy1: nothing comes from it")}));
    }

    /// What is kept of strangers is bounded, and so is how much of it is read.
    void chatterAndComplaintsWithoutEnd()
    {
        const Error chatter = lossOf(dial(script(QStringLiteral("yes | tr -d '\\n'"))).get());
        QCOMPARE(errorName(chatter.code), errorName(ErrorCode::CommandFailed));
        QVERIFY(chatter.detail.size() < 400);
        const Error flood = lossOf(dial(script(QStringLiteral("exec yes >&2"))).get());
        QCOMPARE(errorName(flood.code), errorName(ErrorCode::CommandFailed));
        QVERIFY2(flood.detail.contains(QStringLiteral("bytes a minute")), qPrintable(flood.detail));
    }

    void anEndInMidCall()
    {
        const auto connection =
            dial(script(welcome + QStringLiteral("read -r line; echo 'disk on fire' >&2; exit 9")));
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        const auto pending = connection->ask(RetrieveInventory{});
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::ConnectionLost,
                        QStringLiteral("ssh deploy1: it ended with code 9: disk on fire")}));
        QCOMPARE(outcome(pending).error().code, ErrorCode::ConnectionLost);
    }

    /// What was said last counts, although the end came with it.
    void aGoodbyeBeforeTheEnd()
    {
        const auto connection = dial(
            script(welcome + QStringLiteral(R"(echo '{"jsonrpc":"2.0","method":"goodbye","params":{"reason":)"
                                            R"({"code":170,"detail":"enough"}}}'; exit 1)")));
        QCOMPARE(lossOf(connection.get()), (Error{ErrorCode::Busy, QStringLiteral("enough")}));
    }

    /// What it has started holds its streams for ever.
    void somethingIsLeftBehind()
    {
        const auto connection = dial(script(welcome + QStringLiteral("sleep 20 & exit 3")));
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::ConnectionLost, QStringLiteral("ssh deploy1: it ended with code 3")}));
    }

    /// One that closes its streams and stays is not waited for.
    void theStreamsEndBeforeTheCommand()
    {
        const auto connection = dial(script(welcome + QStringLiteral("exec 0<&- 1>&-; exec sleep 60")));
        QCOMPARE(lossOf(connection.get()),
                 (Error{ErrorCode::ConnectionLost, QStringLiteral("ssh deploy1: nothing comes from it")}));
    }

    /// It is left to itself, and killed when it does not end; nobody waits for it meanwhile.
    void oneThatStays_data()
    {
        QTest::addColumn<QString>("peer");
        QTest::addColumn<bool>("endsByItself");
        QTest::newRow("takes the end of its input") << QStringLiteral("exec cat >/dev/null") << true;
        QTest::newRow("takes no notice of it")
            << QStringLiteral("trap '' TERM HUP INT; while :; do sleep 1; done") << false;
    }

    void oneThatStays()
    {
        QFETCH(QString, peer);
        QFETCH(bool, endsByItself);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("process"));
        auto connection = dial(script(QStringLiteral("echo $$ > %1; ").arg(file) + welcome + peer),
                               {.handshake = 20s, .linger = 200ms});
        QTRY_COMPARE(connection->state(), ServerConnection::State::Ready);
        const pid_t process = processIn(file);
        QVERIFY(process > 0 && lives(process));
        connection.reset();
        QVERIFY(endsByItself || lives(process));
        QTRY_VERIFY(!lives(process));
    }

    void itHasNoTerminalAndNoShell()
    {
        const auto session = dial(script(QStringLiteral(
            "read -r line < /proc/$$/stat; set -- $line; [ $6 = $$ ] && echo own || echo \"of $6\"")));
        QCOMPARE(lossOf(session.get()).detail, QStringLiteral("ssh deploy1: “own”"));
        const auto words = dial({QStringLiteral("echo"),
                                 {QStringLiteral("a  b"), QStringLiteral("$(id)"), QStringLiteral(";")},
                                 QStringLiteral("echo")});
        QCOMPARE(lossOf(words.get()).detail, QStringLiteral("echo: “a  b $(id) ;”"));
    }
};

CASTDECK_TEST(TestProcessChannel)

} // namespace castdeck::tst_processchannel
#include "tst_processchannel.moc"
