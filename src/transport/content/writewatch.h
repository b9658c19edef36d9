// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/descriptor.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <sys/stat.h>

namespace castdeck
{

/// Tells a file to which something was done that leaves its bytes alone (other rights, another owner, another
/// or one more name) from one that was written: the time of change is the same for all. Sees what programs of
/// this machine write, not what others do to a file of a network. Thread-safe.
class WriteWatch
{
public:
    /// Null if the system has no watch left: then nothing is told apart. To be made before @p descriptor's
    /// state is taken.
    static std::shared_ptr<WriteWatch> of(int descriptor);
    explicit WriteWatch(Descriptor events) : m_events(std::move(events)) {}
    ~WriteWatch();
    WriteWatch(const WriteWatch &) = delete;
    WriteWatch &operator=(const WriteWatch &) = delete;

    /// What the file is like to begin with.
    void begin(const struct stat &status);
    /// Whether what happened to the file until @p status is explained without a byte of it being written.
    bool explains(const struct stat &status);

private:
    struct Traits {
        mode_t rights = 0;
        uid_t owner = 0;
        gid_t group = 0;
        nlink_t names = 0;
        timespec changed{};
    };
    static Traits traits(const struct stat &status);
    uint32_t takeEvents();

    Descriptor m_events;
    std::mutex m_mutex; ///< for the next two
    Traits m_known;
    bool m_isWritten = false;
};

} // namespace castdeck
