// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blockmap.h"
#include "core/sessioninitiator.h"
#include "engine/common/inventoryledger.h"
#include "engine/session/guests.h"
#include "engine/session/pacewatch.h"
#include "engine/session/sessionchronicle.h"
#include "engine/session/sessionkind.h"
#include "engine/session/slowclientpolicy.h"
#include "engine/session/slowclientwatch.h"
#include "transport/sending/sendingthread.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace castdeck
{

/// One running session: writes what its sending thread reports into the ledger and keeps what was ordered
/// until it is done. Lives in the engine thread. Its own row leaves the ledger through its owner, after
/// ended().
class Session : public QObject
{
    Q_OBJECT
public:
    /// Called once, when what it waits for is done and in the ledger.
    using Waiter = std::function<void(const DisconnectReport &)>;

    struct Start {
        std::unique_ptr<SendingThread> thread;
        SessionKind kind;
        SessionInfo row;
        InitiationGrant grant;
        SendingSettings settings; ///< its group is held in the address pool until ended()
        std::chrono::milliseconds grace{5'000};
        std::shared_ptr<const ContentSource> source; ///< the file that the thread sends
    };
    Session(Start start, InventoryLedger &ledger, QObject *parent);
    ~Session() override;

    /// As it was when it started: where it is, and what of.
    const SessionInfo &row() const { return m_start.row; }
    SessionId id() const { return m_start.row.id; }
    ContentId contentId() const { return m_start.row.contentId; }
    const SessionKind &kind() const { return m_start.kind; }
    const InitiationGrant &grant() const { return m_start.grant; }
    const std::shared_ptr<const ContentSource> &source() const { return m_start.source; }
    const SendingSettings &settings() const { return m_start.settings; }
    const wire::Endpoint &group() const { return m_start.settings.group; }
    bool isClosing() const { return m_order.has_value(); }
    /// The administrator's, once it is being terminated.
    const std::optional<DisconnectOrder> &order() const { return m_order; }
    qsizetype clientCount() const { return m_clients.size(); }

    /// Holds a place for the asker, who is led here, for @p patience. A client of its name that joins from
    /// its address is the one that the carrier authenticated.
    void expect(const InitiationAsk &ask, std::chrono::milliseconds patience);
    /// Whoever has that may join an encrypted session.
    void admit(const wire::Member &member);
    /// The asker will not come.
    void forget(const InitiationAsk &ask);
    /// Whether the asker holds a place.
    bool expects(const InitiationAsk &ask) const { return m_guests.contains(ask, monotonicNow()); }
    /// Places that are taken or held.
    qsizetype taken() const { return clientCount() + qsizetype(m_guests.count(monotonicNow())); }
    /// Whom it was made for: the first asker that was led here.
    const InitiationAsk &madeFor() const { return m_madeFor; }
    /// Ends it soon unless somebody is there after all. Nobody is led here any more.
    void giveUp();
    bool isGivenUp() const { return m_givenUp; }
    /// Ends it. While it is ending another order changes nothing and waits for the same end.
    void terminate(const DisconnectOrder &order, Waiter waiter);
    /// Lets go a session that waits for its start.
    void startTransmission() { m_start.thread->startTransmission(); }
    /// Sends a client away and waits until it has gone or the grace time is over.
    void disconnectClient(ClientId id, const DisconnectOrder &order, Waiter waiter);
    /// Nothing if it is not here.
    std::optional<BlockMap> blocksOf(ClientId id) const;
    /// How it ended, for the history; where it was and what of is for the caller to add.
    EndedSession record(const SessionEnd &end) const;
    /// The same of one that goes on, as it is to be told if the server does not live to see its end.
    EndedSession soFar() const;
    /// Whether others have a part in it than when this was true last.
    bool hasOthers() { return std::exchange(m_hasOthers, false); }
    /// What the policy decided; the words go to the client, into the log and with the notice.
    void kickClient(ClientId id, uint8_t reason, const DisconnectOrder &order);
    /// The same, to @p lower, which is of the next tier.
    void demoteClient(ClientId id, Session &lower, const DisconnectOrder &order);
    void setSlowClientRules(const SlowClientPolicy::Rules &rules);
    /// Bytes per second, 0: none; its own, whatever is the rule for others.
    void setRateLimit(uint64_t limit);
    /// The rule for all that have none of their own.
    void setDefaultRateLimit(uint64_t limit);
    const std::optional<uint64_t> &ownRateLimit() const { return m_ownRateLimit; }
    /// A rate that it shares was changed.
    void lookAgain() { m_start.thread->lookAgain(); }
    /// Gives @p report to all who wait for the end.
    void answerWaiters(const DisconnectReport &report);

Q_SIGNALS:
    /// The policy says so; it is not done yet.
    void slowClientFound(const castdeck::SlowClientPolicy::Verdict &verdict);
    /// Somebody decided that it gets nothing any more.
    void clientCut(const QString &address, const QString &name);
    /// It went without having everything; its last row.
    void clientLeft(const castdeck::ClientInfo &row);
    /// Its first client, or the first after it was empty.
    void clientCame();
    /// Once, last: the socket is closed. Nothing of it but its row is in the ledger any more.
    void ended(const castdeck::SessionEnd &end);

private:
    struct Disconnect {
        DisconnectOrder order;
        QString name;
        quint32 attempt = 0;
        QList<Waiter> waiters;
    };
    void limitRate(uint64_t limit);
    void cut(ClientId id, const DisconnectOrder &order);
    QString identityOf(const QString &address, const QString &name) const;
    void takeSnapshot(const SessionSnapshot &snapshot);
    void watchSlowClients(const SessionSnapshot &snapshot);
    void takeDeparture(const ClientDeparture &departure);
    RowEnding record(ClientDeparture departure, const DisconnectOrder &order);
    void takeIntruder(const GroupIntruder &intruder);
    void takeTrouble(const SessionTrouble &trouble);
    void takeEnd(const SessionEnd &end);
    enum class Goodbye { Said, Missing };
    void finishDisconnect(ClientId id, Goodbye goodbye);

    Start m_start;
    InventoryLedger &m_ledger;
    QSet<ClientId> m_clients; ///< whose rows are in the ledger
    QSet<ClientId> m_joined;  ///< who were announced
    Guests m_guests;
    std::map<uint32_t, wire::Member> m_members; ///< of an encrypted session, the oldest first
    InitiationAsk m_madeFor;
    bool m_givenUp = false;
    QHash<std::pair<QString, QString>, QString> m_identities; ///< by address and client name
    QHash<ClientId, Disconnect> m_disconnects;
    SlowClientPolicy m_policy;
    SlowClientWatch m_slow;
    PaceWatch m_pace;
    std::optional<uint64_t> m_ownRateLimit;
    std::optional<DisconnectOrder> m_order;
    SessionChronicle m_chronicle;
    SendingCounters m_counters; ///< as they were told last
    struct Here {
        QList<quint8> missing; ///< as in BlockMap
        uint32_t member = 0;
    };
    QHash<ClientId, Here> m_here;
    bool m_hasOthers = true;
    QList<Waiter> m_waiters;
};

} // namespace castdeck
