// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transportengine.h"

#include "core/namespacerules.h"
#include "engine/answered.h"
#include "engine/findnamespace.h"
#include "engine/logcategories.h"
#include "engine/notices.h"
#include "engine/startrule.h"
#include "engine/store.h"

// What is asked of namespaces.

namespace castdeck
{

namespace
{

QString idText(NamespaceId id)
{
    return QString::number(id.value());
}

} // namespace

TransportEngine::Obstacle TransportEngine::obstacleOf(const NamespaceInfo &row) const
{
    const ContentProvider *const source = provider(row.contentProvider);
    if (!source)
        return Error{ErrorCode::ContentProviderNotFound, row.contentProvider};
    const auto usable = source->check(row.configuration);
    return usable ? std::nullopt : std::optional(usable.error());
}

/// Calls @p go when it is known whether the namespace can be served, or that its folder does not answer.
void TransportEngine::whenLookedAt(const NamespaceInfo &row, const std::function<void(const Obstacle &)> &go)
{
    const Obstacle obstacle = obstacleOf(row);
    if (!obstacle || obstacle->code != ErrorCode::Busy)
        return go(obstacle);
    provider(row.contentProvider)->whenReady(row.configuration, {}, [this, row, go] {
        whenLookedAt(row, go);
    });
}

/// A disk that is not there yet is no reason to forget what is published from it.
void TransportEngine::showObstacle(NamespaceId id)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(id);
    if (!known || known->tombstoned)
        return;
    whenLookedAt(*known, [this, id](const Obstacle &obstacle) {
        const NamespaceInfo *const row = m_ledger.inventory().find(id);
        if (!row || row->tombstoned)
            return;
        if (row->error != obstacle) {
            if (obstacle)
                qCWarning(engineLog) << "namespace" << row->name
                                     << "cannot be served now:" << errorName(obstacle->code)
                                     << obstacle->detail;
            NamespaceInfo changed = *row;
            changed.error = obstacle;
            m_ledger.write(changed);
        }
        // It is looked at again when it does answer.
        if (obstacle && obstacle->code == ErrorCode::FolderNotAnswering)
            provider(row->contentProvider)->whenReady(row->configuration, {}, [this, id] {
                showObstacle(id);
            });
    });
}

Result<void> TransportEngine::mayRegister(const NamespaceInfo &what, NamespaceId replaced,
                                          const Obstacle &obstacle) const
{
    if (m_shuttingDown)
        return failure(ErrorCode::InvalidOperation, QStringLiteral("the server is shutting down"));
    if (auto usable = checkNamespace(what, QDateTime::currentDateTimeUtc()); !usable)
        return usable;
    const NamespaceInfo *const taken = findNamespace(m_ledger.inventory(), what.name);
    if (taken && !taken->tombstoned && taken->id != replaced)
        return failure(ErrorCode::NamespaceAlreadyExists, what.name);
    if (obstacle)
        return tl::unexpected(*obstacle);
    return {};
}

Result<NamespaceInfo> TransportEngine::keep(const NamespaceInfo &what, NamespaceId replaced,
                                            const Obstacle &obstacle)
{
    if (const auto usable = mayRegister(what, replaced, obstacle); !usable)
        return tl::unexpected(usable.error());
    NamespaceInfo row = unregisteredCopy(what);
    row.startTime = row.startTime.toUTC();
    row.id = NamespaceId(++m_lastNamespaceId);
    if (m_store) {
        const auto saved = replaced.isValid() ? m_store->replace(replaced, row) : m_store->save(row);
        if (!saved)
            return tl::unexpected(saved.error());
    }
    return row;
}

void TransportEngine::show(const NamespaceInfo &row)
{
    m_ledger.write(row);
    m_ledger.announce(noticeOf(Notice::Kind::NamespaceRegistered, row.name));
    m_scheduler->run();
}

void TransportEngine::entomb(const NamespaceInfo &row, bool terminate, const DisconnectOrder &order)
{
    NamespaceInfo tombstone = row;
    tombstone.tombstoned = true;
    tombstone.tombstoneTime = QDateTime::currentDateTimeUtc();
    tombstone.waitingClients = 0;
    m_ledger.write(tombstone);
    Notice notice = noticeOf(Notice::Kind::NamespaceDeregistered, row.name);
    addWords(notice, order);
    m_ledger.announce(notice);
    m_sessions->dismissFailures(row.id);
    // Those who wait are present and may finish, so they are not kept waiting for a start that never comes.
    if (!terminate)
        m_sessions->startTransmission(row.id);
    removeIfDrained(row.id);
}

void TransportEngine::answerWhenGone(NamespaceId gone, NamespaceId named, bool terminate,
                                     const DisconnectOrder &order, const PendingReply<NamespaceReport> &reply)
{
    const auto answer = [this, named, reply](const DisconnectReport &) {
        reply.answer(this, NamespaceReport{m_ledger.revision(), named});
    };
    if (terminate && order.type == DisconnectType::Abort)
        Q_EMIT namespaceCut(gone);
    if (terminate)
        m_sessions->terminate(m_sessions->of(gone), order, answer);
    else
        answer({});
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const RegisterNamespace &verb)
{
    const PendingReply<NamespaceReport> reply;
    whenLookedAt(verb.what, [this, verb, reply](const Obstacle &obstacle) {
        const auto row = keep(verb.what, {}, obstacle);
        if (!row)
            return reply.answer(this, tl::unexpected(row.error()));
        show(*row);
        reply.answer(this, NamespaceReport{m_ledger.revision(), row->id});
    });
    return reply.future();
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const DeregisterNamespace &verb)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(verb.id);
    if (!known)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotFound, idText(verb.id)));
    if (verb.terminate && verb.order.type == DisconnectType::Unknown)
        return answered<NamespaceReport>(
            this, failure(ErrorCode::InvalidParameter, QStringLiteral("disconnect type")));
    if (!verb.terminate && known->tombstoned)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotRegistered, known->name));
    if (!known->tombstoned) {
        if (m_store) {
            if (const auto removed = m_store->remove(verb.id); !removed)
                return answered<NamespaceReport>(this, tl::unexpected(removed.error()));
        }
        entomb(NamespaceInfo(*known), verb.terminate, verb.order);
    }
    const PendingReply<NamespaceReport> reply;
    answerWhenGone(verb.id, verb.id, verb.terminate, verb.order, reply);
    return reply.future();
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const ReplaceNamespace &verb)
{
    const PendingReply<NamespaceReport> reply;
    whenLookedAt(verb.what, [this, verb, reply](const Obstacle &obstacle) {
        const auto refuse = [&](const Error &error) { reply.answer(this, tl::unexpected(error)); };
        const NamespaceInfo *const known = m_ledger.inventory().find(verb.old);
        if (!known)
            return refuse({ErrorCode::NamespaceNotFound, idText(verb.old)});
        if (verb.terminate && verb.order.type == DisconnectType::Unknown)
            return refuse({ErrorCode::InvalidParameter, QStringLiteral("disconnect type")});
        if (known->tombstoned)
            return refuse({ErrorCode::NamespaceNotRegistered, known->name});
        const auto row = keep(verb.what, verb.old, obstacle);
        if (!row)
            return refuse(row.error());
        inheritRateLimit(row->id, verb.old);
        entomb(NamespaceInfo(*known), verb.terminate, verb.order);
        show(*row);
        answerWhenGone(verb.old, row->id, verb.terminate, verb.order, reply);
    });
    return reply.future();
}

void TransportEngine::removeIfDrained(NamespaceId id)
{
    const NamespaceInfo *const row = m_ledger.inventory().find(id);
    if (row && row->tombstoned && m_sessions->of(id).isEmpty())
        m_ledger.remove(id);
    if (!m_ledger.inventory().find(id))
        m_sessions->forgetRateLimit(id);
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const StartTransmission &verb)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(verb.id);
    if (!known)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotFound, idText(verb.id)));
    NamespaceInfo row = *known;
    row.waitingClients = m_scheduler->clientsOf(verb.id);
    const ServerInfo &server = m_ledger.inventory().server;
    if (!server.serviceRunning && !server.serviceDraining)
        return answered<NamespaceReport>(this, failure(ErrorCode::ServiceNotRunning));
    const auto done = mayStart(row).and_then([&] { return m_scheduler->start(row); });
    if (!done)
        return answered<NamespaceReport>(this, tl::unexpected(done.error()));
    return answered<NamespaceReport>(this, NamespaceReport{m_ledger.revision(), verb.id});
}

QFuture<Result<NamespaceReport>> TransportEngine::changeSchedule(const NamespaceInfo &row)
{
    if (m_store) {
        if (const auto saved = m_store->save(row); !saved)
            return answered<NamespaceReport>(this, tl::unexpected(saved.error()));
    }
    m_ledger.write(row);
    m_scheduler->run();
    return answered<NamespaceReport>(this, NamespaceReport{m_ledger.revision(), row.id});
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const SetMinimumClients &verb)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(verb.id);
    if (!known)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotFound, idText(verb.id)));
    if (const auto able = maySetMinimumClients(*known, verb.minimumClients); !able)
        return answered<NamespaceReport>(this, tl::unexpected(able.error()));
    NamespaceInfo row = *known;
    row.minimumClients = verb.minimumClients;
    return changeSchedule(row);
}

QFuture<Result<NamespaceReport>> TransportEngine::ask(const RearmNamespace &verb)
{
    const NamespaceInfo *const known = m_ledger.inventory().find(verb.id);
    if (!known)
        return answered<NamespaceReport>(this, failure(ErrorCode::NamespaceNotFound, idText(verb.id)));
    if (const auto able = mayRearm(*known, verb.startTime, QDateTime::currentDateTimeUtc()); !able)
        return answered<NamespaceReport>(this, tl::unexpected(able.error()));
    NamespaceInfo row = *known;
    row.startTime = verb.startTime.toUTC();
    row.startMissed = false;
    return changeSchedule(row);
}

QFuture<Result<QList<NamespaceInfo>>> TransportEngine::ask(const RetrieveNamespaces &verb)
{
    QList<NamespaceInfo> rows = m_ledger.inventory().namespaces;
    rows.removeIf([&](const NamespaceInfo &row) { return !verb.filter.matches(row); });
    return answered<QList<NamespaceInfo>>(this, rows);
}

} // namespace castdeck
