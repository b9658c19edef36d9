// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientwatch.h"

#include <algorithm>
#include <cmath>

namespace castdeck
{

namespace
{

using Ms = std::chrono::milliseconds;

constexpr Ms watchWindow{3'000};
constexpr Ms masterLeast = watchWindow / 4;
constexpr uint64_t slowDownsLeast = 3; ///< in the window
constexpr int muchMore = 4;
constexpr uint64_t slowLink = 12'500'000; ///< bytes per second

/// What a client's way costs, in no unit: the rate that it allows goes down as this goes up. No loss and no
/// time at all are what cannot be measured.
double costOf(const ClientSnapshot &client)
{
    return (client.roundTrip + 1.0) * std::sqrt(client.lossRate + 1e-4);
}

/// The lower one of two; there is one at least.
template <class T>
T median(std::vector<T> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() - 1) / 2;
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// The median of what all active ones but this have.
template <class Measure>
auto ofOthers(const SessionSnapshot &snapshot, const ClientSnapshot &client, Measure measure)
{
    std::vector<decltype(measure(client))> values;
    for (const ClientSnapshot &other : snapshot.clients) {
        if (other.isActive() && other.id != client.id)
            values.push_back(measure(other));
    }
    return median(std::move(values));
}

} // namespace

void SlowClientWatch::startAnew(const SessionSnapshot &snapshot)
{
    m_since = m_lookedAt = snapshot.counters.waited;
    m_acknowledged = snapshot.counters.acknowledgedBytes;
    m_mastered.clear();
    m_slowDowns.clear();
    for (const ClientSnapshot &client : snapshot.clients)
        m_slowDowns.insert(client.id, client.slowDowns);
}

/// Empty if it is not slow.
QString SlowClientWatch::reasonOf(const ClientSnapshot &client, const SessionSnapshot &snapshot) const
{
    const auto asked = [this](const ClientSnapshot &one) {
        return one.slowDowns - m_slowDowns.value(one.id);
    };
    const auto time = static_cast<uint64_t>((snapshot.counters.waited - m_since).count());
    const uint64_t rate = (snapshot.counters.acknowledgedBytes - m_acknowledged) * 1000 / time;
    const QString held = QStringLiteral("holds the session at %1 kB/s").arg(rate / 1024);
    if (asked(client) >= slowDownsLeast && asked(client) >= muchMore * ofOthers(snapshot, client, asked))
        return QStringLiteral("does not write as fast as it is sent: ") + held;
    if (rate < slowLink && costOf(client) >= muchMore * ofOthers(snapshot, client, costOf))
        return QStringLiteral("loses %1 % of what is sent, and is %2 ms away: ")
                   .arg(client.lossRate * 100, 0, 'f', 1)
                   .arg(client.roundTrip) +
               held;
    return {};
}

std::vector<SlowClientWatch::Finding> SlowClientWatch::look(const SessionSnapshot &snapshot)
{
    std::vector<Finding> found;
    m_mastered[snapshot.masterClientId] += snapshot.counters.waited - m_lookedAt;
    m_lookedAt = snapshot.counters.waited;
    if (m_lookedAt - m_since < watchWindow)
        return found;
    if (std::ranges::count_if(snapshot.clients, &ClientSnapshot::isActive) > 1) {
        for (const ClientSnapshot &client : snapshot.clients) {
            if (!client.isActive() || m_found.contains(client.id) ||
                m_mastered.value(client.id) < masterLeast)
                continue;
            if (const QString reason = reasonOf(client, snapshot); !reason.isEmpty()) {
                m_found.insert(client.id);
                found.push_back({client.id, client.name, reason});
            }
        }
    }
    startAnew(snapshot);
    return found;
}

} // namespace castdeck
