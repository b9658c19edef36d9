// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace castdeck
{

/// Why an action cannot be taken. None: it can.
enum class Obstacle : quint8 {
    None,
    NoServer,
    NoSession,
    NoClient,
    NoNamespace,
    NoContent,
    NoRow,
    NotOne,         ///< it is for one at a time
    Forbidden,      ///< the role our token was given does not allow it
    LookOnly,       ///< the person wants to change nothing there
    Lacking,        ///< the server has nothing like it
    Unreachable,    ///< all that is selected belongs to servers that are not connected
    AlreadyOrdered, ///< an order was given for all that is selected, and is not answered yet
    NotPublished,   ///< the namespace is taken back already, its last sessions run out
    NotScheduled,   ///< an Auto-Cast starts by itself
    NotAutomatic,   ///< only an automatic start has such conditions
    AlreadyStarted,
    NobodyWaits,
    NotMissed, ///< the start time is still to come
    ServiceRuns,
    ServiceStopped,
    ServiceEnabled,
    ServiceDisabled,
};
inline constexpr auto LastObstacle = Obstacle::ServiceDisabled;

} // namespace castdeck
