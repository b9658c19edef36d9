// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "management/message.h"

#include <functional>
#include <map>

namespace castdeck
{

/// The requests that wait for their replies. Each leaves exactly once, through its Settle; a Settle may
/// destroy the owner of this object, so nothing here is touched after one was called.
class PendingCalls
{
public:
    using Settle = std::function<void(Result<ReplyBody>)>;

    /// The id of the new call. Deadlines must not fall from one call to the next.
    quint64 add(Settle settle, Instant deadline);
    /// Whether this id was ever given out; the reply to one that is no longer here came too late.
    bool wasIssued(quint64 id) const { return id > 0 && id <= m_lastId; }
    bool isEmpty() const { return m_calls.empty(); }
    qsizetype size() const { return qsizetype(m_calls.size()); }
    std::optional<Instant> nextDeadline() const;

    /// An answer is arriving: nobody is given up before @p deadline.
    void extend(Instant deadline);
    void settle(quint64 id, Result<ReplyBody> result);
    void expire(Instant now);
    void endAll(const Error &error);

private:
    struct Call {
        Settle settle;
        Instant deadline;
    };
    quint64 m_lastId = 0;
    Instant m_extended = Instant::min();
    std::map<quint64, Call> m_calls; ///< by id, hence by deadline
};

} // namespace castdeck
