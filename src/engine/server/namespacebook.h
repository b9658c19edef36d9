// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/reply.h"
#include "core/verbs.h"
#include "engine/content/contentproviders.h"
#include "engine/store/changequeue.h"

namespace castdeck
{

class InventoryLedger;
class Scheduler;
class ServiceSwitch;
class SessionTable;

/// What a server publishes: from the question whether it may, over its schedule, to the tombstone that stands
/// until its last session has ended. Lives in the engine thread.
class NamespaceBook : public QObject
{
    Q_OBJECT
public:
    /// What it works with; all of it outlives the book.
    struct Desk {
        InventoryLedger &ledger;
        SessionTable &sessions;
        Scheduler &scheduler;
        ChangeQueue &changes;
        const ContentProviders &providers;
        const ServiceSwitch &service;
    };
    NamespaceBook(const Desk &desk, QObject *parent) : QObject(parent), m_desk(desk) {}

    /// Shows what a store holds, as far as it can be served now or not; @p last is the greatest id ever
    /// given.
    void restore(const QList<NamespaceInfo> &rows, NamespaceId last);
    /// Shows whether each can be served now.
    void lookAgain();
    /// The same for one, and again when its folder answers; @p then is called once it is shown.
    void showObstacle(NamespaceId id, const std::function<void()> &then = {});

    // The verbs of TransportServer.
    using Report = QFuture<Result<NamespaceReport>>;
    Report add(const NamespaceInfo &what);
    Report remove(const DeregisterNamespace &verb);
    Report replace(const ReplaceNamespace &verb);
    Report start(NamespaceId id);
    Report refresh(NamespaceId id);
    Report edit(const SetMinimumClients &verb);
    Report edit(const RearmNamespace &verb);
    QList<NamespaceInfo> find(const NamespaceFilter &filter) const;

    /// For the end of its last session: a tombstone then goes.
    void removeIfDrained(NamespaceId id);

Q_SIGNALS:
    /// As that of TransportEngine.
    void namespaceCut(castdeck::NamespaceId owner);

private:
    using Reply = PendingReply<NamespaceReport>;
    using Planned = Result<ChangeQueue::Change>;
    using Judge = std::function<Result<void>(const NamespaceInfo &)>;
    using Edit = std::function<void(NamespaceInfo &)>;
    /// How an old one goes.
    struct Leave {
        bool terminate;
        DisconnectOrder order;
    };
    const NamespaceInfo *row(NamespaceId id) const;
    Result<void> mayAdd(const NamespaceInfo &what, NamespaceId replaced,
                        const ContentProviders::Obstacle &obstacle) const;
    Result<NamespaceInfo> freshRow(const NamespaceInfo &what, NamespaceId replaced,
                                   const ContentProviders::Obstacle &obstacle);
    Planned planRemoval(const DeregisterNamespace &verb, const Reply &reply);
    Planned planReplacement(const ReplaceNamespace &verb, const ContentProviders::Obstacle &obstacle,
                            const Reply &reply);
    Report changeSchedule(NamespaceId id, const Judge &judge, const Edit &edit);
    void show(const NamespaceInfo &row);
    void entomb(NamespaceInfo row, const Leave &leave);
    void answerWhenGone(NamespaceId gone, NamespaceId named, const Leave &leave, const Reply &reply);
    void answer(const Reply &reply, NamespaceId id);

    Desk m_desk;
    quint32 m_lastId = 0;
};

} // namespace castdeck
