// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace castdeck
{

/// A point on the monotonic clock. State machines are given it; they never ask the system themselves, so that
/// a test can let hours pass in no time.
using Instant = std::chrono::steady_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

inline Instant monotonicNow()
{
    return std::chrono::steady_clock::now();
}

} // namespace castdeck
