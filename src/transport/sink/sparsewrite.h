// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <span>
#include <sys/uio.h>

namespace castdeck
{

/// Zeroes that fill a piece of so many bytes, at a multiple of as many, become a hole.
inline constexpr size_t HoleSize = size_t{64} * 1024;

/// writeAllAt() for a file, which leaves long runs of zeroes out of it where its file system can: what was
/// there is gone, and takes no room.
Result<void> writeSparseAt(int descriptor, uint64_t offset, std::span<iovec> pieces, const QString &subject);

} // namespace castdeck
