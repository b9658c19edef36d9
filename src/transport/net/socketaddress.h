// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "wire/address.h"

#include <QString>
#include <netinet/in.h>
#include <optional>

namespace castdeck
{

/// A wire::Endpoint in the system's form.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    const sockaddr *data() const { return reinterpret_cast<const sockaddr *>(&storage); }
};

/// @p interfaceIndex is the scope of an IPv6 link-local address or group, 0 if there is none.
SocketAddress toSocketAddress(const wire::Endpoint &endpoint, unsigned interfaceIndex = 0);
wire::Endpoint fromSocketAddress(const sockaddr_storage &storage);

/// "192.0.2.7" or "2001:db8::7"; empty for no address.
QString toText(const wire::Address &address);
/// "192.0.2.7:5041" or "[2001:db8::7]:5041".
QString toText(const wire::Endpoint &endpoint);
/// Nothing unless @p text is an IPv4 or IPv6 address in full.
std::optional<wire::Address> addressFromText(const QString &text);

} // namespace castdeck
