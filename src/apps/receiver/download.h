// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"

namespace castdeck
{

/// From the name of a content to a file: asks for the session, opens the sink, receives. Blocks until the
/// end;
/// @p stopDescriptor readable ends it early.
Outcome download(const ReceiverOptions &options, Reporter &reporter, int stopDescriptor);

} // namespace castdeck
