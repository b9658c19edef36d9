// SPDX-FileCopyrightText: The Castdeck authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session/failedsessions.h"
#include "engine/session/ratelimits.h"
#include "engine/session/session.h"
#include "engine/session/sessionstarter.h"
#include "engine/session/unicastclients.h"

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>

namespace castdeck
{

/// All sessions of a server and the contents they carry: a content is there as long as a session of it is.
/// Lives in the engine thread.
class SessionTable : public QObject
{
    Q_OBJECT
public:
    SessionTable(const EngineSettings &settings, InventoryLedger &ledger, QObject *parent);
    /// Sessions that still run stop at once; their clients are not told.
    ~SessionTable() override;

    /// A session of that kind that takes another client (Choice I02), those counted who were led there and
    /// have not joined yet; the one that holds a place for the asker, if one does. Null if there is none.
    Session *withRoom(const SessionKind &kind, const InitiationAsk &ask) const;
    /// Whether a session of that kind is being terminated.
    bool isClosing(const SessionKind &kind) const;

    /// How many sessions there may be in which nobody is: they cost a thread, a port and descriptors each,
    /// and a question is all that they take.
    struct EmptyLimits {
        int perAddress = 16;
        int perToken = 32;    ///< of those who show the same
        int ofStrangers = 32; ///< of all whom nobody vouches for
        int inAll = 96;
    };
    /// Makes a session for the asker. One that cannot start is kept in sight with its error, which is the
    /// result too. Busy, if an empty session is in the way that will have gone in a moment: whenRoom().
    Result<Session *> start(const SessionKind &kind, const NetworkInterface &interface,
                            const std::shared_ptr<const ContentSource> &source, const InitiationAsk &ask);
    /// Calls @p waiter once, from the event loop, when a session has gone or has become one with clients.
    void whenRoom(std::function<void()> waiter);
    /// What one asker is given, who is let in by that.
    Result<InitiationGrant> grantIn(Session &session);
    Result<InitiationGrant> grantOfNothing(const SessionKind &kind, const NetworkInterface &interface);
    /// Shows a session that came to nothing before it had an interface or a content to send.
    void keepFailure(const SessionKind &kind, const QString &interfaceName, uint64_t size,
                     const Error &error);

    /// Of all sessions, at once.
    void setSlowClientRules(const SlowClientPolicy::Rules &rules);
    /// Of every session that has no limit of its own, running or not; bytes per second, 0: none.
    void setDefaultRateLimit(uint64_t limit);
    /// At once. SessionNotFound.
    Result<void> setRateLimit(const RateLimit &limit);
    QList<RateLimit> rateLimits() const;
    void inheritRateLimit(NamespaceId heir, NamespaceId from) { m_rateLimits.inherit(heir, from); }
    void forgetRateLimit(NamespaceId id) { m_rateLimits.forget(id); }

    /// Of sessions that start from now on.
    void setRanges(const SessionRanges &ranges) { m_starter.setRanges(ranges); }
    /// Whether a running session is outside the ranges, since it is older than they are.
    bool hasStrays() const;

    bool contains(SessionId id) const { return m_sessions.contains(id) || m_failed->contains(id); }
    /// Null for an unknown id and for a session that failed.
    Session *running(SessionId id) const;
    QList<SessionId> all() const;
    QList<SessionId> of(ContentId content) const;
    QList<SessionId> of(NamespaceId namespaceId) const;

    /// Ends the sessions; failed ones are dismissed. @p waiter is called once, with the sums, when the last
    /// has ended; at once if there is none.
    void terminate(const QList<SessionId> &ids, const DisconnectOrder &order, const Session::Waiter &waiter);
    /// Lets go the sessions of a namespace that wait for their start.
    void startTransmission(NamespaceId namespaceId);
    /// Whether nothing runs; failed ones do not.
    bool isIdle() const { return m_sessions.empty(); }
    void dismissFailures(NamespaceId namespaceId);
    /// Those who left a session and get the rest beside it.
    UnicastClients &unicast() { return m_unicast; }

Q_SIGNALS:
    /// Its last session ended; the content is no longer in the ledger.
    void contentGone(castdeck::NamespaceId namespaceId);
    /// As those of TransportEngine.
    void clientCut(castdeck::SessionId session, const QString &address, const QString &name);
    void sessionCut(castdeck::SessionId session);
    /// The last session that ran has ended.
    void idle();
    /// For the history, before the session's row goes. Of sessions that never started too; those that go on
    /// failing for the same reason count once.
    void sessionOver(const castdeck::EndedSession &session);
    /// What one that goes on has come to, now and then: the history has it if the program goes suddenly.
    void sessionNoted(const castdeck::EndedSession &soFar);

private:
    Result<Session *> start(const SessionStarter::Plan &plan,
                            const std::shared_ptr<const ContentSource> &source);
    /// A record with what the session was.
    EndedSession completed(EndedSession record, const SessionInfo &row, const SessionKind &kind,
                           uint64_t size) const;
    void note(const Session &session);
    void noteSessions();
    Result<void> mayStart(const InitiationAsk &ask);
    bool askEmptyOneToGo();
    void makeRoom();
    Session *lowerSession(const Session &upper);
    void sendAway(Session &session, const SlowClientPolicy::Verdict &verdict);
    ContentId contentFor(const SessionKind &kind, uint64_t size);
    SessionId freshId() const;
    void sessionEnded(SessionId id, const SessionEnd &end);
    void removeIfUnused(ContentId content);

    InventoryLedger &m_ledger;
    int m_clientsMax;
    SessionStarter m_starter;
    SlowClientPolicy::Rules m_slowClientRules;
    RateLimits m_rateLimits;
    std::map<SessionId, std::unique_ptr<Session>> m_sessions;
    FailedSessions *m_failed;
    UnicastClients m_unicast;
    quint32 m_lastContentId = 0;
    std::vector<std::function<void()>> m_roomWaiters;
    QTimer m_roomTimer; ///< lets a crowd of joins wake the waiters once
    Instant m_toldCrowded = Instant::min();
    QTimer m_noteTimer; ///< runs while there are sessions
    int m_notes = 0;
};

} // namespace castdeck
