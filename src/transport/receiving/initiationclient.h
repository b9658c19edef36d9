// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "wire/initiation.h"

#include <chrono>
#include <functional>

namespace castdeck
{

/// The asking end of the UDP initiation (session-initiation §2.6). Blocks: 10 s if nobody
/// answers, up to busyPatience and 10 s if somebody says that he is busy.
class InitiationClient
{
public:
    struct Options {
        std::chrono::milliseconds interval{1000};
        int tries = 10;                           ///< without any answer
        std::chrono::milliseconds busyWait{5000}; ///< after "busy" (Choice I10)
        /// For so long: a server that says so is there, and may be exporting a large image.
        std::chrono::milliseconds busyPatience = std::chrono::hours(2);
        std::function<void()> isBusy = [] {}; ///< called each time that it says so
        int stopDescriptor = -1;              ///< readable: give up; −1: never
        wire::Address localAddress{};         ///< to ask from; none: the system chooses
        unsigned interfaceIndex = 0;          ///< scope of an IPv6 link-local server
    };

    /// Asks @p server. The error's code is the server's own; Busy for longer than busyPatience included;
    /// TimedOut: no answer; Cancelled: stopDescriptor became readable; NetworkFailure: it could not be asked.
    /// Malformed answers count as none, ProtocolViolation if there was nothing else.
    static Result<wire::InitiationReply> ask(const wire::Endpoint &server,
                                             const wire::InitiationRequest &request, const Options &options);
};

} // namespace castdeck
