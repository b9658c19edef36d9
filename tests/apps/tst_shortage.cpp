// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/agedfile.h"
#include "support/castdeckdprocess.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"
#include "wire/initiation.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>
#include <grp.h>
#include <map>
#include <sys/resource.h>
#include <unistd.h>

namespace castdeck::tst_shortage
{

namespace
{

constexpr int Contents = 320;
/// Of one address a server answers twenty questions a second.
constexpr int PerAddress = 20;
/// Nobody else on this machine is this one, so all that counts for it is what the test starts.
constexpr uid_t Somebody = 64'321;

QByteArray question(const QString &content)
{
    wire::InitiationRequest request;
    request.namespaceName = QStringLiteral("images");
    request.content = content;
    request.macLength = 6;
    QByteArray bytes(1024, '\0');
    bytes.truncate(qsizetype(
        wire::encode(std::span(reinterpret_cast<uint8_t *>(bytes.data()), size_t(bytes.size())), request)));
    return bytes;
}

bool giveTo(const QString &path, uid_t who)
{
    return ::chown(QFile::encodeName(path).constData(), who, who) == 0;
}

} // namespace

/// The system refuses threads or descriptors, and strangers ask for all contents at once.
class ShortageTest : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString images() const { return m_folder->filePath(QStringLiteral("images")); }
    static QString nameOf(int number) { return QStringLiteral("%1.img").arg(number); }

    /// How often each code came; 0 for what was granted.
    static std::map<uint32_t, int> askForAll(quint16 port)
    {
        std::map<uint32_t, int> answers;
        std::vector<std::unique_ptr<QUdpSocket>> askers;
        int sum = 0;
        for (int i = 0; i < Contents; ++i) {
            if (i % PerAddress == 0) {
                askers.push_back(std::make_unique<QUdpSocket>());
                askers.back()->bind(QHostAddress(0x7F000100u + quint32(i)));
            }
            askers.back()->writeDatagram(question(nameOf(i)), QHostAddress(QHostAddress::LocalHost), port);
            // As fast as it answers: what its buffer does not hold would be lost.
            const auto isAnswered = [&] { return askers.back()->hasPendingDatagrams(); };
            if (!QTest::qWaitFor(isAnswered, Patience))
                break;
            QByteArray bytes(2048, '\0');
            bytes.truncate(askers.back()->readDatagram(bytes.data(), bytes.size()));
            const auto reply = wire::decodeInitiationReply(
                std::span(reinterpret_cast<const uint8_t *>(bytes.constData()), size_t(bytes.size())));
            if (!reply)
                break;
            const auto *const error = std::get_if<wire::InitiationError>(&*reply);
            ++answers[error ? error->code : 0];
            ++sum;
        }
        answers[UINT32_MAX] = sum;
        return answers;
    }

    int join(CastdeckdProcess &server, const QString &name)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->path());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(CASTDECK_BIN_DIR "/castjoin"),
                      {QStringLiteral("--initiation"), QStringLiteral("udp"), QStringLiteral("--no-fallback"),
                       QStringLiteral("--initiation-port"), server.initiationPort(), QStringLiteral("-o"),
                       m_folder->filePath(QStringLiteral("copy")), QStringLiteral("127.0.0.1"),
                       QStringLiteral("images"), name});
        const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, Patience);
        return ended ? process.exitCode() : -1;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(images()));
        for (int i = 0; i < Contents; ++i) {
            QFile file(images() + u'/' + nameOf(i));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(100'000, char(i))) == 100'000 &&
                    makeOld(file));
        }
    }

    void whoeverAsksGetsAnAnswer_data()
    {
        QTest::addColumn<int>("resource");
        QTest::addColumn<quint64>("limit");
        QTest::newRow("as it is") << -1 << quint64(0);
        QTest::newRow("few threads") << int(RLIMIT_NPROC) << quint64(16);
        QTest::newRow("few descriptors") << int(RLIMIT_NOFILE) << quint64(80);
    }
    void whoeverAsksGetsAnAnswer()
    {
        QFETCH(int, resource);
        QFETCH(quint64, limit);
#ifdef __SANITIZE_ADDRESS__
        if (resource == int(RLIMIT_NOFILE))
            QSKIP("the sanitizer looks at types through a pipe, and takes a want of descriptors for a fault");
#endif
        if (resource == int(RLIMIT_NPROC) && geteuid() != 0)
            QSKIP("only root can become somebody else, and is not limited itself");
        CastdeckdProcess server(m_folder->path());
        QVERIFY(server.configure("join-patience-ms = 1000\nlinger-ms = 100\n"));
        const bool becomes = resource == int(RLIMIT_NPROC);
        if (becomes) {
            // The sanitizer looks for leaks in a thread of its own.
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("ASAN_OPTIONS"),
                               environment.value(QStringLiteral("ASAN_OPTIONS")) +
                                   QStringLiteral(":detect_leaks=0"));
            server.process().setProcessEnvironment(environment);
            QVERIFY(giveTo(m_folder->path(), Somebody));
            QVERIFY(giveTo(server.configuration(), Somebody));
            // Who knows whether somebody else may enter the folder that it was built in.
            QVERIFY(QFile::copy(QStringLiteral(CASTDECK_BIN_DIR "/castdeckd"),
                                m_folder->filePath(QStringLiteral("castdeckd"))));
        }
        if (resource >= 0)
            server.process().setChildProcessModifier([=] {
                if (becomes && (setgroups(0, nullptr) != 0 || setgid(Somebody) != 0 || setuid(Somebody) != 0))
                    _exit(99);
                const rlimit bounds{limit, limit};
                setrlimit(__rlimit_resource_t(resource), &bounds);
            });
        const QStringList anywhere{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")};
        const bool isUp = becomes ? server.start(anywhere, m_folder->path()) : server.start();
        QVERIFY2(isUp, server.process().readAllStandardError().constData());
        const auto connection = server.connect();
        {
            NamespaceInfo what;
            what.name = QStringLiteral("images");
            what.configuration = images();
            what.allowUnauthenticated = true;
            const auto registered = connection->ask(RegisterNamespace{what});
            QVERIFY(QTest::qWaitFor([&] { return registered.isFinished(); }, Patience));
            QVERIFY(registered.result());
        }
        auto answers = askForAll(server.initiationPort().toUShort());
        QCOMPARE(std::exchange(answers[UINT32_MAX], 0), Contents);
        QVERIFY(answers[0] >= 1);
        QVERIFY(answers[0] < Contents);
        QCOMPARE(answers[0] + answers[uint32_t(ErrorCode::Busy)] +
                     answers[uint32_t(ErrorCode::NoSystemResources)],
                 Contents);
        QCOMPARE(server.process().state(), QProcess::Running);
        // One who has a token is answered as well, if need be when there is room.
        InitiationAsk ask;
        ask.namespaceName = QStringLiteral("images");
        ask.content = nameOf(Contents - 2);
        const auto granted = connection->ask(InitiateSession{ask});
        QVERIFY(QTest::qWaitFor([&] { return granted.isFinished(); }, Patience));
        // When nobody has come the sessions go, and whoever comes is served.
        QCOMPARE(join(server, nameOf(Contents - 1)), 0);
        QFile copy(m_folder->filePath(QStringLiteral("copy")));
        QVERIFY(copy.open(QIODevice::ReadOnly));
        QCOMPARE(copy.readAll(), QByteArray(100'000, char(Contents - 1)));
        QCOMPARE(server.stop(), 0);
    }

    void tooFewToBeginWithIsSaid()
    {
        CastdeckdProcess server(m_folder->path());
        server.process().setChildProcessModifier([] {
            const rlimit bounds{24, 24};
            setrlimit(RLIMIT_NOFILE, &bounds);
        });
        QVERIFY(!server.start());
        QCOMPARE(server.exitCode(), 1);
        QVERIFY(server.process().readAllStandardError().contains("24 open files"));
    }
};

CASTDECK_TEST(ShortageTest)

} // namespace castdeck::tst_shortage
#include "tst_shortage.moc"
