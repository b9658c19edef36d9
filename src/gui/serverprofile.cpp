// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/serverprofile.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace castdeck
{

QString ServerProfile::address() const
{
    return (host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
        .arg(host)
        .arg(port);
}

bool ServerProfile::isAt(const QString &otherHost, quint16 otherPort) const
{
    return port == otherPort && host.compare(otherHost, Qt::CaseInsensitive) == 0;
}

Result<ServerProfile> profileFromAddress(const QString &text)
{
    const auto bad = [&text] { return failure(ErrorCode::InvalidParameter, text); };
    ServerProfile profile;
    profile.host = text.trimmed();
    static const QRegularExpression withPort(QStringLiteral(R"(^(?:\[([^\]]+)\]|([^:\[\]]+)):(\d{1,5})$)"));
    static const QRegularExpression bracketed(QStringLiteral(R"(^\[([^\]]+)\]$)"));
    if (const auto match = withPort.match(profile.host); match.hasMatch()) {
        const uint port = match.captured(3).toUInt();
        if (port == 0 || port > 0xFFFF)
            return bad();
        profile.host = match.captured(1) + match.captured(2);
        profile.port = static_cast<quint16>(port);
    } else if (const auto inBrackets = bracketed.match(profile.host); inBrackets.hasMatch()) {
        profile.host = inBrackets.captured(1);
    }
    static const QRegularExpression unusual(QStringLiteral(R"([\s/\[\]@?#])"));
    const bool isAddress = !QHostAddress(profile.host).isNull();
    if (profile.host.isEmpty() || profile.host.contains(unusual) ||
        (profile.host.contains(QLatin1Char(':')) && !isAddress))
        return bad();
    profile.name = profile.host;
    return profile;
}

} // namespace castdeck
