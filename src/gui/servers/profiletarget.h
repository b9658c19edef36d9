// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/filesystemcalls.h"
#include "gui/servers/serverprofile.h"
#include "management/servertarget.h"

namespace castdeck
{

/// What a connection to the profile's server needs, with the certificates it names, which @p files read.
/// @p done is told it now or later, unless they are destroyed before. Errors as TlsFiles::addTo(), and
/// FolderNotAnswering.
void findTarget(FileSystemCalls &files, const ServerProfile &profile,
                const std::function<void(const Result<ServerTarget> &)> &done);

} // namespace castdeck
