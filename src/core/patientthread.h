// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "core/workerthread.h"

#include <map>
#include <optional>

namespace castdeck
{

/// A thread for work that somebody waits for, but not for ever: a disk that does not answer then holds up
/// nobody but whoever asks for an answer of it, and that one not for long. Work is done in order.
/// Thread: one with an event loop, which no call makes wait.
class PatientThread
{
public:
    /// Questions that may wait for their answers.
    static constexpr size_t QuestionsMost = 256;

    template <class T>
    using Work = std::function<Result<T>()>;
    template <class T>
    using Then = std::function<void(const Result<T> &)>;

    /// @p patience: how long an answer may take.
    explicit PatientThread(std::chrono::milliseconds patience) : m_patience(patience) {}
    Q_DISABLE_COPY_MOVE(PatientThread)

    std::chrono::milliseconds patience() const { return m_patience; }

    /// Does @p work, which owns what it uses, and calls @p then once, from the event loop, when it is done,
    /// however late that is; not at all if this is destroyed before. NoSystemResources if the system has no
    /// thread for it.
    template <class T>
    void run(Work<T> work, Then<T> then)
    {
        const auto answer = std::make_shared<std::optional<Result<T>>>();
        post([answer, work = std::move(work)] { answer->emplace(work()); },
             [answer, then = std::move(then)] {
                 then(answer->has_value()
                          ? **answer
                          : failure(ErrorCode::NoSystemResources, QStringLiteral("a thread")));
             });
    }
    /// The same for a question about @p path whose answer nobody waits for longer than @p patience: then
    /// FolderNotAnswering, and at once while isLate().
    template <class T>
    void ask(const QString &path, std::chrono::milliseconds patience, Work<T> work, Then<T> then)
    {
        const auto once = [waits = std::make_shared<Then<T>>(std::move(then))](const Result<T> &answer) {
            if (const auto waiter = std::exchange(*waits, nullptr))
                waiter(answer);
        };
        const auto giveUp = [once, path] { once(failure(ErrorCode::FolderNotAnswering, path)); };
        if (isLate() || m_calls.size() >= QuestionsMost) {
            QMetaObject::invokeMethod(&m_context, giveUp, Qt::QueuedConnection);
            return;
        }
        run<T>(std::move(work), once);
        callIfLate(patience, giveUp);
    }
    /// Whether some work has not come back for patience().
    bool isLate() const;
    /// Calls @p late, once, if what was asked last has not come back after @p patience.
    void callIfLate(std::chrono::milliseconds patience, std::function<void()> late);
    /// Forgets whom to answer, and waits for what is still to be done, but not longer.
    void finish(std::chrono::milliseconds most);

private:
    struct Call {
        Instant begun;
        std::function<void()> then;
        std::function<void()> late;
    };
    void post(std::function<void()> work, std::function<void()> then);
    void settle(quint64 number);

    std::chrono::milliseconds m_patience;
    QObject m_context;
    quint64 m_last = 0;
    std::map<quint64, Call> m_calls; ///< by number, which is their order
    WorkerThread m_thread{std::chrono::milliseconds(0), WorkerThread::WhenIdle::Stays};
};

} // namespace castdeck
