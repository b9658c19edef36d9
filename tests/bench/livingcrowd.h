// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inventory.h"

#include <QString>

namespace castdeck
{

/// What one server of the crowd holds, and how it changes: every client is a little further each second.
struct LivingCrowd {
    int sessions = 10;
    int clients = 500; ///< of each session
    static constexpr int StepsPerSecond = 10;

    Inventory inventory() const;
    /// The clients of step @p step, further than they were: a tenth of them all, spread over all sessions.
    QList<ClientInfo> step(int step, const Inventory &now) const;
};

} // namespace castdeck
