// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/sending/sessionvalues.h"

#include <span>

namespace castdeck
{

/// Where a sending session's packets and facts go: a socket and a thread in a program, a simulated network in
/// a test.
class SendingOutput
{
public:
    virtual ~SendingOutput() = default;

    /// As DatagramSocket::send.
    virtual size_t send(std::span<const uint8_t> bytes, size_t segmentSize, const wire::Endpoint &to) = 0;
    virtual void clientDeparted(const ClientDeparture &departure) = 0;
    virtual void troubled(const SessionTrouble &trouble) = 0;
};

} // namespace castdeck
