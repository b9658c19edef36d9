// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "management/attemptthrottle.h"

namespace castdeck
{

std::chrono::milliseconds AttemptThrottle::reserve(const QString &address, Instant now)
{
    forget(now);
    const auto record = m_addresses.find(address);
    if (record == m_addresses.end())
        return std::chrono::milliseconds(0);
    const auto step = std::min(First * (1 << std::min(record->failures - 1, 10)), Longest);
    // Attempts side by side are queued, so that many connections gain nothing; the queue itself is bounded.
    record->nextAnswer = std::min(std::max(record->nextAnswer, now) + step, now + 3 * Longest);
    return std::chrono::ceil<std::chrono::milliseconds>(record->nextAnswer - now);
}

void AttemptThrottle::failed(const QString &address, Instant now)
{
    forget(now);
    Record &record = m_addresses[address];
    ++record.failures;
    record.lastFailure = now;
}

void AttemptThrottle::forget(Instant now)
{
    m_addresses.removeIf([now](const auto &entry) { return now - entry.value().lastFailure > Memory; });
    while (m_addresses.size() > MaxAddresses) {
        m_addresses.erase(
            std::min_element(m_addresses.begin(), m_addresses.end(),
                             [](const auto &a, const auto &b) { return a.lastFailure < b.lastFailure; }));
    }
}

} // namespace castdeck
