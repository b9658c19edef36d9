// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Sends one file to whoever asks for it over UDP initiation, until the session ends or a signal comes, then
// prints what it cost: the sender of the multicast benchmark, without namespaces or management around it.
//
//   benchsender INTERFACE PORT FILE [RATE]

#include "engine/server/initiationserver.h"
#include "transport/net/socketaddress.h"
#include "transport/sending/sendingthread.h"
#include "wire/datapacket.h"

#include <QCoreApplication>
#include <QTextStream>
#include <csignal>
#include <sys/resource.h>

using namespace castdeck;

namespace
{

double seconds(const timeval &time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void printCost(const SessionEnd &end, uint64_t contentSize)
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const double cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    const SendingCounters &sent = end.counters;
    const uint64_t all = sent.dataBytes + sent.repairBytes;
    QTextStream(stdout) << "cpu=" << cpu << " maxrss_kib=" << usage.ru_maxrss << " sent=" << all
                        << " twice=" << (all > contentSize ? all - contentSize : 0)
                        << " repairs=" << sent.repairPackets << " rounds=" << sent.rounds << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    if (arguments.size() < 4)
        qFatal("usage: benchsender INTERFACE PORT FILE [RATE]");

    const auto interface = findInterface(arguments[1]);
    auto source = ContentSource::fromPath(arguments[3]);
    if (!interface || !source)
        qFatal("no such interface or file");
    const uint64_t contentSize = source->size();

    SendingSettings settings;
    settings.id = SessionId(4711);
    settings.interface = *interface;
    settings.group = {{{239, 192, 77, 1}, 4}, 64001};
    settings.blockSize = wire::largestBlock(settings.mode, packetMtu(*interface), false);
    settings.rateLimit = arguments.value(4).toULongLong();
    settings.parameters.linger = std::chrono::milliseconds(300);
    auto session = SendingThread::start(settings, std::move(*source), std::make_shared<ClientIds>());
    if (!session)
        qFatal("cannot start: %s", qPrintable(session.error().detail));

    const InitiationGrant grant = [&] {
        InitiationGrant result;
        result.multicastAddress = toText(settings.group.address);
        result.multicastPort = settings.group.port;
        result.unicastAddress = toText(interface->address);
        result.unicastPort = settings.group.port;
        result.sessionId = settings.id;
        result.contentSize = contentSize;
        result.blockSize = settings.blockSize;
        result.totalBlocks = wire::ContentGeometry{contentSize, settings.blockSize}.totalBlocks();
        return result;
    }();
    const auto server =
        InitiationServer::listen(*interface, static_cast<uint16_t>(arguments[2].toUInt()),
                                 [&](const InitiationAsk &) -> Result<InitiationGrant> { return grant; });
    if (!server)
        qFatal("cannot listen: %s", qPrintable(server.error().detail));

    QObject::connect(session->get(), &SendingThread::ended, &app, [&](const SessionEnd &end) {
        printCost(end, contentSize);
        app.quit();
    });
    QTextStream(stdout) << "ready" << Qt::endl;
    return app.exec();
}
