// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/asking.h"

#include "apps/receiver/tlsinitiation.h"
#include "apps/receiver/udpinitiation.h"
#include "transport/net/socketaddress.h"

#include <algorithm>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>

namespace castdeck
{

namespace
{

constexpr std::chrono::seconds AskAgainFor(60);
constexpr int AskPauseMost = 5000; // ms

/// Where a server may be.
struct Place {
    wire::Address address;
    unsigned interfaceIndex = 0; ///< scope of an IPv6 link-local address; 0 if there is none
};

/// Every address of the name, those of IPv4 first.
Result<QList<Place>> resolve(const QString &host)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo *all = nullptr;
    if (const int error = getaddrinfo(host.toUtf8().constData(), nullptr, &hints, &all); error != 0)
        return failure(ErrorCode::NetworkFailure, QString::fromLocal8Bit(gai_strerror(error)));
    QList<Place> places;
    for (const addrinfo *entry = all; entry; entry = entry->ai_next) {
        sockaddr_storage storage{};
        std::copy_n(reinterpret_cast<const char *>(entry->ai_addr),
                    std::min<size_t>(entry->ai_addrlen, sizeof storage), reinterpret_cast<char *>(&storage));
        const bool ipv6 = storage.ss_family == AF_INET6;
        places.append({fromSocketAddress(storage).address,
                       ipv6 ? reinterpret_cast<const sockaddr_in6 &>(storage).sin6_scope_id : 0});
    }
    freeaddrinfo(all);
    std::ranges::stable_sort(places, {}, [](const Place &place) { return place.address.length; });
    return places;
}

/// The interface that was asked for, else the one towards the server; with an address of the server's family.
Result<NetworkInterface> chooseInterface(const QString &wanted, const Place &server)
{
    const QList<NetworkInterface> all = networkInterfaces();
    const auto withAddress = [&](unsigned index) -> std::optional<NetworkInterface> {
        const auto found = std::ranges::find_if(all, [&](const NetworkInterface &one) {
            return one.index == index && one.address.length == server.address.length;
        });
        return found == all.end() ? std::nullopt : std::optional(*found);
    };
    if (wanted.isEmpty() && server.interfaceIndex != 0) {
        if (auto found = withAddress(server.interfaceIndex))
            return *found;
        return failure(ErrorCode::NoInterface, toText(server.address));
    }
    auto found = wanted.isEmpty() ? interfaceTowards(server.address) : findInterface(wanted);
    if (!found || found->address.length == server.address.length)
        return found;
    if (auto same = withAddress(found->index))
        return *same;
    return failure(ErrorCode::NoInterface,
                   QStringLiteral("%1 (%2)").arg(toText(server.address), found->name));
}

bool receivesIpv6(const NetworkInterface &interface)
{
    return std::ranges::any_of(networkInterfaces(), [&](const NetworkInterface &one) {
        return one.index == interface.index && one.address.length == 16;
    });
}

/// Of several addresses one may lead nowhere; an answer of any kind is the server's.
tl::expected<SessionOffer, Outcome> askSomewhere(const ReceiverOptions &options, const QList<Place> &places,
                                                 Reporter &reporter, int stopDescriptor)
{
    static constexpr ErrorCode Nobody[] = {ErrorCode::TimedOut, ErrorCode::NetworkFailure,
                                           ErrorCode::NoInterface};
    tl::expected<SessionOffer, Outcome> answer = tl::unexpected(unreachable({ErrorCode::TimedOut, {}}));
    for (const Place &place : places) {
        const auto interface = chooseInterface(options.interface, place);
        if (!interface) {
            answer = tl::unexpected(unreachable(interface.error()));
            continue;
        }
        const auto tries = places.size() > 1 ? UdpTries::Few : UdpTries::Usual;
        const auto offer = askOverUdp(options, place.address, *interface, receivesIpv6(*interface), tries,
                                      reporter, stopDescriptor);
        if (offer)
            return *offer;
        answer = tl::unexpected(offer.error().code == ErrorCode::Cancelled ? notStarted(offer.error())
                                                                           : unreachable(offer.error()));
        // Who answered is the server, and says the same at its other addresses.
        if (std::ranges::find(Nobody, offer.error().code) == std::end(Nobody))
            break;
    }
    return answer;
}

tl::expected<SessionOffer, Outcome> askServer(const ReceiverOptions &options, const QList<Place> &places,
                                              Reporter &reporter, int stopDescriptor)
{
    if (options.initiation == ReceiverOptions::Initiation::Udp)
        return askSomewhere(options, places, reporter, stopDescriptor);
    // Which way the question goes is the system's business; the session may come in another.
    const auto interface = chooseInterface(options.interface, places.first());
    return askOverTls(options, interface && receivesIpv6(*interface), reporter, stopDescriptor);
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
        ErrorCode::ContentChanged, // while it was looked at
    };
    return outcome.error && std::ranges::find(Passing, outcome.error->code) != std::end(Passing);
}

} // namespace

namespace
{

tl::expected<Granted, Outcome> askOnce(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
{
    if (!options.interface.isEmpty()) {
        if (const auto there = findInterface(options.interface); !there)
            return tl::unexpected(failed(there.error()));
    }
    const auto places = resolve(options.server);
    if (!places)
        return tl::unexpected(unreachable(places.error()));
    auto offer = askServer(options, *places, reporter, stopDescriptor);
    if (!offer)
        return tl::unexpected(offer.error());
    // The server may have taken an IPv6 group for a question that went over IPv4.
    Place server{offer->session.server.address, 0};
    for (const Place &place : *places) {
        if (place.address == server.address)
            server = place;
    }
    auto interface = chooseInterface(options.interface, server);
    return Granted{std::move(*offer), std::move(interface)};
}

/// The content is being written, or all places at the server's door are taken (over UDP that has been waited
/// for already).
bool isWaitedFor(const ReceiverOptions &options, const Outcome &outcome)
{
    const bool isOverTls = options.initiation != ReceiverOptions::Initiation::Udp;
    return outcome.error && (outcome.error->code == ErrorCode::ContentChanged ||
                             (isOverTls && outcome.error->code == ErrorCode::Busy));
}

} // namespace

tl::expected<Granted, Outcome> ask(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor)
{
    auto granted = askOnce(options, reporter, stopDescriptor);
    return granted || !isWaitedFor(options, granted.error()) ? granted
                                                             : askAgain(options, reporter, stopDescriptor);
}

tl::expected<Granted, Outcome> askAgain(const ReceiverOptions &options, Reporter &reporter,
                                        int stopDescriptor)
{
    const Instant until = monotonicNow() + AskAgainFor;
    int pause = 500;
    // A server that was started a moment ago loads its namespaces, and hundreds ask it at the same time.
    for (;;) {
        auto granted = askOnce(options, reporter, stopDescriptor);
        if (granted || !isPassing(granted.error()) || monotonicNow() >= until)
            return granted;
        pollfd stop{stopDescriptor, POLLIN, 0};
        poll(&stop, 1, pause); // what is readable ends the next attempt at once
        pause = std::min(pause * 2, AskPauseMost);
    }
}

} // namespace castdeck
