// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/hostport.h"
#include "core/ids.h"

namespace castdeck
{

/// Where a server is and how it is recognised. The token that is shown to it is no part of it: see
/// TokenVault.
struct ServerProfile {
    ServerId id;
    QString name; ///< what the person calls it
    QString host;
    quint16 port = ManagementPort;
    QString fingerprint; ///< "sha256:HEX"; empty: nobody looked at its certificate, or the authority decides
    QString authorityFile{};   ///< PEM; without a fingerprint, what these have signed for this host will do
    QString certificateFile{}; ///< PEM, shown to the server (mutual TLS), with keyFile
    QString keyFile{};         ///< PEM

    /// "host:port", with brackets around an IPv6 address.
    QString address() const;
    bool isAt(const QString &otherHost, quint16 otherPort) const;

    friend bool operator==(const ServerProfile &, const ServerProfile &) = default;
};

/// Reads "HOST", "HOST:PORT", "[ADDRESS]:PORT" or a bare IPv6 address into host, port and name.
/// InvalidParameter, naming the text, if it is none of these.
Result<ServerProfile> profileFromAddress(const QString &text);

} // namespace castdeck
