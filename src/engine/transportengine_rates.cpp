// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transportengine.h"

#include "engine/answered.h"
#include "engine/logcategories.h"
#include "engine/store.h"

// How fast sessions may send.

namespace castdeck
{

namespace
{

QString keyOf(const RateLimit &limit)
{
    return limit.scope == RateScope::Server ? toText(limit.scope) : Store::keyOf(NamespaceId(limit.id));
}

} // namespace

QFuture<Result<QList<RateLimit>>> TransportEngine::ask(const RetrieveRateLimits &)
{
    return answered<QList<RateLimit>>(this, m_sessions->rateLimits());
}

QFuture<Result<QList<RateLimit>>> TransportEngine::ask(const SetRateLimit &verb)
{
    using Limits = QList<RateLimit>;
    const bool isOfNamespace = verb.limit.scope == RateScope::Namespace;
    const NamespaceInfo *const owner =
        isOfNamespace ? m_ledger.inventory().find(NamespaceId(verb.limit.id)) : nullptr;
    if (isOfNamespace && !owner)
        return answered<Limits>(this, failure(ErrorCode::NamespaceNotFound, QString::number(verb.limit.id)));
    const bool isKept = verb.limit.scope == RateScope::Server || (owner && !owner->tombstoned);
    if (m_store && isKept) {
        const Store::Settings kept{{keyOf(verb.limit), QString::number(verb.limit.bytesPerSecond)}};
        if (const auto saved = m_store->saveSettings(Store::rateSection(), kept); !saved)
            return answered<Limits>(this, tl::unexpected(saved.error()));
    }
    if (const auto set = m_sessions->setRateLimit(verb.limit); !set)
        return answered<Limits>(this, tl::unexpected(set.error()));
    return ask(RetrieveRateLimits{});
}

void TransportEngine::inheritRateLimit(NamespaceId heir, NamespaceId from)
{
    const QList<RateLimit> limits = m_sessions->rateLimits();
    for (RateLimit limit : limits) {
        if (limit.scope != RateScope::Namespace || limit.id != from.value())
            continue;
        limit.id = heir.value();
        if (const auto set = m_sessions->setRateLimit(limit); !set)
            qCCritical(engineLog) << errorName(set.error().code) << set.error().detail;
    }
}

Result<void> TransportEngine::restoreRateLimits()
{
    const auto kept = m_store->settings(Store::rateSection());
    if (!kept)
        return tl::unexpected(kept.error());
    for (auto it = kept->begin(); it != kept->end(); ++it) {
        RateLimit limit{RateScope::Namespace, it.key().toUInt(), it->toULongLong()};
        if (it.key() == toText(RateScope::Server))
            limit = {RateScope::Server, 0, it->toULongLong()};
        else if (!m_ledger.inventory().find(NamespaceId(limit.id)))
            continue;
        if (auto set = m_sessions->setRateLimit(limit); !set)
            return set;
    }
    return {};
}

} // namespace castdeck
