// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/processchannel.h"

#include "management/processstream.h"

namespace castdeck
{

ProcessChannel::ProcessChannel(const StreamCommand &command, Limits limits)
    : LineChannel(End::Asking, std::make_unique<ProcessStream>(command, limits.handshake), limits)
{
}

/// The login at a machine that is far away, or has to look its users up, takes its time.
LineChannel::Limits ProcessChannel::usualLimits()
{
    return {.handshake = std::chrono::seconds(25)};
}

} // namespace castdeck
