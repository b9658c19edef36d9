// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "management/linechannel.h"
#include "management/streamcommand.h"

namespace castdeck
{

/// Lines over the standard streams of a command, which is started when the channel is.
///
/// It has no terminal, so that it can ask nobody. What it says on its standard error is bounded, made
/// harmless, and told when it ends: HostKeyUnknown or LoginRefused for an ssh that does not get in or would
/// have to ask, CommandFailed for a program that is missing or one that cannot be a server's,
/// TransportServerUnavailable for another that ends before its first line, ConnectionLost after that. When
/// the channel is over, the command is left to end by itself, and killed if it does not: nothing ever waits
/// for it.
class ProcessChannel final : public LineChannel
{
    Q_OBJECT
public:
    /// handshake of @p limits: until the first line begins.
    explicit ProcessChannel(const StreamCommand &command, Limits limits = usualLimits());
    static Limits usualLimits();
};

} // namespace castdeck
