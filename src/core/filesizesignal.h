// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>

namespace castdeck
{

/// For the beginning of a main(): a file that grows beyond what the process may write (`ulimit -f`) is an
/// error that is said, not the end of the program.
inline void ignoreFileSizeSignal()
{
    std::signal(SIGXFSZ, SIG_IGN);
}

} // namespace castdeck
