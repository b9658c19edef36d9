// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/common/ratelimiter.h"

namespace castdeck
{

bool RateLimiter::allow(const wire::Address &source, Instant now)
{
    auto found = m_sources.find(source);
    if (found == m_sources.end()) {
        if (m_sources.size() >= m_limits.addresses)
            forgetQuiet(now);
        if (m_sources.size() >= m_limits.addresses)
            return false;
        found = m_sources.try_emplace(source).first;
    }
    Source &entry = found->second;
    if (entry.answers.size() < m_limits.answers) {
        entry.answers.push_back(now);
    } else {
        Instant &oldest = entry.answers[entry.oldest];
        if (now - oldest < m_limits.window)
            return false;
        oldest = now;
        entry.oldest = (entry.oldest + 1) % m_limits.answers;
    }
    entry.newest = now;
    return true;
}

void RateLimiter::forgetQuiet(Instant now)
{
    // Looking through everything for every packet of a flood would be a load of its own.
    if (now - m_lastCleaning < m_limits.window / 8)
        return;
    m_lastCleaning = now;
    std::erase_if(m_sources,
                  [&](const auto &source) { return now - source.second.newest >= m_limits.window; });
}

} // namespace castdeck
