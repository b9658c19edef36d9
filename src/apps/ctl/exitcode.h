// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// What scripts rely on.
enum class ExitCode : int {
    Done = 0,
    Failed = 1, ///< the server refused or failed, or a file of ours did
    Usage = 2,
    Unreachable = 3,
    NotAuthorised = 4,
    SomeFailed = 5, ///< of several, or clients never answered; the others are done
};

} // namespace castdeck
