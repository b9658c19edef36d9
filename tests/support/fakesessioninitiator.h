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
        return settledLater<InitiationGrant>(grant);
    }

    QList<InitiationAsk> asks;
    Result<InitiationGrant> grant;
};

} // namespace castdeck
