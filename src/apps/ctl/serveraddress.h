// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace castdeck
{

struct ServerAddress {
    QString host;
    quint16 port = 5042;

    /// HOST, HOST:PORT, [IPV6], [IPV6]:PORT or a bare IPV6; nothing if it is none of these.
    static std::optional<ServerAddress> parse(const QString &text);
};

} // namespace castdeck
