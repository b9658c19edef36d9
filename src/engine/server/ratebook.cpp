// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/ratebook.h"

#include "engine/common/inventoryledger.h"
#include "engine/session/sessiontable.h"

namespace castdeck
{

namespace
{

QString keyOf(const RateLimit &limit)
{
    return limit.scope == RateScope::Server ? toText(limit.scope) : Store::keyOf(NamespaceId(limit.id));
}

} // namespace

QFuture<Result<QList<RateLimit>>> RateBook::set(const RateLimit &limit)
{
    // That of a session ends with it, so it is kept nowhere and waits for nothing.
    if (limit.scope == RateScope::Session)
        return answered<QList<RateLimit>>(
            m_sessions.setRateLimit(limit).map([&] { return m_sessions.rateLimits(); }));
    const PendingReply<QList<RateLimit>> reply;
    m_changes.add(reply, [this, limit, reply]() -> Result<ChangeQueue::Change> {
        const bool isOfNamespace = limit.scope == RateScope::Namespace;
        const NamespaceInfo *const owner =
            isOfNamespace ? m_ledger.inventory().find(NamespaceId(limit.id)) : nullptr;
        if (isOfNamespace && !owner)
            return failure(ErrorCode::NamespaceNotFound, QString::number(limit.id));
        ChangeQueue::Change change;
        change.show = [this, limit, reply] {
            reply.answer(this, m_sessions.setRateLimit(limit).map([&] { return m_sessions.rateLimits(); }));
        };
        const Store::Settings kept{{keyOf(limit), QString::number(limit.bytesPerSecond)}};
        if (!owner || !owner->tombstoned)
            change.keep = [kept](Store &store) { return store.saveSettings(Store::rateSection(), kept); };
        return change;
    });
    return reply.future();
}

void RateBook::restore(const Store::Settings &stored)
{
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        RateLimit limit{RateScope::Namespace, it.key().toUInt(), it->toULongLong()};
        if (it.key() == toText(RateScope::Server))
            limit = {RateScope::Server, 0, it->toULongLong()};
        else if (!m_ledger.inventory().find(NamespaceId(limit.id)))
            continue;
        static_cast<void>(m_sessions.setRateLimit(limit)); // fails for those of sessions only
    }
}

} // namespace castdeck
