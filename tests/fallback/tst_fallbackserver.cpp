// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bounds.h"
#include "fallback/fallbackinitiator.h"
#include "fallback/fallbackserver.h"
#include "management/fingerprint.h"
#include "support/testprogram.h"
#include "transport/receivingbench.h"

#include <QFile>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace castdeck::tst_fallbackserver
{

using namespace std::chrono_literals;

namespace
{

/// Connections that the system refuses to hand out; in front of the calls by which a server takes them.
std::atomic<int> refusedConnections = 0;

bool refusesConnection()
{
    int left = refusedConnections;
    while (left > 0 && !refusedConnections.compare_exchange_weak(left, left - 1)) {
    }
    errno = left > 0 ? ENFILE : errno;
    return left > 0;
}

extern "C" {
int castdeckAccept(int socket, sockaddr *address, socklen_t *length) __asm__("accept");
int castdeckAccept4(int socket, sockaddr *address, socklen_t *length, int flags) __asm__("accept4");

int castdeckAccept4(int socket, sockaddr *address, socklen_t *length, int flags)
{
    return refusesConnection() ? -1 : int(::syscall(SYS_accept4, socket, address, length, flags));
}
int castdeckAccept(int socket, sockaddr *address, socklen_t *length)
{
    return castdeckAccept4(socket, address, length, 0);
}
}

constexpr int Size = 1'000'003;
const SessionId Closed(7);
const SessionId Open(8);

struct Reply {
    int status = 0;
    QByteArray head;
    QByteArray body;
    QByteArray field(const QByteArray &name) const
    {
        const qsizetype at = head.indexOf(QByteArray("\r\n" + name + ": "));
        const qsizetype from = at + name.size() + 4;
        return at < 0 ? QByteArray() : head.mid(from, head.indexOf("\r\n", from) - from);
    }
};

/// A connection to the server, whatever certificate it shows.
class Peer
{
public:
    explicit Peer(quint16 port, const char *from = "127.0.0.1")
    {
        socket.setPeerVerifyMode(QSslSocket::VerifyNone);
        if (const int connection = connectFrom(from, port);
            connection >= 0 && socket.setSocketDescriptor(connection))
            socket.startClientEncryption();
    }
    bool isEncrypted()
    {
        const auto isDone = [&] {
            return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState;
        };
        return QTest::qWaitFor(isDone, Patience) && socket.isEncrypted();
    }
    bool isCut()
    {
        return QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, Patience);
    }
    void write(const QByteArray &bytes) { socket.write(bytes); }
    /// Nothing if the connection ends before the answer does.
    std::optional<Reply> read(bool withBody = true)
    {
        QByteArray &all = m_pending;
        const auto isThere = [&] {
            all += socket.readAll();
            const qsizetype end = all.indexOf("\r\n\r\n");
            return end >= 0 && (!withBody || all.size() >= end + 4 + bodyLength(all.left(end + 2)));
        };
        const bool done = QTest::qWaitFor(
            [&] { return isThere() || socket.state() == QAbstractSocket::UnconnectedState; }, Patience);
        if (!done || !isThere())
            return std::nullopt;
        Reply reply;
        const qsizetype end = all.indexOf("\r\n\r\n");
        reply.head = all.left(end + 2);
        reply.status = reply.head.mid(9, 3).toInt();
        const qsizetype length = withBody ? bodyLength(reply.head) : 0;
        reply.body = all.mid(end + 4, length);
        all.remove(0, end + 4 + length);
        return reply;
    }
    Reply ask(const QByteArray &path, const QByteArray &range = {}, const QByteArray &method = "GET")
    {
        write(method + " " + path + " HTTP/1.1\r\nHost: x\r\n" +
              (range.isEmpty() ? QByteArray() : "Range: " + range + "\r\n") + "\r\n");
        return read(method != "HEAD").value_or(Reply{});
    }

    QSslSocket socket;

private:
    /// Qt's way to choose one's own address is not there for TLS.
    static int connectFrom(const char *from, quint16 port)
    {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        auto *const raw = reinterpret_cast<sockaddr *>(&address);
        const bool bound = ::inet_pton(AF_INET, from, &address.sin_addr) == 1 &&
                           ::bind(descriptor, raw, sizeof address) == 0;
        address.sin_port = htons(port);
        ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
        if (bound && ::connect(descriptor, raw, sizeof address) == 0)
            return descriptor;
        ::close(descriptor);
        return -1;
    }
    static qsizetype bodyLength(const QByteArray &head)
    {
        return Reply{0, head, {}}.field("Content-Length").toLongLong();
    }
    QByteArray m_pending;
};

ServerCertificate certificate()
{
    const auto made = makeCertificate(QStringLiteral("server"), -3600, 3600);
    return {QSslCertificate::fromData(made->certificate), QSslKey(made->key, QSsl::Ec)};
}

} // namespace

class FallbackServerTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    const QByteArray m_content = testContent({Size, 1000});
    const ServerCertificate m_certificate = certificate();
    std::shared_ptr<FallbackContents> m_contents;
    std::unique_ptr<FallbackServer> m_server;

    QString path() const { return m_folder.filePath(QStringLiteral("content")); }
    QByteArray ticketPath() const { return "/content/" + m_contents->ticketOf(Closed, {}); }
    /// Session 9, for all: more than sockets hold.
    void addBig()
    {
        QFile file(m_folder.filePath(QStringLiteral("big")));
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate) && file.resize(50'000'000));
        m_contents->add(
            SessionId(9),
            {std::make_shared<const ContentSource>(*ContentSource::fromPath(file.fileName())), true});
    }
    /// Peers in the middle of it, who take no more.
    std::vector<std::unique_ptr<Peer>> stuckPeers(size_t count, const char *from)
    {
        std::vector<std::unique_ptr<Peer>> peers;
        while (peers.size() < count) {
            peers.push_back(std::make_unique<Peer>(m_server->port(), from));
            Peer &peer = *peers.back();
            peer.socket.setReadBufferSize(10'000);
            peer.write("GET /session/9 HTTP/1.1\r\n\r\n");
            if (!QTest::qWaitFor([&] { return peer.socket.bytesAvailable() > 0; }, Patience))
                return {};
        }
        return peers;
    }
    void start(const FallbackServer::Limits &limits = {})
    {
        m_server.reset();
        m_server = std::make_unique<FallbackServer>(m_contents, limits);
        QVERIFY(m_server->open(QHostAddress(QHostAddress::LocalHost), 0, m_certificate));
    }

private Q_SLOTS:
    void init()
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(m_content), m_content.size());
        file.close();
        m_contents = std::make_shared<FallbackContents>();
        const auto source = std::make_shared<const ContentSource>(*ContentSource::fromPath(path()));
        m_contents->add(Closed, {source, false});
        m_contents->add(Open, {source, true});
    }
    void cleanup() { m_server.reset(); }

    void ranges_data()
    {
        QTest::addColumn<QByteArray>("range");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("length");
        const auto row = [](const char *range, int status, int first = 0, int length = 0) {
            QTest::newRow(*range ? range : "none") << QByteArray(range) << status << first << length;
        };
        row("", 200, 0, Size);
        row("bytes=0-", 206, 0, Size);
        row("bytes=0-0", 206, 0, 1);
        row("bytes=1000-1999", 206, 1000, 1000);
        row("bytes=1000002-1000002", 206, Size - 1, 1);
        row("bytes=-3", 206, Size - 3, 3);
        row("bytes=-2000000", 206, 0, Size);
        row("bytes=1000003-", 416);
        row("bytes=5-1000003", 416);
        row("bytes=6-5", 416);
        row("bytes=-0", 416);
        row("bytes=0-1,3-4", 416);
        row("bytes=9223372036854775807-9223372036854775807", 416);
        row("bytes=99999999999999999999-", 416);
        row("bytes=-", 416);
        row("blocks=0-1", 416);
    }
    void ranges()
    {
        QFETCH(const QByteArray, range);
        QFETCH(const int, status);
        QFETCH(const int, first);
        QFETCH(const int, length);
        start();
        Peer peer(m_server->port());
        QVERIFY(peer.isEncrypted());
        for (int again = 0; again < 2; ++again) { // on one connection
            const Reply reply = peer.ask(ticketPath(), range);
            QCOMPARE(reply.status, status);
            QVERIFY(reply.body == m_content.mid(first, length));
            if (status == 206)
                QCOMPARE(
                    reply.field("Content-Range"),
                    QStringLiteral("bytes %1-%2/%3").arg(first).arg(first + length - 1).arg(Size).toLatin1());
            const Reply head = peer.ask(ticketPath(), range, "HEAD");
            QCOMPARE(head.status, status);
            QCOMPARE(head.field("ETag"), reply.field("ETag"));
        }
    }

    void whatSomebodyGetsIsTold_data()
    {
        QTest::addColumn<bool>("hasTicket");
        QTest::newRow("with a ticket") << true;
        QTest::newRow("of a session for all") << false;
    }
    void whatSomebodyGetsIsTold()
    {
        QFETCH(const bool, hasTicket);
        std::atomic<int> told = 0;
        m_contents->setListener([&told] { ++told; });
        start();
        InitiationAsk ask;
        ask.client = QStringLiteral("PC-1");
        ask.address = QStringLiteral("192.0.2.1");
        const QByteArray path = hasTicket ? QByteArray("/content/" + m_contents->ticketOf(Closed, ask))
                                          : QByteArray("/session/8");
        const auto transfers = [this](std::chrono::seconds later) {
            return m_contents->transfers(monotonicNow() + later);
        };
        const auto sent = [&] {
            const auto all = transfers(std::chrono::seconds(0));
            return all.isEmpty() ? 0 : all.first().bytes;
        };
        Peer peer(m_server->port());
        QVERIFY(transfers(std::chrono::seconds(0)).isEmpty());
        QCOMPARE(peer.ask(path, "bytes=0-99999").status, 206);
        QTRY_COMPARE(sent(), 100'000ULL);
        QCOMPARE(peer.ask(path, "bytes=200000-299999").status, 206);
        QTRY_COMPARE(sent(), 200'000ULL);
        QCOMPARE(told.load(), 2);
        // Whole, once it has asked for nothing for a while.
        const auto isWhole = [&] {
            const auto all = transfers(FallbackContents::WholePatience);
            return !all.isEmpty() && all.first().isWhole;
        };
        QTRY_VERIFY(isWhole());
        const UnicastTransfer transfer = transfers(std::chrono::seconds(0)).first();
        QVERIFY(!transfer.isWhole);
        QCOMPARE(transfer.session, hasTicket ? Closed : Open);
        QCOMPARE(transfer.name, hasTicket ? ask.client : QString());
        QCOMPARE(transfer.address, hasTicket ? ask.address : QStringLiteral("127.0.0.1"));
        QCOMPARE(transfer.size, quint64(Size));
        QVERIFY(transfers(FallbackContents::Patience + std::chrono::seconds(1)).isEmpty());
        QVERIFY(transfers(std::chrono::seconds(0)).isEmpty());
        // Whoever is cut off gets nothing, and is not told of.
        QCOMPARE(peer.ask(path, "bytes=0-9").status, 206);
        QTRY_COMPARE(sent(), 10ULL);
        m_contents->cutAll();
        QVERIFY(transfers(std::chrono::seconds(0)).isEmpty());
        m_contents->setListener({});
    }

    void whoMayHaveWhat_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("a session for all") << QByteArray("GET /session/8") << 200;
        QTest::newRow("a session for some") << QByteArray("GET /session/7") << 404;
        QTest::newRow("no session") << QByteArray("GET /session/9") << 404;
        QTest::newRow("no number") << QByteArray("GET /session/8x") << 404;
        QTest::newRow("a huge number") << QByteArray("GET /session/4294967304") << 404;
        QTest::newRow("no ticket") << QByteArray("GET /content/") << 404;
        QTest::newRow("a wrong ticket") << "GET /content/" + QByteArray(64, 'a') << 404;
        QTest::newRow("root") << QByteArray("GET /") << 404;
        QTest::newRow("a way out") << QByteArray("GET /session/../../etc/passwd") << 404;
        QTest::newRow("writing") << QByteArray("POST /session/8") << 405;
        QTest::newRow("removing") << QByteArray("DELETE /session/8") << 405;
    }
    void whoMayHaveWhat()
    {
        QFETCH(const QByteArray, request);
        QFETCH(const int, status);
        start();
        Peer peer(m_server->port());
        const QList<QByteArray> words = request.split(' ');
        QCOMPARE(peer.ask(words[1], {}, words[0]).status, status);
    }

    void theTreeIsThereWhenItIsMade()
    {
        const auto tree = std::make_shared<ContentTree>();
        const QByteArray ticket = m_contents->ticketOf(Closed, {});
        start();
        Peer peer(m_server->port());
        QCOMPARE(peer.ask("/tree/" + ticket).status, 404); // the session has none
        m_contents->addTree(Closed, tree);
        const Reply early = peer.ask("/tree/" + ticket);
        QCOMPARE(early.status, 503);
        QVERIFY(early.field("Retry-After").toInt() > 0);
        const QByteArray bytes = m_content.first(9'999);
        tree->settle(bytes);
        for (int again = 0; again < 2; ++again) { // on one connection
            const Reply reply = peer.ask("/tree/" + ticket);
            QCOMPARE(reply.status, 200);
            QCOMPARE(reply.body, bytes);
            QCOMPARE(reply.field("Content-Type"), QByteArray("application/octet-stream"));
        }
        QCOMPARE(peer.ask("/tree/" + ticket, {}, "HEAD").status, 200);
        QCOMPARE(peer.ask("/tree/" + ticket, "bytes=0-9").status, 416);
        QCOMPARE(peer.ask("/tree/" + ticket, {}, "POST").status, 405);
        // It is no content: nobody is shown as getting some.
        QVERIFY(m_contents->transfers(monotonicNow()).isEmpty());
    }

    void theTreeIsForWhoMayHaveTheContent_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("no ticket") << QByteArray("/tree/");
        QTest::newRow("a wrong one") << "/tree/" + QByteArray(64, 'a');
        QTest::newRow("a session for all") << QByteArray("/tree/8");
        QTest::newRow("nothing behind it") << QByteArray("/tree");
        QTest::newRow("a way out") << QByteArray("/tree/../session/8/x");
    }
    void theTreeIsForWhoMayHaveTheContent()
    {
        QFETCH(const QByteArray, path);
        const auto tree = std::make_shared<ContentTree>();
        tree->settle(QByteArray("hashes"));
        m_contents->addTree(Closed, tree);
        m_contents->addTree(Open, tree);
        start();
        QCOMPARE(Peer(m_server->port()).ask(path).status, 404);
    }

    void aTicketThatIsCutBringsNoTree()
    {
        const auto tree = std::make_shared<ContentTree>();
        tree->settle(QByteArray("hashes"));
        m_contents->addTree(Closed, tree);
        InitiationAsk ask;
        ask.tokenId = QStringLiteral("t1");
        const QByteArray path = "/tree/" + m_contents->ticketOf(Closed, ask);
        start();
        QCOMPARE(Peer(m_server->port()).ask(path).status, 200);
        m_contents->cutToken(QStringLiteral("t1"));
        QCOMPARE(Peer(m_server->port()).ask(path).status, 404);
    }

    void aTreeThatCannotBeMadeIsSaid_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("changed") << int(ErrorCode::ContentChanged) << 410;
        QTest::newRow("cannot be read") << int(ErrorCode::FileFailure) << 500;
    }
    void aTreeThatCannotBeMadeIsSaid()
    {
        QFETCH(const int, code);
        const auto tree = std::make_shared<ContentTree>();
        tree->settle(failure(ErrorCode(code)));
        m_contents->addTree(Closed, tree);
        start();
        QTEST(Peer(m_server->port()).ask("/tree/" + m_contents->ticketOf(Closed, {})).status, "status");
    }

    /// A tree takes one of the places that contents have, and gives it back.
    void treesWaitForAPlaceToo()
    {
        const auto tree = std::make_shared<ContentTree>();
        tree->settle(QByteArray(3'000'000, 'h'));
        m_contents->addTree(Closed, tree);
        const QByteArray path = "/tree/" + m_contents->ticketOf(Closed, {});
        addBig();
        FallbackServer::Limits limits;
        limits.connections.transfers.inAll = 1;
        start(limits);
        for (int again = 0; again < 2; ++again)
            QTRY_COMPARE(Peer(m_server->port()).ask(path).body.size(), 3'000'000);
        const auto first = stuckPeers(1, "127.0.0.1");
        QCOMPARE(first.size(), 1U);
        QCOMPARE(Peer(m_server->port()).ask(path).status, 503);
    }

    void hostileHeadsDoNoHarm()
    {
        start();
        const QByteArray long8k(8000, '1');
        const QList<QByteArray> heads{
            "GET /session/8 HTTP/1.1\r\nRange: bytes=" + long8k + "-\r\n\r\n",
            "GET /session/8 HTTP/1.1\r\nRange: bytes=" + QByteArray("0-1,").repeated(1900) + "2-3\r\n\r\n",
            "GET /" + QByteArray(100'000, 'a') + " HTTP/1.1\r\n\r\n",
            QByteArray("\r\n\r\n\r\n"),
            QByteArray("GET\r\n\r\n"),
            "X: " + long8k.repeated(20) + "\r\n\r\n",
            QByteArray("\0\xff\xfe\r\n\r\n", 7)};
        for (const QByteArray &head : heads) {
            Peer peer(m_server->port());
            QVERIFY(peer.isEncrypted());
            peer.write(head);
            peer.write("GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n");
            QVERIFY(peer.isCut());
        }
        Peer peer(m_server->port());
        QCOMPARE(peer.ask("/session/8").body.size(), Size);
    }

    void aChangedFileIsNotServed()
    {
        start();
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Append));
        file.write("x");
        file.close();
        Peer peer(m_server->port());
        QCOMPARE(peer.ask(ticketPath()).status, 410);
    }

    /// Also in the middle of one answer, which may be the whole content.
    void aFileThatChangesOnItsWayIsNotMixed_data()
    {
        QTest::addColumn<bool>("timeKept");
        QTest::newRow("overwritten") << false;
        QTest::newRow("overwritten, time set back") << true;
    }
    void aFileThatChangesOnItsWayIsNotMixed()
    {
        QFETCH(const bool, timeKept);
        addBig();
        start();
        Peer peer(m_server->port());
        peer.socket.setReadBufferSize(10'000);
        QVERIFY(peer.isEncrypted());
        peer.write("GET /session/9 HTTP/1.1\r\n\r\n");
        QVERIFY(QTest::qWaitFor([&] { return peer.socket.bytesAvailable() > 0; }, Patience));
        QFile file(m_folder.filePath(QStringLiteral("big"))); // holes until now
        QVERIFY(file.open(QIODevice::ReadWrite));
        struct stat before = {};
        QCOMPARE(::fstat(file.handle(), &before), 0);
        for (qint64 at = 0; at < 50'000'000; at += 100'000)
            QVERIFY(file.seek(at) && file.putChar('N'));
        QVERIFY(file.flush());
        const struct timespec times[2] = {before.st_atim, before.st_mtim};
        if (timeKept)
            QCOMPARE(::futimens(file.handle(), times), 0);
        peer.socket.setReadBufferSize(0);
        QByteArray got;
        const auto isCut = [&] {
            got += peer.socket.readAll();
            return peer.socket.state() == QAbstractSocket::UnconnectedState;
        };
        QVERIFY(QTest::qWaitFor(isCut, Patience));
        got += peer.socket.readAll();
        QVERIFY(got.size() < 50'000'000);
        QVERIFY(!got.sliced(got.indexOf("\r\n\r\n")).contains('N'));
        QCOMPARE(Peer(m_server->port()).ask("/session/9").status, 410);
    }

    void silentPeersAreCut()
    {
        FallbackServer::Limits limits;
        limits.patience = 200ms;
        limits.partSize = 64 * 1024;
        start(limits);
        QTcpSocket mute;
        mute.connectToHost(QHostAddress(QHostAddress::LocalHost), m_server->port());
        Peer idle(m_server->port());
        QVERIFY(idle.isEncrypted());
        Peer half(m_server->port());
        half.write("GET /session/8 HTTP/1.1\r\n");
        QTRY_COMPARE(mute.state(), QAbstractSocket::UnconnectedState);
        QVERIFY(idle.isCut());
        QVERIFY(half.isCut());
        QTRY_COMPARE(m_server->connectionCount(), size_t(0));
    }

    void whoDoesNotTakeItIsCut()
    {
        addBig();
        FallbackServer::Limits limits;
        limits.patience = 2s;
        limits.connections.transfers.inAll = 1;
        start(limits);
        Peer stuck(m_server->port());
        stuck.socket.setReadBufferSize(10'000);
        QVERIFY(stuck.isEncrypted());
        stuck.write("GET /session/9 HTTP/1.1\r\n\r\n");
        QVERIFY(QTest::qWaitFor([&] { return stuck.socket.bytesAvailable() > 0; }, Patience));
        // While it holds the only place the others are told to come again; then there is room.
        int status = 503;
        const auto served = [&] {
            Peer other(m_server->port());
            const Reply reply = other.ask("/session/8");
            status = reply.status;
            return reply.status == 200 && reply.body.size() == Size;
        };
        QTRY_VERIFY(served());
    }

    void atItsLimitItSaysSo()
    {
        addBig();
        FallbackServer::Limits limits;
        limits.connections.transfers.inAll = 1;
        start(limits);
        const auto first = stuckPeers(1, "127.0.0.1");
        QCOMPARE(first.size(), 1U);
        Peer second(m_server->port());
        const Reply reply = second.ask("/session/9");
        QCOMPARE(reply.status, 503);
        QVERIFY(reply.field("Retry-After").toInt() > 0);
    }

    void placesFitTheProcess()
    {
        for (const quint64 descriptors : {0U, 64U, 256U, 1'024U, 4'096U, 1'000'000U}) {
            const ConnectionWatch::Limits limits = FallbackServer::Limits::within(descriptors).connections;
            const TransferPlaces::Limits &transfers = limits.transfers;
            QVERIFY(transfers.perAddress >= 1 && transfers.perAddress <= transfers.inAll / 4);
            QVERIFY(transfers.perToken >= 1 && transfers.perToken < transfers.inAll);
            QVERIFY(transfers.inAll + size_t(limits.doorstep.inAll) <= std::max<size_t>(8, descriptors / 8));
        }
        const FallbackServer::Limits usual = FallbackServer::Limits::within(16'384);
        QCOMPARE(usual.connections.transfers.inAll, TransferPlaces::Limits().inAll);
        QCOMPARE(usual.connections.transfers.perAddress, TransferPlaces::Limits().perAddress);
        QCOMPARE(usual.connections.transfers.perToken, TransferPlaces::Limits().perToken);
    }

    void oneAddressLeavesPlacesToOthers()
    {
        addBig();
        FallbackServer::Limits limits;
        limits.connections.transfers = {.inAll = 6, .perAddress = 3, .perToken = 6};
        start(limits);
        const auto attackers = stuckPeers(3, "127.0.0.2");
        QCOMPARE(attackers.size(), 3U);
        Peer greedy(m_server->port(), "127.0.0.2");
        QCOMPARE(greedy.ask("/session/8").status, 503);
        Peer guest(m_server->port(), "127.0.0.3");
        QCOMPARE(guest.ask("/session/8").body.size(), Size);
    }

    void whoNeedsNoTokenLeavesPlacesToThoseWithOne()
    {
        addBig();
        FallbackServer::Limits limits;
        limits.connections.transfers = {.inAll = 4, .perAddress = 4, .perToken = 3};
        start(limits);
        const auto strangers = stuckPeers(3, "127.0.0.2");
        QCOMPARE(strangers.size(), 3U);
        Peer stranger(m_server->port(), "127.0.0.3");
        QCOMPARE(stranger.ask("/session/8").status, 503);
        InitiationAsk ask;
        ask.tokenId = QStringLiteral("token");
        Peer known(m_server->port(), "127.0.0.3");
        QCOMPARE(known.ask("/content/" + m_contents->ticketOf(Closed, ask)).body.size(), Size);
    }

    void whoOnlyStandsThereKeepsNobodyOut_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("silent") << QByteArray();
        QTest::newRow("asking for nothing again and again") << QByteArray("HEAD /nothing HTTP/1.1\r\n\r\n");
        QTest::newRow("in the middle of asking") << QByteArray("GET /session/8 HTTP/1.1\r\n");
    }
    void whoOnlyStandsThereKeepsNobodyOut()
    {
        QFETCH(const QByteArray, words);
        FallbackServer::Limits limits;
        limits.connections.transfers.inAll = 4;
        limits.connections.doorstep = {.inAll = 8, .perAddress = 2, .patience = 1h};
        limits.patience = 1h;
        start(limits);
        std::vector<std::unique_ptr<Peer>> attackers;
        const auto cutOnes = [&] {
            return std::ranges::count(attackers, QAbstractSocket::UnconnectedState,
                                      [](const auto &peer) { return peer->socket.state(); });
        };
        for (int i = 0; i < 40; ++i) {
            attackers.push_back(std::make_unique<Peer>(m_server->port(), "127.0.0.2"));
            attackers.back()->write(words);
            if (i % 8 == 7) {
                Peer guest(m_server->port(), "127.0.0.3");
                QCOMPARE(guest.ask("/session/8").body.size(), Size);
            }
        }
        // What is left of them waits for whoever comes next.
        QTRY_VERIFY(cutOnes() >= 40 - 12 - 1);
        QVERIFY(m_server->connectionCount() <= 13);
    }

    void aSystemThatRefusesConnectionsDoesNotMakeItDeaf()
    {
        start();
        refusedConnections = 3;
        const auto served = [&] {
            Peer peer(m_server->port());
            return peer.isEncrypted() && peer.ask("/session/8").body.size() == Size;
        };
        QTRY_VERIFY(served() && refusedConnections == 0);
    }

    void theLogOfWhatIsNotServedIsBounded()
    {
        static std::atomic<int> lines;
        lines = 0;
        start();
        QVERIFY(QFile::resize(path(), 1));
        const auto before =
            qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &) { ++lines; });
        Peer peer(m_server->port());
        int refusals = 0;
        for (int i = 0; i < 3 * bounds::LinesPerSource; ++i)
            refusals += peer.ask("/session/8").status == 410;
        qInstallMessageHandler(before);
        QCOMPARE(refusals, 3 * bounds::LinesPerSource);
        QVERIFY(lines > 0);
        QVERIFY(lines <= 2 * bounds::LinesPerSource); // a minute may end in the middle
    }

    void stoppingCutsEverybody()
    {
        addBig();
        start();
        Peer busy(m_server->port());
        busy.socket.setReadBufferSize(10'000);
        Peer idle(m_server->port());
        QVERIFY(busy.isEncrypted() && idle.isEncrypted());
        busy.write("GET /session/9 HTTP/1.1\r\n\r\n");
        QVERIFY(QTest::qWaitFor([&] { return busy.socket.bytesAvailable() > 0; }, Patience));
        m_server.reset();
        QVERIFY(idle.isCut());
    }

    void thePortIsItsOwn()
    {
        start();
        FallbackServer second(m_contents, {});
        const auto open = second.open(QHostAddress(QHostAddress::LocalHost), m_server->port(), m_certificate);
        QVERIFY(!open);
        QCOMPARE(open.error().code, ErrorCode::AddressInUse);
    }

    void theCertificateCanBeChanged()
    {
        start();
        Peer before(m_server->port());
        QVERIFY(before.isEncrypted());
        QCOMPARE(fingerprintOf(before.socket.peerCertificate()), m_certificate.fingerprint());
        const ServerCertificate other = certificate();
        QVERIFY(m_server->setCertificate(other));
        QVERIFY(!m_server->setCertificate({other.chain, m_certificate.key}));
        Peer after(m_server->port());
        QVERIFY(after.isEncrypted());
        QCOMPARE(fingerprintOf(after.socket.peerCertificate()), other.fingerprint());
        QCOMPARE(before.ask("/session/8").body.size(), Size);
    }

    void whoIsCutGetsNoMoreOfAnAnswer()
    {
        addBig();
        start();
        Peer peer(m_server->port());
        QVERIFY(peer.isEncrypted());
        peer.socket.setReadBufferSize(100'000);
        peer.write("GET /session/9 HTTP/1.1\r\nHost: x\r\n\r\n");
        QVERIFY(QTest::qWaitFor([&] { return peer.socket.bytesAvailable() >= 100'000; }, Patience));
        m_contents->cutSession(SessionId(9));
        qint64 got = 0;
        const auto ends = [&] {
            got += peer.socket.readAll().size();
            return peer.socket.state() == QAbstractSocket::UnconnectedState;
        };
        QVERIFY(QTest::qWaitFor(ends, Patience));
        QVERIFY2(got < 50'000'000, "all of it");
        Peer late(m_server->port());
        QVERIFY(late.isEncrypted());
        QCOMPARE(late.ask("/session/9").status, 404);
    }

    void ticketsOutliveTheSessionForAWhile()
    {
        const Instant start{1h};
        const QByteArray path = ticketPath();
        QCOMPARE(path.size(), qsizetype(9 + 64));
        m_contents->sessionEnded(Closed, start);
        QVERIFY(m_contents->find(path, start + 14min));
        QVERIFY(m_contents->find(path, start + 28min)); // used in between
        QVERIFY(!m_contents->find(path, start + 43min));
        QVERIFY(m_contents->ticketOf(Closed, {}).isEmpty());
        QVERIFY(m_contents->find("/session/8", start + 24h)); // that one runs
    }
};

CASTDECK_TEST(FallbackServerTest)

} // namespace castdeck::tst_fallbackserver
#include "tst_fallbackserver.moc"
