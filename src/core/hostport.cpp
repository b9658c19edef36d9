// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/hostport.h"

#include <QRegularExpression>
#include <arpa/inet.h>

namespace castdeck
{

namespace
{

/// With the interface of a link-local one behind it, or without.
bool isIpv6(const QString &text)
{
    in6_addr address = {};
    const QByteArray plain = text.section(QLatin1Char('%'), 0, 0).toLatin1();
    return inet_pton(AF_INET6, plain.constData(), &address) == 1;
}

} // namespace

std::optional<HostPort> HostPort::parse(const QString &text, quint16 usualPort)
{
    if (usualPort != 0 && isIpv6(text))
        return HostPort{text, usualPort};
    static const QRegularExpression form(
        QStringLiteral("\\A(?:\\[([^\\]\\s]+)\\]|([^\\s:/\\[\\]@?#]+))(?::([0-9]{1,5}))?\\z"));
    const auto match = form.match(text);
    if (!match.hasMatch() || (match.hasCaptured(1) && !isIpv6(match.captured(1))))
        return std::nullopt;
    const HostPort found{match.captured(1) + match.captured(2), usualPort};
    if (!match.hasCaptured(3))
        return usualPort == 0 ? std::nullopt : std::optional(found);
    bool fits = false;
    const quint16 port = match.captured(3).toUShort(&fits);
    return fits && (port != 0 || usualPort == 0) ? std::optional(HostPort{found.host, port}) : std::nullopt;
}

QString hostPortText(const QString &host, quint16 port)
{
    const bool isAddress = host.contains(QLatin1Char(':'));
    return (isAddress ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

} // namespace castdeck
