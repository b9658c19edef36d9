// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fallback/boundedworkers.h"

#include <QLoggingCategory>
#include <system_error>

namespace castdeck
{

namespace
{

Q_LOGGING_CATEGORY(workersLog, "castdeck.fallback")

/// Of one that waits outside, before somebody else has to go.
constexpr std::chrono::milliseconds patience{100};

} // namespace

BoundedWorkers::Taken BoundedWorkers::enqueue(std::function<void()> task)
{
    std::unique_lock lock(m_mutex);
    while (m_busy >= m_threads.size() && !addThread()) {
        lock.unlock();
        if (m_threads.empty()) {
            task(); // nobody else would ever take it
            return Taken(true);
        }
        m_makeRoom();
        lock.lock();
        m_threadFree.wait_for(lock, patience, [&] { return m_busy < m_threads.size(); });
    }
    ++m_busy;
    m_tasks.push_back(std::move(task));
    m_taskThere.notify_one();
    return Taken(true);
}

bool BoundedWorkers::addThread()
{
    if (m_threads.size() >= m_most)
        return false;
    try {
        m_threads.emplace_back([this] { work(); });
    } catch (const std::system_error &) {
        if (!std::exchange(m_shortageIsTold, true))
            qCWarning(workersLog) << "no more threads for connections than" << m_threads.size();
        return false;
    }
    return true;
}

void BoundedWorkers::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_taskThere.wait(lock, [&] { return m_ending || !m_tasks.empty(); });
        if (m_tasks.empty())
            return;
        const std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        lock.lock();
        --m_busy;
        m_threadFree.notify_one();
    }
}

void BoundedWorkers::shutdown()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_taskThere.notify_all();
    for (std::thread &thread : m_threads)
        thread.join();
    m_threads.clear();
}

} // namespace castdeck
