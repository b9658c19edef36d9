// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"
#include "engine/server/policytext.h"

namespace castdeck
{

class Store;

/// The policies that hold, in their versions. Lives in the engine thread.
class PolicyKeeper
{
public:
    /// @p initial holds until the store knows better.
    explicit PolicyKeeper(Policies initial) : m_current(std::move(initial)) {}

    const Policies &current() const { return m_current; }

    /// What a store holds: the text of each kind, in the order of Policy's alternatives.
    using Stored = QList<PolicyText>;
    static Result<Stored> readFrom(const Store &store);
    static Result<void> saveIn(Store &store, const Policy &policy);

    /// A stored policy that check() refuses is left out, and said so.
    void restore(const Stored &stored);
    /// The policy as its next version. PolicyConflict for one based on another version than the current one;
    /// what check() refuses.
    Result<Policy> next(Policy policy) const;
    /// Takes what next() made. The result are the properties that changed.
    QStringList take(const Policy &policy);

private:
    Policies m_current;
};

/// The one of that kind, for every alternative of Policy.
Policy currentOf(const Policies &policies, const Policy &kind);

} // namespace castdeck
