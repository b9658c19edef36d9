// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace castdeck::test
{

/// While it lives the wall clock of this process is so far ahead (or behind); other clocks go on. Put in
/// front of the system's calls, so nothing that is tested knows of it.
class WallClockJump
{
public:
    explicit WallClockJump(std::chrono::seconds ahead);
    ~WallClockJump();
    WallClockJump(const WallClockJump &) = delete;
    WallClockJump &operator=(const WallClockJump &) = delete;
};

} // namespace castdeck::test
