// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/download.h"

#include "apps/receiver/resume.h"
#include "apps/receiver/tlsinitiation.h"
#include "apps/receiver/udpinitiation.h"
#include "transport/filesink.h"
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

Result<SessionOffer> ask(const ReceiverOptions &options, const wire::Address &server,
                         const NetworkInterface &interface, Reporter &reporter, int stopDescriptor)
{
    if (options.initiation == ReceiverOptions::Initiation::Tls)
        return askOverTls(options, interface.address.length == 16, reporter, stopDescriptor);
    return askOverUdp(options, server, interface, stopDescriptor);
}

template <class Sink>
Result<std::unique_ptr<ContentSink>> verifying(Result<std::unique_ptr<Sink>> sink, const SessionOffer &offer)
{
    if (sink && offer.digest)
        (*sink)->expect(*offer.digest);
    return sink;
}

Result<std::unique_ptr<ContentSink>> openSink(const ReceiverOptions &options, const SessionOffer &offer)
{
    if (options.toStandardOutput())
        return verifying(PipeSink::create(STDOUT_FILENO), offer);
    return verifying(FileSink::create(options.output, offer.session.contentSize), offer);
}

Outcome receive(const ReceiverOptions &options, const SessionOffer &offer, const NetworkInterface &interface,
                ContentSink &sink, BlockWriter &writer, Reporter &reporter, int stopDescriptor)
{
    const wire::InitiationReply &session = offer.session;
    ReceivingSettings settings;
    settings.sessionId = session.sessionId;
    settings.group = session.group;
    settings.server = session.server;
    settings.serverMode = offer.serverMode;
    settings.clientMode = offer.clientMode;
    settings.key = offer.key;
    settings.clientName = options.clientName;
    settings.clientAddress = interface.address;
    settings.macAddress = macBytes(interface);
    settings.seed = QRandomGenerator::system()->generate64();
    auto loop = ReceivingLoop::open(settings, interface, writer, sink);
    if (!loop)
        return failed(loop.error());

    RateMeter rate(monotonicNow());
    uint64_t counted = writer.bytesWritten();
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

Outcome finish(ContentSink &sink, const BlockWriter &writer)
{
    const auto finished = sink.finish();
    Outcome outcome = finished ? Outcome{} : failed(finished.error());
    outcome.bytes = writer.bytesWritten();
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
        return options.interface.isEmpty() ? unreachable(interface.error()) : failed(interface.error());
    const auto offer = ask(options, *server, *interface, reporter, stopDescriptor);
    if (!offer)
        return notStarted(offer.error());
    const wire::InitiationReply &session = offer->session;
    // The server may have taken an IPv6 group for a question that went over IPv4.
    interface = chooseInterface(options.interface, session.server.address);
    if (!interface)
        return failed(interface.error());

    reporter.found(*offer);
    auto sink = openSink(options, *offer);
    if (!sink)
        return failed(sink.error());
    auto journal = openJournal(options, *offer);
    auto writer = BlockWriter::create({session.contentSize, session.blockSize}, **sink,
                                      {.limit = options.limit, .journal = journal ? &*journal : nullptr});
    if (!writer)
        return failed(writer.error());
    if (journal) {
        if (auto adopted = adoptPart(options, *journal, *writer, reporter, stopDescriptor); !adopted)
            return notStarted(adopted.error());
    }
    // With nothing to ask for (multicast-application A02), or nothing any more, nobody is asked.
    const Outcome outcome = writer->isComplete() ? finish(**sink, *writer)
                                                 : receive(options, *offer, *interface, **sink, *writer,
                                                           reporter, stopDescriptor);
    // What is complete needs no journal, and what is wrong must not be trusted block by block again.
    if (journal && (outcome.kind == Outcome::Kind::Complete || outcome.kind == Outcome::Kind::Corrupt))
        journal->discard();
    return outcome;
}

} // namespace castdeck
