// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sendingthread.h"

#include "core/descriptor.h"
#include "transport/content/readahead.h"
#include "transport/net/datagramsocket.h"
#include "transport/sending/sendingsession.h"

#include <cerrno>
#include <functional>
#include <mutex>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;

constexpr auto SnapshotInterval = 250ms;
constexpr auto MembershipDelay = 20ms; // gathers a crowd that joins together
constexpr auto WatchInterval = 1s;
constexpr int BatchesPerTurn = 8; // timers and sending get their turn in a flood
constexpr int SocketBuffer = 8 * 1024 * 1024;

} // namespace

struct SendingThread::Worker : SendingOutput {
    using Command = std::function<void(SendingSession &, Instant)>;

    Worker(DatagramSocket boundSocket, const SendingSettings &settings, ContentSource source,
           std::shared_ptr<ClientIds> clientIds)
        : socket(std::move(boundSocket))
        , wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , session(settings, std::make_unique<ReadAhead>(std::move(source), [this] { wake(); }),
                  std::move(clientIds), *this, monotonicNow())
    {
        // A session goes on without: somebody may hold the group's port for himself.
        if (auto opened = GroupWatch::open(settings.group, settings.interface))
            watch.emplace(std::move(*opened));
    }

    size_t send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to) override
    {
        const size_t taken = socket->send(bytes, segmentSize, to);
        sent += taken;
        return taken;
    }
    void clientDeparted(const ClientDeparture &departure) override
    {
        Q_EMIT owner->clientDeparted(departure);
    }
    void troubled(const SessionTrouble &trouble) override { Q_EMIT owner->troubled(trouble); }

    void post(Command command)
    {
        {
            const std::lock_guard lock(mutex);
            commands.push_back(std::move(command));
        }
        wake();
    }
    void wake() const
    {
        const uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(wakeUp.value(), &one, sizeof one);
    }
    void runCommands()
    {
        uint64_t count = 0;
        [[maybe_unused]] const ssize_t taken = ::read(wakeUp.value(), &count, sizeof count);
        std::vector<Command> due;
        {
            const std::lock_guard lock(mutex);
            due.swap(commands);
        }
        for (const Command &command : due)
            command(session, monotonicNow());
    }
    void waitUntil(Instant deadline)
    {
        const auto wait = std::max<Duration>(deadline - monotonicNow(), 0ns);
        const timespec limit{std::chrono::duration_cast<std::chrono::seconds>(wait).count(),
                             (wait % 1s).count()};
        pollfd watched[] = {{wakeUp.value(), POLLIN, 0}, {socket->descriptor(), POLLIN, 0}};
        // A device's queue can be full while the socket has room: then nothing wakes us when it has some
        // again.
        constexpr timespec soon{0, 1'000'000};
        const bool roomIsUseless = roomAt == sent;
        roomAt.reset();
        if (session.waitsForRoom() && !roomIsUseless)
            watched[1].events |= POLLOUT;
        const bool looksAgain = session.waitsForRoom() && roomIsUseless && wait > 1ms;
        ::ppoll(watched, std::size(watched), looksAgain ? &soon : &limit, nullptr);
        if ((watched[1].revents & POLLOUT) != 0)
            roomAt = sent;
        if (watched[0].revents != 0)
            runCommands();
    }
    void receiveAll()
    {
        for (int i = 0; i < BatchesPerTurn; ++i) {
            const auto datagrams = socket->receive();
            if (datagrams.empty())
                return;
            const Instant now = monotonicNow();
            for (const DatagramSocket::Datagram &datagram : datagrams)
                session.receive(datagram.bytes, datagram.from, now);
            if (socket->wasDrained())
                return;
        }
    }
    void show(Instant now)
    {
        if (session.membershipRevision() != shownMembership)
            nextSnapshot = std::min(nextSnapshot, now + MembershipDelay);
        if (now < nextSnapshot)
            return;
        nextSnapshot = now + SnapshotInterval;
        shownMembership = session.membershipRevision();
        const SessionSnapshot current = session.snapshot(now);
        if (current == shown)
            return;
        shown = current;
        Q_EMIT owner->snapshotTaken(shown);
    }
    void lookForIntruders(Instant now)
    {
        if (!watch || (now < nextWatch && !session.end()))
            return;
        nextWatch = now + WatchInterval;
        if (const auto intruder = watch->look())
            Q_EMIT owner->intruderFound(*intruder);
    }
    void run()
    {
        while (!session.end() && !stop) {
            waitUntil(std::min(session.deadline(monotonicNow()), nextSnapshot));
            receiveAll();
            const Instant now = monotonicNow();
            session.advance(now);
            if (const int error = socket->takeError())
                session.cannotSend(
                    systemError(error, QStringLiteral("cannot send to the group"), ErrorCode::NetworkFailure),
                    now);
            show(now);
            lookForIntruders(now);
        }
        socket.reset();
        watch.reset();
        if (session.end())
            Q_EMIT owner->ended(*session.end());
    }

    SendingThread *owner = nullptr;
    std::optional<DatagramSocket> socket;
    uint64_t sent = 0;              ///< bytes that the system took
    std::optional<uint64_t> roomAt; ///< sent when the system last said that it had room
    std::optional<GroupWatch> watch;
    Instant nextWatch{};
    Descriptor wakeUp; ///< before the session, whose reader uses it to the end
    SendingSession session;
    std::atomic<bool> stop = false;
    std::mutex mutex;
    std::vector<Command> commands; // guarded by mutex
    Instant nextSnapshot = monotonicNow();
    uint64_t shownMembership = 0;
    SessionSnapshot shown;
    std::thread thread;
};

Result<std::unique_ptr<SendingThread>> SendingThread::start(const SendingSettings &settings,
                                                            ContentSource source,
                                                            std::shared_ptr<ClientIds> clientIds)
{
    DatagramSocket::Options options;
    options.interfaceIndex = settings.interface.index;
    options.hopLimit = settings.hopLimit;
    options.receiveBuffer = SocketBuffer;
    options.sendBuffer = SocketBuffer;
    auto socket = DatagramSocket::bind({settings.interface.address, settings.group.port}, options);
    if (!socket)
        return tl::unexpected(socket.error());
    auto worker =
        std::make_unique<Worker>(std::move(*socket), settings, std::move(source), std::move(clientIds));
    if (!worker->wakeUp.isValid())
        return systemFailure(QStringLiteral("eventfd"), ErrorCode::NoSystemResources);
    std::unique_ptr<SendingThread> session(new SendingThread(std::move(worker)));
    try {
        session->m_worker->thread = std::thread([worker = session->m_worker.get()] { worker->run(); });
    } catch (const std::system_error &refused) {
        return failure(ErrorCode::NoSystemResources,
                       QStringLiteral("no more threads: %1").arg(QString::fromLocal8Bit(refused.what())));
    }
    return session;
}

SendingThread::SendingThread(std::unique_ptr<Worker> worker) : m_worker(std::move(worker))
{
    qRegisterMetaType<SessionSnapshot>();
    qRegisterMetaType<ClientDeparture>();
    qRegisterMetaType<SessionEnd>();
    qRegisterMetaType<SessionTrouble>();
    qRegisterMetaType<GroupIntruder>();
    m_worker->owner = this;
}

SendingThread::~SendingThread()
{
    m_worker->stop = true;
    lookAgain();
    if (m_worker->thread.joinable())
        m_worker->thread.join();
}

void SendingThread::admit(const wire::Member &member)
{
    m_worker->post([member](SendingSession &session, Instant) { session.admit(member); });
}

void SendingThread::terminate(const DisconnectOrder &order)
{
    m_worker->post([order](SendingSession &session, Instant now) { session.terminate(order, now); });
}

void SendingThread::disconnectClient(ClientId id, const DisconnectOrder &order)
{
    m_worker->post(
        [id, order](SendingSession &session, Instant now) { session.disconnectClient(id, order, now); });
}

void SendingThread::startTransmission()
{
    m_worker->post([](SendingSession &session, Instant) { session.startTransmission(); });
}

void SendingThread::kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order)
{
    m_worker->post([id, reason, order](SendingSession &session, Instant now) {
        session.kickClient(id, reason, order, now);
    });
}

void SendingThread::demoteClient(ClientId id, const LowerSession &lower, const DisconnectOrder &order)
{
    m_worker->post([id, lower, order](SendingSession &session, Instant now) {
        session.demoteClient(id, lower, order, now);
    });
}

void SendingThread::expectClients(Instant until)
{
    m_worker->post([until](SendingSession &session, Instant now) { session.expectClients(until, now); });
}

void SendingThread::endIfEmpty()
{
    m_worker->post([](SendingSession &session, Instant now) { session.endIfEmpty(now); });
}

void SendingThread::lookAgain()
{
    m_worker->post([](SendingSession &, Instant) {});
}

void SendingThread::setRateLimit(uint64_t bytesPerSecond)
{
    m_worker->post([bytesPerSecond](SendingSession &session, Instant now) {
        session.setRateLimit(bytesPerSecond, now);
    });
}

void SendingThread::setSlowClientsJudged(bool judged)
{
    m_worker->post([judged](SendingSession &session, Instant) { session.setSlowClientsJudged(judged); });
}

} // namespace castdeck
