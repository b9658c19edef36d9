// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/slowclientpolicy.h"

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
        m_samples.push_back({look.waited, look.acknowledged});
    while (m_samples.size() > 1 && look.waited - m_samples[1].waited >= m_rules.window)
        m_samples.pop_front();
    const std::chrono::milliseconds span = look.waited - m_samples.front().waited;
    if (span < m_rules.window)
        return std::nullopt;
    return (look.acknowledged - m_samples.front().acknowledged) * 1000 / static_cast<uint64_t>(span.count());
}

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::look(const Look &look)
{
    if (m_rules.handling == Handling::None)
        return std::nullopt;
    const std::optional<uint64_t> current = rate(look);
    if (!current || *current >= m_rules.threshold || look.activeClients < 2) {
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

std::optional<SlowClientPolicy::Verdict> SlowClientPolicy::verdict(const Look &look, uint64_t rate) const
{
    const bool multistream = m_rules.handling == Handling::Multistream;
    if (multistream && look.tier >= m_rules.streams - 1)
        return std::nullopt;
    const Action action = multistream && look.masterCanBeDemoted ? Action::Demote : Action::Disconnect;
    return Verdict{action, look.master, rate, m_rules.fallback};
}

} // namespace castdeck
