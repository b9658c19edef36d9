// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <QStringList>
#include <optional>

namespace castdeck
{

/// Connecting: never heard of it yet. Ready: rows are true. Lost: rows are kept as they were at `since`.
/// Refused: it answered and does not want us, or is not the server it should be; `error` says why.
/// Closed: nobody asked for a connection, or a person ended it. TokenMissing: it was asked for, and there is
/// nothing to show the server.
enum class ConnectionState : quint8 { Connecting, Ready, Lost, Refused, Closed, TokenMissing };

/// What the server lets us do; it refuses the rest whatever we show.
struct Powers {
    bool disconnect = true; ///< end sessions, send clients away, let a scheduled cast go
    bool publish = true;    ///< namespaces, policies, the service
    bool lookOnly = false;  ///< the person wants none of it here, whatever the server would allow
    QStringList lacks{};    ///< what the server cannot do for anybody (ServerInfo::lacks)

    friend bool operator==(const Powers &, const Powers &) = default;
};

struct ConnectionStatus {
    ConnectionState state = ConnectionState::Connecting;
    QDateTime since; ///< UTC; when the rows were last true, if they ever were and are not now
    std::optional<Error> error;
    Powers powers;
    /// UTC, in Ready: it owes an answer, and nothing has come from it since; invalid: it answers.
    QDateTime silentSince{};
    QString role{}; ///< that was granted, in words for the screen; empty: none yet
    QString kind{}; ///< what it is, in a word for the screen; empty: a server of the usual kind

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::ConnectionStatus)
