// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/error.h"
#include "core/workerthread.h"

#include <QString>
#include <functional>
#include <map>
#include <memory>

namespace castdeck
{

/// Calls into file systems, each of which may take long or for ever: a disk that spins up, a share whose
/// server is away. Each place, a folder or file that somebody named, has a thread of its own for them, and
/// whoever calls waits no longer than a moment. Thread: one with an event loop.
class FileSystemCalls
{
public:
    /// What a caller waits, and only if nobody waited so long in vain a second ago. Local file systems answer
    /// a thousand times faster.
    static constexpr std::chrono::milliseconds Moment{100};
    /// How long a call may take. After it the answer is FolderNotAnswering until the call comes back.
    static constexpr std::chrono::seconds Patience{10};
    /// How long an answer that came late waits for somebody to ask again.
    static constexpr std::chrono::seconds Kept{10};
    /// Late calls that a place may have; who comes on top is told that it does not answer.
    static constexpr size_t CallsMost = 64;

    /// @p farewell: how long the destructor waits for the call that a place is busy with.
    explicit FileSystemCalls(std::chrono::milliseconds farewell = {});
    ~FileSystemCalls();

    /// The answer of @p call, which is made in another thread and must own what it uses. Busy as long as
    /// there is none: whoever asks the same of the same place later gets it. @p what names the call, among
    /// those of the place.
    template <class T>
    Result<T> ask(const QString &place, const QString &what, std::function<Result<T>()> call)
    {
        const auto answer = std::make_shared<std::optional<Result<T>>>();
        const Result<std::shared_ptr<void>> made =
            make({place, what}, answer, [answer, call = std::move(call)] { answer->emplace(call()); });
        if (!made)
            return tl::unexpected(made.error());
        return std::move(**std::static_pointer_cast<std::optional<Result<T>>>(*made));
    }

    /// The same for who waits as long as it takes: @p done is told once, now or from the event loop, or never
    /// if this is destroyed before.
    template <class T>
    void ask(const QString &place, const std::function<Result<T>()> &call,
             const std::function<void(Result<T>)> &done)
    {
        await<T>({place, QStringLiteral("awaited %1").arg(++m_awaited)}, call, done);
    }

    using Waiter = std::function<void()>;
    /// Of a call that was Busy: calls @p waiter once, from the event loop, when it has come back or its time
    /// is over. False if there is no such call.
    bool whenAnswered(const QString &place, const QString &what, const Waiter &waiter);

private:
    using Key = std::pair<QString, QString>; ///< place, what
    struct Call;

    template <class T>
    void await(const Key &key, const std::function<Result<T>()> &call,
               const std::function<void(Result<T>)> &done)
    {
        Result<T> answer = ask<T>(key.first, key.second, call);
        const bool isBusy = !answer && answer.error().code == ErrorCode::Busy;
        const auto again = [=, this] { await<T>(key, call, done); };
        if (!isBusy || !whenAnswered(key.first, key.second, again))
            done(std::move(answer));
    }
    Result<std::shared_ptr<void>> make(const Key &key, std::shared_ptr<void> answer,
                                       std::function<void()> call);
    bool isLate(const QString &place, Instant now) const;
    void tellLater(const Call &call);
    void settle(const Key &key);
    void forgetOld(Instant now);

    std::chrono::milliseconds m_farewell;
    quint64 m_awaited = 0;
    QObject m_context;
    std::map<Key, Call> m_calls;
    std::map<QString, WorkerThread> m_threads; ///< by place
    Instant m_hurriesUntil = Instant::min();   ///< somebody waited in vain
};

} // namespace castdeck
