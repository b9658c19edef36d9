// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/sharedrate.h"

#include "transport/net/pacer.h"

#include <algorithm>

namespace castdeck
{

namespace
{

using namespace std::chrono_literals;

/// Whoever lets so much time pass when it could ask has nothing to send, and holds up nobody.
constexpr auto Patience = 50ms;
/// What one may be ahead of the others: a burst.
constexpr double LeadMax = 65'536;
/// What one that was slow or silent may catch up.
constexpr double ArrearsMax = 2 * LeadMax;
constexpr auto LookAgain = 1ms;

} // namespace

void SharedRate::setRate(uint64_t bytesPerSecond, Instant now)
{
    const std::lock_guard lock(m_mutex);
    fill(now);
    m_rate = bytesPerSecond;
    // A debt made at another rate is no debt any more.
    m_tokens = std::clamp(m_tokens, 0.0, depth());
}

uint64_t SharedRate::rate() const
{
    const std::lock_guard lock(m_mutex);
    return m_rate;
}

void SharedRate::fill(Instant now)
{
    if (m_filledAt != Instant::min() && now > m_filledAt) {
        const std::chrono::duration<double> elapsed = now - m_filledAt;
        m_tokens = std::min(m_tokens + elapsed.count() * static_cast<double>(m_rate), depth());
    }
    m_filledAt = std::max(m_filledAt, now);
}

double SharedRate::leastSpent(Instant now) const
{
    double least = 0;
    bool found = false;
    for (const auto &[id, member] : m_members) {
        if (member.wantsUntil < now)
            continue;
        least = found ? std::min(least, member.spent) : member.spent;
        found = true;
    }
    return least;
}

bool SharedRate::mayNow(const Member &member, Instant now) const
{
    if (m_rate == 0)
        return true;
    if (m_tokens < 0)
        return false;
    // Half a bucket that nobody took: those who are behind cannot use their part.
    return member.spent <= leastSpent(now) + LeadMax || m_tokens >= depth() / 2;
}

SharedRate::Part::Part(std::shared_ptr<SharedRate> shared) : m_shared(std::move(shared))
{
    const std::lock_guard lock(m_shared->m_mutex);
    m_id = ++m_shared->m_lastId;
    m_shared->m_members.emplace(m_id, Member{});
}

SharedRate::Part::~Part()
{
    if (!m_shared)
        return;
    const std::lock_guard lock(m_shared->m_mutex);
    m_shared->m_members.erase(m_id);
}

bool SharedRate::Part::allows(Instant now)
{
    const std::lock_guard lock(m_shared->m_mutex);
    m_shared->fill(now);
    Member &member = m_shared->m_members[m_id];
    double most = 0;
    for (const auto &[id, other] : m_shared->m_members)
        most = std::max(most, other.spent);
    member.spent = std::max(member.spent, most - ArrearsMax);
    member.wantsUntil = now + Patience;
    return m_shared->mayNow(member, now);
}

void SharedRate::Part::spend(uint64_t bytes)
{
    const std::lock_guard lock(m_shared->m_mutex);
    if (m_shared->m_rate == 0)
        return;
    m_shared->m_tokens =
        std::max(m_shared->m_tokens - static_cast<double>(bytes), -Pacer::debtMax(m_shared->m_rate));
    m_shared->m_members[m_id].spent += static_cast<double>(bytes);
}

Instant SharedRate::Part::opensAt(Instant now) const
{
    const std::lock_guard lock(m_shared->m_mutex);
    m_shared->fill(now);
    Member &member = m_shared->m_members[m_id];
    if (m_shared->mayNow(member, now))
        return now;
    Instant opens = now + LookAgain;
    if (m_shared->m_tokens < 0) {
        const std::chrono::duration<double> wait(-m_shared->m_tokens / static_cast<double>(m_shared->m_rate));
        opens = now + std::chrono::duration_cast<Duration>(wait) + 1us;
    }
    member.wantsUntil = opens + Patience;
    return opens;
}

} // namespace castdeck
