// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/servers/profiletarget.h"

#include "management/tlsfiles.h"

namespace castdeck
{

void findTarget(FileSystemCalls &files, const ServerProfile &profile,
                const std::function<void(const Result<ServerTarget> &)> &done)
{
    if (profile.isOverSsh()) {
        done(ServerTarget(profile.streams()));
        return;
    }
    TlsTarget target;
    target.host = profile.host;
    target.port = profile.port;
    target.fingerprint = profile.fingerprint;
    const TlsFiles named{profile.authorityFile, profile.certificateFile, profile.keyFile};
    if (named == TlsFiles()) {
        done(ServerTarget(target));
        return;
    }
    QStringList places{named.authorities, named.certificate, named.key};
    places.removeAll(QString());
    const std::function<Result<ServerTarget>()> read = [named, target]() mutable {
        return named.addTo(target).map([&target] { return ServerTarget(target); });
    };
    files.ask<ServerTarget>(places.join(QStringLiteral(", ")), read, done);
}

} // namespace castdeck
