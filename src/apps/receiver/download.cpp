// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/download.h"

#include "transport/filesink.h"
#include "transport/initiationclient.h"
#include "transport/pipesink.h"
#include "transport/ratemeter.h"
#include "transport/receivingloop.h"
#include "transport/socketaddress.h"

#include <QRandomGenerator>
#include <algorithm>
#include <netdb.h>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// Without a packet from the group this long after joining, something is told.
constexpr std::chrono::seconds NoDataAfter(5);
constexpr std::chrono::milliseconds ReportInterval(250);
constexpr std::chrono::milliseconds JsonReportInterval(1000);

Result<wire::Address> resolve(const QString &host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo *all = nullptr;
    if (const int error = getaddrinfo(host.toUtf8().constData(), nullptr, &hints, &all); error != 0)
        return failure(ErrorCode::NetworkFailure, QString::fromLocal8Bit(gai_strerror(error)));
    wire::Address address;
    for (const addrinfo *entry = all; entry; entry = entry->ai_next) {
        sockaddr_storage storage{};
        std::copy_n(reinterpret_cast<const char *>(entry->ai_addr),
                    std::min<size_t>(entry->ai_addrlen, sizeof storage), reinterpret_cast<char *>(&storage));
        const wire::Address candidate = fromSocketAddress(storage).address;
        if (address.length == 0 || (address.length == 16 && candidate.length == 4))
            address = candidate;
    }
    freeaddrinfo(all);
    return address;
}

/// The interface that was asked for, else the one towards the server; with an address of the server's family.
Result<NetworkInterface> chooseInterface(const QString &wanted, const wire::Address &server)
{
    auto found = wanted.isEmpty() ? interfaceTowards(server) : findInterface(wanted);
    if (!found || found->address.length == server.length)
        return found;
    for (const NetworkInterface &other : networkInterfaces())
        if (other.index == found->index && other.address.length == server.length)
            return other;
    return failure(ErrorCode::NoInterface, QStringLiteral("%1 (%2)").arg(toText(server), found->name));
}

std::vector<uint8_t> macBytes(const QString &text)
{
    const QByteArray bytes = QByteArray::fromHex(text.toLatin1());
    std::vector<uint8_t> result(bytes.begin(), bytes.end());
    if (result.empty())
        result.resize(6); // the request needs one; an interface without shows zeroes
    result.resize(std::min<size_t>(result.size(), 32));
    return result;
}

Result<wire::InitiationReply> initiate(const ReceiverOptions &options, const wire::Address &server,
                                       const NetworkInterface &interface, int stopDescriptor)
{
    wire::InitiationRequest request;
    request.namespaceName = options.namespaceName;
    request.content = options.content;
    const std::vector<uint8_t> mac = macBytes(interface.macAddress);
    std::ranges::copy(mac, request.macAddress.begin());
    request.macLength = static_cast<uint8_t>(mac.size());
    request.ipv6Capable = interface.address.length == 16;
    InitiationClient::Options how;
    how.stopDescriptor = stopDescriptor;
    if (!options.interface.isEmpty())
        how.localAddress = interface.address;
    how.interfaceIndex = interface.index;
    return InitiationClient::ask({server, options.initiationPort}, request, how);
}

Result<std::unique_ptr<ContentSink>> openSink(const ReceiverOptions &options, uint64_t size)
{
    if (options.toStandardOutput())
        return PipeSink::create(STDOUT_FILENO);
    return FileSink::create(options.output, size);
}

Outcome receive(const ReceiverOptions &options, const wire::InitiationReply &session,
                const NetworkInterface &interface, ContentSink &sink, BlockWriter &writer, Reporter &reporter,
                int stopDescriptor)
{
    ReceivingSettings settings;
    settings.sessionId = session.sessionId;
    settings.group = session.group;
    settings.server = session.server;
    settings.clientName = options.clientName;
    settings.clientAddress = interface.address;
    settings.macAddress = macBytes(interface.macAddress);
    settings.seed = QRandomGenerator::system()->generate64();
    auto loop = ReceivingLoop::open(settings, interface, writer, sink);
    if (!loop)
        return localFailure(loop.error());

    RateMeter rate(monotonicNow());
    uint64_t counted = 0;
    bool warned = false;
    const auto report = [&](const ReceivingStatus &status) {
        const Instant now = monotonicNow();
        rate.add(status.bytesWritten - counted, now);
        counted = status.bytesWritten;
        reporter.progress({status, session.contentSize, rate.bytesPerSecond(now)}, now);
        if (!warned && status.inSession >= NoDataAfter && status.counters.groupPackets == 0) {
            warned = true;
            reporter.noData(toText(session.group));
        }
    };
    Outcome outcome =
        outcomeOf((*loop)->run({stopDescriptor, options.json ? JsonReportInterval : ReportInterval, report}));
    outcome.bytes = writer.bytesWritten();
    outcome.partial = outcome.kind != Outcome::Kind::Complete && !options.toStandardOutput();
    return outcome;
}

} // namespace

Outcome download(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
{
    const auto server = resolve(options.server);
    if (!server)
        return unreachable(server.error());
    auto interface = chooseInterface(options.interface, *server);
    if (!interface)
        return options.interface.isEmpty() ? unreachable(interface.error()) : localFailure(interface.error());
    const auto session = initiate(options, *server, *interface, stopDescriptor);
    if (!session && session.error().code == ErrorCode::Cancelled)
        return outcomeOf({ReceivingEnd::Kind::Cancelled, {}, {}, {}});
    if (!session)
        return unreachable(session.error());
    // The server may have taken an IPv6 group for a question that went over IPv4.
    interface = chooseInterface(options.interface, session->server.address);
    if (!interface)
        return localFailure(interface.error());

    reporter.found(*session);
    auto sink = openSink(options, session->contentSize);
    if (!sink)
        return localFailure(sink.error());
    auto writer =
        BlockWriter::create({session->contentSize, session->blockSize}, **sink, {.limit = options.limit});
    if (!writer)
        return localFailure(writer.error());
    if (session->totalBlocks > 0) // nothing to ask for else (multicast-application A02)
        return receive(options, *session, *interface, **sink, *writer, reporter, stopDescriptor);
    const auto finished = (*sink)->finish();
    return finished ? Outcome{} : localFailure(finished.error());
}

} // namespace castdeck
