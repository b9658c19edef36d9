// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace castdeck
{

/// One thread for work that takes long, done in order; made when it is needed. Methods: one thread.
class WorkerThread
{
public:
    WorkerThread() = default;
    /// Waits for the job that runs; those behind it are not done.
    ~WorkerThread();
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    /// False if the system has no thread for it: then it is not done.
    bool post(std::function<void()> job);

private:
    void run();

    std::mutex m_mutex; ///< for the next three
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace castdeck
