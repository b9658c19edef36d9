// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sessioninitiator.h"
#include "management/futures.h"

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
            m_held.push_back(startPromise<InitiationGrant>());
            return m_held.back()->future();
        }
        return settledLater<InitiationGrant>(grant);
    }

    QList<InitiationAsk> asks;
    Result<InitiationGrant> grant;
    qsizetype unanswered = 0; ///< so many get no answer, the first ones

private:
    std::vector<SharedPromise<InitiationGrant>> m_held;
};

} // namespace castdeck
