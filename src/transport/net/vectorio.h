// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <span>
#include <sys/uio.h>

namespace castdeck
{

/// pwritev(2) until every byte of @p pieces is written. @p subject names the file in the error. @p pieces is
/// used up.
Result<void> writeAllAt(int descriptor, uint64_t offset, std::span<iovec> pieces, const QString &subject);

/// pread(2) until @p bytes is full. FileFailure if the file ends before that.
Result<void> readAllAt(int descriptor, uint64_t offset, std::span<uint8_t> bytes, const QString &subject);

} // namespace castdeck
