// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/networkinterface.h"

#include "transport/socketaddress.h"

#include <QFile>
#include <QNetworkInterface>
#include <algorithm>
#include <sys/socket.h>
#include <unistd.h>

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
        if (!loopback && !flags.testFlag(QNetworkInterface::CanMulticast))
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
            result.append(interface);
        }
    }
    const auto rank = [](const NetworkInterface &i) {
        const bool linkLocal =
            i.address.length == 16 && i.address.bytes[0] == 0xFE && (i.address.bytes[1] & 0xC0) == 0x80;
        return (i.loopback ? 4 : 0) + (i.address.length == 4 ? 0 : 1) + (linkLocal ? 1 : 0);
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
        return nameOrAddress.isEmpty() || i.name == nameOrAddress || (address && i.address == *address);
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

Result<NetworkInterface> interfaceTowards(const wire::Address &peer)
{
    // A connected UDP socket sends nothing, yet has the source address that the route would give.
    const SocketAddress to = toSocketAddress({peer, 9});
    const int probe = ::socket(to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    SocketAddress own;
    own.length = sizeof own.storage;
    const bool routed = probe >= 0 && ::connect(probe, to.data(), to.length) == 0 &&
                        ::getsockname(probe, reinterpret_cast<sockaddr *>(&own.storage), &own.length) == 0;
    if (probe >= 0)
        ::close(probe);
    if (!routed)
        return failure(ErrorCode::NoInterface, toText(peer));
    const wire::Address source = fromSocketAddress(own.storage).address;
    return firstThat(toText(peer), [&](const NetworkInterface &i) { return i.address == source; });
}

uint32_t packetMtu(const NetworkInterface &interface)
{
    return interface.loopback ? EthernetMtu : std::min(interface.mtu, LargestPacketMtu);
}

} // namespace castdeck
