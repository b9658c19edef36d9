// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

namespace castdeck
{

/// Where the kernel says what block devices are used for.
struct DeviceFacts {
    QString sys = QStringLiteral("/sys");
    QString proc = QStringLiteral("/proc");
};

/// Busy, naming it and its use, if the block device, a partition of it, or the disk it is a partition of is
/// mounted, is swap, or is held by another device (RAID, volumes, encryption). FileFailure if the kernel does
/// not say.
Result<void> checkUnused(unsigned majorNumber, unsigned minorNumber, const DeviceFacts &facts = {});

} // namespace castdeck
