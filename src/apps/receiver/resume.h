// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/receiver/receiveroptions.h"
#include "apps/receiver/reporter.h"
#include "apps/receiver/sessionoffer.h"
#include "transport/sink/blockwriter.h"

namespace castdeck
{

/// Differs between contents that differ. Two offers are of one content if they have the same digest; where
/// the hash tree is to tell, the same version of the server's file; else if they are of the same session,
/// whose file the server keeps open.
ContentDigest::Value identityOf(const ReceiverOptions &options, const SessionOffer &offer);

/// The journal beside FILE.part, or that of a block device in the user's state folder; nothing for a pipe, or
/// when there is no room for one: then a later start begins anew. The unfinished file must be locked.
std::optional<BlockJournal> openJournal(const ReceiverOptions &options, const SessionOffer &offer);

/// Gives @p writer the blocks that FILE.part or the device holds already. Blocks while it reads them.
/// Cancelled if
/// @p stopDescriptor is readable.
Result<void> adoptPart(const ReceiverOptions &options, BlockJournal &journal, BlockWriter &writer,
                       Reporter &reporter, int stopDescriptor);

} // namespace castdeck
