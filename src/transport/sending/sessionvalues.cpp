// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sessionvalues.h"

#include <numeric>

namespace castdeck
{

uint64_t SendingCounters::rejectedTotal() const
{
    return std::accumulate(rejected.begin(), rejected.end(), strangers);
}

} // namespace castdeck
