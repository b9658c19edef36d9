// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/pendingcalls.h"

namespace castdeck
{

quint64 PendingCalls::add(Settle settle, Instant deadline)
{
    m_calls.emplace(++m_lastId, Call{std::move(settle), deadline});
    return m_lastId;
}

std::optional<Instant> PendingCalls::nextDeadline() const
{
    return m_calls.empty() ? std::nullopt
                           : std::optional(std::max(m_calls.begin()->second.deadline, m_extended));
}

void PendingCalls::extend(Instant deadline)
{
    m_extended = std::max(m_extended, deadline);
}

void PendingCalls::settle(quint64 id, Result<ReplyBody> result)
{
    auto node = m_calls.extract(id);
    if (node)
        node.mapped().settle(std::move(result));
}

void PendingCalls::expire(Instant now)
{
    std::map<quint64, Call> due;
    while (now >= m_extended && !m_calls.empty() && m_calls.begin()->second.deadline <= now)
        due.insert(m_calls.extract(m_calls.begin()));
    for (auto &[id, call] : due)
        call.settle(failure(ErrorCode::TimedOut));
}

void PendingCalls::endAll(const Error &error)
{
    auto calls = std::move(m_calls);
    m_calls.clear();
    for (auto &[id, call] : calls)
        call.settle(tl::unexpected(error));
}

} // namespace castdeck
