// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QFuture>
#include <QMetaObject>
#include <QObject>
#include <QPromise>
#include <memory>
#include <utility>

namespace castdeck
{

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

} // namespace castdeck
