// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/net/networkinterface.h"
#include "transport/receiving/receivingvalues.h"

#include <optional>

namespace castdeck
{

/// What is known when multicast did not bring a content.
struct MulticastFacts {
    wire::Endpoint server;
    wire::Endpoint group;
    uint32_t blockSize = 0;
    std::optional<NetworkInterface> interface; ///< that was received on; none if none fits
    QString route;           ///< name of the interface that leads to the server; empty: none does
    bool strictPath = false; ///< packets that come another way than answers would go are dropped there
};

/// As the system of this machine says now.
MulticastFacts factsOf(const wire::Endpoint &server, const wire::Endpoint &group, uint32_t blockSize,
                       const std::optional<NetworkInterface> &interface);

/// In one sentence what was in the way, and what to open or change. Empty for an end that is no fault of
/// multicast.
QString obstacleOf(const ReceivingEnd &end, const MulticastFacts &facts);

} // namespace castdeck
