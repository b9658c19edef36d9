// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <algorithm>
#include <iterator>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>

namespace castdeck
{

/// The address of a socket in the file system; nothing if @p path is empty or too long for one.
inline std::optional<sockaddr_un> localAddress(const QByteArray &path)
{
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.isEmpty() || size_t(path.size()) >= sizeof address.sun_path)
        return std::nullopt;
    std::copy(path.begin(), path.end(), std::begin(address.sun_path));
    return address;
}

/// As the calls of the system take it, with the size of the whole.
inline const sockaddr *plain(const sockaddr_un &address)
{
    return reinterpret_cast<const sockaddr *>(&address);
}

} // namespace castdeck
