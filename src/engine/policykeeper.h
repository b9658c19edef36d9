// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/policies.h"

namespace castdeck
{

class Store;

/// The policies that hold, in their versions, and their memory. Lives in the engine thread.
class PolicyKeeper
{
public:
    /// @p initial holds until the store knows better.
    explicit PolicyKeeper(Policies initial) : m_current(std::move(initial)) {}

    const Policies &current() const { return m_current; }

    /// Reads what the store holds and keeps there what is committed from now on. A stored policy that check()
    /// refuses is left out, and said so.
    Result<void> restore(Store *store);
    /// Takes the policy as its next version. PolicyConflict for one based on another version than the current
    /// one; what check() refuses; what the store fails with. The result are the properties that changed.
    Result<QStringList> commit(Policy policy);

private:
    Policies m_current;
    Store *m_store = nullptr;
};

/// The one of that kind, for every alternative of Policy.
Policy currentOf(const Policies &policies, const Policy &kind);

} // namespace castdeck
