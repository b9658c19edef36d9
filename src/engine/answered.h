// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/pendingreply.h"

namespace castdeck
{

/// An answer that is already known, still given from a queued call.
template <class T>
QFuture<Result<T>> answered(QObject *context, Result<T> result)
{
    const PendingReply<T> reply;
    reply.answer(context, std::move(result));
    return reply.future();
}

} // namespace castdeck
