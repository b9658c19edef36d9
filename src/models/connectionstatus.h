// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QDateTime>
#include <optional>

namespace castdeck
{

/// Connecting: never heard of it yet. Ready: rows are true. Lost: rows are kept as they were at `since`.
/// Refused: it answered and does not want us; `error` says why.
enum class ConnectionState : quint8 { Connecting, Ready, Lost, Refused };

/// What the server lets us do; it refuses the rest whatever we show.
struct Powers {
    bool disconnect = true; ///< end sessions, send clients away
    bool publish = true;

    friend bool operator==(const Powers &, const Powers &) = default;
};

struct ConnectionStatus {
    ConnectionState state = ConnectionState::Connecting;
    QDateTime since; ///< UTC; Lost: when the rows were last true
    std::optional<Error> error;
    Powers powers;

    friend bool operator==(const ConnectionStatus &, const ConnectionStatus &) = default;
};

} // namespace castdeck

Q_DECLARE_METATYPE(castdeck::ConnectionStatus)
