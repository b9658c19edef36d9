// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/addresspool.h"

#include "transport/net/socketaddress.h"

#include <QCryptographicHash>
#include <QtEndian>
#include <algorithm>

namespace castdeck
{

namespace
{

uint32_t lastFour(const wire::Address &address)
{
    return qFromBigEndian<uint32_t>(address.bytes.data() + address.length - 4);
}

GroupRange derivedRange(uint8_t addressLength)
{
    if (addressLength == 16) {
        GroupRange range{{{0xFF, 0x18}, 16}, {{0xFF, 0x18}, 16}};
        range.first.bytes[15] = 1;
        range.last.bytes[14] = range.last.bytes[15] = 0xFF;
        return range;
    }
    return {{{239, 192, 0, 1}, 4}, {{239, 195, 255, 254}, 4}};
}

uint32_t startPoint(const NetworkInterface &interface)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(interface.macAddress.toUtf8());
    const auto address = interface.address.view();
    hash.addData(QByteArray(reinterpret_cast<const char *>(address.data()), qsizetype(address.size())));
    return qFromBigEndian<uint32_t>(hash.result().constData());
}

NumberPool groupPool(const GroupRange &range, uint32_t start)
{
    const uint32_t first = lastFour(range.first);
    // All of them are one more than can be said.
    const uint32_t others = lastFour(range.last) - first;
    return {first, std::max(others, others + 1), start};
}

} // namespace

AddressPool::AddressPool(const EngineSettings &settings, const NetworkInterface &interface)
    : m_base(settings.groups ? settings.groups->first : derivedRange(interface.address.length).first)
    , m_groups(settings.groups ? groupPool(*settings.groups, 0)
                               : groupPool(derivedRange(interface.address.length), startPoint(interface)))
    , m_ports(settings.ports.first, settings.ports.last - settings.ports.first + 1u)
{
}

wire::Address AddressPool::group(uint32_t number) const
{
    wire::Address address = m_base;
    qToBigEndian(number, address.bytes.data() + address.length - 4);
    return address;
}

Result<wire::Endpoint> AddressPool::take()
{
    const auto number = m_groups.take();
    if (!number)
        return failure(ErrorCode::NoSystemResources,
                       QStringLiteral("groups %1 - %2 are all in use")
                           .arg(toText(group(m_groups.first())), toText(group(m_groups.last()))));
    auto endpoint = takeOtherPort({group(*number), 0});
    if (!endpoint)
        m_groups.giveBack(*number);
    return endpoint;
}

Result<wire::Endpoint> AddressPool::takeOtherPort(const wire::Endpoint &group)
{
    const auto port = m_ports.take();
    if (!port)
        return failure(
            ErrorCode::NoSystemResources,
            QStringLiteral("ports %1 - %2 are all in use").arg(m_ports.first()).arg(m_ports.last()));
    return wire::Endpoint{group.address, static_cast<uint16_t>(*port)};
}

void AddressPool::giveBack(const wire::Endpoint &endpoint)
{
    m_groups.giveBack(lastFour(endpoint.address));
    m_ports.giveBack(endpoint.port);
}

void AddressPool::hold(const wire::Endpoint &endpoint)
{
    m_groups.hold(lastFour(endpoint.address));
    m_ports.hold(endpoint.port);
}

wire::Endpoint AddressPool::sample() const
{
    return {group(m_groups.next()), static_cast<uint16_t>(m_ports.next())};
}

} // namespace castdeck
