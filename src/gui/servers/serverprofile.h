// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "core/hostport.h"
#include "core/ids.h"
#include "core/words.h"
#include "management/streamcommand.h"

#include <QList>

namespace castdeck
{

/// What a server is, and so how it is reached.
enum class ServerKind : quint8 {
    Tls, ///< a castdeckd, at its port
    Ssh, ///< a castdeckd, through castctl on its machine
    Wds, ///< a WDS server, through castdeck-wds on its machine
};

template <>
inline constexpr auto Words<ServerKind> = std::to_array<Word<ServerKind>>({
    {ServerKind::Tls, "tls"},
    {ServerKind::Ssh, "ssh"},
    {ServerKind::Wds, "wds"},
});

/// Where a server is and how it is recognised. The token that is shown to it is no part of it: see
/// TokenVault.
struct ServerProfile {
    ServerId id;
    QString name; ///< what the person calls it
    QString host;
    quint16 port = ManagementPort; ///< of ssh, 0: as it finds it
    QString fingerprint; ///< "sha256:HEX"; empty: nobody looked at its certificate, or the authority decides
    QString authorityFile{};   ///< PEM; without a fingerprint, what these have signed for this host will do
    QString certificateFile{}; ///< PEM, shown to the server (mutual TLS), with keyFile
    QString keyFile{};         ///< PEM
    QString tokenFile{};       ///< holds the token, for where no keychain keeps it; readTokenFile()
    QString group{};           ///< a site or purpose, as the person sorts servers; empty: none
    int place = 0;             ///< among those of its group, smaller first
    bool lookOnly = false;     ///< nothing may be changed there from here, whatever the token allows
    bool connectsAtStart = true;
    ServerKind kind = ServerKind::Tls;
    QString user{};        ///< of ssh; empty: as it finds it
    QStringList command{}; ///< leads there in place of ssh: a program and its arguments; empty: ssh does

    bool isOverSsh() const { return kind != ServerKind::Tls; }
    /// "host:port", with brackets around an IPv6 address; "ssh://…" or "wds+ssh://…"; or the command.
    QString address() const;
    /// Of a server that is reached by ssh or by a command.
    StreamCommand streams() const;
    /// Whether the fields that its kind needs are there and can be used.
    bool isReachable() const;
    /// The profile without what only says how it is shown: another one is another connection.
    ServerProfile reach() const;
    /// Whether both lead to the same place.
    bool isAt(const ServerProfile &other) const;

    friend bool operator==(const ServerProfile &, const ServerProfile &) = default;
};

/// By group, those without one first, then by place; equal ones as they come.
QList<ServerProfile> inOrder(QList<ServerProfile> profiles);

/// Reads "HOST", "HOST:PORT", "[ADDRESS]:PORT" or a bare IPv6 address, or what SshTarget reads with a scheme,
/// into host, port, name, kind and user.
/// InvalidParameter, naming the text, if it is none of these.
Result<ServerProfile> profileFromAddress(const QString &text);

} // namespace castdeck
