// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <httplib.h>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace castdeck
{

/// Threads for the connections of an HTTP server: one each, made when they are needed, and not more than a
/// limit, or than the system has. With all of them busy the next connection waits before it is taken, so
/// nothing piles up here.
class BoundedWorkers : public httplib::TaskQueue
{
public:
    /// @p makeRoom is called now and then, in the thread of enqueue(), while a connection waits.
    BoundedWorkers(size_t most, std::function<void()> makeRoom)
        : m_most(most), m_makeRoom(std::move(makeRoom))
    {
    }
    ~BoundedWorkers() override { shutdown(); }

    /// Nothing, or in later releases of the library whether the task was taken.
    using Taken = decltype(std::declval<httplib::TaskQueue &>().enqueue(nullptr));

    /// Waits for a free thread, so a task is always taken. Where the system has no thread at all, it is done
    /// here.
    Taken enqueue(std::function<void()> task) override;
    /// Finishes what was taken.
    void shutdown() override;

private:
    bool addThread();
    void work();

    const size_t m_most;
    const std::function<void()> m_makeRoom;
    std::mutex m_mutex; ///< for all that follows
    std::condition_variable m_taskThere;
    std::condition_variable m_threadFree;
    std::deque<std::function<void()>> m_tasks;
    std::vector<std::thread> m_threads;
    size_t m_busy = 0; ///< tasks taken or waiting, no more than threads
    bool m_ending = false;
    bool m_shortageIsTold = false;
};

} // namespace castdeck
