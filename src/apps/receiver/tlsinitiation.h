// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/outcome.h"
#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"
#include "apps/receiver/sessionoffer.h"

namespace castdeck
{

/// How long to wait for the server: one that has no hash tree for us reads a content from end to end before
/// it grants the first request for it.
struct TlsPatience {
    std::chrono::milliseconds answer{30'000}; ///< then the same is asked again
    std::chrono::milliseconds all = std::chrono::hours(2);
};

/// Asks the server for the session over its management channel, @p ipv6 if IPv6 multicast can be received:
/// with the token of --token-file, and only if the server shows the certificate of --fingerprint, else the
/// one that was pinned when it was met first. Runs an event loop until the answer is there or @p
/// stopDescriptor is readable (Cancelled), so it needs a QCoreApplication. What goes wrong with the files of
/// token and pins is a failure of this machine; whatever the server says is its refusal.
tl::expected<SessionOffer, Outcome> askOverTls(const ReceiverOptions &options, bool ipv6, Reporter &reporter,
                                               int stopDescriptor, const TlsPatience &patience = {});

} // namespace castdeck
