// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workerthread.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace castdeck
{

namespace
{

/// After which a thread without work ends.
constexpr std::chrono::seconds Idle{10};

} // namespace

/// Outlives the owner as long as the thread does.
struct WorkerThread::Shared {
    std::mutex mutex; ///< for all that follows
    std::condition_variable changed;
    std::deque<Job> jobs;
    QObject *context = nullptr; ///< null once the owner has gone
    bool runs = false;

    void run()
    {
        std::unique_lock lock(mutex);
        while (true) {
            changed.wait_for(lock, Idle, [this] { return !context || !jobs.empty(); });
            if (!context || jobs.empty())
                break;
            Job job = std::move(jobs.front());
            jobs.pop_front();
            lock.unlock();
            Outcome outcome = job();
            job = {}; // what it owns may take as long to be let go
            lock.lock();
            if (context && outcome)
                QMetaObject::invokeMethod(context, std::move(outcome), Qt::QueuedConnection);
        }
        runs = false;
        changed.notify_all();
    }
};

WorkerThread::WorkerThread(std::chrono::milliseconds farewell)
    : m_shared(std::make_shared<Shared>()), m_farewell(farewell)
{
    m_shared->context = &m_context;
}

WorkerThread::~WorkerThread()
{
    std::unique_lock lock(m_shared->mutex);
    m_shared->context = nullptr;
    std::deque<Job> undone;
    undone.swap(m_shared->jobs);
    m_shared->changed.notify_all();
    m_shared->changed.wait_for(lock, m_farewell, [this] { return !m_shared->runs; });
}

bool WorkerThread::post(Job job)
{
    const std::lock_guard lock(m_shared->mutex);
    if (!m_shared->runs) {
        try {
            std::thread([shared = m_shared] { shared->run(); }).detach();
        } catch (const std::system_error &) {
            return false;
        }
        m_shared->runs = true;
    }
    m_shared->jobs.push_back(std::move(job));
    m_shared->changed.notify_all();
    return true;
}

} // namespace castdeck
