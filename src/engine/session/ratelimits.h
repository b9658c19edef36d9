// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ids.h"
#include "core/ratelimit.h"
#include "transport/net/sharedrate.h"

#include <QHash>
#include <memory>
#include <vector>

namespace castdeck
{

/// The caps of a server and of its namespaces, which their sessions share while they run.
class RateLimits
{
public:
    /// What a session of the namespace has to keep to, now and whatever is set later.
    std::vector<std::shared_ptr<SharedRate>> of(NamespaceId id);
    /// RateScope::Server or Namespace; holds for what runs.
    void set(const RateLimit &limit);
    /// What takes the place of @p from keeps to the same.
    void inherit(NamespaceId heir, NamespaceId from)
    {
        set({RateScope::Namespace, heir.value(), ofNamespace(from)->rate()});
    }
    void forget(NamespaceId id) { m_namespaces.remove(id); }
    /// Those that are not 0, the server's first, then by id.
    QList<RateLimit> all() const;

private:
    std::shared_ptr<SharedRate> &ofNamespace(NamespaceId id);

    std::shared_ptr<SharedRate> m_server = std::make_shared<SharedRate>();
    QHash<NamespaceId, std::shared_ptr<SharedRate>> m_namespaces;
};

} // namespace castdeck
