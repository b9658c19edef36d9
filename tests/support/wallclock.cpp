// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/wallclock.h"

#include <atomic>
#include <ctime>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace castdeck::test
{

namespace
{

constinit std::atomic<time_t> aheadBy{0};

} // namespace

WallClockJump::WallClockJump(std::chrono::seconds ahead)
{
    aheadBy = ahead.count();
}

WallClockJump::~WallClockJump()
{
    aheadBy = 0;
}

extern "C" {
int castdeckClockGettime(clockid_t clock, timespec *time) __asm__("clock_gettime");
int castdeckGettimeofday(timeval *time, void *zone) __asm__("gettimeofday");

int castdeckClockGettime(clockid_t clock, timespec *time)
{
    const long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += aheadBy;
    return int(result);
}

int castdeckGettimeofday(timeval *time, void *zone)
{
    const long result = syscall(SYS_gettimeofday, time, zone);
    if (result == 0 && time)
        time->tv_sec += aheadBy;
    return int(result);
}
}

} // namespace castdeck::test
