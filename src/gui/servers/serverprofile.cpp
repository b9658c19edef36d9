// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/serverprofile.h"

#include "core/commandtext.h"
#include "management/sshtarget.h"

#include <algorithm>

namespace castdeck
{

namespace
{

SshTarget sshTarget(const ServerProfile &profile)
{
    const bool isWds = profile.kind == ServerKind::Wds;
    return {profile.user, profile.host, profile.port, isWds ? SshService::Wds : SshService::Castdeckd};
}

} // namespace

QString ServerProfile::address() const
{
    if (!isOverSsh())
        return hostPortText(host, port);
    return command.isEmpty() ? sshTarget(*this).address() : commandText(command);
}

StreamCommand ServerProfile::streams() const
{
    if (command.isEmpty())
        return sshTarget(*this).command();
    return {command.first(), command.mid(1), command.first().section(QLatin1Char('/'), -1)};
}

bool ServerProfile::isReachable() const
{
    if (!isOverSsh())
        return !host.isEmpty() && port != 0;
    return command.isEmpty() ? sshTarget(*this).isSound() : !command.first().isEmpty();
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

bool ServerProfile::isAt(const ServerProfile &other) const
{
    if (kind != other.kind || command != other.command)
        return false;
    return !command.isEmpty() ||
           (user == other.user && port == other.port && host.compare(other.host, Qt::CaseInsensitive) == 0);
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
    ServerProfile profile;
    if (SshTarget::isMeant(text)) {
        const auto target = SshTarget::parse(text);
        if (!target)
            return tl::unexpected(target.error());
        profile.host = profile.name = target->host;
        profile.port = target->port;
        profile.user = target->user;
        profile.kind = target->service == SshService::Wds ? ServerKind::Wds : ServerKind::Ssh;
        return profile;
    }
    const auto parsed = HostPort::parse(text.trimmed(), ManagementPort);
    if (!parsed)
        return failure(ErrorCode::InvalidParameter, text);
    profile.host = profile.name = parsed->host;
    profile.port = parsed->port;
    return profile;
}

} // namespace castdeck
