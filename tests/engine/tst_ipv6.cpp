// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginerig.h"
#include "engine/server/enginehost.h"
#include "engine/server/transportengine.h"
#include "support/agedfile.h"
#include "support/testprogram.h"
#include "transport/net/socketaddress.h"
#include "transport/receiving/initiationclient.h"
#include "transport/receiving/receivingloop.h"
#include "transport/sink/filesink.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <sched.h>
#include <thread>

namespace castdeck::tst_ipv6
{

namespace
{

const QString Device = QStringLiteral("cast0");

bool run(const QString &command)
{
    QProcess process;
    process.startCommand(command);
    return process.waitForFinished(Patience) && process.exitCode() == 0;
}

/// Asks over UDP and receives, in a thread of its own.
class Receiver
{
public:
    Receiver(const QString &server, uint16_t port, QString path)
        : m_path(std::move(path)), m_thread([this, server, port] {
            m_error = receive(*addressFromText(server), port);
            m_done = true;
        })
    {
    }
    ~Receiver() { m_thread.join(); }

    bool isDone() const { return m_done; }
    /// Once isDone().
    const std::optional<Error> &error() const { return m_error; }
    const wire::InitiationReply &session() const { return m_session; }
    QByteArray content() const
    {
        QFile file(m_path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
    }

private:
    std::optional<Error> receive(const wire::Address &server, uint16_t port)
    {
        wire::InitiationRequest request;
        request.namespaceName = QStringLiteral("images");
        request.content = QStringLiteral("a.img");
        request.macLength = 6;
        request.ipv6Capable = server.length == 16;
        const auto reply = InitiationClient::ask({server, port}, request, {});
        if (!reply)
            return reply.error();
        m_session = *reply;
        // The route to an address of this machine is the loopback, which is not the one that holds it.
        const auto holder = findInterface(toText(server));
        auto sink = FileSink::create(m_path, reply->contentSize);
        if (!holder || !sink)
            return Error{ErrorCode::NoInterface, {}};
        auto writer = BlockWriter::create({reply->contentSize, reply->blockSize}, **sink, {});
        ReceivingSettings settings;
        settings.sessionId = reply->sessionId;
        settings.group = reply->group;
        settings.server = reply->server;
        settings.clientName = QStringLiteral("PC");
        settings.clientAddress = holder->address;
        settings.macAddress = {2, 0, 0, 0, 0, 1};
        auto loop = ReceivingLoop::open(settings, *holder, *writer, **sink);
        if (!loop)
            return loop.error();
        const ReceivingEnd end = (*loop)->run({-1, std::chrono::milliseconds(100), {}});
        if (end.kind != ReceivingEnd::Kind::Complete)
            return Error{ErrorCode::Internal, QString::number(int(end.kind))};
        return std::nullopt;
    }

    QString m_path;
    wire::InitiationReply m_session;
    std::optional<Error> m_error;
    std::atomic<bool> m_done = false;
    std::thread m_thread; ///< last: it uses the rest
};

} // namespace

/// One engine serves both families at once, in a network namespace of this test.
class TestIpv6 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (::unshare(CLONE_NEWNET) != 0)
            QSKIP("no right to make a network namespace");
        for (const char *command :
             {"ip link set lo up", "ip link add cast0 type veth peer name cast1", "ip link set cast0 up",
              "ip link set cast1 up", "ip addr add 10.77.0.1/24 dev cast0",
              "ip -6 addr add fd00:77::1/64 dev cast0 nodad"}) {
            if (!run(QString::fromLatin1(command)))
                QSKIP("cannot make a network device");
        }
        QVERIFY(m_folder.isValid());
        QFile file(m_folder.filePath(QStringLiteral("a.img")));
        m_content.resize(3'000'001);
        for (qsizetype i = 0; i < m_content.size(); ++i)
            m_content[i] = static_cast<char>(i * 7 + i / 251);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(m_content) == m_content.size() &&
                makeOld(file));
    }

    void interfacesOfEitherFamily()
    {
        QCOMPARE(toText(findInterface(Device)->address), QStringLiteral("10.77.0.1"));
        QCOMPARE(toText(findInterface(Device, 4)->address), QStringLiteral("10.77.0.1"));
        // Not the link-local one, which every interface has.
        QCOMPARE(toText(findInterface(Device, 16)->address), QStringLiteral("fd00:77::1"));
        QCOMPARE(toText(findInterface(QStringLiteral("fd00:77::1"), 4)->address),
                 QStringLiteral("10.77.0.1"));
        QVERIFY(!findInterface(QStringLiteral("nosuch0"), 16));
    }

    void bothFamiliesAtOnce()
    {
        EngineSettings settings;
        settings.interfaceName = Device;
        settings.initiationPort = uint16_t(0);
        settings.parameters.linger = std::chrono::milliseconds(200);
        EngineHost host(settings);
        QSignalSpy ready(&host, &EngineHost::ready);
        QSignalSpy stopped(&host, &EngineHost::stopped);
        host.start();
        QTRY_COMPARE(ready.size(), 1);
        const auto port = ready[0][0].value<quint16>();
        QVERIFY(port > 0);
        host.post([path = m_folder.path()](TransportEngine &engine) {
            NamespaceInfo images;
            images.name = QStringLiteral("images");
            images.configuration = path;
            images.allowUnauthenticated = true;
            engine.ask(RegisterNamespace{images});
        });

        QTemporaryDir target;
        Receiver v4(QStringLiteral("10.77.0.1"), port, target.filePath(QStringLiteral("v4")));
        Receiver v6(QStringLiteral("fd00:77::1"), port, target.filePath(QStringLiteral("v6")));
        Receiver other(QStringLiteral("fd00:77::1"), port, target.filePath(QStringLiteral("other")));
        for (const Receiver *receiver : {&v4, &v6, &other}) {
            QTRY_VERIFY(receiver->isDone());
            QVERIFY2(!receiver->error(), qPrintable(receiver->error().value_or(Error{}).detail));
            QVERIFY(receiver->content() == m_content);
        }
        QCOMPARE(v4.session().group.address.length, uint8_t(4));
        QCOMPARE(v6.session().group.address.length, uint8_t(16));
        QCOMPARE(v6.session().group.address.bytes[0], uint8_t(0xFF));
        QCOMPARE(toText(v6.session().server.address), QStringLiteral("fd00:77::1"));
        QCOMPARE(other.session().sessionId, v6.session().sessionId); // the family is part of what makes one
        QVERIFY(v4.session().sessionId != v6.session().sessionId);
        // 1500 − 40 − 8 − 59: an IPv6 header is longer.
        QCOMPARE(v4.session().blockSize, 1413u);
        QCOMPARE(v6.session().blockSize, 1393u);

        host.shutDown({DisconnectType::Abort, {}, {}});
        QTRY_COMPARE(stopped.size(), 1);
    }

    void overIpv4OnlyWhoCanHasIpv6()
    {
        for (const char *command : {"ip link add six0 type veth peer name six1", "ip link set six0 up",
                                    "ip link set six1 up", "ip -6 addr add fd00:78::1/64 dev six0 nodad"})
            QVERIFY(run(QString::fromLatin1(command)));
        EngineSettings settings = EngineRig::quickSettings();
        settings.interfaceName = QStringLiteral("six0");
        EngineRig rig(settings);
        QVERIFY(rig.publish().isValid());
        InitiationAsk ask = rig.ask();
        ask.address = QStringLiteral("10.77.0.2");
        ask.capabilities = CapabilityIpv6;
        const auto granted = rig.engine().initiateUnauthenticated(ask);
        QVERIFY2(granted, qPrintable(granted ? QString() : granted.error().detail));
        QCOMPARE(granted->unicastAddress, QStringLiteral("fd00:78::1"));
        ask.capabilities = 0;
        const auto refused = rig.engine().initiateUnauthenticated(ask);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NoInterface);
    }

private:
    QTemporaryDir m_folder;
    QByteArray m_content;
};

CASTDECK_TEST(TestIpv6)

} // namespace castdeck::tst_ipv6
#include "tst_ipv6.moc"
