// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"
#include "support/patience.h"

#include <QFuture>

namespace castdeck
{

/// Waits for the future and hands over what it brought.
template <class T>
Result<T> outcome(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, Patience))
        return failure(ErrorCode::Internal, QStringLiteral("the future never finished"));
    if (future.resultCount() != 1)
        return failure(ErrorCode::Internal, QStringLiteral("%1 results").arg(future.resultCount()));
    return future.result();
}

} // namespace castdeck
