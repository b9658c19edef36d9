// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace castdeck
{

/// Where a server answers administrators, unless it is told otherwise (TCP).
inline constexpr quint16 ManagementPort = 5042;
/// Where a server is asked by receivers, unless it is told otherwise (UDP, session-initiation §2).
inline constexpr quint16 InitiationPort = 5041;

/// Where a server is, as a person writes it.
struct HostPort {
    QString host; ///< a name or an address, without brackets
    quint16 port = 0;

    /// HOST:PORT, [IPV6]:PORT, and where there is a usual port (not 0) HOST, [IPV6] and a bare IPV6 as well.
    /// Nothing if it is none of these, or names the port 0 in place of a usual one.
    static std::optional<HostPort> parse(const QString &text, quint16 usualPort);
};

/// "host:port", with brackets around an IPv6 address.
QString hostPortText(const QString &host, quint16 port);

} // namespace castdeck
