// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"
#include "apps/receiver/sessionoffer.h"
#include "transport/net/networkinterface.h"

namespace castdeck
{

enum class UdpTries : uint8_t {
    Usual,
    Few, ///< there are others to ask
};

/// Asks @p server for the session from @p interface; @p ipv6: it can receive IPv6 multicast there. Blocks;
/// errors as InitiationClient::ask().
Result<SessionOffer> askOverUdp(const ReceiverOptions &options, const wire::Address &server,
                                const NetworkInterface &interface, bool ipv6, UdpTries tries,
                                Reporter &reporter, int stopDescriptor);

/// The hardware address in bytes: 1 to 32 of them, zeroes if it has none, since the server wants one.
std::vector<uint8_t> macBytes(const NetworkInterface &interface);

} // namespace castdeck
