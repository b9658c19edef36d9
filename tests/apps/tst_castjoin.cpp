// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/sentences.h"
#include "apps/receiver/textreporter.h"
#include "sessionscript.h"
#include "support/freeport.h"
#include "support/testprogram.h"
#include "transport/initiationscript.h"
#include "transport/loopdevice.h"
#include "transport/receivingbench.h"
#include "transport/sending/sendingthread.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <sys/resource.h>

namespace castdeck::tst_castjoin
{

namespace
{

constexpr uint32_t BlockSize = 1413;
constexpr uint32_t SessionNumber = 0x5E551011;

/// The last JSON line of the output.
QJsonObject lastLine(const QByteArray &output)
{
    return QJsonDocument::fromJson(output.trimmed().split('\n').last()).object();
}

} // namespace

/// The real program against a real session on loopback.
class CastjoinTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    uint16_t m_port = freePort();
    QByteArray m_content;
    wire::InitiationReply m_session;
    std::unique_ptr<SendingThread> m_sender;
    std::unique_ptr<ScriptedServer> m_initiation;

    QString path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)); }

    void serve(uint64_t size, uint64_t rateLimit = 0)
    {
        m_content = testContent({size, BlockSize});
        QFile file(path("content"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_content);
        file.close();
        m_port = freePort();
        SendingSettings settings;
        settings.id = SessionId(0x6D190000u + m_port);
        settings.interface = *findInterface(QStringLiteral("lo"));
        settings.group = {{{239, 255, 78, static_cast<uint8_t>(m_port)}, 4}, m_port};
        settings.blockSize = BlockSize;
        settings.rateLimit = rateLimit;
        auto sender = SendingThread::start(settings, *ContentSource::fromPath(path("content")),
                                           std::make_shared<ClientIds>());
        QVERIFY(sender);
        m_sender = std::move(*sender);
        m_session = {
            settings.group, {settings.interface.address, settings.group.port},    size,
            BlockSize,      wire::ContentGeometry{size, BlockSize}.totalBlocks(), settings.id.value()};
        m_initiation = std::make_unique<ScriptedServer>([this](int) { return Packets{encoded(m_session)}; });
    }

    void start(QProcess &process, const QStringList &more)
    {
        QStringList arguments{QStringLiteral("--initiation-port"),
                              QString::number(m_initiation ? m_initiation->endpoint().port : 9)};
        arguments += more;
        arguments += {QStringLiteral("127.0.0.1"), QStringLiteral("images"), QStringLiteral("disk.img")};
        process.setWorkingDirectory(m_folder.path());
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"), arguments);
        QVERIFY(process.waitForStarted());
    }
    int exitCode(QProcess &process)
    {
        if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience))
            return -1;
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    }
    /// Takes what the program says until it has said @p text.
    static bool says(QProcess &process, const char *text)
    {
        QByteArray said;
        const auto heard = [&] {
            said += process.readAllStandardOutput() + process.readAllStandardError();
            return said.contains(text);
        };
        return QTest::qWaitFor(heard, Patience);
    }
    QByteArray contentOf(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }
    QString output(const char *name) const { return path(name); }

private Q_SLOTS:
    void cleanup()
    {
        m_sender.reset();
        m_initiation.reset();
    }

    void itWritesTheFile()
    {
        serve(3'000'000);
        QProcess process;
        start(process, {QStringLiteral("-o"), output("whole")});
        QCOMPARE(exitCode(process), 0);
        QVERIFY(contentOf("whole") == m_content);
        QVERIFY(!QFile::exists(output("whole.part")));
        QVERIFY(process.readAllStandardError().contains("complete, 3.0 MB"));
        QVERIFY(process.readAllStandardOutput().isEmpty());
    }

    void theNameOfTheContentIsTheDefault()
    {
        serve(1);
        QProcess process;
        start(process, {});
        QCOMPARE(exitCode(process), 0);
        QVERIFY(contentOf("disk.img") == m_content);
    }

    void nothingIsAnEmptyFileAtOnce()
    {
        m_initiation = std::make_unique<ScriptedServer>([](int) {
            return Packets{
                encoded(wire::InitiationReply{{{{239, 0, 0, 1}, 4}, 9}, {Loopback, 9}, 0, BlockSize, 0, 1})};
        });
        QProcess process;
        start(process, {QStringLiteral("-o"), output("nothing")});
        QCOMPARE(exitCode(process), 0);
        QCOMPARE(contentOf("nothing"), QByteArray());
        QVERIFY(process.readAllStandardError().contains("warning: the content is empty"));
    }

    void intoAPipe()
    {
        serve(2'000'001);
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), QStringLiteral("-")});
        QCOMPARE(exitCode(process), 0);
        QVERIFY(process.readAllStandardOutput() == m_content);
        QCOMPARE(lastLine(process.readAllStandardError())[QStringLiteral("result")].toString(),
                 QStringLiteral("complete"));
    }

    void terminatedSaysByWhomAndWhy()
    {
        serve(4'000'000, 1'000'000);
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("cut")});
        QVERIFY(says(process, "\"receiving\""));
        m_sender->terminate(
            {DisconnectType::Abort, QStringLiteral("wrong\u001B[2J image"), QStringLiteral("alice")});
        QCOMPARE(exitCode(process), 10);
        const QJsonObject line = lastLine(process.readAllStandardOutput());
        QCOMPARE(line[QStringLiteral("result")].toString(), QStringLiteral("terminated"));
        QCOMPARE(line[QStringLiteral("exitCode")].toInt(), 10);
        QCOMPARE(line[QStringLiteral("by")].toString(), QStringLiteral("alice"));
        QCOMPARE(line[QStringLiteral("reason")].toString(), QStringLiteral("wrong\uFFFD[2J image"));
        QVERIFY(!QFile::exists(output("cut")));
    }

    void fallbackThatIsNotWantedIsNotTried()
    {
        serve(4'000'000, 1'000'000);
        QProcess process;
        start(process, {QStringLiteral("--no-fallback"), QStringLiteral("-o"), output("elsewhere")});
        QVERIFY(says(process, " of 4.0 MB"));
        m_sender->terminate({DisconnectType::Fallback, {}, QStringLiteral("bob")});
        QCOMPARE(exitCode(process), 11);
        QVERIFY(process.readAllStandardError().contains("No other way"));
    }

    wire::Endpoint group() const { return {{{239, 255, 78, 77}, 4}, m_port}; }
    /// A session whose server is at @p server, or is not there at all.
    void promise(const wire::Endpoint &server)
    {
        const uint64_t size = 4'000'000;
        const wire::InitiationReply session{
            group(),      server, size, BlockSize, wire::ContentGeometry{size, BlockSize}.totalBlocks(),
            SessionNumber};
        m_initiation = std::make_unique<ScriptedServer>([session](int) { return Packets{encoded(session)}; });
    }

    void tooSlowIsTold()
    {
        const ScriptedSession session(SessionNumber, wire::KickPolicy, group());
        promise(session.endpoint());
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("slow")});
        QCOMPARE(exitCode(process), 12);
        QCOMPARE(lastLine(process.readAllStandardOutput())[QStringLiteral("result")].toString(),
                 QStringLiteral("slowclient"));
        QTRY_COMPARE(session.leaveReason(), int(wire::LeaveCancelled));
        QVERIFY(QFile::exists(output("slow.part")));
    }

    void silenceEndsInTime()
    {
        // Both wait out their thirty seconds, so they do it together.
        const ScriptedSession session(SessionNumber, std::nullopt, group());
        promise(session.endpoint());
        QProcess inactive;
        start(inactive, {QStringLiteral("--json"), QStringLiteral("-o"), output("inactive")});
        QTRY_COMPARE(m_initiation->requests(), 1);
        auto first = std::move(m_initiation);
        promise({Loopback, 9});
        QProcess unanswered;
        start(unanswered, {QStringLiteral("--json"), QStringLiteral("-o"), output("unanswered")});

        QCOMPARE(exitCode(inactive), 14);
        QCOMPARE(exitCode(unanswered), 14);
        for (QProcess *process : {&inactive, &unanswered})
            QCOMPARE(lastLine(process->readAllStandardOutput())[QStringLiteral("result")].toString(),
                     QStringLiteral("timedout"));
        QCOMPARE(session.leaveReason(), int(wire::LeaveInactive));
        // It was asked whether it has another session, before unicast was tried, which is not there either.
        QCOMPARE(m_initiation->requests(), 2);
    }

    static bool hasTakenItsSignals(const QProcess &process)
    {
        const QString path = QStringLiteral("/proc/%1/status").arg(process.processId());
        return QTest::qWaitFor(
            [&] {
                QFile status(path);
                return !status.open(QIODevice::ReadOnly) ||
                       status.readAll().contains("\nShdPnd:\t0000000000000000\n");
            },
            Patience);
    }
    void aSecondSignalIsNoHurry()
    {
        serve(4'000'000, 1'000'000);
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("twice")});
        QVERIFY(says(process, "\"receiving\""));
        QSignalSpy gone(m_sender.get(), &SendingThread::clientDeparted);
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
            QVERIFY(hasTakenItsSignals(process)); // two that wait together are one
        }
        QCOMPARE(exitCode(process), 1);
        QCOMPARE(lastLine(process.readAllStandardOutput())[QStringLiteral("result")].toString(),
                 QStringLiteral("cancelled"));
        QVERIFY(QTest::qWaitFor([&] { return !gone.isEmpty(); }, Patience));
        QCOMPARE(gone.first().first().value<ClientDeparture>().kind, ClientDeparture::Kind::Left);
    }

    void aLinkStaysALink()
    {
        serve(1000);
        QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("elsewhere")));
        QVERIFY(QFile::link(QStringLiteral("elsewhere/real"), path("link")));
        QProcess process;
        start(process, {QStringLiteral("-o"), output("link")});
        QCOMPARE(exitCode(process), 0);
        QVERIFY(QFileInfo(path("link")).isSymLink());
        QVERIFY(contentOf("elsewhere/real") == m_content);
    }

    void aDeviceThatIsNotThereIsNotMadeAFile()
    {
        serve(1000);
        const QString device = QStringLiteral("/dev/castdeck-%1").arg(QCoreApplication::applicationPid());
        QProcess process;
        start(process, {QStringLiteral("-o"), device});
        QCOMPARE(exitCode(process), 1);
        QVERIFY(process.readAllStandardError().contains("no such device"));
        QVERIFY(!QFile::exists(device) && !QFile::exists(device + QStringLiteral(".part")));
    }

    void aFileThatMayNotGrowIsTold()
    {
        serve(3'000'000);
        QProcess process;
        process.setChildProcessModifier([] {
            const rlimit limit{1'000'000, 1'000'000};
            setrlimit(RLIMIT_FSIZE, &limit);
        });
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("limited")});
        QCOMPARE(exitCode(process), 1);
        QVERIFY(!lastLine(process.readAllStandardOutput())[QStringLiteral("message")].toString().isEmpty());
    }

    void interruptedKeepsThePart()
    {
        serve(4'000'000, 1'000'000);
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("stopped")});
        QVERIFY(says(process, "\"receiving\""));
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QCOMPARE(exitCode(process), 1);
        QCOMPARE(lastLine(process.readAllStandardOutput())[QStringLiteral("result")].toString(),
                 QStringLiteral("cancelled"));
        QVERIFY(QFile::exists(output("stopped.part")));
        QVERIFY(!QFile::exists(output("stopped")));
    }

    void aGroupThatDoesNotReachUsIsTold()
    {
        serve(4'000'000, 1'000'000);
        m_session.group.address.bytes[2] = 79; // as a switch that forwards nothing
        QProcess process;
        start(process, {QStringLiteral("-o"), output("silent")});
        QVERIFY(says(process, "IGMP"));
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGTERM), 0);
        QCOMPARE(exitCode(process), 1);
    }

    void killedGoesOnWhereItWas()
    {
        serve(4'000'000, 800'000);
        QProcess killed;
        start(killed, {QStringLiteral("--json"), QStringLiteral("-o"), output("again")});
        QByteArray saidBefore;
        const auto hasSome = [&] {
            saidBefore += killed.readAllStandardOutput();
            return numberIn(saidBefore, "receiving", "bytes") > 1'000'000;
        };
        QVERIFY(QTest::qWaitFor(hasSome, Patience));
        killed.kill();
        QVERIFY(killed.waitForFinished());
        QFile part(output("again.part"));
        QVERIFY(part.open(QIODevice::ReadWrite));
        const QByteArray first = part.read(1);
        part.seek(0);
        part.write(QByteArray(1, static_cast<char>(~first[0])));
        part.close();

        QProcess second;
        start(second, {QStringLiteral("--json"), QStringLiteral("-o"), output("again")});
        QCOMPARE(exitCode(second), 0);
        QVERIFY(contentOf("again") == m_content);
        QVERIFY(!QFile::exists(output("again.part.state")));
        const QByteArray said = second.readAllStandardOutput();
        const qint64 recorded = numberIn(said, "checking", "bytes");
        QVERIFY(recorded > 1'000'000);
        // The spoiled one is not right, nor what was still queued for the disk.
        const qint64 right = numberIn(said, "resumed", "bytes");
        QVERIFY(right > recorded / 2 && right <= recorded - BlockSize);
        const qint64 fetched = numberIn(said, "leaving", "dataPackets") * BlockSize;
        QVERIFY(fetched < qint64(m_content.size()) - recorded / 2);
    }
    void aDeviceGoesOnWhereItWas()
    {
        QFile image(path("image"));
        QVERIFY(image.open(QIODevice::ReadWrite) && image.resize(8 << 20));
        const LoopDevice loop(image.fileName());
        if (loop.path.isEmpty())
            QSKIP("no loop device to be had here");
        serve(4'000'000, 800'000);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_STATE_HOME"), path("states"));
        QProcess killed;
        killed.setProcessEnvironment(environment);
        start(killed, {QStringLiteral("--json"), QStringLiteral("-o"), loop.path});
        QByteArray saidBefore;
        const auto hasSome = [&] {
            saidBefore += killed.readAllStandardOutput();
            return numberIn(saidBefore, "receiving", "bytes") > 1'000'000 ||
                   killed.state() == QProcess::NotRunning;
        };
        QVERIFY(QTest::qWaitFor(hasSome, Patience));
        killed.kill();
        QVERIFY(killed.waitForFinished());
        const QDir states(path("states/castdeck"));
        QCOMPARE(states.entryList(QDir::Files).size(), 1);
        QFile device(loop.path);
        QVERIFY(device.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        const QByteArray first = device.read(1);
        QVERIFY(device.seek(0));
        QCOMPARE(device.write(QByteArray(1, static_cast<char>(~first[0]))), 1);
        device.close();

        QProcess second;
        second.setProcessEnvironment(environment);
        start(second, {QStringLiteral("--json"), QStringLiteral("-o"), loop.path});
        QCOMPARE(exitCode(second), 0);
        const QByteArray said = second.readAllStandardOutput();
        const qint64 recorded = numberIn(said, "checking", "bytes");
        QVERIFY(recorded > 1'000'000);
        // The spoiled one is not right, nor what was still queued for the disk.
        const qint64 right = numberIn(said, "resumed", "bytes");
        QVERIFY(right > recorded / 2 && right <= recorded - BlockSize);
        QVERIFY(device.open(QIODevice::ReadOnly));
        QVERIFY(device.read(m_content.size()) == m_content);
        QCOMPARE(states.entryList(QDir::Files), QStringList());
    }

    void killedAtAnyMoment_data()
    {
        QTest::addColumn<quint32>("seed");
        for (const quint32 seed : {1U, 2U, 3U})
            QTest::addRow("seed %u", seed) << seed;
    }
    void killedAtAnyMoment()
    {
        QFETCH(const quint32, seed);
        QRandomGenerator random(seed);
        serve(3'000'000, 1'000'000);
        qint64 had = 0;
        QByteArray said;
        for (int kills = 0; kills < 6; ++kills) {
            QProcess process;
            start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("killed often")});
            said.clear();
            const auto goesOn = [&] {
                said += process.readAllStandardOutput();
                return said.contains("\"found\"") || process.state() == QProcess::NotRunning;
            };
            QVERIFY(QTest::qWaitFor(goesOn, Patience));
            // Any moment will do: while it opens, checks, joins, receives or finishes.
            process.waitForFinished(int(random.bounded(1, 900)));
            process.kill();
            process.waitForFinished();
            said += process.readAllStandardOutput();
            QVERIFY(QFile::exists(output("killed often")) || numberIn(said, "leaving", "bytes") < 0);
            if (QFile::exists(output("killed often")))
                break;
            // Whatever was said to be written is there, and stays; one killed before it had looked says
            // nothing.
            const qint64 resumed = numberIn(said, "resumed", "bytes");
            QVERIFY2(resumed >= had || resumed < 0, said.constData());
            had = std::max({had, resumed, numberIn(said, "receiving", "bytes")});
        }
        if (!QFile::exists(output("killed often"))) {
            QProcess last;
            start(last, {QStringLiteral("--json"), QStringLiteral("-o"), output("killed often")});
            QCOMPARE(exitCode(last), 0);
            said = last.readAllStandardOutput();
            const qint64 resumed = std::max<qint64>(numberIn(said, "resumed", "bytes"), 0);
            QVERIFY2(resumed >= had, said.constData());
            // What was there did not have to be written again.
            QVERIFY(numberIn(said, "leaving", "dataPackets") - numberIn(said, "leaving", "duplicates") <=
                    (qint64(m_content.size()) - resumed) / BlockSize + 1);
        }
        QVERIFY(contentOf("killed often") == m_content);
        QVERIFY(!QFile::exists(output("killed often.part")));
        QVERIFY(QFile::remove(output("killed often")));
    }
    /// The number in the last JSON line of this state.
    static qint64 numberIn(const QByteArray &output, const char *state, const char *key)
    {
        qint64 found = -1;
        for (const QByteArray &text : output.split('\n')) {
            const QJsonObject line = QJsonDocument::fromJson(text).object();
            if (line[QStringLiteral("state")] == QLatin1String(state))
                found = line[QLatin1String(key)].toInteger();
        }
        return found;
    }

    void killedLeavesNoFile()
    {
        serve(4'000'000, 1'000'000);
        QProcess process;
        start(process, {QStringLiteral("--json"), QStringLiteral("-o"), output("killed")});
        QVERIFY(says(process, "\"receiving\""));
        process.kill();
        QVERIFY(process.waitForFinished());
        QVERIFY(!QFile::exists(output("killed")));
    }

    void aBusyServerIsWaitedFor()
    {
        m_initiation = std::make_unique<ScriptedServer>(
            [](int) { return Packets{encoded(wire::InitiationError{0xAA})}; });
        QProcess process;
        start(process, {QStringLiteral("--json")});
        QVERIFY(says(process, R"("state":"waiting")"));
        QCOMPARE(process.state(), QProcess::Running);
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QCOMPARE(exitCode(process), 1);
    }

    void refusalsAndLocalTrouble()
    {
        m_initiation = std::make_unique<ScriptedServer>(
            [](int) { return Packets{encoded(wire::InitiationError{0xC1210103})}; });
        QProcess refused;
        start(refused, {QStringLiteral("--json")});
        QCOMPARE(exitCode(refused), 3);
        const QJsonObject line = lastLine(refused.readAllStandardOutput());
        QCOMPARE(line[QStringLiteral("error")][QStringLiteral("code")].toString(),
                 QStringLiteral("C1210103"));

        QProcess noInterface;
        start(noInterface, {QStringLiteral("--interface"), QStringLiteral("nosuch0")});
        QCOMPARE(exitCode(noInterface), 1);

        m_initiation.reset();
        serve(1000);
        QProcess folder;
        start(folder, {QStringLiteral("-o"), m_folder.path()});
        QCOMPARE(exitCode(folder), 1);
        QVERIFY(folder.readAllStandardError().contains("no regular file"));

        QProcess blockDevice;
        start(blockDevice, {QStringLiteral("-o"), QStringLiteral("/dev/null")});
        QCOMPARE(exitCode(blockDevice), 1);
    }

    void usage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char *name, const char *arguments) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(QLatin1Char(' '));
        };
        row("no content", "server images");
        row("no such option", "--frobnicate server images x");
        row("port", "--initiation-port 70000 server images x");
        row("limit", "--limit 0 server images x");
        row("limit is no number", "--limit fast server images x");
        row("initiation", "--initiation carrier-pigeon server images x");
        row("fingerprint", "--fingerprint sha256:12 server images x");
        row("content without a file name", "server images a/..");
        row("too much", "server images x y");
    }
    void usage()
    {
        QFETCH(const QStringList, arguments);
        QProcess process;
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"), arguments);
        QCOMPARE(exitCode(process), 2);
        QVERIFY(!process.readAllStandardError().isEmpty());
    }

    void theProgressLineFits_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {20, 60, 80, 200})
            QTest::addRow("%d", width) << width;
    }
    void theProgressLineFits()
    {
        QFETCH(const int, width);
        ProgressReport report;
        report.status.state = ReceivingState::Regular;
        report.status.percent = 42;
        report.status.bytesWritten = 420'000'000;
        report.size = 1'000'000'000;
        report.rate = 1'000'000;
        const QString line = progressLine(report, width);
        QVERIFY(line.size() < width);
        QVERIFY(line.contains(QLatin1String("42 %")));
        QCOMPARE(line.contains(QLatin1String("9:40 left")), width >= 60);
    }
};

CASTDECK_TEST(CastjoinTest)

} // namespace castdeck::tst_castjoin
#include "tst_castjoin.moc"
