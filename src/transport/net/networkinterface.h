// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/address.h"

#include <QList>
#include <QString>

namespace castdeck
{

/// One interface of this machine with the address a session uses on it.
struct NetworkInterface {
    QString name;
    unsigned index = 0;
    wire::Address address;
    QString macAddress;     ///< "02:00:5e:10:20:30"; "00:00:00:00:00:00" for the loopback
    uint32_t mtu = 1500;    ///< bytes
    uint64_t linkSpeed = 0; ///< bit/s, 0 if the system does not say
    int prefixLength = -1;  ///< of the address; -1 if the system does not say
    bool loopback = false;
    bool multicast = true; ///< the system takes it for one that carries multicast; tunnels often do not
};

/// Every address of every interface that is up; those that can multicast come first, the loopback last.
QList<NetworkInterface> networkInterfaces();

/// By name ("eth0") or address ("192.0.2.7"). Empty: the first that is up and can multicast, else the
/// loopback; IPv4 is preferred. ErrorCode::NoInterface if there is none.
Result<NetworkInterface> findInterface(const QString &nameOrAddress);

/// The same with an address of that family (4 or 16 bytes), one that reaches beyond the link if there is one.
Result<NetworkInterface> findInterface(const QString &nameOrAddress, uint8_t addressLength);

/// All that a name or an address stands for: every address of that interface, or that one and the best of the
/// other family on the same interface. Empty text: of all interfaces. The preferred one first; nothing is no
/// error.
QList<NetworkInterface> interfacesOf(const QString &nameOrAddress);

/// The one of them that @p peer can reach best, with an address of its family: what the route to it says,
/// else the one whose network it is in, else the first. An address of this machine itself is reached on the
/// interface that has it. ErrorCode::NoInterface if none has the family.
Result<NetworkInterface> interfaceTowards(const wire::Address &peer, const QList<NetworkInterface> &among);

/// The interface whose route leads to @p peer. ErrorCode::NoInterface if none does.
Result<NetworkInterface> interfaceTowards(const wire::Address &peer);

/// What data packets may be sized for: the interface's MTU, at most 9000. For the loopback 1500: its own 64
/// KiB stand for no network, and one window of such packets overflows every receive buffer.
uint32_t packetMtu(const NetworkInterface &interface);

} // namespace castdeck
