// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// What a client costs the session: the inverse of the throughput its loss allows (multicast-transport
/// §5.10).
/// @p roundTripMs in milliseconds, @p lossRate 0…1.
double masterCost(double roundTripMs, double lossRate);

/// True when a client is so much slower than the master that it should pace the session instead.
bool shouldReplaceMaster(double masterRoundTripMs, double masterLossRate, double roundTripMs, double lossRate,
                         double threshold);

} // namespace castdeck
