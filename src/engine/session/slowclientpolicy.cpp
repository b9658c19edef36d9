// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientpolicy.h"

#include <QHash>
#include <algorithm>

namespace castdeck
{

SlowClientPolicy::Rules slowClientRules(const MulticastSessionPolicy &policy,
                                        const SessionParameters &parameters)
{
    SlowClientPolicy::Rules rules;
    rules.window = parameters.slowClientWindow;
    rules.patience = parameters.slowClientPatience;
    if (policy.slowClientHandling == SlowClientHandling::AutoDisconnect)
        rules.handling = SlowClientPolicy::Handling::AutoDisconnect;
    else if (policy.slowClientHandling == SlowClientHandling::Multistream)
        rules.handling = SlowClientPolicy::Handling::Multistream;
    rules.threshold = uint64_t(policy.autoDisconnectThreshold) * 1024;
    rules.streams = static_cast<int>(policy.multistreamStreamCount);
    rules.fallback = policy.slowClientFallback;
    return rules;
}

void SlowClientPolicy::setRules(const Rules &rules)
{
    if (rules == m_rules)
        return;
    m_rules = rules;
    startAnew();
}

void SlowClientPolicy::startAnew()
{
    m_samples.clear();
    m_lowSince.reset();
}

/// Nothing before a whole window was seen.
std::optional<uint64_t> SlowClientPolicy::rate(const SessionSnapshot &snapshot)
{
    const auto waited = snapshot.counters.waited;
    const uint64_t acknowledged = snapshot.counters.acknowledgedBytes;
    if (m_samples.empty() || m_samples.back().waited != waited)
        m_samples.push_back({waited, acknowledged, snapshot.masterClientId});
    while (m_samples.size() > 1 && waited - m_samples[1].waited >= m_rules.window + m_rules.patience)
        m_samples.pop_front();
    const auto later = std::ranges::partition_point(
        m_samples, [&](const Sample &sample) { return waited - sample.waited >= m_rules.window; });
    if (later == m_samples.begin())
        return std::nullopt;
    const Sample &before = *std::prev(later);
    return (acknowledged - before.acknowledged) * 1000 /
           static_cast<uint64_t>((waited - before.waited).count());
}

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::look(const SessionSnapshot &snapshot, int tier)
{
    if (m_rules.handling == Handling::None)
        return std::nullopt;
    const auto waited = snapshot.counters.waited;
    const std::optional<uint64_t> current = rate(snapshot);
    if (!current || *current >= m_rules.threshold ||
        std::ranges::count_if(snapshot.clients, &ClientSnapshot::isActive) < 2) {
        m_lowSince.reset();
        return std::nullopt;
    }
    if (!m_lowSince)
        m_lowSince = waited;
    if (waited - *m_lowSince < m_rules.patience || !snapshot.masterClientId.isValid())
        return std::nullopt;
    const auto result = verdict(snapshot, tier, *current);
    startAnew();
    return result;
}

/// Of those that are still there.
const ClientSnapshot *SlowClientPolicy::culprit(const SessionSnapshot &snapshot) const
{
    QHash<ClientId, std::chrono::milliseconds> mastered;
    for (size_t i = 1; i < m_samples.size(); ++i)
        mastered[m_samples[i].master] += m_samples[i].waited - m_samples[i - 1].waited;
    const ClientSnapshot *culprit = nullptr;
    for (const ClientSnapshot &client : snapshot.clients) {
        if (client.isActive() && mastered.contains(client.id) &&
            (!culprit || mastered[client.id] > mastered[culprit->id]))
            culprit = &client;
    }
    return culprit;
}

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::verdict(const SessionSnapshot &snapshot, int tier,
                                                                   uint64_t rate) const
{
    const bool multistream = m_rules.handling == Handling::Multistream;
    const ClientSnapshot *const client = culprit(snapshot);
    if (!client || (multistream && tier >= m_rules.streams - 1))
        return std::nullopt;
    const bool demotes = multistream && client->canBeDemoted;
    return Verdict{demotes ? Action::Demote : Action::Disconnect, client->id, rate, m_rules.fallback};
}

} // namespace castdeck
