// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <windows.h>

namespace castdeck::wds
{

// The compiler for Windows that Debian 12 has without POSIX threads knows no std::thread and no std::mutex.

class Lock
{
public:
    explicit Lock(SRWLOCK &lock) : m_lock(lock) { AcquireSRWLockExclusive(&m_lock); }
    ~Lock() { ReleaseSRWLockExclusive(&m_lock); }
    Lock(const Lock &) = delete;
    Lock &operator=(const Lock &) = delete;

private:
    SRWLOCK &m_lock;
};

/// Runs @p work in a thread that nobody waits for: the process ends without it, whatever a library does in
/// it. False if the system has no thread.
inline bool startThread(std::function<void()> work)
{
    const auto run = [](void *context) -> DWORD {
        const std::unique_ptr<std::function<void()>> owned(static_cast<std::function<void()> *>(context));
        (*owned)();
        return 0;
    };
    auto owned = std::make_unique<std::function<void()>>(std::move(work));
    HANDLE thread = CreateThread(nullptr, 0, run, owned.get(), 0, nullptr);
    if (!thread)
        return false;
    owned.release();
    CloseHandle(thread);
    return true;
}

using Instant = std::chrono::steady_clock::time_point;
using std::chrono::milliseconds;

inline Instant monotonicNow()
{
    return std::chrono::steady_clock::now();
}

/// What one thread leaves for another. Any thread may put, one takes.
template <class T>
class Mailbox
{
public:
    Mailbox() : m_filled(CreateEventW(nullptr, FALSE, FALSE, nullptr)) {}
    ~Mailbox() { CloseHandle(m_filled); }
    Mailbox(const Mailbox &) = delete;
    Mailbox &operator=(const Mailbox &) = delete;

    void put(T item)
    {
        {
            const Lock lock(m_lock);
            m_items.push_back(std::move(item));
        }
        SetEvent(m_filled);
    }
    std::optional<T> take()
    {
        const Lock lock(m_lock);
        if (m_items.empty())
            return std::nullopt;
        std::optional<T> item(std::move(m_items.front()));
        m_items.pop_front();
        return item;
    }
    /// Waits for one, but not longer.
    std::optional<T> take(milliseconds most)
    {
        const Instant until = monotonicNow() + most;
        for (;;) {
            if (auto item = take())
                return item;
            const auto left = std::chrono::duration_cast<milliseconds>(until - monotonicNow()).count();
            if (left <= 0)
                return std::nullopt;
            WaitForSingleObject(m_filled, static_cast<DWORD>(left) + 1);
        }
    }
    /// Takes back those that nobody has taken yet; whether there were any.
    template <class Which>
    bool remove(Which which)
    {
        const Lock lock(m_lock);
        for (auto it = m_items.begin(); it != m_items.end(); ++it) {
            if (which(*it)) {
                m_items.erase(it);
                return true;
            }
        }
        return false;
    }
    /// Signalled when something was put.
    HANDLE filled() const { return m_filled; }

private:
    SRWLOCK m_lock = SRWLOCK_INIT;
    std::deque<T> m_items;
    HANDLE m_filled;
};

} // namespace castdeck::wds
