// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/networkwatch.h"

#include <QSocketNotifier>
#include <array>
#include <cerrno>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace castdeck
{

namespace
{

constexpr std::chrono::milliseconds GatherTime(100);

} // namespace

Result<std::unique_ptr<NetworkWatch>> NetworkWatch::open()
{
    Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR;
    if (!socket.isValid() ||
        ::bind(socket.value(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return systemFailure(QStringLiteral("netlink"), ErrorCode::NetworkFailure);
    return std::unique_ptr<NetworkWatch>(new NetworkWatch(std::move(socket)));
}

NetworkWatch::NetworkWatch(Descriptor socket) : m_socket(std::move(socket))
{
    m_gather.setSingleShot(true);
    m_gather.setInterval(GatherTime);
    connect(&m_gather, &QTimer::timeout, this, &NetworkWatch::changed);
    auto *const notifier = new QSocketNotifier(m_socket.value(), QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &NetworkWatch::takeMessages);
}

void NetworkWatch::takeMessages()
{
    // What is different is asked for anew, so what the messages say does not matter; nor that some were lost.
    std::array<char, 16384> buffer;
    while (::recv(m_socket.value(), buffer.data(), buffer.size(), 0) > 0 || errno == ENOBUFS) {
    }
    if (!m_gather.isActive())
        m_gather.start();
}

} // namespace castdeck
