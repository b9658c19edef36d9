// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/networkinterface.h"

#include "core/descriptor.h"
#include "transport/net/socketaddress.h"

#include <QFile>
#include <QNetworkInterface>
#include <algorithm>
#include <functional>
#include <optional>
#include <sys/socket.h>

namespace castdeck
{

namespace
{

constexpr uint32_t LargestPacketMtu = 9000;
constexpr uint32_t EthernetMtu = 1500;

uint64_t linkSpeedOf(const QString &name)
{
    QFile file(QStringLiteral("/sys/class/net/%1/speed").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const qint64 megabits = file.readAll().trimmed().toLongLong();
    return megabits > 0 ? static_cast<uint64_t>(megabits) * 1'000'000 : 0;
}

template <class Wanted>
Result<NetworkInterface> firstThat(const QString &subject, Wanted wanted)
{
    const QList<NetworkInterface> all = networkInterfaces();
    const auto found = std::find_if(all.begin(), all.end(), wanted);
    if (found == all.end())
        return failure(ErrorCode::NoInterface, subject);
    return *found;
}

/// The address that the system would send from.
std::optional<wire::Address> routedSource(const wire::Address &peer)
{
    // A connected UDP socket sends nothing, yet has the source address that the route would give.
    const SocketAddress to = toSocketAddress({peer, 9});
    const Descriptor probe(::socket(to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    SocketAddress own;
    own.length = sizeof own.storage;
    const bool routed =
        probe.isValid() && ::connect(probe.value(), to.data(), to.length) == 0 &&
        ::getsockname(probe.value(), reinterpret_cast<sockaddr *>(&own.storage), &own.length) == 0;
    return routed ? std::optional(fromSocketAddress(own.storage).address) : std::nullopt;
}

bool isInNetwork(const wire::Address &peer, const NetworkInterface &interface)
{
    if (peer.length != interface.address.length || interface.prefixLength < 0)
        return false;
    for (int bit = 0; bit < interface.prefixLength; ++bit) {
        const auto at = static_cast<size_t>(bit / 8);
        if ((peer.bytes[at] ^ interface.address.bytes[at]) & (0x80 >> bit % 8))
            return false;
    }
    return true;
}

} // namespace

QList<NetworkInterface> networkInterfaces()
{
    QList<NetworkInterface> result;
    const QList<QNetworkInterface> all = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &device : all) {
        const auto flags = device.flags();
        const bool loopback = flags.testFlag(QNetworkInterface::IsLoopBack);
        if (!flags.testFlag(QNetworkInterface::IsUp))
            continue;
        const QList<QNetworkAddressEntry> entries = device.addressEntries();
        for (const QNetworkAddressEntry &entry : entries) {
            QHostAddress plain = entry.ip();
            plain.setScopeId({});
            const auto address = addressFromText(plain.toString());
            if (!address)
                continue;
            NetworkInterface interface;
            interface.name = device.name();
            interface.index = static_cast<unsigned>(device.index());
            interface.address = *address;
            interface.macAddress = device.hardwareAddress().toLower();
            interface.mtu = device.maximumTransmissionUnit() > 0
                                ? static_cast<uint32_t>(device.maximumTransmissionUnit())
                                : EthernetMtu;
            interface.linkSpeed = linkSpeedOf(interface.name);
            interface.loopback = loopback;
            interface.prefixLength = entry.prefixLength();
            interface.multicast = flags.testFlag(QNetworkInterface::CanMulticast);
            result.append(interface);
        }
    }
    const auto rank = [](const NetworkInterface &i) {
        return (i.loopback ? 8 : 0) + (i.multicast ? 0 : 4) + (i.address.length == 4 ? 0 : 1) +
               (i.address.isLinkLocal() ? 1 : 0);
    };
    std::stable_sort(result.begin(), result.end(),
                     [&](const NetworkInterface &a, const NetworkInterface &b) { return rank(a) < rank(b); });
    return result;
}

Result<NetworkInterface> findInterface(const QString &nameOrAddress)
{
    const QString subject = nameOrAddress.isEmpty() ? QStringLiteral("multicast") : nameOrAddress;
    const auto address = addressFromText(nameOrAddress);
    return firstThat(subject, [&](const NetworkInterface &i) {
        return (nameOrAddress.isEmpty() && (i.multicast || i.loopback)) || i.name == nameOrAddress ||
               (address && i.address == *address);
    });
}

Result<NetworkInterface> findInterface(const QString &nameOrAddress, uint8_t addressLength)
{
    return findInterface(nameOrAddress).and_then([&](const NetworkInterface &found) {
        return firstThat(nameOrAddress.isEmpty() ? found.name : nameOrAddress,
                         [&](const NetworkInterface &i) {
                             return i.index == found.index && i.address.length == addressLength &&
                                    (found.address.length != addressLength || i.address == found.address);
                         });
    });
}

QList<NetworkInterface> interfacesOf(const QString &nameOrAddress)
{
    if (!addressFromText(nameOrAddress)) {
        QList<NetworkInterface> all = networkInterfaces();
        all.removeIf(
            [&](const NetworkInterface &i) { return !nameOrAddress.isEmpty() && i.name != nameOrAddress; });
        return all;
    }
    QList<NetworkInterface> found;
    if (const auto first = findInterface(nameOrAddress)) {
        found.append(*first);
        if (const auto other = findInterface(nameOrAddress, first->address.length == 4 ? 16 : 4))
            found.append(*other);
    }
    return found;
}

Result<NetworkInterface> interfaceTowards(const wire::Address &peer, const QList<NetworkInterface> &among)
{
    const auto source = routedSource(peer);
    const std::function<bool(const NetworkInterface &)> rules[] = {
        [&](const NetworkInterface &i) { return i.address == peer; },
        [&](const NetworkInterface &i) { return source && i.address == *source; },
        [&](const NetworkInterface &i) { return isInNetwork(peer, i); },
        [&](const NetworkInterface &i) { return i.address.length == peer.length; },
    };
    for (const auto &fits : rules) {
        const auto found = std::ranges::find_if(among, fits);
        if (found != among.end())
            return *found;
    }
    return failure(ErrorCode::NoInterface, toText(peer));
}

Result<NetworkInterface> interfaceTowards(const wire::Address &peer)
{
    const auto source = routedSource(peer);
    if (!source)
        return failure(ErrorCode::NoInterface, toText(peer));
    return firstThat(toText(peer), [&](const NetworkInterface &i) { return i.address == *source; });
}

uint32_t packetMtu(const NetworkInterface &interface)
{
    return interface.loopback ? EthernetMtu : std::min(interface.mtu, LargestPacketMtu);
}

} // namespace castdeck
