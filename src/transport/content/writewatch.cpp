// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/content/writewatch.h"

#include "transport/net/closeelsewhere.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <sys/inotify.h>

namespace castdeck
{

std::shared_ptr<WriteWatch> WriteWatch::of(int descriptor)
{
    Descriptor events(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
    std::array<char, 64> path{};
    std::snprintf(path.data(), path.size(), "/proc/self/fd/%d", descriptor);
    if (!events.isValid() || ::inotify_add_watch(events.value(), path.data(), IN_MODIFY | IN_MOVE_SELF) < 0)
        return nullptr;
    return std::make_shared<WriteWatch>(std::move(events));
}

WriteWatch::~WriteWatch()
{
    // Until all processors have seen the end of a watch takes ten milliseconds.
    closeElsewhere(m_events.release());
}

WriteWatch::Traits WriteWatch::traits(const struct stat &status)
{
    return {status.st_mode, status.st_uid, status.st_gid, status.st_nlink, status.st_ctim};
}

void WriteWatch::begin(const struct stat &status)
{
    const std::lock_guard lock(m_mutex);
    m_known = traits(status);
}

/// Of what kinds they were. The system notes one before the call that wrote returns, and so before the times
/// can be set back.
uint32_t WriteWatch::takeEvents()
{
    uint32_t kinds = 0;
    alignas(inotify_event) std::array<char, 4096> events;
    for (;;) {
        const ssize_t size = ::read(m_events.value(), events.data(), events.size());
        if (size <= 0)
            return kinds;
        for (size_t at = 0; at < static_cast<size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, events.data() + at, sizeof event);
            kinds |= event.mask;
            at += sizeof event + event.len;
        }
    }
}

bool WriteWatch::explains(const struct stat &status)
{
    const std::lock_guard lock(m_mutex);
    const uint32_t kinds = takeEvents();
    m_isWritten = m_isWritten || (kinds & (IN_MODIFY | IN_Q_OVERFLOW)) != 0;
    if (m_isWritten)
        return false;
    const Traits now = traits(status);
    if (now.changed.tv_sec == m_known.changed.tv_sec && now.changed.tv_nsec == m_known.changed.tv_nsec)
        return true;
    // Times that were set, and what a program wrote through its memory, leave no other trace.
    const bool isSeen = (kinds & IN_MOVE_SELF) != 0 || now.rights != m_known.rights ||
                        now.owner != m_known.owner || now.group != m_known.group ||
                        now.names != m_known.names;
    m_known = now;
    m_isWritten = !isSeen;
    return isSeen;
}

} // namespace castdeck
