// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/groupwatch.h"

namespace castdeck
{

namespace
{

constexpr size_t NamedMax = 16;

// The two identifiers and a security type of multicast-transport §2.1.
bool looksLikeWds(std::span<const uint8_t> bytes)
{
    return bytes.size() >= 5 && bytes[0] == 'W' && bytes[1] == 'D' && bytes[2] <= 3;
}

} // namespace

Result<GroupWatch> GroupWatch::open(const wire::Endpoint &group, const NetworkInterface &interface)
{
    auto socket = DatagramSocket::bind(group, {.interfaceIndex = interface.index, .shareAddress = true});
    if (!socket)
        return tl::unexpected(socket.error());
    if (auto joined = socket->joinGroup(group.address, interface.index); !joined)
        return tl::unexpected(joined.error());
    if (auto blocked = socket->blockSource(group.address, interface.address, interface.index); !blocked)
        return tl::unexpected(blocked.error());
    return GroupWatch(std::move(*socket));
}

std::optional<GroupIntruder> GroupWatch::look()
{
    for (const DatagramSocket::Datagram &datagram : m_socket.receive()) {
        const GroupIntruder found{datagram.from.address, looksLikeWds(datagram.bytes)};
        if (m_named.size() < NamedMax && m_named.insert(found).second)
            return found;
    }
    return std::nullopt;
}

} // namespace castdeck
