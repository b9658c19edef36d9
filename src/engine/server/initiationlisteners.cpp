// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/initiationlisteners.h"

#include "engine/common/logcategories.h"
#include "transport/net/socketaddress.h"

#include <algorithm>

namespace castdeck
{

namespace
{

/// Each takes a descriptor.
constexpr qsizetype AddressesMost = 256;

/// For when there is no address yet to find one on.
Result<quint16> anyFreePort()
{
    return DatagramSocket::bind({{{}, 4}, 0}, {}).map([](const DatagramSocket &socket) {
        return quint16(socket.localEndpoint().port);
    });
}

} // namespace

InitiationListeners::InitiationListeners(QString interfaceName, InitiationServer::Admit admit)
    : m_interfaceName(std::move(interfaceName)), m_admit(std::move(admit))
{
}

Result<quint16> InitiationListeners::open(quint16 port)
{
    m_port = port;
    const QList<NetworkInterface> wanted = interfacesOf(m_interfaceName);
    if (wanted.isEmpty() && port == 0) {
        auto free = anyFreePort();
        if (!free)
            return free;
        m_port = *free;
    } else if (!wanted.isEmpty()) {
        if (const auto first = add(wanted.first()); !first)
            return tl::unexpected(first.error());
        m_port = m_servers.front()->port();
    }
    if (auto watch = NetworkWatch::open()) {
        m_watch = std::move(*watch);
        connect(m_watch.get(), &NetworkWatch::changed, this, &InitiationListeners::follow);
    } else {
        qCWarning(initiationLog) << "changes of addresses are not seen:" << watch.error().detail;
    }
    follow();
    return m_port;
}

std::vector<wire::Address> InitiationListeners::addresses() const
{
    std::vector<wire::Address> all;
    for (const auto &server : m_servers)
        all.push_back(server->interface().address);
    return all;
}

Result<void> InitiationListeners::add(const NetworkInterface &interface)
{
    auto server = InitiationServer::listen(interface, m_port, m_admit);
    const QString address = toText(interface.address);
    if (!server) {
        // An IPv6 address is not there before nobody else turned out to have it; that is a change again.
        const bool isComing = server.error().code == ErrorCode::NoInterface;
        if (!isComing && !m_refused.contains(address)) {
            qCWarning(initiationLog).noquote() << "no initiation on" << address << server.error().detail;
            m_refused.insert(address);
        }
        return tl::unexpected(server.error());
    }
    m_refused.remove(address);
    qCInfo(initiationLog).noquote() << "initiation on" << address << "of" << interface.name;
    m_servers.push_back(std::move(*server));
    return {};
}

void InitiationListeners::follow()
{
    QList<NetworkInterface> wanted = interfacesOf(m_interfaceName);
    wanted.resize(std::min(wanted.size(), AddressesMost));
    const auto isSame = [](const NetworkInterface &a, const NetworkInterface &b) {
        return a.index == b.index && a.address == b.address;
    };
    std::erase_if(m_servers, [&](const auto &server) {
        const bool isGone = std::ranges::none_of(
            wanted, [&](const NetworkInterface &one) { return isSame(one, server->interface()); });
        if (isGone)
            qCInfo(initiationLog).noquote()
                << "no initiation any more on" << toText(server->interface().address);
        return isGone;
    });
    for (const NetworkInterface &one : wanted) {
        if (std::ranges::none_of(m_servers,
                                 [&](const auto &server) { return isSame(one, server->interface()); }))
            add(one);
    }
}

} // namespace castdeck
