// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "core/sessioninitiator.h"

#include <optional>

namespace castdeck
{

/// Grants everybody the same session, and remembers what was asked.
class FakeSessionInitiator final : public SessionInitiator
{
public:
    QFuture<Result<InitiationGrant>> initiate(const InitiationAsk &ask) override
    {
        asks.append(ask);
        if (asks.size() <= unanswered) {
            m_held.emplace_back();
            return m_held.back().future();
        }
        const bool isOld = digestGrant && !(ask.capabilities & CapabilityHashTree);
        return answered<InitiationGrant>(isOld ? *digestGrant : grant);
    }

    QList<InitiationAsk> asks;
    Result<InitiationGrant> grant;
    std::optional<InitiationGrant> digestGrant; ///< for those who do not verify by the hash tree
    qsizetype unanswered = 0;                   ///< so many get no answer, the first ones

private:
    std::vector<PendingReply<InitiationGrant>> m_held;
};

} // namespace castdeck
