// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "apps/ctl/serveraddress.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace castdeck
{

std::optional<ServerAddress> ServerAddress::parse(const QString &text)
{
    if (text.count(QLatin1Char(':')) > 1 && !text.startsWith(QLatin1Char('[')))
        return QHostAddress(text).isNull() ? std::nullopt : std::optional(ServerAddress{text});
    static const QRegularExpression shape(
        QStringLiteral("\\A(?:\\[([0-9A-Fa-f:.%a-z]+)\\]|([^\\s:/\\[\\]]+))(?::([0-9]{1,5}))?\\z"));
    const auto match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    ServerAddress address;
    address.host = match.captured(1) + match.captured(2);
    if (!match.captured(1).isEmpty() && QHostAddress(address.host).isNull())
        return std::nullopt;
    if (const QString port = match.captured(3); !port.isEmpty()) {
        bool fits = false;
        address.port = port.toUShort(&fits);
        if (!fits || address.port == 0)
            return std::nullopt;
    }
    return address;
}

} // namespace castdeck
