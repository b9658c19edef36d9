// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/socketaddress.h"

#include <arpa/inet.h>
#include <cstring>

namespace castdeck
{

SocketAddress toSocketAddress(const wire::Endpoint &endpoint, unsigned interfaceIndex)
{
    SocketAddress result;
    if (endpoint.address.length == 16) {
        auto *v6 = reinterpret_cast<sockaddr_in6 *>(&result.storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(endpoint.port);
        std::memcpy(&v6->sin6_addr, endpoint.address.bytes.data(), 16);
        const bool scoped = IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) || IN6_IS_ADDR_MULTICAST(&v6->sin6_addr);
        v6->sin6_scope_id = scoped ? interfaceIndex : 0;
        result.length = sizeof(sockaddr_in6);
    } else {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&result.storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(endpoint.port);
        std::memcpy(&v4->sin_addr, endpoint.address.bytes.data(), 4);
        result.length = sizeof(sockaddr_in);
    }
    return result;
}

wire::Endpoint fromSocketAddress(const sockaddr_storage &storage)
{
    wire::Endpoint endpoint;
    if (storage.ss_family == AF_INET6) {
        const auto &v6 = reinterpret_cast<const sockaddr_in6 &>(storage);
        endpoint.address.length = 16;
        std::memcpy(endpoint.address.bytes.data(), &v6.sin6_addr, 16);
        endpoint.port = ntohs(v6.sin6_port);
    } else if (storage.ss_family == AF_INET) {
        const auto &v4 = reinterpret_cast<const sockaddr_in &>(storage);
        endpoint.address.length = 4;
        std::memcpy(endpoint.address.bytes.data(), &v4.sin_addr, 4);
        endpoint.port = ntohs(v4.sin_port);
    }
    return endpoint;
}

QString toText(const wire::Address &address)
{
    if (address.length == 0)
        return {};
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(address.length == 16 ? AF_INET6 : AF_INET, address.bytes.data(), text, sizeof text);
    return QString::fromLatin1(text);
}

QString toText(const wire::Endpoint &endpoint)
{
    const QString form = endpoint.address.length == 16 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
    return form.arg(toText(endpoint.address)).arg(endpoint.port);
}

std::optional<wire::Address> addressFromText(const QString &text)
{
    const QByteArray bytes = text.toLatin1();
    wire::Address address;
    if (inet_pton(AF_INET, bytes.constData(), address.bytes.data()) == 1)
        address.length = 4;
    else if (inet_pton(AF_INET6, bytes.constData(), address.bytes.data()) == 1)
        address.length = 16;
    else
        return std::nullopt;
    return address;
}

} // namespace castdeck
