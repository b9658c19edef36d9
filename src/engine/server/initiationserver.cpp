// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/initiationserver.h"

#include "engine/common/logcategories.h"
#include "transport/net/socketaddress.h"
#include "wire/initiation.h"

#include <QSocketNotifier>
#include <algorithm>
#include <array>

namespace castdeck
{

namespace
{

using Packet = std::array<uint8_t, 1200>;

/// The errors of session-initiation §2.7, and Busy of §2.6 for a content in the making; every other one is
/// the server's own business.
constexpr ErrorCode errorsTold[] = {
    ErrorCode::Busy,
    ErrorCode::InvalidParameter,
    ErrorCode::NamespaceNotFound,
    ErrorCode::NamespaceShutdownInProgress,
    ErrorCode::ContentProviderNotFound,
    ErrorCode::AccessDenied,
    ErrorCode::ContentNotFound,
    ErrorCode::SessionShutdownInProgress,
};

wire::InitiationError toldError(ErrorCode code)
{
    const bool told = std::ranges::find(errorsTold, code) != std::end(errorsTold);
    return {static_cast<uint32_t>(told ? code : ErrorCode::NoSystemResources)};
}

wire::InitiationReply replyOf(const InitiationGrant &grant)
{
    return {
        .group = {addressFromText(grant.multicastAddress).value_or(wire::Address{}), grant.multicastPort},
        .server = {addressFromText(grant.unicastAddress).value_or(wire::Address{}), grant.unicastPort},
        .contentSize = grant.contentSize,
        .blockSize = grant.blockSize,
        .totalBlocks = grant.totalBlocks,
        .sessionId = grant.sessionId.value(),
    };
}

} // namespace

Result<std::unique_ptr<InitiationServer>> InitiationServer::listen(const NetworkInterface &interface,
                                                                   uint16_t port, Admit admit)
{
    auto socket = DatagramSocket::bind({interface.address, port}, {.interfaceIndex = interface.index});
    if (!socket)
        return tl::unexpected(socket.error());
    return std::unique_ptr<InitiationServer>(
        new InitiationServer(interface, std::move(*socket), std::move(admit)));
}

InitiationServer::InitiationServer(NetworkInterface interface, DatagramSocket socket, Admit admit)
    : m_interface(std::move(interface)), m_socket(std::move(socket)), m_admit(std::move(admit))
{
    auto *const notifier = new QSocketNotifier(m_socket.descriptor(), QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, &InitiationServer::takeDatagrams);
}

void InitiationServer::takeDatagrams()
{
    // One batch a time: a flood must not keep the thread from its other work.
    for (const DatagramSocket::Datagram &datagram : m_socket.receive())
        answer(datagram);
}

void InitiationServer::complain(const wire::Address &peer, const char *reason)
{
    if (m_complaints.allow(peer, monotonicNow()))
        qCInfo(initiationLog).noquote() << "dropped" << toText(peer) % QLatin1Char(':') << reason;
}

void InitiationServer::answer(const DatagramSocket::Datagram &datagram)
{
    const auto request = wire::decodeInitiationRequest(datagram.bytes);
    if (!request && !request.error().answer) {
        ++m_counters.malformed;
        complain(datagram.from.address, "not a request");
        return;
    }
    if (!m_limiter.allow(datagram.from.address, monotonicNow())) {
        ++m_counters.limited;
        complain(datagram.from.address, "more requests than are answered in a second");
        return;
    }
    Result<InitiationGrant> grant = failure(ErrorCode::InvalidParameter);
    if (request) {
        InitiationAsk ask;
        ask.namespaceName = request->namespaceName;
        ask.content = request->content;
        ask.address = toText(datagram.from.address);
        ask.asker = QString::number(datagram.from.port);
        ask.interfaceName = m_interface.name;
        if (request->ipv6Capable)
            ask.capabilities = CapabilityIpv6;
        grant = m_admit(ask);
    }
    ++(grant ? m_counters.granted : m_counters.refused);
    Packet packet;
    const size_t size =
        grant ? wire::encode(packet, replyOf(*grant)) : wire::encode(packet, toldError(grant.error().code));
    m_socket.send(std::span(packet).first(size), size, datagram.from);
}

} // namespace castdeck
