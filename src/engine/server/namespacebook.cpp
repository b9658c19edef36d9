// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/server/namespacebook.h"

#include "core/namespacerules.h"
#include "engine/common/logcategories.h"
#include "engine/common/notices.h"
#include "engine/server/findnamespace.h"
#include "engine/server/scheduler.h"
#include "engine/server/serviceswitch.h"
#include "engine/session/sessiontable.h"
#include "engine/session/startrule.h"

namespace castdeck
{

namespace
{

tl::unexpected<Error> unknownNamespace(NamespaceId id)
{
    return failure(ErrorCode::NamespaceNotFound, QString::number(id.value()));
}

tl::unexpected<Error> unknownDisconnectType()
{
    return failure(ErrorCode::InvalidParameter, QStringLiteral("disconnect type"));
}

} // namespace

const NamespaceInfo *NamespaceBook::row(NamespaceId id) const
{
    return m_desk.ledger.inventory().find(id);
}

void NamespaceBook::answer(const Reply &reply, NamespaceId id)
{
    reply.answer(this, NamespaceReport{m_desk.ledger.revision(), id});
}

void NamespaceBook::restore(const QList<NamespaceInfo> &rows, NamespaceId last)
{
    m_lastId = last.value();
    for (const NamespaceInfo &row : rows) {
        m_desk.ledger.write(row);
        showObstacle(row.id);
    }
    m_desk.scheduler.run();
}

void NamespaceBook::lookAgain()
{
    const QList<NamespaceInfo> rows = m_desk.ledger.inventory().namespaces;
    for (const NamespaceInfo &row : rows)
        showObstacle(row.id);
}

/// A disk that is not there yet is no reason to forget what is published from it. One that does not answer is
/// looked at again when it does.
void NamespaceBook::showObstacle(NamespaceId id, const std::function<void()> &then)
{
    const NamespaceInfo *const known = row(id);
    if (!known || known->tombstoned)
        return;
    m_desk.providers.look(*known, [this, id, then](const ContentProviders::Obstacle &obstacle) {
        const NamespaceInfo *const now = row(id);
        if (!now || now->tombstoned)
            return then ? then() : void();
        NamespaceInfo changed = *now;
        changed.error = obstacle;
        if (obstacle && now->error != obstacle)
            qCWarning(engineLog) << "namespace" << changed.name
                                 << "cannot be served now:" << errorName(obstacle->code) << obstacle->detail;
        m_desk.ledger.write(changed);
        if (obstacle && obstacle->code == ErrorCode::FolderNotAnswering)
            m_desk.providers.whenAnswering(changed, [this, id] { showObstacle(id); });
        if (then)
            then();
    });
}

NamespaceBook::Report NamespaceBook::refresh(NamespaceId id)
{
    const Reply reply;
    const NamespaceInfo *const known = row(id);
    if (!known)
        reply.answer(this, unknownNamespace(id));
    else if (known->tombstoned)
        reply.answer(this, failure(ErrorCode::NamespaceNotRegistered, known->name));
    else
        showObstacle(id, [this, id, reply] { answer(reply, id); });
    return reply.future();
}

Result<void> NamespaceBook::mayAdd(const NamespaceInfo &what, NamespaceId replaced,
                                   const ContentProviders::Obstacle &obstacle) const
{
    if (m_desk.service.isShuttingDown())
        return failure(ErrorCode::InvalidOperation, QStringLiteral("the server is shutting down"));
    if (auto usable = checkNamespace(what, QDateTime::currentDateTimeUtc()); !usable)
        return usable;
    const NamespaceInfo *const taken = findNamespace(m_desk.ledger.inventory(), what.name);
    if (taken && !taken->tombstoned && taken->id != replaced)
        return failure(ErrorCode::NamespaceAlreadyExists, what.name);
    if (obstacle)
        return tl::unexpected(*obstacle);
    return {};
}

Result<NamespaceInfo> NamespaceBook::freshRow(const NamespaceInfo &what, NamespaceId replaced,
                                              const ContentProviders::Obstacle &obstacle)
{
    return mayAdd(what, replaced, obstacle).map([&] {
        NamespaceInfo row = unregisteredCopy(what);
        row.startTime = row.startTime.toUTC();
        row.id = NamespaceId(++m_lastId);
        return row;
    });
}

void NamespaceBook::show(const NamespaceInfo &row)
{
    m_desk.ledger.write(row);
    m_desk.ledger.announce(noticeOf(Notice::Kind::NamespaceRegistered, row.name));
    m_desk.scheduler.run();
}

/// It takes nobody any more, and stands until the last of those it has is gone.
void NamespaceBook::entomb(NamespaceInfo row, const Leave &leave)
{
    row.tombstoned = true;
    row.tombstoneTime = QDateTime::currentDateTimeUtc();
    row.waitingClients = 0;
    m_desk.ledger.write(row);
    Notice notice = noticeOf(Notice::Kind::NamespaceDeregistered, row.name);
    addWords(notice, leave.order);
    m_desk.ledger.announce(notice);
    m_desk.sessions.dismissFailures(row.id);
    // Those who wait are present and may finish, so they are not kept waiting for a start that never comes.
    if (!leave.terminate)
        m_desk.sessions.startTransmission(row.id);
    removeIfDrained(row.id);
}

void NamespaceBook::answerWhenGone(NamespaceId gone, NamespaceId named, const Leave &leave,
                                   const Reply &reply)
{
    if (!leave.terminate)
        return answer(reply, named);
    if (leave.order.type == DisconnectType::Abort)
        Q_EMIT namespaceCut(gone);
    m_desk.sessions.terminate(m_desk.sessions.of(gone), leave.order,
                              [this, named, reply](const DisconnectReport &) { answer(reply, named); });
}

NamespaceBook::Report NamespaceBook::add(const NamespaceInfo &what)
{
    const Reply reply;
    m_desk.providers.look(what, [this, what, reply](const ContentProviders::Obstacle &obstacle) {
        m_desk.changes.add(reply, [this, what, obstacle, reply] {
            return freshRow(what, {}, obstacle).map([&](const NamespaceInfo &row) {
                return ChangeQueue::Change{[row](Store &store) { return store.save(row); },
                                           [this, row, reply] {
                                               show(row);
                                               answer(reply, row.id);
                                           }};
            });
        });
    });
    return reply.future();
}

NamespaceBook::Report NamespaceBook::remove(const DeregisterNamespace &verb)
{
    const Reply reply;
    // The sessions of a tombstone end without the store.
    const NamespaceInfo *const known = row(verb.id);
    if (known && known->tombstoned && verb.terminate && verb.order.type != DisconnectType::Unknown)
        answerWhenGone(verb.id, verb.id, {verb.terminate, verb.order}, reply);
    else
        m_desk.changes.add(reply, [this, verb, reply] { return planRemoval(verb, reply); });
    return reply.future();
}

NamespaceBook::Planned NamespaceBook::planRemoval(const DeregisterNamespace &verb, const Reply &reply)
{
    const NamespaceId id = verb.id;
    const Leave leave{verb.terminate, verb.order};
    const NamespaceInfo *const known = row(id);
    if (!known)
        return unknownNamespace(id);
    if (leave.terminate && leave.order.type == DisconnectType::Unknown)
        return unknownDisconnectType();
    if (known->tombstoned && leave.terminate)
        return ChangeQueue::Change{{}, [this, id, leave, reply] { answerWhenGone(id, id, leave, reply); }};
    if (known->tombstoned)
        return failure(ErrorCode::NamespaceNotRegistered, known->name);
    return ChangeQueue::Change{[id](Store &store) { return store.remove(id); },
                               [this, id, leave, reply] {
                                   entomb(*row(id), leave);
                                   answerWhenGone(id, id, leave, reply);
                               }};
}

NamespaceBook::Report NamespaceBook::replace(const ReplaceNamespace &verb)
{
    const Reply reply;
    m_desk.providers.look(verb.what, [this, verb, reply](const ContentProviders::Obstacle &obstacle) {
        m_desk.changes.add(reply,
                           [this, verb, obstacle, reply] { return planReplacement(verb, obstacle, reply); });
    });
    return reply.future();
}

NamespaceBook::Planned NamespaceBook::planReplacement(const ReplaceNamespace &verb,
                                                      const ContentProviders::Obstacle &obstacle,
                                                      const Reply &reply)
{
    const NamespaceId old = verb.old;
    const Leave leave{verb.terminate, verb.order};
    const NamespaceInfo *const known = row(old);
    if (!known)
        return unknownNamespace(old);
    if (leave.terminate && leave.order.type == DisconnectType::Unknown)
        return unknownDisconnectType();
    if (known->tombstoned)
        return failure(ErrorCode::NamespaceNotRegistered, known->name);
    return freshRow(verb.what, old, obstacle).map([&](const NamespaceInfo &next) {
        return ChangeQueue::Change{[old, next](Store &store) { return store.replace(old, next); },
                                   [this, old, next, leave, reply] {
                                       m_desk.sessions.inheritRateLimit(next.id, old);
                                       entomb(*row(old), leave);
                                       show(next);
                                       answerWhenGone(old, next.id, leave, reply);
                                   }};
    });
}

void NamespaceBook::removeIfDrained(NamespaceId id)
{
    const NamespaceInfo *const known = row(id);
    if (known && known->tombstoned && m_desk.sessions.of(id).isEmpty())
        m_desk.ledger.remove(id);
    if (!row(id))
        m_desk.sessions.forgetRateLimit(id);
}

NamespaceBook::Report NamespaceBook::start(NamespaceId id)
{
    const Reply reply;
    m_desk.changes.add(reply, [this, id, reply]() -> Planned {
        if (!row(id))
            return unknownNamespace(id);
        const ServerInfo &server = m_desk.ledger.inventory().server;
        if (!server.serviceRunning && !server.serviceDraining)
            return failure(ErrorCode::ServiceNotRunning);
        return m_desk.scheduler.planStart(id, [this, id, reply] { answer(reply, id); });
    });
    return reply.future();
}

/// @p edit is made in what is kept, and then in what is shown: that may have changed while it was being kept.
NamespaceBook::Report NamespaceBook::changeSchedule(NamespaceId id, const Judge &judge, const Edit &edit)
{
    const Reply reply;
    m_desk.changes.add(reply, [this, id, judge, edit, reply]() -> Planned {
        const NamespaceInfo *const known = row(id);
        if (!known)
            return unknownNamespace(id);
        return judge(*known).map([&] {
            NamespaceInfo edited = *known;
            edit(edited);
            return ChangeQueue::Change{[edited](Store &store) { return store.save(edited); },
                                       [this, id, edit, reply] {
                                           NamespaceInfo now = *row(id);
                                           edit(now);
                                           m_desk.ledger.write(now);
                                           m_desk.scheduler.run();
                                           answer(reply, id);
                                       }};
        });
    });
    return reply.future();
}

NamespaceBook::Report NamespaceBook::edit(const SetMinimumClients &verb)
{
    const quint32 minimum = verb.minimumClients;
    return changeSchedule(
        verb.id, [minimum](const NamespaceInfo &row) { return maySetMinimumClients(row, minimum); },
        [minimum](NamespaceInfo &row) { row.minimumClients = minimum; });
}

NamespaceBook::Report NamespaceBook::edit(const RearmNamespace &verb)
{
    const QDateTime time = verb.startTime;
    return changeSchedule(
        verb.id,
        [time](const NamespaceInfo &row) { return mayRearm(row, time, QDateTime::currentDateTimeUtc()); },
        [time](NamespaceInfo &row) {
            row.startTime = time.toUTC();
            row.startMissed = false;
        });
}

QList<NamespaceInfo> NamespaceBook::find(const NamespaceFilter &filter) const
{
    QList<NamespaceInfo> rows = m_desk.ledger.inventory().namespaces;
    rows.removeIf([&](const NamespaceInfo &row) { return !filter.matches(row); });
    return rows;
}

} // namespace castdeck
