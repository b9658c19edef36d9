// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/profiletarget.h"

#include "management/tlsfiles.h"

namespace castdeck
{

Result<TlsTarget> targetOf(const ServerProfile &profile)
{
    TlsTarget target;
    target.host = profile.host;
    target.port = profile.port;
    target.fingerprint = profile.fingerprint;
    const TlsFiles files{profile.authorityFile, profile.certificateFile, profile.keyFile};
    return files.addTo(target).map([&target] { return target; });
}

} // namespace castdeck
