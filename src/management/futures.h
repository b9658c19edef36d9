// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QPromise>
#include <QTimer>
#include <memory>

namespace castdeck
{

/// Runs @p call from the event loop of this thread, whoever is gone by then.
template <class Call>
void later(Call &&call)
{
    QTimer::singleShot(0, std::forward<Call>(call));
}

/// A promise that may be copied into a callback; finish it with settle(), once, from a queued call.
template <class T>
using SharedPromise = std::shared_ptr<QPromise<Result<T>>>;

template <class T>
SharedPromise<T> startPromise()
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    return promise;
}

template <class T>
void settle(const SharedPromise<T> &promise, Result<T> result)
{
    promise->addResult(std::move(result));
    promise->finish();
}

/// A future that gets its result from the event loop of this thread.
template <class T>
QFuture<Result<T>> settledLater(Result<T> result)
{
    const auto promise = startPromise<T>();
    later([promise, result = std::move(result)] { settle(promise, result); });
    return promise->future();
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
