// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/content/contentsource.h"
#include "transport/content/hashtree.h"

#include <atomic>

namespace castdeck
{

/// How many threads build one tree: half of the cores, 8 at most.
unsigned treeThreads();

/// Reads a content from end to end for its hash tree, in the calling thread and as many others as make
/// @p threads together, all of which leave most to others (nice 10, the lowest priority of
/// disks). Where there are fewer threads to be had, fewer do it. ContentChanged if the file changed before
/// the end, FileFailure if it cannot be read, NoSystemResources without cryptography, Cancelled when @p
/// stopped becomes true.
Result<PieceHashes> buildTree(const ContentSource &source, unsigned threads,
                              const std::atomic<bool> &stopped);

} // namespace castdeck
