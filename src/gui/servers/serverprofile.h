// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/hostport.h"
#include "core/ids.h"

#include <QList>

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
    QString tokenFile{};       ///< holds the token, for where no keychain keeps it; readTokenFile()
    QString group{};           ///< a site or purpose, as the person sorts servers; empty: none
    int place = 0;             ///< among those of its group, smaller first
    bool lookOnly = false;     ///< nothing may be changed there from here, whatever the token allows
    bool connectsAtStart = true;

    /// "host:port", with brackets around an IPv6 address.
    QString address() const;
    /// The profile without what only says how it is shown: another one is another connection.
    ServerProfile reach() const;
    bool isAt(const QString &otherHost, quint16 otherPort) const;

    friend bool operator==(const ServerProfile &, const ServerProfile &) = default;
};

/// By group, those without one first, then by place; equal ones as they come.
QList<ServerProfile> inOrder(QList<ServerProfile> profiles);

/// Reads "HOST", "HOST:PORT", "[ADDRESS]:PORT" or a bare IPv6 address into host, port and name.
/// InvalidParameter, naming the text, if it is none of these.
Result<ServerProfile> profileFromAddress(const QString &text);

} // namespace castdeck
