// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apps/wds/threads.h"

#include <atomic>
#include <string>

namespace castdeck::wds
{

/// Reads lines of the standard input in a thread of its own. @p line gets each without its newline, also one
/// that is longer than LineMost, after which nothing more is read; then @p end. Both are called in that
/// thread.
bool startReader(std::function<void(std::string)> line, std::function<void()> end);

/// Writes to the standard output in a thread of its own, since whoever is at the other end may not read.
class Writer
{
public:
    /// @p broken is called in that thread when nobody takes anything any more.
    bool start(std::function<void()> broken);
    void write(std::string text);
    /// Bytes that have not been taken yet.
    std::size_t unsent() const { return m_shared->unsent; }
    /// Waits until all was taken, but not longer.
    void finish(milliseconds most) const;

private:
    struct Shared {
        Mailbox<std::string> texts;
        std::atomic<std::size_t> unsent{0};
    };
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
};

/// Writes all of it to a standard handle; false if that is not possible any more.
bool writeAll(DWORD standardHandle, const std::string &text);

/// Ends the process as it is: a library that hangs has no say in it.
[[noreturn]] void endProcess(unsigned code);

} // namespace castdeck::wds
