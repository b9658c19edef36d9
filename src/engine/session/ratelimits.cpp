// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/session/ratelimits.h"

#include <algorithm>

namespace castdeck
{

std::shared_ptr<SharedRate> &RateLimits::ofNamespace(NamespaceId id)
{
    std::shared_ptr<SharedRate> &rate = m_namespaces[id];
    if (!rate)
        rate = std::make_shared<SharedRate>();
    return rate;
}

std::vector<std::shared_ptr<SharedRate>> RateLimits::of(NamespaceId id)
{
    return {m_server, ofNamespace(id)};
}

void RateLimits::set(const RateLimit &limit)
{
    const auto &rate = limit.scope == RateScope::Server ? m_server : ofNamespace(NamespaceId(limit.id));
    rate->setRate(limit.bytesPerSecond, monotonicNow());
}

QList<RateLimit> RateLimits::all() const
{
    QList<RateLimit> limits;
    for (auto it = m_namespaces.begin(); it != m_namespaces.end(); ++it) {
        if (const uint64_t rate = (*it)->rate(); rate > 0)
            limits.append({RateScope::Namespace, it.key().value(), rate});
    }
    std::ranges::sort(limits, {}, &RateLimit::id);
    if (const uint64_t rate = m_server->rate(); rate > 0)
        limits.prepend({RateScope::Server, 0, rate});
    return limits;
}

} // namespace castdeck
