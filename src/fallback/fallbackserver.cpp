// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/fallbackserver.h"

#include "core/bounds.h"
#include "core/sourcequota.h"
#include "fallback/boundedworkers.h"
#include "fallback/httpstls.h"
#include "fallback/patientreader.h"

#include <QLoggingCategory>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <sys/socket.h>
#include <system_error>

namespace castdeck
{

namespace
{

Q_LOGGING_CATEGORY(log, "castdeck.fallback")

constexpr size_t ReadSize = size_t{64} * 1024;
/// A receiver asks for each gap by itself.
constexpr size_t RequestsPerConnection = 1'000'000;
constexpr char RetryAfterSeconds[] = "3";
constexpr std::chrono::milliseconds pauseOfListening{200};

/// Bytes of a content, both ends included.
struct Span {
    uint64_t first = 0;
    uint64_t last = 0;
};

/// What is asked for; nothing for a range that the content does not have, and for several.
std::optional<Span> wantedSpan(const httplib::Ranges &ranges, uint64_t size)
{
    if (size == 0 || ranges.size() > 1)
        return std::nullopt;
    if (ranges.empty())
        return Span{0, size - 1};
    const auto [from, to] = ranges.front();
    if (from < 0) { // so many from the end
        if (to <= 0)
            return std::nullopt;
        return Span{size - std::min(size, static_cast<uint64_t>(to)), size - 1};
    }
    const auto first = static_cast<uint64_t>(from);
    const uint64_t last = to < 0 ? size - 1 : static_cast<uint64_t>(to);
    return first <= last && last < size ? std::optional(Span{first, last}) : std::nullopt;
}

std::string entityTag(const ContentSource &source)
{
    return '"' + source.version().toText().toStdString() + '"';
}

/// Not the library's: those let a second server share the port.
void reuseAddress(socket_t socket)
{
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

/// Every address: those of IPv6 and, through them, of IPv4; where the system has no IPv6, the latter alone.
std::vector<std::string> hosts(const QHostAddress &address)
{
    if (address == QHostAddress(QHostAddress::Any))
        return {"::", "0.0.0.0"};
    return {address.toString().toStdString()};
}

} // namespace

struct FallbackServer::Private {
    Private(std::shared_ptr<FallbackContents> from, const Limits &bounds)
        : limits(bounds), contents(std::move(from)), watch(bounds.connections), tls(watch, bounds.patience)
    {
    }

    std::shared_ptr<httplib::SSLServer> makeServer();
    std::shared_ptr<httplib::SSLServer> server();
    Result<void> bind(quint16 wanted);
    void listen();
    QString subject() const { return QStringLiteral("%1:%2").arg(address.toString()).arg(port); }
    void answer(const httplib::Request &request, httplib::Response &response);
    void answerTree(const httplib::Request &request, httplib::Response &response,
                    const FallbackContents::TreePermit &permit);
    void send(const httplib::Request &request, httplib::Response &response,
              const FallbackContents::Permit &permit, std::unique_ptr<PatientReader> reader,
              const Span &span);
    void complain(const httplib::Request &request, const ContentSource &source, const Error &error);

    const Limits limits;
    std::shared_ptr<FallbackContents> contents;
    ConnectionWatch watch;
    HttpsTls tls;
    std::mutex serverMutex;
    std::shared_ptr<httplib::SSLServer> bound; ///< the one that has the port
    QHostAddress address;
    quint16 port = 0;
    std::atomic<bool> isEnding = false;
    std::atomic<bool> hasEnded = false;
    std::thread listener;
    std::mutex complaintsMutex;
    SourceQuota complaints{{.perSource = bounds::LinesPerSource, .inAll = bounds::LinesInAll}};
};

namespace
{

/// One content on its way to one peer, for which the watch has given a place.
struct Transfer {
    Transfer(FallbackContents &contents, ConnectionWatch &connections, int peer,
             const FallbackContents::Permit &permit, std::unique_ptr<PatientReader> from, uint64_t wanted,
             const FallbackServer::Limits &bounds)
        : account(permit.account)
        , left(wanted)
        , watch(connections)
        , socket(peer)
        , reader(std::move(from))
        , isCut(permit.isCut)
        , limits(bounds)
        , buffer(ReadSize)
    {
        contents.begin(*account);
    }
    ~Transfer()
    {
        watch.endTransfer(socket);
        FallbackContents::end(*account, left == 0);
    }
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    /// False ends the connection, in the middle of the answer if need be.
    bool sendNext(size_t offset, size_t length, httplib::DataSink &sink)
    {
        if (*isCut)
            return false;
        // Not a byte of another version: the peer has no other way to tell.
        const size_t count = std::min(length, buffer.size());
        if (!reader->read(offset, std::span(buffer).first(count)) || !sink.write(buffer.data(), count))
            return false;
        account->bytes += count;
        left -= std::min<uint64_t>(left, count);
        sent += count;
        if (sent >= limits.partSize) {
            sent = 0;
            watch.extend(socket, limits.patience);
        }
        return true;
    }

    const std::shared_ptr<FallbackContents::Account> account;
    uint64_t left; ///< of what was asked for
    ConnectionWatch &watch;
    const int socket;
    std::unique_ptr<PatientReader> reader;
    std::shared_ptr<const std::atomic<bool>> isCut;
    const FallbackServer::Limits limits;
    std::vector<char> buffer;
    size_t sent = 0; ///< since the watch was told
};

/// The hash tree of a content on its way to one peer, for which the watch has given a place.
struct TreeTransfer {
    TreeTransfer(ConnectionWatch &connections, int peer, QByteArray what,
                 std::shared_ptr<const std::atomic<bool>> cut, const FallbackServer::Limits &bounds)
        : watch(connections), socket(peer), bytes(std::move(what)), isCut(std::move(cut)), limits(bounds)
    {
    }
    ~TreeTransfer() { watch.endTransfer(socket); }
    TreeTransfer(const TreeTransfer &) = delete;
    TreeTransfer &operator=(const TreeTransfer &) = delete;

    /// False ends the connection.
    bool sendNext(size_t offset, size_t length, httplib::DataSink &sink) const
    {
        const size_t count = std::min({length, limits.partSize, size_t(bytes.size()) - offset});
        if (*isCut || !sink.write(bytes.constData() + offset, count))
            return false;
        watch.extend(socket, limits.patience);
        return true;
    }

    ConnectionWatch &watch;
    const int socket;
    const QByteArray bytes;
    std::shared_ptr<const std::atomic<bool>> isCut;
    const FallbackServer::Limits limits;
};

void comeAgain(httplib::Response &response, const char *seconds)
{
    response.status = 503;
    response.set_header("Retry-After", seconds);
}

} // namespace

/// Parts of it are of no use to anybody.
void FallbackServer::Private::answerTree(const httplib::Request &request, httplib::Response &response,
                                         const FallbackContents::TreePermit &permit)
{
    const auto bytes = permit.tree->bytes();
    if (!request.ranges.empty()) {
        response.status = 416;
    } else if (!bytes) {
        comeAgain(response, "1");
    } else if (!*bytes) {
        response.status = bytes->error().code == ErrorCode::ContentChanged ? 410 : 500;
    } else if (const int socket = SSL_get_fd(request.ssl); !watch.beginTransfer(socket, permit.tokenId)) {
        comeAgain(response, RetryAfterSeconds);
    } else {
        const auto transfer = std::make_shared<TreeTransfer>(watch, socket, **bytes, permit.isCut, limits);
        response.set_content_provider(size_t((*bytes)->size()), "application/octet-stream",
                                      [transfer](size_t offset, size_t length, httplib::DataSink &sink) {
                                          return transfer->sendNext(offset, length, sink);
                                      });
    }
}

void FallbackServer::Private::answer(const httplib::Request &request, httplib::Response &response)
{
    const int socket = request.ssl ? SSL_get_fd(request.ssl) : -1;
    watch.extend(socket, limits.patience);
    response.set_header("Cache-Control", "no-store");
    if (request.method != "GET" && request.method != "HEAD") {
        response.status = 405;
        response.set_header("Allow", "GET, HEAD");
        return;
    }
    if (const auto tree = contents->findTree(QByteArray::fromStdString(request.path), monotonicNow()))
        return answerTree(request, response, *tree);
    const auto permit = contents->find(QByteArray::fromStdString(request.path), monotonicNow(),
                                       QString::fromStdString(request.remote_addr));
    if (!permit) {
        response.status = 404;
        return;
    }
    const FallbackContents::Source &source = permit->source;
    // Half of it, so that there is time left to say so.
    auto reader = std::make_unique<PatientReader>(source, limits.patience / 2);
    if (const auto unchanged = reader->checkUnchanged(); !unchanged) {
        complain(request, *source, unchanged.error());
        const bool isLate = unchanged.error().code == ErrorCode::FolderNotAnswering;
        if (isLate)
            comeAgain(response, RetryAfterSeconds);
        else
            response.status = 410;
        return;
    }
    response.set_header("Accept-Ranges", "bytes");
    response.set_header("ETag", entityTag(*source));
    const auto span = wantedSpan(request.ranges, source->size());
    if (!span) {
        response.status = 416;
        response.set_header("Content-Range", "bytes */" + std::to_string(source->size()));
        return;
    }
    // The library reads the range again behind this, and some releases refuse one that asks for more bytes
    // from the end than there are. The request is the library's own variable, const only for its handlers.
    if (!request.ranges.empty())
        const_cast<httplib::Request &>(request).ranges = {{ssize_t(span->first), ssize_t(span->last)}};
    if (!watch.beginTransfer(socket, permit->tokenId))
        return comeAgain(response, RetryAfterSeconds);
    send(request, response, *permit, std::move(reader), *span);
}

void FallbackServer::Private::send(const httplib::Request &request, httplib::Response &response,
                                   const FallbackContents::Permit &permit,
                                   std::unique_ptr<PatientReader> reader, const Span &span)
{
    const FallbackContents::Source &source = permit.source;
    const int socket = SSL_get_fd(request.ssl);
    const auto transfer = std::make_shared<Transfer>(*contents, watch, socket, permit, std::move(reader),
                                                     span.last - span.first + 1, limits);
    qCDebug(log) << "sending bytes" << span.first << "to" << span.last << "of" << source->name() << "to"
                 << QString::fromStdString(request.remote_addr);
    response.set_content_provider(source->size(), "application/octet-stream",
                                  [transfer](size_t offset, size_t length, httplib::DataSink &sink) {
                                      return transfer->sendNext(offset, length, sink);
                                  });
}

/// Whoever asks decides how often this happens.
void FallbackServer::Private::complain(const httplib::Request &request, const ContentSource &source,
                                       const Error &error)
{
    const std::lock_guard lock(complaintsMutex);
    if (const auto leftOut = complaints.take(QString::fromStdString(request.remote_addr), monotonicNow()))
        qCWarning(log) << "not served:" << source.name()
                       << qUtf8Printable(errorName(error.code) + leftOutText(*leftOut));
}

FallbackServer::Limits FallbackServer::Limits::within(quint64 descriptors)
{
    const auto bounded = [descriptors](size_t most) { return std::clamp<size_t>(descriptors / 16, 4, most); };
    Limits limits;
    TransferPlaces::Limits &transfers = limits.connections.transfers;
    transfers.inAll = bounded(transfers.inAll);
    transfers.perAddress = transfers.inAll / 4;
    transfers.perToken = transfers.inAll * 3 / 4;
    limits.connections.doorstep.inAll = int(bounded(size_t(limits.connections.doorstep.inAll)));
    return limits;
}

FallbackServer::FallbackServer(std::shared_ptr<FallbackContents> contents, const Limits &limits)
    : d(std::make_unique<Private>(std::move(contents), limits))
{
}

FallbackServer::~FallbackServer()
{
    if (!d->listener.joinable())
        return;
    d->isEnding = true;
    // The library does not know that it was stopped if it was just about to listen.
    while (!d->hasEnded) {
        d->server()->stop();
        d->watch.cutAll();
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    d->listener.join();
}

std::shared_ptr<httplib::SSLServer> FallbackServer::Private::makeServer()
{
    auto made = std::make_shared<httplib::SSLServer>([this](SSL_CTX &context) { return tls.setUp(context); });
    const size_t threads = limits.connections.transfers.inAll + size_t(limits.connections.doorstep.inAll);
    made->new_task_queue = [threads, this] {
        return new BoundedWorkers(threads, [this] { watch.makeRoom(); });
    };
    made->set_socket_options(reuseAddress);
    made->set_tcp_nodelay(true); // an answer is often less than a packet, and the next question waits for it
    made->set_keep_alive_max_count(RequestsPerConnection);
    made->set_read_timeout(limits.patience);
    made->set_write_timeout(limits.patience);
    made->set_payload_max_length(0);
    made->set_pre_routing_handler([this](const httplib::Request &request, httplib::Response &response) {
        answer(request, response);
        return httplib::Server::HandlerResponse::Handled;
    });
    return made;
}

std::shared_ptr<httplib::SSLServer> FallbackServer::Private::server()
{
    const std::lock_guard lock(serverMutex);
    return bound;
}

/// Each attempt with a server of its own: later releases of the library bind none again that failed once.
Result<void> FallbackServer::Private::bind(quint16 wanted)
{
    for (const std::string &host : hosts(address)) {
        const auto made = makeServer();
        if (!made->is_valid())
            return failure(ErrorCode::NoSystemResources, subject());
        errno = EADDRNOTAVAIL;
        const int taken = wanted == 0                        ? made->bind_to_any_port(host)
                          : made->bind_to_port(host, wanted) ? wanted
                                                             : -1;
        if (taken > 0) {
            port = quint16(taken);
            const std::lock_guard lock(serverMutex);
            bound = made;
            return {};
        }
    }
    return systemFailure(subject(), ErrorCode::NetworkFailure);
}

/// The library gives up its port when the system refuses it a connection, for want of memory, say. It gets
/// the same again.
void FallbackServer::Private::listen()
{
    while (!isEnding) {
        server()->listen_after_bind();
        if (!isEnding)
            qCWarning(log) << "no connections can be taken; once more in a moment";
        while (!isEnding) {
            std::this_thread::sleep_for(pauseOfListening);
            if (bind(port))
                break;
        }
    }
    hasEnded = true;
}

Result<void> FallbackServer::open(const QHostAddress &address, quint16 port,
                                  const ServerCertificate &certificate)
{
    d->address = address;
    d->port = port;
    if (!setCertificate(certificate))
        return failure(ErrorCode::CertificateRefused, d->subject());
    if (auto bound = d->bind(port); !bound)
        return bound;
    if (auto watched = d->watch.start(); !watched)
        return watched;
    try {
        d->listener = std::thread([this] { d->listen(); });
    } catch (const std::system_error &) {
        return failure(ErrorCode::NoSystemResources, QStringLiteral("thread"));
    }
    while (!d->server()->is_running()) // stop() means nothing before
        std::this_thread::yield();
    return {};
}

quint16 FallbackServer::port() const
{
    return d->port;
}

bool FallbackServer::setCertificate(const ServerCertificate &certificate)
{
    return d->tls.setCertificate(certificate);
}

size_t FallbackServer::connectionCount() const
{
    return d->watch.count();
}

} // namespace castdeck
