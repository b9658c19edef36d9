// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/sending/masterchoice.h"

#include <cmath>

namespace castdeck
{

double masterCost(double roundTripMs, double lossRate)
{
    const double p = lossRate;
    return roundTripMs / 1000 * std::sqrt(p) * (1 + 9 * p * (1 + 32 * p * p));
}

bool shouldReplaceMaster(double masterRoundTripMs, double masterLossRate, double roundTripMs, double lossRate,
                         double threshold)
{
    return masterCost(masterRoundTripMs, masterLossRate) < threshold * masterCost(roundTripMs, lossRate);
}

} // namespace castdeck
