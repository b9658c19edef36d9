// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientpolicy.h"

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
std::optional<uint64_t> SlowClientPolicy::rate(const Look &look)
{
    if (m_samples.empty() || m_samples.back().waited != look.waited)
        m_samples.push_back({look.waited, look.acknowledged, look.master});
    while (m_samples.size() > 1 && look.waited - m_samples[1].waited >= m_rules.window + m_rules.patience)
        m_samples.pop_front();
    const auto later = std::ranges::partition_point(
        m_samples, [&](const Sample &sample) { return look.waited - sample.waited >= m_rules.window; });
    if (later == m_samples.begin())
        return std::nullopt;
    const Sample &before = *std::prev(later);
    const auto span = static_cast<uint64_t>((look.waited - before.waited).count());
    return (look.acknowledged - before.acknowledged) * 1000 / span;
}

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::look(const Look &look)
{
    if (m_rules.handling == Handling::None)
        return std::nullopt;
    const std::optional<uint64_t> current = rate(look);
    if (!current || *current >= m_rules.threshold || look.activeClients.size() < 2) {
        m_lowSince.reset();
        return std::nullopt;
    }
    if (!m_lowSince)
        m_lowSince = look.waited;
    if (look.waited - *m_lowSince < m_rules.patience || !look.master.isValid())
        return std::nullopt;
    const auto result = verdict(look, *current);
    startAnew();
    return result;
}

/// Of those that are still there.
std::optional<ClientId> SlowClientPolicy::culprit(const Look &look) const
{
    std::map<ClientId, std::chrono::milliseconds> mastered;
    for (size_t i = 1; i < m_samples.size(); ++i)
        mastered[m_samples[i].master] += m_samples[i].waited - m_samples[i - 1].waited;
    std::optional<ClientId> culprit;
    for (const auto &[client, time] : mastered) {
        if (look.activeClients.contains(client) && (!culprit || time > mastered.at(*culprit)))
            culprit = client;
    }
    return culprit;
}

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::verdict(const Look &look, uint64_t rate) const
{
    const bool multistream = m_rules.handling == Handling::Multistream;
    const std::optional<ClientId> client = culprit(look);
    if (!client || (multistream && look.tier >= m_rules.streams - 1))
        return std::nullopt;
    const bool demotes = multistream && look.activeClients.at(*client);
    return Verdict{demotes ? Action::Demote : Action::Disconnect, *client, rate, m_rules.fallback};
}

} // namespace castdeck
