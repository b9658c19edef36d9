// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerthread.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace castdeck
{

namespace
{

/// After which a thread without work ends.
constexpr std::chrono::seconds Idle{10};

std::atomic<int> threads; ///< of all in this process

} // namespace

/// Outlives the owner as long as the thread does.
struct WorkerThread::Shared {
    std::mutex mutex; ///< for all that follows
    std::condition_variable changed;
    std::deque<Job> jobs;
    QObject *context = nullptr; ///< null once the owner has gone
    WhenIdle whenIdle = WhenIdle::Ends;
    bool runs = false;
    bool isBusy = false;

    void run()
    {
        const auto hasNews = [this] { return !context || !jobs.empty(); };
        std::unique_lock lock(mutex);
        while (true) {
            if (whenIdle == WhenIdle::Stays)
                changed.wait(lock, hasNews);
            else
                changed.wait_for(lock, Idle, hasNews);
            if (!context || jobs.empty())
                break;
            Job job = std::move(jobs.front());
            jobs.pop_front();
            isBusy = true;
            lock.unlock();
            Outcome outcome = job();
            job = {}; // what it owns may take as long to be let go
            lock.lock();
            isBusy = false;
            changed.notify_all();
            if (context && outcome)
                QMetaObject::invokeMethod(context, std::move(outcome), Qt::QueuedConnection);
        }
        if (!context) {
            std::deque<Job> undone = std::exchange(jobs, {});
            lock.unlock();
            undone.clear(); // likewise
            lock.lock();
        }
        runs = false;
        changed.notify_all();
    }
};

WorkerThread::WorkerThread(std::chrono::milliseconds farewell, WhenIdle whenIdle)
    : m_shared(std::make_shared<Shared>()), m_farewell(farewell)
{
    m_shared->context = &m_context;
    m_shared->whenIdle = whenIdle;
}

WorkerThread::~WorkerThread()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->context = nullptr;
    m_shared->changed.notify_all();
    m_shared->changed.wait_for(lock, m_farewell, [this] { return !m_shared->runs; });
}

bool WorkerThread::finish(std::chrono::milliseconds most)
{
    std::unique_lock lock(m_shared->mutex);
    return m_shared->changed.wait_for(lock, most,
                                      [this] { return m_shared->jobs.empty() && !m_shared->isBusy; });
}

bool WorkerThread::post(Job job)
{
    const std::lock_guard lock(m_shared->mutex);
    if (!m_shared->runs) {
        try {
            ++threads;
            std::thread([shared = m_shared]() mutable {
                shared->run();
                shared.reset();
                --threads;
            }).detach();
        } catch (const std::system_error &) {
            --threads;
            return false;
        }
        m_shared->runs = true;
    }
    m_shared->jobs.push_back(std::move(job));
    m_shared->changed.notify_all();
    return true;
}

int WorkerThread::count()
{
    return threads;
}

int endProcess(int code)
{
    if (WorkerThread::count() > 0) {
        std::fflush(nullptr);
        ::_exit(code);
    }
    return code;
}

} // namespace castdeck
