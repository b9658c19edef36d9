// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <optional>
#include <windows.h>

namespace castdeck::wds
{

/// Which call into the library of WDS is under way, and since when: the one thing other threads can know of a
/// call that does not return.
class Pulse
{
public:
    struct Call {
        const char *name;   ///< a literal
        ULONGLONG duration; ///< ms
    };

    void begin(const char *name)
    {
        m_since = GetTickCount64();
        m_name = name;
    }
    void end() { m_name = nullptr; }
    std::optional<Call> underWay() const
    {
        const char *name = m_name;
        const ULONGLONG since = m_since;
        const ULONGLONG time = GetTickCount64();
        return name ? std::optional(Call{name, time > since ? time - since : 0}) : std::nullopt;
    }

    /// There is one library and one thread that calls it.
    static Pulse &instance()
    {
        static Pulse pulse;
        return pulse;
    }

private:
    std::atomic<const char *> m_name{nullptr};
    std::atomic<ULONGLONG> m_since{0};
};

} // namespace castdeck::wds
