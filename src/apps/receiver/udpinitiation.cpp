// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/receiver/udpinitiation.h"

#include "transport/receiving/initiationclient.h"

#include <algorithm>

namespace castdeck
{

namespace
{
constexpr int FewTries = 4; // a second each
} // namespace

Result<SessionOffer> askOverUdp(const ReceiverOptions &options, const wire::Address &server,
                                const NetworkInterface &interface, bool ipv6, UdpTries tries,
                                Reporter &reporter, int stopDescriptor)
{
    wire::InitiationRequest request;
    request.namespaceName = options.namespaceName;
    request.content = options.content;
    const std::vector<uint8_t> mac = macBytes(interface);
    std::ranges::copy(mac, request.macAddress.begin());
    request.macLength = static_cast<uint8_t>(mac.size());
    request.ipv6Capable = ipv6;
    InitiationClient::Options how;
    how.isBusy = [&] { reporter.waiting(options.server); };
    how.stopDescriptor = stopDescriptor;
    if (tries == UdpTries::Few)
        how.tries = FewTries;
    if (!options.interface.isEmpty())
        how.localAddress = interface.address;
    how.interfaceIndex = interface.index;
    return InitiationClient::ask({server, options.initiationPort}, request, how)
        .map([&](const wire::InitiationReply &session) {
            SessionOffer offer;
            offer.session = session;
            offer.answeredFrom = server;
            offer.fallbackPort = options.fallbackPort;
            offer.fallbackPath = QStringLiteral("/session/%1").arg(session.sessionId);
            return offer;
        });
}

std::vector<uint8_t> macBytes(const NetworkInterface &interface)
{
    const QByteArray bytes = QByteArray::fromHex(interface.macAddress.toLatin1());
    std::vector<uint8_t> result(bytes.begin(), bytes.end());
    if (result.empty())
        result.resize(6);
    result.resize(std::min<size_t>(result.size(), 32));
    return result;
}

} // namespace castdeck
