// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/outcome.h"
#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"
#include "apps/receiver/sessionoffer.h"
#include "transport/net/networkinterface.h"

namespace castdeck
{

/// What the server grants, and the interface to have it on.
struct Granted {
    SessionOffer offer;
    Result<NetworkInterface> interface; ///< NoInterface: it can be had by unicast only
};

/// Asks the server for the session, the way the options say. Blocks; Cancelled if @p stopDescriptor becomes
/// readable.
/// A content that is being written just now is asked for again for a minute.
tl::expected<Granted, Outcome> ask(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor);

/// The same of a server that was there a moment ago: for a minute it is asked again and again while it is not
/// there or not ready.
tl::expected<Granted, Outcome> askAgain(const ReceiverOptions &options, Reporter &reporter,
                                        int stopDescriptor);

} // namespace castdeck
