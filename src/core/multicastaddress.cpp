// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/multicastaddress.h"

#include <arpa/inet.h>

namespace castdeck
{

Result<MulticastAddress> multicastAddressFromText(const QString &text, quint8 length)
{
    MulticastAddress address{.length = length};
    const int family = length == 16 ? AF_INET6 : AF_INET;
    if (text.contains(QChar::Null) ||
        inet_pton(family, text.toLatin1().constData(), address.bytes.data()) != 1)
        return failure(ErrorCode::InvalidIpAddress, text);
    if (length == 16 && address.bytes[0] != 0xFF)
        return failure(ErrorCode::InvalidIpv6MulticastAddress, text);
    if (length == 4 && (address.bytes[0] & 0xF0U) != 0xE0)
        return failure(ErrorCode::InvalidIpv4MulticastAddress, text);
    return address;
}

} // namespace castdeck
