// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/health.h"

namespace castdeck
{

/// How much goes on; what is over is not counted.
struct Totals {
    int sessions = 0;
    int clients = 0;
    Troubles troubles;

    Totals &operator+=(const Totals &other)
    {
        sessions += other.sessions;
        clients += other.clients;
        troubles += other.troubles;
        return *this;
    }
    friend bool operator==(const Totals &, const Totals &) = default;
};

} // namespace castdeck
