// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/pacewatch.h"

namespace castdeck
{

namespace
{

constexpr std::chrono::milliseconds stalledAfter{5'000};
constexpr std::chrono::seconds writersWindow{3};
constexpr uint64_t paceSlowDownsLeast = 3;

} // namespace

void PaceWatch::look(const SessionSnapshot &snapshot, Instant now)
{
    lookAtWriters(snapshot, now);
    const SendingCounters &counters = snapshot.counters;
    const bool getsOn =
        m_isFirst || counters.acknowledgedBytes != m_acknowledged || snapshot.state != SessionState::Sending;
    m_isFirst = false;
    if (getsOn) {
        m_acknowledged = counters.acknowledgedBytes;
        m_waited = counters.waited;
        m_gotOnAt = QDateTime::currentDateTimeUtc();
        m_stalledSince = {};
    } else if (counters.waited - m_waited >= stalledAfter) {
        m_stalledSince = m_gotOnAt;
    }
}

void PaceWatch::lookAtWriters(const SessionSnapshot &snapshot, Instant now)
{
    if (m_lookedAt != Instant::min() && now - m_lookedAt < writersWindow)
        return;
    m_lookedAt = now;
    m_slow.clear();
    QHash<ClientId, uint64_t> slowDowns;
    for (const ClientSnapshot &client : snapshot.clients) {
        slowDowns.insert(client.id, client.slowDowns);
        if (client.slowDowns - m_slowDowns.value(client.id, client.slowDowns) >= paceSlowDownsLeast)
            m_slow.insert(client.id);
    }
    m_slowDowns = slowDowns;
}

} // namespace castdeck
