// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace castdeck
{

/// Whether a file that is to have @p size bytes certainly has no room on its file system. What the file owns
/// already needs none. Not every file system says how much it has (those in memory without a limit do not):
/// then only a write can tell. @p privileged: what is set aside for the superuser counts as well.
inline bool certainlyLacksRoom(uint64_t size, const struct stat &file, const struct statvfs &system,
                               bool privileged)
{
    if (system.f_blocks == 0)
        return false;
    const uint64_t owned = static_cast<uint64_t>(file.st_blocks) * 512;
    const uint64_t free = uint64_t(privileged ? system.f_bfree : system.f_bavail) * system.f_frsize;
    return size > owned && size - owned > free;
}

} // namespace castdeck
