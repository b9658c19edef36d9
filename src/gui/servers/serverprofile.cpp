// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverprofile.h"

#include <algorithm>

namespace castdeck
{

QString ServerProfile::address() const
{
    return hostPortText(host, port);
}

ServerProfile ServerProfile::reach() const
{
    ServerProfile reach = *this;
    reach.name.clear();
    reach.group.clear();
    reach.place = 0;
    reach.connectsAtStart = true;
    return reach;
}

bool ServerProfile::isAt(const QString &otherHost, quint16 otherPort) const
{
    return port == otherPort && host.compare(otherHost, Qt::CaseInsensitive) == 0;
}

QList<ServerProfile> inOrder(QList<ServerProfile> profiles)
{
    std::stable_sort(profiles.begin(), profiles.end(), [](const ServerProfile &a, const ServerProfile &b) {
        const int groups = a.group.localeAwareCompare(b.group);
        return groups != 0 ? groups < 0 : a.place < b.place;
    });
    return profiles;
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
