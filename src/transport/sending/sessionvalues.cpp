// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/sessionvalues.h"

#include <numeric>

namespace castdeck
{

uint64_t SendingCounters::rejectedTotal() const
{
    const uint64_t sum = std::accumulate(rejected.begin(), rejected.end(), strangers);
    return sum - rejected[static_cast<size_t>(wire::Rejection::Replayed)];
}

} // namespace castdeck
