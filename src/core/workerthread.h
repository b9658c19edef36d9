// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>
#include <functional>
#include <memory>

namespace castdeck
{

/// One thread for work that takes long, or for ever when a file system does not answer; done in order. The
/// thread is made when it is needed. Methods: one thread, which has an event loop.
class WorkerThread
{
public:
    /// Whether a thread without work is given back. Whoever owns things that belong to a thread keeps it.
    enum class WhenIdle { Ends, Stays };
    /// @p farewell: how long the destructor waits for the job that runs. One that hangs in the system is left
    /// behind, so jobs own all that they use.
    explicit WorkerThread(std::chrono::milliseconds farewell = std::chrono::seconds(1),
                          WhenIdle whenIdle = WhenIdle::Ends);
    /// What has not begun is not done, and no outcome is delivered any more. Jobs are always destroyed in
    /// their thread.
    ~WorkerThread();
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    /// What a job leaves to be done in the thread of the owner.
    using Outcome = std::function<void()>;
    using Job = std::function<Outcome()>;
    /// False if the system has no thread for it: then it is not done.
    bool post(Job job);
    /// Threads of all in this process, those included that were left behind. Any thread.
    static int count();
    /// Waits until all that was posted is done, but not longer; whether it is.
    bool finish(std::chrono::milliseconds most);

private:
    struct Shared;
    QObject m_context;
    std::shared_ptr<Shared> m_shared;
    std::chrono::milliseconds m_farewell;
};

/// For the end of main(), while the application object is still there. Returns @p code, or, if a job is left
/// behind, ends the process with it at once: what would be destroyed now is what the job uses.
int endProcess(int code);

} // namespace castdeck
