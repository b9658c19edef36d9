// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "transport/receiving/receivingvalues.h"
#include "wire/transportpacket.h"

namespace castdeck
{

/// What a receiving session needs of the world around it.
class ReceivingOutput
{
public:
    virtual ~ReceivingOutput() = default;

    /// One datagram to the server. It may get lost; @p packet is gone after the call.
    virtual void send(wire::Bytes packet, const wire::Endpoint &server) = 0;
    /// Use of this machine since the last call (multicast-transport §4.4).
    virtual wire::Utilization utilization(Instant now) = 0;
    /// The session goes on elsewhere from now on.
    virtual void moved(const ReceivingMove &) {}
};

} // namespace castdeck
