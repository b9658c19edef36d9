// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QMetaObject>
#include <QObject>
#include <QPromise>
#include <QTimer>
#include <memory>
#include <utility>

namespace castdeck
{

/// Runs @p call from the event loop of this thread, whoever is gone by then.
template <class Call>
void later(Call &&call)
{
    QTimer::singleShot(0, std::forward<Call>(call));
}

/// The answering end of one request: its future finishes exactly once and always from a queued call. When the
/// last copy is gone without an answer, or its context before the call comes round, it finishes all the same:
/// with the answer if there was one, else with Cancelled. Not thread-safe.
template <class T>
class PendingReply
{
public:
    PendingReply() : m_state(std::make_shared<State>()) { m_state->promise.start(); }

    QFuture<Result<T>> future() const { return m_state->promise.future(); }
    void answer(QObject *context, Result<T> result) const
    {
        m_state->result = std::move(result);
        QMetaObject::invokeMethod(
            context, [state = m_state] { state->finish(); }, Qt::QueuedConnection);
    }
    /// From inside a queued call.
    void answerNow(Result<T> result) const
    {
        m_state->result = std::move(result);
        m_state->finish();
    }
    void answerLater(Result<T> result) const
    {
        m_state->result = std::move(result);
        later([state = m_state] { state->finish(); });
    }

private:
    struct State {
        QPromise<Result<T>> promise;
        Result<T> result = failure(ErrorCode::Cancelled, QStringLiteral("the server was shut down"));
        bool finished = false;

        State() = default;
        State(const State &) = delete;
        State &operator=(const State &) = delete;
        ~State() { finish(); }
        void finish()
        {
            if (std::exchange(finished, true))
                return;
            promise.addResult(result);
            promise.finish();
        }
    };
    std::shared_ptr<State> m_state;
};

/// An answer that is already known, still given from the event loop of this thread.
template <class T>
QFuture<Result<T>> answered(Result<T> result)
{
    const PendingReply<T> reply;
    reply.answerLater(std::move(result));
    return reply.future();
}

/// Calls @p then with the result, from the event loop of the thread of @p context, unless that is destroyed
/// before. A future that ends without a result counts as Cancelled. (QFuture::then of Qt 6.4 runs inside
/// finish() on the same thread, and keeps a bare pointer to its context.)
template <class T, class Then>
void whenFinished(QObject *context, const QFuture<Result<T>> &future, Then then)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, then = std::move(then)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             then(watcher->result());
                         else
                             then(Result<T>(failure(ErrorCode::Cancelled)));
                     });
    watcher->setFuture(future);
}

} // namespace castdeck
