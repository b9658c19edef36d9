// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverprofile.h"

namespace castdeck
{

QString ServerProfile::address() const
{
    return hostPortText(host, port);
}

bool ServerProfile::isAt(const QString &otherHost, quint16 otherPort) const
{
    return port == otherPort && host.compare(otherHost, Qt::CaseInsensitive) == 0;
}

Result<ServerProfile> profileFromAddress(const QString &text)
{
    const auto parsed = HostPort::parse(text.trimmed(), ManagementPort);
    if (!parsed)
        return failure(ErrorCode::InvalidParameter, text);
    ServerProfile profile;
    profile.host = profile.name = parsed->host;
    profile.port = parsed->port;
    return profile;
}

} // namespace castdeck
