// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// sickjoin SICKNESS ARGUMENT...: joins as castjoin with these arguments does, with a machine that is ill: it
// receives, keeps nothing, and hears and says what the sickness lets it. Ends when the session lets it go, or
// with SIGTERM.
#include "apps/common/stopsignals.h"
#include "apps/receiver/asking.h"
#include "apps/receiver/jsonreporter.h"
#include "transport/sickness.h"

#include <QCoreApplication>
#include <cstdio>
#include <poll.h>

using namespace castdeck;

namespace
{

/// Takes everything and keeps nothing.
class NoSink : public ContentSink
{
public:
    Result<void> write(uint64_t, std::span<iovec>) override { return {}; }
    Result<void> finish() override { return {}; }
};

/// The sockets of a sick machine.
class SickOutput : public ReceivingOutput
{
public:
    SickOutput(SickNerves nerves, DatagramSocket socket)
        : m_nerves(std::move(nerves)), m_socket(std::move(socket))
    {
    }
    DatagramSocket &socket() { return m_socket; }

    void send(wire::Bytes packet, const wire::Endpoint &server) override
    {
        if (const auto said = m_nerves.spoil(packet); !said.empty())
            m_socket.send(said, said.size(), server);
    }
    wire::Utilization utilization(Instant) override { return {}; }

    /// What is left of a batch; it may cry out at what it hears.
    std::vector<DatagramSocket::Datagram> hear(std::span<const DatagramSocket::Datagram> batch,
                                               const wire::Endpoint &server, Instant now)
    {
        std::vector<DatagramSocket::Datagram> heard;
        for (const DatagramSocket::Datagram &datagram : batch) {
            if (!m_nerves.hears(datagram.bytes))
                continue;
            if (const auto cry = m_nerves.outcry(now); !cry.empty())
                m_socket.send(cry, cry.size(), server);
            heard.push_back(datagram);
        }
        return heard;
    }

private:
    SickNerves m_nerves;
    DatagramSocket m_socket;
};

std::optional<Sickness> sicknessOf(const QString &text)
{
    for (const Sickness sickness : AllSicknesses) {
        if (text == QLatin1String(name(sickness)))
            return sickness;
    }
    return std::nullopt;
}

/// Until it is over; false if a socket cannot be had.
bool receive(const ReceiverOptions &options, const Granted &granted, Sickness sickness, int stopDescriptor)
{
    const NetworkInterface &interface = *granted.interface;
    const ReceivingSettings settings = settingsFor(granted.offer, interface, options.clientName);
    auto own = DatagramSocket::bind({interface.address, 0}, {.interfaceIndex = interface.index});
    auto group =
        DatagramSocket::bind(settings.group, {.interfaceIndex = interface.index, .shareAddress = true});
    if (!own || !group || !group->joinGroup(settings.group.address, interface.index))
        return false;
    NoSink sink;
    auto writer =
        BlockWriter::create({granted.offer.session.contentSize, granted.offer.session.blockSize}, sink, {});
    if (!writer)
        return false;
    SickOutput output(SickNerves(sickness, settings), std::move(*own));
    ReceivingSession session(settings, *writer, output);
    session.start(monotonicNow());
    while (session.state() != ReceivingState::Ended) {
        pollfd wanted[] = {{group->descriptor(), POLLIN, 0},
                           {output.socket().descriptor(), POLLIN, 0},
                           {stopDescriptor, POLLIN, 0}};
        ::poll(wanted, std::size(wanted), 5);
        const Instant now = monotonicNow();
        if (wanted[2].revents != 0)
            return true; // as a machine that is switched off
        session.receive(output.hear(group->receive(), settings.server, now), now);
        session.receiveUnicast(output.hear(output.socket().receive(), settings.server, now), now);
        if (session.deadline() <= now)
            session.advance(now);
        if (session.isComplete())
            session.completed(now);
    }
    const ReceivingEnd &end = session.end();
    std::printf("ended, by %s: %s\n", qPrintable(end.by), qPrintable(end.reason));
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QStringList arguments = QCoreApplication::arguments();
    const auto sickness = sicknessOf(arguments.value(1));
    arguments.removeAt(1);
    const auto parsed = parseReceiverOptions(arguments);
    if (!sickness || std::holds_alternative<int>(parsed))
        return 2;
    const auto &options = std::get<ReceiverOptions>(parsed);
    const StopSignals signals;
    JsonReporter reporter(options);
    const auto granted = ask(options, reporter, signals.descriptor());
    if (!granted || !granted->interface)
        return 3;
    reporter.found(granted->offer);
    return receive(options, *granted, *sickness, signals.descriptor()) ? 0 : 1;
}
