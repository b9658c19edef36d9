// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"
#include "transport/sending/rounds.h"

#include <array>

namespace castdeck
{

/// BlockMap::missing while it is counted. There may be a machine in the session for each of 1 000, so it has
/// a size.
using BlocksMissing = std::array<uint8_t, BlockMap::Parts>;

/// What these ranges are of each part of a content of so many blocks; ranges that overlap count once.
BlocksMissing blocksMissing(const BlockRanges &ranges, uint64_t blocks);
/// What is left of it when nothing but @p unsent is still to come: of each part the smaller one.
BlocksMissing stillMissing(const BlocksMissing &asked, const BlocksMissing &unsent);

} // namespace castdeck
