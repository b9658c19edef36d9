// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace castdeck::test
{

/// While one of these is alive the system has no thread for this program.
class ThreadShortage
{
public:
    ThreadShortage();
    ~ThreadShortage();
    ThreadShortage(const ThreadShortage &) = delete;
    ThreadShortage &operator=(const ThreadShortage &) = delete;
};

} // namespace castdeck::test
