// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"

namespace castdeck
{

/// An answer that is already known, still given from a queued call to @p context.
template <class T>
QFuture<Result<T>> answered(QObject *context, Result<T> result)
{
    const PendingReply<T> reply;
    reply.answer(context, std::move(result));
    return reply.future();
}

} // namespace castdeck
