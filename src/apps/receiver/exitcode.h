// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck
{

/// What scripts rely on.
enum class JoinExitCode : int {
    Complete = 0,
    LocalFailure = 1,
    Usage = 2,
    Unreachable = 3, ///< cannot reach the server, or it refused
    Terminated = 10, ///< by an administrator
    FallbackFailed = 11,
    SlowClient = 12, ///< by the policy for slow clients
    VerificationFailed = 13,
    TimedOut = 14,
};

} // namespace castdeck
