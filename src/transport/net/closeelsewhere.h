// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <system_error>
#include <thread>
#include <unistd.h>

namespace castdeck
{

/// Closes a descriptor for which the system has to wait until somebody has answered, in a thread of its own.
inline void closeElsewhere(int descriptor)
{
    try {
        std::thread([descriptor] { ::close(descriptor); }).detach();
    } catch (const std::system_error &) {
        ::close(descriptor);
    }
}

} // namespace castdeck
