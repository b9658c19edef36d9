// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testprogram.h"
#include "transport/net/datagramsocket.h"
#include "transport/sending/sendingthread.h"

#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>
#include <array>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace castdeck::tst_sendingthread
{

namespace
{

const wire::Address Loopback{{127, 0, 0, 1}, 4};

uint16_t freePort()
{
    const auto socket = DatagramSocket::bind({Loopback, 0}, {});
    return socket->localEndpoint().port;
}

} // namespace

class TestSendingThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_file = std::make_unique<QTemporaryFile>();
        QVERIFY(m_file->open() && m_file->resize(100'000));
        m_settings = {};
        m_settings.id = SessionId(99);
        m_settings.interface = *findInterface(QStringLiteral("lo"));
        m_settings.group = {{{239, 255, 1, 1}, 4}, freePort()};
    }

    void takenPortIsAnError()
    {
        const auto holder = DatagramSocket::bind({Loopback, m_settings.group.port}, {});
        QVERIFY(holder.has_value());
        const auto session = start();
        QVERIFY(!session && session.error().code == ErrorCode::AddressInUse);
    }

    void wantOfDescriptorsOrThreadsIsAnError_data()
    {
        QTest::addColumn<bool>("threads");
        QTest::newRow("descriptors") << false;
        QTest::newRow("threads") << true;
    }
    void wantOfDescriptorsOrThreadsIsAnError()
    {
        QFETCH(bool, threads);
        QVERIFY(start()); // a sanitizer looks at each type once, and needs descriptors for that
        auto source = ContentSource::fromPath(m_file->fileName());
        const auto ids = std::make_shared<ClientIds>();
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
        pthread_attr_t usual;
        QCOMPARE(pthread_getattr_default_np(&usual), 0);
        if (threads) {
            pthread_attr_t huge; // a stack for which no address space is left
            pthread_attr_init(&huge);
            pthread_attr_setstacksize(&huge, size_t(1) << 46);
            QCOMPARE(pthread_setattr_default_np(&huge), 0);
        } else {
            const int next = ::dup(0); // the first free one: the socket gets it, and nobody else anything
            ::close(next);
            const rlimit few{rlim_t(next) + 1, before.rlim_max};
            QCOMPARE(setrlimit(RLIMIT_NOFILE, &few), 0);
        }
        const auto session = SendingThread::start(m_settings, std::move(*source), ids);
        setrlimit(RLIMIT_NOFILE, &before);
        pthread_setattr_default_np(&usual);
        QVERIFY(!session);
        QVERIFY2(session.error().code == ErrorCode::NoSystemResources, qPrintable(session.error().detail));
        QVERIFY(start()); // and nothing is left behind
    }

    void whatCannotBeSentIsSaidAndEndsTheSession()
    {
        m_settings.group.address = {{127, 255, 255, 255}, 4}; // EACCES without SO_BROADCAST
        auto session = start();
        QVERIFY(session);
        QSignalSpy troubles(session->get(), &SendingThread::troubled);
        QSignalSpy ends(session->get(), &SendingThread::ended);
        auto client = DatagramSocket::bind({Loopback, 0}, {});
        wire::Join join;
        join.clientName = u"PC-1";
        join.ipAddress = Loopback;
        say(*client, join);
        DatagramSocket &ear = *client;
        uint32_t id = 0;
        const auto hear = [&] {
            wire::PacketSecurity security(wire::SecurityMode::Checksum);
            for (const auto &datagram : ear.receive()) {
                const auto packet = wire::decodeTransport(datagram.bytes, security, m_settings.id.value(),
                                                          wire::Receiver::Client);
                if (packet && std::holds_alternative<wire::JoinAck>(packet->body))
                    id = std::get<wire::JoinAck>(packet->body).clientId;
            }
            return id != 0;
        };
        QTRY_VERIFY(hear());
        wire::Qcr report;
        report.clientId = id;
        say(*client, report);
        QTRY_COMPARE(troubles.size(), 1);
        const auto trouble = troubles[0][0].value<SessionTrouble>();
        QVERIFY(trouble.kind == SessionTrouble::Kind::CannotSend);
        QTRY_COMPARE(ends.size(), 1);
        const auto end = ends[0][0].value<SessionEnd>();
        QVERIFY(end.kind == SessionEnd::Kind::Failed && end.error);
        QCOMPARE(end.error->detail, trouble.reason);
    }

    void clientIsSeenAndTerminated()
    {
        auto session = start();
        QVERIFY(session.has_value());
        QSignalSpy snapshots(session->get(), &SendingThread::snapshotTaken);
        QSignalSpy departures(session->get(), &SendingThread::clientDeparted);
        QSignalSpy ends(session->get(), &SendingThread::ended);
        auto client = DatagramSocket::bind({Loopback, 0}, {});

        wire::Join join;
        join.clientName = u"PC-1";
        join.ipAddress = Loopback;
        say(*client, join);
        QTRY_VERIFY(!snapshots.isEmpty());
        const auto shown = snapshots.last()[0].value<SessionSnapshot>();
        QCOMPARE(shown.clients.size(), 1);
        QCOMPARE(shown.clients[0].name, QStringLiteral("PC-1"));
        QVERIFY(shown.clients[0].state == ClientState::Joining);

        const ClientId id = shown.clients[0].id;
        wire::Qcr qcr;
        qcr.clientId = id.value();
        say(*client, qcr);
        QTRY_VERIFY(snapshots.last()[0].value<SessionSnapshot>().clients.value(0).state ==
                    ClientState::Receiving);

        (*session)->terminate({DisconnectType::Abort, QStringLiteral("why"), QStringLiteral("who")});
        QTRY_VERIFY(snapshots.last()[0].value<SessionSnapshot>().state == SessionState::Terminating);
        QVERIFY(ends.isEmpty());
        say(*client, wire::Leave{id.value(), wire::LeaveCancelled});
        QTRY_COMPARE(ends.size(), 1);
        QCOMPARE(departures.size(), 1);
        QCOMPARE(ends[0][0].value<SessionEnd>().disconnected, 1U);
        QVERIFY(DatagramSocket::bind({Loopback, m_settings.group.port}, {}).has_value());
    }

    void destroyingItStopsAtOnceAndFreesThePort()
    {
        auto session = start();
        QVERIFY(session.has_value());
        session->reset();
        QVERIFY(DatagramSocket::bind({Loopback, m_settings.group.port}, {}).has_value());
    }

    void whoElseSendsToTheGroupIsNoticedOnce()
    {
        auto session = start();
        QVERIFY(session.has_value());
        QSignalSpy intruders((*session).get(), &SendingThread::intruderFound);
        const wire::Address other{{127, 0, 0, 2}, 4};
        auto stranger = DatagramSocket::bind({other, 0}, {.interfaceIndex = m_settings.interface.index});
        auto own = DatagramSocket::bind({Loopback, 0}, {.interfaceIndex = m_settings.interface.index});
        QVERIFY(stranger && own);
        const std::array<uint8_t, 5> wds{'W', 'D', 3, 0, 4};
        const std::array<uint8_t, 5> noise{'W', 'D', 4, 0, 4}; // there are four security types
        const auto shout = [&] {
            own->send(noise, noise.size(), m_settings.group); // as the session's own packets come
            stranger->send(wds, wds.size(), m_settings.group);
            stranger->send(wds, wds.size(), m_settings.group);
            stranger->send(noise, noise.size(), m_settings.group);
            return intruders.size() >= 2;
        };
        QTRY_VERIFY(shout());
        QList<GroupIntruder> found;
        for (const auto &signal : std::as_const(intruders))
            found.append(signal[0].value<GroupIntruder>());
        QCOMPARE(found.size(), 2);
        QVERIFY(found.contains(GroupIntruder{other, true}));
        QVERIFY(found.contains(GroupIntruder{other, false}));
    }

    void crowdOfStrangersIsNamedInPart()
    {
        auto session = start();
        QVERIFY(session.has_value());
        QSignalSpy intruders((*session).get(), &SendingThread::intruderFound);
        std::vector<DatagramSocket> crowd;
        for (uint8_t last = 10; last < 40; ++last) {
            auto stranger = DatagramSocket::bind({{{127, 0, 0, last}, 4}, 0},
                                                 {.interfaceIndex = m_settings.interface.index});
            QVERIFY(stranger);
            crowd.push_back(std::move(*stranger));
        }
        const std::array<uint8_t, 3> noise{1, 2, 3};
        int shouts = 0;
        const auto shout = [&] {
            for (DatagramSocket &stranger : crowd)
                stranger.send(noise, noise.size(), m_settings.group);
            // Far more often than it takes for all of them to be seen.
            return intruders.size() > 16 || (intruders.size() == 16 && ++shouts > 40);
        };
        QTRY_VERIFY(shout());
        QCOMPARE(intruders.size(), 16);
    }

    void emptySessionEndsAfterItsLinger()
    {
        m_settings.parameters.inactivity = std::chrono::milliseconds(50);
        auto session = start();
        QSignalSpy ends(session->get(), &SendingThread::ended);
        QTRY_COMPARE(ends.size(), 1);
        QVERIFY(ends[0][0].value<SessionEnd>().kind == SessionEnd::Kind::Finished);
    }

private:
    Result<std::unique_ptr<SendingThread>> start()
    {
        auto source = ContentSource::fromPath(m_file->fileName());
        return SendingThread::start(m_settings, std::move(*source), std::make_shared<ClientIds>());
    }
    void say(DatagramSocket &from, const wire::TransportBody &body)
    {
        std::array<uint8_t, 1024> packet;
        wire::PacketSecurity security(wire::SecurityMode::Checksum);
        const size_t size = wire::encodeTransport(packet, security, m_settings.id.value(), 1, body);
        from.send(std::span(packet).first(size), size, {Loopback, m_settings.group.port});
    }

    std::unique_ptr<QTemporaryFile> m_file;
    SendingSettings m_settings;
};

CASTDECK_TEST(TestSendingThread)

} // namespace castdeck::tst_sendingthread
#include "tst_sendingthread.moc"
