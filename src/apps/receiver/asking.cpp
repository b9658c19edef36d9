// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/asking.h"

#include "apps/receiver/tlsinitiation.h"
#include "apps/receiver/udpinitiation.h"
#include "transport/socketaddress.h"

#include <algorithm>
#include <netdb.h>
#include <poll.h>

namespace castdeck
{

namespace
{

constexpr std::chrono::seconds AskAgainFor(60);
constexpr int AskPauseMost = 5000; // ms

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

Result<SessionOffer> askServer(const ReceiverOptions &options, const wire::Address &server,
                               const NetworkInterface &interface, Reporter &reporter, int stopDescriptor)
{
    const bool ipv6 = std::ranges::any_of(networkInterfaces(), [&](const NetworkInterface &one) {
        return one.index == interface.index && one.address.length == 16;
    });
    if (options.initiation == ReceiverOptions::Initiation::Tls)
        return askOverTls(options, ipv6, reporter, stopDescriptor);
    return askOverUdp(options, server, interface, ipv6, reporter, stopDescriptor);
}

/// Worth another try: the server may be on its way up.
bool isPassing(const Outcome &outcome)
{
    static constexpr ErrorCode Passing[] = {
        ErrorCode::TransportServerUnavailable,
        ErrorCode::TimedOut,
        ErrorCode::NetworkFailure,
        ErrorCode::ConnectionLost,
        ErrorCode::Busy,
        ErrorCode::NoInterface,
        ErrorCode::SessionShutdownInProgress,
        ErrorCode::NamespaceNotFound,
    };
    return outcome.error && std::ranges::find(Passing, outcome.error->code) != std::end(Passing);
}

} // namespace

tl::expected<Granted, Outcome> ask(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
{
    const auto server = resolve(options.server);
    if (!server)
        return tl::unexpected(unreachable(server.error()));
    auto interface = chooseInterface(options.interface, *server);
    if (!interface)
        return tl::unexpected(options.interface.isEmpty() ? unreachable(interface.error())
                                                          : failed(interface.error()));
    auto offer = askServer(options, *server, *interface, reporter, stopDescriptor);
    if (!offer)
        return tl::unexpected(notStarted(offer.error()));
    // The server may have taken an IPv6 group for a question that went over IPv4.
    interface = chooseInterface(options.interface, offer->session.server.address);
    if (!interface)
        return tl::unexpected(failed(interface.error()));
    return Granted{std::move(*offer), std::move(*interface)};
}

tl::expected<Granted, Outcome> askAgain(const ReceiverOptions &options, Reporter &reporter,
                                        int stopDescriptor)
{
    const Instant until = monotonicNow() + AskAgainFor;
    int pause = 500;
    for (;;) {
        auto granted = ask(options, reporter, stopDescriptor);
        if (granted || !isPassing(granted.error()) || monotonicNow() >= until)
            return granted;
        pollfd stop{stopDescriptor, POLLIN, 0};
        poll(&stop, 1, pause); // what is readable ends the next attempt at once
        pause = std::min(pause * 2, AskPauseMost);
    }
}

} // namespace castdeck
